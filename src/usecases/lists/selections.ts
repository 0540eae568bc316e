import { statement, type Queries, type Statement } from '../../database/database';
import { listed } from '../../database/listed';
import type { PhotoWarningCounts } from '../../regulation/evidence';
import type { Actor, Circumstances } from '../../regulation/facts';
import type { FormalSign } from '../../regulation/formal-signs';
import type { Lateness } from '../../regulation/lateness';
import { keysOf } from '../../regulation/lists';
import { endsWithin } from '../../regulation/nag-moments';
import {
  type AppealList,
  heldBy,
  ORGANIZATION_STAGES,
  PLACES,
  SENDING_STAGES,
  stagesHeldAsCoordinator,
  type Scope,
  type ScopeOf,
} from '../../regulation/rights';
import { MEANING } from '../../regulation/stages';
import type { Nameless } from '../../regulation/terms';
import {
  type Closure,
  type ReexaminationReason,
  STAGES,
  type Stage,
  LOWEST_GOOD_MARK,
} from '../../regulation/vocabulary';
import { judgedNow } from '../answers/version-files';
import { isReturnedToLine } from '../appeals/pending';
import { shortName } from '../kit/officials';
import { draftAwaitsEntry } from '../people/welcome-back';
import { isOverdueForHolder, isOverdueNow, wholeIsOver } from '../terms/load-terms';
import { whyLateNow, type AroundLateness } from '../terms/why-late';

/** For what an appeal is in a control list, beside what every line says of it. */
export type ListFact =
  | { readonly about: 'photos'; readonly counts: PhotoWarningCounts }
  | {
      readonly about: 'formal';
      readonly signs: readonly FormalSign['sign'][];
      /** Of the appeal whose answer is nearly the same. */
      readonly repeats: string | null;
    }
  /** Of what is late: into what its time went. */
  | { readonly about: 'late'; readonly lateness: Lateness }
  | { readonly about: 'mark'; readonly mark: number }
  | { readonly about: 'closed'; readonly closure: Closure }
  | { readonly about: 'returned'; readonly reason: ReexaminationReason }
  | { readonly about: 'selfApproved'; readonly name: string };

const counted = [
  'earlier',
  'later',
  'elsewhere',
  'same',
  'alike',
] as const satisfies readonly (keyof PhotoWarningCounts)[];
const WHERE = {
  earlier: `e.time = 'earlier'`,
  later: `e.time = 'later'`,
  elsewhere: `e.place = 'elsewhere'`,
  same: `e.reuse = 'same'`,
  alike: `e.reuse = 'alike'`,
} as const satisfies Record<(typeof counted)[number], string>;

/** The latest act of its kind that told this. */
const latest = (name: string, action: string, about: string, fact: string): Statement =>
  statement(
    `fact-of-${name}`,
    `select distinct on (j.appeal_id) j.appeal_id as id, jsonb_build_object('about', '${about}', ${fact}) as fact
     from journal_entry j left join person p on p.id = j.person_id
     where j.appeal_id = any($1::int[]) and j.action = '${action}' order by j.appeal_id, j.id desc`,
  );

/** Each gives `id` and `fact`, for the appeals of a page. */
const FACTS: { readonly [List in AppealList]?: Statement } = {
  photoWarnings: statement(
    'fact-of-photos',
    `select a.id, jsonb_build_object('about', 'photos', 'counts', jsonb_strip_nulls(jsonb_build_object(${counted
      .map((warning) => `'${warning}', nullif(count(*) filter (where ${WHERE[warning]}), 0)`)
      .join(', ')}))) as fact
     from appeal a, evidence e join attachment t on t.id = e.attachment_id where a.id = any($1::int[]) and ${judgedNow('a')} group by a.id`,
  ),
  formal: statement(
    'fact-of-formal',
    `select a.id, jsonb_build_object('about', 'formal', 'signs', (select jsonb_agg(s -> 'sign') from jsonb_array_elements(c.signs) s),
       'repeats', (select r.number from answer_draft x join appeal r on r.id = x.appeal_id where x.id = c.repeats_id)) as fact
     from appeal a join formal_check c on c.draft_id = a.draft_id where a.id = any($1::int[])`,
  ),
  lowMarks: statement(
    'fact-of-marks',
    `select distinct on (m.appeal_id) m.appeal_id as id, jsonb_build_object('about', 'mark', 'mark', m.mark) as fact
     from registry_mark m where m.appeal_id = any($1::int[]) order by m.appeal_id, m.file_id desc`,
  ),
  closed: latest('closed', 'close', 'closed', `'closure', j.details ->> 'closure'`),
  returned: latest('returned', 'returnForReexamination', 'returned', `'reason', j.details ->> 'reexaminationReason'`),
  selfApproved: latest('self-approved', 'approveAnswer', 'selfApproved', `'name', p.name`),
};

