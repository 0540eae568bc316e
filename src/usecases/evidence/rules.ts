import { statement, type Queries } from '../../database/database';
import { PHOTO_RULES, type PhotoRules } from '../../regulation/evidence';

const selectRules = statement(
  'photo-rules',
  `select (value ->> 'toleranceMinutes')::float as tolerance, (value ->> 'radiusMetres')::float as radius
   from setting where key = 'photo_rules'`,
);

/** How strictly this office judges photos. */
export async function photoRules(queries: Queries): Promise<PhotoRules> {
  const [kept] = await queries.query<{ tolerance: number | null; radius: number | null }>(selectRules);
  return {
    tolerance: kept?.tolerance ? kept.tolerance * 60_000 : PHOTO_RULES.tolerance,
    radius: kept?.radius ?? PHOTO_RULES.radius,
  };
}
