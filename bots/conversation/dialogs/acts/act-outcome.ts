import { escapeHtml } from '../../../../src/i18n';
import { postponableUntil } from '../../../../src/regulation/joining';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { ActForm } from '../../../../src/usecases/answers/submission';
import { cardPlace } from '../../../../src/usecases/kit/places';
import { type ActOutcome, nextIncomplete } from '../../../../src/usecases/acts/answer-act';
import { readCard } from '../../../../src/usecases/card/read-card';
import type { Reply } from '../../feature';
import { button, only } from '../../screen';
import { doneWords, refusalWords } from '../../screens/appeals/done-words';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/** What came of a press: the toast first, so that the finger is answered; then the card, which may take as long as the network does. */
export async function replyOf(talk: Talk, turn: Turn, outcome: ActOutcome): Promise<Reply> {
  const { words, reading, official } = turn;
  switch (outcome.kind) {
    case 'old':
      return { toast: words.plain('refusal:gone') };
    case 'asking': {
      const { form, step } = outcome;
      const complaint = complaintOf(turn, outcome);
      const told = { complaint, seen: { appeal: step.loaded, form: { form, step } } };
      return {
        ...(complaint === null ? {} : { toast: complaint, alert: true }),
        after: async () =>
          (await isPressedElsewhere(talk, turn, form))
            ? void (await talk.cards.bring(official, 'appeal', form.appealId, told))
            : showCard(talk, turn, form.appealId, told),
      };
    }
    case 'refused': {
      const { appealId, refusal, appeal } = outcome;
      const read = await readCard(talk.desk, appealId, official, appeal ?? undefined);
      if (!read) return { toast: words.plain('refusal:notFound'), alert: true };
      return {
        toast: refusalWords(refusal, read.card, reading),
        alert: true,
        after: () => showCard(talk, turn, appealId, { seen: { appeal: read.appeal, form: null } }),
      };
    }
    case 'performed':
      talk.wake();
      return {
        toast: doneWords(outcome, reading),
        after: async () => {
          await showCard(talk, turn, outcome.appealId);
          if (outcome.action === 'complete') await offerNext(talk, turn, outcome.appealId);
        },
      };
  }
}

/** From an invitation: in a card somewhere above, nobody would see what is asked. */
const PRESSED_ELSEWHERE: readonly Action[] = ['declineVisit'];
async function isPressedElsewhere(
  { desk }: Talk,
  { official, came, message }: Turn,
  { subject, appealId }: ActForm,
): Promise<boolean> {
  if (came.what !== 'press' || !PRESSED_ELSEWHERE.includes(subject)) return false;
  return (await cardPlace(desk, official, 'appeal', appealId)) !== message;
}

/** What lacks its text or place is filled in one after another: the next is one press away. */
async function offerNext({ desk, voice }: Talk, { official, chatId, words }: Turn, appealId: number): Promise<void> {
  const next = await nextIncomplete(desk, official, appealId);
  if (next === null) return;
  const { number, version, count } = next;
  const press = { kind: 'act', action: 'complete', appealId: next.appealId, version } as const;
  const text = words.html('form:next.left', { count });
  await voice.send(
    chatId,
    { text, buttons: [[button(words.plain('form:next.button', { number }), press)]] },
    { silent: true },
  );
}

/** The same of words: a result is a line of its own, a complaint stands in the form. */
export async function sayOutcome(talk: Talk, turn: Turn, outcome: ActOutcome): Promise<void> {
  if (outcome.kind === 'old') return;
  const { toast, after } = await replyOf(talk, turn, outcome);
  if (toast !== undefined && outcome.kind !== 'asking')
    await talk.voice.send(turn.chatId, only(escapeHtml(toast)), { silent: true });
  await after?.();
}

/** Why the last answer did not hold; null: it did. */
export function complaintOf(
  { reading }: Turn,
  { complaint, refusal, step }: Extract<ActOutcome, { kind: 'asking' }>,
): string | null {
  // the question itself says it, for as long as it is asked
  if (complaint !== null || refusal === null || refusal === 'bodyInDoubt') return complaint;
  return refusalWords(
    refusal,
    { postponableUntil: postponableUntil(step.appeal, reading), latest: null, executor: null },
    reading,
  );
}
