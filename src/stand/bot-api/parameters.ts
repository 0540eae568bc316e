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

export const chatId = fromText(
  (text) => (text === '' ? undefined : numberIn(text)),
  z.union([z.int(), z.string()], { error: 'an integer or a string is expected' }),
);
export const messageId = integer;
export const entities = json(z.array(entitySchema)).optional();
/** A file_id, an address, or attach://NAME for a file of the same request; a file part of that name is put in as such. */
export const file = z.string();

type Issue = z.core.$ZodIssue;

/**
 * First thing that is wrong with the parameters, in Telegram's words where Telegram has any; unknown parameters it
 * loses in silence, the stand does not.
 * @param error of a parse with `reportInput`
 * @param parameter the name of the one that was parsed, when it was one alone
 */
export function parameterError(error: z.ZodError, parameter?: string): ApiError {
  const [issue] = error.issues;
  if (!issue) return badRequest('parameters are wrong');
  const path = parameter === undefined ? issue.path : [parameter, ...issue.path];
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    return badRequest(`unknown parameter "${place === '' ? key : `${place}.${key}`}"`);
  }
  if (path.length === 1)
    return issue.input === undefined ? missing(place) : badRequest(`parameter "${place}" is wrong: ${issue.message}`);
  return nested(issue, place);
}

/** A field of a JSON object within a parameter. */
function nested(issue: Issue, place: string): ApiError {
  const field = String(issue.path.findLast((step) => typeof step === 'string'));
  const object = objectNames.find(([pattern]) => pattern.test(place))?.[1];
  const complaint = issue.code === 'invalid_type' ? typeComplaint(field, issue.expected, issue.input) : issue.message;
  if (object !== undefined) return badRequest(`can't parse ${object}: ${complaint}`);
  return badRequest(complaint.charAt(0).toLowerCase() + complaint.slice(1));
}

function typeComplaint(field: string, expected: string, input: unknown): string {
  return input === undefined
    ? `Can't find field "${field}"`
    : `Field "${field}" must be of type ${typeNames[expected] ?? expected}`;
}

const objectNames: readonly (readonly [RegExp, string])[] = [
  [/inline_keyboard\[\d+\]\[\d+\]/, 'inline keyboard button'],
  [/keyboard\[\d+\]\[\d+\]/, 'keyboard button'],
  [/entities\[\d+\]/, 'MessageEntity'],
  [/^media/, 'InputMedia'],
  [/^scope/, 'BotCommandScope'],
  [/^commands/, 'BotCommand'],
];

const typeNames: Readonly<Record<string, string>> = {
  string: 'String',
  boolean: 'Boolean',
  number: 'Number',
  int: 'Number',
  array: 'Array',
  object: 'Object',
};

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
