import { databaseOf, statement, type Queries } from '../../database/database';
import { pause } from '../../process/pause';
import { maskFlat, maskPersonalData, maskPersons, type Contacts } from '../../text/personal-data';
import { contactsOf, tracesOf, type ApplicantData, type Traces } from '../answers/applicant-in-text';
import { listingUnneeded } from '../kit/files';
import type { Records } from '../kit/ports';

// What exports of ПОС say of an applicant: in rows of every file that has named their appeal, and in the bytes of the files.

const WORDS = `r.said -> 'appeal' ?| array['text', 'applicant']`;
const WITHOUT_WORDS = `r.said #- '{appeal,text}' #- '{appeal,applicant}'`;

/** What `plainNumber` leaves out of a number: nobody has read that of a row in error, and its cells stand as they were sent. */
const LEFT_OUT =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff' +
  '\'’‘`"«»№#°º';
/** SQL; «N°» is «№» of a keyboard that has none. */
const plainly = (written: string): string => `ltrim(translate(${written}, $2::text, ''), 'N')`;

// A row in error is read cell by cell, and compared with all numbers at once.
const stripRows = statement(
  'forget.rows-of-numbers',
  `with numbers as materialized (select id, number, ${plainly('number')} as plain from appeal where id = any($1::int[])),
   named as (
     select distinct on (b.file_id, b.row) b.file_id, b.row, n.id
     from registry_row b cross join jsonb_array_elements_text(b.cells) cell join numbers n on n.plain = ${plainly('cell')}
     where b.verdict = 'bad'),
   bad as (delete from registry_row r using named where r.file_id = named.file_id and r.row = named.row returning named.id),
   said as (
     update registry_row r set said = ${WITHOUT_WORDS} from numbers n
     where r.said -> 'appeal' ->> 'number' = n.number and ${WORDS} returning n.id)
   select id from bad union select id from said`,
);
/** Nobody reads the bytes of a file that is over. Which of them name somebody is not known: known rows are not kept. */
const emptyFiles = statement(
  'forget.bytes-of-exports',
  `with over as (
     update registry_file set emptied_at = $1 where emptied_at is null and state in ('done', 'refused', 'dropped') returning sha256),
   bytes as (${listingUnneeded('sha256', 'over', '$1::timestamptz')})
   select count(*)::int as count from over`,
);

/** In every row of all exports. @returns of which of these appeals there was something */
export async function forgetRows(tx: Queries, appealIds: readonly number[]): Promise<readonly number[]> {
  return (await tx.query<{ id: number }>(stripRows, [appealIds, LEFT_OUT])).map(({ id }) => id);
}

/** The bytes of all exports that are over. @returns of how many */
export async function forgetBytes(tx: Queries, now: Date): Promise<number> {
  return (await tx.query<{ count: number }>(emptyFiles, [now]))[0]?.count ?? 0;
}

const selectFiles = statement(
  'forget.files-with-rows',
  `select id from registry_file where forgotten_at is null and searched_at is null and state in ('ready', 'done', 'refused', 'dropped') order by id`,
);
const stripFile = statement(
  'forget.rows-of-file',
  `with bad as (
     delete from registry_row r where r.file_id = $1 and r.verdict = 'bad' and exists (
       select from jsonb_array_elements_text(r.cells) as cell join appeal a on a.number = any(array[cell, ${plainly('cell')}])
       where a.forgotten_at is not null))
   update registry_row r set said = ${WITHOUT_WORDS}
   where r.file_id = $1 and ${WORDS} and exists (
     select from appeal a where a.number = r.said -> 'appeal' ->> 'number' and a.forgotten_at is not null)`,
);
// Whoever is forgotten from then on is forgotten in its rows at once: it gets no others.
const noteSearched = statement(
  'forget.file-searched',
  `update registry_file set searched_at = $2 where id = $1 and state in ('done', 'refused', 'dropped')`,
);

/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 20;

/**
 * The same of all appeals that are forgotten, file by file: what a file that was read meanwhile has brought back goes with it. A file that is
 * over is looked through once; an office has years of them.
 * @returns how many were looked through
 */
export async function forgetFormerRows(records: Records, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(records);
  let searched = 0;
  for (const { id } of await database.query<{ id: number }>(selectFiles)) {
    if (signal?.aborted) return searched;
    await database.transaction(async (tx) => {
      await tx.query(noteSearched, [id, records.clock.now()]);
      await tx.query(stripFile, [id, LEFT_OUT]);
    });
    searched += 1;
    await pause(PAUSE_MS, signal);
  }
  return searched;
}

