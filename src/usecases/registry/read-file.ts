import { Account } from '../../../entities/person';
import { type Unsought, RegistryRow } from '../../../entities/registry-file';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction, databaseOf } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../kit/journal';
import { say, type Message } from '../kit/messages';
import { holdersOfRole, type Official } from '../kit/officials';
import { type Desk, circumstances, type Records, type MessageRef } from '../kit/ports';
import { soundsForAll } from '../people/on-duty';
import { tellIfNobodyCoordinates } from '../people/store';
import { COUNTED } from './differs';
import {
  type FileState,
  changeFile,
  lockedFile,
  wakeWorker,
  deleteTrial,
  FILE,
  takeFile,
  type TakenFile,
  fileById,
} from './files';
import { tellOfLowMarks } from './marks';
import { settleSightings, unsoughtIn } from './sightings';

/** Whether a file is behind what is known. */
export interface Age {
  /** The day of a file that was brought in and is younger; null: none is. */
  readonly newest: PlainDate | null;
  /** On which day the same bytes were brought in; null: they were not. */
  readonly loadedBefore: PlainDate | null;
}

// Only what was brought in before it: of two files of one day nobody can tell which is older, so the later one is believed.
const selectAge = statement(
  'registry.age',
  `select max(o.day) filter (where o.day > f.day) as newest,
     max((o.ended_at at time zone $2)::date) filter (where o.sha256 = f.sha256 and o.id < f.id) as "loadedBefore"
   from registry_file f join registry_file o on o.id <> f.id and o.state = 'done' and o.source <> 'trial' and o.day is not null
   where f.id = $1`,
);

export async function ageOf(queries: Queries, desk: Desk, fileId: number): Promise<Age> {
  const [age] = await queries.query<Age>(selectAge, [fileId, desk.office.calendar().zone]);
  return { newest: age?.newest ?? null, loadedBefore: age?.loadedBefore ?? null };
}

/** It may say of appeals what is older than is known: they are left as they are, unless somebody wants it all the same. */
export const isBehind = ({ newest, loadedBefore }: Age): boolean => newest !== null || loadedBefore !== null;

const selectLast = statement(
  'registry.last-ended',
  `select max(ended_at) as at from registry_file where id < $1 and state = 'done' and source <> 'trial' and day is not null`,
);

/** When the file before this one was over; null: there was none. */
export const lastEnded = async (queries: Queries, fileId: number): Promise<Date | null> =>
  (await queries.query<{ at: Date | null }>(selectLast, [fileId]))[0]?.at ?? null;

const CHAT = columns(Account, ['messenger', 'chatId']);
const chatOfPerson = statement(
  'registry.chat-of-person',
  `select ${CHAT} from account where is_home and person_id = $1`,
);

/** Whoever has sent the file sees what becomes of it, in one message that is drawn anew. */
export async function tellOfFile(tx: Transaction, { id, personId }: FileState, now: Date): Promise<void> {
  const to = personId === null ? null : await chatOf(tx, personId);
  if (!to || personId === null) return;
  const key = `registry:${id}:person:${personId}`;
  await say(
    tx,
    [{ key, to, kind: 'registryFile', params: { personId, fileId: id }, silent: true, mergeable: true }],
    now,
  );
}

/** A question about a file that nobody has sent goes to every coordinator: whoever is first has answered for all. */
export async function tellOfQuestion(tx: Transaction, desk: Desk, { id, source, asked }: FileState): Promise<void> {
  if (source !== 'folder' || !asked) return;
  const now = desk.clock.now();
  const sounds = await soundsForAll(tx, circumstances(desk));
  const coordinators = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    coordinators.map(({ id: reader, ...to }): Message => {
      const key = `registry:${id}:asks:${asked.layout.slice(0, 16)}:person:${reader}`;
      return { key, to, kind: 'registryAsks', params: { personId: reader, fileId: id }, silent: !sounds(reader) };
    }),
    now,
  );
}

/** Rows in error go to whoever has sent the file, as a file to be corrected and sent again. Once, when they are known. */
export async function tellOfErrors(tx: Transaction, { id, personId, counts }: FileState, now: Date): Promise<void> {
  const to = counts.bad > 0 && personId !== null ? await chatOf(tx, personId) : null;
  if (!to || personId === null) return;
  const key = `registry:${id}:errors:person:${personId}`;
  await say(tx, [{ key, to, kind: 'registryErrors', params: { personId, fileId: id }, silent: true }], now);
}

