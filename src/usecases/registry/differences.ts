import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { isOfOneAlone, decide, isPossibleAt } from '../../regulation/decide';
import {
  ACT_OF,
  DIFFERENCE_RULES,
  type DifferenceRule,
  type Mending,
  remediesForMany,
  type Remedy,
} from '../../regulation/differences';
import type { Actor, Before, SaidInPos } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { type Action, type Stage, DIFFERENCES, type Difference } from '../../regulation/vocabulary';
import { hashOf } from '../../text/plain-text';
import { perform, type PerformResult } from '../acts/perform';
import { holdGroups, factsOf, loadAppeal } from '../appeals/appeal-store';
import { type Desk, circumstances } from '../kit/ports';
import { hasNamesake, nameToldApart, peopleNamed, type NamedThere } from '../people/people';
import { AT_WORK, everyDifference, isKept } from './differs';
import type { SaidRow, SaidThere } from './marks';

/** What is noted of an appeal without anybody acting on it: a fact is answered by what an act said, which has an entry of its own before it. */
const NO_ACT = [
  'showContacts',
  'receiveMark',
  'missTerm',
  'answerTerm',
  'restoreTerm',
  'tellOverdue',
  'replan',
  'receivePhotos',
  'deleteOriginals',
  'gatherFolder',
  'gatherApplicant',
  'decideToForget',
  'forgetContacts',
];
const selectLatest = statement(
  'take-back.latest',
  `select j.appeal_id as "appealId", j.action, j.at, a.version, j.told -> 'before' -> 'state' ->> 'stage' as stage,
     exists (select from joined_appeal f where f.appeal_id = a.id) as follows
   from appeal a join lateral (select e.*, e.told from journal_entry e where e.appeal_id = a.id and e.action <> all($2::text[]) order by e.id desc limit 1) j on true
   where a.id = $1 or a.id in (select f.appeal_id from joined_appeal f where f.leading_id = $1) order by a.id <> $1, a.id`,
);
interface Latest {
  readonly appealId: number;
  readonly action: string;
  readonly at: Date;
  readonly version: number;
  /** Where it was before; null: that is not remembered. */
  readonly stage: Stage | null;
  readonly follows: boolean;
}
interface TakenOver extends Pick<Latest, 'at' | 'version'> {
  readonly action: Action;
  readonly before: Before;
}

/**
 * The latest act on an appeal, if it took over what ПОС says and can be taken back; null: something else has happened since, or it was
 * done to the leading one, by which it is taken back.
 */
export async function takenOverLast(queries: Queries, appealId: number): Promise<TakenOver | null> {
  const [latest, ...followers] = await queries.query<Latest>(selectLatest, [appealId, NO_ACT]);
  if (latest?.appealId !== appealId || latest.stage === null) return null;
  const { action, at, version, stage } = latest;
  if (!isOneOf(Object.values(ACT_OF), action)) return null;
  const wasOfEach = !isOfOneAlone(action);
  const isTogether =
    !latest.follows && followers.every((one) => one.action === action && one.at.getTime() === at.getTime());
  return wasOfEach && !isTogether ? null : { action, at, version, before: { stage, wasOfEach } };
}

/**
 * «Вернуть как было»: an appeal is as it was before ПОС' word was taken over.
 * @param since the act was done no earlier; null: whenever
 * @returns null: something else has happened to it since
 * @idempotent: the act that takes back is the latest then
 */
export async function takeBack(
  tx: Transaction,
  desk: Desk,
  presser: Actor,
  appealId: number,
  ofMany: { readonly since: Date } | null,
): Promise<PerformResult | null> {
  await holdGroups(tx, [appealId]);
  const latest = await takenOverLast(tx, appealId);
  if (!latest || (ofMany && latest.at < ofMany.since)) return null;
  const { action, at, version, before } = latest;
  return perform(tx, desk, {
    kind: 'restoring',
    presser,
    action: 'restoreBefore',
    appealId,
    seenVersion: version,
    before,
    answers: { restores: { action, at } },
    isOneOfMany: ofMany !== null,
  });
}

