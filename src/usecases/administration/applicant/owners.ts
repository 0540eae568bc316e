import type { Contacts } from '../../../text/personal-data';
import { takingOut, type Doubtful, type TakesOut, type Whose } from './taking-out';

const NOBODYS: Whose = {
  type: 'person',
  name: null,
  phone: null,
  email: null,
  address: null,
  place: '',
  written: { numbers: [], mails: [] },
};

/** Whose data go out of the texts of which appeals. */
export class Owners {
  /** Of whom there was anything, and in which appeals' texts: in their own, or in those of another. */
  readonly touched = new Map<number, Set<number>>();
  /** In whatever is not their own words. */
  readonly touchedInOthersWords = new Set<number>();
  private readonly byAppeal = new Map<number, { readonly ownerId: number; readonly takes: TakesOut }[]>();
  private readonly known = new Map<number, Whose>();
  private readonly beside = new Set<number>();

  constructor(
    private readonly office: Contacts,
    private readonly officials: readonly string[],
  ) {}

  get appealIds(): readonly number[] {
    return [...this.byAppeal.keys()];
  }

  /** Appeals of others in which there was something. */
  get touchedBeside(): readonly number[] {
    return [...this.beside];
  }

  whose(ownerId: number): Whose {
    return this.known.get(ownerId) ?? NOBODYS;
  }

  of(appealId: number): readonly number[] {
    return (this.byAppeal.get(appealId) ?? []).map(({ ownerId }) => ownerId);
  }

  add(appealId: number, ownerId: number, whose: Whose, doubtful: Doubtful): void {
    this.known.set(ownerId, whose);
    const takes = takingOut(whose, this.office, this.officials, doubtful);
    this.byAppeal.set(appealId, [...(this.byAppeal.get(appealId) ?? []), { ownerId, takes }]);
  }

  /** @param isOwn the applicant's own words */
  hide(appealId: number, text: string, isOwn = false): string {
    let left = text;
    for (const { ownerId, takes } of this.byAppeal.get(appealId) ?? []) {
      const hidden = isOwn && ownerId === appealId ? takes.own(left) : takes.officials(left);
      if (hidden === left) continue;
      left = hidden;
      this.touched.set(ownerId, (this.touched.get(ownerId) ?? new Set<number>()).add(appealId));
      if (!isOwn || ownerId !== appealId) this.touchedInOthersWords.add(ownerId);
      if (ownerId !== appealId) this.beside.add(appealId);
    }
    return left;
  }
}
