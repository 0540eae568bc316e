import { databaseOf, statement } from '../../database/database';
import { dayOf, timeOfDay, type OfficeCalendar } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import type { Language } from '../../regulation/language';
import { maySee } from '../../regulation/rights';
import { bytesOf } from '../bytes-of';
import { keepBytes } from '../keep-bytes';
import type { Desk, FileStore, Papers, Protocol } from '../ports';
import { readLetterhead } from '../settings';
import type { CheckedSignature } from '../signature';
import { signatureById } from '../submission/kept-signature';
import { letterName } from './letters';
import { inDots } from '../submission/offered-templates';

export interface IssueProtocol {
  readonly files: Pick<FileStore, 'keep' | 'read'>;
  readonly papers: Pick<Papers, 'writeProtocol'>;
}

export interface ProtocolOfSignature {
  readonly fileName: string;
  /** What takes longer than a finger should wait: as it was issued before, or drawn now. @returns the SHA-256 of its bytes */
  readonly issue: () => Promise<string>;
}

interface Signed {
  readonly letter: string;
  readonly issuedAt: Date;
  readonly number: string;
  readonly registeredAt: Date;
  readonly version: number;
  readonly person: string;
  readonly name: string | null;
  readonly size: number;
  readonly sha256: string;
}
/** Of what an answer was approved with: the file of a form that has not acted belongs to no appeal yet. */
const selectSigned = statement(
  'signed-with',
  `select l.sha256 as letter, l.issued_at as "issuedAt", a.number, a.registered_at as "registeredAt",
     (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= l.draft_id) as version,
     p.name as person, t.file_name as name, t.size, t.sha256
   from signature g join letter l on l.id = g.letter_id join attachment t on t.id = g.attachment_id
     join appeal a on a.id = t.appeal_id join person p on p.id = l.signer_id where g.id = $1`,
);
const selectIssued = statement(
  'issued-protocol',
  'select sha256 from protocol where signature_id = $1 and locale = $2',
);
const insertProtocol = statement(
  'issue-protocol',
  'insert into protocol (signature_id, locale, sha256, issued_at) values ($1, $2, $3, $4) on conflict do nothing',
);

/**
 * The protocol of a check, for whoever sees the answer: what was checked when the signature came, and nothing else. What was issued
 * once is given again, byte by byte. Null: there is no such signature for this person.
 * @idempotent by the signature and the language
 */
export async function issueProtocol(
  desk: Desk,
  viewer: Actor,
  signatureId: number,
  locale: Language,
  { files, papers }: IssueProtocol,
): Promise<ProtocolOfSignature | null> {
  if (!maySee(viewer, 'draft')) return null;
  const database = databaseOf(desk);
  const [signed] = await database.query<Signed>(selectSigned, [signatureId]);
  const check = await signatureById(database, signatureId);
  if (!signed || !check) return null;
  return {
    fileName: `${signed.number}-${signed.version}-protokol.pdf`,
    async issue() {
      const issued = async () =>
        (await database.query<{ sha256: string }>(selectIssued, [signatureId, locale]))[0]?.sha256 ?? null;
      const before = await issued();
      if (before !== null) return before;
      const head = await readLetterhead(database);
      const { length } = await bytesOf(files, signed.letter);
      const issuedAt = desk.clock.now();
      const protocol = {
        locale,
        office: [head?.nameRu ?? '', head?.nameTt ?? ''].filter((name) => name !== ''),
        zone: desk.office.calendar().zone,
        issuedAt,
        ...factsOf(signed, length, check, desk),
      };
      const sha256 = await keepBytes(files, await papers.writeProtocol(protocol));
      await database.query(insertProtocol, [signatureId, locale, sha256, issuedAt]);
      // Of two who ask for the first time at once both get what one of them has made.
      return (await issued()) ?? sha256;
    },
  };
}

function factsOf(
  signed: Signed,
  length: number,
  check: CheckedSignature,
  { office }: Desk,
): Pick<Protocol, 'document' | 'file' | 'person' | 'check'> {
  const calendar = office.calendar();
  const { number, version, registeredAt, issuedAt, name, size, sha256, person } = signed;
  const when = (instant: Date) => printed(instant, calendar);
  return {
    document: {
      file: letterName(number, version),
      inAnswerTo: { number, date: inDots(dayOf(registeredAt, calendar)) },
      issuedAt: when(issuedAt),
      size: length,
    },
    file: { name, size, sha256 },
    person,
    check: {
      ...check,
      validFrom: when(check.validFrom),
      validTo: when(check.validTo),
      signedAt: check.signedAt && when(check.signedAt),
      checkedAt: when(check.checkedAt),
      revocation: check.revocation.map((link) => ({ ...link, issuedAt: link.issuedAt && when(link.issuedAt) })),
    },
  };
}

/** «26.11.2026 21:34:05» in the office's zone. */
function printed(instant: Date, calendar: OfficeCalendar): string {
  const seconds = Math.floor(timeOfDay(instant, calendar) * 60 + 1e-6);
  const parts = [seconds / 3_600, (seconds % 3_600) / 60, seconds % 60];
  const clock = parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  return `${inDots(dayOf(instant, calendar))} ${clock}`;
}