/** Why it is nobody's what is late; null: it is somebody's. */
interface Told {
  readonly id: number;
  readonly unnamed: Nameless | null;
}

/** The lines of a list, each with the fact for which it is there; of most lists that is the list's own name. */
export async function withFacts<Line extends Told>(
  queries: Queries,
  list: AppealList,
  lines: readonly Line[],
  around: AroundLateness,
): Promise<(Line & { readonly fact: ListFact | null })[]> {
  if (list === 'overdue') return withLateness(queries, lines, around);
  const select = FACTS[list];
  const rows =
    select === undefined || lines.length === 0
      ? []
      : await queries.query<{ id: number; fact: ListFact }>(select, [lines.map(({ id }) => id)]);
  const facts = new Map(rows.map(({ id, fact }) => [id, fact]));
  return lines.map((line) => ({ ...line, fact: inShort(facts.get(line.id) ?? null) }));
}

/** A page is a few lines: each is looked at by itself. */
async function withLateness<Line extends Told>(
  queries: Queries,
  lines: readonly Line[],
  around: AroundLateness,
): Promise<(Line & { readonly fact: ListFact | null })[]> {
  const told: (Line & { readonly fact: ListFact | null })[] = [];
  for (const line of lines) {
    const lateness = await whyLateNow(queries, line.id, around);
    // What is nobody's has no name beside it either.
    const shown = lateness && (line.unnamed === null ? lateness : { ...lateness, longest: null });
    told.push({ ...line, fact: shown && { about: 'late', lateness: shown } });
  }
  return told;
}

const inShort = (fact: ListFact | null): ListFact | null =>
  fact?.about === 'selfApproved' ? { ...fact, name: shortName(fact.name) } : fact;

export const LIST_PAGE = 7;
/** Working days of «скоро срок», as the first nag about the whole term has them (domain.md, Nags). */
const SOON_DAYS = 3;

/** A selection of rows; its parameters are made for whoever asks. */
export interface Selection {
  readonly count: Statement;
  /** The page's beginning is the last parameter. */
  readonly page: Statement;
  readonly values: (actor: Actor, around: Circumstances) => readonly unknown[];
}

const DUTY_STAGES = STAGES.filter((stage) => MEANING[stage].duty);

/** Of a row `w` of `open_work`: until when the executor owes a report to the supervisor; null when nothing is owed. */
const reportDue = (w: string): string =>
  `(case when ${w}.stage in (${listed(DUTY_STAGES)}) then
     (select case when a.reported_at is null then a.duty_due_at end from appeal a where a.id = ${w}.appeal_id) end)`;
/** The nearest of the terms that run: what is over comes first. */
export const nearest = (w: string): string => `least(${w}.due_at, ${w}.stage_due_at, ${reportDue(w)})`;
/** A fact about the appeal that `open_work` does not repeat, row by row through the key. */
const ofAppeal = (w: string, fact: string): string => `(select ${fact} from appeal a where a.id = ${w}.appeal_id)`;

const AN_APPEAL = `w.appeal_id as "appealId", null::jsonb as delivery`;

/**
 * Lists of what is to be done have one line for appeals that are worked as one, the leading one's, unless only another of them belongs
 * there. Not so those that count appeals and their terms: each keeps its own, and is late by itself.
 */
const once = (
  where: string,
): string => `(${where}) and not exists (select from joined_appeal j join open_work l on l.appeal_id = j.leading_id
  where j.appeal_id = w.appeal_id and ${where.replaceAll(/\bw\./g, 'l.')})`;
