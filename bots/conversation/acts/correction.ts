import { escapeHtml } from '../../../src/i18n';
import { maskPersonalData, maskPlace } from '../../../src/text/personal-data';
import { at, dayOf, timeOfDay } from '../../../src/regulation/calendar';
import {
  afterCorrection,
  changed,
  correctable,
  CORRECTIONS,
  correctionRefusal,
  countsAnew,
  EVERY_CORRECTION,
  wholeTerms,
  type Corrected,
  type Correction,
  type CorrectionFacts,
} from '../../../src/regulation/corrections';
import { isOverdue } from '../../../src/regulation/deadlines';
import { isOneOf } from '../../../src/regulation/lists';
import { KINDS } from '../../../src/regulation/vocabulary';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { knownDay } from '../kit/buttons';
import { option } from '../kit/choice-question';
import { day, wholeMoment } from '../kit/day-question';
import {
  partNow,
  type Part,
  type PartNow,
  pointSaid,
  answered,
  questionLines,
  wordsRefused,
  type Asked,
  type Question,
} from '../kit/question';
import { writing } from '../kit/writing-question';
import { button, CAPTION, shorten, type ScreenButton } from '../kit/screen';
import { correctedLine, registrationValue } from '../card/history';
import { shortDay } from '../kit/calendar-words';
import { checkField } from '../intake/register-said';
import { topic, TOPIC_STEPS } from '../intake/register-topics';
import type { ActState } from './act-state';

type ActAsked = Asked<ActState>;
/** What one part of the data is asked with: `answers` are of this part alone, until it is whole. */
interface PartState {
  readonly facts: CorrectionFacts;
  readonly topics: CorrectionFacts['categories'];
}
type PartAsked = Asked<PartState>;
type PartName =
  Exclude<keyof typeof CORRECTIONS, 'category' | 'place'> | (typeof TOPIC_STEPS)[number] | 'settlement' | 'address';

/** Characters of a value that stands in a line. */
const LINE = 120;
const TEXT = 20_000;

const factsOf = ({ state: { step } }: ActAsked): CorrectionFacts => {
  const { correction } = step.submission;
  if (correction === null) throw new Error(`The form ${step.loaded.id} corrects data that nobody has read`);
  return correction;
};

// ── One part ────────────────────────────────────────────────────────────────

const kind = option<PartState>({
  key: 'kind',
  perRow: KINDS.length,
  values: ({ reading: { words } }) => KINDS.map((value) => ({ value, caption: words.plain(`register:kind.${value}`) })),
});

/** Mostly the day is wrong, so the hour stays; typed, both are said. On the day of the receipt it was not later than that. */
function registeredAt(): Question<PartState> {
  const picked = day<PartState>({ key: 'day', days: 'past' });
  const onDay = (asked: PartAsked, change: Change | Complaint | null): Change | Complaint | null => {
    if (change === null || 'complaint' in change) return change;
    const chosen = knownDay(change.answers?.day);
    if (chosen === null) return change;
    const { present, receivedAt } = asked.state.facts;
    const { calendar } = asked.reading;
    const kept = at(chosen, timeOfDay(present.registeredAt, calendar), calendar);
    const isOfReceipt = chosen === dayOf(receivedAt, calendar);
    const moment = isOfReceipt && kept > receivedAt ? receivedAt : kept;
    return answered(asked, { registeredAt: moment.toISOString() });
  };
  return {
    ...picked,
    pressed: (asked, move, value) => onDay(asked, picked.pressed(asked, move, value)),
    typed(asked, text) {
      const whole = wholeMoment(text, asked.reading);
      if (whole !== null) return answered(asked, { registeredAt: whole.toISOString() });
      const typed = picked.typed(asked, text);
      return onDay(asked, typed) ?? typed;
    },
  };
}

