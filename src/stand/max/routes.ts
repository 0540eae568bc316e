import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { requestFaults } from '../bot-api/faults';
import { machineNow } from '../clock';
import { ApiError } from '../errors';
import { mebibyte } from '../world/file-store';
import { asWebp } from '../world/images';
import type { ChatMessage, Group } from '../world/types';
import type { World } from '../world/world';
import { answerBody, commandsBody, messageBody, read, subscriptionBody } from './body';
import { serialize } from './book';
import type { MaxParts } from './parts';
import { badPayload, MaxRefusal, notEditable } from './refusal';
import { rightsOf } from './rights';
import { chatFor, edit, send, type Addressee } from './saying';

/** What was uploaded is looked through for a moment; until then it can't be sent. */
const readyAfterMs = 150;

/** One list for everybody. */
const wholeMenu = { type: 'default' } as const;

type Query = Readonly<Record<string, string | undefined>>;

interface Call {
  readonly query: Query;
  readonly body: unknown;
  readonly gone: AbortSignal;
}

type Method = (parts: MaxParts, call: Call) => unknown;

/** By verb and path; what stands after the second slash is in `query.id`. */
const methods: Readonly<Record<string, Method>> = {
  'GET /me': ({ book, world, commands }) => ({
    ...book.userOf(world.botUser),
    username: world.bot.username,
    commands: commands.get(wholeMenu, '').map(({ command: name, description }) => ({ name, description })),
  }),
  'PATCH /me/commands': (parts, { body }) => {
    const menu = read(commandsBody, body).commands;
    parts.commands.set(
      wholeMenu,
      '',
      menu.map(({ name: command, description }) => ({ command, description: description ?? '' })),
    );
    parts.world.touch();
    return { success: true };
  },
  'GET /chats/:id': ({ world }, { query: { id } }) => {
    const group = groupOf(world, id);
    return { chat_id: group.id, type: 'chat', status: 'active', title: group.title, participants_count: 2 };
  },
  'GET /chats/:id/members/me': ({ world, book }, { query: { id } }) => ({
    ...book.userOf(world.botUser),
    is_owner: false,
    ...rightsOf(groupOf(world, id).botStatus),
    join_time: 0,
    last_access_time: 0,
  }),
  'POST /messages': (parts, { query, body }) => {
    const to = addressee(query);
    parts.flood.spend(chatFor(parts, to).id);
    const { mid, messages } = send(parts, to, read(messageBody, body));
    return { message: parts.book.shown(mid, messages) };
  },
  'PUT /messages': (parts, { query, body }) => {
    const mid = midIn(query);
    spendOn(parts, mid);
    edit(parts, mid, read(messageBody, body));
    return { success: true };
  },
  'DELETE /messages': (parts, { query }) => {
    const mid = midIn(query);
    spendOn(parts, mid);
    const messages = parts.book.messages(mid);
    const [message] = messages;
    // what failed comes with 200, too
    if (!message) return { success: false, code: 'not.found', message: 'Message not found' };
    if (!message.from.is_bot) throw new MaxRefusal(403, 'access.denied', 'No permission to delete the message');
    for (const one of messages) parts.world.delete(one);
    return { success: true };
  },
  'POST /answers': (parts, { query, body }) => answer(parts, query, body),
  'GET /updates': updates,
  'GET /subscriptions': ({ hooks }) => ({
    subscriptions: hooks.list().map(({ secret: _secret, ...subscription }) => subscription),
  }),
  'POST /subscriptions': ({ hooks }, { body }) => {
    const subscription = read(subscriptionBody, body);
    if (!/^https:|^http:\/\/(?:127\.|localhost)/.test(subscription.url)) throw badPayload('url: only https');
    hooks.subscribe({ ...subscription, time: machineNow() });
    return { success: true };
  },
  'DELETE /subscriptions': ({ hooks }, { query: { url } }) => {
    if (url === undefined) throw badPayload('url: it is needed');
    hooks.unsubscribe(url);
    return { success: true };
  },
  'POST /uploads': ({ origin }, { query: { type } }) => {
    if (type !== 'image' && type !== 'file') throw badPayload('type: image or file');
    return { url: `${origin}/max/upload/${type}?sig=${randomUUID()}` };
  },
};

