import { databaseOf, statement } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { paramsOf, say } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { weeklyKey } from './day-head';

/** So long it may be under way. */
const UNTIL_MS = 24 * 3_600_000;

const selectReport = statement(
  'weekly-report-told',
  'select params from outbox_message where key = $1 and not mergeable',
);
const isUnderWay = statement(
  'weekly-file-under-way',
  `select 1 from outbox_message where kind = 'weeklyFile' and state in ('new', 'sending') and messenger = $1 and chat_id = $2`,
);

/** `gone`: nobody has told them of the week on that day, or it is theirs no more. */
export type AskedWeek = 'asked' | 'underWay' | 'gone';

/** The workbook of a report of the week, with the numbers that its text has. @param day on which it was told */
export async function askForWeek(desk: Desk, official: Official, day: PlainDate): Promise<AskedWeek> {
  if (!hasRight(official, 'weekly')) return 'gone';
  const { personId, messenger, chatId } = official;
  return databaseOf(desk).transaction(async (tx) => {
    const [report] = await tx.query<{ params: unknown }>(selectReport, [weeklyKey(day, personId)]);
    if (!report) return 'gone';
    if ((await tx.query(isUnderWay, [messenger, chatId])).length > 0) return 'underWay';
    const now = desk.clock.now();
    const params = { ...paramsOf('weekly', report.params), until: new Date(now.getTime() + UNTIL_MS) };
    const key = `weeklyFile:${day}:person:${personId}:${now.toISOString()}`;
    await say(tx, [{ key, to: { messenger, chatId }, kind: 'weeklyFile', params, silent: true }], now);
    return 'asked';
  });
}
