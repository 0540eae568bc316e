import { Applicant } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import { failpoint } from '../../process/failpoint';
import { pause } from '../../process/pause';
import type { Actor } from '../../regulation/facts';
import { applicantStanding, forgettingStanding } from '../../regulation/rights';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { sketchAppeals, type Sketched } from '../appeals/likely-repeats';
import { listingUnneeded } from '../kit/files';
import { addEntry, type Entry } from '../kit/journal';
import { circumstances, type Desk } from '../kit/ports';
import { redrawTexts } from '../kit/redraw';
import { amountOf, forgetSetting } from '../kit/settings';
import { yearsAgo } from '../kit/years-ago';
import {
  nextAgain,
  toForgetAgain,
  forgetQuestions,
  stemAnew,
  tellOfHeld,
  failedLettersSince,
  somethingWaits,
  waitingOf,
  type Waiting,
} from './forget-questions';
import { everBeside, contactsIn, officeContacts, Found } from './remains';
import { forgetBytes, forgetFormerRows, forgetRows, takingOut, type Doubtful, type Whose } from './taking-out';
import { Owners, hideInTexts, textsOf } from './texts';

// What names an applicant stands in `applicant`, in their own words, in answers and comments that repeat a number of theirs, in papers that
// nobody has signed, in forms that are over, in questions of direct lines, in exports of ПОС, and in the words beside the journal: the entry of a forgetting
// names the rows of these that it has changed, and seals what they say now. As long as something of an appeal has to be carried, all of it stays: what was
// approved is what is placed, and a letter goes to an address.

const OF_APPLICANT = columns(Applicant, ['type', 'name', 'phone', 'email'], 'n');
const selectHeld = statement(
  'forget.held',
  `select a.id, a.settlement, a.address, a.text, ${OF_APPLICANT}, n.address as home
   from appeal a left join applicant n on n.appeal_id = a.id where a.id = any($1::int[]) order by a.id`,
);
type Held = Sketched & Nullable<RowOf<typeof OF_APPLICANT>> & { readonly home: string | null };
type Nullable<Row> = { readonly [Name in keyof Row]: Row[Name] | null };

const deletePapers = (letters: string) => `letters as (
     delete from letter l using ${letters} and not exists (select from signature g where g.letter_id = l.id) returning l.sha256, l.draft_id),
   bytes as (${listingUnneeded('sha256', 'letters', '$2::timestamptz')})`;
// Made of a text that is another now. A signature is of the very bytes: what was signed stays.
const deletePapersOf = statement(
  'forget.papers-of-drafts',
  `with ${deletePapers('(select unnest($1::int[]) as id) d where l.draft_id = d.id')} select count(*)::int as count from letters`,
);
const selectDrafts = statement(
  'forget.drafts',
  `select d.id, d.text from answer_draft d where d.appeal_id = any($1::int[]) order by d.id for no key update`,
);

/**
 * What answers of a form may say of them: in their words, or in those of an official, which stand in `answer_draft` or `delivery`; `asItWas` has
 * former ones. Forms of earlier versions do not name the appeal that they have registered.
 */
const WRITTEN = listed(['answerText', 'editedText', 'textInPos', 'comment', 'notice']);
const TOLD = `array['applicant', 'text', 'lackingText', 'asItWas', 'reopened', ${WRITTEN}]`;
const deleteContacts = statement(
  'forget-contacts',
  `with gone as (delete from applicant where appeal_id = any($1::int[]) returning appeal_id),
   ${deletePapers('answer_draft d where d.id = l.draft_id and d.appeal_id = any($1::int[]) and l.names_applicant')},
   forms as (
     update form set answers = (answers #- '{corrected,text}') - ${TOLD}
     where (appeal_id = any($1::int[]) or appeal_id is null and id in (select form_id from attachment where appeal_id = any($1::int[])))
       and state not in ('open', 'kept') and (answers ?| ${TOLD} or answers #> '{corrected,text}' is not null)),
   marked as (update appeal set forgotten_at = $2, forget_decided_at = null where id = any($1::int[]))
   select appeal_id as id, exists (select from letters x join answer_draft d on d.id = x.draft_id where d.appeal_id = gone.appeal_id) as letters from gone`,
);
/** One text has answered several, who were joined then or are still. What others are yet to be answered by is none of it. */
const selectBeside = statement(
  'forget.beside',
  `select o.id as "ownerId", a.id, a.finished_at is null or ${somethingWaits('$2')} as "isOpen" from (
     select h.id, g.id as beside from unnest($1::int[]) as h (id) cross join lateral ${everBeside('h.id')} as g (id)) o
     join appeal a on a.id = o.beside
   where a.id <> o.id order by o.id, a.id`,
);
const keepBeside = statement(
  'forget.keep-beside',
  `insert into forget_beside (appeal_id, owner_id, whose) values ($1, $2, $3) on conflict (appeal_id, owner_id) do nothing`,
);
const forgetWordsBeside = statement(
  'forget.words-beside',
  `update form set answers = answers - array[${WRITTEN}]
   where appeal_id = any($1::int[]) and state not in ('open', 'kept') and answers ?| array[${WRITTEN}]`,
);
const CONTACTS = ['name', 'phone', 'email', 'address'] as const;
const writeText = statement('mask-text-of-appeal', 'update appeal set text = $2 where id = $1');

