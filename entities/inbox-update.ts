import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

export const INBOX_STATES = ['new', 'done', 'parked'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** An update of a messenger, kept from before it is confirmed until after it is handled. */
@Entity('inbox_update')
@Unique(['messenger', 'key'])
@Check('inbox_update_state', `state in ('new', 'done', 'parked')`)
@Index('inbox_update_new', ['messenger', 'lane', 'place', 'id'], { where: `state = 'new'` })
export class InboxUpdate {
  /** Order of arrival. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  /** Whose words the key, the lane and the payload are. */
  @Column('text')
  messenger: string;

  /** The same for every delivery of one event. */
  @Column('text')
  key: string;

  /** Whose update it is: one lane is worked by one hand, in order. */
  @Column('text')
  lane: string;

  /** The order within a lane: the messenger's own where it numbers its updates, else that of arrival. */
  @Column('bigint')
  place: number;

  /** Null once done: what people write is kept where it belongs, not twice. */
  @Column('jsonb', { nullable: true })
  payload: object | null;

  @Column('timestamptz')
  receivedAt: Date;

  @Column('text')
  state: InboxState;

  /** Tries that threw, but for those that an outage has spoilt. */
  @Column('smallint', { default: 0 })
  attempts: number;

  /** How often a process found it at the head of its lane, left by a process that had stopped, since one has outlived a try of it. */
  @Column('smallint', { default: 0 })
  resumes: number;

  @Column('text', { nullable: true })
  lastError: string | null;

  @Column('timestamptz', { nullable: true })
  nextAttemptAt: Date | null;

  @Column('timestamptz', { nullable: true })
  doneAt: Date | null;
}
