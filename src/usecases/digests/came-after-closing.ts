import { statement, type Queries } from '../../database/database';
import { listed } from '../../database/listed';
import { BROUGHT, BROUGHT_SILENTLY, broughtTo } from '../../regulation/brought';
import { dayOf, lastClosing, lastWorkingDayOnOrBefore, opening, plusDays, startOfDay } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import {
  calledTo,
  coordinatorsOf,
  whoseTurn,
  type Colleague,
  type Nagged,
  type Sound,
} from '../../regulation/recipients';
import { SENDING_STAGES, stagesToAct } from '../../regulation/rights';
import { WAITING_STAGES } from '../../regulation/stages';
import { PARTICIPANTS, type Action, type Participant } from '../../regulation/vocabulary';
import { loadTerms, type LoadedTerms } from '../nags/load-terms';
import { mayHold } from '../people/may-hold';

/** An appeal that became a person's while the office was closed, so that nothing has made a sound. */
export interface Came {
  readonly appeal: LoadedTerms;
  readonly sound: Sound;
}

/** Whoever has lost the place still has to act in it, and can't. */
const waitsForLost = (place: Participant) =>
  `w.${place}_id = lost.person_id and not ${mayHold(place, 'p')} and w.stage in (${listed(stagesToAct(place))})`;
const actedSince = (appealId: string, since: string) =>
  `array(select s.person_id from journal_entry s where s.appeal_id = ${appealId} and ${since} and s.person_id is not null)`;
const selectCame = statement(
  'came-after-closing',
  `with turned as (
     select j.at, j.person_id as by_id, (j.details ->> 'personId')::int as person_id, j.told -> 'people' as people
     from journal_entry j
     where j.appeal_id is null and j.at >= $1 and j.at < $2 and j.action in ('disablePerson', 'changeRoles', 'loadRoster')),
   lost as (
     select at, by_id, person_id from turned where people is null
     union all select t.at, t.by_id, (one ->> 'personId')::int from turned t, jsonb_array_elements(t.people) one)
   select a.id as "appealId", 'turn' as way, null as action, null as replaced, a.reported_to_id as "toId", a.stage_entered_at as at,
     ${actedSince('a.id', 's.at >= a.stage_entered_at')} as "knownTo"
   from open_work w join appeal a on a.id = w.appeal_id
   where a.stage_entered_at >= $1 and a.stage_entered_at < $2 and w.stage not in (${listed([...WAITING_STAGES, ...SENDING_STAGES])})
   union all
   select a.id, 'act', j.action, j.details ->> 'participant', a.reported_to_id, j.at, ${actedSince('a.id', 's.id >= j.id')}
   from journal_entry j join open_work w on w.appeal_id = j.appeal_id join appeal a on a.id = w.appeal_id
   where j.at >= case when j.action in (${listed(BROUGHT_SILENTLY)}) then $3 else $1 end and j.at < $2 and j.action in (${listed(BROUGHT.keys())})
   union all
   select y.appeal_id, 'task', null, null, y.rung_id, y.queued_at, ${actedSince('y.appeal_id', 's.at >= y.queued_at')}
   from delivery y where y.rung_id is not null and y.queued_at >= $1 and y.queued_at < $2 and y.placed_at is null and y.withdrawn_at is null
   union all
   select w.appeal_id, 'left', null, null, null, lost.at, array_append(${actedSince('w.appeal_id', 's.at >= lost.at')}, lost.by_id)
   from lost join person p on p.id = lost.person_id join open_work w on ${PARTICIPANTS.map(waitsForLost).join(' or ')}
   order by at, "appealId"`,
);
interface CameRow {
  readonly appealId: number;
  /** Its stage was entered, an act has brought it, it gave a task for ПОС, or whoever still has to act in it has left. */
  readonly way: 'turn' | 'act' | 'task' | 'left';
  readonly action: Action | null;
  /** Whose place was taken over. */
  readonly replaced: Participant | null;
  /** Of an act: to whom it was reported. Of a task: on whose phone it sounds, of all whose it is. */
  readonly toId: number | null;
  /** Who has done it, or acted on the appeal since. */
  readonly knownTo: readonly (number | null)[];
}

/**
 * By person: whose turn it became between the last closing and this day's opening, and to whom something was passed on, taken over, instructed or
 * reported then, the earliest first; to the coordinators also what somebody who still has to act in it has left then. Whoever has acted on it since
 * knows of it; of appeals that are worked as one the leading one stands for all.
 */
export async function cameAfterClosing(
  queries: Queries,
  { now, calendar, signatures }: Circumstances,
  colleagues: readonly Colleague[],
): Promise<ReadonlyMap<number, readonly Came[]>> {
  const day = dayOf(now, calendar);
  const rows = await queries.query<CameRow>(selectCame, [
    lastClosing(startOfDay(day, calendar), calendar),
    opening(day, calendar),
    // What makes no sound at all is told by no other list than the next.
    opening(lastWorkingDayOnOrBefore(plusDays(day, -1), calendar), calendar),
  ]);
  const appeals = await loadTerms(queries, [...new Set(rows.map(({ appealId }) => appealId))], signatures);
  const came = new Map<number, Map<number, Came>>();
  for (const row of rows) {
    const appeal = appeals.get(row.appealId);
    if (!appeal || appeal.leadingId !== row.appealId) continue;
    for (const { personId, sound } of hearers(row, appeal, colleagues)) {
      const theirs = came.get(personId) ?? new Map<number, Came>();
      came.set(personId, theirs);
      if (row.knownTo.includes(personId)) continue;
      // It may have come in two ways: one that is heard is enough.
      if (sound === 'own' || !theirs.has(row.appealId)) theirs.set(row.appealId, { appeal, sound });
    }
  }
  return new Map([...came].map(([personId, theirs]) => [personId, [...theirs.values()]]));
}

function hearers(
  { way, action, replaced, toId }: CameRow,
  { places }: LoadedTerms,
  colleagues: readonly Colleague[],
): readonly Nagged[] {
  // What waits to be entered is told of as the task that it is.
  if (way === 'turn') return places.awaitsEntry ? [] : whoseTurn(places, colleagues);
  if (way === 'task')
    return coordinatorsOf(colleagues).map((one) => ({ ...one, sound: one.personId === toId ? 'own' : 'none' }));
  if (way === 'left') return coordinatorsOf(colleagues);
  const place = action && broughtTo(action, replaced);
  if (action === null || place === null) return [];
  const told = calledTo(place, { ...places, reportedToId: toId }, colleagues);
  return BROUGHT_SILENTLY.includes(action) ? told.map((one) => ({ ...one, sound: 'none' })) : told;
}
