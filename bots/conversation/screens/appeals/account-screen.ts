import { escapeHtml } from '../../../../src/i18n';
import type { AccountedTerm } from '../../../../src/regulation/account';
import { dayOf } from '../../../../src/regulation/calendar';
import type { Accounts } from '../../../../src/usecases/reading/read-account';
import { button, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';
import { fitted } from '../fit';
import { accountWords } from './account-words';

/** Characters of a line. */
const LINE = 300;

/** «Почему такой срок»: one term at a time, the others a press away. */
export function accountScreen(accounts: Accounts, appealId: number, asked: AccountedTerm, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const shown = accounts.terms.find(({ of }) => of === asked) ?? accounts.terms[0];
  const others = accounts.terms.filter((term) => term !== shown);
  const tabs = others.map(({ of }) => button(plain(`account:tab.${of}`), { kind: 'why', appealId, term: of }));
  const title = `<b>${html('account:title', { number: accounts.number })}</b>`;
  const back: ScreenButton[] = [button(plain('history:back'), { kind: 'card', appealId })];
  if (shown === undefined) return { text: title, buttons: [back] };
  const words = accountWords(shown, reading);
  const notes = [...words.notes.map(escapeHtml), ...assumedLines(accounts, shown.of, reading)];
  // What an admin has written beside a day is as long as it is.
  const text = fitted(reading.longest, (room) => {
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
  return { text, buttons: [...inRows(tabs, 2), back] };
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
