import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sessionOf, type Door } from './door';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** As an IPv6 socket names an IPv4 address. */
const mapped = '::ffff:';

function hostName(host: string | undefined): string | undefined {
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/** An address of a socket as it stands in a URL. */
function asHost(address: string | undefined): string | undefined {
  const plain = address?.startsWith(mapped) ? address.slice(mapped.length) : address;
  return plain?.includes(':') ? `[${plain}]` : plain;
}

/** Both ends on this machine, by the name that only this machine has: nobody else can be behind it. */
const isNear = ({ headers, socket }: FastifyRequest): boolean =>
  loopbackNames.has(hostName(headers.host) ?? '') && /^127\.|^\[::1\]$/.test(asHost(socket.remoteAddress) ?? '');

/**
 * A page from elsewhere, opened in the same browser, must neither read the stand (a name that resolves to its address) nor
 * write to it (a form or a fetch without preflight). So it is called by a name of this machine, or by the very address at
 * which the request has come in.
 */
function isForeign(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const host = hostName(headers.host);
  if (host === undefined || !(isNear(request) || host === asHost(socket.localAddress))) return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const { protocol, hostname, port } = new URL(origin);
  const isSameHost = isNear(request) ? loopbackNames.has(hostname) : hostname === host;
  return protocol !== 'http:' || !isSameHost || port !== new URL(`http://${headers.host}`).port;
}

/** The page's own files hold no secret, and the Bot API asks for its token. */
const needsCode = ({ url }: FastifyRequest): boolean => url.startsWith('/stand/') && url !== '/stand/enter';

/** @param door null: the stand belongs to this machine alone, and there is none */
export function refuseForeigners(app: FastifyInstance, door: Door | null): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isForeign(request)) {
      const error = {
        field: 'Host, Origin',
        reason: 'the stand answers only its own machine',
        todo: 'open it as http://127.0.0.1',
      };
      await reply.code(403).send({ error });
    } else if (door && needsCode(request) && !isNear(request) && !door.knows(sessionOf(request))) {
      const error = {
        field: 'code',
        reason: 'this browser has not told the code',
        todo: 'POST /stand/enter with the one that the terminal of the stand shows',
      };
      await reply.code(401).send({ error });
    }
  });
}