/** The same of one appeal, by its own button. */
export const takeBackOne = (desk: Desk, actor: Actor, appealId: number): Promise<PerformResult | null> =>
  databaseOf(desk).transaction((tx) => takeBack(tx, desk, actor, appealId, null));

export const DIFFERENCES_PAGE = 7;

/** What may differ at all: what is open here, and what ПОС has not finished or has examined anew. */
const EVERY = `(select appeal_id from open_work union select appeal_id from registry_record where watched)`;
const joined = (appeals: string, zone: string) => `from ${appeals} c join appeal a on a.id = c.appeal_id
  left join registry_record k on k.appeal_id = a.id left join registry_row r on r.file_id = k.file_id and r.row = k.row
  left join registry_file s on s.id = coalesce(k.seen_file_id, k.file_id)
  left join person p on p.id = a.executor_id left join registry_missing m on m.appeal_id = a.id
  cross join lateral (select r.said -> 'there' as there, r.said -> 'appeal' as record) t cross join lateral ${everyDifference(zone)}
`;
const from = (appeals: string, zone: string) =>
  `${joined(appeals, zone)} where d.holds and not (${isKept('d.kind', 'd.there', 'd.here')})`;

const OF_APPEAL = columns(Appeal, ['number', 'stage', 'version', 'dueAt'], 'a');
const LINE = `a.id as "appealId", ${OF_APPEAL}, d.kind, coalesce(d.there, '') as "keyThere", coalesce(d.here, '') as "keyHere", k.file_id as "fileId", t.there, t.record, p.name as executor, p.id is not null and ${hasNamesake('p')} as "hasNamesake"`;

const countEach = statement(
  'differences.count',
  `select d.kind, count(*)::int as count ${from(EVERY, '$1')} group by d.kind`,
);
const pageOf = statement(
  'differences.page',
  `select ${LINE}, count(*) over ()::int as count ${from(EVERY, '$1')} and d.kind = $2 order by a.due_at, a.id limit ${DIFFERENCES_PAGE} offset $3`,
);
const everyOf = statement(
  'differences.every-of-kind',
  `select ${LINE} ${from(EVERY, '$1')} and d.kind = $2 order by a.due_at, a.id`,
);
const ofAppeal = statement(
  'differences.of-appeal',
  `select ${LINE}, (s.taken_at at time zone $1)::date::text as "saidOn", t.there is not null and ${AT_WORK.replaceAll('there ->>', 't.there ->>')} as "atWork"
   ${from('(select $2::int as appeal_id)', '$1')}`,
);
const suggested = statement(
  'differences.suggested',
  `select a.id as "appealId", d.there as name ${from(EVERY, '$1')} and d.kind = $2
   and not exists (select from joined_appeal j where j.appeal_id = a.id) order by a.due_at, a.id`,
);

const leaveAgreeing = statement(
  'differences.leave-agreeing',
  `update registry_record w set watched = false where w.watched and w.appeal_id in (
     select c.appeal_id ${joined('(select appeal_id from registry_record where watched)', '$1')}
       where a.finished_at is not null and (t.there ->> 'finished')::boolean group by c.appeal_id having not bool_or(coalesce(d.holds, false)))`,
);
/** What both have ended, and in the same way, is not looked at until ПОС says something new of it. @idempotent */
export const leaveWhatAgrees = async (tx: Transaction, desk: Desk): Promise<void> => {
  await tx.query(leaveAgreeing, [zoneOf(desk)]);
};

/** One way in which an appeal differs. */
export interface DifferenceLine extends Readonly<RowOf<typeof OF_APPEAL>> {
  readonly appealId: number;
  readonly kind: Difference;
  /** Which file has said so; null: ПОС has never named it. */
  readonly fileId: number | null;
  readonly there: SaidThere | null;
  /** Its registration as ПОС has it. */
  readonly record: Partial<SaidRow['appeal']> | null;
  /** Who has it here. */
  readonly executor: string | null;
  /** Somebody else has the same initials. */
  readonly hasNamesake: boolean;
  /** What differs, on both sides: as long as neither becomes another, «Оставить как есть» holds. */
  readonly keyThere: string;
  readonly keyHere: string;
}
export interface FoundDifference extends DifferenceLine {
  /** The day of the file that has said so. */
  readonly saidOn: PlainDate | null;
  readonly atWork: boolean | null;
}

