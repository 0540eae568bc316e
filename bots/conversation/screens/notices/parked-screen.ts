import type { Action } from '../../../../src/regulation/vocabulary';
import type { ParkedHour } from '../../../../src/usecases/upkeep/parked';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';

/** What could not be handled, as far as an admin may know: neither words nor pictures. */
export interface ParkedFacts {
  /** Null: nobody who works here. */
  readonly name: string | null;
  readonly what: 'press' | 'command' | 'words' | 'photo' | 'file' | 'place' | 'other';
  readonly command: string | null;
  readonly action: Action | null;
  /** Of the appeal that it was about. */
  readonly number: string | null;
}

const LINES = 8;
const LINE = 120;

/** One notice of everything that a fault of ours has set aside within an hour, and «Повторить». */
export function parkedScreen(
  parked: readonly ParkedFacts[],
  { messenger, hour }: ParkedHour,
  { words: { html, plain } }: Reading,
): Screen {
  if (parked.length === 0) return { text: html('notice:parkedUpdates.over'), buttons: [] };
  const lineOf = ({ name, what, command, action, number }: ParkedFacts): string => {
    const said =
      what === 'press' && action !== null
        ? plain('notice:parkedUpdates.act', { action: plain(`appeal:action.${action}`) })
        : plain(`notice:parkedUpdates.what.${what}`, { command: command ?? '' });
    const about = number === null ? said : plain('notice:parkedUpdates.onAppeal', { said, number });
    const line = name === null ? about : plain('notice:parkedUpdates.of', { name, said: about });
    return html('notice:parkedUpdates.line', { line: shorten(line, LINE) });
  };
  const more = parked.length - LINES;
  return {
    text: [
      `⚠️ ${html('notice:parkedUpdates.head', { count: parked.length })}`,
      ...parked.slice(0, LINES).map(lineOf),
      ...(more > 0 ? [html('notice:parkedUpdates.more', { more })] : []),
      html('notice:parkedUpdates.remedy'),
    ].join('\n'),
    buttons: [[button(plain('notice:parkedUpdates.retry'), { kind: 'retryParked', hour, messenger })]],
  };
}
