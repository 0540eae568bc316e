import path from 'node:path';
import { z } from 'zod';
import { mailOf, numberOf, type Contacts } from './personal-data';
import { SHARED_STAGES, type StageShares } from './regulation/deadlines';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const DEFAULT_SHARES = 'coordination=0.10,assigned=0.05,in_progress=0.60,answer_agreement=0.125,answer_approval=0.125';
const SHARE_TOLERANCE = 1e-9;
const SHORTEST_INTAKE_TOKEN = 8;
const BOT_TOKEN = /^\d+:[A-Za-z0-9_-]+$/;
const TELEGRAM = 'https://api.telegram.org';
/** In the office's language too: whoever fills in .env there need not read English to see that it is not their mistake. */
const NOT_YET = 'пока не работает (not in this version yet)';

// ── How a variable is read. Each text goes on after the variable's name. ────

const matching = (pattern: RegExp, expected: string) => z.string().regex(pattern, expected);

const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, `should be ${values.join(' or ')}`);

const url = (...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `should be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

const port = () =>
  matching(/^\d{1,5}$/, 'should be a port: a whole number from 0 to 65535')
    .transform(Number)
    .refine((number) => number <= 65_535, 'should be a port: a whole number from 0 to 65535');

const someText = () => z.string();

/**
 * Listed, because the names of all variables are agreed, while nothing reads this one: whoever sets it would wait in vain
 * for what it promises.
 */
const notYet = () => z.never(`${NOT_YET}: remove it`).optional();

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const people = z
  .string()
  .transform((text) => list(text).map(Number))
  .refine(
    (ids) => ids.every((id) => Number.isSafeInteger(id) && id > 0),
    'should be numeric Telegram ids separated by commas, such as 1001,1002',
  );

const intakeTokens = z
  .string()
  .transform(list)
  .refine(
    (tokens) =>
      tokens.length > 0 && tokens.length <= 2 && tokens.every((token) => token.length >= SHORTEST_INTAKE_TOKEN),
    `should be one token, or two separated by a comma while they are rotated, of ${SHORTEST_INTAKE_TOKEN} characters or more each`,
  );

const isNumber = (item: string): boolean => /^\+?[\d ().-]+$/.test(item) && /^\d{5,20}$/.test(numberOf(item));
/** A domain, or an address where the domain is everybody's, such as mail.ru. */
const isMail = (item: string): boolean => /^(?:[^\s@]*@)?(?:[\p{L}\d-]+\.)+\p{L}{2,}$/u.test(item);
const officeContacts = z
  .string()
  .transform(list)
  .refine(
    (items) => items.every((item) => isNumber(item) || isMail(item)),
    "should be the office's phones, mail domains and ИНН separated by commas, such as +7 (85563) 3-10-00, tatar.ru, 1626000000",
  )
  .transform((items): Contacts => ({
    numbers: items.filter(isNumber).map(numberOf),
    mails: items.filter(isMail).map((item) => mailOf(item.replace(/^@/, ''))),
  }));

const timeZone = z.string().refine((name) => {
  try {
    // Offsets such as +03:00 are zones for Intl but not for the scheduler.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}, 'should be a time zone of the IANA list, such as Europe/Moscow');

const HOURS = 'should be the opening and the closing time of one day, more than an hour apart, such as 08:00-17:00';
/** A shortened day closes so much earlier, and must be open all the same. */
const SHORTENED_BY_MINUTES = 60;
const workingHours = matching(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, HOURS)
  .transform((text) => {
    const [opensAt = 0, closesAt = 0] = text
      .split('-')
      .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    return { opensAt, closesAt };
  })
  .refine(({ opensAt, closesAt }) => opensAt + SHORTENED_BY_MINUTES < closesAt, HOURS);

const stageShares = z
  .string()
  .transform((text) => list(text).map((item) => item.split('=').map((part) => part.trim())))
  .refine(
    (pairs) =>
      pairs.length === SHARED_STAGES.length &&
      SHARED_STAGES.every((stage) => pairs.some(([name]) => name === stage)) &&
      pairs.every((pair) => pair.length === 2 && /^\d*\.?\d+$/.test(pair[1] ?? '') && Number(pair[1]) > 0),
    `should give a positive share to each of ${SHARED_STAGES.join(', ')}, such as ${DEFAULT_SHARES}`,
  )
  .transform((pairs) => Object.fromEntries(pairs.map(([stage, share]) => [stage, Number(share)])) as StageShares)
  .refine(
    (shares) => Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) <= SHARE_TOLERANCE,
    'should have shares that sum to 1',
  );

// ── The variables, in the order of .env.example ─────────────────────────────

const variables = {
  BOT_TOKEN: matching(BOT_TOKEN, 'should be a token from @BotFather, such as 123456:AbC-dEf').optional(),
  TELEGRAM_API_ROOT: url('https:', 'http:').default(TELEGRAM),
  TELEGRAM_PROXY: url('http:', 'https:', 'socks5:').optional(),
  BOT_MODE: oneOf('polling', 'webhook').default('polling'),
  WEBHOOK_URL: url('https:', 'http:').optional(),
  WEBHOOK_SECRET: matching(/^[A-Za-z0-9_-]{1,256}$/, 'should be 1 to 256 of A-Z, a-z, 0-9, _ and -').optional(),
  HTTP_HOST: matching(/^[^\s/]+$/, 'should be an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  HTTP_PORT: port().default(8080),
  STAND_PORT: port().default(8081),
  STAND_TOKEN: matching(BOT_TOKEN, 'should look like a bot token, such as 42:TRAINING').optional(),
  STAND_FLOOD: oneOf('on', 'off').default('on'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATA_DIR: someText().optional(),
  ADMIN_TELEGRAM_IDS: people.default([]),
  ROSTER_FILE: someText().optional(),
  INTAKE_TOKEN: intakeTokens.default([]),
  INTAKE_DIR: notYet(),
  OFFICE_TIMEZONE: timeZone.default('Europe/Moscow'),
  WORKING_HOURS: workingHours.prefault('08:00-17:00'),
  STAGE_SHARES: stageShares.prefault(DEFAULT_SHARES),
  FOUR_EYES: oneOf('warn', 'forbid').default('warn'),
  PERSONAL_DATA_IN_CHAT: oneOf('never', 'on_request').default('never'),
  OFFICE_CONTACTS: officeContacts.default({ numbers: [], mails: [] }),
  DEFAULT_LOCALE: oneOf('ru', 'tt').default('ru'),
  SMTP_URL: notYet(),
  MAIL_FROM: notYet(),
  POS_GATEWAY_URL: notYet(),
  POS_GATEWAY_TOKEN: notYet(),
  SIGNATURE_TRUST_DIR: notYet(),
  SIGNATURES: z
    .literal('mark', { error: ({ input }) => (input === 'verify' ? `${NOT_YET}: set it to mark` : 'should be mark') })
    .default('mark'),
  LOG_LEVEL: oneOf(...LOG_LEVELS).default('info'),
};
const schema = z.object(variables);

export type Variable = keyof typeof variables;
export const VARIABLES = Object.keys(variables) as readonly Variable[];

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

const rules: readonly Rule[] = [
  {
    variable: 'BOT_TOKEN',
    problem: 'is needed because BOT_MODE is webhook',
    broken: (given) => isWebhook(given) && !isSet(given.BOT_TOKEN),
  },
  {
    variable: 'WEBHOOK_URL',
    problem: 'is needed because BOT_MODE is webhook: the public address that ends with /telegram/webhook',
    broken: (given) => isWebhook(given) && !isSet(given.WEBHOOK_URL),
  },
  {
    variable: 'WEBHOOK_URL',
    problem: 'should begin with https://, Telegram accepts nothing else',
    broken: (given) =>
      (given.WEBHOOK_URL?.startsWith('http:') ?? false) && (given.TELEGRAM_API_ROOT ?? TELEGRAM).startsWith(TELEGRAM),
  },
  {
    variable: 'WEBHOOK_SECRET',
    problem: 'is needed because BOT_MODE is webhook: a random text by which Telegram proves itself',
    broken: (given) => isWebhook(given) && !isSet(given.WEBHOOK_SECRET),
  },
  ...(['WEBHOOK_URL', 'WEBHOOK_SECRET'] as const).map((variable) => ({
    variable,
    problem: 'may be set only when BOT_MODE is webhook: remove it, or set BOT_MODE=webhook',
    broken: (given: Given) => !isWebhook(given) && isSet(given[variable]),
  })),
];

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
  const { def } = variables[variable];
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
  readonly signatures: 'mark';
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** For /admin, where it can be read and not changed. */
  readonly shown: readonly ShownSetting[];
}

export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly proxy: string | null;
}

interface StandMode {
  readonly mode: 'stand';
  /** A null token is made at start. */
  readonly stand: { readonly port: number; readonly token: string | null; readonly flood: boolean };
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

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(['Bad configuration:', ...problems.map(({ variable, problem }) => `  ${variable} ${problem}`)].join('\n'));
  }
}

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
  const parsed = schema.safeParse(given);
  const problems = [...malformed(given, parsed.error), ...rules.filter(({ broken }) => broken(given))]
    .map(({ variable, problem }) => ({ variable, problem }))
    .sort((one, other) => VARIABLES.indexOf(one.variable) - VARIABLES.indexOf(other.variable));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const values = parsed.data;
  const mode = modeOf(values);
  const root = values.DATA_DIR ?? (isRoot ? '/var/lib/murajagat' : './data');
  return {
    ...mode,
    http: { host: values.HTTP_HOST, port: values.HTTP_PORT },
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: mode.mode === 'stand' ? path.join(root, 'stand') : root,
    adminTelegramIds: values.ADMIN_TELEGRAM_IDS,
    rosterFile: values.ROSTER_FILE ?? null,
    intakeTokens: values.INTAKE_TOKEN,
    timeZone: values.OFFICE_TIMEZONE,
    workingHours: values.WORKING_HOURS,
    stageShares: values.STAGE_SHARES,
    fourEyes: values.FOUR_EYES,
    personalDataInChat: values.PERSONAL_DATA_IN_CHAT,
    officeContacts: values.OFFICE_CONTACTS,
    defaultLocale: values.DEFAULT_LOCALE,
    signatures: values.SIGNATURES,
    logLevel: values.LOG_LEVEL,
    shown: shownSettings(given),
  };
}

function malformed(given: Given, error: z.ZodError | undefined): ConfigProblem[] {
  return VARIABLES.flatMap((variable) => {
    const issue = error?.issues.find(({ path: [name] }) => name === variable);
    if (issue === undefined) return [];
    return [
      { variable, problem: SECRETS.has(variable) ? issue.message : `${issue.message}; now it is "${given[variable]}"` },
    ];
  });
}

function modeOf(values: z.output<typeof schema>): Mode {
  if (values.BOT_TOKEN === undefined) {
    const flood = values.STAND_FLOOD === 'on';
    return { mode: 'stand', stand: { port: values.STAND_PORT, token: values.STAND_TOKEN ?? null, flood } };
  }
  const telegram: TelegramSettings = {
    token: values.BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
    proxy: values.TELEGRAM_PROXY ?? null,
  };
  if (values.WEBHOOK_URL === undefined || values.WEBHOOK_SECRET === undefined) return { mode: 'polling', telegram };
  return { mode: 'webhook', telegram, webhook: { url: values.WEBHOOK_URL, secret: values.WEBHOOK_SECRET } };
}