export type DifferenceCounts = readonly { readonly kind: Difference; readonly count: number }[];

/** How many of each kind there are, in one order; those of which there are none are left out. Null: not theirs to see. */
export async function countDifferences(desk: Desk, actor: Actor): Promise<DifferenceCounts | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const rows = await databaseOf(desk).query<{ kind: Difference; count: number }>(countEach, [zoneOf(desk)]);
  return DIFFERENCES.flatMap((kind) => rows.filter((row) => row.kind === kind));
}

/** A page of one kind, the nearest due first. */
export interface DifferencePage {
  readonly kind: Difference;
  readonly count: number;
  /** From 0; a page past the end is the last. */
  readonly page: number;
  readonly pages: number;
  readonly lines: readonly DifferenceLine[];
}

const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / DIFFERENCES_PAGE));

export async function readDifferences(
  desk: Desk,
  actor: Actor,
  kind: Difference,
  wanted: number,
): Promise<DifferencePage | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  type Row = DifferenceLine & { readonly count: number };
  const rowsOf = (page: number) => databaseOf(desk).query<Row>(pageOf, [zoneOf(desk), kind, page * DIFFERENCES_PAGE]);
  let [page, rows] = [wanted, await rowsOf(wanted)];
  if (rows.length === 0 && wanted > 0) {
    const counts = await countDifferences(desk, actor);
    page = pagesOf(counts?.find((one) => one.kind === kind)?.count ?? 0) - 1;
    rows = await rowsOf(page);
  }
  const count = rows[0]?.count ?? 0;
  const lines = rows.map(({ count: _count, ...line }) => shortened(line));
  return { kind, count, page, pages: pagesOf(count), lines };
}

/** All that differ so, the nearest due first. */
export const everyDifferenceOf = async (queries: Queries, desk: Desk, kind: Difference): Promise<DifferenceLine[]> =>
  (await queries.query<DifferenceLine>(everyOf, [zoneOf(desk), kind])).map(shortened);

/** Everything by which one appeal differs. */
export const differencesOf = (queries: Queries, desk: Desk, appealId: number): Promise<FoundDifference[]> =>
  queries.query<FoundDifference>(ofAppeal, [zoneOf(desk), appealId]);

/** What a coordinator may do about a difference. */
export type Offer = Exclude<Mending, { readonly what: 'assign' }> | { readonly what: 'assign'; readonly name: string };
export interface OfferedDifference extends DifferenceLine {
  /** Who in the bot may be the executor whom ПОС names; null: it names none. */
  readonly named: NamedThere | null;
  readonly offers: readonly Offer[];
}
export interface AppealDifferences {
  readonly appealId: number;
  readonly number: string;
  readonly version: number;
  readonly differences: readonly OfferedDifference[];
  /** What the latest act took over from ПОС can be taken back. */
  readonly canTakeBack: boolean;
}

/** With what the table allows this person to do about each. Null: there is no such appeal, or it is not theirs to see. */
export async function readAppealDifferences(
  desk: Desk,
  actor: Actor,
  appealId: number,
): Promise<AppealDifferences | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const appeal = await loadAppeal(database, appealId, around, false);
  if (!appeal) return null;
  const found = await differencesOf(database, desk, appealId);
  const named = await peopleNamed(database, namesIn(found));
  const facts = factsOf(appeal);
  const isAllowed = (action: Action, said: SaidInPos | null) =>
    decide({
      appeal: { ...facts, there: said },
      action,
      presser: actor,
      seenVersion: facts.version,
      submission: null,
      circumstances: around,
    }).ok;
  const { number } = appeal;
  const { version } = facts;
  const differences = found.map((one): OfferedDifference => {
    const person = one.there?.executor ? (named.get(one.there.executor) ?? null) : null;
    const said = saidInPos(one);
    const offers = offersOf(one, person, facts.follows !== null).filter((offer) =>
      offer.what === 'act' ? isAllowed(offer.action, null) : isAllowed(ACT_OF[offer.what], said),
    );
    return { ...shortened(one), named: person, offers };
  });
  return { appealId, number, version, differences, canTakeBack: (await takenOverLast(database, appealId)) !== null };
}

