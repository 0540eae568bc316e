import { dayOf, toPlainDate, type PlainDate } from '../../../src/regulation/calendar';
import type { Refusal } from '../../../src/regulation/refusals';
import { isKeyOf } from '../../../src/regulation/lists';
import { ACTIONS, type Action } from '../../../src/regulation/vocabulary';
import { type ActOutcome, nextIncomplete } from '../../../src/usecases/acts/answer-act';
import type { AppealCard } from '../../../src/usecases/card/card';
import type { Reading, Turn } from '../kit/turn';
import { markTail, moment, shortDay } from '../kit/calendar-words';
import { actedBy } from '../appeals/acted-by';
import { escapeHtml } from '../../../src/i18n';
import { postponableUntil } from '../../../src/regulation/joining';
import type { ActForm } from '../../../src/usecases/answers/submission';
import { cardPlace } from '../../../src/usecases/kit/places';
import { readCard } from '../../../src/usecases/card/read-card';
import type { Reply, Feature } from '../kit/feature';
import { button, only } from '../kit/screen';
import { showCard } from '../kit/cards';
import type { Talk } from '../kit/talk';
import { startAct, startAsItStands, startCorrectionAsOffered } from '../../../src/usecases/acts/start-act';

/** A toast names the result: «Назначено: Петров П.П., до 28.11». */
export function doneWords(
  { action, result }: Pick<Extract<ActOutcome, { kind: 'performed' }>, 'action' | 'result'>,
  reading: Reading,
): string {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const { answers } = result;
  const today = dayOf(now, calendar);
  const dueDay = dayOf(result.dueAt, calendar);
  const day = shortDay(dueDay, today) + markTail([dueDay], reading);
  const named = {
    executor: result.holders.executor ?? '',
    agreeing: result.holders.agreeing ?? '',
    approving: result.holders.approving ?? '',
    reportedTo: result.holders.reportedTo ?? '',
    organization: result.holders.organization ?? '',
  };
  switch (action) {
    case 'assign':
    case 'passToSubordinate':
      return plain(`done:${action}`, { name: named.executor || named.organization, day });
    case 'planVisit':
    case 'planMeeting':
    case 'moveVisit':
    case 'moveMeeting':
      return plain(`done:${action}`, { moment: answers.visitAt ? moment(answers.visitAt, now, calendar) : '' });
    case 'requestDocuments':
      return requestedWords(result, reading);
    case 'redirect':
      return plain('done:redirect', { name: named.agreeing || named.approving });
    case 'agreeAnswer':
      return agreedWords(result, reading);
    case 'agreeRedirect':
    case 'passApproval':
      return plain(`done:${action}`, { name: named.approving });
    case 'submitAnswer':
      return plain('done:submitAnswer', { name: named.agreeing }) + movedTail(result, reading);
    case 'passAgreement':
      return plain('done:passAgreement', { name: named.agreeing });
    case 'approveRedirect':
      return plain('done:approveRedirect', { name: named.organization });
    case 'report':
      return plain('done:report', { name: named.reportedTo });
    case 'instruct':
      return instructedWords(result, reading);
    case 'rejectAnswer':
      return plain('done:rejectAnswer', { name: named.executor });
    case 'organizationAnswered':
    case 'organizationAnsweredApplicant':
      return plain(`done:${action}`, { on: answers.answeredOn ? shortDay(answers.answeredOn, today) : '' });
    case 'comment':
      return commentedWords(result, reading);
    case 'approveAnswer':
      return approvedWords(result, reading);
    case 'replaceParticipant':
      return plain('done:replaceParticipant', { name: named[answers.participant ?? 'executor'] });
    default:
      return plain(`done:${action}`, { name: named.executor, day });
  }
}

type Result = Extract<ActOutcome, { kind: 'performed' }>['result'];

const dateOf = (value: unknown): PlainDate | null => (typeof value === 'string' ? toPlainDate(value) : null);

const commentedWords = ({ answers: { progress } }: Result, { words: { plain } }: Reading): string =>
  progress ? plain('done:comment', { progress: plain(`appeal:progress.${progress}`) }) : plain('done:commentOnly');

/** Where answers are signed here, nothing is entered into ПОС before. */
const agreedWords = ({ awaitsEntry, holders }: Result, { words }: Reading): string =>
  words.plain(awaitsEntry ? 'done:agreeAnswer' : 'done:agreeToSign', { name: holders.approving ?? '' });