type Note = Pick<Entry, 'personId' | 'capacity' | 'details'> & Partial<Entry>;

// Whoever has decided before it could be done has said so of the list that they were shown.
const selectDoubtful = statement(
  'forget.decided-of-doubtful',
  `select distinct on (j.appeal_id) j.appeal_id as id, j.told ->> 'doubtful' as doubtful from journal_entry j
   where j.appeal_id = any($1::int[]) and j.action = 'decideToForget' and j.told ->> 'doubtful' in ('keep', 'hide') order by j.appeal_id, j.id desc`,
);

/** Where a surname stands by itself, or a name that is somebody else's, too: a person says what becomes of these. Excerpts, each once. */
export async function readDoubtful(desk: Desk, appealId: number): Promise<readonly string[]> {
  const database = databaseOf(desk);
  const [held] = await database.query<Held>(selectHeld, [[appealId]]);
  if (!held) return [];
  const whose = whoseOf(held);
  const { doubtful } = takingOut(whose, { numbers: [], mails: [] }, await everybodysNames(database), 'keep');
  const found = new Set(doubtful(held.text ?? ''));
  for await (const text of textsOf(database, [appealId])) for (const one of doubtful(text)) found.add(one);
  return [...found];
}

/** @returns of which appeals there was anything */
async function forgetIn(
  tx: Transaction,
  desk: Desk,
  appealIds: readonly number[],
  now: Date,
  doubtful: Doubtful,
): Promise<Found> {
  const office = await officeContacts(tx, desk);
  const held = await tx.query<Held>(selectHeld, [appealIds]);
  const beside = await tx.query<Beside>(selectBeside, [appealIds, failedLettersSince(now)]);
  const gone = await tx.query<{ id: number; letters: boolean }>(deleteContacts, [appealIds, now]);
  const found = new Found();
  for (const { id, letters } of gone) {
    found.add(id);
    if (letters) found.note(id, 'letters');
  }
  for (const { id, name, phone, email, home } of held) {
    const contacts = { name, phone, email, address: home };
    found.note(id, ...CONTACTS.filter((one) => (contacts[one] ?? '') !== ''));
  }
  for (const id of await forgetRows(tx, appealIds)) found.note(id, 'rows');
  for (const id of await forgetQuestions(tx, office, appealIds, now)) found.note(id, 'question');
  const owners = new Owners(office, await everybodysNames(tx));
  const decided = new Map(
    (await tx.query<{ id: number; doubtful: Doubtful }>(selectDoubtful, [appealIds])).map((one) => [
      one.id,
      one.doubtful,
    ]),
  );
  for (const one of held) owners.add(one.id, one.id, whoseOf(one), decided.get(one.id) ?? doubtful);
  for (const { id, ownerId, isOpen } of beside) {
    const whose = owners.whose(ownerId);
    if (!isOpen) owners.add(id, ownerId, whose, decided.get(ownerId) ?? doubtful);
    else if (isAnybody(whose)) await tx.query(keepBeside, [id, ownerId, JSON.stringify(whose)]);
  }
  await hideOf(tx, owners, now, found);
  failpoint('forgotten-in-texts');
  return found;
}

const isAnybody = ({ name, phone, email, address, written }: Whose): boolean =>
  [name, phone, email, address].some((one) => one !== null) || written.numbers.length + written.mails.length > 0;

