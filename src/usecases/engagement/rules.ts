import { z } from 'zod';
import { Setting } from '../../../entities/office';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import { NOTICED_KINDS, USUAL_NOTICE, type NoticedKind, type NoticePeriods } from '../../regulation/engagement/dates';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { stampOf } from '../kit/redraw';
import { holdSetting, keepSetting } from '../kit/settings';

/** How an office has what the ОГ role makes. */
export interface EngagementRules {
  /** Agreed and approved before it is placed; the decree orders neither. */
  readonly isAgreed: boolean;
  readonly notice: NoticePeriods;
  /** An admin has said that these periods are right; until then they are an assumption. */
  readonly noticeConfirmed: boolean;
}

/** In days; what an admin may choose from. */
export const NOTICE_TERMS = [5, 7, 10, 14, 21, 30] as const;

const days = z.int().min(1).max(366);
const rulesSchema = z.object({
  isAgreed: z.boolean().default(false),
  notice: z
    .object({ discussion: days, hearings: days } satisfies Record<NoticedKind, z.ZodType>)
    .default({ ...USUAL_NOTICE }),
  noticeConfirmed: z.boolean().default(false),
});

export async function engagementRules(rows: Rows): Promise<EngagementRules> {
  const kept = await repositoryOf(rows, Setting).findOneBy({ key: 'engagement' });
  return rulesSchema.parse(kept?.value ?? {});
}

/** For a screen. */
export const readEngagementRules = (desk: Desk): Promise<EngagementRules> => engagementRules(databaseOf(desk));

/** One of them, as an admin chooses it. */
export interface RulesChange {
  readonly isAgreed?: boolean;
  readonly notice?: { readonly kind: NoticedKind; readonly days: number };
}

/** Another period is an assumption until an admin has said that it is right. */
export function changedRules(
  before: EngagementRules,
  { isAgreed = before.isAgreed, notice }: RulesChange,
): EngagementRules {
  const periods = notice === undefined ? before.notice : { ...before.notice, [notice.kind]: notice.days };
  const isOther = NOTICED_KINDS.some((kind) => periods[kind] !== before.notice[kind]);
  return { isAgreed, notice: periods, noticeConfirmed: before.noticeConfirmed && !isOther };
}

/** Another period is right until an admin says so again. @idempotent: the same again changes and journals nothing */
export async function changeEngagementRules(desk: Desk, actor: Official, change: RulesChange): Promise<void> {
  const { notice } = change;
  // A forged button may name any number, and none but these could be read back.
  if (notice !== undefined && !NOTICE_TERMS.some((term) => term === notice.days)) return;
  await keepRules(desk, actor, (before) => changedRules(before, change));
}

/**
 * That the periods which a screen shows are right.
 * @param seen their stamp: others that hold by now are not confirmed
 * @idempotent
 */
export const confirmNotice = (desk: Desk, actor: Official, seen: string): Promise<'kept' | 'changedMeanwhile'> =>
  keepRules(desk, actor, (before) => (stampOf(before.notice) === seen ? { ...before, noticeConfirmed: true } : null));

async function keepRules(
  desk: Desk,
  actor: Official,
  change: (before: EngagementRules) => EngagementRules | null,
): Promise<'kept' | 'changedMeanwhile'> {
  if (!hasRight(actor, 'administer')) return 'kept';
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'engagement');
    const before = await engagementRules(tx);
    const after = change(before);
    if (after === null) return 'changedMeanwhile';
    if (!(await keepSetting(tx, 'engagement', after))) return 'kept';
    await noteChange(tx, desk.clock.now(), actor, { engagement: after, before });
    return 'kept';
  });
}
