/** What an answer does to a form. */
export interface Change {
  readonly answers?: Readonly<Record<string, unknown>>;
  /** How the question looks now: page of a list, search words, month of a calendar. */
  readonly view?: Readonly<Record<string, unknown>>;
  /** The question is answered: the next one is asked. */
  readonly passes?: true;
  /** Questions that are answered along with it. */
  readonly passesAlso?: readonly string[];
  /** Questions that are asked again, and what was answered after them stays. */
  readonly reopens?: readonly string[];
  /** What becomes of photos and files that have come with an act's form. */
  readonly files?: FilesChange;
}

/** By their ids. */
export type FilesChange =
  { readonly mark: 'before' | 'after'; readonly ids: readonly number[] } | { readonly remove: number };

/** Why it answers nothing, in plain words. */
export interface Complaint {
  readonly complaint: string;
  /** How an act's question looks from then on; absent: as before. */
  readonly view?: Readonly<Record<string, unknown>>;
}
