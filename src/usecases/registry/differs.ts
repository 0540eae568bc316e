import type { Counted } from '../../../entities/registry-file';
import { statement, type Transaction } from '../../database/database';
import { listed as listedOfReflectedThere } from '../../database/listed';
import { EXTENSION_DAYS, FAST_TRACK_DAYS } from '../../regulation/deadlines';
import { AGREEING, DIFFERENCE_RULES, PLACES_THERE, WORDS_AT_WORK, WORDS_THERE } from '../../regulation/differences';
import { DIFFERENCES, type Difference, type Stage } from '../../regulation/vocabulary';
import type { Desk } from '../kit/ports';
import { decidedId, isNobody, mayBeName } from '../people/people';

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
/** By whom ПОС names nobody of the bot, as is decided of that name, an executor here is no other. */
const IS_SOMEBODY = `not ${isNobody(`there ->> 'executor'`)}`;
const IS_ANOTHER = `coalesce(${decidedId(`there ->> 'executor'`)} <> a.executor_id, not ${mayBeName(`there ->> 'executor'`, 'p.name')})`;
const SUGGESTED = `${BOTH_OPEN} and ${at('assigned')} and a.executor_id is null and ${NAMED_THERE} and ${IS_SOMEBODY}`;
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

const OUTCOME = `case when ${FINISHED} then coalesce(there ->> 'outcome', 'answered') end`;
const PLANNED = `(there ->> 'plannedDay')::date`;
const POSTPONED = `${BOTH_OPEN} and ${PLACE} = 'postponed' and ${AGREES} is false and a.postponed_at is null`;
/** 59-ФЗ, article 12 part 2. */
const extended = (due: string) =>
  `${BOTH_OPEN} and a.kind = 'appeal59' and not a.extended and ${PLANNED} - ${due} between ${EXTENSION_DAYS.min} and ${EXTENSION_DAYS.max}`;
const TOPIC = ['category', 'subcategory', 'fact'] as const;
/** What ПОС says of it, and the bot does not. */
const otherTopic = TOPIC.map(
  (field) => `record ->> '${field}' is not null and lower(record ->> '${field}') is distinct from lower(a.${field})`,
).join(' or ');
const topicOf = (of: (field: string) => string) => `concat_ws(' / ', ${TOPIC.map(of).join(', ')})`;
/** In whose hands it is here, if it is with an organization; null: it is the office's own. */
const BODY = `(select o.name from organization o where o.id = case when a.stage = 'with_organization' then a.organization_id else p.organization_id end)`;
const lettersOf = (name: string) => `regexp_replace(lower(${name}), '[^[:alpha:]]', '', 'g')`;
const isSameBody = `(strpos(${lettersOf(`there ->> 'standsAt'`)}, ${lettersOf(BODY)}) > 0 or strpos(${lettersOf(BODY)}, ${lettersOf(`there ->> 'standsAt'`)}) > 0)`;
/** On which day it was answered here: what was said of it, else when it was entered. */
const answeredHere = (zone: string) => `coalesce(
  (select coalesce(j.details ->> 'doneOn', j.details ->> 'answeredOn')::date from journal_entry j
   where j.appeal_id = a.id and j.to_stage = a.stage and (j.from_stage <> j.to_stage or j.action = 'takeAnswerThere') order by j.id desc limit 1),
  (a.finished_at at time zone ${zone})::date)`;
const ENDED_OTHERWISE = `${OUTCOME} <> a.stage`;

const dayOf = (moment: string, zone: string) => `(${moment} at time zone ${zone})::date`;

/**
 * How what ПОС says (`there`, and `record` of its registration) differs from `appeal a`, whose executor is `person p`; `$zone` stands
 * for the office's time zone. What came in finished, and nobody has acted on since, is as it came.
 */
const judged = (zone: string): Readonly<Record<Exclude<Difference, 'missing'>, Judged>> => ({
  ...ended(zone),
  ...placed(),
  ...termed(zone),
  ...registered(zone),
});

const ended = (zone: string) =>
  ({
    finished: endedThere('answered'),
    redirected: endedThere('redirected'),
    closed: endedThere('closed'),
    unfinished: {
      holds: `${OPEN_THERE} and ${at('unfinished')} and ${AGREES} is not true`,
      there: SAYS_THERE,
      here: 'a.stage',
      unlessSince: true,
    },
    answer: {
      // of what came in finished the day is known as nearly as its file had it
      holds: `${FINISHED} and ${at('answer')} and (${ENDED_OTHERWISE} or a.stage = 'answered' and (
        there ->> 'answerType' is not null and there ->> 'answerType' is distinct from a.answer_type
        or not a.is_history and (there ->> 'finishedDay')::date <> ${answeredHere(zone)}))`,
      there: `concat_ws('|', ${OUTCOME}, coalesce(there ->> 'answerType', ''), there ->> 'finishedDay')`,
      here: `concat_ws('|', a.stage, coalesce(a.answer_type, ''), ${answeredHere(zone)}::text)`,
      unlessSince: true,
    },
    repeat: {
      holds: `(there ->> 'repeated')::boolean and a.reexaminations = 0 and ${at('repeat')}`,
      there: REPEATED_THERE,
      here: 'a.stage',
    },
  }) satisfies Partial<Record<Difference, Judged>>;

const endedThere = (outcome: 'answered' | 'redirected' | 'closed'): Judged => ({
  holds: `${OPEN_HERE} and ${OUTCOME} = '${outcome}'`,
  there: SAYS_THERE,
  here: 'a.stage',
  unlessSince: true,
});

