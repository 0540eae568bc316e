import { z } from 'zod';
import { EngagementResult, ReturnedResult } from '../../../entities/engagement-results';
import { repositoryOf, type Rows, type Transaction } from '../../database/database';
import { toPlainDate, type PlainDate } from '../../regulation/calendar';
import {
  proposalOf,
  type SentCount,
  type SentProposal,
  type Proposal,
  type Tally,
  PROPOSALS_OF,
  type EngagementResults,
} from '../../regulation/engagement/results';
import { maskPersonalData } from '../../text/personal-data';
import { cleanText } from '../../text/plain-text';
import { tableIn, type SentRow } from '../kit/sent-table';

// Results as people send them, by file or typed: what stands where. Whether they hold is the regulation's.

const COUNTS = {
  question: ['вопрос', 'сорау'],
  option: ['вариант', 'объект', 'проект', 'ответ', 'наименование', 'название', 'җавап'],
  votes: ['голос', 'количество голос', 'число голос', 'кол во голос', 'отдано', 'тавыш'],
} as const;
const PROPOSALS = {
  text: ['предложени', 'замечани', 'содержание', 'тәкъдим'],
  of: ['кто', 'чье', 'от кого', 'участник', 'кем'],
  decision: ['решени', 'что решено', 'принято', 'учтено', 'результат', 'карар'],
} as const;

/** @returns null: no row has the headings of options and votes */
export function countsIn(rows: readonly SentRow[]): readonly SentCount[] | null {
  const table = tableIn(rows, COUNTS, ['option', 'votes']);
  if (table === null) return null;
  return table.rows
    .map(({ row, cells }) => ({ row, ...cells }))
    .filter(({ option, votes }) => option !== '' || votes !== '');
}

/** A decision on nothing comes, too: it is told. @returns null: no row has the heading of proposals */
export function proposalsIn(rows: readonly SentRow[]): readonly SentProposal[] | null {
  const table = tableIn(rows, PROPOSALS, ['text']);
  if (table === null) return null;
  return table.rows
    .map(({ row, cells: { text, decision, of } }) => ({
      row,
      text: cleanText(text),
      decision: cleanText(decision),
      of: proposalOf(of) ?? undefined,
    }))
    .filter(({ text, decision }) => text !== '' || decision !== '');
}

const ANSWER_OF = /^(\d{1,2})\.\s*(\S.*)$/;
const OPTION_OF = /^(\d{1,2})\.(\d{1,2})$/;
/**
 * «Парк: 512», «1: 512»; of several questions «2.1: 512», or «2. Свой ответ: 3», a line each. What stands behind a mark and is no number («1: 1,000»)
 * comes as it was written; a line without a number is all name.
 * @param questions how many there are
 */
export function countsTyped(text: string, questions: number): readonly SentCount[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => {
      const [, said, votes] =
        /^(.+?)\s*[:=\t;]\s*(\d[\d\s]*)$/.exec(line) ??
        /^(.+?)\s+(\d+)$/.exec(line) ??
        /^(.+?)\s*[:=\t;]\s*([^:=\t;]*\d[^:=\t;]*)$/.exec(line) ??
        [];
      const row = { row: index + 1, isTyped: true as const };
      if (said === undefined || votes === undefined) return { ...row, question: '', option: line, votes: '' };
      // The list numbers options so of a single question, too: «1.2».
      const [, question, option] = (questions > 1 ? ANSWER_OF : OPTION_OF).exec(said) ?? [];
      return question === undefined || option === undefined
        ? { ...row, question: '', option: said.replace(/^\d{1,2}[.)]\s+(?=\S)/, ''), votes }
        : { ...row, question, option, votes };
    });
}

// What citizens have written goes into chats, onto papers and pictures: whose phone it holds is nobody's there. What became of it an
// official has written, as an answer.

export const maskTallies = (tallies: readonly Tally[]): Tally[] =>
  tallies.map((tally) => ({
    ...tally,
    own: tally.own.map(({ name, votes }) => ({ name: maskPersonalData(name), votes })),
  }));

export const maskProposals = (proposals: readonly Proposal[]): Proposal[] =>
  proposals.map((proposal) => ({ ...proposal, text: maskPersonalData(proposal.text) }));

const count = z.object({ name: z.string(), votes: z.int() });
const resultsSchema = z.object({
  participants: z.int(),
  tallies: z.array(
    z.object({
      question: z.string(),
      choosing: z.enum(['one', 'several', 'any']),
      counts: z.array(count),
      own: z.array(count),
    }),
  ),
  proposals: z.array(z.object({ text: z.string(), decision: z.string(), of: z.enum(PROPOSALS_OF).optional() })),
} satisfies { readonly [Part in keyof EngagementResults]: z.ZodType<EngagementResults[Part]> });

/** The latest that was told, without personal data of citizens; null: nothing was. */
export async function resultsOf(rows: Rows, engagementId: number): Promise<EngagementResults | null> {
  const latest = await repositoryOf(rows, EngagementResult).findOne({
    where: { engagementId },
    order: { number: 'DESC' },
  });
  if (latest === null) return null;
  return resultsIn(latest.results);
}

/** As they are kept, without personal data of citizens. What is wrong here was written by us, so it throws. */
export function resultsIn(kept: unknown): EngagementResults {
  const { participants, tallies, proposals } = resultsSchema.parse(kept);
  return { participants, tallies: maskTallies(tallies), proposals: maskProposals(proposals) };
}

/** In place of those that were told before, which stay. The engagement is locked. @returns their number */
export async function addResults(
  tx: Transaction,
  engagementId: number,
  results: EngagementResults,
  { personId }: { readonly personId: number },
  now: Date,
): Promise<number> {
  const number = 1 + (await repositoryOf(tx, EngagementResult).countBy({ engagementId }));
  await repositoryOf(tx, EngagementResult).insert({ engagementId, number, results, toldById: personId, toldAt: now });
  return number;
}

/** Results that came home and wait to be taken. */
export interface WaitingResults {
  readonly id: number;
  readonly results: EngagementResults;
  readonly countedOn: PlainDate;
  readonly source: string;
  readonly receivedAt: Date;
}

/** Null: nothing waits. */
export async function waitingResults(rows: Rows, engagementId: number): Promise<WaitingResults | null> {
  const row = await repositoryOf(rows, ReturnedResult).findOneBy({ engagementId, state: 'waiting' });
  if (row === null) return null;
  const { id, results, countedOn, source, receivedAt } = row;
  return { id, results: resultsIn(results), countedOn: toPlainDate(countedOn), source, receivedAt };
}

/** The engagement is locked. @returns false: they wait no more */
export async function settleReturned(
  tx: Transaction,
  { engagementId, id }: { readonly engagementId: number; readonly id: number },
  state: 'taken' | 'declined',
  { personId }: { readonly personId: number },
  now: Date,
): Promise<boolean> {
  const settled = await repositoryOf(tx, ReturnedResult).update(
    { id, engagementId, state: 'waiting' },
    { state, decidedById: personId, decidedAt: now },
  );
  return settled.affected === 1;
}
