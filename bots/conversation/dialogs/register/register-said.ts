import { escapeHtml } from '../../../../src/i18n';
import { maskPersonalData, maskPlace } from '../../../../src/text/personal-data';
import { dayOf } from '../../../../src/regulation/calendar';
import { isOverdue } from '../../../../src/regulation/deadlines';
import type { ForeseenTerm } from '../../../../src/usecases/intake/learn-categories';
import type { Asked } from '../../questions/question';
import { shorten } from '../../screen';
import { markLines } from '../../screens/calendar-marks';
import { moment, shortDay } from '../../screens/dates';
import type { Reading } from '../../turn';
import type { Answers } from '../dialog';
import type { Draft } from './register-draft';
import type { RegisterState } from './register-state';

const LINE = 300;
/** Of the text, while it is being written and when it is to be confirmed. */
const PREVIEW = { going: 300, whole: 1500 } as const;

/** What was said so far; in HTML. */
export function saidLines({ state, reading, answers }: Asked<RegisterState>): string[] {
  const { draft, came, term } = state;
  return [
    `<b>${reading.words.html('register:title')}</b>`,
    ...headLines(draft, reading),
    ...(term === null ? [] : termLines(term, reading)),
    ...placeLines(draft, reading),
    ...(came.photos > 0 ? [reading.words.html('card:applicantPhotos', { count: came.photos })] : []),
    ...(came.documents > 0 ? [reading.words.html('form:receivedFiles', { count: came.documents })] : []),
    ...textLines(draft, term === null ? PREVIEW.going : PREVIEW.whole),
    ...(term === null || isAskedAgain(answers, draft) ? [] : mistakeLines(state, term, reading)),
    '',
  ];
}

/** One of it is asked again right now: what is wrong with it is said there. */
const isAskedAgain = ({ reopened }: Answers, { passed }: Draft): boolean =>
  Array.isArray(reopened) && typeof reopened[0] === 'string' && !passed.includes(reopened[0]);

/** What is likely to be a slip: it is said, and whoever has typed it decides. */
function mistakeLines(
  { draft, topics, knownId, fastForMessage }: RegisterState,
  { due }: ForeseenTerm,
  { words: { html }, now, calendar }: Reading,
): string[] {
  const { number, category, subcategory, fact, settlement, address, latitude } = draft;
  const isListed = topics.some(
    (topic) =>
      topic.category === category && topic.subcategory === (subcategory ?? null) && topic.fact === (fact ?? null),
  );
  const day = shortDay(dayOf(due, calendar), dayOf(now, calendar));
  const lines = [
    ...(knownId === null ? [] : [html('register:likely.known', { number: number ?? '' })]),
    ...(fastForMessage === null ? [] : [html('register:likely.fastTrack59', { count: fastForMessage })]),
    ...(isOverdue(due, now) ? [html('register:likely.overdue', { day })] : []),
    ...(settlement === undefined && address === undefined && latitude === undefined
      ? [html('register:likely.noPlace')]
      : []),
    ...(category !== undefined && !isListed ? [html('register:likely.newCategory')] : []),
  ];
  return lines.map((line) => `⚠️ ${line}`);
}

function headLines({ passed, ...draft }: Draft, { words: { html, plain }, now, calendar }: Reading): string[] {
  const said = <Value>(step: string, value: Value | undefined): Value[] =>
    passed.includes(step) && value !== undefined ? [value] : [];
  const topic = (['category', 'subcategory', 'fact'] as const).flatMap((step) => said(step, draft[step]));
  return [
    ...said('number', draft.number).map((value) => `<b>${html('register:said.number', { value })}</b>`),
    ...said('epguNumber', draft.epguNumber).map((value) => html('card:epgu', { number: value })),
    ...said('kind', draft.kind).map((kind) => html('register:said.kind', { value: plain(`register:kind.${kind}`) })),
    ...said('registeredAt', draft.registeredAt).map((at) =>
      html('register:said.registeredAt', { value: moment(new Date(at), now, calendar) }),
    ),
    ...(topic.length > 0
      ? [html('register:said.topic', { value: shorten(maskPersonalData(topic.join(' · ')), LINE) })]
      : []),
  ];
}

function termLines({ due, fast, days }: ForeseenTerm, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const dueDay = dayOf(due, calendar);
  const day = shortDay(dueDay, dayOf(now, calendar));
  return [
    `<b>${words.html(fast === null ? 'register:said.term' : 'register:said.fastTrack', { count: days, day })}</b>`,
    ...markLines([[dueDay, dueDay]], reading),
  ];
}

function placeLines({ passed, applicant, ...draft }: Draft, { words: { html } }: Reading): string[] {
  const { latitude, longitude } = draft;
  const place = (['settlement', 'address'] as const).flatMap((step) =>
    passed.includes(step) && draft[step] !== undefined ? [draft[step]] : [],
  );
  return [
    ...(place.length > 0 ? [html('register:said.place', { value: shorten(maskPlace(place.join(', ')), LINE) })] : []),
    ...(passed.includes('location') && latitude !== undefined && longitude !== undefined
      ? [html('register:said.location', { latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) })]
      : []),
    ...(Object.values(applicant).some((value) => value !== undefined) ? [html('register:said.applicant')] : []),
  ];
}

const textLines = ({ text }: Draft, limit: number): string[] =>
  text === undefined
    ? []
    : [`<blockquote expandable>${escapeHtml(shorten(maskPersonalData(text), limit))}</blockquote>`];
