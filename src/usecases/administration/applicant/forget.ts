import { Applicant } from '../../../../entities/applicant';
import { columns, type RowOf } from '../../../database/columns';
import { databaseOf, statement, type Transaction } from '../../../database/database';
import { listed } from '../../../database/listed';
import { pause } from '../../../process/pause';
import type { Actor } from '../../../regulation/facts';
import { applicantStanding, forgettingStanding } from '../../../regulation/rights';
import { maskContacts, maskPersonalData, type Contacts } from '../../../text/personal-data';
import { factsOf, loadAppeal } from '../../appeals/appeal-store';
import { groupOf } from '../../appeals/joined';
import { addEntry, type Entry } from '../../journal/journal';
import { circumstances, type Desk } from '../../ports';
import { sketchAppeals, type Sketched } from '../../repeats/likely-repeats';
import { contactYears } from '../../settings';
import { contactsOf } from '../../submission/applicant-in-text';
import { listingUnneeded } from '../../unneeded-files';
import { yearsAgo } from '../years-ago';
import { contactsIn, officeContacts } from './contacts-written';
import { forgetQuestions } from './forget-questions';
import { forgetBytes, forgetFormerRows, forgetRows } from './forget-rows';
import { tellOfHeld } from './tell-of-held';
import { failedLettersSince, somethingWaits, waitingOf, type Waiting } from './waiting';

