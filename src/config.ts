import { keysOf } from './regulation/lists';
import path from 'node:path';
import { z } from 'zod';
import {
  DEFAULT_SHARES,
  gatewayUrl,
  intakeTokens,
  mailFrom,
  districtBox,
  matching,
  hostNames,
  maxPeople,
  officeContacts,
  oneOf,
  people,
  port,
  smtp,
  someText,
  stageShares,
  timeZone,
  url,
  workingHours,
  type MailSender,
  type Say,
  type SmtpSettings,
} from './config/readers';
import { pairRules } from './config/pair-rules';
import { isNearSecret, isSecret } from './config/secrets';
import { MAX, TELEGRAM, webhookRules } from './config/webhook-rules';
import { wordsOf, type Locale } from './i18n';
import type { StageShares } from './regulation/deadlines';
import { TATARSTAN, type Box } from './regulation/district';
import type { SignatureMode } from './regulation/vocabulary';
import type { Contacts } from './text/personal-data';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const BOT_TOKEN = /^\d+:[A-Za-z0-9_-]+$/;
/** Bech32 of 32 bytes: a letter that is wrong is found when the key is first used, at the start. */
const AGE_RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

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
  DISTRICT_BOX: districtBox(say).prefault(Object.values(TATARSTAN).join(',')),
  STAGE_SHARES: stageShares(say).prefault(DEFAULT_SHARES),
  FOUR_EYES: oneOf(say, 'warn', 'forbid').default('warn'),
  PERSONAL_DATA_IN_CHAT: oneOf(say, 'never', 'on_request', 'max').default('never'),
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
  MAX_TOKEN: matching(/^[\x21-\x7e]{8,512}$/, say('config:maxToken')).optional(),
  MAX_API_ROOT: url(say, 'https:', 'http:').default(MAX),
  MAX_MODE: oneOf(say, 'polling', 'webhook').default('polling'),
  MAX_WEBHOOK_URL: url(say, 'https:', 'http:').optional(),
  MAX_WEBHOOK_SECRET: matching(/^[A-Za-z0-9_-]{5,256}$/, say('config:maxWebhookSecret')).optional(),
  MAX_FILE_HOSTS: hostNames(say).default([]),
  ADMIN_MAX_IDS: maxPeople(say).default([]),
  REPORT_TOKEN: intakeTokens(say).default([]),
  BACKUP_DIR: someText().optional(),
  BACKUP_RECIPIENT: matching(AGE_RECIPIENT, say('config:ageRecipient')).optional(),
});
const schemaIn = (say: Say) => z.object(variablesIn(say));

const DEFAULTS = variablesIn(wordsOf('ru').plain);
export type Variable = keyof typeof DEFAULTS;
export const VARIABLES: readonly Variable[] = keysOf(DEFAULTS);

// ── What the variables ask of each other ────────────────────────────────────

/** As set, before parsing, so that these rules speak up beside a malformed value. */
type Given = Readonly<Partial<Record<Variable, string>>>;

interface Rule extends ConfigProblem {
  readonly broken: (given: Given) => boolean;
}

const isSet = (value: string | undefined): boolean => value !== undefined;

const rulesIn = (say: Say): readonly Rule[] => [
  ...webhookRules(say),
  ...pairRules(say, 'SMTP_URL', 'MAIL_FROM'),
  ...pairRules(say, 'POS_GATEWAY_URL', 'POS_GATEWAY_TOKEN'),
  {
    variable: 'PERSONAL_DATA_IN_CHAT',
    problem: say('config:personalDataInMax'),
    broken: (given) => given.PERSONAL_DATA_IN_CHAT === 'max' && isSet(given.BOT_TOKEN) && !isSet(given.MAX_TOKEN),
  },
  {
    variable: 'SIGNATURE_TRUST_DIR',
    problem: say('config:trustForVerify'),
    broken: (given) => given.SIGNATURES === 'verify' && !isSet(given.SIGNATURE_TRUST_DIR),
  },
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
    return { variable, value: value !== null && isSecret(variable, value) ? '•••' : value };
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
  readonly adminMaxIds: readonly string[];
  /** MAX beside Telegram, or alone; null: it has no part. */
  readonly max: MaxSettings | null;
  readonly rosterFile: string | null;
  /** Empty: the HTTP intake is off. Two while one replaces the other. */
  readonly intakeTokens: readonly string[];
  /** Watched for registry files; null: none. */
  readonly intakeDir: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after local midnight. */
  readonly workingHours: { readonly opensAt: number; readonly closesAt: number };
  /** Where its matters are. */
  readonly district: Box;
  readonly stageShares: StageShares;
  readonly fourEyes: 'warn' | 'forbid';
  /** `max`: on request, in MAX alone. */
  readonly personalDataInChat: 'never' | 'on_request' | 'max';
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
  /** Empty: statistics over HTTP are off. Two while one replaces the other. */
  readonly reportTokens: readonly string[];
  readonly backup: BackupSettings;
  /** For /admin, where it can be read and not changed. */
  readonly shown: readonly ShownSetting[];
}

