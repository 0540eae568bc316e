import type { Applicant } from '../../../entities/appeal';
import { databaseOf, statement, type Queries } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { applicantStanding, forgettingStanding } from '../../regulation/rights';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { addEntry } from '../kit/journal';
import { say } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import { circumstances, type Desk, type Records } from '../kit/ports';
import { amountOf, hasSetting, keepSetting } from '../kit/settings';
import { yearsAfter } from '../kit/years-ago';
import { waitingOf, type Waiting } from './forget-questions';

type Contacts = Readonly<Pick<Applicant, 'name' | 'phone' | 'email' | 'address'>>;
/** An export may name them of whom nobody else has told. */
const SAID = `l.said -> 'appeal' -> 'applicant'`;
const CONTACTS = (['name', 'phone', 'email', 'address'] as const satisfies readonly (keyof Contacts)[])
  .map((name) => `coalesce(n.${name}, ${SAID} ->> '${name}') as ${name}`)
  .join(', ');

/** A photo that the applicant has sent, as far as its bytes are kept. */
export interface ApplicantPhoto {
  readonly sha256: string;
  readonly fileName: string | null;
  readonly receivedAt: Date;
}

/** Everything that is stored of an applicant: of one appeal, since the bot knows no person behind several. */
export interface StoredOfApplicant extends Contacts {
  /** Null: nobody has told of them but by the appeal's own words. */
  readonly type: Applicant['type'] | null;
  readonly number: string;
  readonly registeredAt: Date;
  /** In their own words, with nothing hidden; of an appeal that came finished, as the last export has it. */
  readonly text: string | null;
  /** The question of a direct line that it was made from, in the same words; null: there was none. */
  readonly question: string | null;
  /** In how many rows of exports they are written of, the last one included. */
  readonly rows: number;
  /** Of the problem, where they may live. Empty: nobody knows. */
  readonly place: string;
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
  readonly photos: readonly ApplicantPhoto[];
  /** Papers of the office that name them; `signed`: these stay. */
  readonly letters: { readonly signed: number; readonly unsigned: number };
  /** When the contacts are forgotten by themselves; null: the appeal is not finished. */
  readonly forgottenOn: PlainDate | null;
  readonly years: number;
  /** What has still to be carried before they can be forgotten. */
  readonly waiting: readonly Waiting[];
  /** The appeal is finished. */
  readonly isOver: boolean;
  /** It was decided to forget them once nothing waits. */
  readonly isDecided: boolean;
  /** Whoever asks may have them forgotten at once. */
  readonly mayForget: boolean;
}

const selectStored = statement(
  'stored-of-applicant',
  `select coalesce(n.type, ${SAID} ->> 'type') as type, ${CONTACTS}, a.number, a.registered_at as "registeredAt",
     coalesce(a.text, l.said -> 'appeal' ->> 'text') as text, a.finished_at as "finishedAt",
     a.forget_decided_at is not null as "isDecided",
     (select q.text from line_question q where q.appeal_id = a.id and q.forgotten_at is null) as question,
     (select count(*)::int from registry_row r where r.said -> 'appeal' ->> 'number' = a.number
       and r.said -> 'appeal' ?| array['text', 'applicant']) as rows,
     concat_ws(', ', nullif(a.settlement, ''), nullif(a.address, '')) as place,
     case when a.latitude is null then null else jsonb_build_object('latitude', a.latitude, 'longitude', a.longitude) end as point,
     (select count(*)::int from letter l join answer_draft d on d.id = l.draft_id where d.appeal_id = a.id and l.names_applicant
       and exists (select from signature g where g.letter_id = l.id)) as signed,
     (select count(*)::int from letter l join answer_draft d on d.id = l.draft_id where d.appeal_id = a.id and l.names_applicant
       and not exists (select from signature g where g.letter_id = l.id)) as unsigned
   from appeal a left join applicant n on n.appeal_id = a.id left join registry_record k on k.appeal_id = a.id
     left join registry_row l on l.file_id = k.file_id and l.row = k.row
   where a.id = $1 and (a.forgotten_at is null or a.finished_at is null or a.forgotten_at < a.finished_at)`,
);
type Row = Contacts &
  Pick<
    StoredOfApplicant,
    'type' | 'number' | 'registeredAt' | 'text' | 'question' | 'rows' | 'place' | 'point' | 'isDecided'
  > & {
    readonly finishedAt: Date | null;
    readonly signed: number;
    readonly unsigned: number;
  };
const selectPhotos = statement(
  'photos-of-applicant',
  `select sha256, file_name as "fileName", received_at as "receivedAt" from attachment
   where appeal_id = $1 and origin = 'applicant' and original_deleted_at is null order by id`,
);

/** Null: nothing is stored, it is forgotten, or it is not this person's to see. */
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
  const photos = await queries.query<ApplicantPhoto>(selectPhotos, [appealId]);
  if (row.type === null && row.text === null && row.rows === 0 && photos.length === 0) return null;
  const { finishedAt, signed, unsigned, ...stored } = row;
  const years = await amountOf(queries, 'contactYears');
  const waiting = finishedAt === null ? [] : await waitingOf(queries, appealId, around.now);
  return {
    ...stored,
    years,
    waiting,
    isOver: finishedAt !== null,
    photos,
    letters: { signed, unsigned },
    forgottenOn: finishedAt && dayOf(yearsAfter(finishedAt, years), around.calendar),
    mayForget: !stored.isDecided && forgettingStanding(viewer, facts) !== null,
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

/** As many numbers as one message is read with. */
const NUMBERS = 60;

/** The journal keeps what every act was told, but for answers. Those that can still be mended come first. */
const withDots = statement(
  'appeals-with-dots',
  `select a.number, count(*) over ()::int as count from appeal a
   where a.id in (
     select appeal_id from answer_draft where text like '%••%' or without_photo like '%••%'
     union select appeal_id from delivery where placed_at is null and withdrawn_at is null and text like '%••%'
     union select j.appeal_id from journal_entry j join journal_words w on w.id = j.words_id where w.words like '%••%')
   order by a.finished_at is not null, a.id desc limit $1`,
);

/**
 * At start, once: an earlier version showed officials their own texts masked, and what was copied from there has kept the
 * dots. No new text gets any, so nobody need look again.
 * @idempotent by the message and the setting
 */
export async function tellOfDots(desk: Records): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    if (await hasSetting(tx, 'dots_told')) return;
    const found = await tx.query<{ number: string; count: number }>(withDots, [NUMBERS]);
    const admins = found.length === 0 ? [] : await adminsWithChat(tx);
    // Nobody to tell it to: the next start looks again.
    if (found.length > 0 && admins.length === 0) return;
    const told = { numbers: found.map(({ number }) => number), count: found[0]?.count ?? 0 };
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `dotsInTexts:person:${id}`,
        to,
        kind: 'dotsInTexts',
        params: { personId: id, ...told },
        silent: false,
      })),
      desk.clock.now(),
    );
    await keepSetting(tx, 'dots_told', {});
  });
}
