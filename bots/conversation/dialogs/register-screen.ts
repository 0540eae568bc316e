import { escapeHtml } from '../../../src/i18n';
import { maskPersonalData } from '../../../src/personal-data';
import { at, dayOf, toPlainDate, type PlainDate } from '../../../src/regulation/calendar';
import { KINDS } from '../../../src/regulation/vocabulary';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import type { ForeseenTerm } from '../../../src/usecases/intake/register-appeals';
import type { Topic } from '../../../src/usecases/intake/register-by-hand';
import { markLines } from '../screens/calendar-marks';
import type { FormMove } from '../buttons';
import type { Reading } from '../turn';
import { moment, namedDay, shortDay } from '../screens/dates';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../screen';
import { dayPicker } from '../screens/day-picker';
import {
  isApplicantStep,
  isOptional,
  isTopicStep,
  matching,
  stepOf,
  topicChoices,
  type Draft,
  type RegisterStep,
  type TopicStep,
} from './register-steps';

export interface RegisterView {
  readonly form: FormRow;
  readonly draft: Draft;
  readonly asksApplicant: boolean;
  readonly topics: readonly Topic[];
  /** Known as soon as it can be told. */
  readonly term: ForeseenTerm | null;
  /** In words, not escaped. */
  readonly complaint: string | null;
}

const PAGE = 7;
const PREVIEW = { going: 300, whole: 1500 } as const;
const HOURS = ['08:00', '09:00', '10:00', '11:00', '12:00', '14:00', '15:00', '16:00'];

/** What was said so far, what is asked now, and why the last answer did not hold. */
export function registerScreen(view: RegisterView, reading: Reading): Screen {
  const { html } = reading.words;
  const step = stepOf(view.draft, view.asksApplicant);
  const text = [
    `<b>${html('register:title')}</b>`,
    ...said(view, step, reading),
    '',
    ...(view.complaint === null ? [] : [`⚠️ ${escapeHtml(view.complaint)}`]),
    question(view, step, reading),
  ];
  return { text: text.join('\n'), buttons: [...answers(view, step, reading), bottom(view, reading)] };
}

function said(
  { draft, asksApplicant, term }: RegisterView,
  step: RegisterStep | 'confirm',
  reading: Reading,
): string[] {
  const {
    words: { html, plain },
    now,
    calendar,
  } = reading;
  const has = (one: RegisterStep) => draft.passed.includes(one);
  const lines: string[] = [];
  if (has('number') && draft.number !== undefined)
    lines.push(`<b>${html('register:said.number', { value: draft.number })}</b>`);
  if (has('kind') && draft.kind !== undefined)
    lines.push(html('register:said.kind', { value: plain(`register:kind.${draft.kind}`) }));
  if (has('registeredAt') && draft.registeredAt !== undefined)
    lines.push(html('register:said.registeredAt', { value: moment(new Date(draft.registeredAt), now, calendar) }));
  const topic = (['category', 'subcategory', 'fact'] as const).filter(has).flatMap((one) => draft[one] ?? []);
  if (topic.length > 0)
    lines.push(html('register:said.topic', { value: shorten(maskPersonalData(topic.join(' · ')), 300) }));
  if (term && step === 'confirm') {
    const dueDay = dayOf(term.due, calendar);
    const day = shortDay(dueDay, dayOf(now, calendar));
    lines.push(
      `<b>${html(term.fast === null ? 'register:said.term' : 'register:said.fastTrack', { count: term.days, day })}</b>`,
      ...markLines([[dueDay, dueDay]], reading),
    );
  }
  const place = (['settlement', 'address'] as const).filter(has).flatMap((one) => draft[one] ?? []);
  if (place.length > 0)
    lines.push(html('register:said.place', { value: shorten(maskPersonalData(place.join(', ')), 300) }));
  if (has('location') && draft.latitude !== undefined && draft.longitude !== undefined) {
    lines.push(
      html('register:said.location', { latitude: draft.latitude.toFixed(5), longitude: draft.longitude.toFixed(5) }),
    );
  }
  if (asksApplicant && Object.values(draft.applicant).some((value) => value !== undefined))
    lines.push(html('register:said.applicant'));
  if (draft.text !== undefined && (has('text') || step === 'text')) {
    lines.push(
      `<blockquote expandable>${escapeHtml(shorten(maskPersonalData(draft.text), step === 'confirm' ? PREVIEW.whole : PREVIEW.going))}</blockquote>`,
    );
  }
  return lines;
}

