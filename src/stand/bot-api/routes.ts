import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors';
import type { Parts } from '../parts';
import { requestFaults, type Fault } from './faults';
import { tooManyRequests } from './flood';
import { Uploads } from './method';
import { findMethod } from './registry';
import { readParameters, uploadLimit, type GivenParameters } from './request';

interface Verdict {
  readonly code: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Judges and runs one request; a fault of the stand itself is answered 500 and told on stderr. */
async function perform(parts: Parts, name: string, given: GivenParameters, gone: AbortSignal): Promise<Verdict> {
  try {
    const method = findMethod(name);
    if (!method) throw new ApiError(404, 'Not Found: method not found');
    const result = await method.run({ ...parts, uploads: given.uploads, gone }, given.values);
    return { code: 200, body: { ok: true, result } };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Verdict {
  if (!(error instanceof ApiError)) {
    console.error(error);
    return refusal(new ApiError(500, 'Internal Server Error'));
  }
  const { code, description, parameters } = error;
  return { code, body: { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) } };
}

const faultVerdict = (fault: Fault | undefined): Verdict | undefined => {
  if (fault?.kind === '429') return refusal(tooManyRequests(fault.retryAfter));
  if (fault?.kind === '500') return refusal(new ApiError(500, 'Internal Server Error'));
  return undefined;
};

function chatOf({ chat_id: id }: Readonly<Record<string, unknown>>): number | undefined {
  return id === undefined || !Number.isSafeInteger(Number(id)) ? undefined : Number(id);
}

export function botApiRoutes(app: FastifyInstance, parts: Parts): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(/^(?!multipart\/)/, { parseAs: 'buffer', bodyLimit: uploadLimit }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const tooLarge = error.statusCode === 413;
    const { code, body } = refusal(tooLarge ? new ApiError(413, 'Request Entity Too Large') : error);
    return reply.code(code).send(body);
  });

  parts.webhook.reply = async (name, values) => {
    const verdict = await perform(parts, name, { values, uploads: new Uploads() }, new AbortController().signal);
    record(parts, name, values, verdict, undefined);
  };

  app.route<{ Params: { token: string; method: string } }>({
    method: ['GET', 'POST'],
    url: '/bot:token/:method',
    handler: async (request, reply) => {
      if (request.params.token !== parts.token) return answer(reply, refusal(new ApiError(401, 'Unauthorized')));
      return handle(parts, request, reply, request.params.method);
    },
  });

  app.get<{ Params: { token: string; '*': string } }>('/file/bot:token/*', async (request, reply) => {
    if (request.params.token !== parts.token) return answer(reply, refusal(new ApiError(401, 'Unauthorized')));
    const file = parts.files.byPath(request.params['*']);
    if (!file) return answer(reply, refusal(new ApiError(404, 'Not Found')));
    return reply.type('application/octet-stream').send(await parts.files.read(file));
  });
}

async function handle(parts: Parts, request: FastifyRequest, reply: FastifyReply, name: string): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  let given: GivenParameters;
  try {
    given = await readParameters(request);
  } catch (error) {
    const verdict = refusal(error);
    record(parts, name, {}, verdict, undefined);
    return answer(reply, verdict);
  }
  const fault = parts.faults.strike(requestFaults, name, chatOf(given.values));
  if (fault?.kind === 'reset-before') {
    record(
      parts,
      name,
      given.values,
      { code: 0, body: { ok: false, description: 'connection reset before the request' } },
      fault,
    );
    return hangUp(request, reply);
  }
  const verdict = faultVerdict(fault) ?? (await perform(parts, name, given, gone.signal));
  record(parts, name, given.values, verdict, fault);
  if (fault?.kind === 'slow') await pause(fault.delayMs);
  return fault?.kind === 'reset-after' ? hangUp(request, reply) : answer(reply, verdict);
}

function record(
  parts: Parts,
  method: string,
  values: Readonly<Record<string, unknown>>,
  { code, body }: Verdict,
  fault: Fault | undefined,
): void {
  parts.journal.add({
    method,
    chatId: chatOf(values) ?? null,
    ok: body['ok'] === true,
    code,
    description: typeof body['description'] === 'string' ? body['description'] : null,
    fault: fault?.kind ?? null,
  });
}

const answer = (reply: FastifyReply, { code, body }: Verdict): FastifyReply => reply.code(code).send(body);

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}
