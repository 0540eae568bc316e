import { Card } from '../../../entities/card';
import { columns, type RowOf } from '../../columns';
import { statement, databaseOf } from '../../database';
import type { Desk } from '../ports';

export type CardSubject = Card['subject'];
/** Whose card, and in which chat it is drawn. */
export interface Viewer {
  readonly personId: number;
  readonly chatId: number;
}
const PLACE = columns(Card, ['chatId', 'messageId']);
export type CardPlace = Readonly<RowOf<typeof PLACE>>;

const readPlace = statement(
  'read-card-place',
  `select ${PLACE} from card where person_id = $1 and subject = $2 and subject_id = $3`,
);
const writePlace = statement(
  'write-card-place',
  `insert into card (person_id, subject, subject_id, chat_id, message_id) values ($1, $2, $3, $4, $5)
   on conflict (person_id, subject, subject_id) do update set chat_id = excluded.chat_id, message_id = excluded.message_id`,
);
const dropPlace = statement(
  'drop-card-place',
  'delete from card where person_id = $1 and subject = $2 and subject_id = $3 and message_id = $4',
);

/** Where a person sees this card; null: nowhere. */
export async function cardPlace(
  desk: Desk,
  personId: number,
  subject: CardSubject,
  id: number,
): Promise<CardPlace | null> {
  return (await databaseOf(desk).query<CardPlace>(readPlace, [personId, subject, id]))[0] ?? null;
}

/** The card is in this message now. @idempotent */
export async function cardMoved(
  desk: Desk,
  personId: number,
  subject: CardSubject,
  id: number,
  place: CardPlace,
): Promise<void> {
  await databaseOf(desk).query(writePlace, [personId, subject, id, place.chatId, place.messageId]);
}

/** The person has removed the message. @idempotent */
export async function cardGone(
  desk: Desk,
  personId: number,
  subject: CardSubject,
  id: number,
  messageId: number,
): Promise<void> {
  await databaseOf(desk).query(dropPlace, [personId, subject, id, messageId]);
}
