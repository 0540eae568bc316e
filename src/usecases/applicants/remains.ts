import type { JournalDetails } from '../../../entities/journal-entry';
import { type Transaction, databaseOf, statement, type Queries } from '../../database/database';
import { dayOf, plusDays, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { findPersonalData, mailOf, numberOf, type Contacts } from '../../text/personal-data';
import { contactsOf } from '../answers/applicant-in-text';
import { letterName } from '../answers/letters';
import { groupOf } from '../appeals/pending';
import { shortName } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { SAID_OF_APPEALS } from '../kit/redraw';
import { keptLetterhead, amountOf } from '../kit/settings';
import type { ChangedRow } from './texts';

/** An applicant may have written down where they have called: the office's own is nobody's data, and its answers name it. */
export async function officeContacts(tx: Transaction, { office }: Desk): Promise<Contacts> {
  const { contacts, phone } = await keptLetterhead(tx);
  const written = contactsIn(contacts);
  return {
    numbers: [...office.contacts.numbers, ...contactsOf({ phone, email: null }).numbers, ...written.numbers],
    mails: [...office.contacts.mails, ...written.mails],
  };
}

/** Whatever has their form. */
export function contactsIn(text: string): Contacts {
  const written = findPersonalData(text);
  const of = (isMail: boolean) => written.filter(({ kind }) => (kind === 'email') === isMail);
  return {
    numbers: of(false).map((piece) => numberOf(piece.written)),
    mails: of(true).map((piece) => mailOf(piece.written)),
  };
}

/** Ids of the appeals that are worked as one with this one, or ever were: one text has answered them. SQL, a subquery of one column. */
export const everBeside = (appealId: string): string => `(
  select g.id from ${groupOf(appealId)} as g (id)
  union
  select m.id from journal_entry j cross join lateral jsonb_array_elements_text(j.details -> 'together') as t (number)
    join appeal m on m.number = t.number where j.appeal_id = ${appealId})`;

/** Until when something of a forgotten applicant is still somewhere, each day the last one, and what nobody can take back. */
export interface Remains {
  /** What the bot has taken in, and bytes that are struck off its disk. */
  readonly taken: PlainDate;
  /** Of that, what it could not handle: it waits for an admin. */
  readonly parked: PlainDate;
  /** A file with what was stored of them, if somebody has had one made today. */
  readonly folder: PlainDate;
  /** An export of ПОС that is being brought in right now, and rows whose number nobody could read. */
  readonly exports: PlainDate;
  readonly copies: PlainDate;
  /** Of the appeals that are meant, this one first: those that it was ever joined with lose the same. */
  readonly numbers: readonly string[];
  readonly messages: readonly StandingMessages[];
  readonly files: readonly FileInChats[];
  readonly letters: readonly SignedLetter[];
}

/** Messages in one chat that the bot can't change any more. */
export interface StandingMessages {
  readonly name: string | null;
  readonly messenger: string;
  readonly count: number;
  readonly from: PlainDate;
  readonly until: PlainDate;
}

/** A file that has gone through chats: who has sent it to the bot, and whom it was given. */
export interface FileInChats {
  /** '': it had no name. */
  readonly file: string;
  readonly chats: readonly { readonly name: string; readonly messenger: string; readonly on: PlainDate }[];
}

/** Its bytes are what was signed. */
export interface SignedLetter {
  readonly file: string;
  readonly signer: string | null;
  readonly on: PlainDate;
}

const selectTheirs = statement(
  'remains.appeals',
  `select a.id, a.number from appeal a where a.id = $1 or a.id in ${everBeside('$1::int')} order by a.id <> $1, a.id`,
);

/** These let a bot change what it has said as long as it stands there. */
const FOR_EVER: readonly string[] = ['telegram'];
const CHANGED_WITHIN_MS = 48 * 3_600_000;

const selectMessages = statement(
  'remains.messages',
  `select p.name, said.messenger, count(*)::int as count, min(said.finished_at) as "from", max(said.finished_at) as until
   from (select t.* from ${SAID_OF_APPEALS}) said
     left join person p on p.id = (said.params ->> 'personId')::int
     left join account c on c.person_id = p.id and c.messenger = said.messenger and c.chat_id = said.chat_id
   where c.person_id is null or c.unreachable is not null or said.messenger <> all($2::text[]) and said.finished_at < $3
   group by p.name, said.messenger order by p.name, said.messenger`,
);
interface MessagesRow extends Pick<StandingMessages, 'name' | 'messenger' | 'count'> {
  readonly from: Date;
  readonly until: Date;
}

const selectFiles = statement(
  'remains.files',
  `select one.file, p.name, one.messenger, max(one.at) as at from (
     select g.name as file, g.person_id, g.messenger, g.at from given_file g where g.appeal_id = any($1::int[])
     union all
     select coalesce(t.file_name, ''), t.uploaded_by_id, t.messenger, t.received_at from attachment t
     where t.appeal_id = any($1::int[]) and t.kind = 'document' and t.message_ref is not null
     union all
     select o.params ->> 'name', (o.params ->> 'personId')::int, o.messenger, o.finished_at from outbox_message o
     where o.kind = 'folderPart' and o.state = 'sent' and (o.params ->> 'appealId')::int = any($1::int[])) one
   join person p on p.id = one.person_id
   group by one.file, p.name, one.messenger order by min(one.at), one.file, p.name`,
);
interface FileRow {
  readonly file: string;
  readonly name: string;
  readonly messenger: string | null;
  readonly at: Date;
}

const selectLetters = statement(
  'remains.letters',
  `select distinct on (l.id) a.number, (select count(*)::int from answer_draft v where v.appeal_id = a.id and v.id <= d.id) as version,
     s.name as signer, l.issued_at as at
   from letter l join signature g on g.letter_id = l.id join answer_draft d on d.id = l.draft_id join appeal a on a.id = d.appeal_id
     left join person s on s.id = l.signer_id
   where a.id = any($1::int[]) order by l.id`,
);
interface LetterRow {
  readonly number: string;
  readonly version: number;
  readonly signer: string | null;
  readonly at: Date;
}

/** As long as jobs/sweep-files.ts and the inbox keep them, jobs/forget.ts what is parked and a folder, adapters/backup/retention.ts a copy. */
const [TAKEN_DAYS, PARKED_DAYS, FOLDER_DAYS] = [8, 91, 30];
export const COPY_DAYS = 366;

/** What would remain of somebody who is forgotten today. */
export async function readRemains(desk: Desk, appealId: number): Promise<Remains> {
  const { now, calendar } = circumstances(desk);
  const after = (days: number) => plusDays(dayOf(now, calendar), days);
  const database = databaseOf(desk);
  const theirs = await database.query<{ id: number; number: string }>(selectTheirs, [appealId]);
  return {
    taken: after(TAKEN_DAYS),
    parked: after(PARKED_DAYS),
    folder: after(FOLDER_DAYS),
    exports: after(await amountOf(database, 'importDays')),
    copies: after(COPY_DAYS),
    numbers: theirs.map(({ number }) => number),
    ...(await readStanding(
      database,
      theirs.map(({ id }) => id),
      now,
      calendar,
    )),
  };
}

async function readStanding(
  queries: Queries,
  ids: readonly number[],
  now: Date,
  calendar: OfficeCalendar,
): Promise<Pick<Remains, 'messages' | 'files' | 'letters'>> {
  const on = (at: Date) => dayOf(at, calendar);
  const before = new Date(now.getTime() - CHANGED_WITHIN_MS);
  const messages = await queries.query<MessagesRow>(selectMessages, [ids, FOR_EVER, before]);
  const files = new Map<string, FileInChats['chats'][number][]>();
  for (const { file, name, messenger, at } of await queries.query<FileRow>(selectFiles, [ids]))
    files.set(file, [...(files.get(file) ?? []), { name: shortName(name), messenger: messenger ?? '', on: on(at) }]);
  return {
    messages: messages.map(({ name, from, until, ...said }) => ({
      ...said,
      name: name === null ? null : shortName(name),
      from: on(from),
      until: on(until),
    })),
    files: [...files].map(([file, chats]) => ({ file, chats })),
    letters: (await queries.query<LetterRow>(selectLetters, [ids])).map(({ number, version, signer, at }) => ({
      file: letterName(number, version),
      signer: signer === null ? null : shortName(signer),
      on: on(at),
    })),
  };
}

/** Categories of data that are destroyed, in the order in which an act names them. */
export const DESTROYED = [
  'name',
  'phone',
  'email',
  'address',
  'words',
  'officialsWords',
  'question',
  'rows',
  'letters',
  'exports',
] as const;
export type Destroyed = (typeof DESTROYED)[number];

interface OfOne {
  readonly what: Set<Destroyed>;
  readonly beside: Set<number>;
  rows: readonly ChangedRow[];
}

/** Of which appeals something was found and is gone, and what: its kinds alone. */
export class Found {
  private readonly byAppeal = new Map<number, OfOne>();

  /** How many appeals. */
  get size(): number {
    return this.byAppeal.size;
  }

  get appealIds(): readonly number[] {
    return [...this.byAppeal.keys()];
  }

  add(appealId: number): void {
    this.of(appealId);
  }

  note(appealId: number, ...what: readonly Destroyed[]): void {
    for (const one of what) this.of(appealId).what.add(one);
  }

  /** It stood in texts of these. */
  noteIn(appealId: number, others: Iterable<number>): void {
    const { beside } = this.of(appealId);
    for (const other of others) if (other !== appealId) beside.add(other);
  }

  /** Rows of the journal's words that were changed for it. */
  noteRows(appealId: number, rows: readonly ChangedRow[]): void {
    const one = this.of(appealId);
    one.rows = [...one.rows, ...rows];
  }

  /** As the entry of the forgetting has it: the rows are named, and their new words sealed by it. No text, which would be kept beside the journal. */
  detailsOf(appealId: number): JournalDetails {
    const { what, beside, rows } = this.byAppeal.get(appealId) ?? NOTHING;
    return {
      ...(what.size > 0 && { destroyed: Object.fromEntries([...what].map((one) => [one, true])) }),
      ...(beside.size > 0 && { besideIds: [...beside].sort((one, other) => one - other) }),
      ...(rows.length > 0 && { changedWords: rows }),
    };
  }

  private of(appealId: number): OfOne {
    const one = this.byAppeal.get(appealId) ?? { what: new Set(), beside: new Set(), rows: [] };
    this.byAppeal.set(appealId, one);
    return one;
  }
}
const NOTHING: OfOne = { what: new Set(), beside: new Set(), rows: [] };
