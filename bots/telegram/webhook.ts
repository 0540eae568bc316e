import type { FastifyInstance } from 'fastify';
import { addWebhook, type WebhookOptions } from '../messenger/webhook';
import { TELEGRAM_SERVICE } from './service';
import { readUpdate } from './update';

export interface TelegramWebhookOptions extends WebhookOptions {
  /** Kinds of updates that are handled. */
  readonly allowedUpdates: readonly string[];
}

/** Adds `POST /telegram/webhook`. */
export function registerWebhook(app: FastifyInstance, { allowedUpdates, ...options }: TelegramWebhookOptions): void {
  const way = {
    name: TELEGRAM_SERVICE.name,
    path: '/telegram/webhook',
    secretHeader: 'x-telegram-bot-api-secret-token',
    read: (raw: unknown) => readUpdate(raw, allowedUpdates),
  };
  addWebhook(app, way, options);
}
