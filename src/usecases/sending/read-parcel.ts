import { databaseOf, statement } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { AnswerType, DeliveryKind, Kind, Progress } from '../../regulation/vocabulary';
import { FILES_OF_DELIVERY, SIGNED_LETTER } from '../papers/deliveries';
import { letterName } from '../papers/letters';
import type { PlainDate } from '../../regulation/calendar';
import type { EngagementParcel, MailParcel, Parcel, ParcelFile } from '../parcel';
import type { Desk } from '../ports';
import { keptLetterhead } from '../settings';
import type { Claimed, ClaimedDelivery } from './claim';
import { readEngagementParcel } from './settle-engagement';

interface Row {
  kind: DeliveryKind;
  text: string;
  queuedAt: Date;
  number: string;
  epguNumber: string | null;
  appealKind: Kind;
  registeredAt: Date;
  answerType: AnswerType | null;
  postponedUntil: PlainDate | null;
  progress: Progress | null;
  organization: string | null;
  email: string | null;
  letter: { sha256: string; version: number } | null;
  files: { kind: 'photo' | 'document'; sha256: string; name: string | null; signs: boolean }[] | null;
}

/** Of an attachment `t`: a signature of the letter; those that are worked as one have the same bytes. SQL. */
const SIGNS = `exists (select from signature g join attachment o on o.id = g.attachment_id
  where o.form_id = t.form_id and o.sha256 = t.sha256)`;
const readContent = statement(
  'parcel-content',
  `select y.kind, y.text, y.queued_at as "queuedAt", a.number, a.epgu_number as "epguNumber", a.kind as "appealKind",
     a.registered_at as "registeredAt", d.type as "answerType", d.postponed_until as "postponedUntil", y.progress,
     case when y.kind in ('redirect_notice', 'organization') then (select o.name from organization o where o.id = a.organization_id) end as organization,
     (select n.email from applicant n where n.appeal_id = a.id) as email,
     (select jsonb_build_object('sha256', l.sha256, 'version', (select count(*) from answer_draft v join answer_draft o on o.appeal_id = v.appeal_id where o.id = l.draft_id and v.id <= o.id))
      from ${SIGNED_LETTER}) as letter,
     (select jsonb_agg(jsonb_build_object('kind', t.kind, 'sha256', t.sha256, 'name', t.file_name,
        'signs', ${SIGNS}) order by t.id)
      from attachment t where t.appeal_id = a.id and t.original_deleted_at is null and ((${FILES_OF_DELIVERY}) or (t.form_id = y.form_id and ${SIGNS}))) as files
   from delivery y join appeal a on a.id = y.appeal_id left join answer_draft d on d.id = y.draft_id where y.id = $1`,
);

/** Everything that goes with it, as it stands when it goes. */
async function read(
  desk: Desk,
  { deliveryId, key }: ClaimedDelivery,
): Promise<{ readonly parcel: Parcel; readonly email: string | null }> {
  const [row] = await databaseOf(desk).query<Row>(readContent, [deliveryId]);
  if (!row) throw new Error(`There is no delivery ${deliveryId}`);
  const { email, letter, files, registeredAt, ...content } = row;
  const registeredOn = dayOf(registeredAt, desk.office.calendar());
  return { email, parcel: { ...content, key, registeredOn, files: filesOf(row.number, letter, files ?? []) } };
}

/** By the names under which coordinators get them: the letter and its signature belong together. */
function filesOf(number: string, letter: Row['letter'], attached: NonNullable<Row['files']>): ParcelFile[] {
  const paper = letter && { role: 'letter' as const, name: letterName(number, letter.version), sha256: letter.sha256 };
  const others = attached.map(({ kind, sha256, name, signs }, index): ParcelFile => {
    if (signs && paper) return { role: 'signature', name: `${paper.name}.sig`, sha256 };
    return { role: kind, name: name ?? `${number}-${index + 1}${kind === 'photo' ? '.jpg' : ''}`, sha256 };
  });
  return [...(paper ? [paper] : []), ...others];
}

/** For ПОС. @throws Error when there is no such delivery */
export const readParcel = async (desk: Desk, claimed: Claimed): Promise<Parcel | EngagementParcel> =>
  claimed.deliveryId === null ? readEngagementParcel(desk, claimed) : (await read(desk, claimed)).parcel;

/**
 * For the applicant: the letter and its signature, or the notice alone. Photos stay in ПОС.
 * @returns null when the applicant has left no address
 * @throws Error when there is no such delivery
 */
export async function readMailParcel(desk: Desk, claimed: Claimed): Promise<MailParcel | null> {
  if (claimed.deliveryId === null) return null;
  const { parcel, email } = await read(desk, claimed);
  if (email === null || email === '') return null;
  const { nameRu, nameTt, contacts } = await keptLetterhead(databaseOf(desk));
  const files = parcel.files.filter(({ role }) => role === 'letter' || role === 'signature');
  return { ...parcel, files, address: email, office: { name: nameRu || nameTt, contacts } };
}
