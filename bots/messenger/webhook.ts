import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { IncomingUpdate } from '../../src/inbox/update';
import { describeError, type Log } from '../../src/process/log';
import { NotAnUpdateError } from './update';

/** The way by which a messenger brings updates. */
export interface WebhookWay {
  /** The messenger's, for the log. */
  readonly name: string;
  /** `/messenger/webhook` */
  readonly path: string;
  /** The header that holds the secret, in small letters. */
  readonly secretHeader: string;
  /** JSON by default. @throws SyntaxError */
  readonly parse?: (text: string) => unknown;
  /** @throws NotAnUpdateError */
  readonly read: (raw: unknown) => IncomingUpdate;
}

export interface WebhookOptions {
  /** What the messenger repeats in the header of every request. */
  readonly secret: string;
  /** Keeps an update; 200 is answered only after it resolves. */
  readonly receive: (updates: readonly IncomingUpdate[]) => Promise<void>;
  readonly log: Log;
}

interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
}

interface Webhook {
  isAllowed(secret: string | undefined): boolean;
  /** Bytes, not text: Cyrillic split between two chunks must meet again first. */
  handle(body: Buffer): Promise<WebhookAnswer>;
}

const LONGEST_BODY = 1_048_576;
const FORBIDDEN: WebhookAnswer = { status: 401, text: 'The secret token is missing or wrong.' };

/** The webhook without a server: 200 when kept, 400 for what is not an update, 503 (the messenger comes again) when not kept. */
function createWebhook(
  { name, read, parse = JSON.parse }: WebhookWay,
  { secret, receive, log }: WebhookOptions,
): Webhook {
  const expected = digest(secret);
  return {
    // digests, because timingSafeEqual wants one length, and the length is a secret too
    isAllowed: (given) => given !== undefined && timingSafeEqual(digest(given), expected),

    async handle(body) {
      let update: IncomingUpdate;
      try {
        update = read(parsed(body, parse));
      } catch (error) {
        if (!(error instanceof NotAnUpdateError)) throw error;
        log.warn({ reason: error.message, bytes: body.length }, 'The webhook got something that is not an update');
        return { status: 400, text: `Not an update: ${error.message}.` };
      }
      try {
        await receive([update]);
      } catch (error) {
        const reason = describeError(error);
        log.error({ key: update.key, reason }, `An update could not be kept; ${name} will send it again`);
        return { status: 503, text: 'The update could not be kept; send it again.' };
      }
      return { status: 200, text: '' };
    },
  };
}

/** Adds the route. The secret is checked before a byte of the body is read. */
export function addWebhook(app: FastifyInstance, way: WebhookWay, options: WebhookOptions): void {
  const webhook = createWebhook(way, options);
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LONGEST_BODY }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({
      method: 'POST',
      url: way.path,
      bodyLimit: LONGEST_BODY,
      onRequest: async (request, reply) => {
        const given = request.headers[way.secretHeader];
        if (!webhook.isAllowed(typeof given === 'string' ? given : undefined)) {
          // with the connection: a stranger must not hold it by a body that never ends
          void reply.code(FORBIDDEN.status).header('connection', 'close').type('text/plain; charset=utf-8');
          await reply.send(FORBIDDEN.text);
        }
      },
      handler: async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { status, text } = await webhook.handle(body);
        return reply.code(status).type('text/plain; charset=utf-8').send(text);
      },
    });
  });
}

function parsed(body: Buffer, parse: (text: string) => unknown): unknown {
  try {
    return parse(body.toString('utf8'));
  } catch {
    throw new NotAnUpdateError('the body is not JSON');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
