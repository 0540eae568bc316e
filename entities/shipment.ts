import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Carrier, ShipmentState, Trouble } from '../src/regulation/carriers';
import type { TaskThere } from '../src/regulation/engagement/facts';
import { Delivery } from './delivery';
import { Engagement } from './engagement';

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
