import type { Appeal } from '../../../entities/appeal';
import type { DocumentRequest, Instruction, Visit } from '../../../entities/appeal-work';
import type { Delivery } from '../../../entities/delivery';
import type { Event } from '../../../entities/journal-entry';
import type { Unreachable } from '../../../entities/person';
import type { PlainDate } from '../../regulation/calendar';
import type { FormalSign } from '../../regulation/formal-signs';
import type { Foreseen } from '../../regulation/reexamination';
import type { StageMeaning, TimedStage } from '../../regulation/stages';
import type {
  Action,
  AnswerType,
  Capacity,
  DeliveryKind,
  Kind,
  Lack,
  PaperKind,
  Progress,
  ReexaminationReason,
  Stage,
  FinalStage,
  Closure,
} from '../../regulation/vocabulary';
import type { ShownSignature, SignedThere } from '../answers/version-files';
import type { ActedBy, Assumptions } from '../appeals/contacts';
import type { Passing } from '../appeals/holders';
import type { LikelyRepeat } from '../appeals/likely-repeats';
import type { Offer } from '../appeals/whose';
import type { ReportPhoto } from '../photos/photos';
import type { ShownShipment } from './status';

export interface PersonName {
  readonly id: number;
  /** Surname and initials. */
  readonly name: string;
  /** Why messages do not reach them; null when they do. */
  readonly unreachable: Unreachable | null;
  readonly absent: boolean;
  /** Who stands in here while they are away. */
  readonly deputy: { readonly name: string; readonly absent: boolean } | null;
  /** Who has settled in their place what waited for them, surname and initials; null: nobody, they did it themselves or will. */
  readonly deputyActed: string | null;
}

/** What ПОС' registry says of it, in ПОС' own words; null: it says nothing of that. */
export interface SaidOnCard {
  /** Of the export that has named it last; null: an earlier version did not keep it. */
  readonly day: PlainDate | null;
  /** Its status, or else its stage. */
  readonly place: string | null;
  readonly finished: boolean;
  readonly executor: string | null;
  /** In which it is, where that is another than the one to which it came. */
  readonly body: string | null;
  readonly plannedDay: PlainDate | null;
  readonly answerType: AnswerType | null;
  readonly finishedDay: PlainDate | null;
  /** The applicant's, 1–5. */
  readonly mark: number | null;
  /** It was examined anew there. */
  readonly repeated: boolean;
}
/** Who in the bot is meant by the executor whom ПОС names. */
export interface NamedInPos {
  readonly executorId: number;
  readonly name: string;
}

