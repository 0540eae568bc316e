import { z } from 'zod';
import { Account, type Chat } from '../../../entities/account';
import { columns, type RowOf } from '../../columns';
import { statement, type Queries } from '../../database';
import { lastWorkingDayOnOrBefore, plusDays, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { Counted, DigestLine } from '../messages';
import { shortName } from '../people/names';
import { readLines } from '../reading/read-lists';
import { digestOf } from './digest-store';
import { waits, type TheirAppeal } from './ending-terms';

/** A message that is read at a glance. */
export const LINES_AT_MOST = 20;

export interface Reader {
  readonly id: number;
  /** Surname and initials. */
  readonly name: string;
  /** Null: nobody can tell them. */
  readonly chat: Chat | null;
}

const OF_ACCOUNT = columns(Account, ['personId', 'messenger', 'chatId']);
const selectPeople = statement('people-of-digests', 'select id, name from person');
const selectChats = statement('chats-of-digests', `select ${OF_ACCOUNT} from account`);

/** Everybody by id; those without a chat are named in the lists of others. */
export async function loadReaders(queries: Queries): Promise<ReadonlyMap<number, Reader>> {
  const people = await queries.query<Omit<Reader, 'chat'>>(selectPeople);
  const accounts = await queries.query<RowOf<typeof OF_ACCOUNT>>(selectChats);
  const chats = new Map(accounts.map(({ personId, ...chat }) => [personId, chat]));
  return new Map(people.map(({ id, name }) => [id, { id, name: shortName(name), chat: chats.get(id) ?? null }]));
}

/** What is kept of a morning list for the next one to compare with: appeals, each counted once. */
const tally = z.object({ overdue: z.number(), late: z.number().default(0), due: z.number(), escalated: z.number() });
export type Tally = z.infer<typeof tally>;

export function tallyOf(own: readonly TheirAppeal[], escalated: readonly TheirAppeal[]): Tally {
  const overdue = own.filter(({ terms }) => terms.some(({ counted }) => counted)).length;
  const late = own.filter(({ terms }) => terms.some((term) => term.overdue && !waits(term))).length - overdue;
  // What only waits for ПОС is a line, and nothing that ends today.
  const ending = own.filter(({ terms }) => terms.some((term) => !waits(term))).length;
  return { overdue, late, due: ending - overdue - late, escalated: escalated.length };
}

export const subjectOf = (personId: number): string => `person:${personId}`;

/** How numbers of today differ from those of the last working day's morning list, if there was one. */
export async function comparison(
  queries: Queries,
  personId: number,
  day: PlainDate,
  calendar: OfficeCalendar,
): Promise<(what: keyof Tally, count: number) => Counted> {
  const kept = await digestOf(queries, subjectOf(personId), lastWorkingDayOnOrBefore(plusDays(day, -1), calendar));
  const before = kept === null ? null : tally.parse(kept);
  return (what, count) => ({ count, change: before && count - before[what] });
}

/** Lines for many readers at once: the places of all their appeals are read together. */
export async function linesFor(
  queries: Queries,
  appeals: readonly TheirAppeal[],
  readers: ReadonlyMap<number, Reader>,
  around: Circumstances,
): Promise<(theirs: TheirAppeal) => DigestLine> {
  const ids = [...new Set(appeals.map(({ appeal }) => appeal.appealId))];
  const known = await readLines(
    queries,
    ids.map((appealId) => ({ appealId, delivery: null })),
    around,
  );
  const lines = new Map(known.map((line) => [line.id, line]));
  return ({ appeal, absentId, terms }) => ({
    appealId: appeal.appealId,
    number: appeal.number,
    place: lines.get(appeal.appealId)?.place ?? lines.get(appeal.appealId)?.category ?? null,
    absent: absentId === null ? null : (readers.get(absentId)?.name ?? null),
    follows: lines.get(appeal.appealId)?.follows ?? null,
    terms: terms.map((term) => {
      const { reason, due, overdue } = term;
      return { reason, stage: appeal.facts.stage, due, overdue, waits: waits(term) };
    }),
  });
}
