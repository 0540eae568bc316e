import { hasWords } from '../../../src/regulation/asks';
import { DAY_KINDS, dayOf, toPlainDate, type PlainDate, parsePlainDate } from '../../../src/regulation/calendar';
import { hasRight } from '../../../src/regulation/rights';
import { lengthInCharacters } from '../../../src/text';
import { changeDay, type DayChange, type DayChanged } from '../../../src/usecases/calendar/change-day';
import { checkDay } from '../../../src/usecases/calendar/check-day';
import { readCalendar } from '../../../src/usecases/calendar/local-days';
import { endDialog } from '../../../src/usecases/forms/dialogs';
import { type FormRow } from '../../../src/usecases/forms/form-store';
import type { BotContext } from '../../telegram/context';
import { shortDay } from '../screens/dates';
import type { BotDeps } from '../talk';
import type { Dialog } from '../dialogs/dialog';
import { firstOfMonth } from '../screens/day-picker';
import { cancelButton, openDialog, showDialog } from '../dialogs/dialog-message';
import { parseDay } from '../dialogs/parse-typed';
import type { Screen } from '../screen';
import { dayScreen, knownDay, monthScreen, yearsScreen } from '../screens/office/calendar-screens';
import { type Section, type SectionPress, type Sections } from '../screens/pager';

const SUBJECT = 'calendarDay';
const LONGEST_NOTE = 200;
const CHANGES: readonly DayChange[] = [...DAY_KINDS, 'asInFile'];

/** «Календарь» of an admin: months, the check of a day, its change; a date and a note are typed. */
export function calendarSections(deps: BotDeps): { readonly dialog: Dialog; readonly sections: Sections } {
  const { desk, messenger } = deps;
  const today = () => dayOf(desk.clock.now(), desk.office.calendar());
  const admin = (run: (press: SectionPress) => Promise<void>): Section => ({ right: 'administer', run });
  const gone = (press: SectionPress) => press.answer(press.ctx.words.plain('refusal:oldButton'), true);

  async function check(ctx: BotContext, day: PlainDate): Promise<Screen> {
    const calendar = await readCalendar(desk);
    return dayScreen(await checkDay(desk, day), calendar, messenger.readingFor(ctx.official), today());
  }

  async function month(ctx: BotContext, first: PlainDate): Promise<Screen> {
    return monthScreen(first, await readCalendar(desk), messenger.readingFor(ctx.official));
  }

  /** A button names a day of the calendar; a forged one does not. */
  const ofDay = (run: (press: SectionPress, day: PlainDate) => Promise<void>): Section =>
    admin(async (press) => {
      const day = knownDay(parsePlainDate(press.about[0] ?? ''));
      return day === null ? gone(press) : run(press, day);
    });

  function changedWords({ words: { plain } }: BotContext, day: PlainDate, kind: DayChange, result: DayChanged): string {
    if (!result.ok) return plain(`calendar:refusal.${result.refusal}`);
    if (!result.changed) return plain('calendar:done.same');
    const named = shortDay(day, today());
    return kind === 'asInFile'
      ? plain('calendar:done.asInFile', { day: named })
      : plain('calendar:done.set', { day: named, kind: plain(`calendar:kind.${kind}`) });
  }

  function question({ words }: BotContext, form: FormRow, complaint: string | null): Screen {
    const { html } = words;
    const day = notedDay(form);
    return {
      text: [
        day === null ? html('calendar:ask.day') : html('calendar:ask.note', { day: shortDay(day, today()) }),
        ...(complaint === null ? [] : [`⚠️ ${complaint}`]),
      ].join('\n'),
      buttons: [[cancelButton(form, words)]],
    };
  }

  /** The check at the bottom, where something was typed. */
  async function finish(ctx: BotContext, form: FormRow, day: PlainDate): Promise<void> {
    await endDialog(desk, ctx.official.personId, 'done');
    await showDialog(deps, ctx, form, await check(ctx, day), true);
  }

  async function takeNote(ctx: BotContext, form: FormRow, day: PlainDate, note: string): Promise<string | null> {
    const { html } = ctx.words;
    if (lengthInCharacters(note) > LONGEST_NOTE) return html('calendar:ask.tooLong', { limit: LONGEST_NOTE });
    if (!hasWords(note)) return html('people:ask.noWords');
    const { kind } = await checkDay(desk, day);
    const result = await changeDay(desk, ctx.official, { day, kind, note });
    if (!result.ok) return html(`calendar:refusal.${result.refusal}`);
    await finish(ctx, form, day);
    return null;
  }

  const dialog: Dialog = {
    subject: SUBJECT,
    async onButton(ctx, form, move, _value, queryId) {
      if (move !== 'cancel') return messenger.answer(queryId, ctx.words.plain('refusal:oldButton'), true);
      await endDialog(desk, ctx.official.personId, 'cancelled');
      await messenger.answer(queryId, ctx.words.plain('form:cancelled'));
      const day = notedDay(form);
      await showDialog(deps, ctx, form, day ? await check(ctx, day) : await month(ctx, firstOfMonth(today())), false);
    },
    async onText(ctx, form, typed) {
      const complain = (complaint: string) => showDialog(deps, ctx, form, question(ctx, form, complaint), true);
      if (!hasRight(ctx.official, 'administer')) return complain(ctx.words.html('calendar:refusal.notAdmin'));
      const noted = notedDay(form);
      if (noted !== null) {
        const complaint = await takeNote(ctx, form, noted, typed.replace(/\s+/g, ' '));
        return complaint === null ? undefined : complain(complaint);
      }
      const day = knownDay(parseDay(typed, today()));
      return day === null ? complain(ctx.words.html('calendar:ask.badDay')) : finish(ctx, form, day);
    },
    show: (ctx, form) => showDialog(deps, ctx, form, question(ctx, form, null), true),
  };

  async function ask(press: SectionPress, answers: Record<string, unknown>): Promise<void> {
    await press.answer();
    const form = await openDialog(deps, press.ctx, SUBJECT, answers);
    await showDialog(deps, press.ctx, form, question(press.ctx, form, null), true);
  }

  const sections: Sections = {
    calendar: admin(async (press) => {
      const first = knownDay(parsePlainDate(press.about[0] ?? '')) ?? today();
      await press.answer();
      await press.draw(await month(press.ctx, firstOfMonth(first)));
    }),
    calendarYears: admin(async (press) => {
      await press.answer();
      await press.draw(yearsScreen(await readCalendar(desk), messenger.readingFor(press.ctx.official)));
    }),
    day: ofDay(async (press, day) => {
      await press.answer();
      await press.draw(await check(press.ctx, day));
    }),
    daySet: ofDay(async (press, day) => {
      const kind = CHANGES.find((one) => one === press.about[1]);
      if (kind === undefined) return gone(press);
      const result = await changeDay(desk, press.ctx.official, { day, kind });
      await press.answer(changedWords(press.ctx, day, kind, result), !result.ok);
      await press.draw(await check(press.ctx, day));
    }),
    dayNote: ofDay((press, day) => ask(press, { day })),
    dayCheck: admin((press) => ask(press, {})),
  };
  return { dialog, sections };
}

/** The day to which a note is typed; null: it is a date that is typed. */
const notedDay = ({ answers: { day } }: FormRow): PlainDate | null =>
  typeof day === 'string' ? toPlainDate(day) : null;