/** Everything that a card of an appeal may show to one person; in the applicant's words personal data is already masked. */
export interface AppealCard {
  readonly id: number;
  readonly number: string;
  readonly epguNumber: string | null;
  readonly kind: Kind;
  readonly fastTrackDays: number | null;
  readonly path: readonly string[];
  readonly text: string | null;
  readonly address: string | null;
  readonly settlement: string | null;
  /** Its point lies outside the district. */
  readonly isOutside: boolean;
  /** And no admin has confirmed where the district ends. */
  readonly outsideAssumed: boolean;
  readonly registeredAt: Date;
  /** Null: no registry file has named it. */
  readonly saidInPos: SaidOnCard | null;
  readonly stage: Stage;
  /** What the stage means to the screen. */
  readonly finished: boolean;
  /** What a return for re-examination would begin; null: none is possible here, or the term stays what it is. */
  readonly round: Foreseen | null;
  /** How it was finished, and by how many days too late; null: it is open, or nobody knows on which day. */
  readonly outcome: {
    readonly stage: FinalStage;
    readonly day: PlainDate;
    readonly due: Date;
    readonly daysLate: number;
    /** Why it was closed without an answer; null: it was not. */
    readonly closed: { readonly closure: Closure; readonly reason: string } | null;
    /** It was a question of a direct line, and is one again. */
    readonly isReturned: boolean;
  } | null;
  readonly version: number;
  readonly due: Date;
  /** The last working day before a due that falls on a day off. */
  readonly shownDue: PlainDate | null;
  readonly assumptions: Assumptions;
  /** Null where the stage has no term of its own. */
  readonly stageDue: {
    readonly stage: TimedStage;
    readonly due: Date;
    /** It ends with the whole, which alone is late. */
    readonly cut: boolean;
    /** Of the appeal, worked as one with it, whose stage ends first; null: its own does. */
    readonly number: string | null;
  } | null;
  /** When the bot had received it, or was through with the many with which it came: what was over by then is nobody's. */
  readonly receivedAt: Date;
  /** Until when it may be passed on to another body; null: nothing limits that, or it is no question here. */
  readonly passing: Passing | null;
  /** The last day to which it, and what is worked as one with it, may be postponed; not after today: to none. */
  readonly postponableUntil: PlainDate;
  readonly dutyDue: Date | null;
  readonly executor: PersonName | null;
  readonly agreeing: PersonName | null;
  readonly approving: PersonName | null;
  readonly report: { readonly to: PersonName | null; readonly at: Date; readonly acknowledged: boolean } | null;
  readonly organization: string | null;
  readonly redirectReason: string | null;
  /** What the applicant is told of the redirect: the supervisors decide on it, too. */
  readonly redirectNotice: string | null;
  readonly draft: Draft | null;
  readonly answerType: AnswerType | null;
  /** The date that the appeal waits for now. */
  readonly postponedUntil: PlainDate | null;
  readonly postponementUsed: boolean;
  readonly progress: Progress | null;
  readonly reexaminations: number;
  readonly extended: boolean;
  /** Of those who work on it. */
  readonly photos: number;
  /** Of these, by which the answer is judged now, with what is known of them. */
  readonly reportPhotos: readonly ReportPhoto[];
  readonly applicantPhotos: number;
  /** Of these, with which nothing can be compared. */
  readonly unreadableApplicantPhotos: number;
  readonly files: number;
  /** Of these photos the original is deleted, its term being over. */
  readonly smallCopies: number;
  readonly visits: readonly VisitLine[];
  readonly requests: readonly RequestLine[];
  /** That have a day and wait for it. */
  readonly instructions: readonly InstructionLine[];
  /** Internal papers, which go along with an answer only where it takes them. */
  readonly papers: readonly PaperLine[];
  /** What was said to whoever holds the appeal now: it stays until they pass it on. */
  readonly remarks: readonly Remark[];
  /** What was last sent back, and why, for whoever decides on what has come in its place; null: nothing was, or it is not theirs to decide. */
  readonly sentBack: SentBack | null;
  readonly organizationAnswer: OrganizationAnswer | null;
  readonly comment: { readonly text: string; readonly at: Date; readonly by: ActedBy } | null;
  readonly deliveries: readonly DeliveryLine[];
  /** A task for ПОС that the viewer may take, though such tasks are not theirs to watch; null: none is open. */
  readonly ownTask: number | null;
  /** The latest act in the journal: what a stale button is answered with. */
  readonly latest: { readonly action: Action | Event; readonly by: ActedBy | null; readonly at: Date } | null;
  readonly reason: string | null;
  /** The date of «Отложено» in the draft holds no more, at least where it was not signed in ПОС before: another one is «Изменить проект». */
  readonly dateGone: 'gone' | 'unlessSigned' | null;
  readonly capacities: readonly Capacity[];
  /** The absent participants in whose place the viewer may act here. */
  readonly standsInFor: readonly string[];
  /** The most important first. */
  readonly actions: readonly Action[];
  readonly contacts: boolean;
  /** Something is stored of an applicant, and the viewer may have it: never in the chat. */
  readonly applicant: boolean;
  /** They were destroyed, and the viewer may have the act of it. */
  readonly destroyed: boolean;
  /** The applicant's contacts are forgotten: its texts have dots, and nothing goes to an address. */
  readonly isForgotten: boolean;
  /** «Папка для проверки» is this reader's to have made. */
  readonly folder: boolean;
  /** Whose it is in ПОС, for whoever may assign what nobody has; null: it names nobody whom the bot knows, or it is not theirs to say. */
  readonly namedInPos: NamedInPos | null;
  /** Whose it may be, for whoever may assign what nobody has; null: nothing is near enough, or it is not theirs to say. */
  readonly offer: Offer | null;
  /** What its registration lacks; none where a point alone does. */
  readonly lacks: readonly Lack[];
  /** What is done to one is done to the others, and one answer serves all. */
  readonly joined: Joined;
  /** Appeals that may be about the same matter; none for whoever does not distribute them, or where it is too late to join. */
  readonly repeats: readonly LikelyRepeat[];
  /** How many times its house was written about in the year that ends with it, itself included; 0: no house is known. */
  readonly timesAtHouse: number;
}
export interface Joined {
  /** It leads; null: this one leads, or stands for itself. */
  readonly follows: { readonly id: number; readonly number: string } | null;
  readonly followers: readonly Follower[];
  /** By which the one answer is signed. */
  readonly kind: Kind;
  /** The nearest due of those under 59-ФЗ, which «Отложено» leaves where it is; null: none is. */
  readonly heldDue: Date | null;
  /** The nearest due of all, itself included; null: it stands for itself. */
  readonly nearestDue: Date | null;
}
export type Follower = Readonly<Pick<Appeal, 'id' | 'number' | 'kind'>> & { readonly due: Date };
export interface Draft {
  /** Of an earlier round, waiting for supervisors, or sent. */
  readonly state: NonNullable<StageMeaning['text']>;
  readonly type: AnswerType;
  readonly text: string;
  /** Who wrote this version, and who sent the draft that it comes from. */
  readonly author: string;
  readonly preparedBy: string;
  readonly postponedUntil: PlainDate | null;
  readonly withoutPhoto: string | null;
  /** Before a supervisor's edit; null when the latest version is the executor's own. */
  readonly textBeforeEdit: string | null;
  /** What else the edit has changed; null: it is no edit. */
  readonly change: VersionChange | null;
  /** That go along with it. */
  readonly photos: number;
  readonly files: number;
  /** Signs of a formal answer; none for whoever is not shown them. */
  readonly advice: Advice | null;
  /** Null: it was not signed here. */
  readonly signature: ShownSignature | null;
  readonly signedThere: SignedThere | null;
}
/** Why a text looks like a formal answer; null in its place: it does not. */
export interface Advice {
  readonly signs: readonly FormalSign[];
  /** Of another appeal, whose answer has nearly the same text. */
  readonly repeated: { readonly appealId: number; readonly number: string } | null;
}
/** Planned, or with its result; who goes beside the executor, and which organizations. */
export interface VisitLine extends Readonly<Pick<Visit, 'id' | 'kind' | 'at' | 'place' | 'outside' | 'result'>> {
  readonly people: readonly string[];
}
export interface RequestLine extends Readonly<Pick<DocumentRequest, 'id' | 'body' | 'what'>> {
  readonly by: PlainDate;
  readonly received: boolean;
}
/** A task that was taken back is no line of the card, unless a carrier had it already. */
export interface DeliveryLine extends Readonly<Pick<Delivery, 'id' | 'kind' | 'placedAt'>> {
  /** What a removal takes out of ПОС. */
  readonly removes: DeliveryKind | null;
  /** Null beside `placedAt`: the gateway. */
  readonly placedBy: string | null;
  readonly withdrawn: boolean;
  readonly shipments: readonly ShownShipment[];
}

