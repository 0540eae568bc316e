import { escapeHtml } from '../../../../src/i18n';
import type { AccountedTerm, TermAccount } from '../../../../src/regulation/account';
import { dayOf } from '../../../../src/regulation/calendar';
import type { Accounts, PastAccounts } from '../../../../src/usecases/card/account';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import { fitted } from '../fit';
import { PAGE, pageOf, pager } from '../pager';
import { accountWords, endedWords } from './account-words';

/** Characters of a line. */
const LINE = 300;

/** «Почему такой срок»: one term at a time, the others a press away. */
export function accountScreen(accounts: Accounts, appealId: number, asked: AccountedTerm, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const shown = accounts.terms.find(({ of }) => of === asked) ?? accounts.terms[0];
  const others = accounts.terms.filter((term) => term !== shown);
  const tabs = [
    ...others.map(({ of }) => button(plain(`account:tab.${of}`), { kind: 'why', appealId, term: of })),
    button(plain('account:past.button'), { kind: 'pastStages', appealId, page: 0 }),
  ];
  const title = `<b>${html('account:title', { number: accounts.number })}</b>`;
  const back: ScreenButton[] = [button(plain('history:back'), { kind: 'card', appealId })];
  if (shown === undefined) return { text: title, buttons: [back] };
  const text = accountText(title, shown, assumedLines(accounts, shown.of, reading), reading);
  return { text, buttons: [...inRows(tabs, 2), back] };
}

/** @param beside in HTML */
function accountText(title: string, shown: TermAccount, beside: readonly string[], reading: Reading): string {
  const words = accountWords(shown, reading);
  const notes = [...words.notes.map(escapeHtml), ...beside];
  // What an admin has written beside a day is as long as it is.
  return fitted(reading.longest, (room) => {
    const line = (plainWords: string) => escapeHtml(shorten(plainWords, room(LINE)));
    const steps = words.steps.map((step) =>
      [
        ...step.text.map(line),
        ...step.days.map((day) => `• ${line(day)}`),
        ...(step.leads ? [line(step.leads)] : []),
      ].join('\n'),
    );
    const last = notes.length === 0 ? [] : [notes.map((note) => `<i>${note}</i>`).join('\n')];
    return [title, `<b>${escapeHtml(words.title)}</b>`, ...steps, ...last].join('\n\n');
  });
}

/** «Прошлые этапы»: each with when it had to end and when it did, its account a press away. */
export function pastStagesScreen(
  { number, terms }: PastAccounts,
  appealId: number,
  page: number,
  reading: Reading,
): Screen {
  // prettier-ignore
  const { html, plain } = reading.words;
  const view = pageOf(terms, page);
  const first = view.page * PAGE;
  const lines = view.shown.map((term, index) => {
    const { title } = accountWords(term, reading);
    return `${term.missed ? '❗️ ' : ''}<b>${first + index + 1}. ${escapeHtml(title)}</b>\n${escapeHtml(endedWords(term, reading))}`;
  });
  return {
    text: [
      `<b>${html('account:past.title', { number })}</b>`,
      ...(lines.length === 0 ? [html('account:past.empty')] : lines),
    ].join('\n\n'),
    buttons: [
      ...inRows(
        view.shown.map((_, index) =>
          button(plain('account:past.open', { place: first + index + 1 }), {
            kind: 'pastStage',
            appealId,
            place: first + index,
          }),
        ),
        3,
      ),
      ...pager(view, reading.words, (to) => ({ kind: 'pastStages', appealId, page: to })),
      [
        button(plain('account:button'), { kind: 'why', appealId, term: 'whole' }),
        button(plain('history:back'), { kind: 'card', appealId }),
      ],
    ],
  };
}

/** One of them; a place that is none any more is the list. */
export function pastStageScreen(past: PastAccounts, appealId: number, place: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const term = past.terms[place];
  if (!term) return pastStagesScreen(past, appealId, 0, reading);
  const title = `<b>${html('account:title', { number: past.number })}</b>`;
  return {
    text: accountText(title, term, [escapeHtml(endedWords(term, reading))], reading),
    buttons: [
      [button(plain('account:past.button'), { kind: 'pastStages', appealId, page: Math.floor(place / PAGE) })],
      [button(plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

/** What of this term stands on our reading alone. In HTML. */
function assumedLines(
  { assumptions: { shares, due, noDay } }: Pick<Accounts, 'assumptions'>,
  of: AccountedTerm,
  { words: { html }, now, calendar }: Reading,
): string[] {
  const day = due === null ? '' : shortDay(due.first, dayOf(now, calendar));
  return [
    ...(of === 'stage' && shares ? [html('nag:ahead.sharesAssumed')] : []),
    ...(of === 'whole' && due !== null ? [html(`card:assumed.${due.by}`, { day })] : []),
    ...(of === 'duty' && noDay ? [html('card:assumed.noDay')] : []),
  ];
}
