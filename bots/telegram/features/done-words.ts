import { shortDay } from '../dates';
import { dayOf } from '../../../src/regulation/calendar';
import type { Refusal } from '../../../src/regulation/refusals';
import { ACTIONS, type Action } from '../../../src/regulation/vocabulary';
import type { ActOutcome } from '../../../src/usecases/act-forms';
import type { AppealCard } from '../../../src/usecases/read-card';
import type { Reading } from '../cards/appeal-card';

/** A toast names the result: «Назначено: Петров П.П., до 28.11». */
export function doneWords({ action, result }: Extract<ActOutcome, { kind: 'performed' }>, card: AppealCard | null, { words: { plain }, now, calendar }: Reading): string {
  if (!card) return plain('common:working');
  const today = dayOf(now, calendar);
  const day = shortDay(dayOf(card.due, calendar), today);
  const named = {
    executor: card.executor?.name ?? '',
    agreeing: card.agreeing?.name ?? '',
    approving: card.approving?.name ?? '',
    reportedTo: card.report?.to?.name ?? '',
    organization: card.organization ?? '',
  };
  switch (action) {
    case 'assign':
    case 'passToSubordinate':
      return plain(`done:${action}`, { name: named.executor || named.organization, day });
    case 'redirect':
      return plain('done:redirect', { name: named.agreeing || named.approving });
    case 'agreeRedirect':
    case 'agreeAnswer':
    case 'passApproval':
      return plain(`done:${action}`, { name: named.approving });
    case 'submitAnswer':
    case 'passAgreement':
      return plain(`done:${action}`, { name: named.agreeing });
    case 'approveRedirect':
      return plain('done:approveRedirect', { name: named.organization });
    case 'report':
      return plain('done:report', { name: named.reportedTo });
    case 'instruct':
    case 'rejectAnswer':
      return plain(`done:${action}`, { name: named.executor });
    case 'comment':
      return plain('done:comment', { progress: card.progress ? plain(`appeal:progress.${card.progress}`) : '' });
    case 'approveAnswer':
      return card.postponedUntil && result.details.postponedUntil ? plain('done:approveInterim', { day: shortDay(card.postponedUntil, today) }) : plain('done:approveAnswer');
    case 'replaceParticipant': {
      const who = result.details.participant;
      return plain('done:replaceParticipant', { name: who === 'agreeing' ? named.agreeing : who === 'approving' ? named.approving : named.executor });
    }
    default:
      return plain(`done:${action}`, { name: named.executor, day });
  }
}

/** Why the regulation said no; for a stale button, what happened meanwhile. */
export function refusalWords(refusal: Refusal | 'gone', card: AppealCard | null, { words: { plain } }: Reading): string {
  if (refusal !== 'stale' || !card?.latest) return plain(`refusal:${refusal}`);
  if (card.latest.action === 'assign' && card.executor) return plain('refusal:staleAssigned', { name: card.executor.name });
  if (!(card.latest.action in ACTIONS)) return plain('refusal:stale');
  return plain('refusal:staleBy', { what: plain(`appeal:action.${card.latest.action as Action}`), name: card.latest.by ?? plain('appeal:capacity.clock') });
}