/** In every text of the appeals that somebody's data may stand in. */
async function hideOf(tx: Transaction, owners: Owners, now: Date, found: Found): Promise<void> {
  const ids = owners.appealIds;
  const drafts = await tx.query<Draft>(selectDrafts, [ids]);
  const words: Sketched[] = [];
  for (const { id, text, settlement, address } of await tx.query<Held>(selectHeld, [ids])) {
    const hidden = text === null ? null : owners.hide(id, text, true);
    const place = address === null ? null : owners.hide(id, address);
    if (hidden === text && place === address) continue;
    if (hidden !== text) await tx.query(writeText, [id, hidden]);
    if (hidden !== text && owners.of(id).includes(id)) found.note(id, 'words');
    words.push({ id, settlement, address: place, text: hidden });
  }
  const changed = await hideInTexts(tx, ids, (id, text) => owners.hide(id, text));
  await stemAnew(tx, ids);
  // What was alike by words that are no more is alike by what is left.
  await sketchAppeals(tx, words);
  const before = new Map(drafts.map(({ id, text }) => [id, text]));
  const after = await tx.query<Draft>(selectDrafts, [ids]);
  await tx.query(deletePapersOf, [after.filter(({ id, text }) => before.get(id) !== text).map(({ id }) => id), now]);
  for (const [ownerId, inAppeals] of owners.touched) found.noteIn(ownerId, inAppeals);
  for (const ownerId of owners.touchedInOthersWords) found.note(ownerId, 'officialsWords');
  // Each is in the entry of every owner whose appeal it is about: whichever is read last names the words as they are.
  for (const [appealId, rows] of changed) for (const ownerId of owners.of(appealId)) found.noteRows(ownerId, rows);
  if (owners.touchedBeside.length > 0) await tx.query(forgetWordsBeside, [owners.touchedBeside]);
  await redrawTexts(tx, ids, now);
}
interface Draft {
  readonly id: number;
  readonly text: string;
}
interface Beside {
  readonly ownerId: number;
  readonly id: number;
  /** What is yet to be answered stays as it is until it is. */
  readonly isOpen: boolean;
}

/** Theirs by the record, and whatever they have written down themselves. */
const whoseOf = ({ type, name, phone, email, home, settlement, address, text }: Held): Whose => ({
  ...{ type: type ?? 'person', name, phone, email, address: home },
  place: [settlement, address].filter((part) => part !== null).join(', '),
  written: contactsIn(text ?? ''),
});

const selectNames = statement('forget.names-of-officials', 'select name from person order by id');
const everybodysNames = async (tx: Queries): Promise<string[]> =>
  (await tx.query<{ name: string }>(selectNames)).map(({ name }) => name);

/** What was destroyed, and which words were changed, stands in the entry of the forgetting. */
const withFound = (note: Note, found: Found, appealId: number): Note => ({
  ...note,
  details: { ...note.details, ...found.detailsOf(appealId) },
});

const noteIn = (tx: Transaction, appealId: number, now: Date, note: Note, action: Entry['action'] = 'forgetContacts') =>
  addEntry(tx, appealId, { ...note, at: now, action });

/**
 * forgotten  they are gone, and the reason is in the journal
 * gone       there were none any more
 * later      so much has still to be carried: the decision is kept, and they are gone the night after
 * open       the appeal is not finished: they are needed to answer it
 */
export type Forgotten =
  | { readonly kind: 'forgotten' | 'gone' | 'open' | 'notYours' }
  | { readonly kind: 'later'; readonly waiting: readonly Waiting[] };

const keepDecision = statement(
  'decide-to-forget',
  'update appeal set forget_decided_at = $2 where id = $1 and forget_decided_at is null returning id',
);

/** At once, or as soon as nothing waits, by somebody's decision. @param reason without any of what is forgotten @idempotent */
export async function forgetByDecision(
  desk: Desk,
  actor: Actor,
  appealId: number,
  reason: string,
  doubtful: Doubtful = 'keep',
): Promise<Forgotten> {
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const appeal = await loadAppeal(tx, appealId, around, true);
    const facts = appeal && factsOf(appeal);
    if (!facts || !applicantStanding(actor, facts)) return { kind: 'notYours' };
    if (appeal.state.finishedAt === null) return { kind: 'open' };
    const standing = forgettingStanding(actor, facts);
    if (!standing) return { kind: 'notYours' };
    const note: Note = {
      personId: actor.personId,
      ...standing,
      details: { reason, ...(doubtful !== 'keep' && { doubtful }) },
    };
    const waiting = await waitingOf(tx, appealId, around.now);
    if (waiting.length > 0) {
      const kept = await tx.query(keepDecision, [appealId, around.now]);
      if (kept.length > 0) await noteIn(tx, appealId, around.now, note, 'decideToForget');
      return { kind: 'later', waiting };
    }
    const found = await forgetIn(tx, desk, [appealId], around.now, doubtful);
    const exports = await forgetBytes(tx, around.now);
    if (found.size === 0) return { kind: 'gone' };
    if (exports > 0) found.note(appealId, 'exports');
    await noteIn(tx, appealId, around.now, withFound(note, found, appealId));
    failpoint('forgotten-and-noted');
    return { kind: 'forgotten' };
  });
}

