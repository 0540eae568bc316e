import type { Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { lastHead } from '../journal/sealed';
import { notSealedYet } from '../journal/seal';
import { say } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { circumstances, type Desk } from '../ports';
import { loadReaders } from './personal-digests';

/** Sealing takes seconds: what waits longer is worth a word. */
const USUAL_WAIT_MS = 10 * 60_000;

/**
 * To the curators, as the office closes: the head that the journal has now. It leaves the server with them, and whoever writes the journal
 * anew can't write theirs anew. Nothing where nothing was sealed yet.
 * @idempotent by person and day
 */
export async function tellHead(tx: Transaction, desk: Desk): Promise<void> {
  const head = await lastHead(tx);
  if (!head) return;
  const around = circumstances(desk);
  const { now, calendar } = around;
  const { since, count } = await notSealedYet(tx);
  const waiting = since && now.getTime() - since.getTime() > USUAL_WAIT_MS ? count : 0;
  const readers = await loadReaders(tx);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  const { size, root, sealedAt } = head;
  await say(
    tx,
    curators.flatMap(({ personId }) => {
      const to = readers.get(personId)?.chat;
      const key = `journalHead:${dayOf(now, calendar)}:person:${personId}`;
      const params = { personId, size, root, sealedAt, waiting };
      return to ? [{ key, to, kind: 'journalHead' as const, params, silent: true }] : [];
    }),
    now,
  );
}
