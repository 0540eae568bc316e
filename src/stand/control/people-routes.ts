import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ControlError } from '../errors';
import type { Phones } from '../parts';
import { detectEntities } from '../text/detect';
import { mebibyte } from '../world/file-store';
import type { ChatMessage, Content, Location, MessageOrigin, Person } from '../world/types';
import { editBody, filesBody, idParameter, moveBody, personBody, pressBody, read, sendBody } from './bodies';
import { editAs, moveAs, sendAs, tellMembership } from './incoming';

const largestUpload = 200 * mebibyte;

type JsonSending = z.output<typeof sendBody>;

interface WithId {
  readonly Params: { readonly id: string };
}

/** What was sent becomes something else in its message. */
function editRoutes(app: FastifyInstance, parts: Phones): void {
  app.post<WithId>('/people/:id/move', async (request) => {
    const person = personOf(parts, request.params.id);
    const { chatId = person.id, messageId, stop, ...to } = read(moveBody, request.body);
    return { message: moveAs(parts, person, { chatId, messageId, to: locationOf(to), stop }) };
  });

  app.post<WithId>('/people/:id/edit', async (request) => {
    const person = personOf(parts, request.params.id);
    const { chatId = person.id, messageId, text } = read(editBody, request.body);
    return { message: editAs(parts, person, { chatId, messageId, content: personText(text) }) };
  });
}

function personOf({ world }: Phones, id: string): Person {
  const person = world.people.get(read(idParameter, id, 'ID'));
  if (!person) throw new ControlError(404, 'ID', `there is no person ${id}`, `PUT /stand/people/${id} first`);
  return person;
}

export function peopleRoutes(app: FastifyInstance, parts: Phones): void {
  const { world } = parts;
  editRoutes(app, parts);

  app.put<WithId>('/people/:id', async (request) => {
    const id = read(idParameter.positive('a positive whole number'), request.params.id, 'ID');
    return world.putPerson(id, read(personBody, request.body));
  });

  app.post<WithId>('/people/:id/send', async (request) => {
    const person = personOf(parts, request.params.id);
    const messages = request.isMultipart()
      ? await sendFiles(parts, person, request)
      : await sendJson(parts, person, read(sendBody, request.body));
    return { messages };
  });

  app.post<WithId>('/people/:id/press', async (request) => {
    const person = personOf(parts, request.params.id);
    const { chatId = person.id, messageId, data, waitMs } = read(pressBody, request.body);
    return parts.callbacks.press(person, pressable(parts, person, chatId, messageId), data, waitMs);
  });

  app.post<WithId>('/people/:id/block', async (request) => {
    const person = personOf(parts, request.params.id);
    if (person.started && !person.blocked) tellMembership(parts, person, world.privateChat(person), 'member', 'kicked');
    person.blocked = true;
    world.emit({ type: 'people' });
    return person;
  });

  app.post<WithId>('/people/:id/unblock', async (request) => {
    const person = personOf(parts, request.params.id);
    if (person.started && person.blocked) tellMembership(parts, person, world.privateChat(person), 'kicked', 'member');
    person.blocked = false;
    world.emit({ type: 'people' });
    return person;
  });

  app.post<WithId>('/people/:id/deactivate', async (request) => {
    const person = personOf(parts, request.params.id);
    person.deactivated = true;
    world.emit({ type: 'people' });
    return person;
  });

  app.get<WithId & { Querystring: { chatId?: string } }>('/people/:id/commands', async (request) => {
    const person = personOf(parts, request.params.id);
    const chatId = read(idParameter.optional(), request.query.chatId, 'chatId') ?? person.id;
    return { commands: parts.commands.shownTo(person.id, chatId, person.languageCode) };
  });
}

function pressable({ world }: Phones, person: Person, chatId: number, messageId: number): ChatMessage {
  const group = world.groups.get(chatId);
  if (chatId !== person.id && group?.members.includes(person.id) !== true)
    throw new ControlError(
      404,
      'chatId',
      `${person.name} has no chat ${chatId}`,
      "use the person's own id or a group they are in",
    );
  if (chatId === person.id && person.blocked)
    throw new ControlError(
      400,
      'ID',
      `${person.name} has blocked the bot`,
      `POST /stand/people/${person.id}/unblock first`,
    );
  const message = world.message(chatId, messageId);
  if (!message)
    throw new ControlError(
      404,
      'messageId',
      `there is no message ${messageId} in chat ${chatId}`,
      'look at GET /stand/chats/ID/messages',
    );
  if (!message.from.is_bot)
    throw new ControlError(
      400,
      'messageId',
      'the message is not from the bot, so it has no buttons',
      'press under a message of the bot',
    );
  return message;
}

