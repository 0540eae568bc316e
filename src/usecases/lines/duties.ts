import { EngagementTask } from '../../../entities/engagement';
import { LineQuestion } from '../../../entities/lines';
import { Person } from '../../../entities/person';
import { statement, databaseOf, type Queries, repositoryOf, type Transaction } from '../../database/database';
import { isWorkingTime, dayOf, nextWorkingDay, toPlainDate, type PlainDate } from '../../regulation/calendar';
import {
  DUTIES,
  maySomebodyElseSign,
  UNHELD,
  whyUnheld,
  type DutyKind,
  type Unheld,
} from '../../regulation/engagement/duties';
import { worksOnQuestions } from '../../regulation/engagement/line-questions';
import { isOwnPaper, isPaperDue } from '../../regulation/engagement/papers';
import { ENGAGEMENT_STAGES } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { actOnTaskIn } from '../engagement/tasks';
import { officialsThere, listenersOfDuty } from '../engagement/told';
import { say, type Message, type Params } from '../kit/messages';
import { shortName, adminsWithChat, type Listener, awayOn, type Official } from '../kit/officials';
import { circumstances, today, type Desk } from '../kit/ports';
import { loadColleagues } from '../people/rights';
import { actOnQuestionIn } from './act-on-question';

/** What a person was given who can't do it any more, or is away, by its ids. */
export interface UnheldDuties extends Readonly<Record<DutyKind, readonly number[]>> {
  readonly holderId: number;
  /** Surname and initials. */
  readonly name: string;
  /** Of several reasons the weightiest. */
  readonly why: Unheld;
  /** Which switching off, absence or loss of rights it is: ОГ are told once of each. */
  readonly since: string;
  /** There are papers among it that nobody may sign, and nobody to whom ОГ could send them. */
  readonly isUnsignable: boolean;
}

interface Row extends Readonly<Record<DutyKind, readonly number[] | null>> {
  readonly holderId: number;
  readonly name: string;
  readonly disabledAt: Date | null;
  readonly absenceId: number | null;
  /** Of the papers, those that they have sent themselves. */
  readonly ownPapers: readonly number[] | null;
}

/** By whom what is held. $2: at which stages questions are worked on; $3: at which papers are signed. SQL. */
const HELD = `held as (
     select q.given_to_id as person_id, 'questions' as kind, q.id, false as is_own from line_question q join engagement e on e.id = q.engagement_id
     where q.state = 'given' and e.stage = any($2::text[])
     union all select t.given_to_id, 'tasks', t.id, false from engagement_task t where t.state = 'given'
     union all select p.signer_id, 'papers', p.id, p.signer_id = p.sent_by_id from engagement_paper p join engagement e on e.id = p.engagement_id
     where p.state = 'waiting' and e.stage = any($3::text[]) and e.stage_at <= p.issued_at)`;
const STAGES = [ENGAGEMENT_STAGES.filter(worksOnQuestions), ENGAGEMENT_STAGES.filter(isPaperDue)] as const;

const selectHeld = statement(
  'duties-by-holder',
  `with ${HELD},
   away as (select b.person_id, max(b.id) as absence_id from absence b where ${awayOn('b', '$1')} group by b.person_id)
   select p.id as "holderId", p.name, p.disabled_at as "disabledAt", away.absence_id as "absenceId",
     ${DUTIES.map((kind) => `array_agg(held.id order by held.id) filter (where held.kind = '${kind}') as ${kind}`).join(', ')},
     array_agg(held.id order by held.id) filter (where held.is_own) as "ownPapers"
   from held join person p on p.id = held.person_id left join away on away.person_id = p.id
   where $4::int is null or p.id = $4
   group by p.id, away.absence_id order by p.id`,
);

/** @param holderId of this person alone; null: of everybody */
export async function unheldDuties(
  queries: Queries,
  desk: Desk,
  holderId: number | null = null,
): Promise<readonly UnheldDuties[]> {
  return (await dutiesByHolder(queries, desk, holderId)).unheld;
}

/** What ОГ have given to a person, and what of their own waits for this person's word. */
export type HeldOfEngagement = Readonly<Record<DutyKind | 'agreements' | 'approvals', number>>;

const countHeld = statement(
  'duties-of-person',
  `with ${HELD}
   select ${DUTIES.map((kind) => `count(*) filter (where kind = '${kind}')::int as ${kind}`).join(', ')},
     (select count(*)::int from engagement where stage = 'agreement' and agreeing_id = $1) as agreements,
     (select count(*)::int from engagement where stage = 'approval' and approving_id = $1) as approvals
   from held where person_id = $1`,
);

/** How much of ОГ stands with a person: whoever switches them off or takes a right away sees it before. */
export async function heldOfEngagement(desk: Desk, personId: number): Promise<HeldOfEngagement> {
  const [row] = await databaseOf(desk).query<HeldOfEngagement>(countHeld, [personId, ...STAGES]);
  if (!row) throw new Error('A count without a row');
  return row;
}

interface Found {
  readonly unheld: readonly UnheldDuties[];
  /** Of everybody who has anything, with those. */
  readonly holderIds: readonly number[];
}

