import { NO_CONTENT, withFields } from '../../../../src/regulation/engagement/content';
import type { DateField } from '../../../../src/regulation/engagement/dates';
import { hasRight } from '../../../../src/regulation/rights';
import { keysOf } from '../../../../src/regulation/lists';
import { actOnEngagement } from '../../../../src/usecases/engagement/act-on-engagement';
import { draftOfForm, writeDraft } from '../../../../src/usecases/engagement/engagement-store';
import { passedIn } from '../../../../src/usecases/kit/form-engine';
import type { Screen } from '../../screen';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Finished } from '../dialog';
import { drawEngagement, drawEngagements } from './draw-engagement';
import type { EngagementState } from './engagement-questions';

export const DATES: Readonly<Record<DateField, true>> = {
  opensOn: true,
  closesOn: true,
  resultsBy: true,
  heldAt: true,
};

/** The draft as far as it is said; a day that was refused is no day. Null: the form goes on. */
export async function keepDraft(
  talk: Talk,
  turn: Turn,
  formId: number,
  answers: Answers,
  { kind, content }: EngagementState,
): Promise<Finished | null> {
  if (content.title === '') return null;
  const unsaid = keysOf(DATES).filter((field) => !passedIn(answers, []).includes(field));
  const said = withFields(content, NO_CONTENT, unsaid);
  const written = await writeDraft(talk.desk, turn.official, { kind, content: said, formId }, false);
  return written?.isOthers ? goneOn(talk, turn, written.id) : null;
}

/** Everything is said: the form ends with it. */
export async function saveDraft(
  talk: Talk,
  turn: Turn,
  formId: number,
  { kind, content }: EngagementState,
): Promise<Finished> {
  const { plain } = turn.words;
  if (!hasRight(turn.official, 'engage')) return { complaint: plain('engagement:refusal.notYours') };
  const written = await writeDraft(talk.desk, turn.official, { kind, content, formId }, true);
  if (written?.isOthers) return goneOn(talk, turn, written.id);
  const screen = written === null ? await drawEngagements(talk, turn) : await drawEngagement(talk, turn, written.id);
  return { toast: plain('engagement:saved'), screen };
}

/** A colleague has gone on with it: what stands there by now is seen, and nothing is written over. */
async function goneOn(talk: Talk, turn: Turn, id: number): Promise<Finished> {
  const card = await drawEngagement(talk, turn, id);
  return { screen: { ...card, text: `⚠️ ${turn.words.html('engagement:refusal.meanwhile')}\n\n${card.text}` } };
}

/** It goes from the list, and may be brought back; one with which somebody has gone on stays. Null: there is none. */
export async function giveUpDraft(talk: Talk, turn: Turn, formId: number): Promise<Screen | null> {
  const { official, words } = turn;
  const draft = await draftOfForm(talk.desk, formId);
  if (draft === null) return null;
  const { id, version } = draft;
  if (version === 1) {
    const reason = words.plain('engagement:givenUp');
    await actOnEngagement(talk.desk, official, { id, action: 'takeDown', version, answers: { reason } });
  }
  const card = await drawEngagement(talk, turn, id);
  return {
    ...card,
    text: `${words.html(version === 1 ? 'engagement:draftGone' : 'engagement:draftStays')}\n\n${card.text}`,
  };
}

/** Where a button of a form that is over leads; null: nothing was written in it. */
export async function drawDraft(talk: Talk, turn: Turn, formId: number): Promise<Screen | null> {
  const draft = await draftOfForm(talk.desk, formId);
  return draft && drawEngagement(talk, turn, draft.id);
}
