import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';

/** What a digest counted that day: the next working day's shows the difference. */
@Entity('digest')
export class Digest {
  /** Whose digest: 'group:3', 'person:7'. */
  @PrimaryColumn('text')
  subject: string;

  @PrimaryColumn('date')
  day: PlainDate;

  @Column('jsonb')
  numbers: unknown;
}
