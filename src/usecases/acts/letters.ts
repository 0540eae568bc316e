import { databaseOf, statement, type Queries, type Transaction } from '../../database';
import { dayOf } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { languageOf } from '../../regulation/language';
import { contactsStanding, maySee } from '../../regulation/rights';
import { MEANING, type StageMeaning } from '../../regulation/stages';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import { addEntry } from '../journal/journal';
import { shortName } from '../people/names';
import { circumstances, type Desk, type FileStore, type Letter, type WriteLetter } from '../ports';
import { readLetterhead, type Letterhead } from '../settings';
import { countsForAnswer } from './answer-files';
import { inDots } from './offered-templates';

export interface IssueLetter {
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly writeLetter: WriteLetter;
}

export interface IssuedLetter {
  readonly fileName: string;
  /** Of the bytes in the store of files. */
  readonly sha256: string;
  /** The applicant's name or address is in it. */
  readonly isPersonal: boolean;
}

/** Why there is no letter; each is a refusal in words. */
export type LetterRefusal = 'notFound' | 'notYours' | 'noLetterhead';
export type LetterResult =
  { readonly ok: true; readonly letter: IssuedLetter } | { readonly ok: false; readonly refusal: LetterRefusal };

interface Content {
  draftId: number;
  version: number;
  text: string;
  executor: string | null;
  signerId: number | null;
  signer: string | null;
  position: string | null;
  applicant: { name: string | null; address: string | null } | null;
  enclosed: { kind: 'photo' | 'document'; name: string | null; at: string }[] | null;
}
const readContent = statement(
  'letter-content',
  `select d.id as "draftId", d.text,
     (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= d.id) as version,
     (select p.name from person p where p.id = a.executor_id) as executor,
     s.id as "signerId", s.name as signer, s.position,
     (select jsonb_build_object('name', n.name, 'address', n.address) from applicant n where n.appeal_id = a.id) as applicant,
     (select jsonb_agg(jsonb_build_object('kind', t.kind, 'name', t.file_name, 'at', t.received_at) order by t.id)
      from attachment t where ${countsForAnswer('a.id', 'd.written_at')}) as enclosed
   from appeal a join answer_draft d on d.id = a.draft_id left join person s on s.id = a.approving_id where a.id = $1`,
);
const insertLetter = statement(
  'issue-letter',
  `insert into letter (draft_id, signer_id, names_applicant, sha256, issued_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
);
const readIssued = statement(
  'issued-letter',
  'select sha256 from letter where draft_id = $1 and coalesce(signer_id, 0) = coalesce($2::int, 0) and names_applicant = $3',
);

/** What is being written anew is no letter. */
const HAS_ANSWER: readonly StageMeaning['text'][] = ['draft', 'answer'];

/**
 * The present version of an answer on the office's paper. What was issued once is given again, byte by byte: it is what gets signed.
 * @idempotent by the version and its signer
 */
export async function issueLetter(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  { files, writeLetter }: IssueLetter,
): Promise<LetterResult> {
  if (!maySee(viewer, 'draft')) return { ok: false, refusal: 'notFound' };
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const appeal = await loadAppeal(database, appealId, around, false);
  const [content] = await database.query<Content>(readContent, [appealId]);
  if (!appeal || !content || !HAS_ANSWER.includes(MEANING[appeal.state.stage].text))
    return { ok: false, refusal: 'notFound' };
  const addressee = addresseeOf(desk, content);
  const isPersonal = addressee !== null;
  if (isPersonal && !(await noteShown(desk, viewer, appeal))) return { ok: false, refusal: 'notYours' };
  const letter = (sha256: string): LetterResult => ({
    ok: true,
    letter: { fileName: `${appeal.number}-${content.version}.pdf`, sha256, isPersonal },
  });
  const which = [content.draftId, content.signerId, isPersonal] as const;
  const before = await issuedBefore(database, which);
  if (before !== null) return letter(before);

  const head = await readLetterhead(database);
  if (head === null) return { ok: false, refusal: 'noLetterhead' };
  const bytes = await writeLetter(letterOf(desk, appeal, content, head, addressee));
  const kept = await files.keep(one(bytes));
  if (kept === null) throw new Error('A letter was over a limit that nobody has set');
  await database.query(insertLetter, [...which, kept.sha256, around.now]);
  // Of two who ask for the first time at once both get what one of them has made.
  return letter((await issuedBefore(database, which)) ?? kept.sha256);
}

type Which = readonly [draftId: number, signerId: number | null, namesApplicant: boolean];
async function issuedBefore(queries: Queries, which: Which): Promise<string | null> {
  return (await queries.query<{ sha256: string }>(readIssued, which))[0]?.sha256 ?? null;
}

/** Null: no personal data is shown in chats, or there is none. */
function addresseeOf({ office }: Desk, { applicant }: Content): string | null {
  if (office.personalDataInChat !== 'on_request' || applicant === null) return null;
  return [applicant.name, applicant.address].filter((line) => line !== null && line !== '').join('\n') || null;
}

/** As contacts that are shown: to those who work on this appeal, and journaled first. */
async function noteShown(desk: Desk, viewer: Actor, appeal: LoadedAppeal): Promise<boolean> {
  const standing = contactsStanding(viewer, factsOf(appeal));
  if (!standing) return false;
  await databaseOf(desk).transaction((tx: Transaction) =>
    addEntry(tx, appeal.id, {
      at: desk.clock.now(),
      action: 'showContacts',
      personId: viewer.personId,
      ...standing,
      clause: null,
      fromStage: null,
      toStage: null,
      formId: null,
      details: { letter: appeal.state.draftId },
    }),
  );
  return true;
}

function letterOf(
  { clock, office }: Desk,
  appeal: LoadedAppeal,
  { text, version, executor, signer, position, enclosed }: Content,
  { nameRu, nameTt, contacts, phone }: Letterhead,
  addressee: string | null,
): Letter {
  const calendar = office.calendar();
  const dateOf = (instant: Date) => inDots(dayOf(instant, calendar));
  const issuedAt = clock.now();
  return {
    locale: languageOf(text),
    head: { name: [nameRu, nameTt].filter((name) => name !== ''), contacts },
    date: dateOf(issuedAt),
    number: `${appeal.number}-${version}`,
    inAnswerTo: { number: appeal.number, date: dateOf(appeal.registeredAt) },
    addressee,
    isDraft: office.signatures === 'mark',
    text,
    signer: signer === null ? null : { name: shortName(signer), position: position ?? '' },
    executor: { name: executor === null ? null : shortName(executor), phone },
    enclosed: (enclosed ?? []).map(({ kind, name, at }) => ({ kind, name, day: dateOf(new Date(at)) })),
    issuedAt,
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