function requestedWords(result: Result, reading: Reading): string {
  const { words, now, calendar } = reading;
  const by = dateOf(result.details.requestBy);
  const day = by === null ? '' : shortDay(by, dayOf(now, calendar));
  return words.plain('done:requestDocuments', { day }) + movedTail(result, reading);
}

/** One without a day is a word. */
function instructedWords(result: Result, reading: Reading): string {
  const { words, now, calendar } = reading;
  const name = result.holders.executor ?? '';
  const by = dateOf(result.details.instructionDay);
  if (by === null) return words.plain('done:instruct', { name });
  const day = shortDay(by, dayOf(now, calendar));
  return words.plain('done:instructBy', { name, day }) + movedTail(result, reading);
}

/** Of an interim answer also until when. */
function approvedWords(result: Result, reading: Reading): string {
  const { words, now, calendar } = reading;
  const until = dateOf(result.details.postponedUntil);
  if (until === null) return words.plain('done:approveAnswer');
  if (result.state.stage === 'in_progress') return words.plain('done:approveInterimLate');
  const day = shortDay(until, dayOf(now, calendar));
  return words.plain('done:approveInterim', { day }) + movedTail(result, reading) + markTail([until], reading);
}

/** §3: a day off becomes the next working day, and the person is told. */
function movedTail({ details }: Result, { words, now, calendar }: Reading): string {
  const [from, until] = [
    dateOf(details.dateMovedFrom),
    dateOf(details.postponedUntil ?? details.requestBy ?? details.instructionDay),
  ];
  if (from === null || until === null) return '';
  const today = dayOf(now, calendar);
  return ` · ${words.plain('form:dateMoved', { from: shortDay(from, today), to: shortDay(until, today) })}`;
}

/** Acts that leave a card's version alone: whoever comes second is refused for the fact itself. */
const DONE_BEFORE: { readonly [Of in Refusal | 'gone']?: Action } = {
  alreadyAcknowledged: 'acknowledgeReport',
  extendedAlready: 'extendTerm',
  enteredAlready: 'markEntered',
};

/** Why the regulation said no; for a stale button, what happened meanwhile. */
export function refusalWords(
  refusal: Refusal | 'gone',
  card: Pick<AppealCard, 'latest' | 'executor' | 'postponableUntil'>,
  { words, now, calendar }: Reading,
): string {
  const { plain } = words;
  if (refusal === 'tooCloseToDue' || refusal === 'tooFarAhead') {
    const today = dayOf(now, calendar);
    const latest = card.postponableUntil;
    if (latest > today) return plain(`refusal:${refusal}Latest`, { day: shortDay(latest, today) });
  }
  if (refusal === 'assignedUnseen' && card.executor)
    return plain('refusal:assignedUnseenTo', { name: card.executor.name });
  const isOvertaken =
    refusal === 'stale' || (DONE_BEFORE[refusal] !== undefined && DONE_BEFORE[refusal] === card.latest?.action);
  if (!isOvertaken || !card.latest) return plain(`refusal:${refusal}`);
  if (card.latest.action === 'assign' && card.executor)
    return plain('refusal:staleAssigned', { name: card.executor.name });
  if (!isKeyOf(ACTIONS, card.latest.action)) return plain('refusal:stale');
  return plain('refusal:staleBy', {
    what: plain(`history:did.${card.latest.action}`),
    name: card.latest.by === null ? plain('appeal:capacity.clock') : actedBy(card.latest.by, words),
  });
}

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

/** Whose an appeal may be and what it is about, by former ones: each opens the act as it is always asked, filled in already. */
export function offersFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    presses: {
      async takeExecutor(turn, { appealId, version, executorId }) {
        const { official: actor, message } = turn;
        const start = { actor, action: 'assign' as const, appealId, seenVersion: version, message };
        return replyOf(talk, turn, await startAct(desk, { ...start, view: { sure: executorId } }));
      },
      async replaceIn(turn, { appealId }) {
        const { official: actor, message } = turn;
        const start = { actor, action: 'replaceParticipant' as const, appealId, message };
        return replyOf(talk, turn, await startAsItStands(desk, start));
      },
      async takeTopic(turn, { appealId, version }) {
        const { official: actor, message } = turn;
        const start = { actor, appealId, seenVersion: version, message };
        return replyOf(talk, turn, await startCorrectionAsOffered(desk, start));
      },
    },
  };
}
