import type { Transaction } from '../../database/database';
import { dayOf, endOfDay } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { whoCanAct, type Colleague } from '../../regulation/recipients';
import type { Nameless } from '../../regulation/terms';
import { type MorningList, type Message, say } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { joinLists, listKey } from '../nags/beside-morning';
import { tellNew } from '../nags/tell-nags';
import { soundsForAll } from '../people/on-duty';
import { peopleAtHour, USUAL_MORNING_MINUTES } from '../people/sound';
import { circumstances, type Desk } from '../ports';
import { readLines } from '../reading/read-lists';
import { cameAfterClosing, type Came } from './came-after-closing';
import { keepDigest } from './digest-store';
import { accessToDecide } from '../access/access-changes';
import { dutiesOfMorning } from './duties-of-morning';
import { gatheredLines } from './gathered-lines';
import { byPerson, loadEndingTerms, type EndingTerm, type TheirAppeal } from './ending-terms';
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
