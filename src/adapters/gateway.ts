import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { GatewaySettings } from '../config';
import { describeError } from '../process/log';
import type { Trouble } from '../regulation/carriers';
import { foreignLine } from '../text/plain-text';
import type { Carried, EngagementFile, EngagementParcel, Gateway, Parcel, ParcelFile } from '../usecases/kit/parcel';
import type { FileStore } from '../usecases/kit/ports';

export interface GatewayOptions extends GatewaySettings {
  readonly files: Pick<FileStore, 'read'>;
  readonly clock: Clock;
  /** Until a silent gateway is given up. */
  readonly silenceMs?: number;
  /** From the end of the sending until the whole answer must be there: one that drips is never silent. */
  readonly answerMs?: number;
  /** Until all of it must be over. */
  readonly limitMs?: number;
}

const SILENCE_MS = 30_000;
/** Deliveries go one by one: whoever waits for the next of them learns of the trouble within a minute. */
const ANSWER_MS = 45_000;
/** Ten photos of 20 MB over a slow line. */
const LIMIT_MS = 15 * 60_000;
/** An answer is a line. */
const LONGEST_ANSWER = 64 * 1024;

/** What is longer is cut: a refusal with a long reason is a refusal, and what is confirmed must not be sent again for its number. */
const words = (most: number) => z.string().transform((said) => foreignLine(said, most));
const REFERENCE = words(100).nullish();
const REASON = words(2_000).pipe(z.string().min(1));

/**
 * What the gateway answers with 2xx. `refused` is for good, as 4xx is; `accepted`: it will know later, and is asked again.
 */
const ANSWER = z.discriminatedUnion('status', [
  z.object({ status: z.literal('confirmed'), reference: REFERENCE, address: words(500).nullish() }),
  z.object({
    status: z.literal('accepted'),
    reference: REFERENCE,
    askAfterSeconds: z.number().min(1).max(86_400).nullish(),
  }),
  z.object({ status: z.literal('refused'), reason: REASON }),
]);
/** Beside a 4xx: why, in its own words. */
const REFUSAL = z.object({ reason: REASON });

/** The part `delivery` of the request: what docs/integrator/gateway.md describes. */
interface Manifest {
  readonly id: string;
  readonly approvedAt: string;
  readonly files: readonly ((ParcelFile | EngagementFile) & { readonly part: string })[];
}

/**
 * The gateway of ПОС by its protocol (docs/integrator/gateway.md). A request is signed: the token itself is never sent, so nobody
 * whom we are sent to or who listens can use it; a redirect is not followed. Files are streamed from the disk, one after another.
 */
export function createGateway(options: GatewayOptions): Gateway {
  return {
    send: (parcel) => send(options, parcel),
    ask: (key) => {
      const address = new URL(options.url);
      address.pathname = `${address.pathname.replace(/\/$/, '')}/${key}`;
      return exchange(options, address, 'GET', key, '', null);
    },
  };
}

function send(
  options: GatewayOptions,
  { key, queuedAt, files, ...content }: Parcel | EngagementParcel,
): Promise<Carried> {
  const parts = files.map((file, index) => ({ ...file, part: `file${index + 1}` }));
  const manifest: Manifest & typeof content = { id: key, approvedAt: queuedAt.toISOString(), ...content, files: parts };
  const signed = JSON.stringify(manifest);
  const boundary = `murajagat-${key}`;
  const body = multipart(boundary, signed, parts, options.files);
  return exchange(options, new URL(options.url), 'POST', key, signed, {
    type: `multipart/form-data; boundary=${boundary}`,
    body,
  });
}

