import type { FastifyInstance, FastifyRequest } from 'fastify';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostName(host: string | undefined): string | undefined {
  return host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/**
 * The stand belongs to this machine. A page from elsewhere, opened in the same browser, must neither read it (a name
 * that resolves to 127.0.0.1) nor write to it (a form or a fetch without preflight).
 */
function isForeign({ headers }: FastifyRequest): boolean {
  const host = hostName(headers.host);
  if (host === undefined || !loopbackNames.has(host)) return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  const { protocol, hostname, port } = new URL(origin);
  return protocol !== 'http:' || !loopbackNames.has(hostname) || port !== new URL(`http://${headers.host}`).port;
}

export function refuseForeigners(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isForeign(request)) return;
    await reply.code(403).send({
      error: {
        field: 'Host, Origin',
        reason: 'the stand answers only its own machine',
        todo: 'open it as http://127.0.0.1',
      },
    });
  });
}
