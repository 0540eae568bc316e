import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { countLostSince, readGivenUp, sendAgain } from '../../outbox/given-up';
import { isOneOf } from '../../regulation/lists';
import { say, type MessageKind } from '../kit/messages';
import { adminsWithChat, shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';

/** What tidies chats up says nothing to anybody; and of a lost word about lost words there is no end. */
const NO_WORDS: readonly MessageKind[] = [
  ...(['redraw', 'redrawNags', 'redrawSaid', 'remove', 'commands', 'cardLeft', 'undelivered'] as const),
];
/** What was given up shortly before is told of together. */
const TOGETHER_MS = 60 * 60_000;
/** A weekend: what nobody has sent again by then is sent no more. */
const LOST_MS = 3 * 24 * 60 * 60_000;

/** A message is given up: the admins hear what it was and may send it again. Several within the hour are one message. */
export async function tellOfUndelivered(
  tx: Transaction,
  { kind }: { readonly kind: string },
  now: Date,
): Promise<void> {
  if (isOneOf(NO_WORDS, kind)) return;
  const since = new Date(Math.floor((now.getTime() - TOGETHER_MS) / 60_000) * 60_000);
  const messages = (await adminsWithChat(tx)).map(({ id: personId, ...to }) => ({
    key: `undelivered:person:${personId}`,
    to,
    kind: 'undelivered' as const,
    params: { personId, since },
    silent: false,
    mergeable: true,
  }));
  await say(tx, messages, now);
}

/** One message that did not arrive, or of which nobody knows whether it did. */
export interface Undelivered {
  readonly kind: string;
  /** Surname and initials; null: it was for a group. */
  readonly to: string | null;
  /** Of the appeal that it is about; null: of none. */
  readonly number: string | null;
  readonly isDead: boolean;
}

interface About {
  readonly name: string | null;
  readonly number: string | null;
}
const readAbout = statement(
  'undelivered-about',
  `select (select p.name from account join person p on p.id = account.person_id
           where account.messenger = $1 and account.chat_id = $2) as name,
          (select a.number from appeal a where a.id = case
             when $3::text = 'card' and $4::jsonb ->> 'subject' = 'delivery'
               then (select d.appeal_id from delivery d where d.id = ($4::jsonb ->> 'id')::int)
             when $3::text = 'notice' or $3::text = 'card' and $4::jsonb ->> 'subject' = 'appeal' then ($4::jsonb ->> 'id')::int
           end) as number`,
);

/** What was given up since then and waits to be sent again. */
export async function readUndelivered(desk: Desk, since: Date): Promise<Undelivered[]> {
  const database = databaseOf(desk);
  const messages = await readGivenUp(database, since, NO_WORDS);
  return Promise.all(
    messages.map(async ({ messenger, chatId, kind, params, state }) => {
      const [about] = await database.query<About>(readAbout, [messenger, chatId, kind, JSON.stringify(params)]);
      const name = about?.name ?? null;
      const number = about?.number ?? null;
      return { kind, to: name === null ? null : shortName(name), number, isDead: state === 'dead' };
    }),
  );
}

/** Sends it all again. @idempotent @returns how many messages */
export const sendUndeliveredAgain = (desk: Desk, since: Date): Promise<number> =>
  sendAgain(databaseOf(desk), since, NO_WORDS);

/** For /metrics: what an admin has heard of as lost, and may send again. */
export const countLost = (queries: Queries, now: Date): Promise<number> =>
  countLostSince(queries, new Date(now.getTime() - LOST_MS), NO_WORDS);
