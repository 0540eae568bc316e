import { z } from 'zod';
import { faultKinds } from '../bot-api/faults';
import { ControlError } from '../errors';
import { botStatuses } from '../world/types';

/** Bodies of the control API; the OpenAPI document is made of the same schemas. */
export const personBody = z.strictObject({
  name: z.string().trim().min(1).max(128),
  languageCode: z
    .string()
    .regex(/^[a-z]{2}$/, 'two small Latin letters, as ru or tt')
    .optional(),
  username: z
    .string()
    .regex(/^\w{3,32}$/, '3 to 32 Latin letters, digits or _')
    .optional(),
  /** What the person is in the office: the page shows it beside the name, the bot is not told. */
  role: z.string().trim().min(1).max(256).optional(),
});

export const groupBody = z.strictObject({
  title: z.string().trim().min(1).max(128),
  members: z.array(z.int().positive()).default([]),
  botStatus: z.enum(botStatuses).default('member'),
  isForum: z.boolean().default(false),
  supergroup: z.boolean().default(true),
});

const point = {
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
};
/** Metres. */
const horizontalAccuracy = z.number().min(0).max(1500).optional();
/** What a phone says for a live location that nobody ends but its sender. */
const endless = 0x7fffffff;

const locationBody = z.strictObject({
  ...point,
  horizontalAccuracy,
  /** Seconds in which it follows the phone; absent: it does not. */
  livePeriod: z.union([z.int().min(60).max(86_400), z.literal(endless)]).optional(),
});

const venueBody = z.strictObject({
  ...point,
  title: z.string().trim().min(1).max(256),
  address: z.string().trim().max(256),
});

/** Where a live location has moved to; `stop`: it goes no further. */
export const moveBody = z.strictObject({
  chatId: z.int().optional(),
  messageId: z.int(),
  ...point,
  horizontalAccuracy,
  stop: z.boolean().default(false),
});

/** What words that were sent have become. */
export const editBody = z.strictObject({
  chatId: z.int().optional(),
  messageId: z.int(),
  text: z.string().min(1).max(4_096),
});

export const takeAwayBody = z.strictObject({ chatId: z.int().negative(), messageId: z.int() });

const contactBody = z.strictObject({
  phoneNumber: z.string().trim().min(1).max(32),
  firstName: z.string().trim().min(1).max(64),
  lastName: z.string().trim().min(1).max(64).optional(),
  userId: z.int().positive().optional(),
});

const originBody = z.union([
  z.strictObject({ personId: z.int().positive() }),
  z.strictObject({ name: z.string().trim().min(1).max(128) }),
]);

const kindsOfSending = ['text', 'location', 'venue', 'voice', 'sticker', 'contact'] as const;

export const sendBody = z
  .strictObject({
    chatId: z.int().optional(),
    text: z.string().min(1).max(4096).optional(),
    location: locationBody.optional(),
    venue: venueBody.optional(),
    /** Of silence: what a bot does with it does not hang on what is said. */
    voice: z.strictObject({ duration: z.int().min(1).max(60) }).optional(),
    sticker: z.strictObject({ emoji: z.emoji() }).optional(),
    contact: contactBody.optional(),
    /** Makes it a message that somebody else has written: a person of the stand, or a name. */
    forwardedFrom: originBody.optional(),
    messageThreadId: z.int().optional(),
    replyToMessageId: z.int().optional(),
  })
  .refine((body) => kindsOfSending.filter((kind) => body[kind] !== undefined).length === 1, {
    error: `exactly one of ${kindsOfSending.join(', ')} is needed`,
    path: ['text'],
  });

/** What stands beside the files of a multipart body. */
export const filesBody = z.strictObject({ chatId: z.int().optional(), messageThreadId: z.int().optional() });

export const pressBody = z.strictObject({
  chatId: z.int().optional(),
  messageId: z.int(),
  data: z.string().refine((data) => Buffer.byteLength(data) >= 1 && Buffer.byteLength(data) <= 64, '1 to 64 bytes'),
  /** Then it is reported as unanswered. */
  waitMs: z.int().positive().max(600_000).default(10_000),
});

export const faultBody = z.strictObject({
  kind: z.enum(faultKinds),
  method: z.string().optional(),
  chatId: z.int().optional(),
  probability: z.number().gt(0).max(1).default(1),
  times: z.int().positive().optional(),
  retryAfter: z.int().positive().max(3600).default(1),
  delayMs: z.int().nonnegative().max(600_000).default(1000),
});

export const clockBody = z.strictObject({ now: z.iso.datetime({ offset: true, local: false }) });

export const comingUpBody = z.strictObject({
  next: z
    .strictObject({ at: z.iso.datetime({ offset: true, local: false }), title: z.string().trim().min(1).max(128) })
    .nullable(),
  pastMorning: z.iso.datetime({ offset: true, local: false }),
});

/** What the terminal shows to whoever may come in from another machine. */
export const enterBody = z.strictObject({ code: z.string().min(1).max(32) });

export const idParameter = z.coerce.number().int('a whole number');

/**
 * Reads a body or a parameter.
 * @throws ControlError 400 naming the first field that is wrong
 */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown, whole = 'body'): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : path === '' ? whole : path;
  throw new ControlError(400, field, issue?.message ?? 'wrong', 'see /stand/openapi.json for what is taken');
}
