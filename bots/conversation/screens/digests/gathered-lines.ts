import type { NagLine, TermNag } from '../../../../src/usecases/terms/nags';
import { shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { nagsScreen, type ShownNags } from '../appeals/nags-screen';

// What a curator reads of in their morning list, and was no message of its own.

const NAME = 40;

/** A thing to be known of, and what it opens. */
export interface DrawnNote {
  readonly text: string;
  readonly buttons: readonly ScreenButton[];
}

/** What is late at others and no list has told of yet, by appeal. */
export type LateAppeal = readonly [TermNag, ...TermNag[]];

export const isGathered = (line: NagLine): line is TermNag => line.kind === 'term' && line.gathered;

export function lateAppeals(lines: readonly NagLine[]): LateAppeal[] {
  const found = new Map<number, LateAppeal>();
  for (const line of lines.filter(isGathered)) {
    const known = found.get(line.appealId);
    found.set(line.appealId, known ? [...known, line] : [line]);
  }
  return [...found.values()];
}

/** A line each, as many as there is room for; the others are counted. */
export function lateBlock(late: readonly LateAppeal[], atMost: number, { words }: Reading): string[] {
  if (late.length === 0) return [];
  const { html, plain } = words;
  const rest = late.length - atMost;
  const rows = late.slice(0, atMost).map((terms) => {
    const [{ number, absent }] = terms;
    const what = terms.map(({ reason, stage, nameless }) => {
      const term = plain(`digest:mine.what.${reason}`, { stage: plain(`appeal:stage.${stage}`) });
      return nameless === 'assumed' ? plain('digest:mine.lateAssumed', { what: term }) : term;
    });
    return html('digest:mine.lateAppeal', {
      number: plain('card:title', { number }),
      what: [...what, ...holderOf(terms, plain), ...(absent === null ? [] : [absent])].join(', '),
    });
  });
  return [
    [
      `<b>${html('digest:mine.lateNow', { count: late.length })}</b>`,
      ...rows,
      ...(rest > 0 ? [html('digest:mine.more', { count: rest })] : []),
    ].join('\n'),
  ];
}

/** Who has it; nothing where no name stands beside its lateness. */
function holderOf([first]: LateAppeal, plain: Reading['words']['plain']): string[] {
  if (first.away) return [plain('digest:mine.away')];
  if (first.nameless !== null) return [];
  return [first.holder === null ? plain('digest:mine.coordinators') : shorten(first.holder, NAME)];
}

export const notesBlock = (notes: readonly DrawnNote[], { words: { html } }: Reading): string[] =>
  notes.length === 0
    ? []
    : [[`<b>${html('digest:mine.notes', { count: notes.length })}</b>`, ...notes.map(({ text }) => text)].join('\n')];

export const noteButtons = (notes: readonly DrawnNote[]): ScreenButton[] => notes.flatMap(({ buttons }) => buttons);

/** Of a list whose morning is over: what nobody has told its reader yet; null: nothing. */
export function leftOfList(nags: ShownNags, notes: readonly DrawnNote[], reading: Reading): Screen | null {
  const screen = nagsScreen(nags, reading);
  if (notes.length === 0) return screen;
  return {
    text: [...notesBlock(notes, reading), ...(screen === null ? [] : [screen.text])].join('\n\n'),
    buttons: [...noteButtons(notes).map((one) => [one]), ...(screen?.buttons ?? [])],
  };
}
