import type { MigrationInterface } from 'typeorm';
import { Installation1764000000000 } from '../../migrations/1764000000000-installation';
import { Inbox1764000001000 } from '../../migrations/1764000001000-inbox';
import { Outbox1764000002000 } from '../../migrations/1764000002000-outbox';
import { People1764000003000 } from '../../migrations/1764000003000-people';
import { Appeals1764000004000 } from '../../migrations/1764000004000-appeals';
import { Finding1764000005100 } from '../../migrations/1764000005100-finding';
import { Nags1764100000000 } from '../../migrations/1764100000000-nags';
import { CalendarDays1764100001000 } from '../../migrations/1764100001000-calendar-days';
import { JobSlots1764100002000 } from '../../migrations/1764100002000-job-slots';
import { Digests1764100003000 } from '../../migrations/1764100003000-digests';
import { Snoozed1764100004000 } from '../../migrations/1764100004000-snoozed';
import { InboxKeys1764200000000 } from '../../migrations/1764200000000-inbox-keys';
import { NeutralChats1764300000000 } from '../../migrations/1764300000000-neutral-chats';
import { Sending1764400000000 } from '../../migrations/1764400000000-sending';
import { WorkingTime1764400001000 } from '../../migrations/1764400001000-working-time';
import { Deputies1764400002000 } from '../../migrations/1764400002000-deputies';
import { Counting1764400003000 } from '../../migrations/1764400003000-counting';
import { KeptMessages1764400004000 } from '../../migrations/1764400004000-kept-messages';
import { CancelledVisits1764400006000 } from '../../migrations/1764400006000-cancelled-visits';
import { DeputiesOfFacts1764500040000 } from '../../migrations/1764500040000-deputies-of-facts';
import { ForgottenRows1764500070000 } from '../../migrations/1764500070000-forgotten-rows';
import { PhotoEvidence1764600000000 } from '../../migrations/1764600000000-photo-evidence';
import { RegistryFiles1764600020000 } from '../../migrations/1764600020000-registry-files';
import { FormalChecks1764600030000 } from '../../migrations/1764600030000-formal-checks';
import { AnswerTemplates1764600030100 } from '../../migrations/1764600030100-answer-templates';
import { Letters1764600030200 } from '../../migrations/1764600030200-letters';
import { PhotoWarnings1764600040000 } from '../../migrations/1764600040000-photo-warnings';
import { PhotoReception1764600050000 } from '../../migrations/1764600050000-photo-reception';
import { ApplicantPhotos1764600060000 } from '../../migrations/1764600060000-applicant-photos';
import { SentFiles1764600070000 } from '../../migrations/1764600070000-sent-files';
import { Signatures1764600090000 } from '../../migrations/1764600090000-signatures';
import { PlaceAsked1764600100000 } from '../../migrations/1764600100000-place-asked';
import { Shipments1764600110000 } from '../../migrations/1764600110000-shipments';
import { Protocols1764600120000 } from '../../migrations/1764600120000-protocols';
import { Reconciliation1764600130000 } from '../../migrations/1764600130000-reconciliation';
import { JoinedAppeals1764600140000 } from '../../migrations/1764600140000-joined-appeals';
import { AppealSketches1764600141000 } from '../../migrations/1764600141000-appeal-sketches';
import { FormerWords1764600150000 } from '../../migrations/1764600150000-former-words';
import { NewCategories1764600150001 } from '../../migrations/1764600150001-new-categories';
import { RegistryWithoutKeys1764600160000 } from '../../migrations/1764600160000-registry-without-keys';
import { MatterOfAppeals1764600230100 } from '../../migrations/1764600230100-matter-of-appeals';
import { RemediesForMany1764600210000 } from '../../migrations/1764600210000-remedies-for-many';
import { SketchesOfFormer1764600230000 } from '../../migrations/1764600230000-sketches-of-former';
import { History1764600300000 } from '../../migrations/1764600300000-history';
import { WritingWithoutKeys1764700000000 } from '../../migrations/1764700000000-writing-without-keys';
import { NumbersByBytes1764800000000 } from '../../migrations/1764800000000-numbers-by-bytes';
import { Placing1764900300000 } from '../../migrations/1764900300000-placing';
import { ClosedAppeals1782501000000 } from '../../migrations/1782501000000-closed-appeals';
import { RegistryDoors1764900100000 } from '../../migrations/1764900100000-registry-doors';
import { UnnamedFacts1764900500000 } from '../../migrations/1764900500000-unnamed-facts';
import { AssumedShares1764900500001 } from '../../migrations/1764900500001-assumed-shares';
import { FilesOfVersions1764900600000 } from '../../migrations/1764900600000-files-of-versions';
import { CancelledRequests1782501100000 } from '../../migrations/1782501100000-cancelled-requests';
import { RegistryLayouts1782502000000 } from '../../migrations/1782502000000-registry-layouts';
import { TakeoversTakenBack1782503000000 } from '../../migrations/1782503000000-takeovers-taken-back';
import { Sound1782504000000 } from '../../migrations/1782504000000-sound';
import { TasksTaken1782504000001 } from '../../migrations/1782504000001-tasks-taken';
import { AdvisedOfFiles1782504000002 } from '../../migrations/1782504000002-advised-of-files';
import { RegistryNames1782610000000 } from '../../migrations/1782610000000-registry-names';
import { Instructions1782620000000 } from '../../migrations/1782620000000-instructions';
import { PapersOfAppeals1782620000001 } from '../../migrations/1782620000001-papers-of-appeals';
import { AskedOfAuthors1782620000002 } from '../../migrations/1782620000002-asked-of-authors';
import { Reflections1782630000000 } from '../../migrations/1782630000000-reflections';
import { TickedNumbers1782630000001 } from '../../migrations/1782630000001-ticked-numbers';
import { Statistics1782640000000 } from '../../migrations/1782640000000-statistics';
import { RulesOfStatistics1782640000001 } from '../../migrations/1782640000001-rules-of-statistics';
import { ListSubscriptions1782650000000 } from '../../migrations/1782650000000-list-subscriptions';
import { Engagements1782660000000 } from '../../migrations/1782660000000-engagements';
import { Widgets1782670000000 } from '../../migrations/1782670000000-widgets';
import { SealedJournal1782680000000 } from '../../migrations/1782680000000-sealed-journal';
import { Violations1782690000000 } from '../../migrations/1782690000000-violations';
import { Outages1782750000000 } from '../../migrations/1782750000000-outages';
import { EngagementPapers1782760000001 } from '../../migrations/1782760000001-engagement-papers';
import { EngagementResults1782760000000 } from '../../migrations/1782760000000-engagement-results';
import { WordsOfEngagements1782770000000 } from '../../migrations/1782770000000-words-of-engagements';
import { EngagementTemplates1782770000001 } from '../../migrations/1782770000001-engagement-templates';
import { EngagementsByGateway1782770000002 } from '../../migrations/1782770000002-engagements-by-gateway';
import { TwoAccounts1782800000000 } from '../../migrations/1782800000000-two-accounts';
import { ReceivingByMessenger1782810000000 } from '../../migrations/1782810000000-receiving-by-messenger';
import { PicturesOfEngagements1782831000000 } from '../../migrations/1782831000000-pictures-of-engagements';
import { DutiesOfMornings1782832000000 } from '../../migrations/1782832000000-duties-of-mornings';
import { ForgottenAppeals1782835000000 } from '../../migrations/1782835000000-forgotten-appeals';
import { ManyQuestions1782833000000 } from '../../migrations/1782833000000-many-questions';
import { ReturnedResults1782833000001 } from '../../migrations/1782833000001-returned-results';
import { LineQuestions1782670000001 } from '../../migrations/1782670000001-line-questions';
import { WordsOfRegistryRows1782839000000 } from '../../migrations/1782839000000-words-of-registry-rows';
import { PartsOfPapers1782840000000 } from '../../migrations/1782840000000-parts-of-papers';
import { QuestionGroups1782841000000 } from '../../migrations/1782841000000-question-groups';
import { WordedAt1782841000001 } from '../../migrations/1782841000001-worded-at';
import { ForgettingDecided1782842000000 } from '../../migrations/1782842000000-forgetting-decided';
import { BroughtActs1782843000000 } from '../../migrations/1782843000000-brought-acts';
import { ForgottenQuestions1782847000000 } from '../../migrations/1782847000000-forgotten-questions';
import { HeardMessages1782850000000 } from '../../migrations/1782850000000-heard-messages';
import { AppealsNamed1782852000000 } from '../../migrations/1782852000000-appeals-named';
import { ForgottenNotices1782852000001 } from '../../migrations/1782852000001-forgotten-notices';
import { RemovedAccounts1782854000000 } from '../../migrations/1782854000000-removed-accounts';
import { WordsOfJournal1782861000000 } from '../../migrations/1782861000000-words-of-journal';
import { ForgetBeside1782861001000 } from '../../migrations/1782861001000-forget-beside';
import { LateFiles1782862000000 } from '../../migrations/1782862000000-late-files';
import { AccessChanges1782863000000 } from '../../migrations/1782863000000-access-changes';
import { NoTruncate1782864000000 } from '../../migrations/1782864000000-no-truncate';
import { ToldNags1782866000000 } from '../../migrations/1782866000000-told-nags';
import { ConfirmedAbsences1782866000001 } from '../../migrations/1782866000001-confirmed-absences';
import { ExtendedShares1782867000000 } from '../../migrations/1782867000000-extended-shares';
import { RungTasks1782868000000 } from '../../migrations/1782868000000-rung-tasks';
import { NamedDeputies1782870400000 } from '../../migrations/1782870400000-named-deputies';
import { RungExplanations1782870400001 } from '../../migrations/1782870400001-rung-explanations';
import { AwaitedCases1782870700000 } from '../../migrations/1782870700000-awaited-cases';
import { LoadedAnyway1782870800000 } from '../../migrations/1782870800000-loaded-anyway';
import { GatheredLines1782870900000 } from '../../migrations/1782870900000-gathered-lines';
import { DaysOfShares1782871000000 } from '../../migrations/1782871000000-days-of-shares';
import { PhotolessCategories1782869000000 } from '../../migrations/1782869000000-photoless-categories';
import { DraftsFromTheFirstAnswer1782870500000 } from '../../migrations/1782870500000-drafts-from-the-first-answer';
import { GivenFiles1782870100000 } from '../../migrations/1782870100000-given-files';
import { DestructionActs1782870100001 } from '../../migrations/1782870100001-destruction-acts';
import { ForgottenBefore1782870100002 } from '../../migrations/1782870100002-forgotten-before';
import { ViolationTerms1782870300000 } from '../../migrations/1782870300000-violation-terms';

