import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from '../config';
import { maskPersonalData } from '../text/personal-data';
import { outputTo } from './output';

/** Fields whose whole value stays out: the applicant, secrets, and what TypeORM, pg and telegraf hang on their errors. */
const HIDDEN_FIELDS: ReadonlySet<string> = new Set([
  'applicant',
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'snils',
  'phone',
  'email',
  'parameters',
  'detail',
  'payload',
]);
const HIDDEN = '[hidden]';

/** In the finished line, so that no path by which text comes in is forgotten. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\bbot\d+:[A-Za-z0-9_-]+/g, 'bot***'],
  [/\b\d{6,}:[A-Za-z0-9_-]{30,}/g, '***'],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]+/gi, '$1 ***'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/@"]+@/gi, '$1:***@'],
];

const DEEPEST = 6;

/**
 * The log of the whole program, JSON lines on standard output unless told otherwise. Tokens, passwords, fields of
 * an applicant and personal data in any text do not come through.
 */
export function createLog(level: Config['logLevel'], destination: DestinationStream = outputTo(1)): Logger {
  const options = {
    level,
    base: null,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => cleanFields(fields, 0),
    },
    // The formatter has cleaned the error already; pino's own would call it an Object.
    serializers: { err: (error: unknown) => error },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: Logger['info']) {
        const [first, ...rest]: readonly unknown[] = args;
        const spoken = first instanceof Error && rest.length === 0 ? [{ err: first }, first.message] : [first, ...rest];
        const masked = spoken.map((part) => (typeof part === 'string' ? maskPersonalData(part) : part));
        Reflect.apply(method, this, masked);
      },
      streamWrite: withoutSecrets,
    },
  };
  // Where its own way to standard output can't write, it tries for ever once the process is to end.
  return pino(options, destination);
}

function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [shape, mask]) => text.replace(shape, mask), line);
}

function cleanFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      HIDDEN_FIELDS.has(name.toLowerCase()) && value !== null && value !== undefined ? HIDDEN : clean(value, depth + 1),
    ]),
  );
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskPersonalData(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[deep]';
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return isPlain(value) ? cleanFields(value, depth) : value;
}

/** Name, words and place only: errors of libraries carry the values of a query or the text of a message. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    type: name,
    message: maskPersonalData(message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(stack === undefined ? {} : { stack: maskPersonalData(stack) }),
    ...(cause === undefined ? {} : { cause: clean(cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: clean(error.errors, depth + 1) } : {}),
  };
}

/** Requests, sockets and the like are left to their serializers. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
