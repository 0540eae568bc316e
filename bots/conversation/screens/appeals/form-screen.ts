import { escapeHtml } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/personal-data';
import { dayOf, toPlainDate, workingDayOnOrAfter } from '../../../../src/regulation/calendar';
import { latestPostponement } from '../../../../src/regulation/deadlines';
import { markLines } from '../calendar-marks';
import { appealHead } from './appeal-card';
import type { Reading } from '../../turn';
import { fitted, type Room } from '../fit';
import { moment, namedDay, shortDay } from '../dates';
import { shorten, type Screen } from '../../screen';
import { bottomButtons, found, queryOf, stepButtons } from '../../dialogs/form-buttons';
import type { FormView } from '../../dialogs/form-view';
import { QUESTIONS } from '../../dialogs/act-questions';

/** Of a text being written; whoever wrote it knows how it began, so its end is the news. */
const PREVIEW = 1200;

/** A form stands in its appeal's card: which appeal, what is being done, what was said so far, what is asked now. */
export function formScreen(view: FormView, reading: Reading): Screen {
  const { card, form, complaint, notice } = view;
  const { words } = reading;
  const draw = (room: Room) => {
    const blocks = [
      [appealHead(card, reading, notice, room)],
      [
        `<b>${words.html(`appeal:action.${form.subject}`)}</b>`,
        ...chosen(view, reading),
        ...soFar(view, reading, room),
      ],
      [
        question(view, reading),
        ...nothingFound(view, reading),
        ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`]),
      ],
    ];
    return blocks.map((lines) => lines.join('\n')).join('\n\n');
  };
  return { text: fitted(draw), buttons: [...stepButtons(view, reading), bottomButtons(view, reading)] };
}

function question({ card, form, step }: FormView, { words, now, calendar }: Reading): string {
  const today = dayOf(now, calendar);
  const day = typeof form.view.day === 'string' ? form.view.day : null;
  switch (step.ask) {
    case 'visitAt':
      return day === null
        ? words.html('form:ask.visitDay')
        : words.html('form:ask.visitTime', { day: namedDay(toPlainDate(day), today, words) });
    case 'visit':
      return words.html(form.subject === 'recordMeeting' ? 'form:ask.meeting' : 'form:ask.visit');
    case 'photos':
      if (form.view.withoutPhoto === true) return words.html('form:ask.withoutPhoto');
      if (step.submission.photos > 0) return words.html('form:ask.photosMore');
      return words.html(step.submission.answers.answerType === 'resolved' ? 'form:ask.photos' : 'form:ask.photosIfAny');
    case 'postponedUntil': {
      if (form.subject === 'approveAnswer') return words.html('form:ask.postponedUntilAgain');
      if (card.kind !== 'appeal59') return words.html('form:ask.postponedUntil');
      const latest = latestPostponement(card.due, calendar);
      return latest > today
        ? words.html('form:ask.postponedUntil59', { day: shortDay(latest, today) })
        : words.html('form:ask.postponedTooLate');
    }
    case 'answerText':
      return words.html(
        step.submission.answers.answerType === 'postponed' ? 'form:ask.interimText' : 'form:ask.answerText',
      );
    case 'signature':
      return words.html('form:ask.signature', { signature: words.plain(`form:signatureKind.${card.kind}`) });
    case 'confirmation':
      return words.html('form:ask.confirmation', { what: words.plain(`appeal:action.${form.subject}`) });
    default:
      return words.html(`form:ask.${step.ask}`);
  }
}

/** What earlier steps have settled, in a line each. */
function chosen({ form, step }: FormView, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { answers } = step.submission;
  const today = dayOf(now, calendar);
  const lines: string[] = [];
  if (answers.answerType && form.subject === 'submitAnswer' && step.ask !== 'answerType') {
    lines.push(words.html('form:chosen.answerType', { type: words.plain(`appeal:answerType.${answers.answerType}`) }));
  }
  if (
    answers.postponedUntil &&
    step.ask !== 'postponedUntil' &&
    (form.subject === 'approveAnswer' || answers.answerType === 'postponed')
  ) {
    const until = workingDayOnOrAfter(answers.postponedUntil, calendar);
    lines.push(words.html('form:chosen.postponedUntil', { day: namedDay(until, today, words) }));
    if (until !== answers.postponedUntil)
      lines.push(
        words.html('form:dateMoved', { from: shortDay(answers.postponedUntil, today), to: shortDay(until, today) }),
      );
    lines.push(...markLines([[answers.postponedUntil, until]], reading));
  }
  if (answers.visitAt && step.ask !== 'visitAt')
    lines.push(words.html('form:chosen.visitAt', { moment: moment(answers.visitAt, now, calendar) }));
  if (answers.visitPlace && step.ask === 'visitPeople')
    lines.push(words.html('form:chosen.visitPlace', { place: shorten(maskPersonalData(answers.visitPlace), 100) }));
  if (answers.requestBody && step.ask !== 'requestBody')
    lines.push(words.html('form:chosen.requestBody', { body: shorten(maskPersonalData(answers.requestBody), 100) }));
  return lines;
}

/** What is already there: the text being written, the draft being edited, photos that came. */
function soFar({ form, step, card }: FormView, { words }: Reading, room: Room): string[] {
  const kind = QUESTIONS[step.ask];
  const lines: string[] = [];
  const quote = (text: string) =>
    `<blockquote expandable>${escapeHtml(shorten(maskPersonalData(text), room(PREVIEW)))}</blockquote>`;
  const written = (text: string) => [
    words.html('form:soFar'),
    `<blockquote expandable>${escapeHtml(ending(maskPersonalData(text), room(PREVIEW)))}</blockquote>`,
  ];
  if (kind.kind === 'text') {
    const text = form.answers[kind.key];
    if (typeof text === 'string' && text !== '') lines.push(...written(text));
    else if (kind.optional === 'asIs' && card.draft) lines.push(quote(card.draft.text));
  }
  if (step.ask === 'signature' && card.draft) lines.push(quote(step.submission.answers.editedText ?? card.draft.text));
  if (step.ask === 'photos' && form.view.withoutPhoto === true && step.submission.answers.withoutPhoto)
    lines.push(...written(step.submission.answers.withoutPhoto));
  if (step.ask === 'visitPeople' && step.submission.answers.visitOutside) {
    lines.push(
      words.html('form:outsideOrganizations', {
        text: shorten(maskPersonalData(step.submission.answers.visitOutside), room(500)),
      }),
    );
  }
  if (kind.kind === 'photos' || kind.kind === 'file' || (kind.kind === 'text' && kind.files === true)) {
    const { photos, files } = step.submission;
    if (photos > 0) lines.push(words.html('form:received', { count: photos }));
    if (files > 0) lines.push(words.html('form:receivedFiles', { count: files }));
    if (form.view.compressed === true) lines.push(`<i>${words.html('form:asFile')}</i>`);
  }
  return lines;
}

/** An empty list says why it is empty and what to do. */
function nothingFound(view: FormView, { words }: Reading): string[] {
  const all = found(view, '');
  if (all === null || found(view, queryOf(view.form))?.length !== 0) return [];
  return [
    all.length === 0
      ? words.html('form:nothingToChoose')
      : words.html('form:nothingFound', { query: shorten(maskPersonalData(queryOf(view.form)), 60) }),
  ];
}

function ending(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `…${characters.slice(1 - limit).join('')}`;
}
