import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ControlError } from '../errors';
import type { Sample, StandDocument } from '../options';
import type { Parts, Phones } from '../parts';
import { idParameter, read } from './bodies';

const heartbeatMs = 15_000;

interface WithId {
  readonly Params: { readonly id: string };
}

/** What whoever started the stand wants the page to know. */
export interface PageFacts {
  readonly samples: readonly Sample[];
  readonly documents: readonly StandDocument[];
  readonly timeZone?: string | undefined;
  /** Starts everything anew. */
  readonly restart?: (() => void) | undefined;
}

/** What the page is told of a sample; the request itself may hold a secret. */
export const shownSample = ({ name, title, place }: Sample) => ({ name, title, ...(place && { place }) });

export function worldRoutes(
  app: FastifyInstance,
  parts: Parts,
  { samples, documents, timeZone, restart }: PageFacts,
): void {
  const { world, clock } = parts;

  app.get('/stand/state', async () => ({
    bot: world.bot,
    now: clock.now().toISOString(),
    people: [...world.people.values()],
    groups: [...world.groups.values()].map(({ lastMessageId: _counter, ...group }) => group),
    samples: samples.map(shownSample),
    documents: documents.map(({ name, title, fileName }) => ({ name, title, fileName })),
    ...(timeZone === undefined ? {} : { timeZone }),
    canRestart: restart !== undefined,
  }));

  let isRestarting = false;
  app.post('/stand/restart', async (_request, reply) => {
    if (!restart)
      throw new ControlError(
        409,
        'stand',
        'whoever has started it does not start it anew',
        'stop it, remove what it has kept, and start it',
      );
    // The answer first: the stand itself ends by this. Once: whoever presses twice wants no second restart.
    if (!isRestarting) reply.raw.once('finish', restart);
    isRestarting = true;
    return reply.code(202).send({ restarts: true });
  });
}

/** Chats, files and what happens in them. */
export function chatRoutes(app: FastifyInstance, parts: Phones): void {
  const { world } = parts;

  app.get('/events', (request, reply) => streamEvents(parts, request, reply));

  app.get<WithId>('/chats/:id/messages', async (request) => {
    const id = read(idParameter, request.params.id, 'ID');
    if (!world.chat(id)) throw new ControlError(404, 'ID', `there is no chat ${id}`, 'PUT a person or a group first');
    return { messages: world.messages(id) };
  });

  app.get<{ Params: { fileId: string } }>('/files/:fileId', async (request, reply) => {
    const file = parts.files.find(request.params.fileId);
    if (!file) throw new ControlError(404, 'FILE_ID', 'there is no such file', 'take a file_id out of a message');
    const shown =
      file.kind === 'photo' ||
      file.kind === 'sticker' ||
      file.mimeType === 'image/jpeg' ||
      file.mimeType === 'image/png';
    const name = encodeURIComponent(file.document?.file_name ?? file.path.split('/').at(-1) ?? 'file');
    return reply
      .type(shown ? file.mimeType : 'application/octet-stream')
      .header('content-disposition', `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=3600')
      .send(await parts.files.read(file));
  });
}

function streamEvents({ world }: Phones, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  reply.raw.write(': the stand tells what happens\n\n');
  const stop = world.listen((event) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), heartbeatMs);
  request.raw.once('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}
