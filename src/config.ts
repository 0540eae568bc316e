import path from 'node:path';
import { z } from 'zod';
import { wordsOf, type Locale, type Words } from './i18n';
import { mailOf, numberOf, type Contacts } from './text/personal-data';
import { SHARED_STAGES, type StageShares } from './regulation/deadlines';
import type { SignatureMode } from './regulation/vocabulary';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const DEFAULT_SHARES = 'coordination=0.10,assigned=0.05,in_progress=0.60,answer_agreement=0.125,answer_approval=0.125';
const SHARE_TOLERANCE = 1e-9;
const SHORTEST_INTAKE_TOKEN = 8;
const BOT_TOKEN = /^\d+:[A-Za-z0-9_-]+$/;
const TELEGRAM = 'https://api.telegram.org';

// ── How a variable is read, and what it should be. Each text goes on after the variable's name. ────

type Say = Words['plain'];

const matching = (pattern: RegExp, expected: string) => z.string().regex(pattern, expected);

const oneOf = <const Values extends readonly [string, ...string[]]>(say: Say, ...values: Values) =>
  z.enum(values, say('config:oneOf', { values: values.join(', ') }));

const url = (say: Say, ...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      say('config:address', { beginnings: protocols.map((protocol) => `${protocol}//`).join(', ') }),
    );

const port = (say: Say) =>
  matching(/^\d{1,5}$/, say('config:port'))
    .transform(Number)
    .refine((number) => number <= 65_535, say('config:port'));

const someText = () => z.string();

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const people = (say: Say) =>
  z
    .string()
    .transform((text) => list(text).map(Number))
    .refine((ids) => ids.every((id) => Number.isSafeInteger(id) && id > 0), say('config:people'));

const intakeTokens = (say: Say) =>
  z
    .string()
    .transform(list)
    .refine(
      (tokens) =>
        tokens.length > 0 && tokens.length <= 2 && tokens.every((token) => token.length >= SHORTEST_INTAKE_TOKEN),
      say('config:intakeToken', { shortest: SHORTEST_INTAKE_TOKEN }),
    );

const isNumber = (item: string): boolean => /^\+?[\d ().-]+$/.test(item) && /^\d{5,20}$/.test(numberOf(item));
/** A domain, or an address where the domain is everybody's, such as mail.ru. */
const isMail = (item: string): boolean => /^(?:[^\s@]*@)?(?:[\p{L}\d-]+\.)+\p{L}{2,}$/u.test(item);
const officeContacts = (say: Say) =>
  z
    .string()
    .transform(list)
    .refine((items) => items.every((item) => isNumber(item) || isMail(item)), say('config:contacts'))
    .transform((items): Contacts => ({
      numbers: items.filter(isNumber).map(numberOf),
      mails: items.filter(isMail).map((item) => mailOf(item.replace(/^@/, ''))),
    }));

/** As `smtp.ts` of the adapters connects; the password is text, not as a URL has it. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it, or where a password is to be sent. */
  readonly tls: 'at_once' | 'required' | 'if_offered';
  readonly login: { readonly user: string; readonly password: string } | null;
}
const SMTP_PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** A password goes over no open line, unless the server is on this machine. */
const smtp = (say: Say) =>
  z.string().transform((text, context): SmtpSettings => {
    const bad = (): never => {
      context.addIssue({ code: 'custom', message: say('config:smtp') });
      return z.NEVER;
    };
    if (!URL.canParse(text)) return bad();
    const { protocol, hostname, port: given, username, password, pathname, search, hash } = new URL(text);
    if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '') return bad();
    if (!['', '/'].includes(pathname) || search !== '' || hash !== '' || (username === '') !== (password === ''))
      return bad();
    const login = username === '' ? null : decodedLogin(username, password);
    if (login === undefined) return bad();
    const tls =
      protocol === 'smtps:' ? 'at_once' : login !== null && !LOOPBACK.test(hostname) ? 'required' : 'if_offered';
    const host = hostname.replace(/^\[|\]$/g, '');
    return { host, port: given === '' ? SMTP_PORTS[protocol] : Number(given), tls, login };
  });

