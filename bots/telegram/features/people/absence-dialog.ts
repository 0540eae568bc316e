import type { InlineKeyboardButton } from 'telegraf/types';
import { dayOf, plusDays, toPlainDate, type PlainDate } from '../../../../src/regulation/calendar';
import { hasRight } from '../../../../src/regulation/rights';
import { continueDialog, endDialog } from '../../../../src/usecases/forms/dialogs';
import { type FormRow } from '../../../../src/usecases/forms/form-store';
import {
  addAbsence,
  cancelAbsence,
  deputyChoices,
  absencesOf,
  type AbsenceRefusal,
  type DeputyChoice,
  daysRefused,
} from '../../../../src/usecases/people/absences';
import { readPerson } from '../../../../src/usecases/people/read-people';
import type { FormMove } from '../../callback-data';
import type { BotContext } from '../../context';
import { fullDay, namedDay, shortDay } from '../../dates';
import type { BotDeps } from '../../deps';
import type { Dialog } from '../../dialogs';
import { monthPicker } from '../../forms/calendar';
import { openDialog, showDialog } from '../../forms/dialog-message';
import { parseDay } from '../../forms/parse-typed';
import { button, inRows, shorten, type Screen } from '../../screen';
import { numberAt, pageOf, pager, to, type SectionPress, type Sections } from './section';

const SUBJECT = 'absence';

interface Answers {
  readonly personId: number;
  readonly fromDay: PlainDate | null;
  readonly untilDay: PlainDate | null;
}

