import { databaseOf, statement, type Transaction, type Queries, type HasDatabase } from '../../database/database';
import { pause } from '../../process/pause';
import { dayOf, plusDays, weekday } from '../../regulation/calendar';
import { stemsOf } from '../../regulation/engagement/moderation';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { maskContacts, maskPersonalData, type Contacts } from '../../text/personal-data';
import { groupOf } from '../appeals/pending';
import { say, type Message } from '../kit/messages';
import { holdersOfRole } from '../kit/officials';
import { type Desk, circumstances, type Copies } from '../kit/ports';
import { amountOf, keepSetting, settingOf } from '../kit/settings';
import { yearsAgo } from '../kit/years-ago';
import { contactsIn, officeContacts } from './remains';

// A question of a direct line is as a resident has written it. Where it was made an appeal, it says of the applicant what the appeal does, and
// so may those that repeat it: one neighbour asks for another.

interface Asked {
  readonly id: number;
  readonly text: string;
  readonly address: string | null;
  readonly answer: string | null;
}
const ASKED = 'q.id, q.text, q.address, q.answer';
const REPEATS = 'line_question q left join line_question repeated on repeated.id = q.joined_to_id';
const selectOfAppeals = statement(
  'forget.questions-of-appeals',
  `select ${ASKED}, coalesce(q.appeal_id, repeated.appeal_id) as "appealId" from ${REPEATS}
   where q.appeal_id = any($1::int[]) or repeated.appeal_id = any($1::int[]) order by q.id for no key update of q`,
);
const write = statement(
  'forget.write-questions',
  `update line_question q set text = r.text, stems = r.stems, answer = r.answer, address = null, forgotten_at = $2
   from jsonb_to_recordset($1::jsonb) as r(id int, text text, stems text[], answer text) where q.id = r.id`,
);

const hidden = ({ id, text, answer }: Asked, office: Contacts) => {
  const masked = maskPersonalData(text);
  return {
    ...{ id, text: masked, stems: stemsOf(masked) },
    answer: answer === null ? null : maskContacts(answer, contactsIn(text), office),
  };
};

/** @returns whether there was anything in each, in their order */
async function hide(tx: Transaction, questions: readonly Asked[], office: Contacts, now: Date): Promise<boolean[]> {
  const after = questions.map((one) => hidden(one, office));
  await tx.query(write, [JSON.stringify(after), now]);
  return questions.map(
    ({ text, address, answer }, index) =>
      address !== null || text !== after[index]?.text || answer !== after[index].answer,
  );
}

/** Those that were made these appeals, and those that repeat them. @returns of which appeals there was anything */
export async function forgetQuestions(
  tx: Transaction,
  office: Contacts,
  appealIds: readonly number[],
  now: Date,
): Promise<readonly number[]> {
  const questions = await tx.query<Asked & { readonly appealId: number }>(selectOfAppeals, [appealIds]);
  if (questions.length === 0) return [];
  const found = await hide(tx, questions, office, now);
  return questions.filter((_, index) => found[index]).map(({ appealId }) => appealId);
}

const restem = statement(
  'forget.stems-of-questions',
  `update line_question q set stems = r.stems from jsonb_to_recordset($1::jsonb) as r(id int, stems text[]) where q.id = r.id`,
);

/** By what is left of their words. */
export async function stemAnew(tx: Transaction, appealIds: readonly number[]): Promise<void> {
  const questions = await tx.query<Asked>(selectOfAppeals, [appealIds]);
  if (questions.length === 0) return;
  await tx.query(restem, [JSON.stringify(questions.map(({ id, text }) => ({ id, stems: stemsOf(text) })))]);
}

// As an appeal has its term from its own end, they have it from that of their line. What is found to repeat one that is forgotten goes after it.
const selectOver = statement(
  'forget.questions-over',
  `select ${ASKED} from ${REPEATS} join engagement e on e.id = q.engagement_id
     left join appeal a on a.id = coalesce(q.appeal_id, repeated.appeal_id)
   where q.forgotten_at is null and q.id > $2
     and (a.forgotten_at >= a.finished_at or q.appeal_id is null and e.stage in ('finished', 'removed') and e.stage_at < $1)
   order by q.id limit $3 for no key update of q skip locked`,
);

