import { z } from 'zod';
import { badRequest, type ApiError } from '../errors';
import { entitySchema } from '../text/format';

/**
 * Types of Bot API parameters. The same value may come as JSON, in a query or in a form, where everything is a
 * string: numbers, booleans and objects are read out of it.
 */
const fromText = <Schema extends z.ZodType>(read: (text: string) => unknown, schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? read(value) : value), schema);

const numberIn = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function booleanIn(text: string): unknown {
  const lower = text.trim().toLowerCase();
  if (['true', 'yes', '1'].includes(lower)) return true;
  if (['false', 'no', '0', ''].includes(lower)) return false;
  return text;
}

export const integer = fromText(numberIn, z.int());
export const float = fromText(numberIn, z.number());
export const flag = fromText(booleanIn, z.boolean());
export const json = <Schema extends z.ZodType>(schema: Schema) => fromText(jsonIn, schema);

export const chatId = fromText(numberIn, z.union([z.int(), z.string()], { error: 'chat_id must be an integer or a string' }));
export const messageId = integer;
export const entities = json(z.array(entitySchema)).optional();
/** A file_id, an address, or attach://NAME for a file of the same request; a file part of that name is put in as such. */
export const file = z.string();

/** First thing that is wrong with the parameters, in Telegram's way of speaking. */
export function parameterError(error: z.ZodError, given: Readonly<Record<string, unknown>>): ApiError {
  const [issue] = error.issues;
  if (!issue) return badRequest('parameters are wrong');
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('').slice(1);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return badRequest(`unknown parameter "${place === '' ? key : `${place}.${key}`}"`);
  }
  if (issue.path.length === 1 && given[String(issue.path[0])] === undefined) return missing(place);
  if (place === 'reply_markup') return badRequest('object expected as reply markup');
  return badRequest(`parameter "${place}" is wrong: ${issue.message}`);
}

function missing(name: string): ApiError {
  switch (name) {
    case 'chat_id':
      return badRequest('chat_id is empty');
    case 'text':
      return badRequest('message text is empty');
    case 'message_id':
      return badRequest('message identifier is not specified');
    case 'user_id':
      return badRequest('invalid user_id specified');
    case 'photo':
      return badRequest('there is no photo in the request');
    case 'document':
      return badRequest('there is no document in the request');
    default:
      return badRequest(`parameter "${name}" is required`);
  }
}
