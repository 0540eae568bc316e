import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Check } from 'typeorm';
import type { Carrier, ShipmentState, Trouble } from '../src/regulation/carriers';
import type { TaskThere } from '../src/regulation/engagement/facts';
import type { Reflection as Kind } from '../src/regulation/reflections';
import type { DeliveryKind, Progress, Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Engagement } from './engagement';
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

/** A delivery, or what the ОГ role makes, by one carrier; queued in the transaction of the act. No address and no text of it: these are read when it is sent. */
@Entity('shipment')
@Check('shipment_of_one', `(delivery_id is null) <> (engagement_id is null)`)
@Index('shipment_delivery', ['deliveryId', 'carrier'], { unique: true })
@Index('shipment_engagement', ['engagementId'], { where: 'engagement_id is not null' })
@Index('shipment_due', ['carrier', 'dueAt'], { where: `state in ('waiting', 'accepted')` })
@Index('shipment_sending', ['carrier'], { where: `state = 'sending'` })
export class Shipment {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Of an appeal; null: it carries what the ОГ role makes. */
  @ForeignKey(() => Delivery)
  @Column('integer', { nullable: true })
  deliveryId: number | null;

  @ForeignKey(() => Engagement)
  @Column('integer', { nullable: true })
  engagementId: number | null;

  /** What the gateway is to do with it in ПОС. */
  @Column('text', { nullable: true })
  engagementTask: TaskThere | null;

  /** The version that it carries. */
  @Column('integer', { nullable: true })
  engagementNumber: number | null;

  @Column('text')
  carrier: Carrier;

  @Column('text')
  state: ShipmentState;

  /** By which whoever gets it knows that it is the same: Idempotency-Key, Message-ID. */
  @Column('uuid')
  key: string;

  @Column('timestamptz')
  queuedAt: Date;

  /** When it is tried, or asked about, next. */
  @Column('timestamptz')
  dueAt: Date;

  /** Sends and questions; the number of the last one tells whose answer counts. */
  @Column('integer', { default: 0 })
  tries: number;

  /** Sends of which nobody knows whether they arrived. */
  @Column('integer', { default: 0 })
  unknownSends: number;

  /** Since when the gateway has it and has not said that ПОС has. */
  @Column('timestamptz', { nullable: true })
  acceptedAt: Date | null;

  /** When it ended, whichever way. */
  @Column('timestamptz', { nullable: true })
  settledAt: Date | null;

  /** What the last try has met; null: nothing. */
  @Column('text', { nullable: true })
  trouble: Trouble | null;

  /** What the carrier says of it, in its own words, personal data masked. */
  @Column('text', { nullable: true })
  detail: string | null;

  /** Under which ПОС has it. */
  @Column('text', { nullable: true })
  reference: string | null;
}

/** «Отразить в ПОС»: something that was decided here and ПОС does not hear of by a task. Whether it still stands follows from the appeal. */
@Entity('reflection')
@Index('reflection_open', ['at'], { where: 'ended_at is null' })
export class Reflection {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Index('reflection_appeal')
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: Kind;

  @Column('timestamptz')
  at: Date;

  /** Who has decided it; null: nobody in particular. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  /** Who was to have it, has taken it, or has returned it. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;

  @Column('text')
  fromStage: Stage;

  /** It was ticked, ПОС shows it, or a task has carried the appeal further. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Who has ticked it. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  endedById: number | null;
}