/** The nearest term of all that a line stands for. */
const nearestOfAll = `least(${nearest('w')}, (select min(${nearest('f')}) from joined_appeal j join open_work f on f.appeal_id = j.appeal_id
  where j.leading_id = w.appeal_id))`;

const toDo = (name: string, where: string, values: Selection['values']): Selection =>
  openWork(name, once(where), values, nearestOfAll);

function openWork(name: string, where: string, values: Selection['values'], first = nearest('w')): Selection {
  return {
    count: statement(`count-${name}`, `select count(*)::int as count from open_work w where ${where}`),
    page: statement(
      `page-of-${name}`,
      `select ${AN_APPEAL} from open_work w where ${where} order by ${first}, w.appeal_id
       limit ${LIST_PAGE} offset ${next(where)}`,
    ),
    values,
  };
}

/** The first parameter that the condition does not use. */
function next(where: string): string {
  return `$${Math.max(0, ...[...where.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))) + 1}`;
}

const none: Selection['values'] = () => [];
const atStages = (...stages: Stage[]) => [stages];
const places = keysOf(PLACES);
const held = `((w.executor_id = any($1::int[]) and w.stage = any($2::text[])) or (w.agreeing_id = any($3::int[]) and w.stage = any($4::text[]))
  or (w.approving_id = any($5::int[]) and w.stage = any($6::text[]) and not ${draftAwaitsEntry('w', '$7')}))`;
const areEntered = ({ signatures }: Circumstances): boolean => signatures === 'mark';
const heldValues: Selection['values'] = (actor, around) => [
  ...places.flatMap((place) => [heldBy(actor, place), PLACES[place].stages]),
  areEntered(around),
];

/** Open appeals of which something is not in ПОС yet, beside the tasks that say so themselves. $1: drafts are entered there. */
const waitsForPos = `(w.stage in (${listed(SENDING_STAGES)})
  or ${draftAwaitsEntry('w', '$1')})`;
/** What its author alone is asked for is no task of the coordinators yet. */
const unplaced = 'y.placed_at is null and y.withdrawn_at is null and y.author_until is null';
/** Of a delivery `y`: the gateway has brought it into ПОС. SQL. */
const IN_POS = `exists (select from shipment g where g.delivery_id = y.id and g.carrier = 'gateway' and g.state = 'delivered')`;
/** Of a delivery `y`: by which carrier it goes now; null: people have to do something. SQL. */
const CARRYING = `(select s.carrier from shipment s where s.delivery_id = y.id and s.state in ('waiting', 'sending', 'accepted')
  and (s.carrier = 'gateway' or ${IN_POS}) order by s.carrier limit 1)`;
const hasTask = (w: string) => `exists (select from delivery y where y.appeal_id = ${w}.appeal_id and ${unplaced})`;

/** Whoever sent the draft has approved it; the approval stands until the answer is returned. */
const selfApproved = `select distinct on (j.appeal_id) j.appeal_id, j.at from journal_entry j
  where j.action = 'approveAnswer' and j.person_id = (select s.person_id from journal_entry s
    where s.appeal_id = j.appeal_id and s.action = 'submitAnswer' and s.id < j.id order by s.id desc limit 1)
  order by j.appeal_id, j.id desc`;

/** The present version of an answer that waits for supervisors or was sent. */
const formal = `from formal_check c join answer_draft d on d.id = c.draft_id join appeal a on a.id = d.appeal_id and a.draft_id = d.id
  where c.signs <> '[]' and a.stage in (${listed(STAGES.filter((stage) => ['draft', 'answer'].includes(MEANING[stage].text ?? '')))})`;

/** As the index `evidence_warnings` has it; what each word means: PHOTO_WARNINGS of the regulation. */
const warns = `(e.time in ('earlier', 'later') or e.place = 'elsewhere' or e.reuse in ('same', 'alike'))`;
/** Days after the end of an appeal for which its photos are still looked into. */
const WARNED_DAYS = 30;
/** Photos by which the answer is judged now. $1: since when an appeal may be finished. */
const warned = `select t.appeal_id, max(t.received_at) as at from evidence e join attachment t on t.id = e.attachment_id
    join appeal a on a.id = t.appeal_id and (a.finished_at is null or a.finished_at > $1)
  where ${warns} and ${judgedNow('a')} group by t.appeal_id`;

