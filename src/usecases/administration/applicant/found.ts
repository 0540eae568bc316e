import type { JournalDetails } from '../../../../entities/journal-entry';
import type { ChangedRow } from './words-of-journal';

/** Categories of data that are destroyed, in the order in which an act names them. */
export const DESTROYED = [
  'name',
  'phone',
  'email',
  'address',
  'words',
  'officialsWords',
  'question',
  'rows',
  'letters',
  'exports',
] as const;
export type Destroyed = (typeof DESTROYED)[number];

interface OfOne {
  readonly what: Set<Destroyed>;
  readonly beside: Set<number>;
  rows: readonly ChangedRow[];
}

/** Of which appeals something was found and is gone, and what: its kinds alone. */
export class Found {
  private readonly byAppeal = new Map<number, OfOne>();

  /** How many appeals. */
  get size(): number {
    return this.byAppeal.size;
  }

  get appealIds(): readonly number[] {
    return [...this.byAppeal.keys()];
  }

  add(appealId: number): void {
    this.of(appealId);
  }

  note(appealId: number, ...what: readonly Destroyed[]): void {
    for (const one of what) this.of(appealId).what.add(one);
  }

  /** It stood in texts of these. */
  noteIn(appealId: number, others: Iterable<number>): void {
    const { beside } = this.of(appealId);
    for (const other of others) if (other !== appealId) beside.add(other);
  }

  /** Rows of the journal's words that were changed for it. */
  noteRows(appealId: number, rows: readonly ChangedRow[]): void {
    const one = this.of(appealId);
    one.rows = [...one.rows, ...rows];
  }

  /** As the entry of the forgetting has it: the rows are named, and their new words sealed by it. No text, which would be kept beside the journal. */
  detailsOf(appealId: number): JournalDetails {
    const { what, beside, rows } = this.byAppeal.get(appealId) ?? NOTHING;
    return {
      ...(what.size > 0 && { destroyed: Object.fromEntries([...what].map((one) => [one, true])) }),
      ...(beside.size > 0 && { besideIds: [...beside].sort((one, other) => one - other) }),
      ...(rows.length > 0 && { changedWords: rows }),
    };
  }

  private of(appealId: number): OfOne {
    const one = this.byAppeal.get(appealId) ?? { what: new Set(), beside: new Set(), rows: [] };
    this.byAppeal.set(appealId, one);
    return one;
  }
}
const NOTHING: OfOne = { what: new Set(), beside: new Set(), rows: [] };
