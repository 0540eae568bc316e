import type { Message } from 'telegraf/types';
import { at, dayOf, parsePlainDate } from '../../../src/regulation/calendar';
import { hasRight } from '../../../src/regulation/rights';
import { KINDS } from '../../../src/regulation/vocabulary';
import { continueDialog, endDialog } from '../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import { foreseeTerm } from '../../../src/usecases/intake/register-appeals';
import { appealIdByNumber, readTopics, registerByHand } from '../../../src/usecases/intake/register-by-hand';
import type { Feature } from '../bot';
import { markTail } from '../calendar-marks';
import type { FormMove } from '../callback-data';
import { refOf } from '../calls';
import type { BotContext } from '../context';
import { shortDay } from '../dates';
import type { BotDeps } from '../deps';
import type { Dialog } from '../dialogs';
import { openDialog, showDialog } from '../forms/dialog-message';
import { parseTime } from '../forms/parse-typed';
import { dayChosen, registerScreen } from '../forms/register-screen';
import {
  APPLICANT_STEPS,
  checkApplicant,
  checkField,
  draftOf,
  isApplicantStep,
  isOptional,
  isTopicStep,
  matching,
  passed,
  readMoment,
  recordOf,
  stepBack,
  stepOf,
  topicChoices,
  type Draft,
  type RegisterStep,
  type TopicStep,
} from '../forms/register-steps';

const SUBJECT = 'new';

/** What an answer does to the dialog; a complaint, in words, keeps the step. */
interface Change {
  readonly draft?: Draft;
  readonly view?: Record<string, unknown>;
  readonly complaint?: string;
}

