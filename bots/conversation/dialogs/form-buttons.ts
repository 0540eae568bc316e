import { maskPersonalData } from '../../../src/personal-data';
import { dayOf, timeOfDay, toPlainDate } from '../../../src/regulation/calendar';
import { EXTENSION_DAYS } from '../../../src/regulation/deadlines';
import type { PersonChoice } from '../../../src/usecases/acts/choices';
import type { ActForm } from '../../../src/usecases/acts/form-steps';
import type { FormMove } from '../buttons';
import type { Reading } from '../turn';
import { moment } from '../screens/dates';
import { button, inRows, shorten, type ScreenButton } from '../screen';
import { dayPicker } from '../screens/day-picker';
import type { FormView } from './form-view';
import { QUESTIONS } from './act-questions';

/** Lines of a list that one sees without scrolling. */
const PAGE = 7;
/** Of a button: Telegram cuts longer ones anyway. */
const CAPTION = 60;
/** What a name of an organization has at least. */
export const SHORTEST_NAME = 3;
/** Minutes after midnight. */
const VISIT_TIMES = [510, 540, 600, 660, 780, 840, 900, 960];

const mover =
  (form: ActForm) =>
  (name: FormMove, value = '') =>
    ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;

export const queryOf = (form: ActForm): string => (typeof form.view.query === 'string' ? form.view.query : '');
const monthOf = (form: ActForm) => (typeof form.view.month === 'string' ? toPlainDate(form.view.month) : null);

/** The answers that a step offers. */
export function stepButtons(view: FormView, reading: Reading): ScreenButton[][] {
  const { card, form, step, choices } = view;
  const { words, now, calendar } = reading;
  const move = mover(form);
  const today = dayOf(now, calendar);
  const kind = QUESTIONS[step.ask];
  const forward = words.plain(step.last ? 'form:button.send' : 'form:button.done');
  switch (kind.kind) {
    case 'person': {
      const rows = chooser(view, reading);
      if (step.ask === 'redirectAgreeing')
        rows.push([button(words.plain('form:button.straightToApproval'), move('other', 'approval'))]);
      if (step.ask === 'redirectApproving' && step.submission.answers.redirectBy === 'approval') {
        rows.push([button(words.plain('form:button.throughAgreement'), move('other', 'agreement'))]);
      }
      return rows;
    }
    case 'visitPeople':
      return [...chooser(view, reading), [button(forward, move('done'))]];
    case 'organization': {
      const rows = chooser(view, reading);
      const query = queryOf(form);
      const known = choices.kind === 'organizations' && choices.organizations.some(({ name }) => same(name, query));
      if (step.ask === 'outside' && query.length >= SHORTEST_NAME && !known) {
        rows.push([
          button(
            words.plain('form:newOrganization', { name: shorten(maskPersonalData(query), 40) }),
            move('other', 'new'),
          ),
        ]);
      }
      return rows;
    }
    case 'option': {
      const values = kind.values.filter((value) => !(value === 'postponed' && step.appeal.postponementUsed));
      return inRows(
        values.map((value) => button(optionCaption(kind.words, value, reading), move('pick', value))),
        kind.words === 'answerType' ? 2 : 1,
      );
    }
    case 'participant':
      return step.appeal.unavailable.map((value) => [
        button(words.plain(`appeal:participant.${value}`), move('pick', value)),
      ]);
    case 'item':
      return choices.kind === 'items'
        ? choices.items.map(({ id, title, at }) => [
            button(shorten(at ? `${moment(at, now, calendar)} · ${title}` : title, CAPTION), move('pick', String(id))),
          ])
        : [];
    case 'day': {
      const rows = dayPicker({
        form,
        today,
        past: kind.days === 'past',
        todayToo: kind.days === 'today',
        month: monthOf(form),
        calendar,
        words,
      });
      // Too close to the due of an appeal under 59-ФЗ: whoever may move the due is offered that.
      const extends59 =
        step.ask === 'postponedUntil' && step.refusal === 'tooCloseToDue' && card.actions.includes('extendTerm');
      if (extends59)
        rows.push([
          button(words.plain('appeal:action.extendTerm'), {
            kind: 'act',
            action: 'extendTerm',
            appealId: card.id,
            version: card.version,
          }),
        ]);
      return rows;
    }
    case 'visitAt': {
      if (typeof form.view.day !== 'string')
        return dayPicker({ form, today, past: false, todayToo: true, month: monthOf(form), calendar, words });
      const ahead =
        form.view.day === today ? VISIT_TIMES.filter((minutes) => minutes > timeOfDay(now, calendar)) : VISIT_TIMES;
      return inRows(
        ahead.map((minutes) => button(clock(minutes), move('pick', clock(minutes).replace(':', '')))),
        4,
      );
    }
    case 'days':
      return inRows(
        [5, 10, 15, 20, EXTENSION_DAYS.max].map((count) =>
          button(words.plain('form:button.days', { count }), move('pick', String(count))),
        ),
        5,
      );
    case 'photos': {
      const { photos, answers: given } = step.submission;
      const again = button(words.plain('form:button.again'), move('other', 'again'));
      if (form.view.withoutPhoto === true) return given.withoutPhoto ? [[button(forward, move('done')), again]] : [];
      if (photos > 0) return [[button(forward, move('done'))]];
      return [
        [
          step.refusal === null
            ? button(words.plain('form:button.skip'), move('done'))
            : button(words.plain('form:button.withoutPhoto'), move('other', 'withoutPhoto')),
        ],
      ];
    }
    case 'file':
      return step.refusal === null ? [[button(forward, move('done'))]] : [];
    case 'confirm':
      return [
        [button(words.plain(kind.key === 'signed' ? 'form:button.signed' : 'form:button.confirm'), move('done'))],
      ];
    case 'text': {
      const written = typeof form.answers[kind.key] === 'string' && form.answers[kind.key] !== '';
      if (written)
        return [[button(forward, move('done')), button(words.plain('form:button.again'), move('other', 'again'))]];
      if (kind.optional) return [[button(words.plain(`form:button.${kind.optional}`), move('done'))]];
      const attached = kind.files === true && step.submission.photos + step.submission.files > 0;
      if (attached && step.refusal === null) return [[button(forward, move('done'))]];
      // Rework often mends a photo or a date: the text need not be typed anew.
      return step.ask === 'answerText' && step.draftText !== null
        ? [[button(words.plain('form:button.earlierText'), move('other', 'earlier'))]]
        : [];
    }
  }
}

