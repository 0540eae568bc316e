import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { WidgetDesign } from '../src/regulation/engagement/widget';
import { Person } from './person';

/** A look of the widget of votes (§2), kept by name. */
@Entity('widget')
export class Widget {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  @Column('jsonb')
  design: WidgetDesign;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}
