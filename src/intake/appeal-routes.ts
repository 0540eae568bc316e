import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock';
import type { ApplicantPhoto, RegisteredWithPhotos } from '../usecases/intake/applicant-photos';
import type { AppealRecord, Registered } from '../usecases/intake/register-appeals';
import type { AppealStatus } from './answers';
import { refused, type Complaint, type IntakeWords, type Path, type Refused } from './complaints';
import { openApi } from './openapi';
import { LARGEST_PARTS_BODY, readParts, type PhotoIntake } from './parts';
import { readJson } from './json';
import { BadJson, PROBLEM_CODES, PROBLEMS_PATH, problemOf, refuse, turnAway } from './problems';
import { isAppealNumber, readRecord, readRecords } from './record';
import type { Box } from '../regulation/district';
import { isExchangedIn, isSwapped, swapped, type Point } from './place';
import { plainNumber } from '../text/appeal-number';
import { tokenIndex } from './token';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies may be long, and take their time. */
    readonly takesFiles?: true;
  }
}

export interface AppealRoutesOptions extends PhotoIntake {
  readonly clock: Clock;
  /** What callers read, in the language of the office. */
  readonly words: IntakeWords;
  /** None: the intake is switched off. Two while they are rotated. */
  readonly tokens: readonly string[];
  readonly registerAppeals: (records: readonly AppealRecord[], source: 'http') => Promise<readonly Registered[]>;
  readonly registerWithPhotos: (
    record: AppealRecord,
    photos: readonly ApplicantPhoto[],
  ) => Promise<RegisteredWithPhotos>;
  /** About where the office's appeals are; null while too few of them have a point. */
  readonly officeCentre: () => Promise<Point | null>;
  readonly district: Box;
  readonly readAppealStatus: (number: string) => Promise<AppealStatus | null>;
}

/** `POST /api/appeals`, `GET /api/appeals/NUMBER`: every answer but a success is a `Problem`. */
export function appealRoutes(server: FastifyInstance, options: AppealRoutesOptions): void {
  const { words, tokens, readAppealStatus } = options;
  void server.register(multipart);
  // a text would be parsed into a string and complained of as a wrong object
  server.removeContentTypeParser(['text/plain', 'application/json']);
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_: FastifyRequest, body: Buffer) => {
    const reading = readJson(body, words);
    if (!reading.ok) throw new BadJson(reading.complaints);
    return reading.value;
  });
  // before the body: nobody's megabyte is read for the sake of a refusal
  server.addHook('preParsing', async (request: FastifyRequest, reply: FastifyReply) => {
    if (tokens.length === 0) {
      return turnAway(reply, 'intake_off', words);
    }
    if (tokenIndex(request.headers.authorization, tokens) === null) {
      void reply.header('www-authenticate', 'Bearer');
      return turnAway(reply, 'unauthorized', words);
    }
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_PARTS_BODY) return turnAway(reply, 'too_large', words);
    // unpacked it may be anything: a bomb costs its sender a kilobyte
    if ((request.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') {
      void reply.header('accept-encoding', 'identity');
      return turnAway(reply, 'encoded', words);
    }
    return undefined;
  });

  server.post('/api/appeals', { config: { rateLimit: {}, takesFiles: true } }, async (request, reply) =>
    request.isMultipart() ? registerParts(request, reply, options) : registerJson(request, reply, options),
  );

  server.get<{ Params: { number: string } }>(
    '/api/appeals/:number',
    { config: { rateLimit: {} } },
    async (request, reply) => {
      const number = plainNumber(request.params.number);
      const status = isAppealNumber(number) ? await readAppealStatus(number) : null;
      if (status === null) return refuse(reply, 'no_appeal', words);
      return reply.send(status);
    },
  );
  refuseOtherMethods(server, '/api/appeals', ['POST'], words);
  refuseOtherMethods(server, '/api/appeals/:number', ['GET', 'HEAD'], words);
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof METHODS)[number];

