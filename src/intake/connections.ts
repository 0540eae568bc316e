import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface Connections {
  /**
   * Ends the server: it listens no more, answers 503 to what comes by a connection that is still open, and finishes what is in
   * hand. A connection by which nobody asks anything whole is ended at once, any other after this long: no caller decides when
   * the process ends.
   */
  close(limitMs: number): Promise<void>;
}

/** Knows who is connected, and by which connections a request is in hand. Begun before the server listens. */
export function watchConnections(app: FastifyInstance): Connections {
  const server: Server = app.server;
  const inHand = new Map<Socket, number>();
  const count = (socket: Socket, change: number): void => {
    const requests = inHand.get(socket);
    if (requests !== undefined) inHand.set(socket, requests + change);
  };
  server.on('connection', (socket) => {
    inHand.set(socket, 0);
    socket.once('close', () => inHand.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    count(socket, 1);
    response.once('close', () => {
      count(socket, -1);
      if (!server.listening && inHand.get(socket) === 0) socket.destroySoon();
    });
  });
  return {
    async close(limitMs) {
      const closed = app.close();
      for (const [socket, requests] of inHand) if (requests === 0) socket.destroy();
      const limit = setTimeout(() => server.closeAllConnections(), limitMs);
      await closed.finally(() => clearTimeout(limit));
    },
  };
}
