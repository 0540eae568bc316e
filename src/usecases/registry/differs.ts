import type { Counted } from '../../../entities/registry-file';
import { FAST_TRACK_DAYS } from '../../regulation/deadlines';
import { DIFFERENCES, FINAL_STAGES, type Difference, type Stage } from '../../regulation/vocabulary';
import type { SaidThere } from './said-row';

/** As two people write one name: dots and spaces anywhere, «ё» or not, initials before the surname or after it. */
const bare = (name: string) => `replace(regexp_replace(lower(${name}), '[\\s.]', '', 'g'), 'ё', 'е')`;
const turned = (name: string) =>
  `regexp_replace(${name}, '^((?:[[:alpha:]]\\.\\s*){1,2})\\s*([[:alpha:]-]{2,})$', '\\2 \\1')`;
const initials = (name: string) =>
  `replace(lower(split_part(${name}, ' ', 1) || left(split_part(${name}, ' ', 2), 1) || left(split_part(${name}, ' ', 3), 1)), 'ё', 'е')`;

/** The name that ПОС has is this person's whole name. */
export const isWholeName = (there: string, name: string) => `${bare(there)} = ${bare(name)}`;
/** It may be this person: as a whole, or as «Фамилия И.О.» on either side. */
export const mayBeName = (there: string, name: string) =>
  `(${bare(turned(there))} in (${bare(name)}, ${initials(name)}) or ${initials(there)} = ${bare(name)})`;

/** Words of ПОС about where an appeal stands, the first that fit; anything else says nothing. */
const placeOf = (words: string) => `case
  when ${words} ~ 'перенаправ|передан' then 'redirect'
  when ${words} ~ 'отлож|промежут' then 'postponed'
  when ${words} ~ 'утвержд|подпис' then 'approval'
  when ${words} ~ 'соглас' then 'agreement'
  when ${words} ~ 'координац|(^|\\s)нов|поступ|зарегистр|не ?назнач|не ?распред' then 'coordination'
  when ${words} ~ 'назнач|работ|исполн|рассм|принят' then 'work' end`;
const wordsOf = (field: string) => `replace(lower(there ->> '${field}'), 'ё', 'е')`;
/** The status is nearer than the stage that it belongs to. */
const PLACE = `coalesce(${placeOf(wordsOf('status'))}, ${placeOf(wordsOf('stage'))})`;
/** «В работе», whichever of the two says so. */
export const AT_WORK = `(coalesce(${wordsOf('stage')}, '') || ' ' || coalesce(${wordsOf('status')}, '')) ~ 'в работе|исполнени'`;

/** Where an appeal may be here while ПОС says so: an agreed draft is entered there only then, an approved one is on its way. */
const AGREES: Readonly<Record<string, readonly Stage[]>> = {
  coordination: ['coordination'],
  work: [
    'assigned',
    'in_progress',
    'with_organization',
    'redirect_agreement',
    'redirect_approval',
    'answer_agreement',
    'answer_approval',
    'delivery',
    'postponed',
  ],
  agreement: ['answer_agreement', 'answer_approval', 'redirect_agreement', 'redirect_approval', 'delivery'],
  approval: ['answer_approval', 'redirect_approval', 'delivery'],
  postponed: ['postponed', 'answer_approval', 'delivery'],
  redirect: ['redirect_agreement', 'redirect_approval', 'with_organization', 'delivery', 'redirected'],
};
const listed = (words: readonly (string | number)[]) =>
  words.map((word) => (typeof word === 'number' ? String(word) : `'${word}'`)).join(', ');
const agrees = `case ${PLACE} ${Object.entries(AGREES)
  .map(([place, stages]) => `when '${place}' then a.stage in (${listed(stages)})`)
  .join(' ')} else true end`;

const FINISHED = `coalesce((there ->> 'finished')::boolean, false)`;
const OPEN_THERE = `(there ->> 'finished')::boolean = false`;
const OPEN_HERE = `a.finished_at is null`;
const BOTH_OPEN = `${OPEN_HERE} and ${OPEN_THERE}`;
const NAMED_THERE = `there ->> 'executor' is not null`;
const SUGGESTED = `${BOTH_OPEN} and a.stage = 'coordination' and a.executor_id is null and ${NAMED_THERE}`;
const WORDS_THERE = `coalesce(there ->> 'status', there ->> 'stage', '')`;
const REEXAMINABLE: readonly Stage[] = ['answer_agreement', 'answer_approval', 'delivery', 'postponed', 'answered'];

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
  finished: { holds: `${FINISHED} and ${OPEN_HERE}`, there: WORDS_THERE, here: 'a.stage', unlessSince: true },
  unfinished: {
    holds: `${OPEN_THERE} and a.stage in (${listed(FINAL_STAGES)}) and not (a.stage = 'redirected' and ${PLACE} is not distinct from 'redirect')`,
    there: WORDS_THERE,
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
    holds: `${BOTH_OPEN} and not (${agrees}) and not (${SUGGESTED})`,
    there: WORDS_THERE,
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
    holds: `(there ->> 'repeated')::boolean and a.reexaminations = 0 and a.stage in (${listed(REEXAMINABLE)})`,
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
