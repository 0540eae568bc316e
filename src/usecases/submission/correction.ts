import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { EXTENSION_STANDS } from '../appeals/extension';
import type { Corrected, CorrectionFacts } from '../../regulation/corrections';
import type { CategoryTerm, FastTrackDays } from '../../regulation/deadlines';

/** What a correction may change, and what follows from it. */
export const CORRECTED = [
  'kind',
  'category',
  'subcategory',
  'fact',
  'registeredAt',
  'number',
  'epguNumber',
  'settlement',
  'address',
  'latitude',
  'longitude',
  'text',
  'fastTrackDays',
  'termDays',
] as const satisfies readonly (keyof Appeal)[];

const OF_APPEAL = columns(Appeal, [...CORRECTED, 'receivedAt', 'postponedAt', 'postponedUntil'], 'a');
interface Row extends Readonly<RowOf<typeof OF_APPEAL>> {
  readonly fastTrackDays: FastTrackDays | null;
  readonly returns: Date[];
  readonly extendedAt: Date | null;
  readonly extensionDays: number | null;
  readonly resumedAt: Date | null;
  readonly chosen: { readonly at: string; readonly day: PlainDate }[];
}
/** An act `j` that was not taken back: what takes it back names its moment. */
const STANDS = `not exists (select from journal_entry u where u.appeal_id = j.appeal_id and u.action = 'restoreBefore'
  and (u.details -> 'restores' ->> 'at')::timestamptz = j.at)`;
/** What has moved its term is in the journal: the appeal itself keeps where that has led. */
const readRegistration = statement(
  'registration-to-correct',
  `select ${OF_APPEAL},
     array(select j.at from journal_entry j where j.appeal_id = a.id and j.action = 'returnForReexamination'
       and (j.from_stage = 'answered' or j.details ? 'beginsTerm') order by j.id) as returns,
     x.at as "extendedAt", (x.details ->> 'extensionDays')::int as "extensionDays",
     (select min(j.at) from journal_entry j where j.appeal_id = a.id and j.from_stage = 'postponed' and j.to_stage <> 'postponed'
       and j.at >= a.postponed_at) as "resumedAt",
     (select coalesce(jsonb_agg(jsonb_build_object('at', j.at, 'day', j.details -> 'dueOn') order by j.id), '[]') from journal_entry j
       where j.appeal_id = a.id and j.action in ('takeTermThere', 'takePostponementThere', 'takeExtensionThere') and ${STANDS}) as chosen
   from appeal a left join journal_entry x on x.appeal_id = a.id and x.action = 'extendTerm' and ${EXTENSION_STANDS} where a.id = $1`,
);
const readCategories = statement(
  'categories-to-correct',
  'select id, category, subcategory, fact, fast_track_days as days from category order by category, subcategory, fact',
);
const numberOfAnother = statement('number-of-another-appeal', 'select id from appeal where number = $1 and id <> $2');

/** What the regulation has to know of an appeal whose data is being corrected; null: there is no such appeal. */
export async function readCorrection(
  queries: Queries,
  appealId: number,
  corrected: Corrected | undefined,
): Promise<CorrectionFacts | null> {
  const [row] = await queries.query<Row>(readRegistration, [appealId]);
  if (!row) return null;
  const { receivedAt, postponedAt, postponedUntil, returns, extendedAt, extensionDays, resumedAt, chosen, ...present } =
    row;
  const [taken] =
    corrected?.number === undefined
      ? []
      : await queries.query<{ id: number }>(numberOfAnother, [corrected.number, appealId]);
  return {
    present,
    receivedAt,
    numberTakenBy: taken?.id ?? null,
    categories: await queries.query<CategoryTerm & { readonly id: number }>(readCategories),
    course: {
      returns,
      chosen: chosen.map(({ at, day }) => ({ at: new Date(at), day })),
      extension: extendedAt && extensionDays !== null ? { at: extendedAt, days: extensionDays } : null,
      postponement:
        postponedAt && postponedUntil !== null ? { approvedAt: postponedAt, date: postponedUntil, resumedAt } : null,
    },
  };
}