/**
 * The file is over: every other coordinator gets one message with counts, however large it was, if there is something in it for
 * them. Nobody has sent what came into the folder, so all of them hear what is wrong with it.
 */
export async function tellOfEnd(tx: Transaction, desk: Desk, file: FileState): Promise<void> {
  await tellOfLowMarks(tx, desk, file);
  const { id, personId, counts, result, source, state, grownFromId, layout, onlyFresh } = file;
  const isLeftOut = (counts.held ?? 0) > 0 || (layout?.leftOut ?? []).length > 0 || (onlyFresh && counts.changed > 0);
  const isTrouble = source === 'folder' && (counts.bad > 0 || isLeftOut || state === 'refused' || grownFromId !== null);
  if (result.open + result.finished + result.changed === 0 && !isTrouble) return;
  const now = desk.clock.now();
  await tellIfNobodyCoordinates(tx, now);
  const sounds = await soundsForAll(tx, circumstances(desk));
  const isNews = result.open > 0 || isTrouble;
  const others = (await holdersOfRole(tx, 'coordinator')).filter((person) => person.id !== personId);
  await say(
    tx,
    others.map(({ id: reader, ...to }): Message => {
      const key = `registry:${id}:done:person:${reader}`;
      return {
        key,
        to,
        kind: 'registryDone',
        params: { personId: reader, fileId: id },
        silent: !isNews || !sounds(reader),
      };
    }),
    now,
  );
}

const chatOf = async (tx: Transaction, personId: number): Promise<RowOf<typeof CHAT> | null> =>
  (await tx.query<RowOf<typeof CHAT>>(chatOfPerson, [personId]))[0] ?? null;

/** What came of a press; `over`: the file is done with, or not theirs. */
export type Decided = 'loading' | 'dropped' | 'already' | 'over';

/** `anyway`: also what is older than is known. */
export type Decision = 'loading' | 'anyway' | 'dropped';

/**
 * «Загрузить» and «Не нужно» under the preview: the file is brought in by whichever process works on files, or forgotten.
 * @idempotent by the state of the file: a second press finds it loading
 */
export function decideOnFile(desk: Desk, actor: Actor, fileId: number, decision: Decision): Promise<Decided> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (!file || !hasRight(actor, 'register')) return 'over';
    if (decision === 'anyway' && file.state === 'done' && file.onlyFresh && file.forgottenAt === null) {
      if (file.source === 'chat' && file.personId !== actor.personId) return 'over';
      await changeFile(tx, fileId, { state: 'loading', loadedRow: 0, onlyFresh: false, endedAt: null });
    } else {
      if (file.personId !== actor.personId) return 'over';
      if (file.state !== 'ready') return file.state === 'loading' ? 'already' : 'over';
      await changeFile(tx, fileId, await after(tx, desk, file, decision));
    }
    if (decision === 'anyway') await noteAnyway(tx, desk, file, actor.personId);
    if (decision === 'dropped') await settleSightings(tx, desk, { ...file, state: decision });
    await tellOfFile(tx, file, now);
    await wakeWorker(tx);
    return decision === 'dropped' ? 'dropped' : 'loading';
  });
}

/** What is older than is known changes nothing by silence. */
async function after(tx: Transaction, desk: Desk, { id }: FileState, decision: Decision) {
  if (decision === 'dropped') return { state: 'dropped', endedAt: desk.clock.now() } as const;
  return { state: 'loading', onlyFresh: decision === 'loading' && isBehind(await ageOf(tx, desk, id)) } as const;
}

/** «Всё равно»: an older file may take back what is known, so it is remembered who wanted that. */
export async function noteAnyway(
  tx: Transaction,
  desk: Desk,
  { id, name, day }: FileState,
  personId: number | null,
): Promise<void> {
  const { newest, loadedBefore } = await ageOf(tx, desk, id);
  if (newest === null && loadedBefore === null) return;
  await changeFile(tx, id, { loadedAnyway: true });
  await addPeopleEntry(tx, {
    at: desk.clock.now(),
    action: 'loadAnyway',
    personId,
    capacity: personId === null ? null : 'coordinator',
    details: { fileId: id, name, day, newest, loadedBefore },
  });
}