function groupOf(world: World, id: string | undefined): Group {
  const group = world.groups.get(Number(id));
  if (!group || group.botStatus === 'kicked' || group.botStatus === 'left')
    throw new MaxRefusal(404, 'chat.not.found', 'Chat not found');
  return group;
}

function answer(parts: MaxParts, { callback_id: id }: Query, body: unknown): unknown {
  const { message, notification } = read(answerBody, body);
  const pressed = parts.updates.pressed.get(id ?? '');
  // as captured: whoever answers twice hears the same as of an edit
  if (!pressed || pressed.isAnswered) throw notEditable();
  if (!message && !notification) throw badPayload('message, notification: one of them is needed');
  spendOn(parts, pressed.mid);
  if (message) edit(parts, pressed.mid, message);
  pressed.isAnswered = true;
  parts.callbacks.answer(id ?? '', { text: notification ?? undefined });
  return { success: true };
}

async function updates(parts: MaxParts, { query, gone }: Call): Promise<unknown> {
  if (parts.hooks.list().length > 0)
    throw new MaxRefusal(405, 'method.not.allowed', 'Long polling is off while there is a subscription');
  const limit = Number(query.limit ?? 100);
  const seconds = Number(query.timeout ?? 30);
  const marker = query.marker === undefined ? undefined : Number(query.marker);
  if (!(limit >= 1 && limit <= 1000) || !(seconds >= 0 && seconds <= 30)) throw badPayload('limit, timeout');
  const types = query.types?.split(',');
  const until = machineNow() + seconds * 1000;
  for (;;) {
    const batch = parts.updates.batch(marker, limit, types);
    if (batch.length > 0 || gone.aborted || machineNow() >= until) {
      const last = batch.at(-1)?.place;
      return { updates: batch.map(({ body }) => body), marker: last === undefined ? parts.updates.marker : last + 1 };
    }
    await parts.updates.arrival(until - machineNow(), gone);
  }
}

function spendOn(parts: MaxParts, mid: string): void {
  const [message]: (ChatMessage | undefined)[] = parts.book.messages(mid);
  if (message) parts.flood.spend(message.chat.id);
}

function midIn({ message_id: mid }: Query): string {
  if (mid === undefined || !mid.startsWith('mid.')) throw badPayload('message_id: a string that MAX has given');
  return mid;
}

function addressee({ user_id: userId, chat_id: chatId }: Query): Addressee {
  const number = (text: string | undefined) => {
    if (text === undefined) return undefined;
    if (!/^-?\d+$/.test(text)) throw badPayload('user_id, chat_id: a whole number');
    return Number(text);
  };
  const to = { userId: number(userId), chatId: number(chatId) };
  if ((to.userId === undefined) === (to.chatId === undefined)) throw badPayload('user_id, chat_id: one of them');
  return to;
}

