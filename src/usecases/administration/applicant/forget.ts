import { databaseOf, statement, type Transaction } from '../../../database/database';
import { pause } from '../../../process/pause';
import type { Actor } from '../../../regulation/facts';
import { applicantStanding, forgettingStanding } from '../../../regulation/rights';
import { maskPersonalData } from '../../../text/personal-data';
import { factsOf, loadAppeal } from '../../appeals/appeal-store';
import { addEntry, type Entry } from '../../journal/journal';
import { circumstances, type Desk, type Records } from '../../ports';
import { sketchAppeals, type Sketched } from '../../repeats/likely-repeats';
import { contactYears } from '../../settings';
import { listingUnneeded } from '../../unneeded-files';
import { yearsAgo } from '../years-ago';

// An applicant's contacts stand in `applicant`, in their own words, in papers that nobody has signed, and in the last row of ПОС'
// export about their appeal. The journal never holds them: `test/scenarios/applicant-data.test.ts` looks through it.
const deleteContacts = statement(
  'forget-contacts',
  `with gone as (delete from applicant where appeal_id = any($1::int[]) returning appeal_id),
   letters as (
     delete from letter l using answer_draft d where d.id = l.draft_id and d.appeal_id in (select appeal_id from gone)
       and l.names_applicant and not exists (select from signature g where g.letter_id = l.id) returning l.sha256),
   bytes as (${listingUnneeded('sha256', 'letters', '$2::timestamptz')}),
   said as (
     update registry_row r set said = r.said #- '{appeal,text}' #- '{appeal,applicant}'
     from registry_record k where k.appeal_id in (select appeal_id from gone) and r.file_id = k.file_id and r.row = k.row
       and r.said is not null)
   select a.id, a.settlement, a.address, a.text from gone join appeal a on a.id = gone.appeal_id order by a.id`,
);
const writeText = statement('mask-text-of-appeal', 'update appeal set text = $2 where id = $1');

type Note = Pick<Entry, 'personId' | 'capacity' | 'details'> & Partial<Entry>;

/** @returns of which appeals there were any */
async function forgetIn(
  tx: Transaction,
  appealIds: readonly number[],
  now: Date,
  note: Note,
): Promise<readonly number[]> {
  const gone = await tx.query<Sketched>(deleteContacts, [appealIds, now]);
  const masked: Sketched[] = [];
  for (const { text, ...appeal } of gone) {
    const hidden = text === null ? null : maskPersonalData(text);
    if (hidden === text) continue;
    await tx.query(writeText, [appeal.id, hidden]);
    masked.push({ ...appeal, text: hidden });
  }
  // What was alike by words that are no more is alike by what is left.
  await sketchAppeals(tx, masked);
  for (const { id } of gone) await addEntry(tx, id, { ...note, at: now, action: 'forgetContacts' });
  return gone.map(({ id }) => id);
}

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
    const note = { personId: actor.personId, ...standing, details: { reason } };
    return (await forgetIn(tx, [appealId], around.now, note)).length > 0 ? 'forgotten' : 'gone';
  });
}

/** Whoever presses meanwhile comes first. */
const [PIECE, PAUSE_MS] = [100, 100];

// An appeal that somebody acts on right now may be coming back: it waits for the next night.
const selectOver = statement(
  'contacts-over',
  `select a.id from appeal a where a.finished_at < $1 and a.id > $2 and exists (select from applicant n where n.appeal_id = a.id)
   order by a.id limit $3 for no key update skip locked`,
);

/** The term of contacts is over. @returns of how many appeals; fewer when it was told to stop */
export async function endContactTerms(records: Records, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(records);
  const now = records.clock.now();
  const before = yearsAgo(now, await contactYears(database));
  const note: Note = { personId: null, capacity: 'clock', details: {} };
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await database.transaction(async (tx) => {
      const ids = (await tx.query<{ id: number }>(selectOver, [before, after, PIECE])).map(({ id }) => id);
      found = ids.length;
      after = ids.at(-1) ?? after;
      if (found > 0) forgotten += (await forgetIn(tx, ids, now, note)).length;
    });
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return forgotten;
}