export function refuseOtherMethods(
  server: FastifyInstance,
  url: string,
  allowed: readonly Method[],
  words: IntakeWords,
): void {
  const allow = [...allowed, 'OPTIONS'].join(', ');
  const method = METHODS.filter((name) => name !== 'OPTIONS' && !allowed.includes(name));
  // a body of whatever type: it is not what is wrong
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null);
    });
    scope.route({
      method,
      url,
      exposeHeadRoute: false,
      config: { rateLimit: {} },
      handler: (_, reply) => refuse(reply.header('allow', allow), 'wrong_method', words),
    });
    scope.options(url, { config: { rateLimit: {} } }, (_, reply) => reply.header('allow', allow).code(204).send());
  });
}

async function registerJson(request: FastifyRequest, reply: FastifyReply, options: AppealRoutesOptions) {
  const { clock, words, registerAppeals } = options;
  const reading = await readRecords(request.body, clock.now(), words);
  if (!reading.ok) return notAccepted(reply, reading, words);
  const misplaced = await misplacedOf(reading.value, options, (index) => (Array.isArray(request.body) ? [index] : []));
  if (misplaced.length > 0) return notAccepted(reply, refused(misplaced), words);
  const once = new Map(reading.value.map((record) => [record.number, record]));
  const registered = await registerAppeals([...once.values()], 'http');
  const anyNew = registered.some(({ result }) => result === 'created');
  return reply.code(anyNew ? 201 : 200).send({ results: resultsOf(reading.value, registered) });
}

/** In the order of what was sent; whatever stands there a second time is a repeat of the first. */
function resultsOf(records: readonly AppealRecord[], registered: readonly Registered[]): Registered[] {
  const known = new Map(registered.map((result) => [result.number, result]));
  return records.map(({ number }) => {
    const result = known.get(number);
    if (!result) throw new Error(`Appeal ${number} has no result`);
    known.set(number, { ...result, result: 'repeated' });
    return result;
  });
}

/** Points that lie in the district, or where the office's others do, only when latitude and longitude change places. */
async function misplacedOf(
  records: readonly AppealRecord[],
  { officeCentre, district, words }: AppealRoutesOptions,
  pathOf: (index: number) => Path,
): Promise<Complaint[]> {
  if (records.every(({ latitude }) => latitude === undefined)) return [];
  const centre = await officeCentre();
  return records.flatMap((record, index) =>
    isExchangedIn(record, district) || (centre !== null && isSwapped(record, centre))
      ? [swapped([...pathOf(index), 'latitude'], words)]
      : [],
  );
}

/** One appeal with its photos: all of it, or nothing. */
async function registerParts(request: FastifyRequest, reply: FastifyReply, options: AppealRoutesOptions) {
  const { clock, words, registerWithPhotos } = options;
  const { appeal, photos, complaints, tooLarge } = await readParts(request, options, words);
  const reading = appeal === undefined ? null : readRecord(appeal, clock.now(), words, ['appeal']);
  const misplaced = reading?.ok ? await misplacedOf([reading.value], options, () => ['appeal']) : [];
  const faults = refused([...(reading?.ok === false ? reading.complaints : misplaced), ...complaints]);
  if (!reading?.ok || faults.complaints.length > 0) return notAccepted(reply, faults, words, tooLarge ? 413 : 400);
  const result = await registerWithPhotos(reading.value, photos);
  const anyNew = result.result === 'created' || result.photos.added > 0;
  return reply.code(anyNew ? 201 : 200).send({ results: [result] });
}

/** Nothing was taken: what is wrong, field by field. */
export function notAccepted(
  reply: FastifyReply,
  { complaints: errors, more }: Refused,
  words: IntakeWords,
  status: 400 | 413 = 400,
): FastifyReply {
  const detail = words(more ? 'http.notAcceptedFirst' : 'http.notAccepted', { count: errors.length });
  return refuse(reply, 'not_accepted', words, { detail, errors, status });
}

/** The description is open: it tells nothing of the office. */
export function openApiRoute(server: FastifyInstance, words: IntakeWords): void {
  const document = openApi(words);
  server.get('/api/openapi.json', async () => document);
  // where the `type` of a problem leads to
  server.get<{ Params: { code: string } }>(`${PROBLEMS_PATH}/:code`, async (request, reply) => {
    const code = PROBLEM_CODES.find((known) => known === request.params.code);
    if (!code) return refuse(reply, 'no_route', words);
    const { type, title, status, todo } = problemOf(code, request.id, words);
    return reply.send({ type, title, status, ...(todo && { todo }) });
  });
}
