import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The bot heard nobody: it stood still, or its database or messenger was out of reach. What a missed term is judged by. */
@Entity('outage')
export class Outage {
  /** Of people who use this one; two messengers are seldom away together. */
  @PrimaryColumn('text')
  messenger: string;

  /** When it last heard, to five minutes. */
  @PrimaryColumn('timestamptz')
  since: Date;

  /** When it heard again. */
  @Index('outage_until')
  @Column('timestamptz')
  until: Date;
}