/** A line, by the check of every intake; it may stay as it is, and one that may be absent be taken out. */
function words(key: 'number' | 'epguNumber' | 'settlement' | 'address'): Question<PartState> {
  const isOptional = key !== 'number';
  return {
    rows({ state, reading: { words: said }, move }) {
      const present = state.facts.present[key];
      const keep = present === null ? [] : [button(shorten(maskPlace(present), CAPTION), move('pick', 'present'))];
      const none = isOptional ? [button(said.plain('form:correction.none'), move('done', 'none'))] : [];
      return [keep, none].filter((row) => row.length > 0);
    },
    pressed(asked, move, value) {
      if (move === 'pick' && value === 'present') return answered(asked, { [key]: asked.state.facts.present[key] });
      return isOptional && move === 'done' && value === 'none' ? answered(asked, { [key]: null }) : null;
    },
    typed(asked, text) {
      const checked = checkField(key, text, asked.reading.words);
      return 'complaint' in checked ? checked : answered(asked, { [key]: checked.value });
    },
  };
}

const point: Question<PartState> = {
  rows: ({ reading: { words: said }, move }) => [[button(said.plain('form:correction.none'), move('done', 'none'))]],
  pressed: (asked, move, value) =>
    move === 'done' && value === 'none' ? answered(asked, { latitude: null, longitude: null }) : null,
  typed(asked, text) {
    const said = pointSaid(asked, text) ?? { complaint: asked.reading.words.plain('form:correction.badPoint') };
    return 'complaint' in said ? said : answered(asked, { ...said });
  },
  placed: (asked, { latitude, longitude }) => answered(asked, { latitude, longitude }),
};

const text = writing<PartState>({
  key: 'text',
  limit: TEXT,
  // the applicant's own words
  shown: maskPersonalData,
  check: (whole, { reading }) => checkField('text', whole, reading.words),
});

const PARTS: Readonly<Record<Correction, readonly Part<PartState, PartName>[]>> = {
  kind: [{ name: 'kind', question: kind }],
  category: [
    { name: 'category', question: topic('category') },
    { name: 'subcategory', question: topic('subcategory'), when: ({ category }) => category !== undefined },
    { name: 'fact', question: topic('fact'), when: ({ subcategory }) => subcategory !== undefined },
  ],
  registeredAt: [{ name: 'registeredAt', question: registeredAt() }],
  number: [{ name: 'number', question: words('number') }],
  epguNumber: [{ name: 'epguNumber', question: words('epguNumber') }],
  place: [
    { name: 'settlement', question: words('settlement') },
    { name: 'address', question: words('address') },
  ],
  point: [{ name: 'point', question: point }],
  text: [{ name: 'text', question: text }],
};

// ── Which part is asked ─────────────────────────────────────────────────────

/** Null: what is wrong is still to be chosen. */
const partOf = (asked: ActAsked): PartNow<PartState, PartName> | null =>
  partNow(
    {
      parts: PARTS,
      isPart: (name) => isOneOf(EVERY_CORRECTION, name),
      stateOf(of) {
        const facts = factsOf(of);
        return { facts, topics: facts.categories };
      },
      taken: corrected,
    },
    asked,
  );

function corrected(asked: ActAsked, what: Correction, said: PartAsked['answers']): Change | Complaint {
  const values = Object.fromEntries(CORRECTIONS[what].map((field) => [field, said[field] ?? null]));
  const before = asked.answers.corrected;
  const next = { ...(typeof before === 'object' ? before : {}), ...values };
  const { step } = asked.state;
  const moment = typeof said.registeredAt === 'string' ? { registeredAt: new Date(said.registeredAt) } : {};
  // Whether the number is in use is known once it is read again with the answer.
  const facts = { ...factsOf(asked), numberTakenBy: null };
  const tried: Corrected = { ...step.submission.answers.corrected, ...values, ...moment };
  const refusal = correctionRefusal(facts, tried, step.appeal.stage, asked.reading.now);
  if (refusal !== null && refusal !== 'nothingCorrected')
    return { complaint: asked.reading.words.plain(`refusal:${refusal}`) };
  return { answers: { ...asked.answers, corrected: next }, view: {} };
}

