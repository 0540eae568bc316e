import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { DeliveryKind, Progress } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** What must reach the applicant and ПОС, or be taken out of it; queued in the transaction of the act. */
@Entity('delivery')
@Index('delivery_appeal', ['appealId'])
@Index('delivery_rings_all', ['ringsAllAt'], {
  where: 'rings_all_at is not null and placed_at is null and withdrawn_at is null',
})
@Index('delivery_taken', ['takenUntil'], {
  where: 'taken_by_id is not null and placed_at is null and withdrawn_at is null',
})
@Index('delivery_to_place', ['queuedAt'], { where: 'placed_at is null and withdrawn_at is null' })
export class Delivery {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: DeliveryKind;

  /** The text to place, as it was approved. */
  @Column('text')
  text: string;

  @Column('integer', { nullable: true })
  draftId: number | null;

  /** Files to place: attachments gathered by this form. */
  @Column('integer', { nullable: true })
  formId: number | null;

  /** Of a comment: what the status of the appeal in ПОС becomes; null: it stays. */
  @Column('text', { nullable: true })
  progress: Progress | null;

  /** Of a comment: until when only its author is asked to place it; null: so are the coordinators. */
  @Column('timestamptz', { nullable: true })
  authorUntil: Date | null;

  /** Of a removal: which one is taken out of ПОС; null: an earlier version did not say. */
  @ForeignKey(() => Delivery)
  @Column('integer', { nullable: true })
  removesId: number | null;

  @Column('timestamptz')
  queuedAt: Date;

  /** Of several that are done at once: this one stands in ПОС already. */
  @Column('timestamptz', { nullable: true })
  tickedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  placedAt: Date | null;

  /** What it is about was taken back: it can't be confirmed any more. Beside `placedAt`: it is taken out of ПОС, or is to be. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt: Date | null;

  /** Of an extension's notice: the former due, after which it is late. */
  @Column('timestamptz', { nullable: true })
  lateAt: Date | null;

  /** Whose phone it sounds on, of several whose task it is; null: on nobody's alone. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  rungId: number | null;

  /** When it sounds with all; null: it has, or is to sound with nobody. */
  @Column('timestamptz', { nullable: true })
  ringsAllAt: Date | null;

  /** Who has taken it on themselves; null: it is everybody's. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  takenById: number | null;

  /** When it is everybody's again. */
  @Column('timestamptz', { nullable: true })
  takenUntil: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  placedById: number | null;
}
