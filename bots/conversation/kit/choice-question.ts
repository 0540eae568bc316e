import { maskPersonalData } from '../../../src/text/personal-data';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { button, CAPTION, inRows, shorten, type ScreenButton, pageOf, pager } from './screen';
import { answered, textOf, wordsRefused, type Asked, type Question } from './question';

/** Lines of a list that one sees without scrolling. */
const PAGE = 7;
const LONGEST_QUERY = 200;

export interface Item {
  /** What its button names. */
  readonly value: string;
  readonly caption: string;
  /** What typed words are looked for in. */
  readonly search: string;
}

/** What is asked about one of the list before it is chosen. */
export interface Inside {
  /** In HTML. */
  readonly text: string;
  readonly rows: ScreenButton[][];
}

export interface Choice<State> {
  readonly items: (asked: Asked<State>) => readonly Item[];
  /** Null: there is no such thing to choose. */
  readonly pick: (asked: Asked<State>, value: string) => Change | null;
  /** By default words narrow the list. */
  readonly typed?: (asked: Asked<State>, text: string) => Change | Complaint;
  /** Whom no words are like: all of them again, where the question could not be answered otherwise. */
  readonly allWhenNoneFits?: true;
  /** What is said when nothing is left of the list, in HTML; by default nothing. */
  readonly nothing?: (items: readonly Item[], asked: Asked<State>) => string[];
  /** A question about one of them, in place of the list; null: none is asked. */
  readonly inside?: (asked: Asked<State>) => Inside | null;
  /** Other ways out, under the list. */
  readonly aside?: (asked: Asked<State>) => ScreenButton[][];
  readonly pressedAside?: (asked: Asked<State>, move: 'done' | 'other', value: string) => Change | Complaint | null;
}

const folded = (text: string): string => text.toLocaleLowerCase('ru');
export const queryOf = (asked: Asked<unknown>): string => textOf(asked.view, 'query');
export const narrowed = (text: string): Change => ({
  view: { query: [...text.replace(/\s+/g, ' ')].slice(0, LONGEST_QUERY).join('') },
});

/** What typed words leave of a list. */
export const matching = <Of extends Pick<Item, 'search'>>(items: readonly Of[], query: string): readonly Of[] =>
  items.filter(({ search }) => folded(search).includes(folded(query)));
export const isSame = (one: string, other: string): boolean => folded(one.trim()) === folded(other.trim());

/** One of a list, by pages, narrowed by what the person has typed. */
export function choice<State>({
  items,
  pick,
  typed = (_, text) => narrowed(text),
  allWhenNoneFits,
  nothing = () => [],
  inside = () => null,
  aside,
  pressedAside,
}: Choice<State>): Question<State> {
  return {
    rows(asked) {
      const within = inside(asked);
      if (within) return within.rows;
      const all = items(asked);
      const found = matching(all, queryOf(asked));
      const offered = found.length === 0 && allWhenNoneFits ? all : found;
      const view = pageOf(offered, typeof asked.view.page === 'number' ? asked.view.page : 0, PAGE);
      return [
        ...view.shown.map(({ value, caption }) => [button(shorten(caption, CAPTION), asked.move('pick', value))]),
        ...pager(view, asked.reading.words, (page) => asked.move('page', String(page))),
        ...(aside?.(asked) ?? []),
      ];
    },
    pressed: (asked, move, value) =>
      move === 'pick' ? pick(asked, value) : (pressedAside?.(asked, move, value) ?? null),
    empty(asked) {
      const within = inside(asked);
      if (within) return [within.text];
      const all = items(asked);
      return matching(all, queryOf(asked)).length === 0 ? nothing(all, asked) : [];
    },
    typed,
    asksFirst: (asked) => inside(asked) !== null,
    isInside: (asked) => queryOf(asked) !== '' || inside(asked) !== null,
  };
}

const saidOfNone =
  (key: 'form:nothingFound' | 'form:nothingFoundAmong' | 'form:nothingFoundAdd' | 'form:nobodyFound') =>
  (items: readonly Item[], asked: Asked<unknown>): string[] => {
    const { html } = asked.reading.words;
    return [
      items.length === 0
        ? html('form:nothingToChoose')
        : html(key, { query: shorten(maskPersonalData(queryOf(asked)), 60) }),
    ];
  };

/** An empty list says why it is empty and what to do; in HTML. */
export const nothingFound = saidOfNone('form:nothingFound');
/** The same where what was typed may be added: that comes first. */
export const nothingFoundAdd = saidOfNone('form:nothingFoundAdd');
/** The same of people of the office, where others may be named too. */
export const nobodyFound = saidOfNone('form:nobodyFound');

/** A slip of the pen hides no list: all of it stands under the reason. */
export const ALL_WHEN_NONE_FITS = {
  nothing: saidOfNone('form:nothingFoundAmong'),
  allWhenNoneFits: true,
} as const satisfies Partial<Choice<never>>;

export interface Option<State> {
  readonly key: string;
  readonly values: (asked: Asked<State>) => readonly { readonly value: string; readonly caption: string }[];
  /** Values that are not offered now; one that is pressed all the same is for whoever judges the answer to refuse. */
  readonly isHidden?: (value: string, asked: Asked<State>) => boolean;
  readonly perRow: number;
  /** None of them may be the answer too; the caption of its button. */
  readonly leave?: (asked: Asked<State>) => string;
  /** What is said to words; by default that a press is wanted. */
  readonly refused?: (asked: Asked<State>) => Complaint;
}

/** One of a few, all in sight. */
export function option<State>({
  key,
  values,
  isHidden,
  perRow,
  leave,
  refused = wordsRefused,
}: Option<State>): Question<State> {
  return {
    rows: (asked) => [
      ...inRows(
        values(asked)
          .filter(({ value }) => !isHidden?.(value, asked))
          .map(({ value, caption }) => button(caption, asked.move('pick', value))),
        perRow,
      ),
      ...(leave ? [[button(leave(asked), asked.move('done'))]] : []),
    ],
    pressed(asked, move, value) {
      if (move === 'done') return leave ? answered(asked, { [key]: null }) : null;
      return move === 'pick' && values(asked).some((one) => one.value === value)
        ? answered(asked, { [key]: value })
        : null;
    },
    typed: refused,
  };
}

/** The word that makes it so. */
export function confirm<State>(
  key: string,
  caption: (asked: Asked<State>) => string,
  refused: (asked: Asked<State>) => Complaint = wordsRefused,
): Question<State> {
  return {
    rows: (asked) => [[button(caption(asked), asked.move('done'))]],
    pressed: (asked, move) => (move === 'done' ? answered(asked, { [key]: true }) : null),
    typed: refused,
  };
}
