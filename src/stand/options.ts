import { z } from 'zod';
import { groupBody, personBody } from './control/bodies';

const sampleSchema = z.strictObject({
  name: z.string().regex(/^[\w-]+$/),
  title: z.string().min(1),
  /** Where it happens, degrees: what the page proposes as the place of photos and people. */
  place: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
  request: z.strictObject({
    method: z.string(),
    url: z.url(),
    headers: z.record(z.string(), z.string()),
    /** An object or a ready string; `{{now}}` and `{{unique}}` in it are replaced at every sending. */
    body: z.unknown().optional(),
  }),
});

const documentSchema = z.strictObject({
  name: z.string().regex(/^[\w-]+$/),
  title: z.string().min(1),
  fileName: z.string().min(1),
  mimeType: z.string().min(1),
  /** `{{day}}`, `{{day-2}}`, `{{day+10}}` in it become days of the stand's time. */
  text: z.string(),
});

const phones = z.array(personBody.extend({ id: z.int().positive(), started: z.boolean().optional() })).default([]);

export const optionsSchema = z.strictObject({
  /** 0: any free one. */
  port: z.int().min(0).max(65_535),
  /** Another than loopback: browsers of other machines may come, each by a one-time code. */
  host: z.union([z.ipv4(), z.ipv6()], 'an IP address, as 192.168.1.5 or 0.0.0.0').default('127.0.0.1'),
  token: z
    .string()
    .regex(/^\d{1,15}:[\w-]{3,80}$/, 'digits, a colon, letters: as 7000000001:AAE…')
    .optional(),
  /** Of the bot in MAX. */
  maxToken: z
    .string()
    .regex(/^[\w-]{8,200}$/, 'letters, digits, _ and -, as in max_AAE…')
    .optional(),
  flood: z.boolean(),
  samples: z.array(sampleSchema).default([]),
  documents: z.array(documentSchema).default([]),
  /** Whoever has started the stand starts it anew, with all that goes with it, when the page asks for it. */
  canRestart: z.boolean().default(false),
  /** Where the whole state is kept over restarts; files lie beside it. Absent: in memory. */
  stateFile: z.string().min(1).optional(),
  people: phones,
  /** People of MAX. */
  maxPeople: phones,
  groups: z.array(groupBody.extend({ id: z.int().negative() })).default([]),
  /** IANA name, for the page's clock; absent: the browser's own. */
  timeZone: z.string().min(1).optional(),
  bot: z
    .strictObject({ username: z.string().regex(/^\w{5,32}$/), first_name: z.string().min(1).max(64) })
    .partial()
    .optional(),
});

export type StandOptions = z.input<typeof optionsSchema>;
export type StandDocument = z.output<typeof documentSchema>;
export type Sample = z.output<typeof sampleSchema>;