/** Days for which a low mark is looked into. */
const MARKED_DAYS = 30;
/** The latest low mark of an appeal, unless a better one came since. $1: since when. */
const markedLow = `select distinct on (m.appeal_id) m.appeal_id, f.taken_at as at from registry_mark m join registry_file f on f.id = m.file_id and f.taken_at > $1
    where not exists (select from journal_entry j where j.appeal_id = m.appeal_id and j.action = 'receiveMark'
      and (j.details ->> 'mark')::int >= ${LOWEST_GOOD_MARK} and (j.details ->> 'fileId')::int > m.file_id)
    order by m.appeal_id, m.file_id desc`;

/** What is in a list, for each scope that its row in LISTS gives: one that is missing, or too much, does not compile. */
export const SELECTIONS: {
  readonly [List in Exclude<AppealList, 'found'>]: Readonly<Record<ScopeOf<List>, Selection>>;
} = {
  mine: { own: toDo('my-work', held, heldValues) },
  coordination: { all: toDo('coordination', 'w.stage = any($1::text[])', () => atStages('coordination')) },
  agreement: {
    own: toDo('my-agreements', 'w.agreeing_id = any($1::int[]) and w.stage = any($2::text[])', (actor) => [
      heldBy(actor, 'agreeing'),
      PLACES.agreeing.stages,
    ]),
    all: toDo('agreements', 'w.stage = any($1::text[])', () => atStages(...PLACES.agreeing.stages)),
  },
  approval: {
    own: toDo(
      'my-approvals',
      `w.approving_id = any($1::int[]) and w.stage = any($2::text[]) and not ${draftAwaitsEntry('w', '$3')}`,
      (actor, around) => [heldBy(actor, 'approving'), PLACES.approving.stages, areEntered(around)],
    ),
    all: toDo('approvals', 'w.stage = any($1::text[])', () => atStages(...PLACES.approving.stages)),
  },
  overdue: {
    own: openWork('my-overdue', `${held} and ${isOverdueForHolder('w', '$8')}`, (actor, around) => [
      ...heldValues(actor, around),
      around.now,
    ]),
    // Beside what is counted, what is late in the eyes of whoever reads: their morning list has it.
    all: openWork(
      'overdue',
      `(${isOverdueNow('w', '$8')} or ((${held} or w.stage = any($9::text[])) and ${isOverdueForHolder('w', '$8')}))`,
      (actor, around) => [...heldValues(actor, around), around.now, stagesHeldAsCoordinator(actor)],
    ),
  },
  soon: {
    all: openWork('soon-due', `not ${wholeIsOver('w', '$1')} and w.due_at <= $2::timestamptz`, (_, around) => [
      around.now,
      endsWithin(SOON_DAYS, around.now, around.calendar),
    ]),
  },
  unreported: { all: openWork('unreported', `${reportDue('w')} is not null`, none) },
  work: { all: openWork('in-work', 'true', none) },
  postponed: {
    all: openWork('postponed', 'w.stage = any($1::text[])', () =>
      atStages(...STAGES.filter((stage) => MEANING[stage].waitsForDate)),
    ),
  },
  organizations: {
    all: openWork('with-organizations', 'w.stage = any($1::text[])', () => atStages(...ORGANIZATION_STAGES)),
  },
  placing: {
    all: {
      count: statement(
        'count-to-place',
        `select (select count(*) from delivery y where ${unplaced})::int
           + (select count(*) from open_work w where ${waitsForPos} and not ${hasTask('w')})::int as count`,
      ),
      page: statement(
        'page-to-place',
        `select "appealId", delivery from (
           select y.appeal_id as "appealId", jsonb_strip_nulls(jsonb_build_object('id', y.id, 'kind', y.kind, 'removes', (select x.kind from delivery x where x.id = y.removes_id), 'carrying', ${CARRYING}, 'inPos', nullif(${IN_POS}, false))) as delivery,
             coalesce(${nearest('w')}, 'infinity') as nearest, y.queued_at as since
           from delivery y left join open_work w on w.appeal_id = y.appeal_id where ${unplaced}
           union all
           select ${AN_APPEAL}, ${nearest('w')}, null from open_work w where ${waitsForPos} and not ${hasTask('w')}) waiting
         order by nearest, since, "appealId" limit ${LIST_PAGE} offset $2`,
      ),
      values: (_, around) => [areEntered(around)],
    },
  },
  lowMarks: {
    all: {
      count: statement('count-low-marked', `select count(*)::int as count from (${markedLow}) m`),
      page: statement(
        'page-of-low-marked',
        `select m.appeal_id as "appealId", null::jsonb as delivery from (${markedLow}) m
         order by m.at desc, m.appeal_id limit ${LIST_PAGE} offset $2`,
      ),
      values: (_, around) => [new Date(around.now.getTime() - MARKED_DAYS * 86_400_000)],
    },
  },
  closed: {
    all: {
      count: statement(
        'count-closed',
        `select count(*)::int as count from appeal a where a.stage = 'closed' and not ${isReturnedToLine('a')}`,
      ),
      page: statement(
        'page-of-closed',
        `select a.id as "appealId", null::jsonb as delivery from appeal a where a.stage = 'closed' and not ${isReturnedToLine('a')}
         order by a.finished_at desc, a.id limit ${LIST_PAGE} offset $1`,
      ),
      values: none,
    },
  },
  incomplete: {
    all: openWork(
      'incomplete',
      ofAppeal('w', '(a.text is null or (a.address is null and a.settlement is null))'),
      none,
    ),
  },
  returned: { all: openWork('returned', ofAppeal('w', 'a.reexaminations > 0'), none) },
  selfApproved: {
    all: {
      count: statement('count-self-approved', `select count(*)::int as count from (${selfApproved}) j`),
      page: statement(
        'page-of-self-approved',
        `select j.appeal_id as "appealId", null::jsonb as delivery from (${selfApproved}) j left join open_work w on w.appeal_id = j.appeal_id
         order by ${nearest('w')} nulls last, j.at desc, j.appeal_id limit ${LIST_PAGE} offset $1`,
      ),
      values: none,
    },
  },
  formal: {
    all: {
      count: statement('count-formal', `select count(*)::int as count ${formal}`),
      page: statement(
        'page-of-formal',
        `select f.id as "appealId", null::jsonb as delivery from (select a.id, d.written_at ${formal}) f left join open_work w on w.appeal_id = f.id
         order by ${nearest('w')} nulls last, f.written_at desc, f.id limit ${LIST_PAGE} offset $1`,
      ),
      values: none,
    },
  },
  photoWarnings: {
    all: {
      count: statement('count-photo-warnings', `select count(*)::int as count from (${warned}) j`),
      page: statement(
        'page-of-photo-warnings',
        `select j.appeal_id as "appealId", null::jsonb as delivery from (${warned}) j left join open_work w on w.appeal_id = j.appeal_id
         order by ${nearest('w')} nulls last, j.at desc, j.appeal_id limit ${LIST_PAGE} offset $2`,
      ),
      values: (_, around) => [new Date(around.now.getTime() - WARNED_DAYS * 86_400_000)],
    },
  },
};

/** Undefined: whoever asks has no such list. */
export function selectionIn(list: Exclude<AppealList, 'found'>, scope: Scope): Selection | undefined {
  const selections: Partial<Record<Scope, Selection>> = SELECTIONS[list];
  return selections[scope];
}

/** A part of what is in work: a stage, or what one person is the executor of; id 0: of nobody. */
export type WorkOf = { readonly stage: Stage } | { readonly executorId: number };

const atStage = openWork('work-at-stage', 'w.stage = $1', none);
const ofExecutor = openWork('work-of-executor', 'w.executor_id is not distinct from nullif($1::int, 0)', none);

export const selectionOf = (of: WorkOf): Selection =>
  'stage' in of ? { ...atStage, values: () => [of.stage] } : { ...ofExecutor, values: () => [of.executorId] };