/** Adds the Bot API of MAX under `/max`, and where files go and come from. */
export function maxRoutes(app: FastifyInstance, parts: MaxParts): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(/^(?!multipart\/)/, { parseAs: 'buffer', bodyLimit: mebibyte }, (_request, body, done) =>
    done(null, body),
  );
  app.setErrorHandler(async (error: Error, _request, reply) => {
    const { status, body } = refusal(error);
    return reply.code(status).send(body);
  });
  app.post<{ Params: { type: string } }>('/max/upload/:type', async (request) => upload(parts, request));
  app.get<{ Params: { '*': string } }>('/max/files/*', async (request, reply) => {
    const file = parts.files.byPath(request.params['*']);
    if (!file) return reply.code(404).send({ code: 'not.found', message: 'no such file' });
    const bytes = await parts.files.read(file);
    // as captured
    if (file.kind === 'photo') return reply.type('image/webp').send(await asWebp(bytes));
    return reply.type('application/octet-stream').send(bytes);
  });
  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/max/*',
    handler: (request, reply) => handle(parts, request, reply),
  });
}

async function upload({ files, uploaded }: MaxParts, request: FastifyRequest): Promise<unknown> {
  const part = await request.file({ limits: { fileSize: 50 * mebibyte } });
  if (part?.fieldname !== 'data') throw badPayload('data: one file under this name');
  const bytes = await part.toBuffer();
  const { type } = z.object({ type: z.enum(['image', 'file']) }).parse(request.params);
  const photo = type === 'image' ? await files.addPhoto(bytes) : null;
  if (typeof photo === 'string') throw badPayload('data: it is no picture');
  const token = photo ? photo.at(-1)?.file_id : files.addDocument(bytes, part.filename).file_id;
  if (token === undefined) throw badPayload('data: it is no picture');
  uploaded.set(token, machineNow() + readyAfterMs);
  return photo ? { photos: { [randomUUID()]: { token } } } : { token };
}

interface Verdict {
  readonly status: number;
  readonly body: unknown;
}

const tellsOf = z.object({ success: z.boolean(), code: z.string(), message: z.string() }).partial();

function refusal(error: unknown): Verdict {
  if (error instanceof MaxRefusal) return { status: error.status, body: { code: error.code, message: error.message } };
  if (error instanceof ApiError) return refusal(badPayload(error.description));
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 413)
    return { status: 413, body: { code: 'proto.payload', message: 'too large' } };
  console.error(error);
  return { status: 500, body: { code: 'internal.error', message: 'Internal server error' } };
}

async function handle(parts: MaxParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const { pathname, searchParams } = new URL(request.url, 'http://stand');
  const [, , first = '', id, ...rest] = pathname.split('/');
  const isNamed = first === 'chats' && id !== undefined;
  const path = isNamed ? ['/chats/:id', ...rest].join('/') : pathname.slice('/max'.length);
  const name = `${request.method} ${path}`;
  const query: Query = { ...Object.fromEntries(searchParams), ...(isNamed ? { id: decodeURIComponent(id) } : {}) };
  const fault = parts.faults.strike(requestFaults, name, undefined);
  if (fault?.kind === 'reset-before') {
    record(parts, name, { status: 0, body: { message: 'connection reset before the request' } }, fault.kind);
    return hangUp(request, reply);
  }
  const verdict =
    fault?.kind === '429'
      ? refusal(new MaxRefusal(429, 'too.many.requests', 'Too many requests'))
      : fault?.kind === '500'
        ? refusal(new MaxRefusal(503, 'service.unavailable', 'Service unavailable'))
        : await perform(parts, name, { query, request, gone: gone.signal });
  record(parts, name, verdict, fault?.kind ?? null);
  if (fault?.kind === 'slow') await pause(fault.delayMs);
  if (fault?.kind === 'reset-after') return hangUp(request, reply);
  return reply.code(verdict.status).type('application/json; charset=utf-8').send(serialize(verdict.body));
}

async function perform(
  parts: MaxParts,
  name: string,
  { query, request, gone }: { readonly query: Query; readonly request: FastifyRequest; readonly gone: AbortSignal },
): Promise<Verdict> {
  try {
    if (request.headers.authorization !== parts.token)
      throw new MaxRefusal(401, 'verify.token', 'Invalid access_token');
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new MaxRefusal(404, 'not.found', `Unknown method ${name}`);
    return { status: 200, body: await method(parts, { query, body: bodyOf(request), gone }) };
  } catch (error) {
    return refusal(error);
  }
}

function bodyOf({ body, headers }: FastifyRequest): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  if (!headers['content-type']?.startsWith('application/json')) throw badPayload('body: JSON is taken');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badPayload('body: it is not JSON');
  }
}

function record({ journal }: MaxParts, method: string, { status, body }: Verdict, fault: string | null): void {
  const { success, code, message } = tellsOf.catch({}).parse(body);
  const ok = status === 200 && success !== false;
  const description = ok ? null : `${code ?? ''}: ${message ?? ''}`;
  journal.add({ method, chatId: null, ok, code: status, description, fault });
}

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}
