import { at, dayOf, type PlainDate } from '../../regulation/calendar';
import type { Language } from '../../regulation/language';
import { hasRight } from '../../regulation/rights';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { gatherQuestions, type AskedQuestion, type Gathered } from './gather';

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
