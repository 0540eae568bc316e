import type { Counted } from '../../../entities/registry-file';
import { FAST_TRACK_DAYS } from '../../regulation/deadlines';
import { AGREEING, DIFFERENCE_RULES, PLACES_THERE, WORDS_AT_WORK, WORDS_THERE } from '../../regulation/differences';
import { DIFFERENCES, type Difference, type Stage } from '../../regulation/vocabulary';
import { mayBeName } from './names-alike';
import type { SaidThere } from './said-row';

// What the regulation says of differences, as SQL.

const listed = (words: readonly (string | number)[]) =>
  words.map((word) => (typeof word === 'number' ? String(word) : `'${word}'`)).join(', ');
const isAt = (stages: readonly Stage[]) => `a.stage in (${listed(stages)})`;

const placeOf = (words: string) =>
  `case ${PLACES_THERE.map((place) => `when ${words} ~ '${WORDS_THERE[place]}' then '${place}'`).join(' ')} end`;
const wordsOf = (field: string) => `replace(lower(there ->> '${field}'), 'ё', 'е')`;
/** Where ПОС' words put an appeal; null: they say nothing. */
export const PLACE = `coalesce(${placeOf(wordsOf('status'))}, ${placeOf(wordsOf('stage'))})`;
/** «В работе», whichever of the two says so. */
export const AT_WORK = `(coalesce(${wordsOf('stage')}, '') || ' ' || coalesce(${wordsOf('status')}, '')) ~ '${WORDS_AT_WORK}'`;
/** Null: ПОС says nothing that the bot understands. */
const AGREES = `case ${PLACE} ${PLACES_THERE.map((place) => `when '${place}' then ${isAt(AGREEING[place])}`).join(' ')} end`;

const FINISHED = `coalesce((there ->> 'finished')::boolean, false)`;
const OPEN_THERE = `(there ->> 'finished')::boolean = false`;
const OPEN_HERE = `a.finished_at is null`;
const at = (kind: Difference) => isAt(DIFFERENCE_RULES[kind].stages);
const BOTH_OPEN = `${OPEN_HERE} and ${OPEN_THERE}`;
const NAMED_THERE = `there ->> 'executor' is not null`;
const SUGGESTED = `${BOTH_OPEN} and ${at('assigned')} and a.executor_id is null and ${NAMED_THERE}`;
const SAYS_THERE = `coalesce(there ->> 'status', there ->> 'stage', '')`;

const REPEATED_THERE = `'yes'`;

interface Judged {
  /** Whether what ПОС says differs so. */
  readonly holds: string;
  /** What stands on both sides: as long as neither becomes another, «Оставить как есть» holds. */
  readonly there: string;
  readonly here: string;
  /** What was done here since the file may stand in ПОС by now: the next file tells. */
  readonly unlessSince?: true;
}

/**
 * How what ПОС says (`there`) differs from `appeal a`, whose executor is `person p`; `$zone` stands for the office's time zone.
 * Of two finished appeals nothing but the applicant's words is news.
 */
const judged = (zone: string): Readonly<Record<Exclude<Difference, 'missing'>, Judged>> => ({
  finished: { holds: `${FINISHED} and ${OPEN_HERE}`, there: SAYS_THERE, here: 'a.stage', unlessSince: true },
  unfinished: {
    holds: `${OPEN_THERE} and ${at('unfinished')} and ${AGREES} is not true`,
    there: SAYS_THERE,
    here: 'a.stage',
    unlessSince: true,
  },
  assigned: { holds: SUGGESTED, there: `there ->> 'executor'`, here: `''` },
  executor: {
    holds: `${BOTH_OPEN} and p.name is not null and ${NAMED_THERE} and not ${mayBeName(`there ->> 'executor'`, 'p.name')}`,
    there: `there ->> 'executor'`,
    here: 'a.executor_id::text',
    unlessSince: true,
  },
  stage: {
    holds: `${BOTH_OPEN} and ${AGREES} is false and not (${SUGGESTED})`,
    there: SAYS_THERE,
    here: 'a.stage',
    unlessSince: true,
  },
  term: {
    holds: `${BOTH_OPEN} and (there ->> 'plannedDay')::date <> (a.due_at at time zone ${zone})::date`,
    there: `there ->> 'plannedDay'`,
    here: `(a.due_at at time zone ${zone})::date::text`,
  },
  fastTrack: {
    holds: `${BOTH_OPEN} and (there ->> 'fastTrack')::boolean and a.kind = 'message' and a.fast_track_days is null
      and coalesce((there ->> 'plannedDay')::date - (there ->> 'receivedDay')::date, 0) not in (${listed(FAST_TRACK_DAYS)})`,
    there: `coalesce(there ->> 'plannedDay', '')`,
    here: `''`,
  },
  repeat: {
    holds: `(there ->> 'repeated')::boolean and a.reexaminations = 0 and ${at('repeat')}`,
    there: REPEATED_THERE,
    here: 'a.stage',
  },
});

/** What a preview counts, in its order. */
export const COUNTED: readonly Counted[] = [...DIFFERENCES.filter((kind) => kind !== 'missing'), 'mark'];

/** Of a row that is being read: whether it differs so. `before` is what ПОС has said until now. */
export function countedAs(kind: Counted, zone: string): string {
  if (kind === 'mark') return `there ->> 'mark' is not null and there ->> 'mark' is distinct from before ->> 'mark'`;
  const { holds, there, here } = judged(zone)[kind];
  return `(${holds}) and not (${isKept(`'${kind}'`, there, here)})`;
}

/** «Оставить как есть» holds for `appeal a`. */
export const isKept = (kind: string, there: string, here: string) =>
  `(${kind}, coalesce(${there}, ''), coalesce(${here}, '')) in (
    select x.kind, x.there, x.here from registry_kept x where x.appeal_id = a.id)`;

/**
 * A part of the statement that keeps what is said of appeals that have just come in: what ПОС had examined anew and finished before
 * that is left as it is.
 */
export const KEPT_AS_IT_CAME = (appeals: string) =>
  `insert into registry_kept (appeal_id, kind, there, here)
   select a.id, 'repeat', ${REPEATED_THERE}, a.stage from appeal a where a.id = any(${appeals}) on conflict do nothing`;

/**
 * Rows `(kind, holds, there, here)` of everything by which an appeal may differ: beside `there`, `a` and `p` it sees `s`, the file
 * that has named the appeal last, and `m`, its row of `registry_missing`. What has not been touched since it came in with a file is
 * as that file found it.
 */
export function everyDifference(zone: string): string {
  const since = `(a.version = 1 or a.stage_entered_at <= s.taken_at)`;
  const rows = Object.entries(judged(zone)).map(
    ([kind, { holds, there, here, unlessSince }]) =>
      `('${kind}', ${unlessSince ? `(${holds}) and ${since}` : holds}, ${there}, ${here})`,
  );
  return `(values ${rows.join(', ')}, ('missing', m.appeal_id is not null and ${OPEN_HERE}, '', '')) d(kind, holds, there, here)`;
}

/** Whether an appeal is to be looked at whenever differences are listed, though it be finished here. */
export const isWatched = (there: Pick<SaidThere, 'finished' | 'repeated'>): boolean =>
  !there.finished || there.repeated === true;
