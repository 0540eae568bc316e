import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import type { AskedQuestion, Gathered } from '../usecases/lines/gather';
import { notAccepted, refuseOtherMethods } from './appeal-routes';
import type { IntakeWords } from './complaints';
import { refuse } from './problems';
import { idOf, readQuestions, type QuestionsTaken } from './question-record';

export interface QuestionRoutesOptions {
  readonly words: IntakeWords;
  readonly clock: Pick<Clock, 'now'>;
  /** Takes them into a direct line, all or none. */
  readonly gatherQuestions: (lineId: number, questions: readonly AskedQuestion[]) => Promise<Gathered>;
}

const PATH = '/api/direct-lines/:id/questions';

/** `POST /api/direct-lines/ID/questions`: what was asked elsewhere comes into a direct line. The intake's token is asked for before. */
export function questionRoutes(
  server: FastifyInstance,
  { words, clock, gatherQuestions }: QuestionRoutesOptions,
): void {
  server.post<{ Params: { id: string } }>(PATH, { config: { rateLimit: {} } }, async (request, reply) => {
    if (request.isMultipart()) return refuse(reply, 'wrong_media_type', words);
    const { id } = request.params;
    if (!/^[1-9]\d{0,8}$/.test(id)) return refuse(reply, 'no_line', words);
    const reading = readQuestions(request.body, clock.now(), words);
    if (!reading.ok) return notAccepted(reply, reading, words);
    const gathered = await gatherQuestions(Number(id), reading.value);
    if (gathered === 'closed') return refuse(reply, 'line_closed', words);
    if (gathered === 'gone' || gathered === 'notYours') return refuse(reply, 'no_line', words);
    const results = gathered.map(({ key, number, result }) => ({ id: idOf(key), number, result }));
    const anyNew = results.some(({ result }) => result === 'created');
    return reply.code(anyNew ? 201 : 200).send({ results } satisfies QuestionsTaken);
  });
  refuseOtherMethods(server, PATH, ['POST'], words);
}
