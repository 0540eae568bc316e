import type { WebhookSettings } from './bot-api/webhook';
import type { Parts } from './parts';
import type { UpdateQueueState } from './world/update-queue';
import type { ChatMessage } from './world/types';
import type { WorldState } from './world/world';

/** Everything that a restart must not lose. Faults, budgets and the journal belong to one run. */
export interface StandState {
  readonly token: string;
  readonly clockOffsetMs: number;
  readonly world: WorldState;
  readonly updates: UpdateQueueState;
  readonly webhook?: WebhookSettings | undefined;
  readonly callbacks: ReturnType<Parts['callbacks']['dump']>;
  readonly files: ReturnType<Parts['files']['dump']>;
  readonly commands: ReturnType<Parts['commands']['dump']>;
  readonly profile: ReturnType<Parts['profile']['dump']>;
}

export const dump = (parts: Parts): StandState => ({
  token: parts.token,
  clockOffsetMs: parts.clock.offsetMs,
  world: parts.world.dump(),
  updates: parts.updates.dump(),
  webhook: parts.webhook.dump(),
  callbacks: parts.callbacks.dump(),
  files: parts.files.dump(),
  commands: parts.commands.dump(),
  profile: parts.profile.dump(),
});

export function load(parts: Parts, state: StandState, messages: readonly ChatMessage[]): void {
  parts.clock.offsetMs = state.clockOffsetMs;
  parts.world.load(state.world, messages);
  parts.updates.load(state.updates);
  parts.callbacks.load(state.callbacks);
  parts.files.load(state.files);
  parts.commands.load(state.commands);
  parts.profile.load(state.profile);
  // Last: it begins to deliver at once.
  parts.webhook.load(state.webhook);
}
