import { LineQuestion } from '../../../entities/line-question';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { numberOfAppeal, type QuestionState } from '../../regulation/engagement/line-questions';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { keptLetterhead, type Letterhead } from '../settings';
import { countsOf } from './read-questions';

/** A question as a protocol has it; its text is masked. Repeats stand under the question that they repeat. */
export interface ProtocolQuestion {
  readonly number: number;
  readonly text: string;
  readonly state: Exclude<QuestionState, 'joined'>;
  readonly repeats: readonly number[];
  readonly answer: string | null;
  readonly reason: string | null;
  /** Under which it was registered. */
  readonly appeal: string | null;
}

export interface LineProtocol {
  readonly head: Letterhead;
  readonly title: string;
  readonly answering: string;
  readonly opensOn: PlainDate | null;
  readonly closesOn: PlainDate | null;
  readonly counts: Readonly<Record<QuestionState, number>>;
  readonly questions: readonly ProtocolQuestion[];
}

/**
 * Repeats are no questions of their own. Whatever draws a paper has held 4,000 questions of 130 characters, and not 6,000 (352 MB); nobody
 * reads 300 pages either.
 */
export const MOST_IN_PROTOCOL = { questions: 3_000, characters: 600_000 } as const;
const PIECE = 500;

const measure = statement(
  'line-protocol-length',
  `select count(*)::int as questions, coalesce(sum(length(text) + coalesce(length(answer), length(reason), 0)), 0)::int as characters
   from line_question where engagement_id = $1 and state <> 'joined'`,
);
const selectPiece = statement(
  'line-protocol-questions',
  `select ${columns(LineQuestion, ['number', 'text', 'state', 'answer', 'reason', 'appealId'], 'q')},
     array(select r.number from line_question r where r.joined_to_id = q.id order by r.number) as repeats
   from line_question q where q.engagement_id = $1 and q.state <> 'joined' and q.number > $2 order by q.number limit ${PIECE}`,
);
type Piece = Pick<LineQuestion, 'number' | 'text' | 'answer' | 'reason' | 'appealId'> &
  Pick<ProtocolQuestion, 'state' | 'repeats'>;

/**
 * What is said in the protocol of a direct line, as it is now; null: there is none, or not for them. tooLong: it would be a book, which
 * nobody reads or signs.
 */
export async function readLineProtocol(
  desk: Desk,
  official: Official,
  lineId: number,
): Promise<LineProtocol | 'tooLong' | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const [size] = await database.query<{ questions: number; characters: number }>(measure, [lineId]);
  const { questions, characters } = size ?? { questions: 0, characters: 0 };
  if (questions > MOST_IN_PROTOCOL.questions || characters > MOST_IN_PROTOCOL.characters) return 'tooLong';
  const { title, answering, opensOn, closesOn } = kept.content;
  return {
    ...{ title, answering, opensOn, closesOn },
    counts: await countsOf(database, lineId),
    head: await keptLetterhead(database),
    questions: await questionsIn(database, lineId),
  };
}

/** Piece by piece: whoever presses meanwhile is answered between two of them. */
async function questionsIn(queries: Queries, lineId: number): Promise<readonly ProtocolQuestion[]> {
  const questions: ProtocolQuestion[] = [];
  for (;;) {
    const piece = await queries.query<Piece>(selectPiece, [lineId, questions.at(-1)?.number ?? 0]);
    for (const { number, text, state, answer, reason, appealId, repeats } of piece)
      questions.push({
        ...{ number, state, answer, reason, repeats },
        text: maskPersonalData(text),
        appeal: appealId === null ? null : numberOfAppeal(lineId, number),
      });
    if (piece.length < PIECE) return questions;
  }
}
