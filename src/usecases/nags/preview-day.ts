import { databaseOf, statement } from '../../database/database';
import { dayOf, withLocalDays, type OfficeCalendar } from '../../regulation/calendar';
import { isFinal } from '../../regulation/vocabulary';
import { changeableDays, type NewDay } from '../calendar/change-day';
import { readLocalDays } from '../calendar/local-days';
import { circumstances, type Desk } from '../ports';
import { stageRules } from '../settings';
import { loadTerms } from './load-terms';
import { movedTerms, rememberedVisits, type Moved } from './moved-terms';

/** Open appeals whose stage, or whose day to report on, would end at another moment. */
export interface MovedByDay {
  readonly count: number;
  readonly later: number;
  readonly earlier: number;
}

const STEP = 500;
const openAfter = statement(
  'open-appeals-to-preview',
  'select appeal_id as id from open_work where appeal_id > $1 order by appeal_id limit $2',
);

/** What another kind of a day would do to the terms that run, before anybody changes it. A day that may not be changed moves nothing. */
export async function previewDay(desk: Desk, { day, kind }: Pick<NewDay, 'day' | 'kind'>): Promise<MovedByDay> {
  const { now, signatures, calendar: ours } = circumstances(desk);
  const { first, last } = changeableDays(dayOf(now, ours), ours);
  const none = { count: 0, later: 0, earlier: 0 };
  if (day < first || day > last) return none;
  const database = databaseOf(desk);
  const days = await readLocalDays(database);
  const others = days.filter((one) => one.day !== day);
  const calendar = withLocalDays(ours, days);
  const changed = withLocalDays(ours, kind === 'asInFile' ? others : [...others, { day, kind, note: null }]);
  const rules = await stageRules(database, desk.office);
  const moved = { ...none };
  for (let after = 0, found = STEP; found === STEP;) {
    const ids = (await database.query<{ id: number }>(openAfter, [after, STEP])).map(({ id }) => id);
    found = ids.length;
    after = ids.at(-1) ?? after;
    for (const { appealId, facts } of (await loadTerms(database, ids, signatures)).values()) {
      if (isFinal(facts.stage)) continue;
      const visits = facts.visits ?? (await rememberedVisits(database, appealId, facts, rules, calendar));
      const by = (one: OfficeCalendar) => movedTerms(facts, visits, rules, { now, calendar: one });
      const change = differs(by(calendar), by(changed));
      if (change === 0) continue;
      moved.count += 1;
      moved[change > 0 ? 'later' : 'earlier'] += 1;
    }
  }
  return moved;
}

/** Positive: the first of them that differs ends later. */
function differs(before: Moved, after: Moved): number {
  for (const kind of ['stageDueAt', 'dutyDueAt'] as const) {
    const change = (after[kind]?.getTime() ?? 0) - (before[kind]?.getTime() ?? 0);
    if (change !== 0) return change;
  }
  return 0;
}
