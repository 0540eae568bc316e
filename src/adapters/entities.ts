import { Absence, Account, Deputy, OnDuty, Person, RemovedAccount } from '../../entities/person';
import { AccessChange, Invitation } from '../../entities/access';
import {
  AnswerDraft,
  AnswerTemplate,
  DraftFile,
  FormalCheck,
  Letter,
  Protocol,
  Signature,
} from '../../entities/answers';
import { Appeal, Applicant, JoinedAppeal } from '../../entities/appeal';
import {
  AppealSketch,
  AppealToLearn,
  AppealToSketch,
  AppealWord,
  TermByCategory,
  WordCount,
} from '../../entities/appeal-words';
import { Attachment, LateFile } from '../../entities/attachments';
import { AwaitedCase, CalendarDay, Nag, Overdue, ToldNag } from '../../entities/terms';
import { Card, Form, Reminder, SharedPlace } from '../../entities/form';
import { Category } from '../../entities/category';
import { Delivery, Reflection, Shipment } from '../../entities/delivery';
import { Digest, GroupChat, ListSubscription } from '../../entities/digests';
import { DestructionAct, ForgetBeside, JournalWords } from '../../entities/forgetting';
import { DocumentRequest, Instruction, DutyDone, GivenFile, OpenWork, Visit } from '../../entities/appeal-work';
import {
  Engagement,
  EngagementPaper,
  EngagementPaperPart,
  EngagementPictureBytes,
  EngagementTask,
  EngagementTemplate,
  EngagementVersion,
  Widget,
} from '../../entities/engagement';
import { EngagementResult, ReturnedResult } from '../../entities/engagement-results';
import { Evidence, Picture, RemovedFile } from '../../entities/photos';
import { FormerHead, JournalEpoch, JournalHead, JournalLeaf, JournalNode } from '../../entities/journal-seal';
import { InboxUpdate, OutboxMessage, SentFile } from '../../entities/messages';
import { Installation, Outage, OutboxHold } from '../../entities/installation';
import { JobSlot } from '../../entities/job-slot';
import { JournalEntry } from '../../entities/journal-entry';
import { LineQuestion, QuestionGroup } from '../../entities/lines';
import { Organization, Setting } from '../../entities/office';
import {
  RegistryFile,
  RegistryRecord,
  RegistryKept,
  RegistryMark,
  RegistryMissing,
  RegistryName,
  RegistryColumns,
  RegistryRow,
  RegistrySighting,
} from '../../entities/registry-file';
import { RegistryTakeover, RegistryTakeoverItem } from '../../entities/registry-takeover';
import { StatisticsCell, StatisticsOpen, StatisticsSet, StatisticsShare } from '../../entities/statistics';
import { Violation, ViolationExplanation, ViolationTerm } from '../../entities/violations';

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