async function sendJson(parts: Phones, person: Person, body: JsonSending): Promise<ChatMessage[]> {
  const { chatId = person.id, forwardedFrom, messageThreadId, replyToMessageId } = body;
  const origin = forwardedFrom === undefined ? {} : { forward_origin: originOf(parts, forwardedFrom) };
  const content: Content = { ...(await contentOf(parts, body)), ...origin };
  return sendAs(parts, person, { chatId, contents: [content], threadId: messageThreadId, replyToMessageId });
}

async function contentOf({ files }: Phones, body: JsonSending): Promise<Content> {
  const { text, location, venue, voice, sticker, contact } = body;
  if (location) return { location: locationOf(location) };
  if (venue) {
    const { title, address, ...where } = venue;
    return { location: where, venue: { location: where, title, address } };
  }
  if (voice) return { voice: files.addVoice(voice.duration) };
  if (sticker) return { sticker: await files.addSticker(sticker.emoji) };
  if (!contact) return personText(text ?? '');
  const { phoneNumber, firstName, lastName, userId } = contact;
  const optional = { ...(lastName ? { last_name: lastName } : {}), ...(userId ? { user_id: userId } : {}) };
  return { contact: { phone_number: phoneNumber, first_name: firstName, ...optional } };
}

function locationOf({
  latitude,
  longitude,
  horizontalAccuracy,
  livePeriod,
}: NonNullable<JsonSending['location']>): Location {
  return {
    latitude,
    longitude,
    ...(horizontalAccuracy === undefined ? {} : { horizontal_accuracy: horizontalAccuracy }),
    ...(livePeriod === undefined ? {} : { live_period: livePeriod }),
  };
}

function originOf({ world, clock }: Phones, from: NonNullable<JsonSending['forwardedFrom']>): MessageOrigin {
  const date = clock.seconds();
  if ('name' in from) return { type: 'hidden_user', sender_user_name: from.name, date };
  const author = world.people.get(from.personId);
  if (!author)
    throw new ControlError(400, 'forwardedFrom', `there is no person ${from.personId}`, 'give a name instead');
  return { type: 'user', sender_user: world.userOf(author), date };
}

/** A phone trims what it sends; what it cannot send at all is refused. */
function personText(text: string): Content {
  const sent = text.trim();
  if (sent === '') throw new ControlError(400, 'text', 'it is empty', 'write something');
  const entities = detectEntities(sent);
  return { text: sent, ...(entities.length > 0 ? { entities } : {}) };
}

async function sendFiles(parts: Phones, person: Person, request: FastifyRequest): Promise<ChatMessage[]> {
  const media: Content[] = [];
  const fields: Record<string, string> = {};
  for await (const part of request.parts({ limits: { fileSize: largestUpload, files: 20 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else media.push(await mediaOf(parts, part.fieldname, await part.toBuffer(), part.filename, part.mimetype));
  }
  const { chatId = person.id, messageThreadId } = read(
    filesBody,
    Object.fromEntries(
      ['chatId', 'messageThreadId'].flatMap((name) =>
        fields[name] === undefined ? [] : [[name, Number(fields[name])]],
      ),
    ),
  );
  if (media.length === 0) throw new ControlError(400, 'photo', 'there is no file', 'add photo or document');
  if (media.length > 10)
    throw new ControlError(400, 'photo', 'an album holds 10 at most', 'send the rest as a second album');
  if (new Set(media.map((content) => 'photo' in content)).size > 1)
    throw new ControlError(
      400,
      'document',
      'photos and documents do not share an album',
      'send them one after another',
    );
  const caption = fields['caption']?.trim() ?? '';
  const entities = detectEntities(caption);
  const captioned: Content =
    caption === '' ? {} : { caption, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
  const contents = media.map((content, index) => (index === 0 ? { ...content, ...captioned } : content));
  return sendAs(parts, person, { chatId, contents, threadId: messageThreadId });
}

async function mediaOf(
  { files }: Phones,
  field: string,
  bytes: Buffer,
  fileName: string | undefined,
  mimeType: string,
): Promise<Content> {
  if (field === 'document') return { document: files.addDocument(bytes, fileName, mimeType) };
  if (field !== 'photo') throw new ControlError(400, field, 'no such field', 'files are called photo or document');
  const photo = await files.addPhoto(bytes);
  if (photo === 'IMAGE_PROCESS_FAILED')
    throw new ControlError(400, 'photo', 'it is no picture that can be read', 'send it as a document');
  if (photo === 'PHOTO_INVALID_DIMENSIONS')
    throw new ControlError(400, 'photo', 'it is too large or too narrow for a photo', 'send it as a document');
  return { photo };
}