export interface BackupSettings {
  /** Where a copy is taken each night; null: none is. */
  readonly dir: string | null;
  /** An age public key for which copies are encrypted, by night and by hand; null: they are not. */
  readonly recipient: string | null;
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

export interface MaxSettings {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** Null: updates are polled. */
  readonly webhook: WebhookSettings | null;
  /** From which files come, beside those that MAX documents. */
  readonly fileHosts?: readonly string[];
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

/** MAX alone. */
interface WithoutTelegram {
  readonly mode: 'withoutTelegram';
}

type Mode = StandMode | PollingMode | WebhookMode | WithoutTelegram;
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
    /** Where it is no variable that is wrong. */
    message?: string,
  ) {
    const say = wordsOf(locale).plain;
    super(
      message ?? [say('config:bad'), ...problems.map(({ variable, problem }) => `  ${variable} ${problem}`)].join('\n'),
    );
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
    adminMaxIds: values.ADMIN_MAX_IDS,
    max: maxOf(values),
    rosterFile: values.ROSTER_FILE ?? null,
    intakeTokens: values.INTAKE_TOKEN,
    intakeDir: values.INTAKE_DIR ?? null,
    timeZone: values.OFFICE_TIMEZONE,
    workingHours: values.WORKING_HOURS,
    district: values.DISTRICT_BOX,
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
    reportTokens: values.REPORT_TOKEN,
    backup: { dir: values.BACKUP_DIR ?? null, recipient: values.BACKUP_RECIPIENT ?? null },
    shown: shownSettings({ ...given, SIGNATURES: signatures }),
  };
}

function malformed(given: Given, error: z.ZodError | undefined, say: Say): ConfigProblem[] {
  return VARIABLES.flatMap((variable) => {
    const issue = error?.issues.find(({ path: [name] }) => name === variable);
    if (issue === undefined) return [];
    const { message } = issue;
    const value = given[variable] ?? '';
    const isHidden = isNearSecret(variable) || isSecret(variable, value);
    return [{ variable, problem: isHidden ? message : say('config:now', { message, value }) }];
  });
}

type Values = z.output<ReturnType<typeof schemaIn>>;

const withoutSlash = (address: string): string => address.replace(/\/+$/, '');

function maxOf({ MAX_TOKEN: token, MAX_API_ROOT: root, ...values }: Values): MaxSettings | null {
  if (token === undefined) return null;
  const { MAX_WEBHOOK_URL: address, MAX_WEBHOOK_SECRET: secret } = values;
  const webhook = address === undefined || secret === undefined ? null : { url: address, secret };
  return { token, apiRoot: withoutSlash(root), webhook, fileHosts: values.MAX_FILE_HOSTS };
}

function modeOf(values: Values): Mode {
  if (values.BOT_TOKEN === undefined && values.MAX_TOKEN !== undefined) return { mode: 'withoutTelegram' };
  if (values.BOT_TOKEN === undefined) {
    const flood = values.STAND_FLOOD === 'on';
    const { STAND_PORT: port, STAND_TOKEN: token = null, STAND_HOST: host } = values;
    return { mode: 'stand', stand: { port, token, flood, host } };
  }
  const telegram: TelegramSettings = {
    token: values.BOT_TOKEN,
    apiRoot: withoutSlash(values.TELEGRAM_API_ROOT),
    proxy: values.TELEGRAM_PROXY ?? null,
  };
  if (values.WEBHOOK_URL === undefined || values.WEBHOOK_SECRET === undefined) return { mode: 'polling', telegram };
  return { mode: 'webhook', telegram, webhook: { url: values.WEBHOOK_URL, secret: values.WEBHOOK_SECRET } };
}
