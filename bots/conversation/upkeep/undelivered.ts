import { isKeyOf } from '../../../src/regulation/lists';
import type { MessageKind, Params } from '../../../src/usecases/kit/messages';
import { type Undelivered, sendUndeliveredAgain } from '../../../src/usecases/upkeep/undelivered';
import { button, only, type Screen } from '../kit/screen';
import type { Reading } from '../kit/turn';
import type { Feature } from '../kit/feature';
import type { Talk } from '../kit/talk';

/** More would not be read; they are counted. */
const SHOWN = 10;

/** How an admin knows it; each is a key under `notice:undelivered.what`. */
const WHAT = {
  card: 'card',
  notice: 'notice',
  batch: 'batch',
  nags: 'nags',
  morning: 'morning',
  weekend: 'morning',
  weekly: 'weekly',
  weeklyFile: 'weekly',
  groupDigest: 'digest',
  textPart: 'text',
  statisticsFile: 'report',
  folder: 'folder',
  listMorning: 'list',
  listMonday: 'list',
  listFile: 'list',
} as const satisfies Partial<Record<MessageKind, string>>;
const whatIs = (kind: string) => (isKeyOf(WHAT, kind) ? WHAT[kind] : 'other');
const MINUTE_MS = 60_000;

/** What did not arrive, to whom and why; null: all of it was sent again. */
export function undeliveredScreen(
  { since }: Params<'undelivered'>,
  messages: readonly Undelivered[],
  { words }: Reading,
): Screen | null {
  const { html, plain } = words;
  if (messages.length === 0) return null;
  const lines = messages.slice(0, SHOWN).map(({ kind, to, number, isDead }) => {
    const what = plain(`notice:undelivered.what.${whatIs(kind)}`);
    const about = number === null ? what : `${what} № ${number}`;
    const whom = to ?? plain('notice:undelivered.group');
    return `• ${html(isDead ? 'notice:undelivered.dead' : 'notice:undelivered.unknown', { what: about, whom })}`;
  });
  const more = messages.length - lines.length;
  return {
    text: [
      `<b>${html('notice:undelivered.title')}</b>`,
      ...lines,
      ...(more > 0 ? [html('notice:undelivered.more', { count: more })] : []),
    ].join('\n'),
    buttons: [
      [button(plain('notice:undelivered.again'), { kind: 'sendAgain', sinceMinute: since.getTime() / MINUTE_MS })],
    ],
  };
}

/** The moment that its button names. */
export const momentOf = (sinceMinute: number): Date => new Date(sinceMinute * MINUTE_MS);

/** After the press: what was sent again stands no more, and the rest, if there is some. */
export const sentAgainScreen = (count: number, { words }: Reading): Screen =>
  only(words.html('notice:undelivered.sent', { count }));

/** «Отправить ещё раз», of what was given up. */
export function undeliveredFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      sendAgain: async ({ words, reading }, { sinceMinute }) => {
        const count = await sendUndeliveredAgain(desk, momentOf(sinceMinute));
        wake();
        return { toast: words.plain('notice:undelivered.sent', { count }), screen: sentAgainScreen(count, reading) };
      },
    },
  };
}