/** The names of files stand in the signed part alone: a header has no place for what an official has typed. */
async function* multipart(
  boundary: string,
  manifest: string,
  parts: readonly { readonly part: string; readonly sha256: string }[],
  files: Pick<FileStore, 'read'>,
): AsyncGenerator<Uint8Array> {
  const head = (name: string, more: string) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`);
  yield head('delivery', '\r\ncontent-type: application/json');
  yield Buffer.from(`${manifest}\r\n`);
  for (const { part, sha256 } of parts) {
    yield head(part, `; filename="${sha256}"\r\ncontent-type: application/octet-stream`);
    yield* files.read(sha256);
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

interface Body {
  readonly type: string;
  readonly body: AsyncGenerator<Uint8Array>;
}

async function exchange(
  options: GatewayOptions,
  address: URL,
  method: 'GET' | 'POST',
  key: string,
  signed: string,
  sent: Body | null,
): Promise<Carried> {
  const { token, clock, silenceMs = SILENCE_MS, answerMs = ANSWER_MS, limitMs = LIMIT_MS } = options;
  const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
  const target = `${address.pathname}${address.search}`;
  const signature = createHmac('sha256', token).update([timestamp, method, target, signed].join('\n')).digest('hex');
  const limit = AbortSignal.timeout(limitMs);
  const request = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, {
    method,
    signal: limit,
    timeout: silenceMs,
    headers: {
      accept: 'application/json',
      'idempotency-key': key,
      'x-murajagat-timestamp': timestamp,
      'x-murajagat-signature': `v1=${signature}`,
      ...(sent && { 'content-type': sent.type }),
    },
  });
  let isSilent = false;
  const giveUp = () => {
    isSilent = true;
    request.destroy(new Silence());
  };
  let answering: NodeJS.Timeout | undefined;
  const awaitAnswer = () => (answering ??= setTimeout(giveUp, answerMs));
  request.on('timeout', giveUp).on('finish', awaitAnswer).on('response', awaitAnswer);
  try {
    const response = await respond(request, sent?.body ?? null, silenceMs);
    return await read(response);
  } catch (error) {
    if (error instanceof Unreadable) throw error.cause;
    return ofWay(isSilent || limit.aborted ? new Silence() : error);
  } finally {
    clearTimeout(answering);
    request.destroy();
  }
}

class Silence extends Error {
  override readonly message = 'no answer in time';
}
/** 101: it asks for another protocol, which we have not offered. */
class OtherProtocol extends Error {}
class Ended extends Error {
  readonly code = 'ECONNRESET';
}
/** Our own file could not be read: no fault of the gateway's. */
class Unreadable extends Error {}

/** A gateway may answer before it has heard everything: a refusal is not waited out. */
function respond(
  request: ClientRequest,
  body: AsyncGenerator<Uint8Array> | null,
  silenceMs: number,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
    // With nobody to hear it, Node drops the call and says neither of the two.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new OtherProtocol());
    });
    // Whatever else ends it without a word: an answer that is not there is not waited for.
    request.on('close', () => reject(new Ended()));
    write(request, body, silenceMs).catch(reject);
  });
}

async function write(
  request: ClientRequest,
  body: AsyncGenerator<Uint8Array> | null,
  silenceMs: number,
): Promise<void> {
  if (body) {
    for (;;) {
      const next = await body.next().catch((cause: unknown) => {
        request.destroy();
        throw new Unreadable('A file of the delivery cannot be read', { cause });
      });
      if (next.done === true || request.destroyed) break;
      if (!request.write(next.value)) await drained(request, silenceMs);
    }
    // whose file may be open still
    await body.return(undefined);
  }
  request.end();
}

/** A piece that is not taken in time: whoever takes a byte now and then is never silent, and takes for ever. */
async function drained(request: ClientRequest, silenceMs: number): Promise<void> {
  const tooSlow = setTimeout(() => request.emit('timeout'), silenceMs);
  const over = new AbortController();
  const happens = (event: string) => once(request, event, { signal: over.signal });
  await Promise.race([happens('drain'), happens('close')]).catch(() => undefined);
  over.abort();
  clearTimeout(tooSlow);
}

async function read(response: IncomingMessage): Promise<Carried> {
  const { statusCode = 0, headers } = response;
  const text = await textOf(response);
  const afterMs = retryAfter(headers['retry-after']);
  const detail = `HTTP ${statusCode}`;
  if (statusCode >= 300 && statusCode < 400) return waits('moved', detail, null);
  if (statusCode === 429 || statusCode === 503) return waits('busy', detail, afterMs);
  if (statusCode === 408 || statusCode === 425 || statusCode >= 500) return waits('failing', detail, afterMs);
  // They do not know our token yet, or their clock is another: the operators' matter, and no word on this delivery.
  if (statusCode === 401 || statusCode === 403 || statusCode === 407) return waits('login', detail, afterMs);
  if (statusCode >= 400) return { outcome: 'refused', trouble: 'refused', detail: reasonIn(text) ?? detail };
  const answer = ANSWER.safeParse(jsonOf(text));
  if (!answer.success)
    return waits('nonsense', foreignLine(`${detail}, ${answer.error.issues[0]?.message ?? 'no JSON'}`, 300), null);
  const { data } = answer;
  switch (data.status) {
    case 'confirmed':
      return { outcome: 'delivered', reference: data.reference ?? null, address: data.address ?? null };
    case 'accepted': {
      const seconds = data.askAfterSeconds ?? null;
      return {
        outcome: 'accepted',
        reference: data.reference ?? null,
        afterMs: seconds === null ? null : seconds * 1_000,
      };
    }
    case 'refused':
      return { outcome: 'refused', trouble: 'refused', detail: data.reason };
  }
}

const waits = (trouble: Trouble, detail: string | null, afterMs: number | null): Carried => ({
  outcome: 'waits',
  trouble,
  detail,
  afterMs,
  ofCarrier: true,
});

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const bytes: AsyncIterable<Buffer> = response;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > LONGEST_ANSWER) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reasonIn = (text: string): string | null => REFUSAL.safeParse(jsonOf(text)).data?.reason ?? null;

/** In seconds; the form with a date is left to our own pause. */
const retryAfter = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1_000 : null;

const nodeError = z.object({ code: z.string().catch('') });
const CERTIFICATE = /^(?:CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|CERT/;

/** Of the way there: the same key makes another try harmless, whatever has arrived. */
function ofWay(error: unknown): Carried {
  if (error instanceof Silence) return waits('silent', null, null);
  if (error instanceof OtherProtocol) return waits('nonsense', 'HTTP 101', null);
  const code = nodeError.safeParse(error).data?.code ?? '';
  if (CERTIFICATE.test(code)) return waits('certificate', describeError(error), null);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ABORT_ERR') return waits('broken', code, null);
  if (code.startsWith('HPE_')) return waits('nonsense', code, null);
  if (code !== '') return waits('unreachable', code, null);
  throw error;
}
