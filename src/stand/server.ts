import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { botApiRoutes } from './bot-api/routes';
import { Door } from './control/door';
import { refuseForeigners } from './control/guard';
import { controlRoutes } from './control/routes';
import { openMax } from './max/open';
import type { MaxParts } from './max/parts';
import { maxRoutes } from './max/routes';
import { optionsSchema, type StandOptions } from './options';
import { assemble, type Parts } from './parts';
import { Snapshot } from './snapshot';
import { dump, load, type StandState } from './state';
import type { ChatMessage } from './world/types';
import type { World } from './world/world';

export interface Stand {
  /** `http://127.0.0.1:PORT`: the root of the Bot API, the page and the control API alike. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  /** The Bot API of MAX, and the token of the bot there. */
  readonly max: { readonly apiRoot: string; readonly token: string };
  close(): Promise<void>;
}

const newToken = (): string =>
  `7${String(randomBytes(4).readUInt32BE()).padStart(9, '0').slice(-9)}:AA${randomBytes(25).toString('base64url')}`;

const isLoopback = (host: string): boolean => /^127\.|^::1$/.test(host);
function portOf(app: FastifyInstance): number {
  const [address] = app.addresses();
  return typeof address === 'object' ? address.port : 0;
}
const isEverywhere = (host: string): boolean => ['0.0.0.0', '::'].includes(host);

/**
 * Listens at loopback, where the bot beside it comes, and at `host` if that is another.
 * @returns the port of both, and how to end the second
 * @throws when the port is taken, or `host` is no address of this machine
 */
async function listen(app: FastifyInstance, { host, port: wanted }: { readonly host: string; readonly port: number }) {
  await app.listen({ host: isEverywhere(host) ? host : '127.0.0.1', port: wanted });
  const port = portOf(app);
  if (isEverywhere(host) || isLoopback(host)) return { port, closeOuter: () => undefined };
  const outer = createServer((request, response) => app.routing(request, response));
  outer.listen(port, host);
  await once(outer, 'listening');
  const closeOuter = (): void => {
    outer.close();
    outer.closeAllConnections();
  };
  return { port, closeOuter };
}

/** The address for another machine; at every address, the first that others can reach. */
function outerUrl(host: string, port: number): string {
  const outside = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  const family = host === '::' ? 'IPv6' : 'IPv4';
  const found = isEverywhere(host) ? outside.find((one) => one.family === family)?.address : undefined;
  const address = found ?? host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function putPeople(world: World, people: z.output<typeof optionsSchema>['people']): void {
  for (const { id, started, ...facts } of people) {
    const person = world.putPerson(id, facts);
    if (started === true) person.started = true;
  }
}

export interface StandListeners {
  /** The page asks for everything anew; only with `canRestart`. */
  readonly onRestart?: () => void;
  /** A code by which one browser of another machine comes in, and the address to open there. */
  readonly onCode?: (code: string, url: string) => void;
}

/** All that is asked of the stand, not yet listening. Door: none where the stand belongs to this machine alone. */
async function serverOf(
  { host, canRestart, ...facts }: z.output<typeof optionsSchema>,
  parts: Parts,
  max: MaxParts,
  { onRestart, onCode }: StandListeners,
): Promise<{ readonly app: FastifyInstance; readonly door: Door | null }> {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024, routerOptions: { maxParamLength: 300 } });
  await app.register(multipart);
  const door = isLoopback(host) ? null : new Door((code) => onCode?.(code, outerUrl(host, portOf(app))));
  refuseForeigners(app, door);
  await app.register(async (scope) => botApiRoutes(scope, parts));
  await app.register(async (scope) => maxRoutes(scope, max));
  const restart = canRestart ? onRestart : undefined;
  await app.register(async (scope) => controlRoutes(scope, parts, max, { ...facts, restart }, door));
  return { app, door };
}

/**
 * Starts a stand on the loopback interface, and where `host` says so on another address too.
 * @throws when an option is wrong or the port is taken
 */
export async function startStand(given: StandOptions, listeners: StandListeners = {}): Promise<Stand> {
  const options = optionsSchema.parse(given);
  const { stateFile } = options;
  if (stateFile !== undefined) mkdirSync(dirname(stateFile), { recursive: true });
  const saved = stateFile === undefined ? undefined : Snapshot.read<StandState, ChatMessage>(stateFile);
  const token = options.token ?? saved?.state.token ?? newToken();
  const bot = {
    id: Number(token.split(':')[0]),
    username: options.bot?.username ?? 'stand_training_bot',
    first_name: options.bot?.first_name ?? 'Учебный бот',
  };
  // The snapshot and the parts need each other: parts report changes, the snapshot asks for the state.
  const snapshot: Snapshot<StandState, ChatMessage> | undefined =
    stateFile === undefined ? undefined : new Snapshot(stateFile, () => dump(parts));
  const parts: Parts = assemble({
    token,
    bot,
    flood: options.flood,
    filesFolder: stateFile === undefined ? undefined : `${stateFile}.files`,
    touch: () => snapshot?.changed(),
    record: (message) => snapshot?.append(message),
  });
  if (saved) load(parts, saved.state, saved.rows);
  const { max, keep: keepMax } = openMax({
    token: options.maxToken,
    clock: parts.clock,
    flood: options.flood,
    stateFile: stateFile === undefined ? undefined : `${stateFile}.max`,
  });
  snapshot?.compact(parts.world.allMessages());
  putPeople(parts.world, options.people);
  putPeople(max.world, options.maxPeople);
  // A group may have become something else since: what the state says of it counts.
  for (const { id, ...facts } of options.groups) if (!parts.world.groups.has(id)) parts.world.putGroup(id, facts);

  const { app, door } = await serverOf(options, parts, max, listeners);
  const { port, closeOuter } = await listen(app, options);
  max.origin = `http://127.0.0.1:${port}`;
  door?.open();

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    max: { apiRoot: `http://127.0.0.1:${port}/max`, token: max.token },
    port,
    async close() {
      parts.webhook.close();
      parts.updates.close();
      parts.callbacks.close();
      max.hooks.close();
      max.callbacks.close();
      closeOuter();
      await app.close();
      await Promise.all([snapshot?.close(), keepMax()]);
    },
  };
}
