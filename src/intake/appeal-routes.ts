import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock';
import type { ApplicantPhoto, RegisteredWithPhotos } from '../usecases/intake/applicant-photos';
import type { AppealRecord, Registered } from '../usecases/intake/register-appeals';
import type { AppealStatus } from './answers';
import type { Complaint, IntakeWords } from './complaints';
import { openApi } from './openapi';
import { LARGEST_PARTS_BODY, readParts, type PhotoIntake } from './parts';
import { refuse, turnAway } from './problems';
import { isAppealNumber, readRecord, readRecords } from './record';
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
  readonly readAppealStatus: (number: string) => Promise<AppealStatus | null>;
}

/** `POST /api/appeals`, `GET /api/appeals/NUMBER`: every answer but a success is a `Problem`. */
export function appealRoutes(server: FastifyInstance, options: AppealRoutesOptions): void {
  const { words, tokens, readAppealStatus } = options;
  void server.register(multipart);
  // a text would be parsed into a string and complained of as a wrong object
  server.removeContentTypeParser('text/plain');
  // before the body: nobody's megabyte is read for the sake of a refusal
  server.addHook('preParsing', async (request: FastifyRequest, reply: FastifyReply) => {
    if (tokens.length === 0) {
      return turnAway(reply, 503, {
        code: 'intake_off',
        message: words('http.noToken'),
        todo: words('http.noTokenTodo'),
      });
    }
    if (tokenIndex(request.headers.authorization, tokens) === null) {
      void reply.header('www-authenticate', 'Bearer');
      return turnAway(reply, 401, {
        code: 'unauthorized',
        message: words('http.unauthorized'),
        todo: words('http.unauthorizedTodo'),
      });
    }
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_PARTS_BODY)
      return turnAway(reply, 413, {
        code: 'too_large',
        message: words('http.tooLarge'),
        todo: words('http.tooLargeTodo'),
      });
    return undefined;
  });

  server.post('/api/appeals', { config: { rateLimit: {}, takesFiles: true } }, async (request, reply) =>
    request.isMultipart() ? registerParts(request, reply, options) : registerJson(request, reply, options),
  );

  server.get<{ Params: { number: string } }>(
    '/api/appeals/:number',
    { config: { rateLimit: {} } },
    async (request, reply) => {
      const { number } = request.params;
      const status = isAppealNumber(number) ? await readAppealStatus(number) : null;
      if (status === null) return refuse(reply, 404, { code: 'no_appeal', message: words('http.noAppeal') });
      return reply.send(status);
    },
  );
}

async function registerJson(request: FastifyRequest, reply: FastifyReply, options: AppealRoutesOptions) {
  const { clock, words, registerAppeals } = options;
  const reading = readRecords(request.body, clock.now(), words);
  if (!reading.ok) return notAccepted(reply, 400, reading.complaints, words);
  const results = await registerAppeals(reading.value, 'http');
  const anyNew = results.some(({ result }) => result === 'created');
  return reply.code(anyNew ? 201 : 200).send({ results });
}

/** One appeal with its photos: all of it, or nothing. */
async function registerParts(request: FastifyRequest, reply: FastifyReply, options: AppealRoutesOptions) {
  const { clock, words, registerWithPhotos } = options;
  const { appeal, photos, complaints, tooLarge } = await readParts(request, options, words);
  const reading = appeal === undefined ? null : readRecord(appeal, clock.now(), words, ['appeal']);
  const faults = [...(reading?.ok === false ? reading.complaints : []), ...complaints];
  if (!reading?.ok || faults.length > 0) return notAccepted(reply, tooLarge ? 413 : 400, faults, words);
  const result = await registerWithPhotos(reading.value, photos);
  const anyNew = result.result === 'created' || result.photos.added > 0;
  return reply.code(anyNew ? 201 : 200).send({ results: [result] });
}

function notAccepted(reply: FastifyReply, status: 400 | 413, complaints: readonly Complaint[], words: IntakeWords) {
  const message = words('http.notAccepted', { count: complaints.length });
  return refuse(reply, status, { code: 'not_accepted', message, errors: [...complaints] });
}

/** The description is open: it tells nothing of the office. */
export function openApiRoute(server: FastifyInstance, words: IntakeWords): void {
  const document = openApi(words);
  server.get('/api/openapi.json', async () => document);
}
