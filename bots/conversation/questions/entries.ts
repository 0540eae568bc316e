import { escapeHtml } from '../../../src/i18n';
import { isMeaningful } from '../../../src/text/plain-text';
import type { Complaint } from '../../../src/usecases/forms/change';
import { button, shorten, type ScreenButton } from '../screen';
import { answered, forward, type Asked, type Question } from './question';

const SHOWN = 80;

/** Several of a kind, one in a message or with an empty line between them. */
export interface Entries<State, Entry> {
  readonly key: string;
  /** What the form keeps. */
  readonly entriesIn: (asked: Asked<State>) => readonly Entry[];
  /** How many at most. */
  readonly most: (asked: Asked<State>) => number;
  /** One of them as it was typed: its lines, cleaned, at least one. */
  readonly read: (lines: readonly string[], asked: Asked<State>) => { readonly entry: Entry } | Complaint;
  readonly nameOf: (entry: Entry) => string;
  /** What is said when there are too many, or one twice. */
  readonly tooMany: (most: number, asked: Asked<State>) => Complaint;
  readonly same: (name: string, asked: Asked<State>) => Complaint;
  readonly dropCaption: (asked: Asked<State>) => string;
  /** Buttons about each of them, and what a press of one does. */
  readonly about?: (entries: readonly Entry[], asked: Asked<State>) => ScreenButton[][];
  readonly pressedAbout?: (entries: readonly Entry[], value: string) => readonly Entry[] | null;
}

/** A list that is written line by line; it is answered by «Готово». */
export function entries<State, Entry>(question: Entries<State, Entry>): Question<State> {
  const { key, entriesIn, most, read, nameOf, tooMany, same, dropCaption, about, pressedAbout } = question;
  const kept = (asked: Asked<State>, now: readonly Entry[]) => ({ answers: { ...asked.answers, [key]: now } });

  function add(asked: Asked<State>, text: string) {
    let now = entriesIn(asked);
    for (const block of text.split(/\n\s*\n/)) {
      const lines = block
        .split('\n')
        .map((line) => line.trim().replace(/\s+/g, ' '))
        .filter(isMeaningful);
      if (lines.length === 0) continue;
      const one = read(lines, asked);
      if ('complaint' in one) return one;
      const name = nameOf(one.entry);
      if (now.some((other) => nameOf(other).toLocaleLowerCase('ru') === name.toLocaleLowerCase('ru')))
        return same(name, asked);
      now = [...now, one.entry];
    }
    if (now.length > most(asked)) return tooMany(most(asked), asked);
    return now.length === entriesIn(asked).length
      ? { complaint: asked.reading.words.plain('form:noWords') }
      : kept(asked, now);
  }

  return {
    rows(asked) {
      const now = entriesIn(asked);
      if (now.length === 0) return [];
      return [
        ...(about?.(now, asked) ?? []),
        [button(forward(asked), asked.move('done')), button(dropCaption(asked), asked.move('other', 'drop'))],
      ];
    },
    soFar: (asked, room) =>
      entriesIn(asked).map((entry, index) => `${index + 1}. ${escapeHtml(shorten(nameOf(entry), room(SHOWN)))}`),
    pressed(asked, move, value) {
      const now = entriesIn(asked);
      if (move === 'done' && value === '') return now.length === 0 ? null : answered(asked, { [key]: now });
      if (move !== 'other') return null;
      if (value === 'drop') return kept(asked, now.slice(0, -1));
      const changed = pressedAbout?.(now, value) ?? null;
      return changed === null ? null : kept(asked, changed);
    },
    typed: add,
  };
}