/** /new and «Зарегистрировать»: an appeal that ПОС has and nobody has sent here. */
export function registerFeature(deps: BotDeps): Feature {
  const { desk, messenger } = deps;
  const asksApplicant = desk.office.personalDataInChat === 'on_request';

  async function begin(ctx: BotContext, typed: string): Promise<void> {
    if (!hasRight(ctx.official, 'register'))
      return void (await messenger.send(
        ctx.official.chatId,
        { text: ctx.words.html('register:notYours'), keyboard: [] },
        { silent: true },
      ));
    const form = await openDialog(deps, ctx, SUBJECT);
    if (typed === '') return show(ctx, form, null, true);
    return carryOn(ctx, form, await numberTyped(ctx, draftOf(form), typed), true);
  }

  async function show(ctx: BotContext, form: FormRow, complaint: string | null, below: boolean): Promise<void> {
    const draft = draftOf(form);
    const record = stepOf(draft, asksApplicant) === 'confirm' ? recordOf(draft, asksApplicant, ctx.words) : null;
    const screen = registerScreen(
      {
        form,
        draft,
        asksApplicant,
        topics: await readTopics(desk),
        term: record?.ok ? await foreseeTerm(desk, record.record) : null,
        complaint: complaint ?? (record?.ok === false ? record.reason : null),
      },
      messenger.readingFor(ctx.official),
    );
    return showDialog(deps, ctx, form, screen, below);
  }

  /** Keeps the answer and draws what comes next. */
  async function carryOn(
    ctx: BotContext,
    form: FormRow,
    { draft, view, complaint }: Change,
    below: boolean,
  ): Promise<void> {
    const changed = await continueDialog(desk, form, { answers: draft ?? form.answers, view: view ?? {} });
    if (changed) await show(ctx, changed, complaint ?? null, below);
  }

  async function numberTyped({ words }: BotContext, draft: Draft, text: string): Promise<Change> {
    const checked = checkField('number', text, words);
    if (!checked.ok) return { draft, complaint: checked.reason };
    const known = await appealIdByNumber(desk, checked.value);
    if (known === null) return { draft: passed(draft, 'number', { number: checked.value }) };
    return {
      draft,
      view: { known: { id: known, number: checked.value } },
      complaint: words.plain('register:known', { number: checked.value }),
    };
  }

  function registeredAt({ words }: BotContext, draft: Draft, instant: Date, form: FormRow): Change {
    if (instant > desk.clock.now()) return { draft, view: form.view, complaint: words.plain('register:future') };
    const iso = instant.toISOString();
    const record = recordOf({ ...draft, number: '1', kind: 'message', registeredAt: iso }, false, words);
    return record.ok
      ? { draft: passed(draft, 'registeredAt', { registeredAt: iso }) }
      : { draft, view: form.view, complaint: record.reason };
  }

  function topic(draft: Draft, step: TopicStep, name: string | undefined): Change {
    // What is under another category was of that category.
    const below =
      step === 'category'
        ? { subcategory: undefined, fact: undefined }
        : step === 'subcategory'
          ? { fact: undefined }
          : {};
    return { draft: passed(draft, step, { ...below, [step]: name }) };
  }

  async function typed(ctx: BotContext, form: FormRow, draft: Draft, text: string, messageId: number): Promise<Change> {
    const { words } = ctx;
    const step = stepOf(draft, asksApplicant);
    const complain = (complaint: string): Change => ({ draft, view: form.view, complaint });
    if (step === 'number') return numberTyped(ctx, draft, text);
    if (step === 'registeredAt') {
      const { now, calendar } = messenger.readingFor(ctx.official);
      const day = dayChosen(form);
      const time = day === null ? null : parseTime(text);
      if (day !== null && time !== null) return registeredAt(ctx, draft, at(day, time, calendar), form);
      const read = readMoment(text, now, calendar);
      if (read === null) return complain(words.plain(day === null ? 'register:badMoment' : 'form:badTime'));
      if ('moment' in read) return registeredAt(ctx, draft, read.moment, form);
      return read.day > dayOf(now, calendar)
        ? complain(words.plain('register:future'))
        : { draft, view: { day: read.day } };
    }
    if (step === 'text') {
      const parts = { ...draft.parts, [messageId]: text };
      const checked = checkField('text', Object.values(parts).join('\n'), words);
      return checked.ok ? { draft: { ...draft, parts, text: checked.value } } : complain(checked.reason);
    }
    if (step === 'settlement' || step === 'address') {
      const checked = checkField(step, text, words);
      return checked.ok ? { draft: passed(draft, step, { [step]: checked.value }) } : complain(checked.reason);
    }
    if (isApplicantStep(step)) {
      const checked = checkApplicant(step, text, words);
      return checked.ok
        ? { draft: passed(draft, step, { applicant: { ...draft.applicant, [APPLICANT_STEPS[step]]: checked.value } }) }
        : complain(checked.reason);
    }
    if (isTopicStep(step)) {
      const checked = checkField(step, text, words);
      if (!checked.ok) return complain(checked.reason);
      const { exact, similar } = matching(topicChoices(await readTopics(desk), step, draft), checked.value);
      if (exact) return topic(draft, step, exact.name);
      return similar.length === 0 ? topic(draft, step, checked.value) : { draft, view: { query: checked.value } };
    }
    return complain(words.plain(step === 'location' ? 'register:locationAsked' : 'register:buttonAsked'));
  }

  /** Null: no such button at this step. */
  async function pressed(ctx: BotContext, form: FormRow, move: FormMove, value: string): Promise<Change | null> {
    const draft = draftOf(form);
    const step = stepOf(draft, asksApplicant);
    switch (move) {
      case 'back':
        if (step === 'registeredAt' && dayChosen(form) !== null) return { draft, view: {} };
        return { draft: stepBack(draft) };
      case 'page':
        return /^\d{1,4}$/.test(value) ? { view: { ...form.view, page: Number(value) } } : null;
      case 'month':
        return parsePlainDate(value) === null ? null : { view: { ...form.view, month: value } };
      case 'pick':
        return step === 'confirm' ? null : pick(ctx, form, draft, step, value);
      case 'done':
        if (step === 'text') return draft.text === undefined ? null : { draft: passed(draft, 'text', {}) };
        return step !== 'confirm' && value === 'skip' && isOptional(step) ? skip(draft, step) : null;
      case 'other':
        if (step === 'text' && value === 'again') return { draft: { ...draft, text: undefined, parts: {} } };
        if (isTopicStep(step) && value === 'all') return { view: {} };
        if (isTopicStep(step) && value === 'asTyped' && typeof form.view.query === 'string')
          return topic(draft, step, form.view.query);
        return null;
      case 'cancel':
        return null;
    }
  }

  async function pick(
    ctx: BotContext,
    form: FormRow,
    draft: Draft,
    step: RegisterStep,
    value: string,
  ): Promise<Change | null> {
    const { now, calendar } = messenger.readingFor(ctx.official);
    if (step === 'kind') {
      const kind = KINDS.find((one) => one === value);
      return kind ? { draft: passed(draft, 'kind', { kind }) } : null;
    }
    if (step === 'registeredAt') {
      if (value === 'now') return registeredAt(ctx, draft, now, form);
      const day = dayChosen(form);
      if (day === null) {
        const chosen = parsePlainDate(value);
        return chosen === null ? null : { view: { day: chosen } };
      }
      const time = /^\d{4}$/.test(value) ? parseTime(`${value.slice(0, 2)}:${value.slice(2)}`) : null;
      return time === null ? null : registeredAt(ctx, draft, at(day, time, calendar), form);
    }
    if (!isTopicStep(step)) return null;
    const chosen = topicChoices(await readTopics(desk), step, draft).find(({ id }) => String(id) === value);
    return chosen ? topic(draft, step, chosen.name) : null;
  }

  function skip(draft: Draft, step: RegisterStep): Change {
    if (isTopicStep(step)) return topic(draft, step, undefined);
    if (step === 'location') return { draft: passed(draft, step, { latitude: undefined, longitude: undefined }) };
    if (isApplicantStep(step))
      return { draft: passed(draft, step, { applicant: { ...draft.applicant, [APPLICANT_STEPS[step]]: undefined } }) };
    return { draft: passed(draft, step, { [step]: undefined }) };
  }

  /** «Подтвердить»: the toast, then the card where the questions were. */
  async function confirm(ctx: BotContext, form: FormRow, queryId: string): Promise<void> {
    const { official, words } = ctx;
    const reading = recordOf(draftOf(form), asksApplicant, words);
    if (!reading.ok) return messenger.answer(queryId, reading.reason, true);
    const registered = await registerByHand(desk, official, form.id, form.revision, reading.record);
    if (registered === 'notYours') return messenger.answer(queryId, words.plain('register:notYours'), true);
    if (registered === null) return messenger.answer(queryId, words.plain('refusal:gone'));
    deps.wake();
    const { now, calendar } = messenger.readingFor(official);
    const dueDay = dayOf((await foreseeTerm(desk, reading.record)).due, calendar);
    const repeated = registered.result === 'repeated';
    await messenger.answer(
      queryId,
      repeated
        ? words.plain('register:repeated')
        : words.plain('register:registered', { day: shortDay(dueDay, dayOf(now, calendar)) }) +
            markTail([dueDay], { words, now, calendar }),
      repeated,
    );
    await messenger.bring(official, 'appeal', registered.id, { silent: true });
    if (form.messageRef !== null) await messenger.remove(form.messageRef);
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    onButton: async (ctx, form, move, value, queryId) => {
      if (move === 'cancel') {
        await endDialog(desk, ctx.official.personId, 'cancelled');
        await messenger.answer(queryId, ctx.words.plain('form:cancelled'));
        if (form.messageRef !== null) await messenger.remove(form.messageRef);
        return;
      }
      if (move === 'done' && stepOf(draftOf(form), asksApplicant) === 'confirm') return confirm(ctx, form, queryId);
      const change = await pressed(ctx, form, move, value);
      if (change === null) return messenger.answer(queryId, ctx.words.plain('refusal:oldButton'), true);
      await messenger.answer(queryId, change.complaint, change.complaint !== undefined);
      await carryOn(ctx, form, change, false);
    },
    onText: async (ctx, form, text, message) => {
      const draft = draftOf(form);
      // Contacts do not stay in a chat, whatever becomes of the answer.
      if (isApplicantStep(stepOf(draft, asksApplicant)))
        await messenger.remove(refOf(message.chat.id, message.message_id));
      // It has come twice: the answer is kept already, and the next question is not for it.
      if (message.message_id <= draft.heard) return show(ctx, form, null, true);
      const change = await typed(ctx, form, draft, text, message.message_id);
      return carryOn(ctx, form, { ...change, draft: { ...(change.draft ?? draft), heard: message.message_id } }, true);
    },
    onFile: async (ctx, form, message) => {
      const draft = draftOf(form);
      if (message.message_id <= draft.heard) return show(ctx, form, null, true);
      const heard = { ...draft, heard: message.message_id };
      const step = stepOf(draft, asksApplicant);
      const place = placeOf(message);
      if (step === 'location' && place) return carryOn(ctx, form, { draft: passed(heard, 'location', place) }, true);
      const complaint = ctx.words.plain(step === 'location' ? 'register:locationAsked' : 'register:notNeeded');
      return carryOn(ctx, form, { draft: heard, view: form.view, complaint }, true);
    },
  };

  return {
    commands: { new: begin },
    dialogs: [dialog],
    presses: {
      register: async (ctx, _, queryId) => {
        await messenger.answer(queryId);
        await begin(ctx, '');
      },
    },
  };
}

function placeOf(message: Message): { readonly latitude: number; readonly longitude: number } | null {
  if (!('location' in message)) return null;
  const { latitude, longitude } = message.location;
  return { latitude, longitude };
}
