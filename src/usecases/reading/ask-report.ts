import { databaseOf, statement } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import type { ReportFormat } from '../asked-report';
import { say } from '../messages';
import type { Official } from '../people/officials';
import { today, type Desk } from '../ports';
import type { PartAsked } from './parts';
import { countedOf, type Named } from '../statistics/units';

const isUnderWay = statement(
  'report-is-under-way',
  `select exists (select from outbox_message where messenger = $1 and chat_id = $2 and state in ('new', 'sending')
     and kind = 'statisticsFile' and params @> $3::jsonb) as under_way`,
);

/** `underWay`: the same was asked for before, and is being made. */
export type Asked = 'asked' | 'underWay' | 'notYours' | 'ahead';

/**
 * A report as a file: it is made when the outbox comes to it, so that whoever has asked may press on, and a restart loses nothing.
 * @idempotent while it is being made
 */
export async function askForReport(
  desk: Desk,
  official: Official,
  { unit, from, to }: Named,
  format: ReportFormat,
  parts: readonly PartAsked[] = [],
): Promise<Asked> {
  if (!hasRight(official, 'report')) return 'notYours';
  if (countedOf({ from, to }, today(desk)) === null) return 'ahead';
  const { personId, messenger, chatId } = official;
  const params = { personId, format, unit, from, to, parts };
  return databaseOf(desk).transaction(async (tx) => {
    const [before] = await tx.query<{ under_way: boolean }>(isUnderWay, [messenger, chatId, JSON.stringify(params)]);
    if (before?.under_way) return 'underWay';
    const now = desk.clock.now();
    const key = `statistics:${format}:${unit}:${from}:${to}:person:${personId}:${parts.map(({ by, code }) => `${by}.${code}`).join()}:${now.toISOString()}`;
    await say(tx, [{ key, to: { messenger, chatId }, kind: 'statisticsFile', params, silent: true }], now);
    return 'asked';
  });
}

const selectFirst = statement('first-registered', 'select min(registered_at) as first from appeal');

/** When the first appeal was registered; null: there is none. */
export async function firstRegistered(desk: Desk): Promise<Date | null> {
  return (await databaseOf(desk).query<{ first: Date | null }>(selectFirst))[0]?.first ?? null;
}
