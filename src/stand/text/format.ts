import { z } from 'zod';
import { badRequest } from '../errors';
import type { Entity } from '../world/types';
import { detectEntities } from './detect';
import { parseHtml, type FormattedText } from './html';
import { linkProblem } from './links';
import { parseMarkdownV2 } from './markdown';

/** Telegram's server reads no longer string than this, whatever comes of it. */
const longestInput = 35_000;

const textLimit = 4096;
const captionLimit = 1024;

const entityTypes = [
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
] as const;

export const entitySchema = z.strictObject({
  type: z.enum(entityTypes, { error: 'Unsupported type specified' }),
  offset: z.int(),
  length: z.int(),
  url: z.string().optional(),
  user: z.looseObject({ id: z.int() }).optional(),
  language: z.string().optional(),
  custom_emoji_id: z.string().optional(),
});

export interface TextInput {
  readonly text: string;
  readonly parseMode?: string | undefined;
  readonly entities?: readonly Entity[] | undefined;
}

/**
 * Text as the server keeps it: parsed, cleaned of control characters, trimmed, its links and commands found.
 * @throws ApiError 400 in Telegram's words
 */
export function formatText(input: TextInput): FormattedText {
  assertUtf8(input.text);
  if (input.text.length > longestInput) throw badRequest('message is too long');
  return addDetected(trim(dropEmpty(clean(parse(input)))));
}

/** @throws ApiError when empty or longer than 4096 code points after parsing */
export function messageText(input: TextInput): FormattedText {
  if (input.text === '') throw badRequest('message text is empty');
  const formatted = formatText(input);
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (codePoints(formatted.text) > textLimit) throw badRequest('message is too long');
  return formatted;
}

/** @throws ApiError when longer than 1024 code points after parsing */
export function captionText(input: TextInput): FormattedText {
  const formatted = formatText(input);
  if (codePoints(formatted.text) > captionLimit) throw badRequest('message caption is too long');
  return formatted;
}

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

export function assertUtf8(text: string): void {
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
}

function parse({ text, parseMode, entities }: TextInput): FormattedText {
  switch (parseMode?.toLowerCase()) {
    case undefined:
    case '':
    case 'none':
      return { text, entities: checkEntities(text, entities ?? []) };
    case 'html':
      return parseHtml(text);
    case 'markdownv2':
      return parseMarkdownV2(text);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

function checkEntities(text: string, entities: readonly Entity[]): Entity[] {
  for (const entity of entities) {
    checkPlace(text, entity);
    checkArgument(entity);
  }
  return [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
}

function checkPlace(text: string, { offset, length }: Entity): void {
  const end = offset + length;
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  if (end > text.length)
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    );
  if (isMiddleOfPair(text, offset))
    throw badRequest(`entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${offset}`);
  if (isMiddleOfPair(text, end))
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`,
    );
}

function checkArgument({ type, url, user, custom_emoji_id: emoji }: Entity): void {
  const needed =
    type === 'text_link'
      ? ['url', url]
      : type === 'text_mention'
        ? ['user', user]
        : type === 'custom_emoji'
          ? ['custom_emoji_id', emoji]
          : undefined;
  if (needed !== undefined && needed[1] === undefined)
    throw badRequest(`can't parse MessageEntity: Can't find field "${String(needed[0])}"`);
  const problem = type === 'text_link' ? linkProblem(url ?? '') : undefined;
  if (problem !== undefined) throw badRequest(`entity URL '${url}' is invalid: ${problem}`);
}

const isMiddleOfPair = (text: string, at: number): boolean =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));

/** Control characters become spaces, carriage returns and marks of direction vanish; entities keep their letters. */
function clean({ text, entities }: FormattedText): FormattedText {
  const dropped = /[\r\u2028-\u202E\u0333\u033F\u030A]/g;
  const spaced = text.replace(/[\0-\x09\x0b\x0c\x0e-\x1f]/g, ' ');
  if (!dropped.test(spaced)) return { text: spaced, entities };
  const kept = (end: number): number => spaced.slice(0, end).replace(dropped, '').length;
  return { text: spaced.replace(dropped, ''), entities: entities.map((entity) => moved(entity, kept)) };
}

function moved(entity: Entity, position: (old: number) => number): Entity {
  const offset = position(entity.offset);
  return { ...entity, offset, length: position(entity.offset + entity.length) - offset };
}

/** Spaces at the end always go; those at the start only when no entity begins among them. */
function trim({ text, entities }: FormattedText): FormattedText {
  const firstEntity = entities[0]?.offset ?? text.length;
  const leading = Math.min(text.length - text.trimStart().length, firstEntity);
  const trimmed = text.slice(leading).trimEnd();
  const position = (old: number): number => Math.min(Math.max(0, old - leading), trimmed.length);
  return {
    text: trimmed,
    entities: entities.map((entity) => moved(entity, position)).filter(({ length }) => length > 0),
  };
}

/** Nothing may stand inside code; an entity of spaces alone shows nothing. */
function dropEmpty({ text, entities }: FormattedText): FormattedText {
  const code = entities.filter(({ type }) => type === 'code' || type === 'pre');
  const inside = (entity: Entity): boolean =>
    code.some(
      (outer) =>
        outer !== entity &&
        entity.offset >= outer.offset &&
        entity.offset + entity.length <= outer.offset + outer.length,
    );
  const kept = entities
    .filter(
      (entity) =>
        entity.length > 0 && text.slice(entity.offset, entity.offset + entity.length).trim() !== '' && !inside(entity),
    )
    .map((entity) =>
      entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity,
    );
  return { text, entities: kept };
}

function addDetected({ text, entities }: FormattedText): FormattedText {
  const taken = entities.filter(({ type }) =>
    ['code', 'pre', 'text_link', 'text_mention', 'url', 'bot_command'].includes(type),
  );
  const free = detectEntities(text).filter(
    (found) =>
      !taken.some(({ offset, length }) => found.offset < offset + length && offset < found.offset + found.length),
  );
  return {
    text,
    entities: [...entities, ...free].sort((one, other) => one.offset - other.offset || other.length - one.length),
  };
}
