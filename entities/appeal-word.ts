import { Entity, PrimaryColumn } from 'typeorm';

/** A word of an appeal that somebody had; of common words the newest appeals only. See usecases/offers. */
@Entity('appeal_word')
export class AppealWord {
  /** Its hash: the words themselves are the applicant's, and stay in one place. */
  @PrimaryColumn('integer')
  word: number;

  @PrimaryColumn('integer')
  appealId: number;
}
