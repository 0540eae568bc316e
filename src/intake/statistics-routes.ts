import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parsePlainDate, type PlainDate } from '../regulation/calendar';
import { isOneOf } from '../regulation/lists';
import { SLICES, type Statistics, type StatisticsWish, refusalOfPeriod } from '../usecases/statistics/figures';
import { refuseOtherMethods } from './appeal-routes';
import { complaint, type Complaint, type IntakeWords } from './complaints';
import { refuse, turnAway } from './problems';
import { answerOf, statisticsTable } from './statistics-answer';
import { tokenIndex } from './token';

export interface StatisticsRoutesOptions {
  readonly words: IntakeWords;
  /** None: it is switched off. Two while they are rotated. */
  readonly reportTokens: readonly string[];
  /** Null: everything is being counted for the first time. */
  readonly readStatistics: (wish: StatisticsWish) => Promise<Statistics | null>;
  /** IANA name of the office's zone. */
  readonly zone: string;
}

const PARAMETERS = ['from', 'to', 'by'];
const TABLE = 'text/csv';
/** The first counting of a large office takes minutes. */
const RETRY_SECONDS = 30;

/** `GET /api/statistics`: what was counted of a period, as JSON or, by `Accept: text/csv`, as a table. */
export function statisticsRoutes(server: FastifyInstance, options: StatisticsRoutesOptions): void {
  const { words, reportTokens: tokens } = options;
  server.addHook('preParsing', async (request: FastifyRequest, reply: FastifyReply) => {
    if (tokens.length === 0) return turnAway(reply, 'report_off', words);
    if (tokenIndex(request.headers.authorization, tokens) !== null) return undefined;
    void reply.header('www-authenticate', 'Bearer');
    return turnAway(reply, 'no_report_token', words);
  });
  server.get<{ Querystring: Readonly<Record<string, unknown>> }>(
    '/api/statistics',
    { config: { rateLimit: {} } },
    async (request, reply) => {
      const reading = readWish(request.query, words);
      if ('errors' in reading) return refuse(reply, 'bad_query', words, { errors: reading.errors });
      const statistics = await options.readStatistics(reading.wish);
      if (statistics === null)
        return refuse(reply.header('retry-after', RETRY_SECONDS), 'being_counted', words, { count: RETRY_SECONDS });
      const answer = answerOf(statistics, options.zone);
      void reply.header('vary', 'Accept').header('cache-control', 'no-store');
      return prefersTable(request.headers.accept)
        ? reply.type(`${TABLE}; charset=utf-8; header=present`).send(statisticsTable(answer))
        : reply.send(answer);
    },
  );
  refuseOtherMethods(server, '/api/statistics', ['GET', 'HEAD'], words);
}

type Reading = { readonly wish: StatisticsWish } | { readonly errors: readonly Complaint[] };

function readWish(query: Readonly<Record<string, unknown>>, words: IntakeWords): Reading {
  const errors: Complaint[] = Object.keys(query)
    .filter((name) => !PARAMETERS.includes(name))
    .map((name) => complaint([name], words('statistics.unknown'), words('statistics.unknownTodo')));
  const dayOf = (name: 'from' | 'to'): PlainDate | null => {
    const text = query[name];
    const day = typeof text === 'string' ? parsePlainDate(text) : null;
    if (day === null) errors.push(complaint([name], words('statistics.day'), words('statistics.dayTodo')));
    return day;
  };
  const [from, to] = [dayOf('from'), dayOf('to')];
  const by = query.by ?? 'none';
  if (!isOneOf(SLICES, by))
    errors.push(complaint(['by'], words('statistics.by'), words('statistics.byTodo', { values: SLICES.join(', ') })));
  const refusal = from !== null && to !== null ? refusalOfPeriod({ from, to }) : null;
  if (refusal !== null)
    errors.push(complaint(['to'], words(`statistics.${refusal}`), words(`statistics.${refusal}Todo`)));
  return from === null || to === null || !isOneOf(SLICES, by) || errors.length > 0
    ? { errors }
    : { wish: { from, to, by } };
}

/** JSON unless the table is asked for, and JSON is not wanted more. */
function prefersTable(accept = ''): boolean {
  const weightOf = (type: string): number => {
    const wanted = accept.split(',').find((one) => one.split(';')[0]?.trim().toLowerCase() === type);
    if (wanted === undefined) return 0;
    return Number(/;\s*q=([\d.]+)/i.exec(wanted)?.[1] ?? 1);
  };
  return weightOf(TABLE) > weightOf('application/json');
}
