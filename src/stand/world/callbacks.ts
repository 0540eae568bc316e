import { randomInt } from 'node:crypto';
import { machineNow, type StandClock } from '../clock';
import { badRequest } from '../errors';
import type { Updates } from './update-queue';
import type { ChatMessage, Person } from './types';
import { asMessage, type World } from './world';

/** A press waits for its answer this long (stand time), then the query is too old. */
const lifetimeMs = 150_000;

export interface CallbackAnswer {
  readonly text?: string | undefined;
  readonly show_alert?: boolean | undefined;
  readonly url?: string | undefined;
}

interface Query {
  readonly id: string;
  /** Stand time in milliseconds. */
  readonly at: number;
}

export interface PressResult {
  readonly answered: boolean;
  readonly text: string | null;
  readonly showAlert: boolean;
  readonly url: string | null;
  /** From the press to the answer, or to giving up. */
  readonly ms: number;
}

/** Pressed buttons whose bot has not answered yet. */
export class Callbacks {
  private readonly queries = new Map<string, Query>();
  private readonly waiting = new Map<string, (answer: CallbackAnswer) => void>();

  constructor(
    private readonly world: World,
    private readonly updates: Updates,
    private readonly clock: StandClock,
  ) {}

  /** Sends the bot a callback_query and waits for the answer at most `waitMs` of machine time. */
  async press(person: Person, message: ChatMessage, data: string, waitMs: number): Promise<PressResult> {
    const id = `${person.id}${randomInt(1e9, 9e9)}`;
    const began = machineNow();
    this.forgetOld();
    this.queries.set(id, { id, at: this.clock.now().getTime() });
    const answer = new Promise<CallbackAnswer | undefined>((resolve) => {
      const timer = setTimeout(() => resolve(undefined), waitMs);
      this.waiting.set(id, (given) => {
        clearTimeout(timer);
        resolve(given);
      });
    });
    this.updates.push('callback_query', `press:${person.id}`, message.chat.id, {
      id,
      from: this.world.userOf(person),
      message: asMessage(message),
      chat_instance: String(message.chat.id * 7919),
      data,
    });
    const given = await answer;
    this.waiting.delete(id);
    return {
      answered: given !== undefined,
      text: given?.text ?? null,
      showAlert: given?.show_alert ?? false,
      url: given?.url ?? null,
      ms: machineNow() - began,
    };
  }

  answer(id: string, answer: CallbackAnswer): void {
    const query = this.queries.get(id);
    if (!query || this.clock.now().getTime() - query.at > lifetimeMs)
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    // A second answer to a press is accepted and shows nothing.
    this.waiting.get(id)?.(answer);
  }

  /** Lets everybody who waits go at once. */
  close(): void {
    for (const done of this.waiting.values()) done({});
  }

  private forgetOld(): void {
    const oldest = this.clock.now().getTime() - lifetimeMs;
    for (const { id, at } of this.queries.values()) if (at < oldest) this.queries.delete(id);
  }

  dump(): Query[] {
    return [...this.queries.values()];
  }

  load(queries: Query[]): void {
    for (const query of queries) this.queries.set(query.id, query);
  }
}