/** Whoever presses meanwhile comes first. */
const [PIECE, PAUSE_MS] = [200, 100];

/** Those that became no appeal, as long after the end of their line as contacts are kept, and what an appeal has left behind. @returns how many; fewer when it was told to stop */
export async function endQuestionTerms(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = yearsAgo(now, await amountOf(database, 'contactYears'));
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await database.transaction(async (tx) => {
      const questions = await tx.query<Asked>(selectOver, [before, after, PIECE]);
      found = questions.length;
      after = questions.at(-1)?.id ?? after;
      if (found > 0) await hide(tx, questions, await officeContacts(tx, desk), now);
    });
    forgotten += found;
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return forgotten;
}

/**
 * What has still to reach ПОС, by its kind; and with `mail` a letter that is on its way to the applicant, with `failedMail` one that has come back a
 * little while ago: they are yet to be telephoned or written to.
 */
export type Waiting = DeliveryKind | 'mail' | 'failedMail';

/** So long after a letter has failed for good an applicant can still be reached otherwise. */
export const FAILED_LETTER_DAYS = 14;
const DAY = 86_400_000;

/** Letters that failed before then hold nobody any more. */
export const failedLettersSince = (now: Date): Date => new Date(now.getTime() - FAILED_LETTER_DAYS * DAY);

/** Of a delivery `y`, SQL. What is only to be taken out of ПОС needs no words. */
export const IS_UNPLACED = `y.placed_at is null and y.withdrawn_at is null and y.kind <> 'removal'`;
/** What was placed, or taken back, the gateway needs no words for: it asks by a key alone, for as long as it does. A letter needs its address. SQL. */
const IS_LETTER_UNDER_WAY = `exists (select from shipment s where s.delivery_id = y.id and s.carrier = 'mail' and s.state in ('waiting', 'sending'))`;
const hasFailed = (since: string): string => `y.withdrawn_at is null and exists (
  select from shipment s where s.delivery_id = y.id and s.carrier = 'mail' and s.state in ('refused', 'unknown') and s.settled_at > ${since})`;

/** Of a delivery `y`: somebody, or the bot, has still to carry it. SQL. */
export const IS_TO_CARRY = `(${IS_UNPLACED} or ${IS_LETTER_UNDER_WAY})`;

/** A delivery `y` of an appeal or of those that are worked as one with it: one text answers all, so all of it stays until each has it. SQL. */
export const deliveryOfAll = (appealId: string): string =>
  `${groupOf(appealId)} as g (id) join delivery y on y.appeal_id = g.id`;

/**
 * Of an appeal `a`: its words and the applicant's address are needed yet. SQL.
 * @param since a placeholder of `failedLettersSince`
 */
export const somethingWaits = (since: `$${number}`): string =>
  `exists (select from ${deliveryOfAll('a.id')} where ${IS_TO_CARRY} or ${hasFailed(since)})`;

const selectWaiting = statement(
  'waiting-of-appeal',
  `select distinct case when ${IS_UNPLACED} then y.kind when ${IS_LETTER_UNDER_WAY} then 'mail' else 'failedMail' end as what
   from ${deliveryOfAll('$1::int')} where ${IS_TO_CARRY} or ${hasFailed('$2')} order by what`,
);

/** What of this appeal, or of those worked as one with it, has still to be carried before its applicant can be forgotten. */
export const waitingOf = async (queries: Queries, appealId: number, now: Date): Promise<readonly Waiting[]> =>
  (await queries.query<{ what: Waiting }>(selectWaiting, [appealId, failedLettersSince(now)])).map(({ what }) => what);

const countOver = statement(
  'preview.contacts-over',
  `select count(*)::int as count from appeal a left join registry_record k on k.appeal_id = a.id left join registry_row l on l.file_id = k.file_id and l.row = k.row
   where a.finished_at < $1 and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
     and (a.text ~ '[0-9@]' or l.said -> 'appeal' ?| array['text', 'applicant'] or exists (select from applicant n where n.appeal_id = a.id))`,
);

/** Appeals whose applicants' contacts this term ends tonight, or may end: of a text it is known only that it has digits. */
export async function contactsOverBy(desk: Desk, years: number): Promise<number> {
  const [over] = await databaseOf(desk).query<{ count: number }>(countOver, [yearsAgo(desk.clock.now(), years)]);
  return over?.count ?? 0;
}

