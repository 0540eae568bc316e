import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { codeOf } from '../errors';
import { describeError, framesOf } from '../process/log';
import { maskPersonalData } from '../text/personal-data';
import type { Problem } from './answers';
import type { Complaint, IntakeKey, IntakeWords } from './complaints';
import { newRequestId } from './request-id';
import { keysOf } from '../regulation/lists';

interface Kind {
  readonly status: number;
  /** The same every time; what is told of this one is its detail. */
  readonly title: IntakeKey;
  readonly todo?: IntakeKey;
}

/** Every kind of refusal, by the code by which programs know it. None is ever renamed: `type` leads to it. */
const PROBLEMS = {
  bad_json: { status: 400, title: 'http.badJson', todo: 'http.badJsonTodo' },
  bad_parts: { status: 400, title: 'http.badParts', todo: 'http.badPartsTodo' },
  bad_request: { status: 400, title: 'http.badRequest' },
  bad_query: { status: 400, title: 'http.badQuery', todo: 'http.badQueryTodo' },
  not_accepted: { status: 400, title: 'http.notAcceptedTitle', todo: 'http.notAcceptedTodo' },
  unauthorized: { status: 401, title: 'http.unauthorized', todo: 'http.unauthorizedTodo' },
  no_report_token: { status: 401, title: 'http.unauthorized', todo: 'http.noReportTokenTodo' },
  no_appeal: { status: 404, title: 'http.noAppeal', todo: 'http.noAppealTodo' },
  no_line: { status: 404, title: 'http.noLine', todo: 'http.noLineTodo' },
  no_route: { status: 404, title: 'http.noRoute', todo: 'http.noRouteTodo' },
  wrong_method: { status: 405, title: 'http.wrongMethod', todo: 'http.wrongMethodTodo' },
  no_engagement: { status: 404, title: 'http.noEngagement', todo: 'http.noEngagementTodo' },
  not_counted: { status: 409, title: 'http.notCounted', todo: 'http.notCountedTodo' },
  not_over: { status: 409, title: 'http.notOver', todo: 'http.notOverTodo' },
  no_results_now: { status: 409, title: 'http.noResultsNow', todo: 'http.noResultsNowTodo' },
  line_closed: { status: 409, title: 'http.lineClosed', todo: 'http.lineClosedTodo' },
  too_slow: { status: 408, title: 'http.tooSlow', todo: 'http.tooSlowTodo' },
  too_large: { status: 413, title: 'http.tooLarge', todo: 'http.tooLargeTodo' },
  wrong_media_type: { status: 415, title: 'http.wrongMediaType', todo: 'http.wrongMediaTypeTodo' },
  encoded: { status: 415, title: 'http.encoded', todo: 'http.encodedTodo' },
  too_many: { status: 429, title: 'http.tooMany', todo: 'http.tooManyTodo' },
  headers_too_large: { status: 431, title: 'http.headersTooLarge', todo: 'http.headersTooLargeTodo' },
  internal: { status: 500, title: 'http.internal', todo: 'http.internalTodo' },
  intake_off: { status: 503, title: 'http.noToken', todo: 'http.noTokenTodo' },
  report_off: { status: 503, title: 'http.reportOff', todo: 'http.reportOffTodo' },
  being_counted: { status: 503, title: 'http.beingCounted', todo: 'http.beingCountedTodo' },
  unavailable: { status: 503, title: 'http.unavailable', todo: 'http.unavailableTodo' },
  no_room: { status: 507, title: 'http.noRoom', todo: 'http.noRoomTodo' },
} as const satisfies Record<string, Kind>;
export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = keysOf(PROBLEMS);

/** RFC 9457. */
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';
/** Where a kind is told of; the reference is resolved against the address that was asked. */
export const PROBLEMS_PATH = '/api/problems';

/** What this one has beside its kind. */
export interface Particulars {
  /** Where it says more than the title. */
  readonly detail?: string;
  readonly errors?: readonly Complaint[];
  /** Other than the kind's, where a library knows better. */
  readonly status?: number;
  /** Seconds, in the plural of the words. */
  readonly count?: number;
}

