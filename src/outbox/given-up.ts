import { OutboxMessage } from '../../entities/messages';
import { columns, type RowOf } from '../database/columns';
import { statement, type Queries } from '../database/database';

const GIVEN_UP = columns(OutboxMessage, ['id', 'messenger', 'chatId', 'kind', 'params', 'state'], 'm');
export type GivenUpMessage = RowOf<typeof GIVEN_UP>;

const selectGivenUp = statement(
  'outbox.given-up',
  `select ${GIVEN_UP} from outbox_message m
   where m.state in ('ambiguous', 'dead') and m.finished_at >= $1 and m.kind <> all ($2::text[]) order by m.id`,
);

const countDead = statement(
  'outbox.lost',
  `select count(*)::int as count from outbox_message m
   where m.state = 'dead' and m.finished_at >= $1 and m.kind <> all ($2::text[])`,
);

// A redraw that was asked for again meanwhile has its successor waiting already.
const sendGivenUpAgain = statement(
  'outbox.send-again',
  `update outbox_message m
   set state = 'new', attempts = 0, ambiguous_sends = 0, due_at = null, finished_at = null, reason = null
   where m.state in ('ambiguous', 'dead') and m.finished_at >= $1 and m.kind <> all ($2::text[])
     and not (m.mergeable and exists (
       select 1 from outbox_message newer where newer.key = m.key and newer.mergeable and newer.state = 'new'))
   returning m.id`,
);

/** Messages given up since then, of which nobody knows whether they arrived or which never will, in the order of their saying. */
export const readGivenUp = (queries: Queries, since: Date, exceptKinds: readonly string[]): Promise<GivenUpMessage[]> =>
  queries.query(selectGivenUp, [since, exceptKinds]);

/** Of these, how many never will. */
export async function countLostSince(queries: Queries, since: Date, exceptKinds: readonly string[]): Promise<number> {
  return (await queries.query<{ count: number }>(countDead, [since, exceptKinds]))[0]?.count ?? 0;
}

/** They are as new, and go when the sender looks next. @idempotent @returns how many */
export async function sendAgain(queries: Queries, since: Date, exceptKinds: readonly string[]): Promise<number> {
  return (await queries.query(sendGivenUpAgain, [since, exceptKinds])).length;
}
