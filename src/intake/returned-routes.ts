import type { FastifyInstance } from 'fastify';
import { numberOfEngagement } from '../regulation/engagement/vocabulary';
import type { Returned, SentHome } from '../usecases/engagement/returned-results';
import { notAccepted, refuseOtherMethods } from './appeal-routes';
import { refused, type IntakeWords } from './complaints';
import { refuse } from './problems';
import { faultsOfReturned, readReturned, type ReturnedTaken } from './returned-record';

export interface ReturnedRoutesOptions {
  readonly words: IntakeWords;
  /** Keeps them until somebody of the ОГ role takes them. */
  readonly returnResults: (id: number, sent: SentHome) => Promise<Returned>;
}

const PATH = '/api/engagements/:number/results';
/** As deliveries name it, «ОГ-12», or its digits alone. */
const NUMBER = /^(?:ОГ-)?([1-9]\d{0,8})$/;

/** `POST /api/engagements/NUMBER/results`: what was counted in ПОС comes home, as a draft. The intake's token is asked for before. */
export function returnedRoutes(server: FastifyInstance, { words, returnResults }: ReturnedRoutesOptions): void {
  server.post<{ Params: { number: string } }>(PATH, { config: { rateLimit: {} } }, async (request, reply) => {
    if (request.isMultipart()) return refuse(reply, 'wrong_media_type', words);
    const id = Number(NUMBER.exec(request.params.number)?.[1] ?? 0);
    if (id === 0) return refuse(reply, 'no_engagement', words);
    const reading = readReturned(request.body, words);
    if (!reading.ok) return notAccepted(reply, reading, words);
    const returned = await returnResults(id, reading.value);
    switch (returned) {
      case 'gone':
        return refuse(reply, 'no_engagement', words);
      case 'notCounted':
        return refuse(reply, 'not_counted', words);
      case 'notOver':
        return refuse(reply, 'not_over', words);
      case 'notNow':
        return refuse(reply, 'no_results_now', words);
      case 'created':
      case 'repeated':
        return reply
          .code(returned === 'created' ? 201 : 200)
          .send({ number: numberOfEngagement(id), result: returned } satisfies ReturnedTaken);
      default:
        return notAccepted(reply, refused(faultsOfReturned(returned.faults, words)), words);
    }
  });
  refuseOtherMethods(server, PATH, ['POST'], words);
}
