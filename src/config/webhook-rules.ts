import type { Say } from './readers';

/** Where messengers are. */
export const TELEGRAM = 'https://api.telegram.org';
export const MAX = 'https://platform-api2.max.ru';

/** By which way each messenger's updates come, and which variables say so; `own` is its own server, which takes https alone. */
const WAYS = [
  {
    messenger: 'Telegram',
    mode: 'BOT_MODE',
    token: 'BOT_TOKEN',
    url: 'WEBHOOK_URL',
    secret: 'WEBHOOK_SECRET',
    apiRoot: 'TELEGRAM_API_ROOT',
    own: TELEGRAM,
    path: '/telegram/webhook',
  },
  {
    messenger: 'MAX',
    mode: 'MAX_MODE',
    token: 'MAX_TOKEN',
    url: 'MAX_WEBHOOK_URL',
    secret: 'MAX_WEBHOOK_SECRET',
    apiRoot: 'MAX_API_ROOT',
    own: MAX,
    path: '/max/webhook',
  },
] as const;
type Way = (typeof WAYS)[number];
type Variable = Way['mode' | 'token' | 'url' | 'secret' | 'apiRoot'];
type Given = Readonly<Partial<Record<Variable, string>>>;

/** What a webhook needs, and what is of no use without one. */
export const webhookRules = (say: Say) => WAYS.flatMap((way) => rulesOf(say, way));

function rulesOf(say: Say, { messenger, mode, token, url, secret, apiRoot, own, path }: Way) {
  const isWebhook = (given: Given): boolean => given[mode] === 'webhook';
  const needed = (variable: Variable, problem: string) => ({
    variable,
    problem,
    broken: (given: Given) => isWebhook(given) && given[variable] === undefined,
  });
  return [
    needed(token, say('config:tokenForWebhook', { mode })),
    needed(url, say('config:urlForWebhook', { mode, path })),
    {
      variable: url,
      problem: say('config:urlIsHttps', { messenger }),
      broken: (given: Given) => (given[url]?.startsWith('http:') ?? false) && (given[apiRoot] ?? own).startsWith(own),
    },
    needed(secret, say('config:secretForWebhook', { mode, messenger })),
    ...[url, secret].map((variable) => ({
      variable,
      problem: say('config:onlyForWebhook', { mode }),
      broken: (given: Given) => !isWebhook(given) && given[variable] !== undefined,
    })),
  ];
}
