import { Absence } from '../../entities/absence';
import { AccessChange } from '../../entities/access-change';
import { Account } from '../../entities/account';
import { AnswerDraft } from '../../entities/answer-draft';
import { AnswerTemplate } from '../../entities/answer-template';
import { Appeal } from '../../entities/appeal';
import { AppealSketch } from '../../entities/appeal-sketch';
import { AppealToLearn } from '../../entities/appeal-to-learn';
import { AppealToSketch } from '../../entities/appeal-to-sketch';
import { AppealWord } from '../../entities/appeal-word';
import { Applicant } from '../../entities/applicant';
import { Attachment } from '../../entities/attachment';
import { AwaitedCase } from '../../entities/awaited-case';
import { CalendarDay } from '../../entities/calendar-day';
import { Card } from '../../entities/card';
import { Category } from '../../entities/category';
import { Delivery } from '../../entities/delivery';
import { Deputy } from '../../entities/deputy';
import { Digest } from '../../entities/digest';
import { DestructionAct } from '../../entities/destruction-act';
import { DocumentRequest } from '../../entities/document-request';
import { Instruction } from '../../entities/instruction';
import { DraftFile } from '../../entities/draft-file';
import { DutyDone } from '../../entities/duty-done';
import { Engagement } from '../../entities/engagement';
import { EngagementPaper } from '../../entities/engagement-paper';
import { EngagementPaperPart } from '../../entities/engagement-paper-part';
import { EngagementPictureBytes } from '../../entities/engagement-picture';
import { EngagementResult } from '../../entities/engagement-result';
import { EngagementTask } from '../../entities/engagement-task';
import { EngagementTemplate } from '../../entities/engagement-template';
import { EngagementVersion } from '../../entities/engagement-version';
import { Evidence } from '../../entities/evidence';
import { Form } from '../../entities/form';
import { ForgetBeside } from '../../entities/forget-beside';
import { GivenFile } from '../../entities/given-file';
import { FormerHead } from '../../entities/former-head';
import { FormalCheck } from '../../entities/formal-check';
import { GroupChat } from '../../entities/group-chat';
import { InboxUpdate } from '../../entities/inbox-update';
import { Installation } from '../../entities/installation';
import { Invitation } from '../../entities/invitation';
import { JobSlot } from '../../entities/job-slot';
import { JoinedAppeal } from '../../entities/joined-appeal';
import { JournalEntry } from '../../entities/journal-entry';
import { JournalEpoch } from '../../entities/journal-epoch';
import { JournalHead } from '../../entities/journal-head';
import { JournalWords } from '../../entities/journal-words';
import { JournalLeaf } from '../../entities/journal-leaf';
import { JournalNode } from '../../entities/journal-node';
import { Letter } from '../../entities/letter';
import { LineQuestion } from '../../entities/line-question';
import { ListSubscription } from '../../entities/list-subscription';
import { Nag } from '../../entities/nag';
import { OnDuty } from '../../entities/on-duty';
import { OpenWork } from '../../entities/open-work';
import { Organization } from '../../entities/organization';
import { Outage } from '../../entities/outage';
import { OutboxHold } from '../../entities/outbox-hold';
import { OutboxMessage } from '../../entities/outbox-message';
import { Overdue } from '../../entities/overdue';
import { Person } from '../../entities/person';
import { Picture } from '../../entities/picture';
import { Protocol } from '../../entities/protocol';
import { QuestionGroup } from '../../entities/question-group';
import { RemovedAccount } from '../../entities/removed-account';
import { RemovedFile } from '../../entities/removed-file';
import { ReturnedResult } from '../../entities/returned-result';
import { RegistryFile } from '../../entities/registry-file';
import { RegistryRecord } from '../../entities/registry-record';
import { RegistryKept } from '../../entities/registry-kept';
import { RegistryMark } from '../../entities/registry-mark';
import { RegistryMissing } from '../../entities/registry-missing';
import { RegistryName } from '../../entities/registry-name';
import { Reflection } from '../../entities/reflection';
import { RegistryColumns } from '../../entities/registry-columns';
import { RegistryRow } from '../../entities/registry-row';
import { RegistrySighting } from '../../entities/registry-sighting';
import { RegistryTakeover, RegistryTakeoverItem } from '../../entities/registry-takeover';
import { Reminder } from '../../entities/reminder';
import { SentFile } from '../../entities/sent-file';
import { Setting } from '../../entities/setting';
import { Shipment } from '../../entities/shipment';
import { Signature } from '../../entities/signature';
import { LateFile } from '../../entities/late-file';
import { SharedPlace } from '../../entities/shared-place';
import { StatisticsCell } from '../../entities/statistics-cell';
import { StatisticsOpen } from '../../entities/statistics-open';
import { StatisticsSet } from '../../entities/statistics-set';
import { StatisticsShare } from '../../entities/statistics-share';
import { TermByCategory } from '../../entities/term-by-category';
import { ToldNag } from '../../entities/told-nag';
import { Violation } from '../../entities/violation';
import { ViolationExplanation } from '../../entities/violation-explanation';
import { ViolationTerm } from '../../entities/violation-term';
import { Visit } from '../../entities/visit';
import { Widget } from '../../entities/widget';
import { WordCount } from '../../entities/word-count';

/** Every entity, by hand: a class that is missing here does not exist for TypeORM. */
export const entities: readonly (new () => object)[] = [
  Absence,
  AccessChange,
  Account,
  AnswerDraft,
  AnswerTemplate,
  Appeal,
  AppealSketch,
  AppealToLearn,
  AppealToSketch,
  AppealWord,
  Applicant,
  Attachment,
  AwaitedCase,
  CalendarDay,
  Card,
  Category,
  Delivery,
  Deputy,
  Digest,
  DestructionAct,
  DocumentRequest,
  Instruction,
  DraftFile,
  DutyDone,
  Engagement,
  EngagementPaper,
  EngagementPaperPart,
  EngagementPictureBytes,
  EngagementResult,
  EngagementTask,
  EngagementTemplate,
  EngagementVersion,
  Evidence,
  Form,
  FormalCheck,
  GroupChat,
  InboxUpdate,
  Installation,
  Invitation,
  JobSlot,
  JoinedAppeal,
  JournalEntry,
  JournalEpoch,
  JournalHead,
  JournalWords,
  FormerHead,
  ForgetBeside,
  GivenFile,
  JournalLeaf,
  JournalNode,
  Letter,
  LineQuestion,
  ListSubscription,
  Nag,
  OnDuty,
  OpenWork,
  Organization,
  Outage,
  OutboxHold,
  OutboxMessage,
  Overdue,
  Person,
  Picture,
  Protocol,
  QuestionGroup,
  RemovedAccount,
  RemovedFile,
  ReturnedResult,
  RegistryFile,
  RegistryRecord,
  RegistryKept,
  RegistryMark,
  RegistryMissing,
  RegistryName,
  Reflection,
  RegistryColumns,
  RegistryRow,
  RegistrySighting,
  RegistryTakeover,
  RegistryTakeoverItem,
  Reminder,
  SentFile,
  Setting,
  LateFile,
  SharedPlace,
  Shipment,
  Signature,
  StatisticsCell,
  StatisticsOpen,
  StatisticsSet,
  StatisticsShare,
  TermByCategory,
  ToldNag,
  Violation,
  ViolationExplanation,
  ViolationTerm,
  Visit,
  Widget,
  WordCount,
];