// What names an applicant stands in `applicant`, in their own words, in answers and comments that repeat a number of theirs, in papers that
// nobody has signed, in forms that are over, in questions of direct lines, and in exports of ПОС. The journal never holds contacts, so its seal need not be broken:
// `test/scenarios/applicant-data.test.ts` looks through it. As long as something of an appeal has to be carried, all of it stays: what was
// approved is what is placed, and a letter goes to an address.

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
// The same words as they were placed in ПОС or were to be, and whatever else was: comments and notices have no draft.
const selectDeliveries = statement(
  'forget.deliveries',
  `select y.id, y.appeal_id as "appealId", y.text from delivery y left join answer_draft d on d.id = y.draft_id
   where y.appeal_id = any($1::int[]) and y.text <> '' and ${UNSIGNED} order by y.id`,
);
// What a redirect tells, as the card of the appeal shows it.
const selectNotices = statement(
  'forget.notices',
  `select id, id as "appealId", redirect_notice as text from appeal where id = any($1::int[]) and redirect_notice is not null order by id`,
);
const writeNotice = statement('forget.write-notice', 'update appeal set redirect_notice = $2 where id = $1');
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
   select appeal_id as id from gone`,
);
/** One text has answered several, who were joined then or are still. What others are yet to be answered by is none of it. */
const selectBeside = statement(
  'forget.beside',
  `select o.id as "ownerId", a.id from (
     select h.id, g.id as beside from unnest($1::int[]) as h (id) cross join lateral ${groupOf('h.id')} as g (id)
     union
     select h.id, m.id from unnest($1::int[]) as h (id) join journal_entry j on j.appeal_id = h.id
       cross join lateral jsonb_array_elements_text(j.details -> 'together') as t (number) join appeal m on m.number = t.number) o
     join appeal a on a.id = o.beside
   where a.id <> o.id and a.finished_at is not null and not ${somethingWaits('$2')} order by o.id, a.id`,
);
const forgetWordsBeside = statement(
  'forget.words-beside',
  `update form set answers = answers - array[${WRITTEN}]
   where appeal_id = any($1::int[]) and state not in ('open', 'kept') and answers ?| array[${WRITTEN}]`,
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
  const found = new Set([
    ...gone.map(({ id }) => id),
    ...(await forgetRows(tx, appealIds)),
    ...(await forgetQuestions(tx, office, appealIds, now)),
  ]);
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
  for (const id of await forgetInAnswers(tx, office, held, now)) found.add(id);
  return found;
}

/** What answers, comments and notices repeat of theirs, in those to others that were written at once, too. @returns of whom there was anything */
async function forgetInAnswers(
  tx: Transaction,
  office: Contacts,
  held: readonly Held[],
  now: Date,
): Promise<ReadonlySet<number>> {
  const own = new Map(held.map((one) => [one.id, ownContacts(one)]));
  const beside = await tx.query<{ ownerId: number; id: number }>(selectBeside, [
    [...own.keys()],
    failedLettersSince(now),
  ]);
  const owners = new Map(held.map(({ id }) => [id, [id]]));
  for (const { ownerId, id } of beside) owners.set(id, [...(owners.get(id) ?? []), ownerId]);
  const [found, foundBeside] = [new Set<number>(), new Set<number>()];
  const hide = async (answers: readonly Answer[], write: (answer: Answer) => Promise<unknown>) => {
    for (const answer of answers) {
      let { text } = answer;
      for (const ownerId of owners.get(answer.appealId) ?? []) {
        const hidden = maskContacts(text, own.get(ownerId) ?? NOBODYS, office);
        if (hidden === text) continue;
        text = hidden;
        found.add(ownerId);
        if (ownerId !== answer.appealId) foundBeside.add(answer.appealId);
      }
      if (text !== answer.text) await write({ ...answer, text });
    }
  };
  const ids = [...owners.keys()];
  await hide(await tx.query<Answer>(selectAnswers, [ids]), ({ id, text }) => tx.query(writeAnswer, [id, now, text]));
  await hide(await tx.query<Answer>(selectDeliveries, [ids]), ({ id, text }) => tx.query(writeDelivery, [id, text]));
  await hide(await tx.query<Answer>(selectNotices, [ids]), ({ id, text }) => tx.query(writeNotice, [id, text]));
  if (foundBeside.size > 0) await tx.query(forgetWordsBeside, [[...foundBeside]]);
  return found;
}

const NOBODYS: Contacts = { numbers: [], mails: [] };

/** Theirs by the record, and whatever they have written down themselves. */
function ownContacts({ phone, email, text }: Held): Contacts {
  const { numbers, mails } = contactsOf({ phone, email });
  const written = contactsIn(text ?? '');
  return { numbers: [...numbers, ...written.numbers], mails: [...mails, ...written.mails] };
}

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
export async function forgetByDecision(desk: Desk, actor: Actor, appealId: number, reason: string): Promise<Forgotten> {
  const around = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const appeal = await loadAppeal(tx, appealId, around, true);
    const facts = appeal && factsOf(appeal);
    if (!facts || !applicantStanding(actor, facts)) return { kind: 'notYours' };
    if (appeal.state.finishedAt === null) return { kind: 'open' };
    const standing = forgettingStanding(actor, facts);
    if (!standing) return { kind: 'notYours' };
    const note: Note = { personId: actor.personId, ...standing, details: { reason } };
    const waiting = await waitingOf(tx, appealId, around.now);
    if (waiting.length > 0) {
      const kept = await tx.query(keepDecision, [appealId, around.now]);
      if (kept.length > 0) await noteIn(tx, appealId, around.now, note, 'decideToForget');
      return { kind: 'later', waiting };
    }
    const found = await forgetIn(tx, desk, [appealId], around.now);
    await forgetBytes(tx, around.now);
    if (found.size === 0) return { kind: 'gone' };
    await noteIn(tx, appealId, around.now, note);
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

/** The term of contacts is over, of whichever appeal, or it was decided. @returns of how many there was anything; fewer when it was told to stop */
export async function endContactTerms(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = yearsAgo(now, await contactYears(database));
  const since = failedLettersSince(now);
  const decided = await inPieces(desk, signal, async (tx, after) => {
    const ids = idsOf(await tx.query<{ id: number }>(selectDecided, [after, PIECE, since]));
    if (ids.length > 0) await forgetBytes(tx, now);
    return ids;
  });
  const over = await inPieces(desk, signal, async (tx, after) =>
    idsOf(await tx.query<{ id: number }>(selectOver, [before, after, PIECE, since])),
  );
  await forgetFormerRows(desk, signal);
  await tellOfHeld(desk, before);
  return decided + over;
}

const idsOf = (rows: readonly { readonly id: number }[]): readonly number[] => rows.map(({ id }) => id);

/** By the clock, a transaction a piece. @param next after which id, and at most PIECE of them */
async function inPieces(
  desk: Desk,
  signal: AbortSignal | undefined,
  next: (tx: Transaction, after: number) => Promise<readonly number[]>,
): Promise<number> {
  const now = desk.clock.now();
  const note: Note = { personId: null, capacity: 'clock', details: {} };
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await databaseOf(desk).transaction(async (tx) => {
      const ids = await next(tx, after);
      found = ids.length;
      after = ids.at(-1) ?? after;
      if (found === 0) return;
      const theirs = await forgetIn(tx, desk, ids, now);
      for (const id of theirs) await noteIn(tx, id, now, note);
      forgotten += theirs.size;
    });
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return forgotten;
}
