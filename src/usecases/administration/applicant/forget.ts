import { Applicant } from '../../../../entities/applicant';
import { columns, type RowOf } from '../../../database/columns';
import { databaseOf, statement, type Transaction } from '../../../database/database';
import { pause } from '../../../process/pause';
import type { Actor } from '../../../regulation/facts';
import { applicantStanding, forgettingStanding } from '../../../regulation/rights';
import {
  findPersonalData,
  mailOf,
  maskContacts,
  maskPersonalData,
  numberOf,
  type Contacts,
} from '../../../text/personal-data';
import { factsOf, loadAppeal } from '../../appeals/appeal-store';
import { addEntry, type Entry } from '../../journal/journal';
import { circumstances, type Desk } from '../../ports';
import { sketchAppeals, type Sketched } from '../../repeats/likely-repeats';
import { contactYears, keptLetterhead } from '../../settings';
import { contactsOf } from '../../submission/applicant-in-text';
import { listingUnneeded } from '../../unneeded-files';
import { yearsAgo } from '../years-ago';
import { forgetExports, forgetFormerRows } from './forget-rows';

// What names an applicant stands in `applicant`, in their own words, in answers that repeat a number of theirs, in papers that nobody has
// signed, in forms that are over, and in exports of ПОС. The journal never holds contacts, so its seal need not be broken:
// `test/scenarios/applicant-data.test.ts` looks through it.

const OF_APPLICANT = columns(Applicant, ['phone', 'email'], 'n');
const selectHeld = statement(
  'forget.held',
  `select a.id, a.settlement, a.address, a.text, ${OF_APPLICANT}
   from appeal a left join applicant n on n.appeal_id = a.id where a.id = any($1::int[]) order by a.id`,
);
type Held = Sketched & RowOf<typeof OF_APPLICANT>;

/** Whom nobody has signed for: a signature is of the very words. */
const UNSIGNED = 'not exists (select from letter l join signature g on g.letter_id = l.id where l.draft_id = d.id)';
const selectAnswers = statement(
  'forget.answers',
  `select d.id, d.appeal_id as "appealId", d.text from answer_draft d where d.appeal_id = any($1::int[]) and ${UNSIGNED} order by d.id`,
);
interface Answer {
  readonly id: number;
  readonly appealId: number;
  readonly text: string;
}
// The same words as they were placed in ПОС or were to be; what still waits is placed as it was approved.
const selectDeliveries = statement(
  'forget.deliveries',
  `select y.id, y.appeal_id as "appealId", y.text from delivery y join answer_draft d on d.id = y.draft_id
   where y.appeal_id = any($1::int[]) and (y.placed_at is not null or y.withdrawn_at is not null) and ${UNSIGNED} order by y.id`,
);
const writeDelivery = statement('forget.write-delivery', 'update delivery set text = $2 where id = $1');
const deletePapers = (letters: string) => `letters as (
     delete from letter l using ${letters} and not exists (select from signature g where g.letter_id = l.id) returning l.sha256),
   bytes as (${listingUnneeded('sha256', 'letters', '$2::timestamptz')})`;
const writeAnswer = statement(
  'forget.write-answer',
  `with ${deletePapers('(select $1::int as id) d where l.draft_id = d.id')}
   update answer_draft set text = $3 where id = $1`,
);

/**
 * What answers of a form may say of them: in their words, or in an answer, which stands in `answer_draft`; `asItWas` has former ones. Forms of
 * earlier versions do not name the appeal that they have registered.
 */
const TOLD = `array['applicant', 'text', 'lackingText', 'asItWas', 'reopened', 'answerText', 'editedText', 'textInPos']`;
const deleteContacts = statement(
  'forget-contacts',
  `with gone as (delete from applicant where appeal_id = any($1::int[]) returning appeal_id),
   ${deletePapers('answer_draft d where d.id = l.draft_id and d.appeal_id = any($1::int[]) and l.names_applicant')},
   said as (
     update registry_row r set said = r.said #- '{appeal,text}' #- '{appeal,applicant}'
     from registry_record k where k.appeal_id = any($1::int[]) and r.file_id = k.file_id and r.row = k.row
       and r.said -> 'appeal' ?| array['text', 'applicant'] returning k.appeal_id),
   forms as (
     update form set answers = (answers #- '{corrected,text}') - ${TOLD}
     where (appeal_id = any($1::int[]) or appeal_id is null and id in (select form_id from attachment where appeal_id = any($1::int[])))
       and state not in ('open', 'kept') and (answers ?| ${TOLD} or answers #> '{corrected,text}' is not null)),
   marked as (update appeal set forgotten_at = $2 where id = any($1::int[]))
   select appeal_id as id from gone union select appeal_id from said`,
);
const writeText = statement('mask-text-of-appeal', 'update appeal set text = $2 where id = $1');

type Note = Pick<Entry, 'personId' | 'capacity' | 'details'> & Partial<Entry>;

