import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock';
import type { AppealRecord, Registered } from '../usecases/intake/register-appeals';
import type { AppealStatus } from './answers';
import type { IntakeWords } from './complaints';
import { openApi } from './openapi';
import { refuse, turnAway } from './problems';
import { isAppealNumber, readRecords } from './record';
import { tokenIndex } from './token';

export interface AppealRoutesOptions {
  readonly clock: Clock;
  /** What callers read, in the language of the office. */
  readonly words: IntakeWords;
  /** None: the intake is switched off. Two while they are rotated. */
  readonly tokens: readonly string[];
  readonly registerAppeals: (records: readonly AppealRecord[], source: 'http') => Promise<readonly Registered[]>;
  readonly readAppealStatus: (number: string) => Promise<AppealStatus | null>;
}

/** `POST /api/appeals`, `GET /api/appeals/NUMBER`: every answer but a success is a `Problem`. */
export function appealRoutes(server: FastifyInstance, options: AppealRoutesOptions): void {
  const { clock, words, tokens, registerAppeals, readAppealStatus } = options;
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
    return undefined;
  });

  server.post('/api/appeals', { config: { rateLimit: {} } }, async (request, reply) => {
    const reading = readRecords(request.body, clock.now(), words);
    if (!reading.ok) {
      const { complaints } = reading;
      const message = words('http.notAccepted', { count: complaints.length });
      return refuse(reply, 400, { code: 'not_accepted', message, errors: [...complaints] });
    }
    const results = await registerAppeals(reading.value, 'http');
    const anyNew = results.some(({ result }) => result === 'created');
    return reply.code(anyNew ? 201 : 200).send({ results });
  });

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

/** The description is open: it tells nothing of the office. */
export function openApiRoute(server: FastifyInstance, words: IntakeWords): void {
  const document = openApi(words);
  server.get('/api/openapi.json', async () => document);
}