/** What is wrong is chosen from what stands here, one thing after another; «Дальше» when all of it is said. */
export const correction: Question<ActState> = {
  isCopied: true,
  rows(asked) {
    const part = partOf(asked);
    return part ? part.question.rows(part.asked) : menu(asked);
  },
  soFar(asked, room) {
    const part = partOf(asked);
    return part ? (part.question.soFar?.(part.asked, room) ?? []) : correctionLines(asked);
  },
  empty(asked) {
    const part = partOf(asked);
    return part ? questionLines(part.asked, part.question, () => '').filter((line) => line !== '') : takenLines(asked);
  },
  pressed(asked, move, value) {
    const part = partOf(asked);
    if (part) return part.take(part.question.pressed(part.asked, move, value));
    if (move === 'done') return { view: {}, passes: true };
    const what = correctable(asked.state.step.appeal.stage).find((one) => one === value);
    return move === 'pick' && what ? { view: { what } } : null;
  },
  typed(asked, said) {
    const part = partOf(asked);
    return part?.take(part.question.typed(part.asked, said)) ?? wordsRefused(asked);
  },
  placed(asked, place) {
    const part = partOf(asked);
    return part?.take(part.question.placed?.(part.asked, place) ?? null) ?? wordsRefused(asked);
  },
  isInside: (asked) => isOneOf(EVERY_CORRECTION, asked.view.what),
};

function menu(asked: ActAsked): ScreenButton[][] {
  const { reading, move, state } = asked;
  const { plain } = reading.words;
  const facts = factsOf(asked);
  const present = afterCorrection(facts, state.step.submission.answers.corrected ?? {});
  const all = correctable(state.step.appeal.stage).map((one) => {
    const value = registrationValue(one, present, reading) ?? plain('form:correction.nothing');
    const caption = plain('form:correction.has', { what: plain(`form:correction.what.${one}`), value });
    return [button(shorten(caption, CAPTION), move('pick', one))];
  });
  const taken = facts.numberTakenBy;
  const open =
    taken === null
      ? []
      : [
          [
            button(plain('register:button.open', { number: present.number }), {
              kind: 'open' as const,
              appealId: taken,
            }),
          ],
        ];
  const next = state.step.refusal === null ? [[button(plain('form:correction.next'), move('done'))]] : [];
  return [...open, ...next, ...all];
}

/** The corrected number is another appeal's: that stands there until it is another one. */
function takenLines(asked: ActAsked): string[] {
  const { reading, state } = asked;
  if (factsOf(asked).numberTakenBy === null) return [];
  const number = state.step.submission.answers.corrected?.number ?? '';
  return [`⚠️ ${reading.words.html('form:correction.taken', { number })}`];
}

/** What is asked now, in HTML. */
export function correctionAsked(asked: ActAsked): string {
  const { html } = asked.reading.words;
  const part = partOf(asked);
  if (part) return html(`form:correction.ask.${part.name}`);
  return html(correctionLines(asked).length > 0 ? 'form:correction.more' : 'form:ask.correction');
}

/** What becomes what, and by when the whole is due then; in HTML. */
export function correctionLines(asked: ActAsked): string[] {
  const { reading, state } = asked;
  const facts = factsOf(asked);
  const said = state.step.submission.answers.corrected;
  if (said === undefined) return [];
  const after = afterCorrection(facts, said);
  return [
    ...changed(facts.present, after).map((one) => escapeHtml(correctedLine(one, facts.present, after, LINE, reading))),
    ...(countsAnew(facts, said) ? termLines(asked, facts, after) : []),
  ];
}

function termLines(
  { reading, state }: ActAsked,
  { course }: CorrectionFacts,
  after: ReturnType<typeof afterCorrection>,
): string[] {
  const {
    words: { html },
    now,
    calendar,
  } = reading;
  const wholes = wholeTerms(after, course, calendar);
  const { due } = wholes.at(-1) ?? wholes[0];
  const before = state.step.appeal.due;
  if (due.getTime() === before.getTime()) return [];
  const day = (end: Date) => shortDay(dayOf(end, calendar), dayOf(now, calendar));
  return [
    `<b>${html('form:correction.term', { before: day(before), after: day(due) })}</b>`,
    ...(isOverdue(due, now) && !isOverdue(before, now) ? [html('form:correction.past')] : []),
  ];
}
