import { statement, type Queries, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import { BROUGHT, BROUGHT_SILENTLY, broughtTo } from '../../regulation/brought';
import {
  dayOf,
  lastClosing,
  lastWorkingDayOnOrBefore,
  opening,
  plusDays,
  startOfDay,
  endOfDay,
} from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import {
  calledTo,
  coordinatorsOf,
  whoseTurn,
  type Colleague,
  type Nagged,
  type Sound,
  whoCanAct,
} from '../../regulation/recipients';
import { SENDING_STAGES, stagesToAct } from '../../regulation/rights';
import { WAITING_STAGES } from '../../regulation/stages';
import type { Nameless } from '../../regulation/terms';
import { PARTICIPANTS, type Action, type Participant } from '../../regulation/vocabulary';
import { type MorningList, type Message, say } from '../kit/messages';
import { mayHold } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { readLines } from '../lists/lists';
import { accessToDecide } from '../people/access';
import { soundsForAll, peopleAtHour, USUAL_MORNING_MINUTES } from '../people/on-duty';
import { loadColleagues } from '../people/rights';
import { joinLists, listKey } from '../terms/beside-morning';
import { loadTerms, type LoadedTerms } from '../terms/load-terms';
import { tellNew } from '../terms/tell-nags';
import { dutiesOfMorning } from './duties-of-morning';
import { byPerson, loadEndingTerms, type EndingTerm, type TheirAppeal } from './ending-terms';
import { keepDigest, gatheredLines } from './group-digest';
import {
  comparison,
  inLines,
  LINES_AT_MOST,
  linesFor,
  loadReaders,
  subjectOf,
  tallyOf,
  type Reader,
} from './personal-digests';

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

const HOLDERS_AT_MOST = 8;
const CAME_AT_MOST = 10;
/** Of each holder. */
const APPEALS_AT_MOST = 3;

/**
 * The morning list of everybody with something of theirs due today or overdue; whoever has others' overdue terms escalated to
 * them sees in whose hands those are. First what became theirs while the office was closed, and with a sound then: it came without one. What
 * began today was told by nags, and a curator reads of it here. What ОГ makes and has given is a part of it, with a sound.
 * @param until afterwards nobody needs it
 * @param minutes after opening: to whoever has theirs by then and has had none
 * @idempotent by person and day
 */
export async function tellMornings(
  tx: Transaction,
  desk: Desk,
  until: Date,
  minutes: number = USUAL_MORNING_MINUTES,
): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const colleagues = await loadColleagues(tx, around);
  const readers = await loadReaders(tx);
  const atThisHour = await peopleAtHour(tx, minutes, day);
  const terms = byPerson(await loadEndingTerms(tx, around, endOfDay(day, calendar)), colleagues, around);
  const lines = new Map([...terms].map(([personId, { own }]) => [personId, inLines(own)]));
  const lineOf = await linesFor(
    tx,
    [...lines.values()].flatMap((theirs) => theirs.slice(0, LINES_AT_MOST)),
    readers,
    around,
  );

  const besideOf = await besideTerms(tx, around, colleagues);
  const gatheredOf = await gatheredLines(tx, around);
  const messages: ListMessage[] = [];
  for (const colleague of colleagues.filter(({ personId }) => atThisHour.has(personId))) {
    const { personId } = colleague;
    const to = readers.get(personId)?.chat;
    if (!to) continue;
    const { own, escalated } = terms.get(personId) ?? { own: [], escalated: [] };
    const tally = tallyOf(own, escalated);
    // Nothing is worth a row too: the next list compares with it.
    const first = await keepDigest(tx, subjectOf(personId), day, tally);
    if (!first) continue;
    const { beside, count, isHeard } = besideOf(colleague);
    const key = listKey(day, personId);
    const { notes, lateIds } = await gatheredOf(personId, key);
    if (own.length + escalated.length + count + notes.length + lateIds.size === 0) continue;
    const lateBefore = escalated.filter(({ appeal }) => !lateIds.has(appeal.appealId));
    const theirs = lines.get(personId) ?? [];
    const compared = await comparison(tx, personId, day, calendar);
    const params = {
      personId,
      day,
      until,
      overdue: compared('overdue', tally.overdue),
      late: compared('late', tally.late),
      due: compared('due', tally.due),
      lines: theirs.slice(0, LINES_AT_MOST).map(lineOf),
      more: Math.max(0, theirs.length - LINES_AT_MOST),
      escalated: compared('escalated', lateBefore.length),
      holders: holdersAmong(lateBefore, colleagues, readers),
      ...beside,
      notes,
    } satisfies MorningList;
    messages.push({ key, to, kind: 'morning', params, silent: !isHeard });
  }
  await tellLists(tx, desk, messages);
}

