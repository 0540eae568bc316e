import type { InlineKeyboardButton } from 'telegraf/types';
import { escapeHtml } from '../../../src/i18n';
import { dayOf, toPlainDate } from '../../../src/regulation/calendar';
import type { Ask } from '../../../src/regulation/asks';
import type { ActForm, Choices, Step as FormStep } from '../../../src/usecases/act-forms';
import type { PersonChoice } from '../../../src/usecases/choices';
import type { AppealCard } from '../../../src/usecases/read-card';
import { appealHead, type Reading } from '../cards/appeal-card';
import type { FormMove } from '../callback-data';
import { moment, namedDay } from '../dates';
import { button, inRows, shorten, type Screen } from '../screen';
import { dayPicker } from './calendar';
import { STEPS } from './steps';

export interface FormView {
  readonly card: AppealCard;
  readonly form: ActForm;
  readonly step: FormStep & { readonly ask: Ask };
  readonly choices: Choices;
  /** Already in words: why the last answer did not hold. */
  readonly complaint: string | null;
}

const PAGE = 7;
const PREVIEW = 1500;

/** A form stands in its appeal's card: which appeal, what is being done, what is asked now, what was said so far. */
export function formScreen(view: FormView, reading: Reading): Screen {
  const { card, form, complaint } = view;
  const { words } = reading;
  const text = [
    appealHead(card, reading),
    '',
    `<b>${words.html(`appeal:action.${form.subject}`)}</b>`,
    ...soFar(view, reading),
    question(view, reading),
    ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`]),
  ];
  return { text: text.join('\n'), keyboard: [...answers(view, reading), bottom(view, reading)] };
}

function question({ card, form, step }: FormView, { words, now, calendar }: Reading): string {
  const { ask } = step;
  const day = typeof form.view.day === 'string' ? form.view.day : null;
  switch (ask) {
    case 'visitAt':
      return day === null ? words.html('form:ask.visitDay') : words.html('form:ask.visitTime', { day: namedDay(toPlainDate(day), dayOf(now, calendar), words) });
    case 'visit':
      return words.html(form.subject === 'recordMeeting' ? 'form:ask.meeting' : 'form:ask.visit');
    case 'photos':
      return words.html(form.view.withoutPhoto === true ? 'form:ask.withoutPhoto' : 'form:ask.photos');
    case 'postponedUntil':
      return words.html(form.subject === 'approveAnswer' ? 'form:ask.postponedUntilAgain' : 'form:ask.postponedUntil');
    case 'answerText':
      return words.html(step.submission.answers.answerType === 'postponed' ? 'form:ask.interimText' : 'form:ask.answerText');
    case 'signature':
      return words.html('form:ask.signature', { signature: words.plain(`form:signatureKind.${card.kind}`) });
    case 'confirmation':
      return words.html('form:ask.confirmation', { what: words.plain(`appeal:action.${form.subject}`) });
    default:
      return words.html(`form:ask.${ask}`);
  }
}

/** What is already there: the text being written, the draft being edited, photos that came. */
function soFar({ form, step, card }: FormView, { words }: Reading): string[] {
  const kind = STEPS[step.ask];
  const lines: string[] = [];
  const quote = (text: string) => `<blockquote expandable>${escapeHtml(shorten(text, PREVIEW))}</blockquote>`;
  if (kind.kind === 'text') {
    const written = form.answers[kind.key];
    if (typeof written === 'string' && written !== '') lines.push(words.html('form:soFar'), quote(written));
    else if (kind.optional === 'asIs' && card.draft) lines.push(quote(card.draft.text));
  }
  if (kind.kind === 'confirm' && card.draft && form.subject === 'approveAnswer') lines.push(quote(step.submission.answers.editedText ?? card.draft.text));
  if (step.ask === 'photos' && form.view.withoutPhoto === true && step.submission.answers.withoutPhoto) lines.push(words.html('form:soFar'), quote(step.submission.answers.withoutPhoto));
  if (step.ask === 'visitPeople' && step.submission.answers.visitOutside) lines.push(words.html('form:outsideOrganizations', { text: step.submission.answers.visitOutside }));
  if (kind.kind === 'photos' || kind.kind === 'file' || (kind.kind === 'text' && kind.files === true)) {
    const { photos, files } = step.submission;
    if (photos > 0) lines.push(words.html('form:received', { count: photos }));
    if (files > 0) lines.push(words.html('form:receivedFiles', { count: files }));
    if (form.view.compressed === true) lines.push(`<i>${words.html('form:asFile')}</i>`);
  }
  return lines;
}

function answers(view: FormView, reading: Reading): InlineKeyboardButton[][] {
  const { form, step, choices } = view;
  const { words, now, calendar } = reading;
  const move = (name: FormMove, value = '') => ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
  const kind = STEPS[step.ask];
  const forward = words.plain(step.last ? 'form:button.send' : 'form:button.done');
  switch (kind.kind) {
    case 'person': {
      const rows = choices.kind === 'people' ? paged(view, reading, choices.people.map((person) => ({ text: personCaption(person, reading), name: person.name, value: String(person.id) }))) : [];
      if (step.ask === 'redirectAgreeing') rows.push([button(words.plain('form:button.straightToApproval'), move('other', 'approval'))]);
      if (step.ask === 'redirectApproving' && form.subject === 'redirect') rows.push([button(words.plain('form:button.throughAgreement'), move('other', 'agreement'))]);
      return rows;
    }
    case 'visitPeople': {
      const chosen = step.submission.answers.visitPeople ?? [];
      const rows = choices.kind === 'people'
        ? paged(view, reading, choices.people.map(({ id, name }) => ({ text: chosen.includes(id) ? `✓ ${name}` : name, name, value: String(id) })))
        : [];
      return [...rows, [button(forward, move('done'))]];
    }
    case 'organization': {
      const rows = choices.kind === 'organizations' ? paged(view, reading, choices.organizations.map(({ id, name }) => ({ text: name, name, value: String(id) }))) : [];
      const query = queryOf(form);
      if (step.ask === 'outside' && query) rows.push([button(words.plain('form:newOrganization', { name: shorten(query, 40) }), move('other', 'new'))]);
      return rows;
    }
    case 'option':
      return inRows(
        kind.values.filter((value) => !(value === 'postponed' && step.appeal.postponementUsed)).map((value) => button(optionCaption(kind.words, value, reading), move('pick', value))),
        kind.words === 'answerType' ? 2 : 1,
      );
    case 'participant':
      return step.appeal.unavailable.map((value) => [button(words.plain(`appeal:participant.${value}`), move('pick', value))]);
    case 'item':
      return choices.kind === 'items'
        ? choices.items.map(({ id, title, at }) => [button(shorten(at ? `${moment(at, now, calendar)} · ${title}` : title, 60), move('pick', String(id)))])
        : [];
    case 'day':
      return dayPicker({ form, today: dayOf(now, calendar), past: kind.past, month: monthOf(form), calendar, words });
    case 'visitAt':
      if (typeof form.view.day === 'string') return inRows(['08:30', '09:00', '10:00', '11:00', '13:00', '14:00', '15:00', '16:00'].map((time) => button(time, move('pick', time.replace(':', '')))), 4);
      return dayPicker({ form, today: dayOf(now, calendar), past: false, month: monthOf(form), calendar, words });
    case 'days':
      return inRows([5, 10, 15, 20, 30].map((count) => button(words.plain('form:button.days', { count }), move('pick', String(count)))), 5);
    case 'photos': {
      const { photos, answers: given } = step.submission;
      if (form.view.withoutPhoto === true) return given.withoutPhoto ? [[button(forward, move('done'))]] : [];
      return photos > 0 ? [[button(forward, move('done'))]] : [[button(words.plain(step.refusal ? 'form:button.withoutPhoto' : 'form:button.skip'), step.refusal ? move('other', 'withoutPhoto') : move('done'))]];
    }
    case 'file':
      return step.refusal === null ? [[button(forward, move('done'))]] : [];
    case 'confirm':
      return [[button(words.plain(kind.key === 'signed' ? 'form:button.signed' : 'form:button.confirm'), move('done'))]];
    case 'text': {
      const written = typeof form.answers[kind.key] === 'string' && form.answers[kind.key] !== '';
      const hasFiles = kind.files === true && step.submission.photos + step.submission.files > 0;
      const rows: InlineKeyboardButton[][] = [];
      if (written) rows.push([button(forward, move('done')), button(words.plain('form:button.again'), move('other', 'again'))]);
      else if (kind.optional) rows.push([button(words.plain(`form:button.${kind.optional}`), move('done'))]);
      else if (hasFiles && step.refusal === null) rows.push([button(forward, move('done'))]);
      return rows;
    }
  }
}

function bottom({ form, step }: FormView, { words }: Reading): InlineKeyboardButton[] {
  const move = (name: FormMove) => ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value: '' }) as const;
  const cancel = button(words.plain('form:button.cancel'), move('cancel'));
  const inside = form.view.day !== undefined || form.view.withoutPhoto === true;
  return step.passed.length > 0 || inside ? [button(words.plain('form:button.back'), move('back')), cancel] : [cancel];
}

const queryOf = (form: ActForm): string => (typeof form.view.query === 'string' ? form.view.query : '');
const monthOf = (form: ActForm) => (typeof form.view.month === 'string' ? toPlainDate(form.view.month) : null);

function personCaption(person: PersonChoice, { words: { plain } }: Reading): string {
  const { open, overdue, absent, deputy, usual, organization } = person;
  const name = organization === null ? person.name : `${person.name}, ${shorten(organization, 20)}`;
  if (absent) return deputy === null ? plain('form:absent', { name }) : plain('form:absentDeputy', { name, deputy });
  const loaded = overdue > 0 ? plain('form:loadOverdue', { name, open, overdue }) : open > 0 ? plain('form:load', { name, open }) : plain('form:person', { name });
  return usual ? plain('form:usual', { name: loaded }) : loaded;
}

function optionCaption(words: 'answerType' | 'progress' | 'reexamination', value: string, { words: { plain } }: Reading): string {
  return plain(`appeal:${words}.${value}` as 'appeal:answerType.resolved');
}

/** A long list by pages, narrowed by what the person has typed. */
function paged(view: FormView, { words }: Reading, all: readonly { text: string; name: string; value: string }[]): InlineKeyboardButton[][] {
  const { form } = view;
  const query = queryOf(form).toLocaleLowerCase('ru');
  const items = all.filter(({ text, name }) => query === '' || text.toLocaleLowerCase('ru').includes(query) || name.toLocaleLowerCase('ru').includes(query));
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const page = Math.min(typeof form.view.page === 'number' ? form.view.page : 0, pages - 1);
  const move = (name: FormMove, value: string) => ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
  const rows = items.slice(page * PAGE, (page + 1) * PAGE).map(({ text, value }) => [button(shorten(text, 60), move('pick', value))]);
  if (pages > 1) {
    rows.push([
      button(words.plain('common:previous'), page > 0 ? move('page', String(page - 1)) : { kind: 'nothing' }),
      button(words.plain('common:page', { page: page + 1, pages }), { kind: 'nothing' }),
      button(words.plain('common:next'), page < pages - 1 ? move('page', String(page + 1)) : { kind: 'nothing' }),
    ]);
  }
  return rows;
}
