import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export const JOB_SLOT_STATES = ['done', 'failed'] as const;
export type JobSlotState = (typeof JOB_SLOT_STATES)[number];

/** A slot of a job that was tried: once done, it is never done again, whatever restarts happen or the clock says. */
@Entity('job_slot')
@Check('job_slot_state', `state in ('done', 'failed')`)
export class JobSlot {
  @PrimaryColumn('text')
  job: string;

  /** Empty when the slot is for everybody; else a group's id, or * for the making of the day's plan. */
  @PrimaryColumn('text')
  subject: string;

  /** When it should have run. */
  @PrimaryColumn('timestamptz')
  slot: Date;

  @Column('text')
  state: JobSlotState;

  /** Tries that threw. */
  @Column('smallint', { default: 0 })
  attempts: number;

  /** When it was done, or the last try threw. */
  @Column('timestamptz')
  finishedAt: Date;

  /** Of the last try that threw. */
  @Column('text', { nullable: true })
  reason: string | null;
}
