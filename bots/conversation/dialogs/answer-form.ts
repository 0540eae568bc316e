import type { Ask } from '../../../src/regulation/asks';
import { dayOf, at as atTime, plusDays, toPlainDate, parsePlainDate } from '../../../src/regulation/calendar';
import { EXTENSION_DAYS } from '../../../src/regulation/deadlines';
import { PARTICIPANTS } from '../../../src/regulation/vocabulary';
import { lengthInCharacters } from '../../../src/text';
import {
  answerAct,
  stepBack,
  type ActOutcome,
  type Complaint,
  type Change,
} from '../../../src/usecases/acts/act-forms';
import { PERSON_ASKS, isPersonAsk } from '../../../src/usecases/acts/choices';
import { type ActForm } from '../../../src/usecases/acts/form-steps';
import { endDialog } from '../../../src/usecases/forms/dialogs';
import type { CallbackData } from '../buttons';
import type { BotContext } from '../../telegram/context';
import { fullDay } from '../screens/dates';
import type { BotDeps } from '../talk';
import { showCard, tellOutcome } from '../features/act';
import { queryOf, SHORTEST_NAME } from './form-buttons';
import { parseDay, parseTime } from './parse-typed';
import { QUESTIONS } from './act-questions';

type Press = Extract<CallbackData, { kind: 'form' }>;

/** A button of a form of an act. */
export async function pressForm(
  deps: BotDeps,
  ctx: BotContext,
  form: ActForm,
  { move, value, revision }: Press,
  queryId: string,
): Promise<void> {
  const outcome = await moveForm(deps, ctx, form, move, value, revision);
  if (outcome === 'cancelled') {
    await deps.messenger.answer(queryId, ctx.words.plain('form:cancelled'));
    await showCard(deps, ctx, form.appealId, false);
    return;
  }
  await tellOutcome(deps, ctx, outcome, { queryId, below: false });
}

async function moveForm(
  deps: BotDeps,
  ctx: BotContext,
  form: ActForm,
  move: Press['move'],
  value: string,
  revision: number,
): Promise<ActOutcome | 'cancelled'> {
  const { desk } = deps;
  const actor = ctx.official;
  const change = (make: Parameters<typeof answerAct>[1]['change']) =>
    answerAct(desk, { actor, formId: form.id, revision, change: make });
  if (form.revision !== revision) return { kind: 'old' };
  switch (move) {
    case 'cancel':
      await endDialog(desk, actor.personId, 'cancelled');
      return 'cancelled';
    case 'back':
      if (form.view.day !== undefined || form.view.withoutPhoto === true || queryOf(form) !== '')
        return change(() => ({ view: {} }));
      return stepBack(desk, actor, form.id, revision);
    case 'page':
      return change(({ view }) => ({ view: { ...view, page: Number(value) } }));
    case 'month':
      return change(({ view }) => ({ view: { ...view, month: parsePlainDate(value) ?? undefined } }));
    case 'pick':
      return change((current, { ask }) => (ask === null ? null : pick(deps, current, ask, value)));
    case 'done':
      return change((current, { ask }) => (ask === null ? null : finish(current, ask)));
    case 'other':
      return change((current, { ask, draftText }) => (ask === null ? null : other(current, { ask, draftText }, value)));
  }
}

/** A value chosen by a button fills its answer and passes the step. */
function pick({ desk }: BotDeps, form: ActForm, ask: Ask, value: string): Change | null {
  const step = QUESTIONS[ask];
  const answered = (answers: Record<string, unknown>): Change => ({
    answers: { ...form.answers, ...answers },
    view: {},
    pass: ask,
  });
  const number = /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null;
  switch (step.kind) {
    case 'person':
      return number === null || !isPersonAsk(ask) ? null : answered({ [PERSON_ASKS[ask]]: number });
    case 'organization':
      return number === null ? null : answered({ organizationId: number });
    case 'visitPeople': {
      if (number === null) return null;
      const chosen = Array.isArray(form.answers.visitPeople) ? (form.answers.visitPeople as number[]) : [];
      const people = chosen.includes(number) ? chosen.filter((id) => id !== number) : [...chosen, number];
      return { answers: { ...form.answers, visitPeople: people } };
    }
    case 'option':
      return step.values.includes(value) ? answered({ [step.key]: value }) : null;
    case 'participant':
      return isParticipant(value) ? answered({ participant: value }) : null;
    case 'item':
      return number === null ? null : answered({ [step.key]: number });
    case 'day': {
      const chosen = parsePlainDate(value);
      return chosen === null ? null : answered({ [step.key]: chosen });
    }
    case 'visitAt': {
      const calendar = desk.office.calendar();
      if (typeof form.view.day !== 'string') {
        const chosen = parsePlainDate(value);
        return chosen === null ? null : { view: { day: chosen } };
      }
      const time = /^\d{4}$/.test(value) ? parseTime(`${value.slice(0, 2)}:${value.slice(2)}`) : null;
      return time === null
        ? null
        : answered({ visitAt: atTime(toPlainDate(form.view.day), time, calendar).toISOString() });
    }
    case 'days':
      return number === null ? null : answered({ extensionDays: number });
    case 'text':
    case 'photos':
    case 'file':
    case 'confirm':
      return null;
  }
}

