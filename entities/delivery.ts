import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { DeliveryKind } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** What must reach the applicant and ПОС, queued in the transaction of the approval. */
@Entity('delivery')
@Index('delivery_appeal', ['appealId'])
@Index('delivery_to_place', ['queuedAt'], { where: 'placed_at is null' })
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

  @Column('timestamptz')
  queuedAt: Date;

  @Column('timestamptz', { nullable: true })
  placedAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  placedById: number | null;
}
