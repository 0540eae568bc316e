import type { RowComplaint } from '../../../entities/registry-row';
import type { PlainDate } from '../../regulation/calendar';
import type { AnswerType, FinalStage } from '../../regulation/vocabulary';
import type { AppealRecord } from '../intake/register-appeals';

/** What a row of ПОС' registry says: an appeal as it is registered, and what has become of it there. Kept as JSON. */
export interface SaidRow {
  readonly appeal: Omit<AppealRecord, 'registeredAt' | 'kind'> & {
    readonly registeredAt: string;
    /** None: nobody has said, and it is not guessed. */
    readonly kind?: AppealRecord['kind'] | undefined;
  };
  readonly there: SaidThere;
}

/** What stands in the columns of ПОС. Null: the cell is empty. A layout without the column says nothing of it. */
export interface SaidColumns {
  /** Null: it is not finished, or by a type that decree № 334 does not know. */
  readonly answerType: AnswerType | null;
  readonly plannedDay: PlainDate | null;
  readonly finishedDay: PlainDate | null;
  readonly stage: string | null;
  readonly status: string | null;
  readonly decision: string | null;
  readonly overdue: boolean | null;
  readonly fastTrack: boolean | null;
  /** Of the applicant, 1–5. */
  readonly mark: number | null;
  readonly repeated: boolean | null;
  readonly source: string | null;
  readonly cameTo: string | null;
  readonly standsAt: string | null;
  readonly coordinator: string | null;
  readonly executor: string | null;
  readonly supervisor: string | null;
}

/** Words of ПОС stay as they are, whatever they mean. */
export interface SaidThere extends Readonly<{ [Field in keyof SaidColumns]?: SaidColumns[Field] | undefined }> {
  readonly finished: boolean;
  /** How it has ended, of what is finished. None: by an answer. */
  readonly outcome?: Exclude<FinalStage, 'answered'> | undefined;
  readonly receivedDay: PlainDate;
}

/** What is wrong with a row, in the office's language. */
export type Complaint = RowComplaint;
