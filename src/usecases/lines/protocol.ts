import { LineQuestion } from '../../../entities/lines';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { numberOfAppeal, wasTakenAway, type QuestionState } from '../../regulation/engagement/line-questions';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { keptLetterhead, type Letterhead } from '../kit/settings';
import { countsOf } from './questions';

/** A question as a protocol has it; its text is masked, and empty where its message was taken away in the group. Repeats stand under the question that they repeat. */
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

/** The questions of a line from this number to that one, as a part of its protocol has them. */
export interface ProtocolPart {
  readonly from: number;
  readonly to: number;
}

/**
 * Of a part. Repeats are no questions of their own. Whatever draws a paper has held 4,000 questions of 130 characters, and not 6,000
 * (352 MB); 600,000 characters took it 49 of the 60 seconds that it has on a machine with load 14.
 */
export const MOST_IN_PART = { questions: 2_000, characters: 400_000 } as const;
/** Characters that a repeat takes: «№ 10000, ». */
const REPEAT = 9;
const PIECE = 500;
const PIECE_OF_SIZES = 5_000;

const selectSizes = statement(
  'line-protocol-sizes',
  `select q.number, length(q.text) + coalesce(length(q.answer), length(q.reason), 0)
     + ${REPEAT} * (select count(*)::int from line_question r where r.joined_to_id = q.id) as characters
   from line_question q where q.engagement_id = $1 and q.state <> 'joined' and q.number > $2
   order by q.number limit ${PIECE_OF_SIZES}`,
);
const selectPiece = statement(
  'line-protocol-questions',
  `select ${columns(LineQuestion, ['number', 'text', 'state', 'answer', 'reason', 'appealId'], 'q')},
     array(select r.number from line_question r where r.joined_to_id = q.id order by r.number) as repeats
   from line_question q where q.engagement_id = $1 and q.state <> 'joined' and q.number > $2 and q.number <= $3
   order by q.number limit ${PIECE}`,
);
type Piece = Pick<LineQuestion, 'number' | 'text' | 'answer' | 'reason' | 'appealId'> &
  Pick<ProtocolQuestion, 'state' | 'repeats'>;
interface Size {
  readonly number: number;
  readonly characters: number;
}

/**
 * Into how many parts the protocol of a direct line comes, as it is now, and which questions each has; one that has gathered none is one
 * part. Null: there is none, or not for them.
 */
export async function partsOfProtocol(
  desk: Desk,
  official: Official,
  lineId: number,
): Promise<readonly ProtocolPart[] | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const parts: ProtocolPart[] = [];
  let part = { from: 1, to: 0, questions: 0, characters: 0 };
  for await (const { number, characters } of sizesOf(database, lineId)) {
    const isFull = part.questions === MOST_IN_PART.questions || part.characters + characters > MOST_IN_PART.characters;
    if (isFull && part.questions > 0) {
      parts.push({ from: part.from, to: part.to });
      part = { from: number, to: number, questions: 0, characters: 0 };
    }
    part = {
      from: part.from,
      to: number,
      questions: part.questions + 1,
      characters: part.characters + characters,
    };
  }
  return [...parts, { from: part.from, to: part.to }];
}

async function* sizesOf(queries: Queries, lineId: number): AsyncGenerator<Size> {
  for (let last = 0; ;) {
    const piece = await queries.query<Size>(selectSizes, [lineId, last]);
    yield* piece;
    last = piece.at(-1)?.number ?? last;
    if (piece.length < PIECE_OF_SIZES) return;
  }
}

/** What a part of the protocol of a direct line says, as it is now; null: there is none, or not for them. */
export async function readLineProtocol(
  desk: Desk,
  official: Official,
  lineId: number,
  part: ProtocolPart,
): Promise<LineProtocol | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const { title, answering, opensOn, closesOn } = kept.content;
  return {
    ...{ title, answering, opensOn, closesOn },
    counts: await countsOf(database, lineId),
    head: await keptLetterhead(database),
    questions: await questionsIn(database, lineId, part),
  };
}

/** Piece by piece: whoever presses meanwhile is answered between two of them. */
async function questionsIn(
  queries: Queries,
  lineId: number,
  { from, to }: ProtocolPart,
): Promise<readonly ProtocolQuestion[]> {
  const questions: ProtocolQuestion[] = [];
  for (;;) {
    const piece = await queries.query<Piece>(selectPiece, [lineId, questions.at(-1)?.number ?? from - 1, to]);
    for (const { number, text, state, answer, reason, appealId, repeats } of piece)
      questions.push({
        ...{ number, state, answer, reason, repeats },
        // A protocol is published, and whoever takes their words back does not mean that.
        text: wasTakenAway({ state, reason }) ? '' : maskPersonalData(text),
        appeal: appealId === null ? null : numberOfAppeal(lineId, number),
      });
    if (piece.length < PIECE) return questions;
  }
}
