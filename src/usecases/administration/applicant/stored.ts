import { Applicant } from '../../../../entities/applicant';
import { columns, type RowOf } from '../../../database/columns';
import { databaseOf, statement, type Queries } from '../../../database/database';
import type { Actor } from '../../../regulation/facts';
import { dayOf, type PlainDate } from '../../../regulation/calendar';
import { applicantStanding, forgettingStanding } from '../../../regulation/rights';
import { factsOf, loadAppeal } from '../../appeals/appeal-store';
import { addEntry } from '../../journal/journal';
import { circumstances, type Desk } from '../../ports';
import { contactYears } from '../../settings';
import { yearsAfter } from '../years-ago';

const OF_APPLICANT = columns(Applicant, ['type', 'name', 'phone', 'email', 'address'], 'n');

/** A photo that the applicant has sent, as far as its bytes are kept. */
export interface ApplicantPhoto {
  readonly sha256: string;
  readonly fileName: string | null;
  readonly receivedAt: Date;
}

/** Everything that is stored of an applicant: of one appeal, since the bot knows no person behind several. */
export interface StoredOfApplicant extends Readonly<RowOf<typeof OF_APPLICANT>> {
  readonly number: string;
  readonly registeredAt: Date;
  /** In their own words, with nothing hidden. */
  readonly text: string | null;
  /** Of the problem, where they may live. Empty: nobody knows. */
  readonly place: string;
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  readonly photos: readonly ApplicantPhoto[];
  /** Papers of the office that name them; `signed`: these stay. */
  readonly letters: { readonly signed: number; readonly unsigned: number };
  /** When the contacts are forgotten by themselves; null: the appeal is not finished. */
  readonly forgottenOn: PlainDate | null;
  readonly years: number;
  /** Whoever asks may have them forgotten at once. */
  readonly mayForget: boolean;
}

const selectStored = statement(
  'stored-of-applicant',
  `select ${OF_APPLICANT}, a.number, a.registered_at as "registeredAt", a.text, a.finished_at as "finishedAt",
     concat_ws(', ', nullif(a.settlement, ''), nullif(a.address, '')) as place,
     case when a.latitude is null then null else jsonb_build_object('latitude', a.latitude, 'longitude', a.longitude) end as point,
     (select count(*)::int from letter l join answer_draft d on d.id = l.draft_id where d.appeal_id = a.id and l.names_applicant
       and exists (select from signature g where g.letter_id = l.id)) as signed,
     (select count(*)::int from letter l join answer_draft d on d.id = l.draft_id where d.appeal_id = a.id and l.names_applicant
       and not exists (select from signature g where g.letter_id = l.id)) as unsigned
   from appeal a join applicant n on n.appeal_id = a.id where a.id = $1`,
);
type Row = RowOf<typeof OF_APPLICANT> &
  Pick<StoredOfApplicant, 'number' | 'registeredAt' | 'text' | 'place' | 'point'> & {
    readonly finishedAt: Date | null;
    readonly signed: number;
    readonly unsigned: number;
  };
const selectPhotos = statement(
  'photos-of-applicant',
  `select sha256, file_name as "fileName", received_at as "receivedAt" from attachment
   where appeal_id = $1 and origin = 'applicant' and original_deleted_at is null order by id`,
);

/** Null: nothing is stored, or it is not this person's to see. */
export const readStored = (desk: Desk, viewer: Actor, appealId: number): Promise<StoredOfApplicant | null> =>
  storedIn(databaseOf(desk), desk, viewer, appealId);

async function storedIn(
  queries: Queries,
  desk: Desk,
  viewer: Actor,
  appealId: number,
): Promise<StoredOfApplicant | null> {
  const around = circumstances(desk);
  const appeal = await loadAppeal(queries, appealId, around, false);
  const facts = appeal && factsOf(appeal);
  if (!facts || !applicantStanding(viewer, facts)) return null;
  const [row] = await queries.query<Row>(selectStored, [appealId]);
  if (!row) return null;
  const { finishedAt, signed, unsigned, ...stored } = row;
  const years = await contactYears(queries);
  return {
    ...stored,
    years,
    photos: await queries.query<ApplicantPhoto>(selectPhotos, [appealId]),
    letters: { signed, unsigned },
    forgottenOn: finishedAt && dayOf(yearsAfter(finishedAt, years), around.calendar),
    mayForget: forgettingStanding(viewer, facts) !== null,
  };
}

/** The same for a file: who has had it made is in the journal before anything is written. Null: it is not theirs. */
export async function gatherStored(desk: Desk, viewer: Actor, appealId: number): Promise<StoredOfApplicant | null> {
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const stored = await storedIn(tx, desk, viewer, appealId);
    const appeal = stored && (await loadAppeal(tx, appealId, around, false));
    const standing = appeal && applicantStanding(viewer, factsOf(appeal));
    if (!stored || !standing) return null;
    await addEntry(tx, appealId, {
      at: around.now,
      action: 'gatherApplicant',
      personId: viewer.personId,
      ...standing,
      details: {},
    });
    return stored;
  });
}