/** Whose data are taken out of texts, and what is known of them. */
export interface Whose extends ApplicantData {
  /** Of the problem; their house is shown where it is this place. */
  readonly place: string;
  /** Numbers and mails that they have written down themselves. */
  readonly written: Contacts;
}

/** What of them is taken out of a text. */
export interface TakesOut {
  /** Of their own words, of which whatever has the form of a contact goes. */
  readonly own: (text: string) => string;
  /** Of what officials have written: the office's contacts stay. */
  readonly officials: (text: string) => string;
  /** What may be somebody else: a surname by itself, a name that is an official's or a street's as well. */
  readonly doubtful: (text: string) => readonly string[];
}

/**
 * Of what is doubtful. `unless-anothers`: nobody was asked, since a term has ended: a surname goes unless an official or a street has it.
 */
export type Doubtful = 'keep' | 'hide' | 'unless-anothers';

const MASK = '•••';
/** Two digits are left of a number that people are to tell from another. */
const wholly = (masked: string): string => ((masked.match(/\d/g) ?? []).length > 3 ? MASK : masked);
const NOBODY: ApplicantData = { type: 'person', name: null, phone: null, email: null, address: null };
const NEVER = /(?!)/g;
/** «ул. Гарипова» is where somebody lives, and not who. */
const OF_STREET = /(?:ул|улиц\p{L}*|пер|переул\p{L}*|пр|просп\p{L}*|площад\p{L}*|урам\p{L}*)\.?\s{0,2}$/iu;

/** @param officials whole names of whoever works here */
export function takingOut(whose: Whose, office: Contacts, officials: readonly string[], doubtful: Doubtful): TakesOut {
  const traces = tracesOf(whose);
  const { numbers, mails } = contactsOf(whose);
  const { written } = whose;
  const contacts: Contacts = { numbers: [...numbers, ...written.numbers], mails: [...mails, ...written.mails] };
  // Only a namesake can be taken for them.
  const namesakes = officials
    .filter((name) => traces.surname !== null && name.search(traces.surname) >= 0)
    .map((name) => tracesOf({ ...NOBODY, name }));
  const isAnothers = (found: string, before: string) =>
    OF_STREET.test(before.slice(-20)) || namesakes.some(({ name }) => name !== null && found.search(name) >= 0);
  const isHidden = (found: string, before: string, isBare: boolean): boolean => {
    if (doubtful === 'hide') return true;
    const isOfAnother = isBare ? namesakes.length > 0 || isAnothers(found, before) : isAnothers(found, before);
    return isBare && doubtful === 'keep' ? false : !isOfAnother;
  };
  const replaced = (text: string, shape: RegExp | null, isBare: boolean) =>
    shape === null
      ? text
      : text.replace(shape, (found: string, ...rest: unknown[]) =>
          isHidden(found, text.slice(0, offsetIn(rest)), isBare) ? MASK : found,
        );
  // A rule may see but a part of a number that is known: «8917555 1122».
  const knownPhones = (text: string) =>
    traces.phones.reduce((left, shape) => left.replace(shape, (phone) => wholly(maskPersonalData(phone))), text);
  const common = (text: string) => {
    const withoutPhones = traces.phones.reduce((left, shape) => left.replace(shape, MASK), text);
    const withoutNames = replaced(replaced(withoutPhones, traces.name, false), traces.surname, true);
    return maskFlat(withoutHome(withoutNames, traces, whose.place));
  };
  return {
    own: (text) => common(maskPersonalData(knownPhones(text))),
    officials: (text) => common(maskPersons(text, contacts, office)),
    doubtful: (text) =>
      [
        ...found(text, traces.name).filter(([name, before]) => isAnothers(name, before)),
        ...found(
          text.replace(traces.name ?? NEVER, (name) => ' '.repeat(name.length)),
          traces.surname,
        ),
      ].map(([name, before]) =>
        `${before.slice(-AROUND)}${name}${text.slice(before.length + name.length, before.length + name.length + AROUND)}`.trim(),
      ),
  };
}
/** So much of a text lets people tell who is meant. */
const AROUND = 40;

const offsetIn = (rest: readonly unknown[]): number => rest.findLast((one) => typeof one === 'number') ?? 0;

const found = (text: string, shape: RegExp | null): (readonly [string, string])[] =>
  shape === null ? [] : [...text.matchAll(shape)].map((match) => [match[0], text.slice(0, match.index)] as const);

/** Their house goes, unless it is the place of the problem: then the flat alone does. */
function withoutHome(text: string, { home, house }: Traces, place: string): string {
  if (!home || !house) return text;
  const isPlace = place.search(house) >= 0;
  const without = text.replace(home, isPlace ? `$1, ${MASK}` : MASK);
  return isPlace ? without : without.replace(house, MASK);
}
