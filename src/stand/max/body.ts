import { z } from 'zod';
import { badPayload } from './refusal';

const caption = z.string().min(1).max(128);
const buttons = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('callback'), text: caption, payload: z.string().min(1).max(1024) }),
  z.strictObject({ type: z.literal('clipboard'), text: caption, payload: z.string().min(1).max(1024) }),
  z.strictObject({ type: z.literal('link'), text: caption, url: z.url().max(2048) }),
  z.strictObject({ type: z.literal('message'), text: caption }),
  z.strictObject({ type: z.literal('request_contact'), text: caption }),
  z.strictObject({ type: z.literal('request_geo_location'), text: caption, quick: z.boolean().optional() }),
]);
export type MaxButton = z.output<typeof buttons>;

/** These take more room: three stand in a row. */
const wide: readonly MaxButton['type'][] = ['link', 'request_contact', 'request_geo_location'];
const row = z
  .array(buttons)
  .min(1)
  .max(7, 'a row holds 7 buttons')
  .refine(
    (keys) => keys.length <= 3 || !keys.some(({ type }) => wide.includes(type)),
    'a row with links or requests holds 3 buttons',
  );

const token = z.strictObject({ token: z.string().min(1) });
const attachment = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('image'), payload: token }),
  z.strictObject({ type: z.literal('file'), payload: token }),
  z.strictObject({ type: z.literal('location'), latitude: z.number(), longitude: z.number() }),
  z.strictObject({
    type: z.literal('inline_keyboard'),
    payload: z.strictObject({ buttons: z.array(row).min(1).max(30, 'a keyboard holds 30 rows') }),
  }),
]);
export type MaxAttachment = z.output<typeof attachment>;

const newMessage = z.strictObject({
  /** With its markup, which is the careful reading of «4 000 characters». */
  text: z.string().max(4_000, 'a text holds 4 000 characters').nullish(),
  attachments: z
    .array(attachment)
    .refine(
      (all) => all.length === 1 || !all.some(({ type }) => type === 'file'),
      'a file must be the only attachment of its message',
    )
    .refine((all) => all.filter(({ type }) => type === 'image').length <= 10, 'a message holds 10 images')
    .refine((all) => all.filter(({ type }) => type === 'inline_keyboard').length <= 1, 'a message has one keyboard')
    .nullish(),
  link: z.strictObject({ type: z.enum(['reply', 'forward']), mid: z.string() }).nullish(),
  notify: z.boolean().optional(),
  format: z.enum(['html', 'markdown']).nullish(),
});
export type MaxBody = z.output<typeof newMessage>;

export const answerBody = z.strictObject({ message: newMessage.nullish(), notification: z.string().nullish() });
export const commandsBody = z.strictObject({
  commands: z
    .array(z.strictObject({ name: z.string().min(1).max(64), description: z.string().min(1).max(128).nullish() }))
    .max(32),
});
export const subscriptionBody = z.strictObject({
  url: z.url(),
  secret: z
    .string()
    .regex(/^[\w-]{5,256}$/, '5 to 256 of A-Za-z0-9_-')
    .optional(),
  update_types: z.array(z.string()).optional(),
});
export const messageBody = newMessage;

/** @throws MaxRefusal 400 that names the first field that is wrong */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badPayload(`${issue?.path.map(String).join('.') ?? 'body'}: ${issue?.message ?? 'wrong'}`);
}
