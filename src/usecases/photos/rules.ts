import { databaseOf, statement } from '../../database/database';
import { warningsOf, type PhotoRules, PHOTO_RULE_BOUNDS } from '../../regulation/evidence';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { photoRules, holdSetting, keepSetting } from '../kit/settings';
import { yearsAgo } from '../kit/years-ago';
import { judgeWhenAndWhere, WHEN_AND_WHERE, type WhenAndWhere, judgeOpenAnew } from './judge';

/** What other rules would change of photos of appeals that are worked on. */
export interface PhotosTouched {
  /** Of how many appeals at least one photo is judged otherwise. */
  readonly appeals: number;
  /** Photos that get a mark, and that lose one. */
  readonly doubted: number;
  readonly cleared: number;
}

// The same photos that are judged anew, see judge-anew.ts: the rest come when they are judged for the first time.
const selectJudged = statement(
  'photos-to-preview',
  `select a.id as "appealId", t.received_at as "receivedAt", ${WHEN_AND_WHERE}
   from attachment t left join form f on f.id = t.form_id left join picture p on p.sha256 = t.sha256
     join appeal a on a.id = coalesce(t.appeal_id, case when f.state = 'open' then f.appeal_id end)
   where t.kind = 'photo' and t.origin = 'official' and t.judged_at is not null
     and exists (select from open_work w where w.appeal_id = a.id)`,
);
interface Row extends WhenAndWhere {
  readonly appealId: number;
  readonly receivedAt: Date;
}

/** Judges what was judged by both rules. */
export async function previewPhotoRules(desk: Desk, change: Partial<PhotoRules>): Promise<PhotosTouched> {
  const database = databaseOf(desk);
  const before = await photoRules(database);
  const after = { ...before, ...change };
  const appeals = new Set<number>();
  let [doubted, cleared] = [0, 0];
  for (const row of await database.query<Row>(selectJudged)) {
    const [was, is] = [marksBy(row, before), marksBy(row, after)];
    const [gets, loses] = [is.some((mark) => !was.includes(mark)), was.some((mark) => !is.includes(mark))];
    if (gets) doubted += 1;
    if (loses) cleared += 1;
    if (gets || loses) appeals.add(row.appealId);
  }
  return { appeals: appeals.size, doubted, cleared };
}

function marksBy(row: Row, rules: PhotoRules) {
  const { time, place } = judgeWhenAndWhere(row, row.receivedAt, rules);
  return warningsOf({ time, place: place.place, reuse: 'none' });
}

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

// What a change of a setting will do, counted before anybody confirms it.

const countPhotos = statement(
  'preview.photos-over',
  `select count(*)::int as count from attachment t join appeal a on a.id = t.appeal_id
   where t.kind = 'photo' and t.original_deleted_at is null and a.finished_at < $1`,
);
const countImports = statement(
  'preview.imports-over',
  'select count(*)::int as count from registry_file where ended_at < $1 and forgotten_at is null',
);
const countOfCategory = statement(
  'preview.open-of-category',
  `select count(*)::int as count from category c
     join appeal a on a.category = c.category and (c.subcategory is null or a.subcategory = c.subcategory) and (c.fact is null or a.fact = c.fact)
     join open_work w on w.appeal_id = a.id
   where c.id = $1 and a.kind = 'message' and a.fast_track_days is distinct from $2::int`,
);
const countStages = statement(
  'preview.open-stages',
  `select count(*)::int as count from open_work w join appeal a on a.id = w.appeal_id where a.stage_due_at is not null`,
);
const count = async (desk: Desk, of: typeof countPhotos, values: readonly unknown[]): Promise<number> =>
  (await databaseOf(desk).query<{ count: number }>(of, values))[0]?.count ?? 0;

const DAY = 86_400_000;

/** Originals of photos that this term ends tonight. */
export const photosOverBy = (desk: Desk, years: number): Promise<number> =>
  count(desk, countPhotos, [yearsAgo(desk.clock.now(), years)]);

/** Registry files that this term ends tonight. */
export const importsOverBy = (desk: Desk, days: number): Promise<number> =>
  count(desk, countImports, [new Date(desk.clock.now().getTime() - days * DAY)]);

/** Open appeals of this category whose term is another one: it stays, since they were registered by the former. */
export const openOfCategory = (desk: Desk, categoryId: number, days: number | null): Promise<number> =>
  count(desk, countOfCategory, [categoryId, days]);

/** Open appeals whose stage has a term by the shares: it is an assumption until these are confirmed. */
export const openStages = (desk: Desk): Promise<number> => count(desk, countStages, []);
