import { z } from 'zod';
import { Account, type Chat } from '../../../entities/account';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { lastWorkingDayOnOrBefore, plusDays, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { Counted, DigestLine } from '../messages';
import { shortName } from '../people/names';
import { readLines } from '../reading/read-lists';
import { digestOf } from './digest-store';
import { urgency, waits, type EndingTerm, type TheirAppeal } from './ending-terms';

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
const selectChats = statement('chats-of-digests', `select ${OF_ACCOUNT} from account where is_home`);

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

/** What one line tells of: an appeal, or several that are worked as one. */
export interface TheirLine extends TheirAppeal {
  /** Of the others' numbers, those of which something is theirs. */
  readonly beside: readonly string[];
}

/**
 * Appeals that are worked as one are one line, where the most urgent of them stands. It is the leading one's, if that is among them,
 * and of a reason that several have it tells the nearest term that is over and the nearest that runs, as nags do. What is counted stays
 * each appeal.
 */
export function inLines(own: readonly TheirAppeal[]): TheirLine[] {
  const groups = new Map<number, TheirAppeal[]>();
  for (const theirs of own) {
    const { leadingId } = theirs.appeal;
    groups.set(leadingId, [...(groups.get(leadingId) ?? []), theirs]);
  }
  return [...groups].flatMap(([leadingId, all]) => {
    const head = all.find(({ appeal }) => appeal.appealId === leadingId) ?? all[0];
    if (head === undefined) return [];
    const beside = all.flatMap((one) => (one === head ? [] : [one.appeal.number]));
    return [{ ...head, beside, terms: nearestOf(all.flatMap(({ terms }) => terms)) }];
  });
}

function nearestOf(terms: readonly EndingTerm[]): EndingTerm[] {
  const shown: EndingTerm[] = [];
  for (const term of [...terms].sort(urgency))
    if (shown.every((one) => one.reason !== term.reason || one.overdue !== term.overdue || one.appeal === term.appeal))
      shown.push(term);
  return shown;
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
  appeals: readonly TheirLine[],
  readers: ReadonlyMap<number, Reader>,
  around: Circumstances,
): Promise<(theirs: TheirLine) => DigestLine> {
  const ids = [...new Set(appeals.map(({ appeal }) => appeal.appealId))];
  const known = await readLines(
    queries,
    ids.map((appealId) => ({ appealId, delivery: null })),
    around,
  );
  const lines = new Map(known.map((line) => [line.id, line]));
  return ({ appeal, absentId, beside, terms }) => ({
    appealId: appeal.appealId,
    number: appeal.number,
    place: lines.get(appeal.appealId)?.place ?? lines.get(appeal.appealId)?.category ?? null,
    absent: absentId === null ? null : (readers.get(absentId)?.name ?? null),
    follows: lines.get(appeal.appealId)?.follows ?? null,
    beside,
    terms: terms.map((term) => {
      const { reason, due, overdue } = term;
      return { reason, stage: appeal.facts.stage, due, overdue, waits: waits(term) };
    }),
  });
}
