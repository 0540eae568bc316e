import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { dayOf, endOfDay, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { standings, type Actor } from '../../regulation/facts';
import { languageOf } from '../../regulation/language';
import { contactsStanding, hasRight, holderAt, maySee } from '../../regulation/rights';
import { MEANING, type StageMeaning } from '../../regulation/stages';
import type { Kind } from '../../regulation/vocabulary';
import { capitalised } from '../../text/capitalised';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import { deputyActed } from '../appeals/contacts';
import { NAMED_IN_LETTER, APPEALS_NAMED } from '../appeals/pending';
import { keepBytes } from '../kit/files';
import { addEntry } from '../kit/journal';
import { shortName, signatureName } from '../kit/officials';
import { circumstances, type Desk, type FileStore, type Letter, type Papers } from '../kit/ports';
import { readLetterhead, type Letterhead } from '../kit/settings';
import { inDots } from './check-answer';
import { inVersion } from './version-files';

export interface IssueLetter {
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly papers: Pick<Papers, 'writeLetter'>;
}

export interface IssuedLetter {
  readonly appealId: number;
  readonly fileName: string;
  /** Of the bytes in the store of files. */
  readonly sha256: string;
  /** The applicant's name or address is in it. */
  readonly isPersonal: boolean;
}

/** Why there is no letter; each is a refusal in words. */
export type LetterRefusal = 'notFound' | 'notYours' | 'noLetterhead' | 'namesApplicant';
export type LetterResult =
  | {
      readonly ok: true;
      readonly fileName: string;
      /** What takes longer than a finger should wait: as it was issued before, or drawn now. */
      readonly issue: () => Promise<IssuedLetter>;
    }
  | { readonly ok: false; readonly refusal: LetterRefusal };

/** An appeal as a letter names it. */
interface Named {
  number: string;
  registeredAt: number;
}
interface Content {
  draftId: number;
  version: number;
  text: string;
  executor: string | null;
  signerId: number | null;
  signer: string | null;
  position: string | null;
  /** With which it was approved; null: it is not, or not here. */
  signed: { sha256: string; namesApplicant: boolean } | null;
  applicant: { name: string | null; address: string | null } | null;
  /** Those that it answers, the leading one first; instants in milliseconds. */
  answers: [Named, ...Named[]];
  appealsNamed: string;
  /** When a version was approved last, and the day that was named. */
  approved: { at: string; on: PlainDate | null } | null;
  enclosed: { kind: 'photo' | 'document'; name: string | null; at: string }[] | null;
}
const readContent = statement(
  'letter-content',
  `select d.id as "draftId", d.text,
     (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= d.id) as version,
     (select p.name from person p where p.id = a.executor_id) as executor,
     s.id as "signerId", s.name as signer, s.position,
     (select jsonb_build_object('sha256', l.sha256, 'namesApplicant', l.names_applicant) from signature g join letter l on l.id = g.letter_id
       join attachment t on t.id = g.attachment_id where l.draft_id = d.id and t.appeal_id = a.id order by g.id desc limit 1) as signed,
     ${NAMED_IN_LETTER} as answers, ${APPEALS_NAMED} as "appealsNamed",
     (select jsonb_build_object('at', j.at, 'on', j.details ->> 'doneOn') from journal_entry j
      where j.appeal_id = a.id and j.action = 'approveAnswer' order by j.id desc limit 1) as approved,
     (select jsonb_build_object('name', n.name, 'address', n.address) from applicant n where n.appeal_id = a.id) as applicant,
     (select jsonb_agg(jsonb_build_object('kind', t.kind, 'name', t.file_name, 'at', t.received_at) order by t.id)
      from attachment t where ${inVersion('d.id')}) as enclosed
   from appeal a join answer_draft d on d.id = a.draft_id
     left join person s on s.id = coalesce($2::int, ${deputyActed('a', 'approving')}, a.approving_id)
   where a.id = $1`,
);
/** @param signerId who is to sign it; null: whoever approves it */
export async function contentOf(queries: Queries, appealId: number, signerId: number | null): Promise<Content | null> {
  return (await queries.query<Content>(readContent, [appealId, signerId]))[0] ?? null;
}
const insertLetter = statement(
  'issue-letter',
  `insert into letter (draft_id, signer_id, names_applicant, is_draft, appeals_named, sha256, issued_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
);
const readIssued = statement(
  'issued-letter',
  `select sha256 from letter
   where draft_id = $1 and coalesce(signer_id, 0) = coalesce($2::int, 0) and names_applicant = $3 and is_draft = $4 and appeals_named = $5`,
);

/** What is being written anew is no letter. */
const HAS_ANSWER: readonly StageMeaning['text'][] = ['draft', 'answer'];

/**
 * The present version of an answer on the office's paper: the very bytes that were signed, what is to be signed for whoever is to
 * sign it, and a draft for everybody else. What was issued once is given again, byte by byte, as long as it names the appeals as they are.
 * @idempotent by the version, its signer and how the appeals are named
 */
export async function issueLetter(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  given: IssueLetter,
): Promise<LetterResult> {
  if (!maySee(viewer, 'draft')) return refused('notFound');
  const database = databaseOf(desk);
  const appeal = await loadAppeal(database, appealId, circumstances(desk), false);
  if (!appeal) return refused('notFound');
  const isToSign = signsHere(viewer, appeal);
  const content = await contentOf(database, appealId, isToSign ? viewer.personId : null);
  if (!content || !HAS_ANSWER.includes(MEANING[appeal.state.stage].text)) return refused('notFound');
  const { signed } = content;
  // One letter answers all, and it is the leading one's.
  if (signed === null && appeal.follows !== null) return issueLetter(desk, viewer, appeal.follows.id, given);
  // Each of several applicants reads it: it names none of them.
  const addressee = content.answers.length > 1 ? null : addresseeOf(desk, content);
  const isPersonal = signed ? signed.namesApplicant : addressee !== null;
  if (isPersonal && desk.office.personalDataInChat !== 'on_request') return refused('namesApplicant');
  if (isPersonal && !(await noteShown(desk, viewer, appeal))) return refused('notYours');
  // What was approved is no draft any more, whenever it is asked for.
  const approved = MEANING[appeal.state.stage].text === 'answer' ? content.approved : null;
  const draft = signed || isToSign || approved ? null : desk.office.signatures === 'mark' ? 'inPos' : 'unsigned';
  const which = [content.draftId, content.signerId, addressee !== null, draft !== null, content.appealsNamed] as const;
  const before = signed?.sha256 ?? (await issuedBefore(database, which));
  const fileName = letterName(appeal.number, content.version, draft !== null);
  const letter = (sha256: string): IssuedLetter => ({ appealId, fileName, sha256, isPersonal });
  if (before !== null) return { ok: true, fileName, issue: async () => letter(before) };
  const head = await readLetterhead(database);
  if (head === null) return refused('noLetterhead');
  const toDraw = letterOf(desk, { ...content, approved }, head, { addressee, draft });
  return { ok: true, fileName, issue: async () => letter(await draw(database, which, toDraw, given)) };
}

/** Both languages read it; what is no answer is not called as one. */
export const letterName = (number: string, version: number, isDraft = false): string =>
  `${number}-${version}${isDraft ? '-proekt' : ''}.pdf`;

const refused = (refusal: LetterRefusal): LetterResult => ({ ok: false, refusal });

/** @returns the SHA-256 of what is issued from now on */
async function draw(queries: Queries, which: Which, letter: Letter, { files, papers }: IssueLetter): Promise<string> {
  const sha256 = await keepBytes(files, await papers.writeLetter(letter));
  await queries.query(insertLetter, [...which, sha256, letter.issuedAt]);
  // Of two who ask for the first time at once both get what one of them has made.
  return (await issuedBefore(queries, which)) ?? sha256;
}

type Which = readonly [
  draftId: number,
  signerId: number | null,
  namesApplicant: boolean,
  isDraft: boolean,
  appealsNamed: string,
];
async function issuedBefore(queries: Queries, which: Which): Promise<string | null> {
  return (await queries.query<{ sha256: string }>(readIssued, which))[0]?.sha256 ?? null;
}

/** A deputy signs by their own name: the paper that they are given has it. */
const signsHere = (viewer: Actor, appeal: LoadedAppeal): boolean =>
  appeal.signatures === 'verify' &&
  holderAt(appeal.state.stage) === 'approving' &&
  viewer.canApprove &&
  standings(viewer, factsOf(appeal)).some(({ capacity }) => capacity === 'approving');

interface Signed {
  appealId: number;
  number: string;
  version: number;
  sha256: string;
  namesApplicant: boolean;
}
const readSigned = statement(
  'signed-letter-of-delivery',
  `select y.appeal_id as "appealId", a.number, l.sha256, l.names_applicant as "namesApplicant",
     (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= l.draft_id) as version
   from delivery y join appeal a on a.id = y.appeal_id join attachment t on t.form_id = y.form_id and t.appeal_id = y.appeal_id
     join signature g on g.attachment_id = t.id join letter l on l.id = g.letter_id
   where y.id = $1 and y.kind in ('answer', 'interim_answer')`,
);

/** The very bytes that were signed, for whoever takes an answer into ПОС; null: nothing was signed here; or why it is not given. */
export async function signedLetter(
  desk: Desk,
  viewer: Actor,
  deliveryId: number,
): Promise<IssuedLetter | Extract<LetterRefusal, 'namesApplicant' | 'notYours'> | null> {
  if (!hasRight(viewer, 'tasks')) return null;
  const database = databaseOf(desk);
  const [signed] = await database.query<Signed>(readSigned, [deliveryId]);
  if (!signed) return null;
  const { appealId, number, version, sha256, namesApplicant: isPersonal } = signed;
  if (isPersonal) {
    const appeal = await loadAppeal(database, appealId, circumstances(desk), false);
    if (!appeal) return null;
    if (desk.office.personalDataInChat !== 'on_request') return 'namesApplicant';
    if (!(await noteShown(desk, viewer, appeal))) return 'notYours';
  }
  return { appealId, fileName: letterName(number, version), sha256, isPersonal };
}

/** Null: no personal data is shown in chats, or there is none. */
export function addresseeOf({ office }: Desk, { applicant }: Content): string | null {
  if (office.personalDataInChat !== 'on_request' || applicant === null) return null;
  return [applicant.name, applicant.address].filter((line) => line !== null && line !== '').join('\n') || null;
}

/** As contacts that are shown: to those who work on this appeal, and journaled first. */
export async function noteShown(desk: Desk, viewer: Actor, appeal: LoadedAppeal): Promise<boolean> {
  const standing = contactsStanding(viewer, factsOf(appeal));
  if (!standing) return false;
  await databaseOf(desk).transaction((tx: Transaction) =>
    addEntry(tx, appeal.id, {
      at: desk.clock.now(),
      action: 'showContacts',
      personId: viewer.personId,
      ...standing,
      details: { letter: appeal.state.draftId },
    }),
  );
  return true;
}

/** The day that was named is the day of the answer. */
const approvalOf = ({ at, on }: NonNullable<Content['approved']>, calendar: OfficeCalendar): Date =>
  on === null ? new Date(at) : endOfDay(on, calendar);

export function letterOf(
  desk: Desk,
  { answers, text, version, executor, signer, position, enclosed, approved }: Content,
  { nameRu, nameTt, contacts, phone }: Letterhead,
  as: Pick<Letter, 'addressee' | 'draft'>,
  was?: Date,
): Letter {
  const { clock, office } = desk;
  const calendar = office.calendar();
  const dateOf = (instant: Date) => inDots(dayOf(instant, calendar));
  const issuedAt = was ?? (approved === null ? clock.now() : approvalOf(approved, calendar));
  const named = ({ number, registeredAt }: Named) => ({ number, date: dateOf(new Date(registeredAt)) });
  const [first, ...others] = answers;
  return {
    locale: languageOf(text),
    head: { name: [nameRu, nameTt].filter((name) => name !== ''), contacts },
    date: dateOf(issuedAt),
    number: `${first.number}-${version}`,
    inAnswerTo: named(first),
    alsoTo: others.map(named),
    ...as,
    text,
    signer: signer === null ? null : { name: signatureName(signer), position: capitalised(position ?? '') },
    executor: { name: executor === null ? null : shortName(executor), phone },
    enclosed: (enclosed ?? []).map(({ kind, name, at }) => ({ kind, name, day: dateOf(new Date(at)) })),
    issuedAt,
  };
}

/** What a letter says of the request, in the words of whoever writes it. */
export interface RequestSaid {
  readonly number: string;
  readonly kind: Kind;
  /** Days as they are printed. */
  readonly registered: string;
  readonly by: string;
  readonly what: string;
  /** Which of the appeal's requests it is. */
  readonly place: number;
}
/** The number under which it goes out, and its text. */
export type WordRequest = (said: RequestSaid) => Readonly<Pick<Letter, 'number' | 'text'>>;

interface Request {
  readonly appealId: number;
  readonly body: string;
  readonly what: string;
  readonly by: PlainDate;
  readonly askedAt: Date | null;
  readonly place: number;
  readonly number: string;
  readonly kind: Kind;
  readonly registeredAt: Date;
  readonly executor: string | null;
  readonly signer: string | null;
  readonly position: string | null;
}
// Whoever was reported to, or the executor's usual supervisor, puts their name under it; where there is neither, a hand does.
const readRequest = statement(
  'request-for-letter',
  `select r.appeal_id as "appealId", r.body, r.what, r.by_day as by, r.asked_at as "askedAt", a.number, a.kind, a.registered_at as "registeredAt",
     (select count(*)::int from document_request q where q.appeal_id = r.appeal_id and q.id <= r.id) as place,
     p.name as executor, s.name as signer, s.position
   from document_request r join appeal a on a.id = r.appeal_id
     left join person p on p.id = a.executor_id left join person s on s.id = coalesce(a.reported_to_id, p.supervisor_id)
   where r.id = $1 and r.cancelled_at is null`,
);

export type RequestLetter =
  | { readonly ok: true; readonly appealId: number; readonly fileName: string; readonly letter: Letter }
  | { readonly ok: false; readonly refusal: Extract<LetterRefusal, 'notFound' | 'noLetterhead'> };

/**
 * A request for documents (§2) on the office's paper, to be signed by hand and sent: of the appeal it has number and day, of the applicant
 * nothing. The same request is the same letter.
 */
export async function requestLetter(
  desk: Desk,
  viewer: Actor,
  requestId: number,
  word: WordRequest,
): Promise<RequestLetter> {
  const database = databaseOf(desk);
  const [request] = maySee(viewer, 'card') ? await database.query<Request>(readRequest, [requestId]) : [];
  if (!request) return { ok: false, refusal: 'notFound' };
  const head = await readLetterhead(database);
  if (head === null) return { ok: false, refusal: 'noLetterhead' };
  const { appealId, number, place, kind, what, by, registeredAt } = request;
  const fileName = `${number}-zapros-${place}.pdf`;
  const issuedAt = request.askedAt ?? desk.clock.now();
  const dateOf = (instant: Date) => inDots(dayOf(instant, desk.office.calendar()));
  const { signer, position, executor } = request;
  return {
    ok: true,
    appealId,
    fileName,
    letter: {
      locale: 'ru',
      head: { name: [head.nameRu, head.nameTt].filter((name) => name !== ''), contacts: head.contacts },
      date: dateOf(issuedAt),
      ...word({ number, place, kind, what, by: inDots(by), registered: dateOf(registeredAt) }),
      inAnswerTo: null,
      alsoTo: [],
      addressee: request.body,
      draft: null,
      signer: signer === null ? null : { name: signatureName(signer), position: capitalised(position ?? '') },
      executor: { name: executor === null ? null : shortName(executor), phone: head.phone },
      enclosed: [],
      issuedAt,
    },
  };
}