function question({ form }: RegisterView, step: RegisterStep | 'confirm', { words, now, calendar }: Reading): string {
  const day = dayChosen(form);
  if (step === 'registeredAt' && day !== null)
    return words.html('register:ask.registeredTime', { day: namedDay(day, dayOf(now, calendar), words) });
  return words.html(`register:ask.${step}`);
}

function answers(view: RegisterView, step: RegisterStep | 'confirm', reading: Reading): ScreenButton[][] {
  const { draft, form } = view;
  const {
    words: { plain },
    now,
    calendar,
  } = reading;
  const move = mover(form);
  const skip = (): ScreenButton[] => [button(plain('form:button.skip'), move('done', 'skip'))];
  if (step === 'confirm') return [[button(plain('form:button.confirm'), move('done'))]];
  if (isTopicStep(step)) return [...topics(view, step, reading), skip()];
  switch (step) {
    case 'number': {
      const known = form.view.known as { readonly id: number; readonly number: string } | undefined;
      return known
        ? [[button(plain('register:button.open', { number: known.number }), { kind: 'open', appealId: known.id })]]
        : [];
    }
    case 'kind':
      return [KINDS.map((kind) => button(plain(`register:kind.${kind}`), move('pick', kind)))];
    case 'registeredAt': {
      const today = dayOf(now, calendar);
      const day = dayChosen(form);
      if (day !== null) {
        const hours = HOURS.filter((hour) => at(day, Number(hour.slice(0, 2)) * 60, calendar) <= now);
        return [
          ...(day === today ? [[button(plain('register:button.now'), move('pick', 'now'))]] : []),
          ...inRows(
            hours.map((hour) => button(hour, move('pick', hour.replace(':', '')))),
            4,
          ),
        ];
      }
      const month = typeof form.view.month === 'string' ? toPlainDate(form.view.month) : null;
      return [
        [button(plain('register:button.now'), move('pick', 'now'))],
        ...dayPicker({ form, today, past: true, month, calendar, words: reading.words }),
      ];
    }
    case 'text':
      if (draft.text === undefined) return [];
      return [
        [button(plain('form:button.done'), move('done')), button(plain('form:button.again'), move('other', 'again'))],
      ];
    case 'settlement':
    case 'address':
    case 'location':
    case 'applicantName':
    case 'applicantPhone':
    case 'applicantEmail':
      return isOptional(step) || isApplicantStep(step) ? [skip()] : [];
  }
}

function topics(
  { topics: all, draft, form }: RegisterView,
  step: TopicStep,
  { words: { plain } }: Reading,
): ScreenButton[][] {
  const move = mover(form);
  const query = typeof form.view.query === 'string' ? form.view.query : '';
  const { similar } = matching(topicChoices(all, step, draft), query);
  const pages = Math.max(1, Math.ceil(similar.length / PAGE));
  const page = Math.min(typeof form.view.page === 'number' ? form.view.page : 0, pages - 1);
  const rows = similar
    .slice(page * PAGE, (page + 1) * PAGE)
    .map(({ id, name }) => [button(shorten(name, 60), move('pick', String(id)))]);
  if (pages > 1) {
    rows.push([
      button(plain('common:previous'), page > 0 ? move('page', String(page - 1)) : { kind: 'nothing' }),
      button(plain('common:page', { page: page + 1, pages }), { kind: 'nothing' }),
      button(plain('common:next'), page < pages - 1 ? move('page', String(page + 1)) : { kind: 'nothing' }),
    ]);
  }
  if (query !== '') {
    rows.push([
      button(
        plain('register:button.asTyped', { name: shorten(maskPersonalData(query), 40) }),
        move('other', 'asTyped'),
      ),
    ]);
    rows.push([button(plain('register:button.all'), move('other', 'all'))]);
  }
  return rows;
}

function bottom({ draft, form }: RegisterView, { words: { plain } }: Reading): ScreenButton[] {
  const move = mover(form);
  const cancel = button(plain('form:button.cancel'), move('cancel'));
  return draft.passed.length > 0 ? [button(plain('form:button.back'), move('back')), cancel] : [cancel];
}

const mover =
  (form: FormRow) =>
  (name: FormMove, value = '') =>
    ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;

/** The day whose time is asked for. */
export const dayChosen = (form: FormRow): PlainDate | null =>
  typeof form.view.day === 'string' ? toPlainDate(form.view.day) : null;
