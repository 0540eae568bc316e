import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { tokenIndex } from './token';

/**
 * Connections by which nobody has shown a token of the office share a budget, apart from those of callers who have: a crowd that says
 * nothing, or half of something, keeps none of them out. When it is used up the one goes by which nothing whole was asked for longest.
 */
export function limitStrangers(server: FastifyInstance, tokens: readonly string[], most: number): void {
  // in the order of what they last asked
  const strangers = new Set<Socket>();
  const callers = new WeakSet<Socket>();
  server.server.on('connection', (socket) => {
    strangers.add(socket);
    socket.once('close', () => strangers.delete(socket));
    const [longest] = strangers;
    if (strangers.size > most) longest?.destroy();
  });
  server.addHook('onRequest', async ({ raw: { socket }, headers }) => {
    strangers.delete(socket);
    if (tokenIndex(headers.authorization, tokens) !== null) callers.add(socket);
    else if (!callers.has(socket) && !socket.destroyed) strangers.add(socket);
  });
}
