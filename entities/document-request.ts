import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import { Appeal } from './appeal';

/** Запрос документов и материалов в других органах (§2). */
@Entity('document_request')
@Index('document_request_appeal', ['appealId'])
export class DocumentRequest {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  body: string;

  @Column('text')
  what: string;

  @Column('date')
  byDay: PlainDate;

  /** Null: an earlier version did not note it. */
  @Column('timestamptz', { nullable: true })
  askedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  receivedAt: Date | null;

  /** It is asked for no more. */
  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}