/** Every migration, by hand, oldest first. TypeORM orders them by the timestamp at the end of the class name. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Installation1764000000000,
  Inbox1764000001000,
  Outbox1764000002000,
  People1764000003000,
  Appeals1764000004000,
  Finding1764000005100,
  Nags1764100000000,
  CalendarDays1764100001000,
  JobSlots1764100002000,
  Digests1764100003000,
  Snoozed1764100004000,
  InboxKeys1764200000000,
  NeutralChats1764300000000,
  Sending1764400000000,
  WorkingTime1764400001000,
  Deputies1764400002000,
  Counting1764400003000,
  KeptMessages1764400004000,
  CancelledVisits1764400006000,
  DeputiesOfFacts1764500040000,
  ForgottenRows1764500070000,
  PhotoEvidence1764600000000,
  RegistryFiles1764600020000,
  FormalChecks1764600030000,
  AnswerTemplates1764600030100,
  Letters1764600030200,
  PhotoWarnings1764600040000,
  PhotoReception1764600050000,
  ApplicantPhotos1764600060000,
  SentFiles1764600070000,
  Signatures1764600090000,
  PlaceAsked1764600100000,
  Shipments1764600110000,
  Protocols1764600120000,
  Reconciliation1764600130000,
  JoinedAppeals1764600140000,
  AppealSketches1764600141000,
  FormerWords1764600150000,
  NewCategories1764600150001,
  RegistryWithoutKeys1764600160000,
  RemediesForMany1764600210000,
  SketchesOfFormer1764600230000,
  MatterOfAppeals1764600230100,
  History1764600300000,
  WritingWithoutKeys1764700000000,
  NumbersByBytes1764800000000,
  RegistryDoors1764900100000,
  Placing1764900300000,
  UnnamedFacts1764900500000,
  AssumedShares1764900500001,
  FilesOfVersions1764900600000,
  ClosedAppeals1782501000000,
  CancelledRequests1782501100000,
  RegistryLayouts1782502000000,
  TakeoversTakenBack1782503000000,
  Sound1782504000000,
  TasksTaken1782504000001,
  AdvisedOfFiles1782504000002,
  RegistryNames1782610000000,
  Instructions1782620000000,
  PapersOfAppeals1782620000001,
  AskedOfAuthors1782620000002,
  Reflections1782630000000,
  TickedNumbers1782630000001,
  Statistics1782640000000,
  RulesOfStatistics1782640000001,
  ListSubscriptions1782650000000,
  Engagements1782660000000,
  Widgets1782670000000,
  LineQuestions1782670000001,
  SealedJournal1782680000000,
  Violations1782690000000,
  Outages1782750000000,
  EngagementResults1782760000000,
  EngagementPapers1782760000001,
  WordsOfEngagements1782770000000,
  EngagementTemplates1782770000001,
  EngagementsByGateway1782770000002,
  TwoAccounts1782800000000,
  ReceivingByMessenger1782810000000,
  PicturesOfEngagements1782831000000,
  DutiesOfMornings1782832000000,
  ManyQuestions1782833000000,
  ReturnedResults1782833000001,
  ForgottenAppeals1782835000000,
  WordsOfRegistryRows1782839000000,
  PartsOfPapers1782840000000,
  QuestionGroups1782841000000,
  WordedAt1782841000001,
  ForgettingDecided1782842000000,
  BroughtActs1782843000000,
  ForgottenQuestions1782847000000,
  HeardMessages1782850000000,
  AppealsNamed1782852000000,
  ForgottenNotices1782852000001,
  RemovedAccounts1782854000000,
  WordsOfJournal1782861000000,
  ForgetBeside1782861001000,
  LateFiles1782862000000,
  AccessChanges1782863000000,
  NoTruncate1782864000000,
  ToldNags1782866000000,
  ConfirmedAbsences1782866000001,
  ExtendedShares1782867000000,
  RungTasks1782868000000,
  PhotolessCategories1782869000000,
  GivenFiles1782870100000,
  DestructionActs1782870100001,
  ForgottenBefore1782870100002,
  ViolationTerms1782870300000,
  NamedDeputies1782870400000,
  RungExplanations1782870400001,
  DraftsFromTheFirstAnswer1782870500000,
  AwaitedCases1782870700000,
  LoadedAnyway1782870800000,
  GatheredLines1782870900000,
  DaysOfShares1782871000000,
];
