import type { JournalDetails } from '../../../entities/journal-entry';
import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import type { Language } from '../../regulation/language';
import { applicantStanding } from '../../regulation/rights';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { keepBytes } from '../kit/files';
import { circumstances, type Desk, type FileStore, type Minutes, type Papers } from '../kit/ports';
import { keptLetterhead, type Letterhead } from '../kit/settings';
import { DESTROYED, type Destroyed } from './remains';

/** What an act of destruction says of a forgetting (приказ Роскомнадзора № 179): nothing that names anybody but officials. */
export interface Destruction {
  readonly number: string;
  /** Of appeals in whose texts the same stood. */
  readonly beside: readonly string[];
  readonly registeredAt: Date;
  readonly at: Date;
  /** Categories of data. Empty: an earlier version did not note them. */
  readonly destroyed: readonly Destroyed[];
  /** Why, in the words of whoever has decided; null: the term of keeping is over. */
  readonly reason: string | null;
  /** Who has decided, and when; null: time. */
  readonly decided: { readonly name: string; readonly position: string | null; readonly at: Date } | null;
  /** From the journal of events: the oldest first. */
  readonly entries: readonly DestructionEntry[];
  readonly head: Letterhead;
}
export interface DestructionEntry {
  readonly id: number;
  readonly at: Date;
  readonly action: 'decideToForget' | 'forgetContacts';
  /** Null: the bot, by the clock. */
  readonly by: string | null;
  /** How many rows of words it has changed in the journal. */
  readonly rows: number;
}

interface Row {
  readonly id: number;
  readonly at: Date;
  readonly action: DestructionEntry['action'];
  readonly name: string | null;
  readonly position: string | null;
  readonly reason: string | null;
  readonly details: JournalDetails;
}
const selectEntries = statement(
  'destruction.entries',
  `select j.id, j.at, j.action, p.name, p.position, j.told ->> 'reason' as reason, j.told as details
   from journal_entry j left join person p on p.id = j.person_id
   where j.appeal_id = $1 and j.action in ('decideToForget', 'forgetContacts') order by j.id`,
);
const selectNumbers = statement(
  'destruction.numbers',
  'select number from appeal where id = any($1::int[]) order by id',
);

/** How the act says it. */
export type WordAct = (destruction: Destruction, issuedAt: Date) => Minutes;

export interface IssuedAct {
  readonly fileName: string;
  /** What takes longer than a finger should wait: as it was issued before, or drawn now. @returns the SHA-256 of its bytes */
  readonly issue: () => Promise<string>;
}

const selectIssued = statement(
  'destruction.issued',
  'select sha256 from destruction_act where entry_id = $1 and locale = $2',
);
const insertAct = statement(
  'destruction.issue',
  'insert into destruction_act (entry_id, locale, sha256, issued_at) values ($1, $2, $3, $4) on conflict do nothing',
);

/**
 * The act of the last forgetting of this appeal, with an extract of the journal. What was issued once is given again, byte by byte; the journal it is
 * made from stays for ever. Null: nobody was forgotten, or it is not theirs.
 * @idempotent by the entry and the language
 */
export async function issueAct(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  locale: Language,
  word: WordAct,
  { files, papers }: { readonly files: Pick<FileStore, 'keep'>; readonly papers: Pick<Papers, 'writeMinutes'> },
): Promise<IssuedAct | null> {
  const database = databaseOf(desk);
  const read = await readDestruction(desk, viewer, appealId);
  if (!read) return null;
  const { destruction, entryId } = read;
  const issued = async () =>
    (await database.query<{ sha256: string }>(selectIssued, [entryId, locale]))[0]?.sha256 ?? null;
  return {
    fileName: actName(destruction.number),
    async issue() {
      const before = await issued();
      if (before !== null) return before;
      const issuedAt = desk.clock.now();
      const sha256 = await keepBytes(files, await papers.writeMinutes(word(destruction, issuedAt), 'pdf'));
      await database.query(insertAct, [entryId, locale, sha256, issuedAt]);
      return (await issued()) ?? sha256;
    },
  };
}

/** Both languages read it. */
export const actName = (number: string): string => `${number}-akt-ob-unichtozhenii.pdf`;

async function readDestruction(
  desk: Desk,
  viewer: Actor,
  appealId: number,
): Promise<{ readonly destruction: Destruction; readonly entryId: number } | null> {
  const database = databaseOf(desk);
  const appeal = await loadAppeal(database, appealId, circumstances(desk), false);
  if (!appeal || !applicantStanding(viewer, factsOf(appeal))) return null;
  const rows = await database.query<Row>(selectEntries, [appealId]);
  // What was done again tells of no other decision, nor of a term.
  const isFirst = ({ action, details }: Row) => action === 'forgetContacts' && details.again !== true;
  const last = rows.findLast(isFirst) ?? rows.findLast(({ action }) => action === 'forgetContacts');
  if (!last) return null;
  // A decision that had to wait is the one before it; what was decided for an earlier forgetting is none of this one.
  const former = rows.findLast((row) => row.id < last.id && isFirst(row))?.id ?? 0;
  const own = rows.filter(({ id, details }) => id > former && (id <= last.id || details.again === true));
  const decision = own.find(({ name }) => name !== null);
  const numbers = await database.query<{ number: string }>(selectNumbers, [listOf(last.details.besideIds)]);
  return {
    entryId: last.id,
    destruction: {
      number: appeal.number,
      beside: numbers.map(({ number }) => number),
      registeredAt: appeal.registeredAt,
      at: last.at,
      destroyed: DESTROYED.filter((one) => isIn(last.details.destroyed, one)),
      reason: decision?.reason ?? null,
      decided:
        decision && decision.name !== null
          ? { name: decision.name, position: decision.position, at: decision.at }
          : null,
      entries: own.map(({ id, at, action, name, details }) => ({
        ...{ id, at, action, by: name },
        rows: listOf(details.changedWords).length,
      })),
      head: await keptLetterhead(database),
    },
  };
}

const isIn = (noted: unknown, one: Destroyed): boolean =>
  typeof noted === 'object' && noted !== null && Object.hasOwn(noted, one);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