async function dutiesByHolder(queries: Queries, desk: Desk, holderId: number | null): Promise<Found> {
  const rows = await queries.query<Row>(selectHeld, [today(desk), ...STAGES, holderId]);
  if (rows.length === 0) return { unheld: [], holderIds: [] };
  const moment = circumstances(desk);
  const colleagues = await loadColleagues(queries, moment);
  const unheld = rows.flatMap((row): UnheldDuties[] => {
    const { holderId } = row;
    const standing = (kind: DutyKind) => ({
      why: row[kind] === null ? null : whyUnheld(holderId, kind, colleagues),
      ids: row[kind] ?? [],
    });
    const own = isOwnPaper(holderId, holderId, moment.fourEyes) ? (row.ownPapers ?? []) : [];
    const ownWork = { why: own.length > 0 ? ('ownWork' as const) : null, ids: own };
    const [questions, tasks, all] = [standing('questions'), standing('tasks'), standing('papers')];
    const papers = all.why === null ? ownWork : all;
    const why = UNHELD.find((one) => [questions, tasks, papers].some((of) => of.why === one));
    if (why === undefined) return [];
    const idsOf = (of: typeof questions) => (of.why === null ? [] : of.ids);
    return [
      {
        ...{ holderId, name: shortName(row.name), why, since: sinceOf(why, row) },
        ...{ questions: idsOf(questions), tasks: idsOf(tasks), papers: idsOf(papers) },
        // Whoever is away comes back.
        isUnsignable: papers.why !== null && papers.why !== 'absent' && !maySomebodyElseSign(holderId, colleagues),
      },
    ];
  });
  return { unheld, holderIds: rows.map((row) => row.holderId) };
}

/** Of rights nobody knows since when they are lost: their mark goes when they are back. */
const OF_RIGHTS = ['roleless', 'mayNotSign', 'ownWork'] as const satisfies readonly Unheld[];
function sinceOf(why: Unheld, { disabledAt, absenceId }: Row): string {
  if (why === 'disabled') return `disabled:${disabledAt?.getTime()}`;
  return why === 'absent' ? `absence:${absenceId}` : why;
}
const HEARERS = ['officials', 'admins'] as const;
type Hearers = (typeof HEARERS)[number];
const keyOf = (holderId: number, since: string, hearers: Hearers): string =>
  `unheld:${holderId}:${since}${hearers === 'admins' ? ':admins' : ''}`;

// A row that is done as soon as it is there: it says for good that this was told.
const markTold = statement(
  'mark-unheld-told',
  `insert into reminder (key, reason, person_id, params, due_at, state) values ($1, 'unheld', $2, '{}', $3, 'done')
   on conflict (key) do nothing returning id`,
);

const selectTold = statement('unheld-told', 'select key from reminder where key = any($1::text[])');
const forgetTold = statement(
  'forget-unheld-told',
  `delete from reminder where key = any($1::text[]) and reason = 'unheld' returning id`,
);

interface Telling extends UnheldDuties {
  readonly key: string;
  /** ОГ pass it on; admins give the right to sign to somebody, where nobody is left. */
  readonly hearers: Hearers;
}
const tellingsOf = (unheld: UnheldDuties): Telling[] =>
  HEARERS.filter((hearers) => hearers === 'officials' || unheld.isUnsignable).map((hearers) => ({
    ...unheld,
    key: keyOf(unheld.holderId, unheld.since, hearers),
    hearers,
  }));

/** Of whom nobody has heard: what stands with nobody may stand so for weeks, and every tick asks. */
async function untold(desk: Desk): Promise<readonly Telling[]> {
  const database = databaseOf(desk);
  const { unheld, holderIds } = await dutiesByHolder(database, desk, null);
  const tellings = unheld.flatMap(tellingsOf);
  const standing = new Set(tellings.map(({ key }) => key));
  const ofRights = holderIds.flatMap((id) =>
    OF_RIGHTS.flatMap((why) => HEARERS.map((hearers) => keyOf(id, why, hearers))),
  );
  const keys = [...new Set([...standing, ...ofRights])];
  const rows = keys.length === 0 ? [] : await database.query<{ key: string }>(selectTold, [keys]);
  const told = new Set(rows.map(({ key }) => key));
  // Whoever has their rights again may lose them again.
  const over = [...told].filter((key) => !standing.has(key));
  if (over.length > 0) await database.query(forgetTold, [over]);
  return tellings.filter(({ key }) => !told.has(key));
}

/**
 * In working time ОГ hear once that what somebody was given stands with nobody: they were switched off, have lost their rights or are not
 * to sign their own work, or are away and nobody stands in. Where it is papers that nobody else may sign either, admins hear it, too.
 * @returns how often it was told @idempotent by person and reason
 */