/** @returns of which appeals there was anything */
async function forgetIn(
  tx: Transaction,
  desk: Desk,
  appealIds: readonly number[],
  now: Date,
): Promise<ReadonlySet<number>> {
  const office = await officeContacts(tx, desk);
  const held = await tx.query<Held>(selectHeld, [appealIds]);
  const gone = await tx.query<{ id: number }>(deleteContacts, [appealIds, now]);
  const found = new Set(gone.map(({ id }) => id));
  const masked: Sketched[] = [];
  for (const { text, id, settlement, address } of held) {
    const hidden = text === null ? null : maskPersonalData(text);
    if (hidden === text) continue;
    await tx.query(writeText, [id, hidden]);
    masked.push({ id, settlement, address, text: hidden });
    found.add(id);
  }
  // What was alike by words that are no more is alike by what is left.
  await sketchAppeals(tx, masked);
  const own = new Map(held.map((one) => [one.id, ownContacts(one)]));
  const hide = async (answers: readonly Answer[], write: (answer: Answer) => Promise<unknown>) => {
    for (const answer of answers) {
      const contacts = own.get(answer.appealId);
      const text = contacts === undefined ? answer.text : maskContacts(answer.text, contacts, office);
      if (text === answer.text) continue;
      await write({ ...answer, text });
      found.add(answer.appealId);
    }
  };
  await hide(await tx.query<Answer>(selectAnswers, [appealIds]), ({ id, text }) =>
    tx.query(writeAnswer, [id, now, text]),
  );
  await hide(await tx.query<Answer>(selectDeliveries, [appealIds]), ({ id, text }) =>
    tx.query(writeDelivery, [id, text]),
  );
  return found;
}

/** Theirs by the record, and whatever they have written down themselves. */
function ownContacts({ phone, email, text }: Held): Contacts {
  const { numbers, mails } = contactsOf({ phone, email });
  const written = contactsIn(text ?? '');
  return { numbers: [...numbers, ...written.numbers], mails: [...mails, ...written.mails] };
}

/** An applicant may have written down where they have called: the office's own is nobody's data, and its answers name it. */
async function officeContacts(tx: Transaction, { office }: Desk): Promise<Contacts> {
  const { contacts, phone } = await keptLetterhead(tx);
  const written = contactsIn(contacts);
  return {
    numbers: [...office.contacts.numbers, ...contactsOf({ phone, email: null }).numbers, ...written.numbers],
    mails: [...office.contacts.mails, ...written.mails],
  };
}

function contactsIn(text: string): Contacts {
  const written = findPersonalData(text);
  const of = (isMail: boolean) => written.filter(({ kind }) => (kind === 'email') === isMail);
  return {
    numbers: of(false).map((piece) => numberOf(piece.written)),
    mails: of(true).map((piece) => mailOf(piece.written)),
  };
}

const noteIn = (tx: Transaction, appealId: number, now: Date, note: Note) =>
  addEntry(tx, appealId, { ...note, at: now, action: 'forgetContacts' });

/**
 * forgotten  they are gone, and the reason is in the journal
 * gone       there were none any more
 * open       the appeal is not finished: they are needed to answer it
 */
export type Forgotten = 'forgotten' | 'gone' | 'open' | 'notYours';

/** At once, by somebody's decision. @param reason without any of what is forgotten @idempotent */
export async function forgetByDecision(desk: Desk, actor: Actor, appealId: number, reason: string): Promise<Forgotten> {
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const appeal = await loadAppeal(tx, appealId, around, true);
    const facts = appeal && factsOf(appeal);
    if (!facts || !applicantStanding(actor, facts)) return 'notYours';
    if (appeal.state.finishedAt === null) return 'open';
    const standing = forgettingStanding(actor, facts);
    if (!standing) return 'notYours';
    const found = await forgetIn(tx, desk, [appealId], around.now);
    const rows = await forgetExports(tx, appealId, around.now);
    if (found.size === 0 && rows === 0) return 'gone';
    await noteIn(tx, appealId, around.now, { personId: actor.personId, ...standing, details: { reason } });
    return 'forgotten';
  });
}

/** Whoever presses meanwhile comes first. */
const [PIECE, PAUSE_MS] = [200, 100];

// An appeal that somebody acts on right now may be coming back: it waits for the next night.
const selectOver = statement(
  'contacts-over',
  `select a.id from appeal a where a.finished_at < $1 and a.id > $2 and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
   order by a.id limit $3 for no key update skip locked`,
);

/** The term of contacts is over, of whichever appeal. @returns of how many there was anything; fewer when it was told to stop */
export async function endContactTerms(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = yearsAgo(now, await contactYears(database));
  const note: Note = { personId: null, capacity: 'clock', details: {} };
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await database.transaction(async (tx) => {
      const ids = (await tx.query<{ id: number }>(selectOver, [before, after, PIECE])).map(({ id }) => id);
      found = ids.length;
      after = ids.at(-1) ?? after;
      if (found === 0) return;
      const theirs = await forgetIn(tx, desk, ids, now);
      for (const id of theirs) await noteIn(tx, id, now, note);
      forgotten += theirs.size;
    });
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  await forgetFormerRows(desk, signal);
  return forgotten;
}