export const saidInPos = ({ there, atWork }: FoundDifference): SaidInPos => ({
  outcome: there?.finished ? (there.outcome ?? 'answered') : null,
  atWork: atWork ?? false,
  plannedDay: there?.plannedDay ?? null,
  fastTrack: there?.fastTrack ?? false,
});

/** What would mend it here. Who is meant by a name of ПОС may be nobody in particular: then a person is chosen. */
function offersOf({ kind, stage }: DifferenceLine, named: NamedThere | null, follows: boolean): readonly Offer[] {
  const rule: DifferenceRule = DIFFERENCE_RULES[kind];
  const here = rule.mendings.filter((one) => one.what !== 'act' || one.at === undefined || one.at.includes(stage));
  const mendings = here.map((one): Offer => {
    if (one.what === 'act') return { what: 'act', action: one.action };
    if (one.what !== 'assign') return one;
    return named?.what === 'one' ? { what: 'assign', name: named.name } : { what: 'act', action: 'assign' };
  });
  const apart: Offer[] = rule.mayFollow && follows ? [{ what: 'act', action: 'disjoin' }] : [];
  return [...mendings.slice(0, -1), ...apart, ...mendings.slice(-1)];
}

/** What has an executor there that it does not have here, in the order of its terms. One that follows another gets its executor. */
export const readSuggested = (
  queries: Queries,
  desk: Desk,
  kind: Difference,
): Promise<{ appealId: number; name: string }[]> =>
  queries.query<{ appealId: number; name: string }>(suggested, [zoneOf(desk), kind]);

const zoneOf = (desk: Desk): string => desk.office.calendar().zone;
const namesIn = (found: readonly DifferenceLine[]): string[] =>
  found.flatMap(({ there }) => (there?.executor ? [there.executor] : []));
const shortened = <Line extends DifferenceLine>(line: Line): Line => ({
  ...line,
  executor: line.executor === null ? null : nameToldApart(line.executor, line.hasNamesake),
});

/** Which differences are mended all at once, and by what. */
export interface Many {
  readonly kind: Difference;
  readonly remedy: Remedy;
}
/** Null: nothing mends many of that kind so. Buttons of an earlier release name no remedy, since each kind had one. */
export function manyOf(kind: Difference, remedy?: Remedy): Many | null {
  const [likeliest = 'keep', ...others] = remediesForMany(kind);
  const wanted = remedy ?? likeliest;
  return [likeliest, ...others].includes(wanted) ? { kind, remedy: wanted } : null;
}

/** An appeal of a press for many. */
export interface ForOne {
  readonly appealId: number;
  /** To whom it goes; null: its executor stays. */
  readonly executorId: number | null;
  /** Which file has said what is taken over; null: the names say enough. */
  readonly fileId: number | null;
}

/** Another number as soon as any of them would become something else. */
export const listOf = (these: readonly ForOne[]): number =>
  hashOf(JSON.stringify(these.map(({ appealId, executorId, fileId }) => [appealId, executorId, fileId]))) >>> 1;

/** Those that can be mended so: of what is on its way to the applicant, or says no day, the card knows more. */
export const fitForMany = async (
  queries: Queries,
  desk: Desk,
  { kind, remedy }: Many,
): Promise<(DifferenceLine & ForOne)[]> =>
  (await everyDifferenceOf(queries, desk, kind))
    .filter(
      ({ stage, there }) => isPossibleAt(ACT_OF[remedy], stage) && (!isOfDay(remedy) || there?.plannedDay != null),
    )
    .map((line) => ({ ...line, executorId: null }));

const isOfDay = (remedy: Remedy): boolean => remedy === 'term' || remedy === 'postponement' || remedy === 'extension';
