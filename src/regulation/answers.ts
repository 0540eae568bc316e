import type { PlainDate } from './calendar';
import type { Corrected, CorrectionFacts } from './corrections';
import type { Actor } from './facts';
import type { Joining } from './joining';
import type { SignatureLevel } from './signatures';
import type {
  AnswerType,
  Closure,
  PaperKind,
  Participant,
  Progress,
  ReexaminationReason,
  SignedText,
} from './vocabulary';

/**
 * What an act may need to be told, each asked for by a step of a form and checked by the rows of the table that ask for it.
 * Files come beside them: they are counted, not carried.
 */
export interface Answers {
  /** Назначить исполнителя, or the organization's own executor. */
  readonly executorId?: number;
  readonly agreeingId?: number;
  readonly approvingId?: number;
  /** To whom the executor reports. */
  readonly supervisorId?: number;
  readonly organizationId?: number;
  readonly redirectBy?: 'agreement' | 'approval';
  readonly reason?: string;
  readonly instruction?: string;
  /** Null: it is a word, of which nobody is reminded. */
  readonly instructionDay?: PlainDate | null;
  readonly instructionId?: number;
  /** An organization's answer in words. */
  readonly text?: string;
  readonly answeredOn?: PlainDate;
  readonly visitAt?: Date;
  readonly visitPlace?: string;
  readonly visitPeople?: readonly number[];
  readonly visitOutside?: string;
  readonly visitId?: number;
  readonly result?: string;
  readonly requestBody?: string;
  /** The body of which its asker has said that it is none of those that may not be asked (§2). */
  readonly bodyConfirmed?: string;
  readonly requestWhat?: string;
  readonly requestBy?: PlainDate;
  readonly requestId?: number;
  readonly paperKind?: PaperKind;
  readonly paperName?: string;
  readonly paperId?: number;
  readonly comment?: string;
  /** Null: it is left as it is. */
  readonly progress?: Progress | null;
  readonly answerType?: AnswerType;
  readonly answerText?: string;
  /** What of before a version of an answer takes along, by ids; absent: what the version before it had. */
  readonly versionFiles?: readonly number[];
  readonly postponedUntil?: PlainDate;
  /** A new version of «Отложено» gets another date, which is asked for; absent: it keeps the one it has. */
  readonly otherDate?: boolean;
  /** Why «Решено» comes without a photo. */
  readonly withoutPhoto?: string;
  /** The text as a supervisor changed it. */
  readonly editedText?: string;
  /** The text as it was signed, where the approver changed it in ПОС. */
  readonly textInPos?: string;
  /** The approver's word «Подписано и утверждено в ПОС» (SIGNATURES=mark). */
  readonly signedText?: SignedText;
  /** With which kind of signature, by the same word; absent: it was not told. */
  readonly signedWith?: SignatureLevel;
  /** What the applicant reads of a redirect or of an extension. */
  readonly notice?: string;
  /** On which day it was done, where a term ended between the deed and its entry. */
  readonly doneOn?: PlainDate;
  readonly reexaminationReason?: ReexaminationReason;
  readonly reexaminationText?: string;
  readonly closure?: Closure;
  readonly participant?: Participant;
  readonly replacementId?: number;
  readonly extensionDays?: number;
  /** What stands in ПОС, where it is another than here. */
  readonly corrected?: Corrected;
  /** Which date of ПОС is to be the due. */
  readonly dueOn?: PlainDate;
  /** The answer's type as ПОС has it. */
  readonly typeThere?: AnswerType;
  /** By the export of which day. */
  readonly saidOn?: PlainDate;
  /** Which act is taken back: all that it wrote bears its moment. */
  readonly restores?: { readonly action: string; readonly at: Date };
  /** Which difference is left as it is, and what stands on both sides. */
  readonly difference?: { readonly kind: string; readonly there: string; readonly here: string };
  /** What the registration lacks; null: it is not known either. */
  readonly lackingText?: string | null;
  /** An address that stood in the pasted text: offered as the place, no answer yet. */
  readonly offeredPlace?: string;
  readonly lackingPlace?: string | null;
  readonly lackingPoint?: { readonly latitude: number; readonly longitude: number } | null;
  /** Which appeals are to be worked as one with this. */
  readonly joinIds?: readonly number[];
  /** «Подтвердить», for what can't be taken back and asks nothing else. */
  readonly confirmed?: boolean;
}

/** A form's answers with what the database knows of whom and what they name. */
export interface Submission {
  readonly answers: Answers;
  readonly photos: number;
  readonly files: number;
  /** Of what came to the appeal before, what a version of an answer takes along, by ids; both counts include it. */
  readonly takenFiles: readonly number[];
  /** The version has other files than the one that it comes after. */
  readonly changesFiles: boolean;
  readonly people: ReadonlyMap<number, NamedPerson>;
  readonly organization: NamedOrganization | null;
  /** The named visit, meeting, request or instruction belongs to this appeal and still waits for its result. */
  readonly itemIsOpen: boolean;
  /** What is known of the data that is being corrected; null: this act corrects none. */
  readonly correction: CorrectionFacts | null;
  /** Those that are to be joined; null: this act joins none. */
  readonly joining: Joining | null;
}

export interface NamedPerson extends Pick<Actor, 'personId' | 'roles' | 'canApprove'> {
  readonly disabled: boolean;
  readonly organizationId: number | null;
}

export interface NamedOrganization {
  readonly id: number;
  readonly kind: 'subordinate' | 'outside';
  readonly hasExecutors: boolean;
}
