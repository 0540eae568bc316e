import { maskPersonalData } from '../../../../src/personal-data';
import { dayOf, workingDayOnOrAfter } from '../../../../src/regulation/calendar';
import { latestPostponement } from '../../../../src/regulation/deadlines';
import { dayChosen } from '../../questions/day';
import { asksReason } from '../../questions/files';
import type { Asked } from '../../questions/question';
import { shorten } from '../../screen';
import { markLines } from '../../screens/calendar-marks';
import { moment, namedDay, shortDay } from '../../screens/dates';
import type { ActState } from './act-state';

/** What is asked now, in HTML. */
export function questionLine(asked: Asked<ActState>): string {
  const {
    state: { form, step, card },
    reading: { words, now, calendar },
  } = asked;
  const { answers, photos } = step.submission;
  switch (step.ask) {
    case 'visitAt': {
      const day = dayChosen(asked);
      return day === null
        ? words.html('form:ask.visitDay')
        : words.html('form:ask.visitTime', { day: namedDay(day, dayOf(now, calendar), words) });
    }
    case 'visit':
      return words.html(form.subject === 'recordMeeting' ? 'form:ask.meeting' : 'form:ask.visit');
    case 'photos':
      if (asksReason(asked)) return words.html('form:ask.withoutPhoto');
      if (photos > 0) return words.html('form:ask.photosMore');
      return words.html(answers.answerType === 'resolved' ? 'form:ask.photos' : 'form:ask.photosIfAny');
    case 'postponedUntil':
      return postponementLine(asked);
    case 'answerText':
      return words.html(answers.answerType === 'postponed' ? 'form:ask.interimText' : 'form:ask.answerText');
    case 'signature':
      return words.html('form:ask.signature', {
        signature: words.plain(`form:signatureKind.${card?.kind ?? 'message'}`),
      });
    case 'confirmation':
      return words.html('form:ask.confirmation', { what: words.plain(`appeal:action.${form.subject}`) });
    default:
      return words.html(`form:ask.${step.ask}`);
  }
}

function postponementLine({ state: { form, card }, reading: { words, now, calendar } }: Asked<ActState>): string {
  if (form.subject === 'approveAnswer') return words.html('form:ask.postponedUntilAgain');
  if (card?.kind !== 'appeal59') return words.html('form:ask.postponedUntil');
  const today = dayOf(now, calendar);
  const latest = latestPostponement(card.due, calendar);
  return latest > today
    ? words.html('form:ask.postponedUntil59', { day: shortDay(latest, today) })
    : words.html('form:ask.postponedTooLate');
}

/** What earlier steps have settled, a line each; in HTML. */
export function chosenLines(asked: Asked<ActState>): string[] {
  const {
    state: { form, step },
    reading: { words, now, calendar },
  } = asked;
  const { answers } = step.submission;
  const lines: string[] = [];
  if (answers.answerType && form.subject === 'submitAnswer' && step.ask !== 'answerType')
    lines.push(words.html('form:chosen.answerType', { type: words.plain(`appeal:answerType.${answers.answerType}`) }));
  lines.push(...postponedLines(asked));
  if (answers.visitAt && step.ask !== 'visitAt')
    lines.push(words.html('form:chosen.visitAt', { moment: moment(answers.visitAt, now, calendar) }));
  if (answers.visitPlace && step.ask === 'visitPeople')
    lines.push(words.html('form:chosen.visitPlace', { place: shorten(maskPersonalData(answers.visitPlace), 100) }));
  if (answers.requestBody && step.ask !== 'requestBody')
    lines.push(words.html('form:chosen.requestBody', { body: shorten(maskPersonalData(answers.requestBody), 100) }));
  return lines;
}

/** §3: a day off becomes the next working day, and the person is told. */
function postponedLines({ state: { form, step }, reading }: Asked<ActState>): string[] {
  const { words, now, calendar } = reading;
  const { answerType, postponedUntil } = step.submission.answers;
  const concerns = form.subject === 'approveAnswer' || answerType === 'postponed';
  if (!postponedUntil || step.ask === 'postponedUntil' || !concerns) return [];
  const today = dayOf(now, calendar);
  const until = workingDayOnOrAfter(postponedUntil, calendar);
  const moved =
    until === postponedUntil
      ? []
      : [words.html('form:dateMoved', { from: shortDay(postponedUntil, today), to: shortDay(until, today) })];
  return [
    words.html('form:chosen.postponedUntil', { day: namedDay(until, today, words) }),
    ...moved,
    ...markLines([[postponedUntil, until]], reading),
  ];
}
