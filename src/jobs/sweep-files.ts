import { statement, type Queries } from '../database/database';
import { pause } from '../process/pause';
import type { FileStore } from '../usecases/kit/ports';

/** An update or a request that has stored the same bytes and was to write its row is handled by then, or will store them anew. */
const DAYS = 7;
const DAY = 86_400_000;
/** Nothing is written for so long. */
const UNFINISHED_DAYS = 1;
const PIECE = 500;
/** Whoever presses meanwhile comes first. */
const PAUSE_MS = 100;

/** A command reads its file where it lies. */
const BROUGHT_TO_US = `source not in ('command', 'trial')`;

/** Which rows need stored bytes: a column of an entity, unless another of its columns says since when they don't. A test knows every column that could name bytes. */
export const NEEDED_BY: readonly {
  readonly column: string;
  readonly table: string;
  readonly sha256: string;
  readonly unless?: string;
  /** Of which rows the bytes were put into the store; absent: of all. */
  readonly of?: string;
}[] = [
  { column: 'Attachment.sha256', table: 'attachment', sha256: 'sha256', unless: 'original_deleted_at' },
  { column: 'Attachment.thumbnailSha256', table: 'attachment', sha256: 'thumbnail_sha256' },
  { column: 'DestructionAct.sha256', table: 'destruction_act', sha256: 'sha256' },
  { column: 'EngagementPaper.sha256', table: 'engagement_paper', sha256: 'sha256' },
  { column: 'EngagementPaperPart.sha256', table: 'engagement_paper_part', sha256: 'sha256' },
  { column: 'EngagementPaper.signatureSha256', table: 'engagement_paper', sha256: 'signature_sha256' },
  { column: 'EngagementPictureBytes.sha256', table: 'engagement_picture', sha256: 'sha256' },
  { column: 'Letter.sha256', table: 'letter', sha256: 'sha256' },
  { column: 'Protocol.sha256', table: 'protocol', sha256: 'sha256' },
  {
    column: 'RegistryFile.sha256',
    table: 'registry_file',
    sha256: 'sha256',
    unless: 'emptied_at',
    of: BROUGHT_TO_US,
  },
];
const neededBy = NEEDED_BY.map(
  ({ table, sha256, unless, of }) =>
    `exists (select from ${table} n where n.${sha256} = r.sha256${unless ? ` and n.${unless} is null` : ''}${of ? ` and n.${of}` : ''})`,
);

const selectOver = statement(
  'sweep.over',
  `select r.sha256, ${neededBy.join(' or ')} as used
   from removed_file r where removed_at < $1 order by removed_at limit ${PIECE}`,
);
const forgetRemoved = statement('sweep.done', 'delete from removed_file where sha256 = $1 and removed_at < $2');

export interface Sweeping {
  readonly database: Queries;
  readonly files: Pick<FileStore, 'remove' | 'removeUnfinished'>;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/**
 * Deletes bytes that were listed for it and that no row needs: not those of another appeal's photo, and not those that have come
 * again since, whose row may be about to be written. Before them what a kill has left half written.
 * @returns how many files are gone
 */
export async function sweepFiles({ database, files, now, signal }: Sweeping): Promise<number> {
  const before = new Date(now.getTime() - DAYS * DAY);
  let gone = await files.removeUnfinished(new Date(now.getTime() - UNFINISHED_DAYS * DAY));
  for (let found = PIECE; found === PIECE && !signal?.aborted;) {
    const listed = await database.query<{ sha256: string; used: boolean }>(selectOver, [before]);
    found = listed.length;
    for (const { sha256, used } of listed) {
      if (!used && (await files.remove(sha256, before))) gone += 1;
      await database.query(forgetRemoved, [sha256, before]);
    }
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return gone;
}
