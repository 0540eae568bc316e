import type { StandClient } from '../src/stand/support';

/** What the suite has to know of a messenger: where the stand has it, how the bot is told of it, what its calls look like. */
export interface FaultMessenger {
  /** Of its addresses in the stand's control API. */
  readonly root: '' | 'max/';
  /** @param network the address of the proxy in front of the stand */
  env(this: void, stand: StandClient, network: string): Readonly<Record<string, string>>;
  /** Of a person in the roster file. */
  account(this: void, id: number): object;
  /** How a request is called here. */
  methodOf(this: void, verb: string, pathname: string): string;
  /** What the messenger limits; updates are asked for without a limit. */
  isSpeech(this: void, method: string): boolean;
  isPolling(this: void, method: string): boolean;
  /** «Too many», for so many seconds. */
  tooMany(this: void, seconds: number): { readonly headers: Readonly<Record<string, string>>; readonly body: object };
  /** How many new messages an answer of the stand says that it has taken. */
  sent(this: void, method: string, answer: unknown): number;
  /** It takes an edit that changes nothing; else whoever sends one knows too little. */
  readonly takesSameEdits: boolean;
}

interface TelegramAnswer {
  readonly ok?: boolean;
  readonly result?: unknown;
}

const telegram: FaultMessenger = {
  root: '',
  env: ({ stand }, network) => ({ BOT_TOKEN: stand.token, TELEGRAM_API_ROOT: network }),
  account: (telegramId) => ({ telegramId }),
  methodOf: (_verb, pathname) => pathname.split('/').at(-1) ?? '',
  isSpeech: (method) => /^(send|edit|copy|forward)/.test(method),
  isPolling: (method) => method === 'getUpdates',
  tooMany: (seconds) => ({
    headers: {},
    body: {
      ok: false,
      error_code: 429,
      description: `Too Many Requests: retry after ${seconds}`,
      parameters: { retry_after: seconds },
    },
  }),
  sent(method, answer) {
    const { ok, result } = answer as TelegramAnswer;
    return ok === true && method.startsWith('send') ? [result].flat().length : 0;
  },
  takesSameEdits: false,
};

interface MaxAnswer {
  readonly message?: { readonly body?: { readonly mid?: string } };
}

const max: FaultMessenger = {
  root: 'max/',
  env: ({ stand }, network) => ({ MAX_TOKEN: stand.max.token, MAX_API_ROOT: `${network}/max` }),
  account: (id) => ({ maxId: String(id) }),
  methodOf: (verb, pathname) => `${verb} ${pathname.replace(/^\/max/, '')}`,
  isSpeech: (method) => /^(POST|PUT|DELETE) \/(messages|answers)/.test(method),
  isPolling: (method) => method === 'GET /updates',
  tooMany: (seconds) => ({
    headers: { 'retry-after': String(seconds) },
    body: { code: 'too.many.requests', message: 'Too many requests' },
  }),
  sent(method, answer) {
    const { message } = answer as MaxAnswer;
    return method === 'POST /messages' && message?.body?.mid !== undefined ? 1 : 0;
  },
  takesSameEdits: true,
};

export const FAULT_MESSENGERS = { telegram, max } as const;
