import type { Appeal } from '../../../entities/appeal';
import { OpenWork } from '../../../entities/appeal-work';
import { columnNames, snakeCase } from '../../database/columns';
import { statement, type Transaction, type Queries } from '../../database/database';
import { workingTimeBetween, type OfficeCalendar } from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import { ENTRY_STAGES, holderAt, ORGANIZATION_STAGES } from '../../regulation/rights';
import { mayStillPass } from '../../regulation/stages';
import { passingDue } from '../../regulation/terms';
import { intakeEnd } from '../../regulation/visits';
import { type Participant, isFinal, PARTICIPANTS, type SignatureMode, type Stage } from '../../regulation/vocabulary';
import { JOURNAL_COLUMNS, type Entry } from '../kit/journal';
import { shortName } from '../kit/officials';
import { termFactsOf, type LoadedAppeal, STATE, type AppealState } from './appeal-store';

/** The seven days of an `appeal59`: of those that are worked as one, those that end first. */
export interface Passing {
  readonly due: Date;
  /** When the bot received it: days that were over by then are nobody's. */
  readonly receivedAt: Date;
  /** Passing it on is asked for: nobody is late by the end of what nobody wants. */
  readonly asked: boolean;
  /** Of another one; null: its own. */
  readonly number: string | null;
}

/**
 * Passing it on passes on all that go with it: the first of their days is the one to keep. One that was passed on in time and came back has
 * kept it for good, and shows it while it is ahead. Null: nothing limits that, or it is passed on.
 */
export function passingOf(
  appeal: LoadedAppeal,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): Passing | null {
  if (!mayStillPass(appeal.state)) return null;
  const all = [appeal, ...appeal.followers].flatMap((one): Passing[] => {
    const term = passingDue(termFactsOf(one), calendar);
    const { receivedAt, number, state } = one;
    const asked = state.redirectAskedAt !== null;
    const intake = intakeEnd(receivedAt, state.visits);
    const isKept = state.visits?.passedOn === true && term !== null && isOverdue(term.due, now);
    return term && !isKept
      ? [{ due: term.due, receivedAt: intake, asked, number: one === appeal ? null : number }]
      : [];
  });
  return all.reduce<Passing | null>((first, one) => (first === null || one.due < first.due ? one : first), null);
}

/** In whose hands the appeal is now, as people are named in a toast; null: nobody's. */
export type Holders = Readonly<Record<Participant | 'reportedTo' | 'organization', string | null>>;

/** Columns of the holders' names, of the appeal in this table of a statement. */
export const selectHolders = (table: string) => `
    (select name from person where id = ${table}.executor_id) as executor,
    (select name from person where id = ${table}.agreeing_id) as agreeing,
    (select name from person where id = ${table}.approving_id) as approving,
    (select name from person where id = ${table}.reported_to_id) as "reportedTo",
    (select name from organization where id = ${table}.organization_id) as organization`;

/** Full names as a toast has them. */
export function holdersOf({ executor, agreeing, approving, reportedTo, organization }: Holders): Holders {
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return {
    executor: short(executor),
    agreeing: short(agreeing),
    approving: short(approving),
    reportedTo: short(reportedTo),
    organization,
  };
}

/** What both tables have, by the same names. */
const WORK = [
  'stage',
  'executorId',
  'agreeingId',
  'approvingId',
  'dueAt',
  'stageDueAt',
] as const satisfies readonly (keyof OpenWork & keyof Appeal)[];
const work = columnNames(OpenWork, WORK);
/** Of a row of `appeal`: when open work is late by its stage. A visit that ends with the whole never is. */
export const STAGE_LATE_FROM = `case when visits -> 'cut' = 'true' then null else stage_due_at end as stage_due_at`;
const workOf = WORK.map((name) => (name === 'stageDueAt' ? STAGE_LATE_FROM : snakeCase(name))).join(', ');

const journalAt = (first: number) => Array.from({ length: 9 }, (_, index) => `$${first + index}`);

/**
 * One round trip saves the appeal, its row among open work and the journal entry, and names the holders for the toast: the press path
 * is made of few statements.
 * `open_work` is written as a whole, so that an appeal that comes back from a final stage gets its row again. Whatever somebody acts on
 * is history no more, and words find it.
 */
const [at, action, personId, capacity, onBehalfOf, clause, fromStage, formId, details] = journalAt(STATE.length + 2);
const save = (open: boolean) => `with saved as (
    update appeal set ${STATE.map((name, index) => `${snakeCase(name)} = $${index + 2}`).join(', ')}, is_history = false where id = $1
    returning id, ${workOf}, version, reported_to_id, organization_id),
  work as (${
    open
      ? `insert into open_work (appeal_id, ${work}) select id, ${work} from saved
    on conflict (appeal_id) do update set ${WORK.map((name) => `${snakeCase(name)} = excluded.${snakeCase(name)}`).join(', ')}`
      : 'delete from open_work where appeal_id = $1'
  }),
  entry as (
    insert into journal_entry (${JOURNAL_COLUMNS})
    select ${at}::timestamptz, id, ${action}, ${personId}::int, ${capacity}, ${onBehalfOf}::int, ${clause}, ${fromStage}, stage, version, ${formId}::int, ${details}::jsonb from saved
    returning id)
  select entry.id, ${selectHolders('saved')} from entry, saved`;
const saveOpen = statement('save-open-appeal', save(true));
const saveFinal = statement('save-final-appeal', save(false));

