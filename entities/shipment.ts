import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Carrier, ShipmentState, Trouble } from '../src/regulation/carriers';
import { Delivery } from './delivery';

/** A delivery by one carrier; queued in the transaction of the act. No address and no text of it: these are read when it is sent. */
@Entity('shipment')
@Index('shipment_delivery', ['deliveryId', 'carrier'], { unique: true })
@Index('shipment_due', ['carrier', 'dueAt'], { where: `state in ('waiting', 'accepted')` })
@Index('shipment_sending', ['carrier'], { where: `state = 'sending'` })
export class Shipment {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Delivery)
  @Column('integer')
  deliveryId: number;

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