const selectUnfinished = statement(
  'registry.unfinished-command',
  `select ${FILE} from registry_file where source = 'command' and sha256 = $1 and state in ('reading', 'ready', 'loading') order by id desc limit 1`,
);

/** The file of a command. One that was killed goes on where it stopped; a dry run begins anew and ends without a trace. */
export const takeCommandFile = (
  desk: Desk,
  { name, sha256, isDryRun }: Pick<TakenFile, 'name' | 'sha256'> & { readonly isDryRun: boolean },
): Promise<FileState> =>
  databaseOf(desk).transaction(async (tx) => {
    const [unfinished] = isDryRun ? [] : await tx.query<FileState>(selectUnfinished, [sha256]);
    const source = isDryRun ? 'trial' : 'command';
    return unfinished ?? takeFile(tx, { source, name, sha256 }, desk.clock.now());
  });

/**
 * Whoever runs a command has said what they want.
 * @param onlyFresh what is known stays as it is
 * @idempotent by the state of the file
 */
export const startLoading = (desk: Desk, fileId: number, onlyFresh = false): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'ready') return;
    await changeFile(tx, fileId, { state: 'loading', onlyFresh });
    if (!onlyFresh) await noteAnyway(tx, desk, file, null);
  });

/** A question that a command can't answer: the file is not brought in. @idempotent by the state of the file */
export const dropAsking = (desk: Desk, fileId: number): Promise<void> =>
  databaseOf(desk).transaction(async (tx) => {
    const file = await lockedFile(tx, fileId);
    if (file?.state !== 'asking') return;
    if (file.source === 'trial') return deleteTrial(tx, fileId);
    await changeFile(tx, fileId, { state: 'dropped', endedAt: desk.clock.now() });
    await settleSightings(tx, desk, { ...file, state: 'dropped' });
  });

/** @idempotent */
export const dropDryRun = (desk: Desk, fileId: number): Promise<void> =>
  databaseOf(desk).transaction((tx) => deleteTrial(tx, fileId));

const BAD = columns(RegistryRow, ['row', 'cells', 'complaints']);
export type BadRow = Readonly<RowOf<typeof BAD>>;

/**
 * Of rows in error: no reader keeps more, but one of an earlier version may have. They become one workbook, in the process that
 * answers presses.
 */
const MOST_BAD = { rows: 10_000, bytes: 10_000_000 } as const;

const selectBad = statement(
  'registry.bad-rows',
  `select ${BAD} from (
     select ${BAD}, sum(octet_length(cells::text)) over (order by row) as bytes
     from (select ${BAD} from registry_row where file_id = $1 and verdict = 'bad' and cells is not null order by row limit $2) first) kept
   where bytes <= ${MOST_BAD.bytes} order by row`,
);
const selectHeld = statement(
  'registry.held-rows',
  `select row from registry_row where file_id = $1 and verdict = 'held' order by row limit 10`,
);
const countShown = statement(
  'registry.count-shown',
  `select (select count(*)::int from registry_row where file_id = $1 and verdict = 'bad' and cells is not null) as listed,
     (select count(*)::int from (
     select distinct said -> 'appeal' ->> 'category' as category, said -> 'appeal' ->> 'subcategory' as subcategory, said -> 'appeal' ->> 'fact' as fact
     from registry_row where file_id = $1 and verdict = 'fresh' and said -> 'appeal' ? 'category') topic
   where not exists (select from category c where c.category = topic.category
     and c.subcategory is not distinct from topic.subcategory and c.fact is not distinct from topic.fact)) as "unknownTopics"`,
);

/** Rows in error that are kept, the first so many. */
export const readBadRows = (records: Records, fileId: number, atMost: number = MOST_BAD.rows): Promise<BadRow[]> =>
  databaseOf(records).query<BadRow>(selectBad, [fileId, atMost]);

/**
 * How its known rows differ from the bot: by kind what has begun to since the file before, and how much differs as it did.
 * A file of an earlier version knows no such: all of it counts as new.
 */
export function differencesOf({ counts: { differing, news = differing } }: FileState) {
  const counts = COUNTED.map((kind) => ({ kind, count: news[kind] ?? 0, all: differing[kind] ?? 0 }));
  return {
    news: counts.filter(({ count }) => count > 0),
    standing: counts.reduce((sum, { count, all }) => sum + Math.max(0, all - count), 0),
  };
}

