import { Account } from '../../../entities/person';
import { Violation } from '../../../entities/violations';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { dayOf, plusDays, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { explanationTerm, type Away, type ExplanationTerm } from '../../regulation/violations/deadlines';
import type { ViolationFacts } from '../../regulation/violations/table';
import { say, type Message, type Params } from '../kit/messages';
import type { Listener } from '../kit/officials';

const OF_VIOLATION = columns(
  Violation,
  ['id', 'appealId', 'heldByIds', 'personId', 'openedAt', 'state', 'askedAt', 'rungAt', 'remindedAt', 'silentAt'],
  'v',
);
/** Of a row `v`: not all of its facts were answered. An answer that came back is no missed term. */
export const IN_FORCE = `(v.overdue_id is null or exists (select from violation_term f join overdue o on o.id = f.overdue_id
  where f.violation_id = v.id and o.answered_at is null))`;
/** A person `p` with an account hears nothing from the bot. */
const UNREACHABLE = `(p.disabled_at is not null or account.person_id is null or account.started_at is null or account.unreachable is not null)`;
const isUnreachable = (personId: string) =>
  `coalesce((select ${UNREACHABLE} from person p left join account on account.person_id = p.id and account.is_home where p.id = ${personId}), false)`;

const lockViolation = statement(
  'lock-violation',
  `select ${OF_VIOLATION}, ${IN_FORCE} as "inForce", ${isUnreachable('v.person_id')} as unreachable,
     exists (select from violation_explanation e where e.violation_id = v.id and e.person_id = v.person_id) as explained
   from violation v where v.id = $1 for no key update of v`,
);
const selectReach = statement('reach-of-person', `select ${isUnreachable('$1::int')} as unreachable`);
const selectAway = statement(
  'days-away-of-person',
  `select from_day as "fromDay", until_day as "untilDay", cancelled_at as "cancelledAt" from absence where person_id = $1 and until_day >= $2 order by from_day`,
);

export interface LoadedViolation extends Readonly<RowOf<typeof OF_VIOLATION>> {
  readonly inForce: boolean;
  readonly unreachable: boolean;
  readonly explained: boolean;
}

/** Null: there is none. Whoever else would act on it waits. */
export const lockedViolation = async (tx: Transaction, id: number): Promise<LoadedViolation | null> =>
  (await tx.query<LoadedViolation>(lockViolation, [id]))[0] ?? null;

/** Whether the bot can say anything to this person. */
export const canHear = async (queries: Queries, personId: number): Promise<boolean> =>
  (await queries.query<{ unreachable: boolean }>(selectReach, [personId]))[0]?.unreachable === false;

/** Days of absence that have been, or are to be: one that was cancelled has lasted until the day before. */
export async function daysAway(
  queries: Queries,
  personId: number,
  since: Date,
  calendar: OfficeCalendar,
): Promise<readonly Away[]> {
  interface Row {
    readonly fromDay: PlainDate;
    readonly untilDay: PlainDate;
    readonly cancelledAt: Date | null;
  }
  const rows = await queries.query<Row>(selectAway, [personId, dayOf(since, calendar)]);
  return rows
    .map(({ fromDay, untilDay, cancelledAt }) => {
      const last = cancelledAt === null ? untilDay : plusDays(dayOf(cancelledAt, calendar), -1);
      return { from: fromDay, until: last < untilDay ? last : untilDay };
    })
    .filter(({ from, until }) => from <= until);
}

/** Until when an explanation is waited for; null: none was asked for. */
export async function termToExplain(
  queries: Queries,
  { personId, askedAt }: Pick<LoadedViolation, 'personId' | 'askedAt'>,
  calendar: OfficeCalendar,
): Promise<ExplanationTerm | null> {
  if (personId === null || askedAt === null) return null;
  return explanationTerm(askedAt, await daysAway(queries, personId, askedAt, calendar), calendar);
}

/** What the regulation looks at. */
export const factsOfViolation = (
  { state, inForce, personId, heldByIds, unreachable, openedAt }: Omit<LoadedViolation, 'explained'>,
  term: ExplanationTerm | null,
  calendar: OfficeCalendar,
): ViolationFacts => ({
  state,
  inForce,
  personId,
  heldByIds,
  unreachable,
  openedOn: dayOf(openedAt, calendar),
  explanationDue: term && term.due,
});

const CHAT = columns(Account, ['messenger', 'chatId'], 'account');
const selectOne = statement(
  'listener-of-violation',
  `select p.id, ${CHAT} from person p join account on account.person_id = p.id and account.is_home where p.disabled_at is null and p.id = $1`,
);
// The other curators only see what their own lists have.
const selectManagers = statement(
  'managers-of-affairs',
  `select p.id, ${CHAT} from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and p.manages_affairs and 'curator' = any(p.roles) order by p.id`,
);

export type ViolationNews = Params<'violation'>['news'];
/** What is told to whoever was asked; the rest is a line of the Управляющий делами's next morning list. */
const TO_PERSON: readonly ViolationNews[] = ['asked', 'reminded', 'withdrawn', 'decided', 'reopened'];
/** What is theirs to do: nobody else hears anything with a sound. */
const LOUD: readonly ViolationNews[] = ['asked', 'reminded'];

/** @param entryId of the journal, or what else makes it news of its own @param isQuiet whoever it concerns is away, or at home */
export async function tellOfViolation(
  tx: Transaction,
  { id, personId }: Pick<LoadedViolation, 'id' | 'personId'>,
  news: ViolationNews,
  {
    entryId,
    now,
    isQuiet = false,
  }: { readonly entryId: number | string; readonly now: Date; readonly isQuiet?: boolean },
): Promise<void> {
  const isToPerson = TO_PERSON.includes(news);
  const people = isToPerson
    ? await tx.query<Listener>(selectOne, [personId])
    : await tx.query<Listener>(selectManagers);
  const messages = people.map(({ id: hearerId, ...to }): Message => ({
    key: `violation:${id}:${news}:${entryId}:person:${hearerId}`,
    to,
    kind: 'violation',
    params: { personId: hearerId, violationId: id, news },
    silent: isQuiet || !LOUD.includes(news),
    gathered: !isToPerson,
  }));
  await say(tx, messages, now);
}
