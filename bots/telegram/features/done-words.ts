import { moment, shortDay } from '../dates';
import { dayOf, toPlainDate } from '../../../src/regulation/calendar';
import { latestPostponement } from '../../../src/regulation/deadlines';
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
  // §3: a day off becomes the next working day, and the person is told.
  const movedFrom = typeof result.details.dateMovedFrom === 'string' ? toPlainDate(result.details.dateMovedFrom) : null;
  const until = card.postponedUntil ?? card.draft?.postponedUntil ?? null;
  const moved = movedFrom === null || until === null ? '' : ` · ${plain('form:dateMoved', { from: shortDay(movedFrom, today), to: shortDay(until, today) })}`;
  switch (action) {
    case 'assign':
    case 'passToSubordinate':
      return plain(`done:${action}`, { name: named.executor || named.organization, day });
    case 'planVisit':
    case 'planMeeting': {
      const visit = card.visits.at(-1);
      return plain(`done:${action}`, { moment: visit ? moment(visit.at, now, calendar) : '' });
    }
    case 'requestDocuments': {
      const request = card.requests.at(-1);
      return plain('done:requestDocuments', { day: request ? shortDay(request.by, today) : '' });
    }
    case 'redirect':
      return plain('done:redirect', { name: named.agreeing || named.approving });
    case 'agreeRedirect':
    case 'agreeAnswer':
    case 'passApproval':
      return plain(`done:${action}`, { name: named.approving });
    case 'submitAnswer':
      return plain('done:submitAnswer', { name: named.agreeing }) + moved;
    case 'passAgreement':
      return plain('done:passAgreement', { name: named.agreeing });
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
      return card.postponedUntil ? plain('done:approveInterim', { day: shortDay(card.postponedUntil, today) }) + moved : plain('done:approveAnswer');
    case 'replaceParticipant': {
      const who = result.details.participant;
      return plain('done:replaceParticipant', { name: who === 'agreeing' ? named.agreeing : who === 'approving' ? named.approving : named.executor });
    }
    default:
      return plain(`done:${action}`, { name: named.executor, day });
  }
}

/** Why the regulation said no; for a stale button, what happened meanwhile. */
export function refusalWords(refusal: Refusal | 'gone', card: AppealCard | null, { words: { plain }, now, calendar }: Reading): string {
  if (refusal === 'tooCloseToDue' && card) {
    const today = dayOf(now, calendar);
    const latest = latestPostponement(card.due, calendar);
    if (latest > today) return plain('refusal:tooCloseToDueLatest', { day: shortDay(latest, today) });
  }
  if (refusal !== 'stale' || !card?.latest) return plain(`refusal:${refusal}`);
  if (card.latest.action === 'assign' && card.executor) return plain('refusal:staleAssigned', { name: card.executor.name });
  if (!(card.latest.action in ACTIONS)) return plain('refusal:stale');
  return plain('refusal:staleBy', { what: plain(`appeal:action.${card.latest.action as Action}`), name: card.latest.by ?? plain('appeal:capacity.clock') });
}
