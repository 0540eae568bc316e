import { databaseOf } from '../../database/database';
import { PHOTO_RULE_BOUNDS } from '../../regulation/evidence';
import { hasRight } from '../../regulation/rights';
import { judgeOpenAnew } from '../evidence/judge-anew';
import { previewPhotoRules, type PhotosTouched } from '../evidence/preview-rules';
import { photoRules } from '../evidence/rules';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { holdSetting, keepSetting } from '../settings';

export const PHOTO_RULE_NAMES = ['radius', 'tolerance'] as const;
export type PhotoRuleName = (typeof PHOTO_RULE_NAMES)[number];

/** How strictly photos are judged, as people speak of it: the radius in metres, the tolerance in minutes. */
export type SpokenRules = Readonly<Record<PhotoRuleName, number>>;

/** What holds now, for an admin to change. */
export async function photoRulesOf(desk: Desk): Promise<SpokenRules> {
  const { radius, tolerance } = await photoRules(databaseOf(desk));
  return { radius, tolerance: tolerance / 60_000 };
}

/** What one of the rules would change, before anybody confirms it. */
export const previewPhotoRule = (desk: Desk, name: PhotoRuleName, value: number): Promise<PhotosTouched> =>
  previewPhotoRules(desk, name === 'radius' ? { radius: value } : { tolerance: value * 60_000 });

/** One of the rules from now on; photos of appeals that are worked on are judged anew by it. @idempotent */
export async function changePhotoRule(
  desk: Desk,
  actor: Official,
  name: PhotoRuleName,
  value: number,
): Promise<'changed' | 'notAdmin' | 'outOfBounds'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  const { least, most } = PHOTO_RULE_BOUNDS[name];
  if (!Number.isInteger(value) || value < least || value > most) return 'outOfBounds';
  await databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'photo_rules');
    const { radius, tolerance } = await photoRules(tx);
    const before: SpokenRules = { radius, tolerance: tolerance / 60_000 };
    const rules = { ...before, [name]: value };
    const kept = { radiusMetres: rules.radius, toleranceMinutes: rules.tolerance };
    if (!(await keepSetting(tx, 'photo_rules', kept))) return;
    await judgeOpenAnew(tx);
    await noteChange(tx, desk.clock.now(), actor, { photoRule: name, value, before: before[name] });
  });
  return 'changed';
}
