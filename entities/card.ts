import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person';

/** `comments`: all comments that wait to be placed in ПОС, whose id is 0. */
export const CARD_SUBJECTS = ['appeal', 'delivery', 'comments'] as const;

/** Which message shows what to whom: one per person, messenger and subject, edited in place. Whoever has two accounts may have two. */
@Entity('card')
@Index('card_subject', ['subject', 'subjectId'])
export class Card {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  subject: (typeof CARD_SUBJECTS)[number];

  @PrimaryColumn('integer')
  subjectId: number;

  /** The message, as its messenger names it. */
  @Column('text')
  messageRef: string;
}