/** What stands beside the terms in the list of each, how much of it, and whether it sounds. */
async function besideTerms(tx: Transaction, around: Circumstances, colleagues: readonly Colleague[]) {
  const cameTo = await cameAfterClosing(tx, around, colleagues);
  const cameLineOf = await cameLines(tx, cameTo, around);
  const accessOf = await accessToDecide(tx, around.now);
  const dutiesOf = await dutiesOfMorning(tx, around, colleagues);
  const sounds = await soundsForAll(tx, around);
  return (one: Colleague) => {
    const { personId } = one;
    const [news, duties, access] = [cameTo.get(personId) ?? [], dutiesOf(personId), accessOf(one)];
    const came = news.slice(0, CAME_AT_MOST).map(cameLineOf);
    return {
      beside: { came, cameCount: news.length, duties, access },
      count: news.length + duties.length + access,
      isHeard: duties.length > 0 || news.some(({ sound }) => sound === 'own' || (sound === 'all' && sounds(personId))),
    };
  };
}

type ListMessage = Extract<Message, { kind: 'morning' }>;

/** With what their readers are reminded of beside it; whoever has no list today has waited for none. */
async function tellLists(tx: Transaction, desk: Desk, messages: readonly ListMessage[]): Promise<void> {
  const around = circumstances(desk);
  const loud = await joinLists(tx, new Map(messages.map(({ params, key }) => [params.personId, key])), around);
  await say(
    tx,
    messages.map((one) => ({ ...one, silent: one.silent && !loud.has(one.params.personId) })),
    around.now,
  );
  await tellNew(tx, desk, around.now);
}

/** What became somebody's overnight, as a line says it. */
async function cameLines(
  tx: Transaction,
  came: ReadonlyMap<number, readonly Came[]>,
  around: Circumstances,
): Promise<(one: Came) => MorningList['came'][number]> {
  const ids = [...came.values()].flatMap((news) => news.slice(0, CAME_AT_MOST).map(({ appeal }) => appeal.appealId));
  const known = await readLines(
    tx,
    [...new Set(ids)].map((appealId) => ({ appealId, delivery: null })),
    around,
  );
  const lines = new Map(known.map((line) => [line.id, line]));
  return ({ appeal: { appealId, number, facts } }) => {
    const line = lines.get(appealId);
    return { appealId, number, place: line?.place ?? line?.category ?? null, stage: facts.stage };
  };
}

/** Whoever has the most comes first. */
function holdersAmong(
  escalated: readonly TheirAppeal[],
  colleagues: readonly Colleague[],
  readers: ReadonlyMap<number, Reader>,
): MorningList['holders'] {
  const found = new Map<string | null, MorningList['holders'][number]['appeals'][number][]>();
  const nobodys = new Map<Nameless, MorningList['holders'][number]['appeals'][number][]>();
  const left: MorningList['holders'][number]['appeals'][number][] = [];
  for (const { appeal, terms } of escalated) {
    const why = whyNameless(terms);
    if (why !== null) {
      const those = nobodys.get(why) ?? [];
      nobodys.set(why, those);
      those.push({ appealId: appeal.appealId, number: appeal.number });
      continue;
    }
    const { id, away } = whoCanAct(appeal.places, colleagues);
    if (away) {
      left.push({ appealId: appeal.appealId, number: appeal.number });
      continue;
    }
    const name = id === null ? null : (readers.get(id)?.name ?? null);
    const appeals = found.get(name) ?? [];
    found.set(name, appeals);
    appeals.push({ appealId: appeal.appealId, number: appeal.number });
  }
  type Row = MorningList['holders'][number];
  const row = (name: string | null, appeals: Row['appeals'], unnamed: Nameless | null = null, away = false): Row => ({
    name,
    nameless: unnamed === 'assumed',
    unnamed,
    away,
    count: appeals.length,
    appeals: appeals.slice(0, APPEALS_AT_MOST),
  });
  const named = [...found]
    .map(([name, appeals]) => row(name, appeals))
    .sort((one, other) => other.count - one.count)
    .slice(0, HOLDERS_AT_MOST);
  return [
    ...named,
    ...(left.length === 0 ? [] : [row(null, left, null, true)]),
    ...[...nobodys].map(([why, appeals]) => row(null, appeals, why)),
  ];
}

/** Of what is escalated: why nobody is named; null: something of it is somebody's. */
function whyNameless(terms: readonly EndingTerm[]): Nameless | null {
  const reasons = terms.map(({ nameless }) => nameless);
  return reasons.includes(null) ? null : (reasons.find((why) => why !== 'assumed') ?? reasons[0] ?? null);
}