export interface Remark {
  readonly action: RemarkAction;
  readonly by: ActedBy;
  readonly at: Date;
  readonly why: ReexaminationReason | null;
  readonly text: string;
}
/** Acts that take back what waits for a decision, or was decided. */
type SendingBack = Extract<RemarkAction, 'rejectAnswer' | 'rejectRedirect' | 'returnForReexamination'>;
export interface SentBack extends Remark {
  readonly action: SendingBack;
  /** The answer as it was then; null: there was none, or none is decided on now. */
  readonly before: string | null;
  /** What else the present version has of another kind. */
  readonly change: VersionChange | null;
}
/** How a version of an answer differs from one before it, text apart. */
export interface VersionChange {
  readonly types: readonly [before: AnswerType, after: AnswerType] | null;
  /** Dates of «Отложено». */
  readonly days: readonly [before: PlainDate | null, after: PlainDate | null] | null;
  /** Photos and files that go along now, or do not any more. */
  readonly added: number;
  readonly left: number;
}
export const isOtherVersion = ({ types, days, added, left }: VersionChange): boolean =>
  types !== null || days !== null || added + left > 0;
export interface PaperLine {
  readonly id: number;
  readonly kind: PaperKind;
  readonly name: string;
}
export interface InstructionLine extends Readonly<Pick<Instruction, 'id' | 'text'>> {
  readonly by: PlainDate;
  /** Whose it is, surname and initials. */
  readonly giver: string;
}
export interface OrganizationAnswer {
  readonly organization: string;
  readonly text: string | null;
  readonly at: Date;
  /** The day of it; null: an earlier version did not ask for it. */
  readonly on: PlainDate | null;
  /** Given to the applicant by the organization itself. */
  readonly toApplicant: boolean;
}

/** Acts whose words are meant for whoever holds the appeal after them. */
export type RemarkAction = Extract<
  Action,
  | 'rejectAnswer'
  | 'rejectRedirect'
  | 'returnForReexamination'
  | 'returnToCoordination'
  | 'passToSubordinate'
  | 'withdraw'
  | 'instruct'
>;