function decodedLogin(user: string, password: string): SmtpSettings['login'] | undefined {
  try {
    return { user: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** Whom letters are from. */
export interface MailSender {
  readonly name: string | null;
  readonly address: string;
}
const mailFrom = (say: Say) =>
  matching(/^[^\p{C}<>"]*<[^<>\s]+>$|^[^<>\s]+$/u, say('config:mailFrom'))
    .transform((text): MailSender => {
      const [, name = '', address = text] = /^(.*?)\s*<(.+)>$/u.exec(text) ?? [];
      return { name: name.trim() || null, address };
    })
    .refine(({ address }) => z.email().safeParse(address).success, say('config:mailFrom'));

const timeZone = (say: Say) =>
  z.string().refine((name) => {
    try {
      // Offsets such as +03:00 are zones for Intl but not for the scheduler.
      return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
    } catch {
      return false;
    }
  }, say('config:timeZone'));

/** A name and password in it would be a second secret beside the token, and is never sent. */
const gatewayUrl = (say: Say) =>
  url(say, 'https:', 'http:').refine((text) => {
    // zod asks on after the first refusal
    if (!URL.canParse(text)) return false;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, say('config:gatewayUrl'));

/** A shortened day closes so much earlier, and must be open all the same. */
const SHORTENED_BY_MINUTES = 60;
const workingHours = (say: Say) =>
  matching(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, say('config:hours'))
    .transform((text) => {
      const [opensAt = 0, closesAt = 0] = text
        .split('-')
        .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
      return { opensAt, closesAt };
    })
    .refine(({ opensAt, closesAt }) => opensAt + SHORTENED_BY_MINUTES < closesAt, say('config:hours'));

const stageShares = (say: Say) =>
  z
    .string()
    .transform((text) => list(text).map((item) => item.split('=').map((part) => part.trim())))
    .refine(
      (pairs) =>
        pairs.length === SHARED_STAGES.length &&
        SHARED_STAGES.every((stage) => pairs.some(([name]) => name === stage)) &&
        pairs.every((pair) => pair.length === 2 && /^\d*\.?\d+$/.test(pair[1] ?? '') && Number(pair[1]) > 0),
      say('config:shares', { stages: SHARED_STAGES.join(', '), example: DEFAULT_SHARES }),
    )
    .transform((pairs) => Object.fromEntries(pairs.map(([stage, share]) => [stage, Number(share)])) as StageShares)
    .refine(
      (shares) => Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) <= SHARE_TOLERANCE,
      say('config:sharesSum'),
    );

// ── The variables, in the order of .env.example ─────────────────────────────

const variablesIn = (say: Say) => ({
  BOT_TOKEN: matching(BOT_TOKEN, say('config:botToken')).optional(),
  TELEGRAM_API_ROOT: url(say, 'https:', 'http:').default(TELEGRAM),
  TELEGRAM_PROXY: url(say, 'http:', 'https:', 'socks5:', 'socks5h:').optional(),
  BOT_MODE: oneOf(say, 'polling', 'webhook').default('polling'),
  WEBHOOK_URL: url(say, 'https:', 'http:').optional(),
  WEBHOOK_SECRET: matching(/^[A-Za-z0-9_-]{1,256}$/, say('config:webhookSecret')).optional(),
  HTTP_HOST: matching(/^[^\s/]+$/, say('config:host')).default('127.0.0.1'),
  HTTP_PORT: port(say).default(8080),
  STAND_PORT: port(say).default(8081),
  STAND_TOKEN: matching(BOT_TOKEN, say('config:standToken')).optional(),
  STAND_FLOOD: oneOf(say, 'on', 'off').default('on'),
  STAND_HOST: z.union([z.ipv4(), z.ipv6()], say('config:standHost')).default('127.0.0.1'),
  DATABASE_URL: url(say, 'postgres:', 'postgresql:').optional(),
  DATA_DIR: someText().optional(),
  ADMIN_TELEGRAM_IDS: people(say).default([]),
  ROSTER_FILE: someText().optional(),
  INTAKE_TOKEN: intakeTokens(say).default([]),
  INTAKE_DIR: someText().optional(),
  OFFICE_TIMEZONE: timeZone(say).default('Europe/Moscow'),
  WORKING_HOURS: workingHours(say).prefault('08:00-17:00'),
  STAGE_SHARES: stageShares(say).prefault(DEFAULT_SHARES),
  FOUR_EYES: oneOf(say, 'warn', 'forbid').default('warn'),
  PERSONAL_DATA_IN_CHAT: oneOf(say, 'never', 'on_request').default('never'),
  OFFICE_CONTACTS: officeContacts(say).default({ numbers: [], mails: [] }),
  DEFAULT_LOCALE: oneOf(say, 'ru', 'tt').default('ru'),
  SMTP_URL: smtp(say).optional(),
  MAIL_FROM: mailFrom(say).optional(),
  POS_GATEWAY_URL: gatewayUrl(say).optional(),
  POS_GATEWAY_TOKEN: matching(/^[\x21-\x7e]{16,256}$/, say('config:gatewayToken')).optional(),
  SIGNATURE_TRUST_DIR: someText().optional(),
  SIGNATURE_CRL: oneOf(say, 'accept', 'refuse').default('accept'),
  SIGNATURES: oneOf(say, 'mark', 'verify').optional(),
  LOG_LEVEL: oneOf(say, ...LOG_LEVELS).default('info'),
});
const schemaIn = (say: Say) => z.object(variablesIn(say));

const DEFAULTS = variablesIn(wordsOf('ru').plain);
export type Variable = keyof typeof DEFAULTS;
export const VARIABLES = Object.keys(DEFAULTS) as readonly Variable[];

/** Never repeated in a message: these hold a token or a password. */
const SECRETS: ReadonlySet<Variable> = new Set([
  'BOT_TOKEN',
  'TELEGRAM_PROXY',
  'WEBHOOK_SECRET',
  'STAND_TOKEN',
  'DATABASE_URL',
  'INTAKE_TOKEN',
  'SMTP_URL',
  'POS_GATEWAY_TOKEN',
]);

// ── What the variables ask of each other ────────────────────────────────────

/** As set, before parsing, so that these rules speak up beside a malformed value. */
type Given = Readonly<Partial<Record<Variable, string>>>;

interface Rule extends ConfigProblem {
  readonly broken: (given: Given) => boolean;
}

const isWebhook = (given: Given): boolean => given.BOT_MODE === 'webhook';
const isSet = (value: string | undefined): boolean => value !== undefined;

const rulesIn = (say: Say): readonly Rule[] => [
  {
    variable: 'BOT_TOKEN',
    problem: say('config:tokenForWebhook'),
    broken: (given) => isWebhook(given) && !isSet(given.BOT_TOKEN),
  },
  {
    variable: 'WEBHOOK_URL',
    problem: say('config:urlForWebhook'),
    broken: (given) => isWebhook(given) && !isSet(given.WEBHOOK_URL),
  },
  {
    variable: 'WEBHOOK_URL',
    problem: say('config:urlIsHttps'),
    broken: (given) =>
      (given.WEBHOOK_URL?.startsWith('http:') ?? false) && (given.TELEGRAM_API_ROOT ?? TELEGRAM).startsWith(TELEGRAM),
  },
  {
    variable: 'WEBHOOK_SECRET',
    problem: say('config:secretForWebhook'),
    broken: (given) => isWebhook(given) && !isSet(given.WEBHOOK_SECRET),
  },
  ...(['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const).map((variable) => ({
    variable,
    problem: say('config:onlyForWebhook'),
    broken: (given: Given) => !isWebhook(given) && isSet(given[variable]),
  })),
  ...pairRules(say, 'SMTP_URL', 'MAIL_FROM'),
  ...pairRules(say, 'POS_GATEWAY_URL', 'POS_GATEWAY_TOKEN'),
  {
    variable: 'SIGNATURE_TRUST_DIR',
    problem: say('config:trustForVerify'),
    broken: (given) => given.SIGNATURES === 'verify' && !isSet(given.SIGNATURE_TRUST_DIR),
  },
];

/** One is of no use without the other. */
const pairRules = (say: Say, one: Variable, other: Variable): readonly Rule[] =>
  (
    [
      [one, other],
      [other, one],
    ] as const
  ).map(([lacking, given]) => ({
    variable: lacking,
    problem: say('config:neededWith', { other: given }),
    broken: (all) => isSet(all[given]) && !isSet(all[lacking]),
  }));

// ── What an admin is shown ──────────────────────────────────────────────────

export interface ShownSetting {
  readonly variable: Variable;
  /** As it was set, else the default; null: neither. Dots stand for a secret. */
  readonly value: string | null;
}

function shownSettings(given: Given): ShownSetting[] {
  return VARIABLES.map((variable) => {
    const value = given[variable] ?? defaultText(variable);
    return { variable, value: value !== null && SECRETS.has(variable) ? '•••' : value };
  });
}

function defaultText(variable: Variable): string | null {
  const { def } = DEFAULTS[variable];
  const value: unknown = 'defaultValue' in def ? def.defaultValue : null;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

// ── The result ──────────────────────────────────────────────────────────────

interface OfficeSettings {
  readonly http: { readonly host: string; readonly port: number };
  /** null: the embedded server in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Of DATA_DIR the training has a folder of its own, so it cannot touch an office's data. */
  readonly dataDir: string;
  readonly adminTelegramIds: readonly number[];
  readonly rosterFile: string | null;
  /** Empty: the HTTP intake is off. Two while one replaces the other. */
  readonly intakeTokens: readonly string[];
  /** Watched for registry files; null: none. */
  readonly intakeDir: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after local midnight. */
  readonly workingHours: { readonly opensAt: number; readonly closesAt: number };
  readonly stageShares: StageShares;
  readonly fourEyes: 'warn' | 'forbid';
  readonly personalDataInChat: 'never' | 'on_request';
  /** What officials may write to anybody. */
  readonly officeContacts: Contacts;
  readonly defaultLocale: 'ru' | 'tt';
  /** By which letters go to applicants; null: none do. */
  readonly mail: { readonly smtp: SmtpSettings; readonly from: MailSender } | null;
  /** Through which deliveries go into ПОС; null: coordinators carry them. */
  readonly gateway: GatewaySettings | null;
  /** Where answers are signed: in ПОС, or here wherever there is something to check signatures by. */
  readonly signatures: SignatureMode;
  /** Certificates and lists of those whose signatures are recognized; null: none are. */
  readonly signatureTrustDir: string | null;
  /** A signature whose revocation cannot be checked: accepted with a mark, or refused. */
  readonly signatureCrl: 'accept' | 'refuse';
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** For /admin, where it can be read and not changed. */
  readonly shown: readonly ShownSetting[];
}

export interface GatewaySettings {
  readonly url: string;
  /** By which requests are signed; it is never sent. */
  readonly token: string;
}

export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly proxy: string | null;
}

export interface StandSettings {
  readonly port: number;
  /** Null: it is made at start. */
  readonly token: string | null;
  readonly flood: boolean;
  /** An IP address; another than loopback lets browsers of other machines in, each by a one-time code. */
  readonly host: string;
}

interface StandMode {
  readonly mode: 'stand';
  readonly stand: StandSettings;
}

interface PollingMode {
  readonly mode: 'polling';
  readonly telegram: TelegramSettings;
}

export interface WebhookSettings {
  readonly url: string;
  readonly secret: string;
}

interface WebhookMode {
  readonly mode: 'webhook';
  readonly telegram: TelegramSettings;
  readonly webhook: WebhookSettings;
}

type Mode = StandMode | PollingMode | WebhookMode;
export type Config = OfficeSettings & Mode;

export interface ConfigProblem {
  readonly variable: Variable;
  /** Goes on after the variable's name; holds no secret. */
  readonly problem: string;
}

/** Every bad variable at once. main prints the message and exits with 2. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly problems: readonly ConfigProblem[],
    locale: Locale = 'ru',
  ) {
    const say = wordsOf(locale).plain;
    super([say('config:bad'), ...problems.map(({ variable, problem }) => `  ${variable} ${problem}`)].join('\n'));
  }
}

/** The language of an office whose DEFAULT_LOCALE, or another variable, may be the very thing that is wrong. */
export const officeLocale = (env: Readonly<Record<string, string | undefined>>): Locale =>
  env.DEFAULT_LOCALE?.trim() === 'tt' ? 'tt' : 'ru';

/**
 * Reads the environment; an empty value counts as absent.
 * @throws ConfigError that lists every bad variable with what it should be.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  isRoot: boolean = process.getuid?.() === 0,
): Config {
  const given: Partial<Record<Variable, string>> = {};
  for (const name of VARIABLES) {
    const value = env[name]?.trim() ?? '';
    if (value !== '') given[name] = value;
  }
  const locale = officeLocale(env);
  const say = wordsOf(locale).plain;
  const parsed = schemaIn(say).safeParse(given);
  const problems = [...malformed(given, parsed.error, say), ...rulesIn(say).filter(({ broken }) => broken(given))]
    .map(({ variable, problem }) => ({ variable, problem }))
    .sort((one, other) => VARIABLES.indexOf(one.variable) - VARIABLES.indexOf(other.variable));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems, locale);

  const values = parsed.data;
  const mode = modeOf(values);
  const signatures = values.SIGNATURES ?? (values.SIGNATURE_TRUST_DIR === undefined ? 'mark' : 'verify');
  const root = values.DATA_DIR ?? (isRoot ? '/var/lib/murajagat' : './data');
  return {
    ...mode,
    http: { host: values.HTTP_HOST, port: values.HTTP_PORT },
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: mode.mode === 'stand' ? path.join(root, 'stand') : root,
    adminTelegramIds: values.ADMIN_TELEGRAM_IDS,
    rosterFile: values.ROSTER_FILE ?? null,
    intakeTokens: values.INTAKE_TOKEN,
    intakeDir: values.INTAKE_DIR ?? null,
    timeZone: values.OFFICE_TIMEZONE,
    workingHours: values.WORKING_HOURS,
    stageShares: values.STAGE_SHARES,
    fourEyes: values.FOUR_EYES,
    personalDataInChat: values.PERSONAL_DATA_IN_CHAT,
    officeContacts: values.OFFICE_CONTACTS,
    defaultLocale: values.DEFAULT_LOCALE,
    mail: values.SMTP_URL && values.MAIL_FROM ? { smtp: values.SMTP_URL, from: values.MAIL_FROM } : null,
    gateway:
      values.POS_GATEWAY_URL === undefined || values.POS_GATEWAY_TOKEN === undefined
        ? null
        : { url: values.POS_GATEWAY_URL, token: values.POS_GATEWAY_TOKEN },
    signatures,
    signatureTrustDir: values.SIGNATURE_TRUST_DIR ?? null,
    signatureCrl: values.SIGNATURE_CRL,
    logLevel: values.LOG_LEVEL,
    shown: shownSettings({ ...given, SIGNATURES: signatures }),
  };
}

function malformed(given: Given, error: z.ZodError | undefined, say: Say): ConfigProblem[] {
  return VARIABLES.flatMap((variable) => {
    const issue = error?.issues.find(({ path: [name] }) => name === variable);
    if (issue === undefined) return [];
    const { message } = issue;
    return [
      {
        variable,
        problem: SECRETS.has(variable) ? message : say('config:now', { message, value: given[variable] ?? '' }),
      },
    ];
  });
}

function modeOf(values: z.output<ReturnType<typeof schemaIn>>): Mode {
  if (values.BOT_TOKEN === undefined) {
    const flood = values.STAND_FLOOD === 'on';
    const { STAND_PORT: port, STAND_TOKEN: token = null, STAND_HOST: host } = values;
    return { mode: 'stand', stand: { port, token, flood, host } };
  }
  const telegram: TelegramSettings = {
    token: values.BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    proxy: values.TELEGRAM_PROXY ?? null,
  };
  if (values.WEBHOOK_URL === undefined || values.WEBHOOK_SECRET === undefined) return { mode: 'polling', telegram };
  return { mode: 'webhook', telegram, webhook: { url: values.WEBHOOK_URL, secret: values.WEBHOOK_SECRET } };
}
