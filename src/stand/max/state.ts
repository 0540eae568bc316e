import type { ChatMessage } from '../world/types';
import type { WorldState } from '../world/world';
import type { BookState } from './book';
import type { Subscription } from './hooks';
import type { MaxParts } from './parts';
import type { MaxUpdatesState } from './updates';

/** Everything of MAX that a restart must not lose. */
export interface MaxState {
  readonly token: string;
  readonly world: WorldState;
  readonly book: BookState;
  readonly updates: MaxUpdatesState;
  readonly subscriptions: readonly Subscription[];
  readonly callbacks: ReturnType<MaxParts['callbacks']['dump']>;
  readonly files: ReturnType<MaxParts['files']['dump']>;
  readonly commands: ReturnType<MaxParts['commands']['dump']>;
}

export const dumpMax = (parts: MaxParts): MaxState => ({
  token: parts.token,
  world: parts.world.dump(),
  book: parts.book.dump(),
  updates: parts.updates.dump(),
  subscriptions: parts.hooks.list(),
  callbacks: parts.callbacks.dump(),
  files: parts.files.dump(),
  commands: parts.commands.dump(),
});

export function loadMax(parts: MaxParts, state: MaxState, messages: readonly ChatMessage[]): void {
  parts.world.load(state.world, messages);
  parts.book.load(state.book);
  parts.updates.load(state.updates);
  parts.callbacks.load(state.callbacks);
  parts.files.load(state.files);
  parts.commands.load(state.commands);
  // Last: it begins to deliver at once.
  parts.hooks.load(state.subscriptions);
}
