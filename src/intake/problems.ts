import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError, framesOf } from '../log';
import { maskPersonalData } from '../personal-data';
import type { Problem } from './answers';
import type { IntakeWords } from './complaints';

/** Sent instead of an error's own text: a caller learns what to do, not what the code is made of. */
export function refuse(reply: FastifyReply, status: number, problem: Problem): FastifyReply {
  return reply.code(status).send(problem);
}

/**
 * Refuses before the body is read, and ends the connection with the answer: whoever has no right to ask must not hold it by a
 * body that never ends.
 */
export function turnAway(reply: FastifyReply, status: number, problem: Problem): FastifyReply {
  void reply.header('connection', 'close');
  return refuse(reply, status, problem);
}

/** What the limiter throws. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  readonly statusCode = 429;

  constructor(readonly retryAfterMs: number) {
    super('Too many requests');
  }
}

/** A multipart body that is none, or that ends before its end. */
export class BadParts extends Error {
  override readonly name = 'BadParts';
  readonly statusCode = 400;

  constructor(override readonly cause: unknown) {
    super('The multipart body cannot be read');
  }
}

/** What the registration stands on is in others' hands or away: nobody's fault, and soon over. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly statusCode = 503;

  constructor(override readonly cause: unknown) {
    super(describeError(cause));
  }
}

/** There is no room for a photo: nobody's fault, and soon over where somebody watches. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly statusCode = 507;

  constructor(override readonly cause: unknown) {
    super(describeError(cause));
  }
}

/** A row is held for seconds, and a server comes back within a minute or not soon: whoever asks again after this much is not early. */
const RETRY_SECONDS = 30;
/** Room is made by people. */
const RETRY_WITHOUT_ROOM_SECONDS = 600;

/** Turns whatever a request has thrown into an answer. Only the breakage of ours is logged. */
export function problemHandler(words: IntakeWords) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, problem } = problemOf(error, words);
    const passes = error instanceof Unavailable || error instanceof NoRoom;
    if (passes) void reply.header('retry-after', error instanceof NoRoom ? RETRY_WITHOUT_ROOM_SECONDS : RETRY_SECONDS);
    if (status >= 500) request.log.error({ error: errorFields(passes ? error.cause : error) }, 'A request failed');
    return refuse(reply, status, problem);
  };
}

function problemOf(error: unknown, words: IntakeWords): { status: number; problem: Problem } {
  if (error instanceof TooManyRequests) {
    const count = Math.ceil(error.retryAfterMs / 1000);
    return {
      status: 429,
      problem: { code: 'too_many', message: words('http.tooMany'), todo: words('http.tooManyTodo', { count }) },
    };
  }
  if (error instanceof Unavailable) {
    const problem = {
      code: 'unavailable',
      message: words('http.unavailable'),
      todo: words('http.unavailableTodo', { count: RETRY_SECONDS }),
    };
    return { status: 503, problem };
  }
  if (error instanceof NoRoom)
    return {
      status: 507,
      problem: { code: 'no_room', message: words('http.noRoom'), todo: words('http.noRoomTodo') },
    };
  if (error instanceof BadParts)
    return {
      status: 400,
      problem: { code: 'bad_parts', message: words('http.badParts'), todo: words('http.badPartsTodo') },
    };
  const { code = '', statusCode = 500 } =
    error instanceof Error ? (error as Error & { code?: string; statusCode?: number }) : {};
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return {
        status: 400,
        problem: { code: 'bad_json', message: words('http.badJson'), todo: words('http.badJsonTodo') },
      };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        status: 415,
        problem: {
          code: 'wrong_media_type',
          message: words('http.wrongMediaType'),
          todo: words('http.wrongMediaTypeTodo'),
        },
      };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return {
        status: 413,
        problem: { code: 'too_large', message: words('http.tooLarge'), todo: words('http.tooLargeTodo') },
      };
    default:
      if (statusCode >= 400 && statusCode < 500) {
        return { status: statusCode, problem: { code: 'bad_request', message: words('http.badRequest') } };
      }
      return {
        status: 500,
        problem: { code: 'internal', message: words('http.internal'), todo: words('http.internalTodo') },
      };
  }
}

/** Only these: a database's error carries the values of its statement, and they are people's words and addresses. */
function errorFields(error: unknown): object {
  const { name, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { name: typeof error, code: null };
  return { type: name, code, message: maskPersonalData(describeError(error)), frames: framesOf(error) };
}