export function problemOf(
  code: ProblemCode,
  requestId: string,
  words: IntakeWords,
  { detail, errors, status, count }: Particulars = {},
): Problem {
  const kind: Kind = PROBLEMS[code];
  const title = words(kind.title);
  const todo = kind.todo && words(kind.todo, count === undefined ? {} : { count });
  return {
    type: `${PROBLEMS_PATH}/${code}`,
    title,
    status: status ?? kind.status,
    detail: [detail ?? title, ...(todo ? [todo] : [])].join(' '),
    instance: `/api/requests/${encodeURIComponent(requestId)}`,
    code,
    requestId,
    ...(todo && { todo }),
    ...(errors && { errors: errors.map(({ path, ...rest }) => ({ path, pointer: pointerOf(path), ...rest })) }),
  };
}

/** The JSON pointer (RFC 6901) of a complaint's path: `[3].applicant.email` is `/3/applicant/email`. */
function pointerOf(path: string): string {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)]
    .map(([, index, quoted, name]) => index ?? name ?? z.string().parse(JSON.parse(quoted ?? '""')))
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Sent instead of an error's own text: a caller learns what to do, not what the code is made of. */
export function refuse(reply: FastifyReply, code: ProblemCode, words: IntakeWords, more?: Particulars): FastifyReply {
  const { id } = reply.request;
  const problem = problemOf(code, id, words, more);
  // where the address could not be read no hook has said it
  return reply.header('x-request-id', id).code(problem.status).type(PROBLEM_TYPE).send(problem);
}

/**
 * Refuses before the body is read, and ends the connection with the answer: whoever has no right to ask must not hold it by a
 * body that never ends.
 */
export function turnAway(reply: FastifyReply, code: ProblemCode, words: IntakeWords): FastifyReply {
  void reply.header('connection', 'close');
  return refuse(reply, code, words);
}

/** What the limiter throws. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequests';
  readonly statusCode = 429;

  constructor(readonly retryAfterMs: number) {
    super('Too many requests');
  }
}

/** A body that is no JSON, or not the one that its caller meant. */
export class BadJson extends Error {
  override readonly name = 'BadJson';
  readonly statusCode = 400;

  constructor(readonly complaints: readonly Complaint[]) {
    super('The body is no JSON');
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
    const [code, more] = kindOf(error);
    const passes = error instanceof Unavailable || error instanceof NoRoom;
    if (passes) void reply.header('retry-after', error instanceof NoRoom ? RETRY_WITHOUT_ROOM_SECONDS : RETRY_SECONDS);
    if (PROBLEMS[code].status >= 500)
      request.log.error({ error: errorFields(passes ? error.cause : error) }, 'A request failed');
    return refuse(reply, code, words, more);
  };
}

function kindOf(error: unknown): [ProblemCode, Particulars?] {
  if (error instanceof TooManyRequests) return ['too_many', { count: Math.ceil(error.retryAfterMs / 1000) }];
  if (error instanceof BadJson) return ['bad_json', { errors: error.complaints }];
  if (error instanceof BadParts) return ['bad_parts'];
  if (error instanceof Unavailable) return ['unavailable', { count: RETRY_SECONDS }];
  if (error instanceof NoRoom) return ['no_room'];
  const code = codeOf(error);
  const statusCode =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return ['wrong_media_type'];
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return ['too_large'];
  return statusCode >= 400 && statusCode < 500 ? ['bad_request', { status: statusCode }] : ['internal'];
}

/** Answers what Node has not understood, by the code of its error, and ends the connection. */
export function answerRaw(error: Error & { readonly code?: string }, socket: Socket, words: IntakeWords): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const problem = problemOf(rawKind(error.code), newRequestId(), words);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${problem.requestId}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function rawKind(code: string | undefined): ProblemCode {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'too_slow';
  return code === 'HPE_HEADER_OVERFLOW' ? 'headers_too_large' : 'bad_request';
}

/** Only these: a database's error carries the values of its statement, and they are people's words and addresses. */
function errorFields(error: unknown): object {
  const type = error instanceof Error ? error.name : typeof error;
  return {
    type,
    code: codeOf(error) || undefined,
    message: maskPersonalData(describeError(error)),
    frames: framesOf(error),
  };
}