/** Writes the new state and the entry that tells of it. The caller holds the appeal's lock. */
export async function saveAppeal(
  tx: Transaction,
  id: number,
  state: AppealState,
  entry: Omit<Entry, 'toStage'>,
): Promise<{ readonly entryId: number; readonly holders: Holders }> {
  const values = STATE.map((name) =>
    (name === 'undo' || name === 'visits') && state[name] ? JSON.stringify(state[name]) : state[name],
  );
  const [row] = await tx.query<{ id: number } & Holders>(isFinal(state.stage) ? saveFinal : saveOpen, [
    id,
    ...values,
    entry.at,
    entry.action,
    entry.personId,
    entry.capacity,
    entry.onBehalfOfId,
    entry.clause,
    entry.fromStage,
    entry.formId,
    JSON.stringify(entry.details),
  ]);
  if (!row) throw new Error(`Appeal ${id} vanished while it was locked`);
  return { entryId: row.id, holders: holdersOf(row) };
}

/** Who had an appeal, from when to when: read from its acts, oldest first. */
export interface Holding {
  readonly stage: Stage;
  /** Null: all coordinators, or nobody any more. */
  readonly person: string | null;
  /** The same person's whole name. */
  readonly fullName: string | null;
  /** It could not be signed before the coordinators had entered it into ПОС. */
  readonly awaitsEntry: boolean;
  readonly organization: string | null;
  readonly from: Date;
  /** Null: it is there. */
  readonly to: Date | null;
  /** Milliseconds of working time. */
  readonly time: number;
}

interface HandingEntry {
  readonly at: Date;
  readonly action: string;
  readonly toStage: Stage | null;
  readonly people: Readonly<Partial<Record<Participant | 'former' | 'replacement', string>>>;
  readonly participant: string | null;
  readonly organization: string | null;
}
const name = (field: string) => `(select p.name from person p where p.id = (j.details ->> '${field}')::int)`;
const readActs = statement(
  'acts-of-holders',
  `select j.at, j.action, j.to_stage as "toStage", j.details ->> 'participant' as participant,
     (select o.name from organization o where o.id = (j.details ->> 'organizationId')::int) as organization,
     jsonb_strip_nulls(jsonb_build_object('executor', ${name('executorId')}, 'agreeing', ${name('agreeingId')}, 'approving', ${name('approvingId')},
       'former', ${name('formerExecutorId')}, 'replacement', ${name('replacementId')})) as people
   from journal_entry j where j.appeal_id = $1 and j.to_stage is not null order by j.id`,
);

/** @param until now, or when the appeal was finished */
export async function readHolders(
  queries: Queries,
  appealId: number,
  {
    until,
    calendar,
    signatures,
  }: { readonly until: Date; readonly calendar: OfficeCalendar; readonly signatures: SignatureMode },
): Promise<readonly Holding[]> {
  const entries = await queries.query<HandingEntry>(readActs, [appealId]);
  const holdings: Omit<Holding, 'to' | 'time'>[] = [];
  let places: Places = { executor: null, agreeing: null, approving: null, organization: null, entered: false };
  for (const entry of entries) {
    places = after(places, entry);
    const { toStage: stage, at } = entry;
    if (stage === null) continue;
    const here = { stage, ...holderOf(stage, places, signatures), from: at };
    const last = holdings.at(-1);
    if (last?.stage !== stage || last.fullName !== here.fullName || last.organization !== here.organization)
      holdings.push(here);
  }
  return holdings.map((holding, index) => {
    const to = holdings[index + 1]?.from ?? null;
    const time = isFinal(holding.stage) ? 0 : Math.max(0, workingTimeBetween(holding.from, to ?? until, calendar));
    return { ...holding, to, time };
  });
}

type Places = Readonly<Record<Participant | 'organization', string | null>> & { readonly entered: boolean };

function after(places: Places, { action, people, participant, organization, toStage }: HandingEntry): Places {
  const former = people.former === undefined ? places : { ...places, executor: people.former };
  const undone = action === 'undoAssignment' ? { ...former, executor: null } : former;
  const named = PARTICIPANTS.reduce<Places>(
    (all, place) => (people[place] === undefined ? all : { ...all, [place]: people[place] }),
    undone,
  );
  const replaced =
    isOneOf(PARTICIPANTS, participant) && people.replacement !== undefined
      ? { ...named, [participant]: people.replacement }
      : named;
  // What was entered is the version of then: another one has to be entered again.
  const entered =
    action === 'markEntered' || (replaced.entered && action !== 'editDraft' && isOneOf(ENTRY_STAGES, toStage));
  return { ...replaced, entered, organization: organization ?? replaced.organization };
}

/** Where nobody in particular holds it, all coordinators do: also what they have not yet entered into ПОС. */
function holderOf(
  stage: Stage,
  places: Places,
  signatures: SignatureMode,
): Pick<Holding, 'person' | 'fullName' | 'awaitsEntry' | 'organization'> {
  const waits = signatures === 'mark' && isOneOf(ENTRY_STAGES, stage) && !places.entered;
  const place = waits ? null : holderAt(stage);
  const held = place === null ? null : places[place];
  return {
    person: held === null ? null : shortName(held),
    fullName: held,
    awaitsEntry: waits,
    organization: isOneOf(ORGANIZATION_STAGES, stage) ? places.organization : null,
  };
}
