import { FIELDS, type EngagementContent, type EngagementField } from './content';
import type { EngagementFacts } from './facts';
import type { EngagementKind } from './vocabulary';

/**
 * With which former version the present one is compared.
 *
 * rejected    what was sent back last: is what was asked for done?
 * handedOver  what ОГ has sent for agreement, before a supervisor has changed it
 * placed      what stands in ПОС
 */
export const COMPARED = ['rejected', 'handedOver', 'placed'] as const;
export type Compared = (typeof COMPARED)[number];

/** Versions at their last rejection and handing over, as the journal has them; null: there was none. */
export type FormerVersions = Readonly<Record<Exclude<Compared, 'placed'>, number | null>>;

/** Only where somebody decides or writes on: what was rejected long ago says nothing of what runs. */
const DECIDED_IN = ['draft', 'agreement', 'approval'] as const;

/** What there is to compare with, each version once, the most telling first. */
export function comparedWith(
  { stage, number, placed }: Pick<EngagementFacts, 'stage' | 'number' | 'placed'>,
  former: FormerVersions,
): readonly { readonly what: Compared; readonly number: number }[] {
  const isDecided = DECIDED_IN.some((one) => one === stage);
  const versions = {
    rejected: isDecided ? former.rejected : null,
    handedOver: isDecided ? former.handedOver : null,
    placed: placed?.number ?? null,
  } satisfies Record<Compared, number | null>;
  const seen = new Set<number>();
  return COMPARED.flatMap((what) => {
    const version = versions[what];
    if (version === null || version >= number || seen.has(version)) return [];
    seen.add(version);
    return [{ what, number: version }];
  });
}

/** Which parts of two versions differ, in the order in which they are asked. */
export const changedFields = (
  kind: EngagementKind,
  before: EngagementContent,
  after: EngagementContent,
): EngagementField[] => FIELDS[kind].filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
