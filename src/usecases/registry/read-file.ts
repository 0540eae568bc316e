import type { Unsought } from '../../../entities/registry-file';
import { RegistryRow } from '../../../entities/registry-row';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { Desk, Records } from '../ports';
import { COUNTED } from './differs';
import { ageOf, isBehind, type Age } from './age-of-file';
import { fileById, type FileState } from './registry-files';
import { unsoughtIn } from './sightings';

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
