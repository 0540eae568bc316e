import { databaseOf, statement } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import type { JournalFormat } from '../asked-report';
import { say } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import type { JournalAsked } from './read-violations';
import type { Named } from '../statistics/units';

const isUnderWay = statement(
  'journal-file-is-under-way',
  `select exists (select from outbox_message where messenger = $1 and chat_id = $2 and state in ('new', 'sending')
     and kind = 'violationsFile' and params @> $3::jsonb) as under_way`,
);

/**
 * The journal as a file: it is made when the outbox comes to it, so that whoever has asked may press on, and a restart loses nothing.
 * @idempotent while it is being made
 */
export async function askForJournal(
  desk: Desk,
  official: Official,
  { unit, from, to }: Named,
  { ofId, only }: Pick<JournalAsked, 'ofId' | 'only'>,
  format: JournalFormat,
): Promise<'asked' | 'underWay' | 'notYours'> {
  if (!hasRight(official, 'violations')) return 'notYours';
  const { personId, messenger, chatId } = official;
  const params = { personId, format, unit, from, to, ofId, only };
  return databaseOf(desk).transaction(async (tx) => {
    const [before] = await tx.query<{ under_way: boolean }>(isUnderWay, [messenger, chatId, JSON.stringify(params)]);
    if (before?.under_way) return 'underWay';
    const now = desk.clock.now();
    const key = `violations:${format}:${unit}:${from}:${to}:${ofId}:${only}:person:${personId}:${now.toISOString()}`;
    await say(tx, [{ key, to: { messenger, chatId }, kind: 'violationsFile', params, silent: true }], now);
    return 'asked';
  });
}
