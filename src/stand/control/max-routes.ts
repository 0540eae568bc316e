import type { FastifyInstance } from 'fastify';
import { ControlError } from '../errors';
import type { MaxParts } from '../max/parts';
import type { Person } from '../world/types';
import { faultBody, idParameter, read, takeAwayBody } from './bodies';

/** The laboratory of MAX: its faults, its requests, what waits for the bot, and what MAX does by itself. */
export function maxLabRoutes(app: FastifyInstance, { faults, journal, updates, hooks, world }: MaxParts): void {
  const personOf = (id: string): Person => {
    const person = world.people.get(read(idParameter, id, 'ID'));
    if (!person) throw new ControlError(404, 'ID', `there is no person ${id}`, 'PUT them first');
    return person;
  };
  app.get('/stand/max/state', async () => ({
    bot: world.bot,
    people: [...world.people.values()],
    groups: [...world.groups.values()].map(({ lastMessageId: _counter, ...group }) => group),
    waiting: updates.count(),
    subscriptions: hooks.list().map(({ url }) => url),
  }));

  app.get('/stand/max/faults', async () => ({ faults: faults.list() }));
  app.post('/stand/max/faults', async (request, reply) => {
    faults.add(read(faultBody, request.body));
    return reply.code(201).send({ faults: faults.list() });
  });
  app.delete('/stand/max/faults', async () => {
    faults.clear();
    return { faults: [] };
  });

  app.get<{ Querystring: { after?: string } }>('/stand/max/requests', async (request) => ({
    requests: journal.after(read(idParameter.nonnegative().optional(), request.query.after, 'after') ?? 0),
  }));

  /** What MAX does with an address that has not answered for hours. */
  app.delete('/stand/max/subscriptions', async () => {
    hooks.unsubscribe();
    return { subscriptions: [] };
  });

  /** A message of a group, by whoever has written it or keeps order there. */
  app.post<{ Params: { id: string } }>('/stand/max/people/:id/take-away', async (request) => {
    const person = personOf(request.params.id);
    const { chatId, messageId } = read(takeAwayBody, request.body);
    const message = world.message(chatId, messageId);
    if (message?.chat.type === 'private' || !message)
      throw new ControlError(
        404,
        'messageId',
        `there is no message ${messageId} in a group ${chatId}`,
        'look at its messages',
      );
    world.delete(message);
    updates.takenAway(message, person);
    return { waiting: updates.count() };
  });

  /** Something of a kind that no bot knows. */
  app.post<{ Params: { type: string; id: string } }>('/stand/max/people/:id/tell/:type', async (request) => {
    const person = personOf(request.params.id);
    updates.tellOther(request.params.type, person);
    return { waiting: updates.count() };
  });
}
