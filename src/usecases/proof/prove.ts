import { databaseOf, statement } from '../../database/database';
import { AppError } from '../../errors';
import type { Json } from '../../proof/canonical';
import type { Head } from '../../proof/head';
import { inclusionPath, isIncluded, subtreesBeside } from '../../proof/inclusion';
import { lineOf } from '../../proof/line';
import { hex, leafHash, sameHash } from '../../proof/tree';
import { wordsDigest } from '../../proof/words';
import type { Actor } from '../../regulation/facts';
import { maskPlace } from '../../text/personal-data';
import { readWholeHistory, type History } from '../card/history';
import type { Desk } from '../kit/ports';
import { type Row, headOf, lastHead, readSubtrees } from './sealed';

/** That entries are in the tree of a head: what is attached to a paper as `proof.json`. */
export interface Proof {
  readonly head: Head;
  readonly entries: readonly {
    /** In the tree, from 0. */
    readonly index: number;
    readonly line: string;
    readonly path: readonly string[];
    /** Of the digest in its line. Absent: it has none, or somebody was forgotten in them. */
    readonly words?: { readonly salt: string; readonly text: string };
  }[];
}

/**
 * Where an entry stands with its seal.
 *
 * proven    its proof is there
 * heldBack  it is sealed, and holds what does not belong where the proof goes
 * waiting   it is not sealed yet
 * differs   it is not what was sealed
 */
export type SealState = 'proven' | 'heldBack' | 'waiting' | 'differs';

export interface AppealProof {
  /** Null: nothing of it is sealed yet. */
  readonly proof: Proof | null;
  /** By the entry's id. `place`: in the tree, from 0; null: it has none yet. */
  readonly seals: ReadonlyMap<number, { readonly state: SealState; readonly place: number | null }>;
}

const readEntries = statement(
  'journal.entries-of-appeal',
  `select l.place, l.hash, row_to_json(j) as entry, w.salt, w.words from journal_entry j left join journal_leaf l on l.entry_id = j.id
     left join journal_words w on w.id = j.words_id
   where j.appeal_id = $1 order by l.place nulls last, j.id`,
);

interface Read {
  readonly place: number | null;
  readonly hash: Buffer | null;
  readonly entry: Row;
  readonly salt: Buffer | null;
  readonly words: string | null;
}

/**
 * Proofs of an appeal's entries, by the last head. Whoever may see them has been asked by the caller.
 * @param keepBack leaves out what holds personal data, since it goes into a messenger; it stays provable where the journal is
 */
export async function proveAppeal(desk: Desk, appealId: number, keepBack: boolean): Promise<AppealProof> {
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await lastHead(tx);
    const rows = await tx.query<Read>(readEntries, [appealId]);
    const entries = rows.map((row) => ({ id: row.entry.id, ...sealOf(row, kept?.size ?? 0, keepBack) }));
    const seals = new Map(entries.map(({ id, state, place }) => [id, { state, place }]));
    const proven = entries.flatMap(({ state, place, line, words }) =>
      state === 'proven' && place !== null ? [{ place, line, words }] : [],
    );
    if (!kept || proven.length === 0) return { proof: null, seals };
    const { size } = kept;
    const hashOf = await readSubtrees(
      tx,
      proven.flatMap(({ place }) => subtreesBeside(place, size)),
    );
    const root = Buffer.from(kept.root, 'hex');
    const proofs = proven.map(({ place, line, words }) => {
      const path = inclusionPath(place, size, hashOf);
      // A paper with a proof that does not hold would accuse an office whose entries are in order.
      if (!isIncluded({ leaf: leafHash(line), index: place, size, path, root }))
        throw new AppError(
          'journal_tree',
          `The journal's tree does not lead from ${place} to its head; see journal:verify`,
        );
      return { index: place, line, path: path.map(hex), ...(words && { words }) };
    });
    return { proof: { head: headOf(kept), entries: proofs }, seals };
  });
}

function sealOf({ place, hash, entry, salt, words }: Read, size: number, keepBack: boolean) {
  const line = lineOf(entry);
  const state = (): SealState => {
    if (place === null || hash === null || place >= size) return 'waiting';
    if (!sameHash(leafHash(line), hash)) return 'differs';
    if (salt && words !== null && wordsDigest(salt, words) !== entry['words_digest']) return 'differs';
    const said = words === null ? null : (JSON.parse(words) as Json);
    return keepBack && (holdsPersonalData(entry.details) || holdsPersonalData(said)) ? 'heldBack' : 'proven';
  };
  return { line, place, state: state(), words: salt && words !== null ? { salt: hex(salt), text: words } : null };
}

/** In any of its words; what the program has written itself holds none. */
function holdsPersonalData(value: Json | undefined): boolean {
  if (typeof value === 'string') return !IS_MOMENT.test(value) && maskPlace(value) !== value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsPersonalData);
}
const IS_MOMENT = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/;

export interface ProvenHistory {
  /** The oldest line first. */
  readonly history: History;
  readonly proof: AppealProof;
}

export type NoHistory = 'notFound' | 'damaged';

/**
 * The whole history of an appeal with what proves it. `notFound`: there is no such appeal, or the viewer takes no part in the work;
 * `damaged`: what is kept of the journal's tree proves nothing any more.
 * @param keepBack for a messenger: see `proveAppeal`
 */
export async function readHistoryPaper(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  keepBack: boolean,
): Promise<ProvenHistory | NoHistory> {
  const history = await readWholeHistory(desk, viewer, appealId);
  if (!history) return 'notFound';
  try {
    const proof = await proveAppeal(desk, appealId, keepBack);
    return { history, proof };
  } catch (error) {
    if (error instanceof AppError && error.code === 'journal_tree') return 'damaged';
    throw error;
  }
}