/** A file as people are shown it. */
export interface ShownFile extends Age {
  readonly file: FileState;
  /** The first few rows in error. */
  readonly bad: readonly BadRow[];
  /** How many rows in error are kept, to be corrected in a file of their own: not all, when there are very many. */
  readonly listed: number;
  /** Of its new appeals, that the list of categories does not have, as a registration compares them: by the whole path. */
  readonly unknownTopics: number;
  /** The first few rows of which nobody has said the kind. */
  readonly held: readonly number[];
  /** Why what it does not name is not looked for; null: it is, or nothing hangs on it. */
  readonly unsought: Unsought | null;
}

/** Once it is brought in, whatever it does not name would be missing in ПОС: not of one that is behind what is known. */
const mayTell = (file: FileState, age: Age): boolean =>
  file.state === 'ready' && file.receivedFrom !== null && !isBehind(age);

/** How many rows in error a message shows. */
const SHOWN_BAD = 5;

/** Null: there is no such file. */
export async function readShownFile(desk: Desk, fileId: number): Promise<ShownFile | null> {
  const file = await fileById(desk, fileId);
  if (!file) return null;
  const database = databaseOf(desk);
  type Counted = Pick<ShownFile, 'listed' | 'unknownTopics'>;
  const [{ listed, unknownTopics } = { listed: 0, unknownTopics: 0 }] = await database.query<Counted>(countShown, [
    fileId,
  ]);
  const held = (file.counts.held ?? 0) > 0 ? await database.query<{ row: number }>(selectHeld, [fileId]) : [];
  const bad = await readBadRows(desk, fileId, SHOWN_BAD);
  const age = await ageOf(database, desk, fileId);
  const unsought = file.result.unsought ?? (mayTell(file, age) ? await unsoughtIn(database, desk, file) : null);
  return { file, bad, listed, unknownTopics, held: held.map(({ row }) => row), unsought, ...age };
}

/** A file that a coordinator has sent in the chat. */
export interface SentRegistry {
  readonly name: string;
  readonly sha256: string;
  /** The message that brought it, as its messenger names it. */
  readonly message: MessageRef;
}

/** Its person sees at once that it is being read. @idempotent by the message */
export function takeSentFile(desk: Desk, { personId, messenger }: Official, sent: SentRegistry): Promise<void> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const { name, sha256, message } = sent;
    const file = await takeFile(tx, { source: 'chat', name, sha256, sentBy: { personId, messenger, message } }, now);
    await tellOfFile(tx, file, now);
  });
}

/** A preview says what was new then; after a week of exports it says little that is true. */
const DAYS = 7;
const DAY_MS = 86_400_000;

/** A chat's and a folder's files are read by themselves, whatever is restarted. */
const ABANDONED = `taken_at < $1 and (state = 'ready' or state = 'asking' and source <> 'folder' or state = 'reading' and source in ('command', 'trial'))`;
const selectAbandoned = statement('registry.abandoned', `select id from registry_file where ${ABANDONED} order by id`);
const isAbandoned = statement('registry.is-abandoned', `select from registry_file where ${ABANDONED} and id = $2`);

/**
 * Previews about which nobody has decided, and what a killed command has left, are dropped: else their rows would stay for ever.
 * Whoever has sent the file sees so.
 * @idempotent by the state of the file
 */
export async function dropAbandoned(desk: Desk): Promise<void> {
  const now = desk.clock.now();
  const before = new Date(now.getTime() - DAYS * DAY_MS);
  for (const { id } of await databaseOf(desk).query<{ id: number }>(selectAbandoned, [before]))
    await databaseOf(desk).transaction((tx) => drop(tx, desk, id, before, now));
}

async function drop(tx: Transaction, desk: Desk, id: number, before: Date, now: Date): Promise<void> {
  const file = await lockedFile(tx, id);
  if (!file || (await tx.query(isAbandoned, [before, id])).length === 0) return;
  if (file.source === 'trial') return deleteTrial(tx, id);
  await changeFile(tx, id, { state: 'dropped', endedAt: now });
  await settleSightings(tx, desk, { ...file, state: 'dropped' });
  await tellOfFile(tx, file, now);
}
