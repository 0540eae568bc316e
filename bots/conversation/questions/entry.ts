import type { Complaint } from '../../../src/usecases/kit/form-engine';
import type { Asked } from './question';

/** Several of a kind, one in a message or with an empty line between them. */
export interface Entries<State, Entry> {
  readonly key: string;
  /** What the form keeps. */
  readonly entriesIn: (asked: Asked<State>) => readonly Entry[];
  /** How many at most. */
  readonly most: (asked: Asked<State>) => number;
  /** One of them as it was typed: its lines, cleaned, at least one. */
  readonly read: (lines: readonly string[], asked: Asked<State>) => Read<Entry>;
  /** What such lines make of one that is there. */
  readonly mended: (before: Entry, lines: readonly string[], asked: Asked<State>) => Read<Entry>;
  readonly nameOf: (entry: Entry) => string;
  /** What stands beside its name, in plain words; empty: nothing. */
  readonly noteOf?: (entry: Entry, asked: Asked<State>) => string;
  /** What is said when there are too many, or one twice. */
  readonly tooMany: (most: number, asked: Asked<State>) => Complaint;
  readonly same: (name: string, asked: Asked<State>) => Complaint;
  readonly dropCaption: (asked: Asked<State>) => string;
  /** How one that was opened is written anew, in HTML. */
  readonly askAnew: (asked: Asked<State>) => string;
  /** Of what one is made beside its name, each with a number of its own; absent: of nothing. */
  readonly parts?: EntryParts<State, Entry>;
  /** What of one is so or is not, and what a press of it makes of it. */
  readonly switches?: (
    entry: Entry,
    asked: Asked<State>,
  ) => readonly { readonly what: string; readonly caption: string }[];
  readonly switched?: (entry: Entry, what: string) => Entry;
  /** What else the form keeps under its name, once it has another. */
  readonly renamed?: (asked: Asked<State>, from: string, to: string) => Asked<State>['answers'];
}
type Read<Entry> = { readonly entry: Entry } | Complaint;

/** Of what an entry is made: the options of a question. */
interface EntryParts<State, Entry> {
  readonly of: (entry: Entry) => readonly string[];
  readonly made: (entry: Entry, parts: readonly string[]) => Entry;
  readonly read: (line: string, asked: Asked<State>) => { readonly value: string } | Complaint;
  /** Why it can't be made of these; null: it can. */
  readonly whyNot: (parts: readonly string[], asked: Asked<State>) => Complaint | null;
}

export const sameName = (one: string, other: string): boolean =>
  one.toLocaleLowerCase('ru') === other.toLocaleLowerCase('ru');