export async function tellOfUnheld(desk: Desk): Promise<number> {
  const { now, calendar } = circumstances(desk);
  if (!isWorkingTime(now, calendar)) return 0;
  let told = 0;
  for (const { key, hearers, holderId, name, why, isUnsignable, ...ids } of await untold(desk))
    told += await databaseOf(desk).transaction(async (tx) => {
      const listeners = await listenersOf(tx, desk, hearers);
      if (listeners.length === 0) return 0;
      if ((await tx.query(markTold, [key, holderId, now])).length === 0) return 0;
      const counts = { questions: ids.questions.length, tasks: ids.tasks.length, papers: ids.papers.length };
      const messages = listeners.map(({ id: personId, ...to }): Message => ({
        key: `${key}:${now.toISOString()}:person:${personId}`,
        to,
        kind: 'dutiesUnheld',
        params: { personId, holderId, name, why, ...counts, isUnsignable, hearers },
        silent: false,
      }));
      await say(tx, messages, now);
      return 1;
    });
  return told;
}

/** Admins who have the ОГ role, too, hear it once. */
async function listenersOf(queries: Queries, desk: Desk, hearers: Hearers): Promise<readonly Listener[]> {
  const officials = await officialsThere(queries, desk);
  if (hearers === 'officials') return officials;
  return (await adminsWithChat(queries)).filter((admin) => officials.every(({ id }) => id !== admin.id));
}

/** Each is a key under `engagement:duty.refusal`. */
type PassingRefusal = 'notYours' | 'nothing' | 'noSuchPerson';
/** Papers name their signer: they are drawn anew, and pass to nobody. */
type PassedDuties = Readonly<Record<'questions' | 'tasks', number>>;

/** What stands with nobody since this person is away or was switched off; null: nothing does, or it is not the reader's matter. */
export async function readUnheld(desk: Desk, official: Official, holderId: number): Promise<UnheldDuties | null> {
  if (!hasRight(official, 'engage')) return null;
  return (await unheldDuties(databaseOf(desk), desk, holderId))[0] ?? null;
}

/**
 * Gives all questions and tasks that stand with nobody to somebody else, in one transaction: the days stay; what is late gets the next working
 * day. Both hear of it in one message each.
 * @idempotent: the second time nothing is left to be given
 */
export async function passDuties(
  desk: Desk,
  official: Official,
  holderId: number,
  toId: number,
): Promise<PassedDuties | PassingRefusal> {
  if (!hasRight(official, 'engage')) return 'notYours';
  return databaseOf(desk).transaction(async (tx) => {
    const to = await repositoryOf(tx, Person).findOneBy({ id: toId });
    if (to === null || to.disabledAt !== null || to.roles.length === 0 || toId === holderId) return 'noSuchPerson';
    const [found] = await unheldDuties(tx, desk, holderId);
    const passed = found
      ? {
          questions: await passQuestions(tx, desk, official, found, toId),
          tasks: await passTasks(tx, desk, official, found, toId),
        }
      : { questions: 0, tasks: 0 };
    if (found === undefined || passed.questions + passed.tasks === 0) return 'nothing';
    await tell(tx, desk, official, toId, { news: 'given', name: found.name, ...passed });
    await tell(tx, desk, official, holderId, { news: 'taken', name: shortName(to.name), ...passed });
    return passed;
  });
}

/** The last day as it was; what is over gets the next working day. */
function lastDay(dueOn: string | null, desk: Desk): PlainDate {
  const { now, calendar } = circumstances(desk);
  const next = nextWorkingDay(dayOf(now, calendar), calendar);
  const day = dueOn === null ? next : toPlainDate(dueOn);
  return day < dayOf(now, calendar) ? next : day;
}

async function passQuestions(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { questions }: UnheldDuties,
  personId: number,
): Promise<number> {
  let passed = 0;
  for (const id of questions) {
    const { version, dueOn } = await repositoryOf(tx, LineQuestion).findOneByOrFail({ id });
    const answers = { personId, passedUntil: lastDay(dueOn, desk) };
    // Somebody else has just acted on the others.
    if ((await actOnQuestionIn(tx, desk, official, { id, version, act: 'give' }, answers)).ok) passed += 1;
  }
  return passed;
}

async function passTasks(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { tasks }: UnheldDuties,
  personId: number,
): Promise<number> {
  let passed = 0;
  for (const id of tasks) {
    const { version, dueOn } = await repositoryOf(tx, EngagementTask).findOneByOrFail({ id });
    const answers = { personId, passedUntil: lastDay(dueOn, desk) };
    if ((await actOnTaskIn(tx, desk, official, { id, version, act: 'give' }, answers)) === null) passed += 1;
  }
  return passed;
}

async function tell(
  tx: Transaction,
  desk: Desk,
  { personId: actorId }: Official,
  ofId: number,
  said: Omit<Params<'dutiesPassed'>, 'personId'>,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const listeners = (await listenersOfDuty(tx, desk, ofId, 'tasks')).filter((one) => one.id !== actorId);
  const messages = listeners.map(({ id: personId, absent: _, ...to }): Message => ({
    key: `dutiesPassed:${ofId}:${said.news}:${now.toISOString()}:person:${personId}`,
    to,
    kind: 'dutiesPassed',
    params: { personId, ...said },
    silent: said.news === 'taken' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
}
