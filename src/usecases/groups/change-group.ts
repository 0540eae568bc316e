import { GroupChat } from '../../../entities/group-chat';
import { databaseOf, repositoryOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { DIGEST_PARTS, type DigestPart } from '../digests/group-digest';
import { holdGroupChat, isTied } from '../direct-lines/question-groups';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { lineOf, type GroupLine } from './group-books';

export type GroupChange =
  /** Minutes after midnight; null: half an hour after the office opens. */
  | { readonly kind: 'hour'; readonly digestAt: number | null }
  | { readonly kind: 'part'; readonly part: DigestPart; readonly shown: boolean }
  | { readonly kind: 'running'; readonly running: boolean };

/** Each has words in `digest:groups.refusal`. `hour`: not in working time. `lastPart`: a digest of nothing. `gathers`: citizens ask there. */
export type GroupRefusal = 'notAdmin' | 'gone' | 'hour' | 'lastPart' | 'gathers';
export type GroupResult =
  { readonly ok: true; readonly id: number } | { readonly ok: false; readonly refusal: GroupRefusal };

/** @idempotent: what is so already is neither changed nor journaled */
export async function changeGroup(
  desk: Desk,
  actor: Official,
  groupId: number,
  change: GroupChange,
): Promise<GroupResult> {
  if (!hasRight(actor, 'administer')) return { ok: false, refusal: 'notAdmin' };
  const { opensAt, closesAt } = desk.office.calendar();
  if (change.kind === 'hour' && change.digestAt !== null && !(opensAt <= change.digestAt && change.digestAt < closesAt))
    return { ok: false, refusal: 'hour' };
  return databaseOf(desk).transaction(async (tx) => {
    const groups = repositoryOf(tx, GroupChat);
    const isBegun = change.kind === 'running' && change.running;
    // The chat before its row, as whoever adds a group holds them: the other way round two would wait for each other.
    const known = isBegun ? await groups.findOneBy({ id: groupId }) : null;
    if (known !== null) await holdGroupChat(tx, known);
    const group = await groups.findOne({ where: { id: groupId }, lock: { mode: 'pessimistic_write' } });
    if (!group) return { ok: false, refusal: 'gone' };
    if (isBegun && group.stoppedAt !== null && (await isTied(tx, group))) return { ok: false, refusal: 'gathers' };
    const before = lineOf(group);
    const after = changed(before, change);
    if (after.contents?.length === 0) return { ok: false, refusal: 'lastPart' };
    if (JSON.stringify(after) === JSON.stringify(before)) return { ok: true, id: groupId };
    const now = desk.clock.now();
    await groups.update(
      { id: groupId },
      {
        digestAt: after.digestAt,
        contents: after.contents && [...after.contents],
        stoppedAt: after.stopped ? (group.stoppedAt ?? now) : null,
      },
    );
    await noteChange(tx, now, actor, { groupId, ...change, before: formerOf(before, change) });
    return { ok: true, id: groupId };
  });
}

/** Under the name that the change has for it. */
function formerOf({ digestAt }: GroupLine, change: GroupChange): object {
  switch (change.kind) {
    case 'hour':
      return { digestAt };
    case 'part':
      return { shown: !change.shown };
    case 'running':
      return { running: !change.running };
  }
}

function changed(group: GroupLine, change: GroupChange): GroupLine {
  switch (change.kind) {
    case 'hour':
      return { ...group, digestAt: change.digestAt };
    case 'running':
      return { ...group, stopped: !change.running };
    case 'part': {
      const shown = group.contents ?? DIGEST_PARTS;
      const contents = DIGEST_PARTS.filter((part) => (part === change.part ? change.shown : shown.includes(part)));
      return { ...group, contents: contents.length === DIGEST_PARTS.length ? null : contents };
    }
  }
}
