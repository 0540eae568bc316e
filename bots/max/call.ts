import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { describeError } from '../../src/process/log';
import { parseExactly } from '../messenger/exact-json';
import { NetworkError, observe, UnreadableAnswer, type Observed } from '../messenger/exchange';
import type { Line } from '../messenger/line';
import { createRestraint } from '../messenger/restraint';
import { MaxError } from './errors';

/** A person waits no longer. */
const CALL_LIMIT_MS = 25_000;
/** Of a word for the finger, for which nobody waits longer, and of a question whether anybody is there. */
export const SHORT_LIMIT_MS = 5_000;
const LONGEST_ANSWER = 32 * 1024 * 1024;

export interface Asked {
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * A method of MAX' Bot API. Rejects with MaxError (refused), NetworkError (nobody has answered in MAX' words).
 * @returns what it answered, as the shape has it
 */
export type Call = <Shape extends z.ZodType>(
  verb: Verb,
  path: string,
  shape: Shape,
  asked?: Asked,
) => Promise<z.output<Shape>>;

/** What says nothing but that it is done. An empty object is nobody's word: whoever took it for one would leave a card as it was for ever. */
export const done = z.looseObject({ success: z.literal(true) });

export interface CallOptions {
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  readonly line: Pick<Line, 'watch'>;
}

/** Calls over connections that are kept; by node:http, which tells whether a request was handed over. */
export function createCall({ token, apiRoot, line }: CallOptions): Call {
  const restrained = createRestraint();
  const options = { keepAlive: true, maxSockets: 64 };
  const agent = apiRoot.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
  return async (verb, path, shape, { query = {}, body, limitMs = CALL_LIMIT_MS, signal } = {}) => {
    const url = new URL(`${apiRoot}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const json = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers = {
      authorization: token,
      accept: 'application/json',
      ...(json ? { 'content-type': 'application/json', 'content-length': json.length } : {}),
    };
    return line.watch(
      async () => read(restrained(await exchange(url, { verb, headers, body: json, limitMs, signal, agent })), shape),
      signal,
    );
  };
}

export interface Exchange {
  readonly verb: Verb;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: Buffer | null;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly agent?: http.Agent;
}

export interface Answered {
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly body: unknown;
}

/** One request and its answer in JSON. @throws NetworkError when there was none */
export function exchange(url: URL, { limitMs, signal, ...asked }: Exchange): Promise<Answered> {
  return observe(async (observed) => {
    const limit = AbortSignal.timeout(limitMs);
    try {
      const response = await ask(url, { ...asked, signal: signal ? AbortSignal.any([signal, limit]) : limit });
      const { statusCode: status = 0, headers } = response.head;
      if (status >= 500) throw new Error(`MAX answered ${status}`);
      const seconds = Number(headers['retry-after']);
      return { status, retryAfter: seconds > 0 ? seconds : undefined, body: parseExactly(response.text) };
    } catch (error) {
      if (error instanceof SyntaxError && !observed.isPage()) throw new UnreadableAnswer('MAX answered with no JSON');
      throw unanswered(error, observed);
    }
  });
}

/** A provider's page in MAX' place has carried nothing out; half a request is none. */
const unanswered = (error: unknown, observed: Observed): NetworkError =>
  new NetworkError(
    !observed.wasHandedOver() || observed.isPage() ? 'unsent' : 'unknown',
    observed.isPage() ? 'a page came instead of MAX’ answer: something in between has answered' : describeError(error),
  );

function ask(
  url: URL,
  { verb, headers, body, signal, agent }: Omit<Exchange, 'limitMs' | 'signal'> & { readonly signal: AbortSignal },
): Promise<{ readonly head: http.IncomingMessage; readonly text: string }> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: verb, headers, signal, ...(agent ? { agent } : {}) }, (head) => {
      const chunks: Buffer[] = [];
      let size = 0;
      head.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > LONGEST_ANSWER) head.destroy(new Error('the answer has no end'));
        else chunks.push(chunk);
      });
      head.on('end', () => resolve({ head, text: Buffer.concat(chunks).toString('utf8') }));
      head.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(body ?? undefined);
  });
}

const refusal = z.object({ success: z.boolean(), code: z.string(), message: z.string() }).partial().catch({});

function read<Shape extends z.ZodType>({ status, retryAfter, body }: Answered, shape: Shape): z.output<Shape> {
  const { success, code = 'unknown', message = '' } = refusal.parse(body);
  if (status !== 200 || success === false) throw new MaxError(status, code, message, retryAfter);
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnreadableAnswer(`MAX answered in a shape that is not known: ${issue?.path.join('.')} ${issue?.message}`);
}
