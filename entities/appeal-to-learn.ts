import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';

/** Was given to somebody, and its words are not noted yet. */
@Entity('appeal_to_learn')
export class AppealToLearn {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}