/** «Назад» while there is a way back, «Отмена» always. */
export function bottomButtons({ form, step }: FormView, { words }: Reading): ScreenButton[] {
  const move = mover(form);
  const cancel = button(words.plain('form:button.cancel'), move('cancel'));
  const inside = form.view.day !== undefined || form.view.withoutPhoto === true || queryOf(form) !== '';
  return step.passed.length > 0 || inside ? [button(words.plain('form:button.back'), move('back')), cancel] : [cancel];
}

interface Item {
  readonly id: number;
  readonly name: string;
  readonly organization: string | null;
  readonly person: PersonChoice | null;
}

/** What a step's list has for a query; null: the step has no list. */
export function found({ choices }: FormView, query: string): Item[] | null {
  const wanted = query.toLocaleLowerCase('ru');
  const fits = ({ name, organization }: Item) =>
    `${name} ${organization ?? ''}`.toLocaleLowerCase('ru').includes(wanted);
  switch (choices.kind) {
    case 'people':
      return choices.people
        .map((person) => ({ id: person.id, name: person.name, organization: person.organization, person }))
        .filter(fits);
    case 'organizations':
      return choices.organizations.map(({ id, name }) => ({ id, name, organization: null, person: null })).filter(fits);
    case 'items':
    case 'none':
      return null;
  }
}

/** A long list by pages, narrowed by what the person has typed. */
function chooser(view: FormView, reading: Reading): ScreenButton[][] {
  const { form, step } = view;
  const { words } = reading;
  const move = mover(form);
  const items = found(view, queryOf(form)) ?? [];
  const guests = step.submission.answers.visitPeople ?? [];
  const caption = ({ id, name, person }: Item) => {
    if (step.ask === 'visitPeople') return guests.includes(id) ? words.plain('form:picked', { name }) : name;
    if (person === null) return name;
    // Whose people these are has just been said.
    return personCaption(step.ask === 'organizationExecutor' ? { ...person, organization: null } : person, reading);
  };
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const page = Math.min(typeof form.view.page === 'number' ? form.view.page : 0, pages - 1);
  const rows = items
    .slice(page * PAGE, (page + 1) * PAGE)
    .map((item) => [button(shorten(caption(item), CAPTION), move('pick', String(item.id)))]);
  if (pages > 1) {
    const nothing = { kind: 'nothing' } as const;
    rows.push([
      button(words.plain('common:previous'), page > 0 ? move('page', String(page - 1)) : nothing),
      button(words.plain('common:page', { page: page + 1, pages }), nothing),
      button(words.plain('common:next'), page < pages - 1 ? move('page', String(page + 1)) : nothing),
    ]);
  }
  return rows;
}

function personCaption(person: PersonChoice, { words: { plain } }: Reading): string {
  const { open, overdue, absent, deputy, usual, organization } = person;
  const name = organization === null ? person.name : `${person.name}, ${shorten(organization, 20)}`;
  if (absent) return deputy === null ? plain('form:absent', { name }) : plain('form:absentDeputy', { name, deputy });
  const loaded =
    overdue > 0
      ? plain('form:loadOverdue', { name, open, overdue })
      : open > 0
        ? plain('form:load', { name, open })
        : name;
  return usual ? plain('form:usual', { name: loaded }) : loaded;
}

function optionCaption(
  words: 'answerType' | 'progress' | 'reexamination',
  value: string,
  { words: { plain } }: Reading,
): string {
  return plain(`appeal:${words}.${value}` as 'appeal:answerType.resolved');
}

const same = (one: string, other: string) =>
  one.trim().toLocaleLowerCase('ru') === other.trim().toLocaleLowerCase('ru');
const two = (value: number) => String(value).padStart(2, '0');
/** «08:30» of minutes after midnight. */
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
