import { z } from 'zod';
import { ApiError, badRequest, conflict } from '../../errors';
import { method, type Call } from '../method';
import { file, flag, integer, json } from '../parameters';

const allowedUpdates = json(z.array(z.string()).max(100)).optional();

function allow(call: Call, kinds: readonly string[] | undefined): void {
  if (kinds === undefined) return;
  call.updates.allowedUpdates = [...kinds];
  call.world.touch();
}

function webhookAddress(text: string): string {
  if (!URL.canParse(text)) throw badRequest('bad webhook: invalid webhook URL specified');
  const { protocol, hostname } = new URL(text);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && loopback)) return text;
  throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
}

export const updateMethods = [
  method('getMe', {}, ({ world, profile }) => ({
    ...world.botUser,
    first_name: profile.text('name', '') || world.bot.first_name,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  })),

  method(
    'getUpdates',
    {
      offset: integer.optional(),
      limit: integer.optional(),
      timeout: integer.optional(),
      allowed_updates: allowedUpdates,
    },
    (call, p) => {
      if (call.webhook.settings)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      allow(call, p.allowed_updates);
      const limit = p.limit ?? 100;
      if (limit < 1 || limit > 100) throw badRequest('limit must be between 1 and 100');
      return call.polling.poll(p.offset ?? 0, limit, Math.min(50, Math.max(0, p.timeout ?? 0)), call.gone);
    },
  ),

  method(
    'setWebhook',
    {
      url: z.string(),
      certificate: file.optional(),
      ip_address: z.string().optional(),
      max_connections: integer.optional(),
      allowed_updates: allowedUpdates,
      drop_pending_updates: flag.optional(),
      secret_token: z.string().optional(),
    },
    (call, p) => {
      if (p.certificate?.startsWith('attach://') === true) call.uploads.take(p.certificate.slice('attach://'.length));
      if (p.secret_token !== undefined && p.secret_token.length > 256) throw badRequest('secret token is too long');
      if (p.secret_token !== undefined && !/^[\w-]+$/.test(p.secret_token))
        throw badRequest('secret token contains unallowed characters');
      const maxConnections = p.max_connections ?? 40;
      if (maxConnections < 1 || maxConnections > 100) throw badRequest('max_connections must be between 1 and 100');
      const url = p.url === '' ? undefined : webhookAddress(p.url);
      allow(call, p.allowed_updates);
      if (p.drop_pending_updates === true) call.updates.drop();
      if (url !== undefined) call.polling.end(conflict('terminated by setWebhook request'));
      call.webhook.set(url === undefined ? undefined : { url, secretToken: p.secret_token, maxConnections });
      return true;
    },
  ),

  method('deleteWebhook', { drop_pending_updates: flag.optional() }, (call, p) => {
    if (p.drop_pending_updates === true) call.updates.drop();
    call.webhook.set(undefined);
    return true;
  }),

  method('getWebhookInfo', {}, ({ webhook, updates }) => ({
    url: webhook.settings?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: updates.count(),
    ...(webhook.settings
      ? { max_connections: webhook.settings.maxConnections, ip_address: '127.0.0.1', ...webhook.trouble }
      : {}),
    ...(updates.allowedUpdates.length > 0 ? { allowed_updates: updates.allowedUpdates } : {}),
  })),

  method(
    'answerCallbackQuery',
    {
      callback_query_id: z.string(),
      text: z.string().optional(),
      show_alert: flag.optional(),
      url: z.string().optional(),
      cache_time: integer.optional(),
    },
    (call, p) => {
      if (p.text !== undefined && [...p.text].length > 200) throw badRequest('MESSAGE_TOO_LONG');
      const ownLink = `https://t.me/${call.world.bot.username}?start=`;
      if (p.url !== undefined && p.url !== '' && !p.url.startsWith(ownLink)) throw badRequest('URL_INVALID');
      call.callbacks.answer(p.callback_query_id, p);
      return true;
    },
  ),

  method('logOut', {}, () => refuse('logOut')),
  method('close', {}, () => refuse('close')),
];

function refuse(name: string): never {
  throw new ApiError(400, `Bad Request: ${name} makes no sense on a training stand`);
}
