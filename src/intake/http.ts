import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { appealRoutes, openApiRoute, type AppealRoutesOptions } from './appeal-routes';
import { METRICS_CONTENT_TYPE, metricsText, type Metric } from './metrics';
import { answerRaw, problemHandler, refuse, TooManyRequests } from './problems';
import { questionRoutes, type QuestionRoutesOptions } from './question-routes';
import { returnedRoutes, type ReturnedRoutesOptions } from './returned-routes';
import { requestIdOf } from './request-id';
import { statisticsRoutes, type StatisticsRoutesOptions } from './statistics-routes';
import { limitStrangers } from './strangers';
import { tokenIndex } from './token';

export interface Health {
  readonly ready: boolean;
  /** Why not, for whoever watches the bot; never a person's data. */
  readonly reasons: readonly string[];
  /** What is to be seen to although the bot works: the answer stays 200. */
  readonly warnings?: readonly string[];
}

export interface HttpServerOptions
  extends AppealRoutesOptions, QuestionRoutesOptions, ReturnedRoutesOptions, StatisticsRoutesOptions {
  readonly log: FastifyBaseLogger;
  /** Of one token, and of one address without a right one. */
  readonly requestsPerMinute?: number;
  readonly health: () => Promise<Health>;
  readonly metrics: () => Promise<readonly Metric[]>;
  readonly limits?: Partial<HttpLimits>;
  /** Connections by which no token was shown. */
  readonly mostStrangers?: number;
}

/** How long a connection may be held, milliseconds: no caller, with a token or without, keeps one for ever. */
export interface HttpLimits {
  /** From the connection to the end of the headers; also of a connection by which nothing is said. */
  readonly headers: number;
  /** To the last byte of a request: a client that dribbles it holds a connection no longer. */
  readonly request: number;
  /** The same of one with photos, from its first byte. */
  readonly photos: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** How often the first two are looked at. */
  readonly checking: number;
}

const LIMITS: HttpLimits = {
  headers: 10_000,
  request: 30_000,
  // ten photos of 20 MB by a line of 5 Mbit/s
  photos: 350_000,
  // longer than nginx and the like keep theirs (60 s): they would send into a connection that we are just ending
  keepAlive: 65_000,
  checking: 5_000,
};
/** Telegram opens 40 at most, a gateway some; each costs a file, of which a process often has but 1 024. */
const MOST_CONNECTIONS = 500;
/** Of them, those of whoever has shown no token: a messenger's, a watcher's, anybody's. */
const MOST_STRANGERS = 400;
const LARGEST_BODY = 1024 * 1024;
/** Forty characters of a number, six bytes each when they are Cyrillic. */
const LONGEST_PARAMETER = 240;

/**
 * The bot's HTTP server (contract.md): the intake, `/health`, `/metrics`. Not yet listening: other parts register their
 * routes on it as plugins, with body parsers of their own.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { log, words, requestsPerMinute = 120, mostStrangers = MOST_STRANGERS } = options;
  const limits = { ...LIMITS, ...options.limits };
  const tokens = [...options.tokens, ...options.reportTokens];
  const onProblem = problemHandler(words);
  const server: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: LARGEST_BODY,
    requestTimeout: limits.photos,
    keepAliveTimeout: limits.keepAlive,
    http: { headersTimeout: limits.headers, connectionsCheckingInterval: limits.checking },
    trustProxy: false,
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']),
    clientErrorHandler: (error, socket) => answerRaw(error, socket, words),
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors: (error, request, reply) => void onProblem(error, request, reply),
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  limitStrangers(server, tokens, mostStrangers);
  endLate(server, limits.request);
  server.setErrorHandler(onProblem);
  server.setNotFoundHandler((_, reply) => refuse(reply, 'no_route', words));
  server.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  // the route's pattern, not the address: nothing that a caller wrote
  server.addHook('onResponse', async (request, reply) => {
    const fields = {
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: reply.elapsedTime,
    };
    if (reply.statusCode >= 400) request.log.info(fields, 'HTTP request refused');
    else request.log.debug(fields, 'HTTP request answered');
  });

  void server.register(rateLimit, {
    global: false,
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ headers, ip }) => {
      const index = tokenIndex(headers.authorization, tokens);
      return index === null ? `address ${ip}` : `token ${index}`;
    },
    errorResponseBuilder: (_, { ttl }) => new TooManyRequests(ttl),
  });
  // a plugin of its own: its token is not asked of the others, and the limiter is loaded before its routes
  void server.register(async (scope) => {
    appealRoutes(scope, options);
    questionRoutes(scope, options);
    returnedRoutes(scope, options);
  });
  void server.register(async (scope) => statisticsRoutes(scope, options));
  openApiRoute(server, words);
  watchRoutes(server, options);
  return server;
}

/** Node has one limit for all requests; those without photos end sooner, in the same way. */
function endLate(server: FastifyInstance, limitMs: number): void {
  server.addHook('onRequest', async ({ raw, headers, routeOptions }) => {
    if (routeOptions.config.takesFiles === true && isMultipart(headers['content-type'])) return;
    const limit = setTimeout(() => {
      if (!raw.complete) server.server.emit('clientError', new TooLate(), raw.socket);
    }, limitMs).unref();
    raw.once('close', () => clearTimeout(limit));
  });
}

/** Known by its code to whoever answers what Node has not understood. */
class TooLate extends Error {
  override readonly name = 'TooLate';
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}

const isMultipart = (type = ''): boolean => /^multipart\/form-data\b/i.test(type);

function watchRoutes(server: FastifyInstance, { health, metrics }: HttpServerOptions): void {
  server.get('/health', async (_, reply) => {
    const { ready, reasons, warnings = [] } = await health();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', reasons, warnings });
  });
  server.get('/metrics', async (_, reply) => reply.type(METRICS_CONTENT_TYPE).send(metricsText(await metrics())));
}
