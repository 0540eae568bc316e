import { Engagement } from '../../../entities/engagement';
import type { LineQuestion } from '../../../entities/lines';
import { databaseOf, repositoryOf, statement, type Transaction } from '../../database/database';
import { at, dayOf, type PlainDate } from '../../regulation/calendar';
import { takesQuestions } from '../../regulation/engagement/line-questions';
import { stemsOf } from '../../regulation/engagement/moderation';
import type { Language } from '../../regulation/language';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';

/** Characters of a question: what is longer is a letter. */
export const LONGEST_QUESTION = 4_000;

/** A question as it came, checked. */
export interface AskedQuestion {
  /** What tells it from others of its line: the sender's own id, or where it stood. */
  readonly key: string;
  readonly text: string;
  readonly settlement?: string | undefined;
  readonly address?: string | undefined;
  readonly askedAt: Date;
  /** Photos or files came with it, which are not kept. */
  readonly hadFiles?: boolean;
  /** When its words were written last, where they may change. */
  readonly wordedAt?: Date;
}
export type QuestionSource = LineQuestion['source'];
/** In the order of what was sent. */
export interface GatheredQuestion {
  readonly key: string;
  readonly number: number;
  readonly result: 'created' | 'repeated';
}
/** gone: there is no such direct line. closed: it takes no questions now. */
export type Gathered = readonly GatheredQuestion[] | 'gone' | 'closed' | 'notYours';

const insert = statement(
  'insert-line-questions',
  `with came as (
     select r.*, row_number() over (order by r.place) as at
     from jsonb_to_recordset($2::jsonb) as r(place int, key text, text text, stems text[], settlement text, address text, asked_at timestamptz,
       had_files boolean, worded_at timestamptz)
     where not exists (select from line_question q where q.engagement_id = $1 and q.key = r.key)),
   last as (select coalesce(max(number), 0) as number from line_question where engagement_id = $1)
   insert into line_question (engagement_id, number, key, text, stems, settlement, address, asked_at, had_files, worded_at, source, state, version)
   select $1, last.number + came.at, came.key, came.text, came.stems, came.settlement, came.address, came.asked_at,
     came.had_files, came.worded_at, $3, 'new', 1 from came, last
   returning number, key`,
);
const BY = { by_hand: 'official', file: 'official', http: 'http', group: 'group' } as const;

const known = statement(
  'line-questions-by-key',
  `select number, key from line_question where engagement_id = $1 and key = any($2::text[])`,
);

/**
 * Takes questions into a direct line, all or none.
 * @param official whoever has typed or sent them; null for HTTP, whose token is its right, and for a group, which an official has tied
 * @idempotent by their keys: what came before keeps its number and its text
 */
export async function gatherQuestions(
  desk: Desk,
  official: Official | null,
  lineId: number,
  questions: readonly AskedQuestion[],
  source: QuestionSource,
): Promise<Gathered> {
  if (official !== null && !hasRight(official, 'engage')) return 'notYours';
  return databaseOf(desk).transaction(async (tx) => {
    // One after another: numbers have no gaps and no twins.
    const line = await repositoryOf(tx, Engagement).findOne({
      where: { id: lineId, kind: 'direct_line' },
      lock: { mode: 'pessimistic_write' },
    });
    if (line === null) return 'gone';
    if (!takesQuestions(line.stage, BY[source])) return 'closed';
    return keep(tx, desk, official, lineId, questions, source);
  });
}

async function keep(
  tx: Transaction,
  desk: Desk,
  official: Official | null,
  lineId: number,
  questions: readonly AskedQuestion[],
  source: QuestionSource,
): Promise<readonly GatheredQuestion[]> {
  const rows = questions.map(
    ({ key, text, settlement = null, address = null, askedAt, hadFiles = false, wordedAt = null }, place) => ({
      ...{ place, key, text, stems: stemsOf(text), settlement, address },
      asked_at: askedAt,
      ...{ had_files: hadFiles, worded_at: wordedAt },
    }),
  );
  const created = await tx.query<{ number: number; key: string }>(insert, [lineId, JSON.stringify(rows), source]);
  const fresh = new Set(created.map(({ key }) => key));
  const keys = questions.map(({ key }) => key);
  const numbers = new Map(
    (await tx.query<{ number: number; key: string }>(known, [lineId, keys])).map(({ key, number }) => [key, number]),
  );
  if (created.length > 0)
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'gatherQuestions',
      personId: official?.personId ?? null,
      capacity: official === null ? null : 'engagement',
      details: { engagementId: lineId, source, count: created.length },
    });
  return keys.map((key) => {
    const number = numbers.get(key);
    if (number === undefined) throw new Error(`The question ${key} of the direct line ${lineId} was not kept`);
    return { key, number, result: fresh.has(key) ? 'created' : 'repeated' };
  });
}

/** What is wrong with a row, or with the whole file, in the words of whoever has sent it. */
export interface QuestionFault {
  /** As a spreadsheet counts it; null: the whole file. */
  readonly row: number | null;
  readonly reason: string;
}

/** A row that is a question. */
export interface QuestionRow {
  /** The same words and the same place have the same one, in whatever file. */
  readonly key: string;
  readonly text: string;
  readonly settlement: string | null;
  readonly address: string | null;
  /** By the office's clock; null: the file does not say when. */
  readonly asked: { readonly day: PlainDate; readonly minutes: number } | null;
}

export interface ReadQuestionTable {
  /** Each once. */
  readonly rows: readonly QuestionRow[];
  /** Rows that say what one before them says, as a spreadsheet counts them. */
  readonly repeats: readonly number[];
  /** The first of them. */
  readonly faults: readonly QuestionFault[];
  readonly faulty: number;
}

/** Questions in a spreadsheet. */
export interface QuestionTables {
  /** What a file that was kept says. No file breaks it. @param sha256 of its bytes @param today after it nobody has asked anything yet */
  read(sha256: string, locale: Language, today: PlainDate): Promise<ReadQuestionTable>;
}

/** A file that was sent, as it was read. */
export type TriedQuestions = ReadQuestionTable | 'notYours';

/** Reads it, without taking anything. */
export const tryQuestions = async (
  desk: Desk,
  tables: QuestionTables,
  official: Official,
  sha256: string,
  locale: Language,
): Promise<TriedQuestions> =>
  hasRight(official, 'engage')
    ? tables.read(sha256, locale, dayOf(desk.clock.now(), desk.office.calendar()))
    : 'notYours';

/**
 * Takes its good rows into a direct line. @idempotent: what has the same words and the same place is the same question, in this file and in
 * one that was corrected and is sent again
 */
export async function loadQuestions(
  desk: Desk,
  tables: QuestionTables,
  official: Official,
  lineId: number,
  sha256: string,
  locale: Language,
): Promise<Gathered> {
  const read = await tryQuestions(desk, tables, official, sha256, locale);
  if (read === 'notYours') return 'notYours';
  const now = desk.clock.now();
  const calendar = desk.office.calendar();
  const questions = read.rows.map(({ key, text, settlement, address, asked }): AskedQuestion => {
    const askedAt = asked === null ? now : at(asked.day, asked.minutes, calendar);
    return {
      // Later today.
      ...{ key, text, askedAt: askedAt > now ? now : askedAt },
      ...{ settlement: settlement ?? undefined, address: address ?? undefined },
    };
  });
  return gatherQuestions(desk, official, lineId, questions, 'file');
}
