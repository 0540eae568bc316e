import type { FastifyInstance } from 'fastify';
import { ControlError } from '../errors';
import type { MaxParts } from '../max/parts';
import type { Parts, Phones } from '../parts';
import { doorRoutes, type Door } from './door';
import { documentRoutes } from './document-routes';
import { groupRoutes } from './group-routes';
import { labRoutes } from './lab-routes';
import { openApi } from './openapi';
import { pageFiles } from './page-files';
import { peopleRoutes } from './people-routes';
import { maxLabRoutes } from './max-routes';
import { chatRoutes, worldRoutes, type PageFacts } from './world-routes';

export function controlRoutes(
  app: FastifyInstance,
  parts: Parts,
  max: MaxParts,
  facts: PageFacts,
  door: Door | null,
): void {
  // Buttons without a body are pressed with an empty one, whatever type it is said to be.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(new ControlError(400, 'body', 'it is not JSON', 'see /stand/openapi.json for what is taken'));
    }
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const told = error instanceof ControlError ? error : fromServer(error);
    return reply.code(told.status).send({ error: { field: told.field, reason: told.reason, todo: told.todo } });
  });
  app.get('/stand/openapi.json', async () => openApi());
  if (door) doorRoutes(app, door);
  void app.register(async (scope) => phoneRoutes(scope, parts), { prefix: '/stand' });
  void app.register(async (scope) => phoneRoutes(scope, max), { prefix: '/stand/max' });
  maxLabRoutes(app, max);
  worldRoutes(app, parts, facts);
  documentRoutes(app, parts.clock, facts);
  labRoutes(app, parts, facts.samples);
  pageFiles(app);
}

function phoneRoutes(app: FastifyInstance, phones: Phones): void {
  peopleRoutes(app, phones);
  groupRoutes(app, phones);
  chatRoutes(app, phones);
}

function fromServer(error: Error & { statusCode?: number }): ControlError {
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new ControlError(error.statusCode, 'request', error.message, 'see /stand/openapi.json for what is taken');
  if (error.message.includes('multipart'))
    return new ControlError(400, 'body', error.message, 'send a whole multipart body');
  console.error(error);
  return new ControlError(500, 'stand', 'the stand itself has failed', 'its terminal tells more');
}
