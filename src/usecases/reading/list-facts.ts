import { statement, type Queries, type Statement } from '../../database/database';
import type { PhotoWarningCounts } from '../../regulation/evidence';
import type { FormalSign } from '../../regulation/formal-signs';
import type { Lateness } from '../../regulation/lateness';
import type { AppealList } from '../../regulation/rights';
import type { Nameless } from '../../regulation/terms';
import type { Closure, ReexaminationReason } from '../../regulation/vocabulary';
import { shortName } from '../people/names';
import { whyLateNow, type AroundLateness } from './why-late';
import { judgedNow } from '../submission/version-files';

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