/** «Отсутствие»: one's own from the menu, anybody's for an admin; first day, last day, deputy. */
export function absenceDialog(deps: BotDeps): { readonly dialog: Dialog; readonly sections: Sections } {
  const { desk, messenger } = deps;
  const today = () => dayOf(desk.clock.now(), desk.office.calendar());
  const short = (day: PlainDate) => shortDay(day, today());
  const dates = (days: { readonly fromDay: PlainDate; readonly untilDay: PlainDate }) => ({
    from: short(days.fromDay),
    until: short(days.untilDay),
  });

  /** What is entered for a person, and what can be done about it. */
  async function absencesScreen({ official, words: { html, plain } }: BotContext, personId: number): Promise<Screen> {
    const own = personId === official.personId;
    const [absences, person] = [await absencesOf(desk, personId), own ? null : await readPerson(desk, personId)];
    const lines = absences.map((absence) =>
      absence.deputy === null
        ? html('people:absence.line', dates(absence))
        : html('people:absence.lineDeputy', { ...dates(absence), deputy: absence.deputy }),
    );
    return {
      text: [
        `<b>${own ? html('people:absence.mine') : html('people:absence.of', { name: person?.name ?? '' })}</b>`,
        ...(lines.length > 0 ? lines : [html('people:absence.none')]),
      ].join('\n'),
      keyboard: [
        ...absences
          .slice(0, 6)
          .map((absence) => [
            button(plain('people:absence.cancel', dates(absence)), to('absenceOff', absence.id, personId)),
          ]),
        [button(plain('people:absence.add'), to('absenceNew', personId))],
        [
          own
            ? button(plain('people:admin.button.menu'), { kind: 'menu' })
            : button(plain('people:admin.button.back'), to('person', personId)),
        ],
      ],
    };
  }

  async function question(ctx: BotContext, form: FormRow, complaint: string | null): Promise<Screen> {
    const { html, plain } = ctx.words;
    const move = (name: FormMove, value = '') =>
      ({ kind: 'form', formId: form.id, revision: form.revision, move: name, value }) as const;
    const { fromDay, untilDay, personId } = answersOf(form);
    const month = typeof form.view.month === 'string' ? toPlainDate(form.view.month) : null;
    const calendar = (after: PlainDate) =>
      monthPicker({ form, today: after, past: false, month, calendar: desk.office.calendar(), words: ctx.words });
    const day = (caption: string, value: PlainDate) => button(caption, move('pick', value));
    let text: string;
    const rows: InlineKeyboardButton[][] = [];
    if (fromDay === null) {
      text = html('people:absence.askFrom');
      const quick = [1, 3, 7].map((days) => plusDays(today(), days));
      rows.push(
        ...inRows(
          [
            day(plain('form:button.today'), today()),
            ...quick.map((value) => day(namedDay(value, today(), ctx.words), value)),
          ],
          2,
        ),
        ...calendar(plusDays(today(), -1)),
      );
    } else if (untilDay === null) {
      text = html('people:absence.askUntil', { from: namedDay(fromDay, today(), ctx.words) });
      const first = fromDay > today() ? fromDay : today();
      const last = (days: number) => plusDays(fromDay, days - 1);
      const quick = [
        { caption: plain('people:absence.oneDay'), value: fromDay },
        ...(
          [
            ['week', 7],
            ['twoWeeks', 14],
            ['fourWeeks', 28],
          ] as const
        ).map(([key, days]) => ({
          caption: plain(`people:absence.${key}`, { day: short(last(days)) }),
          value: last(days),
        })),
      ].filter(({ value }) => value >= first);
      rows.push(
        ...inRows(
          quick.map(({ caption, value }) => day(caption, value)),
          2,
        ),
        ...calendar(plusDays(first, -1)),
      );
    } else {
      const choices = (await deputyChoices(desk, personId, { fromDay, untilDay })) ?? [];
      const found = choices.filter(({ name }) => name.toLocaleLowerCase('ru').includes(queryOf(form)));
      const nobody =
        choices.length === 0
          ? html('people:absence.nobodyFits')
          : html('people:absence.nobodyFound', { query: shorten(queryOf(form), 40) });
      text = [
        html('people:absence.askDeputy', dates({ fromDay, untilDay })),
        ...(found.length === 0 ? [nobody] : []),
      ].join('\n');
      // Whom nobody is like by name: all of them again, or the question could not be answered.
      const offered = found.length === 0 ? choices : found;
      const view = pageOf(offered, typeof form.view.page === 'number' ? form.view.page : 0);
      rows.push(
        ...view.shown.map(({ id, name }: DeputyChoice) => [button(name, move('pick', id.toString(36)))]),
        ...pager(view, ctx.words, (page) => move('page', String(page))),
        [button(plain('people:absence.withoutDeputy'), move('other'))],
      );
    }
    const bottom = [
      ...(fromDay === null ? [] : [button(plain('form:button.back'), move('back'))]),
      button(plain('form:button.cancel'), move('cancel')),
    ];
    return { text: [text, ...(complaint === null ? [] : [`⚠️ ${complaint}`])].join('\n'), keyboard: [...rows, bottom] };
  }

  /** One answer taken. `toast`: for the finger, if it was a button. */
  async function goOn(
    ctx: BotContext,
    form: FormRow,
    answers: Answers,
    how: { readonly below: boolean; readonly toast: (text?: string, alert?: boolean) => Promise<void> },
  ): Promise<void> {
    const refused = async (refusal: AbsenceRefusal, kept: Answers) => {
      await how.toast(ctx.words.plain(`people:absence.refusal.${refusal}`), true);
      const back = await continueDialog(desk, form, { answers: { ...kept }, view: {} });
      if (back)
        await showDialog(
          deps,
          ctx,
          back,
          await question(ctx, back, ctx.words.html(`people:absence.refusal.${refusal}`)),
          how.below,
        );
    };
    const { personId, fromDay, untilDay } = answers;
    if (fromDay !== null && untilDay !== null) {
      const days = { fromDay, untilDay };
      const wrong = await daysRefused(desk, personId, days);
      if (wrong) return refused(wrong, { ...answers, untilDay: null });
      if ((await deputyChoices(desk, personId, days)) === null)
        return save(ctx, form, { ...answers, ...days, deputyId: null }, how);
    }
    await how.toast();
    const changed = await continueDialog(desk, form, { answers: { ...answers }, view: {} });
    if (changed) await showDialog(deps, ctx, changed, await question(ctx, changed, null), how.below);
  }

  async function save(
    ctx: BotContext,
    form: FormRow,
    absence: {
      readonly personId: number;
      readonly fromDay: PlainDate;
      readonly untilDay: PlainDate;
      readonly deputyId: number | null;
    },
    { below, toast }: { readonly below: boolean; readonly toast: (text?: string, alert?: boolean) => Promise<void> },
  ): Promise<void> {
    const result = await addAbsence(desk, ctx.official, absence);
    if (!result.ok) {
      const text = `people:absence.refusal.${result.refusal}` as const;
      await toast(ctx.words.plain(text), true);
      return showDialog(deps, ctx, form, await question(ctx, form, ctx.words.html(text)), below);
    }
    await endDialog(desk, ctx.official.personId, 'done');
    deps.wake();
    await toast(ctx.words.plain('people:absence.added', dates(result.absence)));
    await showDialog(deps, ctx, form, await absencesScreen(ctx, absence.personId), below);
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    async onButton(ctx, form, move, value, queryId) {
      const toast = (text?: string, alert?: boolean) => messenger.answer(queryId, text, alert);
      const how = { below: false, toast };
      const answers = answersOf(form);
      const { fromDay, untilDay } = answers;
      const look = async (view: Record<string, unknown>) => {
        await toast();
        const changed = await continueDialog(desk, form, { view: { ...form.view, ...view } });
        if (changed) await showDialog(deps, ctx, changed, await question(ctx, changed, null), false);
      };
      switch (move) {
        case 'cancel':
          await endDialog(desk, ctx.official.personId, 'cancelled');
          await toast(ctx.words.plain('form:cancelled'));
          return showDialog(deps, ctx, form, await absencesScreen(ctx, answers.personId), false);
        case 'back':
          return goOn(ctx, form, { ...answers, fromDay: untilDay === null ? null : fromDay, untilDay: null }, how);
        case 'month':
          return look({ month: dayIn(value) });
        case 'page':
          return look({ page: Number(value) });
        case 'pick':
          if (fromDay !== null && untilDay !== null)
            return save(
              ctx,
              form,
              { personId: answers.personId, fromDay, untilDay, deputyId: numberAt([value], 0) },
              how,
            );
          return goOn(
            ctx,
            form,
            fromDay === null ? { ...answers, fromDay: dayIn(value) } : { ...answers, untilDay: dayIn(value) },
            how,
          );
        case 'other':
          if (fromDay === null || untilDay === null) return toast(ctx.words.plain('refusal:oldButton'), true);
          return save(ctx, form, { personId: answers.personId, fromDay, untilDay, deputyId: null }, how);
        case 'done':
          return toast(ctx.words.plain('refusal:oldButton'), true);
      }
    },
    async onText(ctx, form, text) {
      const answers = answersOf(form);
      const how = { below: true, toast: async () => undefined };
      if (answers.fromDay !== null && answers.untilDay !== null) {
        const changed = await continueDialog(desk, form, { view: { query: text.slice(0, 100) } });
        if (changed) await showDialog(deps, ctx, changed, await question(ctx, changed, null), true);
        return;
      }
      const day = parseDay(text, today());
      if (day === null)
        return showDialog(
          deps,
          ctx,
          form,
          await question(ctx, form, ctx.words.html('form:badDate', { day: fullDay(plusDays(today(), 1)) })),
          true,
        );
      return goOn(
        ctx,
        form,
        answers.fromDay === null ? { ...answers, fromDay: day } : { ...answers, untilDay: day },
        how,
      );
    },
    show: async (ctx, form) => showDialog(deps, ctx, form, await question(ctx, form, null), true),
  };

  /** Whose: one's own, unless an admin's button names somebody. */
  const whose = ({ ctx: { official }, about }: SectionPress, index: number): number =>
    (hasRight(official, 'administer') ? numberAt(about, index) : null) ?? official.personId;

  const sections: Sections = {
    absence: {
      right: null,
      run: async (press) => {
        await press.answer();
        await press.draw(await absencesScreen(press.ctx, whose(press, 0)));
      },
    },
    absenceNew: {
      right: null,
      run: async (press) => {
        await press.answer();
        const opened = await openDialog(deps, press.ctx, SUBJECT, { personId: whose(press, 0) });
        const form = { ...opened, messageRef: press.message };
        await showDialog(deps, press.ctx, form, await question(press.ctx, form, null), false);
      },
    },
    absenceOff: {
      right: null,
      run: async (press) => {
        const result = await cancelAbsence(desk, press.ctx.official, numberAt(press.about, 0) ?? 0);
        deps.wake();
        await press.answer(
          press.ctx.words.plain(result.ok ? 'people:absence.cancelled' : `people:absence.refusal.${result.refusal}`),
          !result.ok,
        );
        await press.draw(await absencesScreen(press.ctx, whose(press, 1)));
      },
    },
  };
  return { dialog, sections };
}

const queryOf = (form: FormRow): string =>
  typeof form.view.query === 'string' ? form.view.query.toLocaleLowerCase('ru') : '';

function answersOf({ personId, answers }: FormRow): Answers {
  return {
    personId: typeof answers.personId === 'number' ? answers.personId : personId,
    fromDay: dayIn(answers.fromDay),
    untilDay: dayIn(answers.untilDay),
  };
}

function dayIn(value: unknown): PlainDate | null {
  try {
    return typeof value === 'string' ? toPlainDate(value) : null;
  } catch {
    return null;
  }
}
