import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { ControlError } from '../errors';

const folder = join(__dirname, '..', 'page');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The page and its parts: everything from here, nothing from outside. */
export function pageFiles(app: FastifyInstance): void {
  app.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const path = normalize(join(folder, request.params['*'] === '' ? 'index.html' : request.params['*']));
    const type = types[extname(path)];
    const bytes =
      path.startsWith(folder + sep) && type !== undefined ? await readFile(path).catch(() => undefined) : undefined;
    if (bytes === undefined)
      throw new ControlError(
        404,
        'address',
        `there is nothing at ${request.url}`,
        'the page is at /, the control API at /stand/openapi.json',
      );
    return reply
      .type(type ?? '')
      .header('cache-control', 'no-store')
      .header('content-security-policy', "default-src 'self'; img-src 'self' blob: data:")
      .header('x-content-type-options', 'nosniff')
      .send(bytes);
  });
}
