import { dayOf, toPlainDate, type PlainDate } from '../../../../src/regulation/calendar';
import type { Refusal } from '../../../../src/regulation/refusals';
import { isKeyOf } from '../../../../src/regulation/lists';
import { ACTIONS, type Action } from '../../../../src/regulation/vocabulary';
import type { ActOutcome } from '../../../../src/usecases/acts/answer-act';
import type { AppealCard } from '../../../../src/usecases/card/card';
import type { Reading } from '../../turn';
import { markTail } from '../calendar-marks';
import { moment, shortDay } from '../dates';
import { actedBy } from './acted-by';

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
