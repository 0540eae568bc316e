import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';
import { yearsAgo } from '../calendar/years-ago';

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
