import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person';

export const CARD_SUBJECTS = ['appeal', 'delivery'] as const;
export type CardSubject = (typeof CARD_SUBJECTS)[number];

/** Which message shows what to whom: one per person and subject, edited in place. */
@Entity('card')
@Index('card_subject', ['subject', 'subjectId'])
export class Card {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @PrimaryColumn('text')
  subject: CardSubject;

  @PrimaryColumn('integer')
  subjectId: number;

  @Column('bigint')
  chatId: number;

  @Column('integer')
  messageId: number;
}
