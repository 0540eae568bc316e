import { z } from 'zod';
import type { Words } from '../i18n';
import { SHARED_STAGES, type StageShares } from '../regulation/deadlines';
import type { Box } from '../regulation/district';
import { recordOf } from '../regulation/lists';
import { mailOf, numberOf, type Contacts } from '../text/personal-data';

// How a variable is read, and what it should be. Each text goes on after the variable's name.

export const DEFAULT_SHARES =
  'coordination=0.10,assigned=0.05,in_progress=0.60,answer_agreement=0.125,answer_approval=0.125';
const SHARE_TOLERANCE = 1e-9;
const SHORTEST_INTAKE_TOKEN = 8;

export type Say = Words['plain'];

export const matching = (pattern: RegExp, expected: string) => z.string().regex(pattern, expected);

export const oneOf = <const Values extends readonly [string, ...string[]]>(say: Say, ...values: Values) =>
  z.enum(values, say('config:oneOf', { values: values.join(', ') }));

export const url = (say: Say, ...protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      say('config:address', { beginnings: protocols.map((protocol) => `${protocol}//`).join(', ') }),
    );

export const port = (say: Say) =>
  matching(/^\d{1,5}$/, say('config:port'))
    .transform(Number)
    .refine((number) => number <= 65_535, say('config:port'));

export const someText = () => z.string();

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const people = (say: Say) =>
  z
    .string()
    .transform((text) => list(text).map(Number))
    .refine((ids) => ids.every((id) => Number.isSafeInteger(id) && id > 0), say('config:people'));

/** Ids of MAX may be longer than numbers hold. */
export const maxPeople = (say: Say) =>
  z
    .string()
    .transform(list)
    .refine((ids) => ids.every((id) => /^[1-9]\d{0,18}$/.test(id)), say('config:maxPeople'));

export const hostNames = (say: Say) =>
  z
    .string()
    .transform((text) => list(text.toLowerCase()))
    .refine((names) => names.every((name) => /^(?:[a-z\d-]+\.)+[a-z][a-z\d-]+$/.test(name)), say('config:hostNames'));

export const intakeTokens = (say: Say) =>
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
export const officeContacts = (say: Say) =>
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
export const smtp = (say: Say) =>
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
export const mailFrom = (say: Say) =>
  matching(/^[^\p{C}<>"]*<[^<>\s]+>$|^[^<>\s]+$/u, say('config:mailFrom'))
    .transform((text): MailSender => {
      const [, name = '', address = text] = /^(.*?)\s*<(.+)>$/u.exec(text) ?? [];
      return { name: name.trim() || null, address };
    })
    .refine(({ address }) => z.email().safeParse(address).success, say('config:mailFrom'));

export const timeZone = (say: Say) =>
  z.string().refine((name) => {
    try {
      // Offsets such as +03:00 are zones for Intl but not for the scheduler.
      return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
    } catch {
      return false;
    }
  }, say('config:timeZone'));

/** A name and password in it would be a second secret beside the token, and is never sent. */
export const gatewayUrl = (say: Say) =>
  url(say, 'https:', 'http:').refine((text) => {
    // zod asks on after the first refusal
    if (!URL.canParse(text)) return false;
    const { username, password, hash } = new URL(text);
    return username === '' && password === '' && hash === '';
  }, say('config:gatewayUrl'));

/** A shortened day closes so much earlier, and must be open all the same. */
const SHORTENED_BY_MINUTES = 60;
export const workingHours = (say: Say) =>
  matching(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, say('config:hours'))
    .transform((text) => {
      const [opensAt = 0, closesAt = 0] = text
        .split('-')
        .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
      return { opensAt, closesAt };
    })
    .refine(({ opensAt, closesAt }) => opensAt + SHORTENED_BY_MINUTES < closesAt, say('config:hours'));

/** «53.9,47.2,56.7,54.3»: the southernmost, westernmost, northernmost and easternmost degrees. */
export const districtBox = (say: Say) =>
  matching(/^\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\s*$/, say('config:district'))
    .transform((text): Box => {
      const [south = 0, west = 0, north = 0, east = 0] = text.split(',').map(Number);
      return { south, north, west, east };
    })
    .refine(
      ({ south, north, west, east }) => south < north && west < east && Math.abs(north) <= 90 && Math.abs(east) <= 180,
      say('config:district'),
    );

export const stageShares = (say: Say) =>
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
    .transform((pairs): StageShares =>
      recordOf(SHARED_STAGES, (stage) => Number(pairs.find(([name]) => name === stage)?.[1])),
    )
    .refine(
      (shares) => Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) <= SHARE_TOLERANCE,
      say('config:sharesSum'),
    );
