import { randomBytes } from 'node:crypto';
import type { StandClock } from '../clock';
import { Snapshot } from '../snapshot';
import type { ChatMessage } from '../world/types';
import { assembleMax, type MaxParts } from './parts';
import { dumpMax, loadMax, type MaxState } from './state';

const newToken = (): string => `max_${randomBytes(30).toString('base64url')}`;

/**
 * MAX as it was left, or anew.
 * @param stateFile where it is kept over restarts, files beside it; undefined: in memory
 * @throws Error naming the files when they cannot be read
 */
export function openMax({
  token,
  clock,
  flood,
  stateFile,
}: {
  readonly token: string | undefined;
  readonly clock: StandClock;
  readonly flood: boolean;
  readonly stateFile: string | undefined;
}): {
  readonly max: MaxParts;
  /** Writes the rest; the stand listens no more. */
  readonly keep: () => Promise<void>;
} {
  const saved = stateFile === undefined ? undefined : Snapshot.read<MaxState, ChatMessage>(stateFile);
  const snapshot: Snapshot<MaxState, ChatMessage> | undefined =
    stateFile === undefined ? undefined : new Snapshot(stateFile, () => dumpMax(max));
  const max: MaxParts = assembleMax({
    token: token ?? saved?.state.token ?? newToken(),
    clock,
    flood,
    filesFolder: stateFile === undefined ? undefined : `${stateFile}.files`,
    touch: () => snapshot?.changed(),
    record: (message) => snapshot?.append(message),
  });
  if (saved) loadMax(max, saved.state, saved.rows);
  snapshot?.compact(max.world.allMessages());
  return {
    max,
    keep: async () => snapshot?.close(),
  };
}
