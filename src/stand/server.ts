import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { botApiRoutes } from './bot-api/routes';
import { refuseForeigners } from './control/guard';
import { controlRoutes } from './control/routes';
import { optionsSchema, type StandOptions } from './options';
import { assemble, type Parts } from './parts';
import { Snapshot } from './snapshot';
import { dump, load, type StandState } from './state';
import type { ChatMessage } from './world/types';

export interface Stand {
  /** `http://127.0.0.1:PORT`: the root of the Bot API, the page and the control API alike. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  close(): Promise<void>;
}

const newToken = (): string =>
  `7${String(randomBytes(4).readUInt32BE()).padStart(9, '0').slice(-9)}:AA${randomBytes(25).toString('base64url')}`;

/**
 * Starts a stand on the loopback interface.
 * @param onRestart called when the page asks for everything anew; used only with `canRestart`
 * @throws when an option is wrong or the port is taken
 */
export async function startStand(
  given: StandOptions,
  { onRestart }: { readonly onRestart?: () => void } = {},
): Promise<Stand> {
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
  snapshot?.compact(parts.world.allMessages());
  for (const { id, started, ...facts } of options.people) {
    const person = parts.world.putPerson(id, facts);
    if (started === true) person.started = true;
  }
  // A group may have become something else since: what the state says of it counts.
  for (const { id, ...facts } of options.groups) if (!parts.world.groups.has(id)) parts.world.putGroup(id, facts);

  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024, routerOptions: { maxParamLength: 300 } });
  await app.register(multipart);
  refuseForeigners(app);
  await app.register(async (scope) => botApiRoutes(scope, parts));
  await app.register(async (scope) =>
    controlRoutes(scope, parts, { ...options, restart: options.canRestart ? onRestart : undefined }),
  );
  await app.listen({ host: '127.0.0.1', port: options.port });
  const { port } = app.server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    port,
    async close() {
      parts.webhook.close();
      parts.updates.close();
      parts.callbacks.close();
      await app.close();
      await snapshot?.close();
    },
  };
}