const isParticipant = (value: string): boolean => (PARTICIPANTS as readonly string[]).includes(value);

/** «Готово», «Отправить», «Подтвердить». */
function finish(form: ActForm, ask: Ask): Change {
  const step = QUESTIONS[ask];
  if (step.kind === 'confirm') return { answers: { ...form.answers, [step.key]: true }, view: {}, pass: ask };
  return { view: {}, pass: ask };
}

/** Ways aside: another way to send a redirect, a new organization, no photo, the text written anew. */
function other(
  form: ActForm,
  { ask, draftText }: { readonly ask: Ask; readonly draftText: string | null },
  value: string,
): Change | null {
  const step = QUESTIONS[ask];
  if (value === 'approval' || value === 'agreement')
    return { answers: { ...form.answers, redirectBy: value }, view: {} };
  if (value === 'withoutPhoto') return { view: { withoutPhoto: true } };
  if (value === 'again' && step.kind === 'text')
    return { answers: { ...form.answers, [step.key]: undefined }, view: {} };
  if (value === 'again' && step.kind === 'photos') return { answers: { ...form.answers, withoutPhoto: undefined } };
  if (value === 'earlier' && ask === 'answerText' && draftText !== null)
    return { answers: { ...form.answers, answerText: draftText }, view: {} };
  if (value === 'new' && ask === 'outside' && queryOf(form).length >= SHORTEST_NAME) {
    return { newOrganization: queryOf(form), view: {}, pass: ask };
  }
  return null;
}

/** Words typed while a form waits. @idempotent by the message: see `heardMessageId` of the form */
export async function typeIntoForm(
  deps: BotDeps,
  ctx: BotContext,
  form: ActForm,
  text: string,
  messageId: number,
  shows = true,
): Promise<void> {
  const outcome = await answerAct(deps.desk, {
    actor: ctx.official,
    formId: form.id,
    revision: null,
    heard: messageId,
    change: (current, { ask }) => (ask === null ? null : typed(deps, ctx, current, ask, text)),
  });
  const waits = outcome.kind === 'asking' && outcome.complaint === null;
  if (shows || !waits) await tellOutcome(deps, ctx, outcome, { queryId: null, below: true });
}

function typed({ desk }: BotDeps, ctx: BotContext, form: ActForm, ask: Ask, text: string): Change | Complaint {
  const { plain } = ctx.words;
  const step = QUESTIONS[ask];
  const calendar = desk.office.calendar();
  const today = dayOf(desk.clock.now(), calendar);
  const answered = (answers: Record<string, unknown>): Change => ({
    answers: { ...form.answers, ...answers },
    view: {},
    pass: ask,
  });
  switch (step.kind) {
    case 'person':
    case 'organization':
      return { view: { query: [...text.replace(/\s+/g, ' ')].slice(0, 200).join('') } };
    case 'visitPeople':
      return append(form, 'visitOutside', 500, text, ctx);
    case 'text':
      return append(form, step.key, step.limit, text, ctx);
    case 'photos':
      if (form.view.withoutPhoto !== true) return { complaint: plain('form:photoAsked') };
      return append(form, 'withoutPhoto', 1000, text, ctx);
    case 'day': {
      const past = step.days === 'past';
      const chosen = parseDay(text, today, past);
      const example = fullDay(past ? today : plusDays(today, 1));
      return chosen === null
        ? { complaint: plain('form:badDate', { day: example }) }
        : answered({ [step.key]: chosen });
    }
    case 'visitAt': {
      if (typeof form.view.day !== 'string') {
        const chosen = parseDay(text, today);
        return chosen === null
          ? { complaint: plain('form:badDate', { day: fullDay(plusDays(today, 1)) }) }
          : { view: { day: chosen } };
      }
      const time = parseTime(text);
      return time === null
        ? { complaint: plain('form:badTime') }
        : answered({ visitAt: atTime(toPlainDate(form.view.day), time, calendar).toISOString() });
    }
    case 'days': {
      const days = /^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : null;
      return days === null
        ? { complaint: plain('form:badNumber', { least: EXTENSION_DAYS.min, most: EXTENSION_DAYS.max }) }
        : answered({ extensionDays: days });
    }
    case 'file':
      return { complaint: plain('form:photoAsked') };
    case 'option':
    case 'participant':
    case 'item':
    case 'confirm':
      return { complaint: plain('form:textNotAsked') };
  }
}

function append(form: ActForm, key: string, limit: number, text: string, ctx: BotContext): Change | Complaint {
  const written = form.answers[key];
  const joined = typeof written === 'string' && written !== '' ? `${written}\n${text}` : text;
  const length = lengthInCharacters(joined);
  if (length > limit) return { complaint: ctx.words.plain('form:tooLong', { length, limit }) };
  return { answers: { ...form.answers, [key]: joined } };
}
