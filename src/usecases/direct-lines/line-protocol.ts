import { databaseOf } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { numberOfAppeal, type QuestionState } from '../../regulation/engagement/line-questions';
import { hasRight } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { loadEngagement } from '../engagement/engagement-store';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { keptLetterhead, type Letterhead } from '../settings';
import { allQuestions } from './read-questions';

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

/** What is said in the protocol of a direct line, as it is now; null: there is none, or not for them. */
export async function readLineProtocol(desk: Desk, official: Official, lineId: number): Promise<LineProtocol | null> {
  if (!hasRight(official, 'engage')) return null;
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, lineId);
  if (kept?.row.kind !== 'direct_line') return null;
  const rows = await allQuestions(database, lineId);
  const repeats = new Map<number, number[]>();
  for (const { joinedToId, number } of rows)
    if (joinedToId !== null) repeats.set(joinedToId, [...(repeats.get(joinedToId) ?? []), number]);
  const { title, answering, opensOn, closesOn } = kept.content;
  const counts: Record<QuestionState, number> = { new: 0, given: 0, answered: 0, declined: 0, joined: 0, appeal: 0 };
  for (const { state } of rows) counts[state] += 1;
  return {
    ...{ title, answering, opensOn, closesOn, counts },
    head: await keptLetterhead(database),
    questions: rows.flatMap(({ id, number, text, state, answer, reason, appealId }) =>
      state === 'joined'
        ? []
        : [
            {
              ...{ number, state, answer, reason },
              text: maskPersonalData(text),
              repeats: repeats.get(id) ?? [],
              appeal: appealId === null ? null : numberOfAppeal(lineId, number),
            },
          ],
    ),
  };
}
