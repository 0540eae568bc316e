import type { FastifyInstance } from 'fastify';
import { parseExactly } from '../messenger/exact-json';
import { addWebhook, type WebhookOptions } from '../messenger/webhook';
import { MAX_SERVICE } from './service';
import { readUpdate } from './update';

/** Adds `POST /max/webhook`. */
export function registerWebhook(app: FastifyInstance, options: WebhookOptions): void {
  const way = {
    name: MAX_SERVICE.name,
    path: '/max/webhook',
    secretHeader: 'x-max-bot-api-secret',
    parse: parseExactly,
    read: readUpdate,
  };
  addWebhook(app, way, options);
}