/** Whoever presses meanwhile comes first. */
const [PIECE, PAUSE_MS] = [200, 100];

// An appeal that somebody acts on right now may be coming back: it waits for the next night, as one does of which something has to be carried.
const selectOver = statement(
  'contacts-over',
  `select a.id from appeal a where a.finished_at < $1 and a.id > $2 and (a.forgotten_at is null or a.forgotten_at < a.finished_at)
     and not ${somethingWaits('$4')}
   order by a.id limit $3 for no key update skip locked`,
);
/** Of these somebody has decided before, and has heard that it will be so. */
const selectDecided = statement(
  'contacts-decided',
  `select a.id from appeal a where a.forget_decided_at is not null and a.finished_at is not null and a.id > $1 and not ${somethingWaits('$3')}
   order by a.id limit $2 for no key update skip locked`,
);

/**
 * Of a copy that was restored: whoever was forgotten since it was taken is so again, at once, and before anything is sent. And whoever an earlier
 * version has forgotten, which left what officials have written of them.
 * @idempotent: until all of it is done it is begun again
 */
export async function forgetAgain(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const numbers = await toForgetAgain(database);
  if (numbers.length === 0) return 0;
  const next = async (tx: Transaction, after: number) => {
    const ids = await nextAgain(tx, numbers, after, PIECE);
    if (ids.length > 0) await forgetBytes(tx, desk.clock.now());
    return ids;
  };
  const forgotten = await inPieces(desk, signal, next, { again: true });
  if (!signal?.aborted) await forgetSetting(database, 'forget_again');
  return forgotten;
}

/** The term of contacts is over, of whichever appeal, or it was decided. @returns of how many there was anything; fewer when it was told to stop */
export async function endContactTerms(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = yearsAgo(now, await amountOf(database, 'contactYears'));
  const since = failedLettersSince(now);
  const again = await forgetAgain(desk, signal);
  const decided = await inPieces(desk, signal, async (tx, after) => {
    const ids = idsOf(await tx.query<{ id: number }>(selectDecided, [after, PIECE, since]));
    if (ids.length > 0) await forgetBytes(tx, now);
    return ids;
  });
  const over = await inPieces(desk, signal, async (tx, after) =>
    idsOf(await tx.query<{ id: number }>(selectOver, [before, after, PIECE, since])),
  );
  await forgetInEnded(desk, signal);
  await forgetFormerRows(desk, signal);
  await tellOfHeld(desk, before);
  return again + decided + over;
}

// Open as somebody was forgotten whose appeal was once joined with it, and over now.
const takeEnded = statement(
  'forget.ended-beside',
  `delete from forget_beside f using appeal a where a.id = f.appeal_id and a.finished_at is not null and not ${somethingWaits('$1')}
   returning f.appeal_id as id, f.owner_id as "ownerId", f.whose`,
);

async function forgetInEnded(desk: Desk, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    const ended = await tx.query<{ id: number; ownerId: number; whose: Whose }>(takeEnded, [failedLettersSince(now)]);
    if (ended.length === 0) return;
    const owners = new Owners(await officeContacts(tx, desk), await everybodysNames(tx));
    for (const { id, ownerId, whose } of ended) owners.add(id, ownerId, whose, 'unless-anothers');
    const found = new Found();
    await hideOf(tx, owners, now, found);
    for (const ownerId of found.appealIds)
      await noteIn(tx, ownerId, now, withFound({ personId: null, capacity: 'clock', details: {} }, found, ownerId));
  });
}

const idsOf = (rows: readonly { readonly id: number }[]): readonly number[] => rows.map(({ id }) => id);

/** By the clock, a transaction a piece. @param next after which id, and at most PIECE of them */
async function inPieces(
  desk: Desk,
  signal: AbortSignal | undefined,
  next: (tx: Transaction, after: number) => Promise<readonly number[]>,
  details: Note['details'] = {},
): Promise<number> {
  const now = desk.clock.now();
  const note: Note = { personId: null, capacity: 'clock', details };
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await databaseOf(desk).transaction(async (tx) => {
      const ids = await next(tx, after);
      found = ids.length;
      after = ids.at(-1) ?? after;
      if (found === 0) return;
      const theirs = await forgetIn(tx, desk, ids, now, 'unless-anothers');
      for (const id of theirs.appealIds) await noteIn(tx, id, now, withFound(note, theirs, id));
      failpoint('forgotten-and-noted');
      forgotten += theirs.size;
    });
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return forgotten;
}