const placed = () =>
  ({
    assigned: { holds: SUGGESTED, there: `there ->> 'executor'`, here: `''` },
    executor: {
      holds: `${BOTH_OPEN} and p.name is not null and ${NAMED_THERE} and ${IS_ANOTHER} and ${IS_SOMEBODY}`,
      there: `there ->> 'executor'`,
      here: 'a.executor_id::text',
      unlessSince: true,
    },
    stage: {
      holds: `${BOTH_OPEN} and ${AGREES} is false and ${PLACE} <> 'postponed' and not (${SUGGESTED})`,
      there: SAYS_THERE,
      here: 'a.stage',
      unlessSince: true,
    },
    body: {
      holds: `${BOTH_OPEN} and ${at('body')} and not (${SUGGESTED}) and case when ${BODY} is null
        then there ->> 'standsAt' <> there ->> 'cameTo' else there ->> 'standsAt' is not null and not ${isSameBody} end`,
      there: `there ->> 'standsAt'`,
      here: BODY,
      unlessSince: true,
    },
  }) satisfies Partial<Record<Difference, Judged>>;

const termed = (zone: string) => {
  const due = dayOf('a.due_at', zone);
  const days = { there: `there ->> 'plannedDay'`, here: `${due}::text` };
  return {
    postponement: { holds: POSTPONED, ...days },
    extension: { holds: `${extended(due)} and not (${POSTPONED})`, ...days },
    term: {
      holds: `${BOTH_OPEN} and ${PLANNED} <> ${due} and not (${POSTPONED}) and not (${extended(due)})`,
      ...days,
    },
    fastTrack: {
      holds: `${BOTH_OPEN} and (there ->> 'fastTrack')::boolean and a.kind = 'message' and a.fast_track_days is null
        and coalesce(${PLANNED} - (there ->> 'receivedDay')::date, 0) not in (${listed(FAST_TRACK_DAYS)})`,
      there: `coalesce(there ->> 'plannedDay', '')`,
      here: `''`,
    },
  } satisfies Partial<Record<Difference, Judged>>;
};

const registered = (zone: string) =>
  ({
    law59: { holds: `${BOTH_OPEN} and record ->> 'kind' <> a.kind`, there: `record ->> 'kind'`, here: 'a.kind' },
    category: {
      holds: `${BOTH_OPEN} and (${otherTopic})`,
      there: topicOf((field) => `record ->> '${field}'`),
      here: topicOf((field) => `a.${field}`),
    },
    registered: {
      holds: `${BOTH_OPEN} and (there ->> 'receivedDay')::date <> ${dayOf('a.registered_at', zone)}`,
      there: `there ->> 'receivedDay'`,
      here: `${dayOf('a.registered_at', zone)}::text`,
    },
  }) satisfies Partial<Record<Difference, Judged>>;

/** What a preview counts, in its order. */
export const COUNTED: readonly Counted[] = [...DIFFERENCES.filter((kind) => kind !== 'missing'), 'mark'];

/** Of a row that is being read: whether it differs so. `before` is what ПОС has said until now. */
export function countedAs(kind: Counted, zone: string): string {
  if (kind === 'mark') return `there ->> 'mark' is not null and there ->> 'mark' is distinct from before ->> 'mark'`;
  const { holds, there, here }: Judged = judged(zone)[kind];
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
 * Rows `(kind, holds, there, here)` of everything by which an appeal may differ: beside `there`, `record`, `a` and `p` it sees `s`, the file
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

// Which lines of «Отразить в ПОС» an export answers. It is younger than what was decided when its day is.

/** What a line becomes when the export says otherwise. */
const BECOMES: readonly Difference[] = [
  'finished',
  'redirected',
  'closed',
  'unfinished',
  'assigned',
  'executor',
  'stage',
];
const DIFFERS = `exists (select from ${everyDifference('$3')} where d.holds and d.kind in (${listedOfReflectedThere(BECOMES)}))`;
/** Whoever reassigns must be named there: that somebody has it, ПОС has said before. */
const SHOWS = `case r.kind
  when 'assignment' then ${PLACE} <> 'coordination' and (there ->> 'executor' is not null or r.from_stage = 'coordination')
  when 'reexamination' then (there ->> 'finished')::boolean = false
  when 'taking' then ${AT_WORK} or ${PLACE} not in ('coordination', 'work')
  when 'return' then ${PLACE} = 'coordination' end`;

const endReflectedThere = statement(
  'reflections.shown-there',
  `with said as (
     select r.id, ${DIFFERS} as differs, coalesce(${SHOWS}, false) as shows, s.day > (r.at at time zone $3)::date as younger
     from reflection r join appeal a on a.id = r.appeal_id join registry_file s on s.id = $1
       join registry_record k on k.appeal_id = a.id and (k.seen_file_id = s.id or k.file_id = s.id)
       join registry_row w on w.file_id = k.file_id and w.row = k.row
       left join person p on p.id = a.executor_id left join registry_missing m on m.appeal_id = a.id
       cross join lateral (select w.said -> 'there' as there, w.said -> 'appeal' as record) t
     where r.ended_at is null and s.taken_at > r.at and s.day >= (r.at at time zone $3)::date)
   update reflection r set ended_at = $2 from said
   where r.id = said.id and (said.shows and not said.differs or said.differs and said.younger)`,
);

/**
 * What the file shows as it was decided here is done; what it shows otherwise is a difference from now on.
 * @idempotent
 */
export const endReflected = async (tx: Transaction, desk: Desk, fileId: number): Promise<void> => {
  await tx.query(endReflectedThere, [fileId, desk.clock.now(), desk.office.calendar().zone]);
};
