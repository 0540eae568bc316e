import type { Chat } from '../../../entities/account';
import { Card } from '../../../entities/card';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import type { Desk, MessageRef } from '../ports';

export type CardSubject = Card['subject'];
/** Whose card, and in which chat it is drawn. */
export interface Viewer extends Chat {
  readonly personId: number;
}
/** Whose card, and of which messenger. */
export type WhoseCard = Readonly<Pick<Card, 'personId' | 'messenger'>>;
const PLACE = columns(Card, ['messageRef']);

const readPlace = statement(
  'read-card-place',
  `select ${PLACE} from card where person_id = $1 and messenger = $2 and subject = $3 and subject_id = $4`,
);
const writePlace = statement(
  'write-card-place',
  `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, $2, $3, $4, $5)
   on conflict (person_id, messenger, subject, subject_id) do update set message_ref = excluded.message_ref`,
);
const dropPlace = statement(
  'drop-card-place',
  'delete from card where person_id = $1 and messenger = $2 and subject = $3 and subject_id = $4 and message_ref = $5',
);
/** The message in which a person sees this card in this messenger; null: none. */
export async function cardPlace(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
): Promise<MessageRef | null> {
  const [place] = await databaseOf(desk).query<RowOf<typeof PLACE>>(readPlace, [personId, messenger, subject, id]);
  return place?.messageRef ?? null;
}

/** The card is in this message now. @idempotent */
export async function cardMoved(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
  message: MessageRef,
): Promise<void> {
  await databaseOf(desk).query(writePlace, [personId, messenger, subject, id, message]);
}

/** The person has removed the message. @idempotent */
export async function cardGone(
  desk: Desk,
  { personId, messenger }: WhoseCard,
  subject: CardSubject,
  id: number,
  message: MessageRef,
): Promise<void> {
  await databaseOf(desk).query(dropPlace, [personId, messenger, subject, id, message]);
}
