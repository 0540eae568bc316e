import type { PlainDate } from '../../regulation/calendar';
import { keysOfShare } from './cells';
import type { Period, Slice } from './figures';
import type { Brought, Share } from './share';

/** Figures behind which a list stands. */
export const FIGURES = [
  'received',
  'answered',
  'redirected',
  'postponed',
  'closed',
  'reexamined',
  'open',
  'backlog',
  'missed',
] as const;
export type Figure = (typeof FIGURES)[number];

/** A row of a slice. */
export interface PartOf {
  readonly by: Exclude<Slice, 'none' | 'day' | 'month'>;
  /** Whether what is counted under this key is of the row; keys are as sums have them. */
  readonly has: (key: string) => boolean;
}

/** One of the things that make up a figure. */
export interface Counted {
  readonly day: PlainDate;
  /** As the share names it, such as `missed.stage.assigned`. */
  readonly what: string;
}

/** What is of a part alone; null: nothing of the appeal is. What an executor brings stands in all slices then. */
export function narrowedTo(share: Share, part: PartOf): Share | null {
  if (part.by !== 'executor') return keysOfShare(share)[part.by].some((key) => part.has(key)) ? share : null;
  const isOfRow = ({ rows, executorId }: Pick<Brought, 'rows' | 'executorId'>) =>
    rows !== 'others' && part.has(executorId === null ? '' : String(executorId));
  const brought = share.brought.filter(isOfRow).map((one) => ({ ...one, rows: 'all' as const }));
  const open = share.open.filter(isOfRow).map((one) => ({ ...one, rows: 'all' as const }));
  return brought.length + open.length === 0 ? null : { ...share, brought, open };
}

/** What of a figure one appeal brings to a period; of all, or of parts. The same rules as the sums have, read the other way. */
export function countedOf(
  whole: Share,
  figure: Figure,
  { from, to }: Period,
  parts: readonly PartOf[],
): readonly Counted[] {
  const share = parts.reduce<Share | null>((one, part) => one && narrowedTo(one, part), whole);
  if (share === null) return [];
  const isOfRow = ({ rows }: Pick<Brought, 'rows'>) => rows !== 'executor';
  if (figure === 'open' || figure === 'backlog') {
    const changes = share.open.filter((change) => change.day <= to && isOfRow(change));
    const isOpen = changes.reduce((sum, { by }) => sum + by, 0) > 0;
    const last = changes.at(-1);
    return isOpen && last && (figure === 'open' || share.isBacklog) ? [{ day: last.day, what: figure }] : [];
  }
  const counted = share.brought.filter(
    (one) =>
      isCalled(one.what, figure) &&
      one.day >= from &&
      one.day <= to &&
      (one.until === null || one.until > to) &&
      isOfRow(one),
  );
  return figure === 'missed' ? withoutAssumed(counted) : counted;
}

const ASSUMED = 'missed.assumed';
/** A report leaves out stages that are late by shares which nobody has confirmed (domain.md, Terms): one of its day for each that is said to be so. */
function withoutAssumed(missed: readonly Counted[]): readonly Counted[] {
  const assumed = missed.filter(({ what }) => what === ASSUMED).map(({ day }) => day);
  return missed.filter(({ what, day }) => {
    if (what === ASSUMED) return false;
    const at = what.startsWith('missed.stage.') ? assumed.indexOf(day) : -1;
    if (at >= 0) assumed.splice(at, 1);
    return at < 0;
  });
}

/** `missed.whole` is of `missed`. */
const isCalled = (what: string, figure: Figure): boolean => what === figure || what.startsWith(`${figure}.`);
