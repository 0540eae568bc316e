import { Evidence, type Picture } from '../../../entities/photos';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { remarkOn, warningsOf, type PhotoWarning } from '../../regulation/evidence';
import type { ActForm } from '../answers/submission';
import { judgedNow, lastReturn, type FormerFile } from '../answers/version-files';
import { photoPosition } from '../kit/form-engine';
import { shortName } from '../kit/officials';
import { workBegan, type WorkBegan } from './judge';

/** A photo of a report, with what is known of it. */
export interface ReportPhoto {
  readonly id: number;
  /** See `photoPosition`. */
  readonly position: number;
  readonly receivedAt: Date;
  readonly takenAt: Date | null;
  /** Null: it was not examined yet. */
  readonly verdict: PhotoVerdict | null;
  /** Of one that was taken before the work began. */
  readonly since: WorkBegan | null;
  readonly warnings: readonly PhotoWarning[];
  /** What its data shows, said as it is. */
  readonly remark: ReturnType<typeof remarkOn> | 'unreadable';
  /** The program that wrote the file, by its own word. */
  readonly software: string | null;
  /** That it was there before a re-examination; what its data says and nobody could believe; that it can't be compared with others. */
  readonly flaws: readonly PhotoFlaw[];
}
export type PhotoFlaw = 'beforeReturn' | 'absurdTime' | 'absurdPlace' | 'incomparable';
export interface PhotoVerdict extends Readonly<Pick<Evidence, 'time' | 'place' | 'distance' | 'placeBy' | 'reuse'>> {
  readonly reuseOf: OtherPhoto | null;
}
/** The earliest other use. */
export interface OtherPhoto {
  readonly id: number;
  /** In its own appeal. */
  readonly position: number;
  readonly appealId: number;
  readonly number: string;
  readonly at: Date;
  /** Surname and initials; null: it came through no person. */
  readonly by: string | null;
  readonly origin: 'official' | 'applicant';
  /** It is the same appeal. */
  readonly isHere: boolean;
}

const VERDICT = columns(Evidence, ['time', 'place', 'distance', 'placeBy', 'reuse'], 'e');

/** As PostgreSQL gives it within JSON, where an instant is a text. */
export interface PhotoRow {
  readonly id: number;
  readonly position: number;
  readonly receivedAt: string;
  readonly takenAt: string | null;
  readonly outcome: string | null;
  readonly compressed: boolean;
  readonly camera: string | null;
  readonly software: string | null;
  readonly absurd: Picture['absurd'] | null;
  readonly isBeforeReturn: boolean;
  readonly verdict: RowOf<typeof VERDICT> | null;
  readonly since: (Omit<WorkBegan, 'at'> & { readonly at: string }) | null;
  readonly reuseOf: (Omit<OtherPhoto, 'at'> & { readonly at: string }) | null;
}

const HERE = 'coalesce(t.appeal_id, tf.appeal_id)';

/** A JSON array of `PhotoRow`, null when there is none; `which` is a condition on `attachment t`. SQL. */
const selectPhotos = (which: string): string =>
  `(select jsonb_agg(jsonb_build_object('id', t.id, 'position', ${photoPosition('t', HERE)}, 'receivedAt', t.received_at, 'takenAt', p.taken_at, 'outcome', p.outcome, 'compressed', t.compressed,
       'camera', p.camera, 'software', p.software, 'absurd', p.absurd, 'isBeforeReturn', t.received_at <= ${lastReturn(HERE)}, 'since', case when e.time = 'earlier' then ${workBegan(HERE)} end, 'verdict', (select to_jsonb(v) from (select ${VERDICT} where e.attachment_id is not null) v),
       'reuseOf', (select jsonb_build_object('id', r.id, 'position', ${photoPosition('r')}, 'appealId', ra.id, 'number', ra.number, 'at', r.received_at, 'by', rp.name, 'origin', r.origin,
           'isHere', ra.id is not distinct from ${HERE})
         from attachment r join appeal ra on ra.id = r.appeal_id left join person rp on rp.id = r.uploaded_by_id where r.id = e.reuse_of_id)) order by t.id)
     from attachment t left join form tf on tf.id = t.form_id left join picture p on p.sha256 = t.sha256 left join evidence e on e.attachment_id = t.id
     where t.kind = 'photo' and t.origin = 'official' and ${which})`;

/** The photos by which the answer of an appeal `a` is judged now. SQL; see `reportPhotos`. */
export const selectReportPhotos = (a: string): string => selectPhotos(judgedNow(a));

/** Instants from texts, names as a card has them, and what each photo warns of. */
export const reportPhotos = (rows: readonly PhotoRow[] | null): readonly ReportPhoto[] =>
  (rows ?? []).map(({ id, position, receivedAt, takenAt, outcome, verdict, reuseOf, since, ...data }) => ({
    id,
    position,
    receivedAt: new Date(receivedAt),
    takenAt: takenAt === null ? null : new Date(takenAt),
    verdict: verdict && {
      ...verdict,
      reuseOf: reuseOf && {
        ...reuseOf,
        at: new Date(reuseOf.at),
        by: reuseOf.by === null ? null : shortName(reuseOf.by),
      },
    },
    since: since && { ...since, at: new Date(since.at) },
    warnings: verdict ? warningsOf(verdict) : [],
    remark: outcome === null ? null : outcome === 'picture' ? remarkOn(data) : 'unreadable',
    software: data.software,
    flaws: [
      ...(data.isBeforeReturn ? (['beforeReturn'] as const) : []),
      ...(outcome === 'picture' ? flawsOf(data, verdict) : []),
    ],
  }));

function flawsOf({ absurd }: Pick<PhotoRow, 'absurd'>, verdict: PhotoRow['verdict']): PhotoFlaw[] {
  return [
    ...(absurd?.includes('time') ? (['absurdTime'] as const) : []),
    ...(absurd?.includes('place') ? (['absurdPlace'] as const) : []),
    // of what is no picture nothing else is expected
    ...(verdict?.reuse === 'unknown' ? (['incomparable'] as const) : []),
  ];
}

const photosOfForm = statement(
  'photos-of-form',
  `select ${selectPhotos('(t.form_id = $1 or t.id = any($2::int[]))')} as photos`,
);

/**
 * Those that have come with a form, and of a version of an answer those of before that it takes along: what its person sees before
 * sending it.
 */
export async function photosOf(
  queries: Queries,
  { id }: Pick<ActForm, 'id'>,
  former: readonly Pick<FormerFile, 'id' | 'taken'>[],
): Promise<readonly ReportPhoto[]> {
  const taken = former.filter((file) => file.taken).map((file) => file.id);
  const [row] = await queries.query<{ photos: PhotoRow[] | null }>(photosOfForm, [id, taken]);
  return reportPhotos(row?.photos ?? null);
}