/** A decision waits so long before anybody hears of it once more: whoever has decided knows what is to be placed. */
const PATIENCE_DAYS = 7;
/** A message has room for a few buttons; the rest is found by the list of what is not in ПОС. */
const NAMED = 6;

/** What failed for good is no more to be carried: of that they have heard, and it ends by itself. */
const isHeldBy = (what: string): string => `exists (select from ${deliveryOfAll('a.id')} where ${what})`;

const selectHeld = statement(
  'contacts-held',
  `select a.id, a.number, count(*) over ()::int as count, (count(*) filter (where not ${isHeldBy(IS_UNPLACED)}) over ())::int as letters
   from appeal a
   where a.finished_at is not null and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
     and (a.finished_at < $1 or a.forget_decided_at < $2) and ${isHeldBy(IS_TO_CARRY)}
   order by a.finished_at, a.id limit ${NAMED}`,
);

interface Held {
  readonly id: number;
  readonly number: string;
  readonly count: number;
  /** Of so many only a letter is under way: nobody has anything to place. */
  readonly letters: number;
}

/**
 * Of applicants who were to be forgotten by now, and are not, since something of theirs is not in ПОС, or a letter has not left: coordinators hear of them once a week, until
 * it is.
 * @param over appeals that have ended before then are over their term
 * @idempotent by week and person
 */
export async function tellOfHeld(desk: Desk, over: Date): Promise<void> {
  const { now, calendar } = circumstances(desk);
  await databaseOf(desk).transaction(async (tx) => {
    const patience = new Date(now.getTime() - PATIENCE_DAYS * DAY);
    const held = await tx.query<Held>(selectHeld, [over, patience]);
    const [first] = held;
    if (first === undefined) return;
    const today = dayOf(now, calendar);
    const week = plusDays(today, 1 - weekday(today));
    const messages = (await holdersOfRole(tx, 'coordinator')).map(({ id: personId, ...to }): Message => ({
      key: `contactsHeld:${week}:person:${personId}`,
      to,
      kind: 'contactsHeld',
      params: {
        personId,
        count: first.count,
        letters: first.letters,
        appeals: held.map(({ id, number }) => ({ id, number })),
      },
      silent: true,
    }));
    await say(tx, messages, now);
  });
}

/** Somebody was forgotten: of which appeal, and on which day. */
export interface Decision {
  readonly number: string;
  readonly day: string;
}

const selectForgotten = statement(
  'decisions.forgotten',
  `select number, to_char(forgotten_at, 'YYYY-MM-DD') as day from appeal where forgotten_at is not null order by forgotten_at, id`,
);

/** Who was forgotten is kept beside the copies, so that one that is older forgets again. @idempotent */
export const keepBesideCopies = async (desk: HasDatabase, copies: Pick<Copies, 'keepDecisions'>): Promise<void> =>
  copies.keepDecisions(await databaseOf(desk).query<Decision>(selectForgotten));

/** In the transaction that brings a copy's rows: of these it holds what was forgotten since. */
export async function noteDecisions(tx: Transaction, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length > 0) await keepSetting(tx, 'forget_again', { numbers: decisions.map(({ number }) => number) });
}

const selectAgain = statement(
  'decisions.again',
  `select id from appeal where number = any($1::text[]) and id > $2 order by id limit $3 for no key update`,
);

const numbersIn = (value: unknown): readonly string[] => {
  const numbers: unknown = typeof value === 'object' && value !== null && 'numbers' in value ? value.numbers : [];
  return Array.isArray(numbers) ? numbers.filter((one) => typeof one === 'string') : [];
};

/** Which of the restored appeals are to be forgotten again, whatever the copy says of their stage: it was done before. */
export const toForgetAgain = async (queries: HasSettings): Promise<readonly string[]> =>
  numbersIn(await settingOf(queries, 'forget_again'));
type HasSettings = Parameters<typeof settingOf>[0];

export const nextAgain = async (
  tx: Transaction,
  numbers: readonly string[],
  after: number,
  atMost: number,
): Promise<readonly number[]> =>
  (await tx.query<{ id: number }>(selectAgain, [numbers, after, atMost])).map(({ id }) => id);
