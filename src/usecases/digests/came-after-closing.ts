import { statement, type Queries } from '../../database/database';
import { dayOf, lastClosing, opening, startOfDay } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { nagged, type Colleague, type Sound } from '../../regulation/recipients';
import { loadTerms, type LoadedTerms } from '../nags/load-terms';

/** An appeal that became a person's while the office was closed, so that nothing has made a sound. */
export interface Came {
  readonly appeal: LoadedTerms;
  readonly sound: Sound;
}

const selectCame = statement(
  'came-after-closing',
  `select a.id as "appealId",
     (select j.person_id from journal_entry j where j.appeal_id = a.id and j.to_stage = a.stage order by j.id desc limit 1) as "byId"
   from open_work w join appeal a on a.id = w.appeal_id
   where a.stage_entered_at >= $1 and a.stage_entered_at < $2 and w.stage not in ('with_organization', 'postponed')
   order by a.stage_entered_at, a.id`,
);

/**
 * By person: whose turn it became between the last closing and this day's opening, the earliest first. What one has done oneself then is no news to
 * them; of appeals that are worked as one the leading one stands for all.
 */
export async function cameAfterClosing(
  queries: Queries,
  { now, calendar, signatures }: Circumstances,
  colleagues: readonly Colleague[],
): Promise<ReadonlyMap<number, readonly Came[]>> {
  const day = dayOf(now, calendar);
  const rows = await queries.query<{ appealId: number; byId: number | null }>(selectCame, [
    lastClosing(startOfDay(day, calendar), calendar),
    opening(day, calendar),
  ]);
  const appeals = await loadTerms(
    queries,
    rows.map(({ appealId }) => appealId),
    signatures,
  );
  const came = new Map<number, Came[]>();
  for (const { appealId, byId } of rows) {
    const appeal = appeals.get(appealId);
    if (!appeal || appeal.leadingId !== appealId) continue;
    for (const { personId, sound } of nagged('overall', 'today', appeal.places, colleagues))
      if (personId !== byId) came.set(personId, [...(came.get(personId) ?? []), { appeal, sound }]);
  }
  return came;
}
