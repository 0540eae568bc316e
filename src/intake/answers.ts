import { z } from 'zod';
import { MISSED_TERMS } from '../regulation/nags';
import { ANSWER_TYPES, DELIVERIES, KINDS, STAGES } from '../regulation/vocabulary';
import type { RegisteredWithPhotos } from '../usecases/intake/applicant-photos';
import type { Registered } from '../usecases/intake/register-appeals';

// What the HTTP intake answers: the types of its ports and the schemas of its description, in one place.

/** Absent in an answer is null. Instants are UTC. */
export const appealStatus = z.object({
  number: z.string(),
  id: z.int(),
  kind: z.enum(KINDS),
  stage: z.enum(STAGES),
  registeredAt: z.date(),
  terms: z.object({
    /** Calendar days for the whole. */
    days: z.int(),
    /** The last second of the whole, as it stands now; the first one stays when it is moved. */
    due: z.date(),
    firstDue: z.date(),
    overdue: z.boolean(),
    /** Of the present stage; null when it has none. */
    stageDue: z.date().nullable(),
    stageOverdue: z.boolean(),
    /** YYYY-MM-DD of the office. */
    postponedUntil: z.iso.date().nullable(),
    finishedAt: z.date().nullable(),
    /** Terms that were missed, the earliest first; `endedAt` null: still running. A missed term stays here for ever. */
    missed: z.array(z.object({ term: z.enum(MISSED_TERMS), due: z.date(), endedAt: z.date().nullable() })),
    /** Years of these dates without a production calendar: no transfers are known of them. */
    unloadedYears: z.array(z.int()),
    /** Days on which these dates rest and that are not official yet. */
    provisionalDays: z.array(z.iso.date()),
  }),
  answerType: z.enum(ANSWER_TYPES).nullable(),
  /** In the order of queueing. `placedAt` null: not yet placed in ПОС. */
  delivery: z.array(z.object({ kind: z.enum(DELIVERIES), queuedAt: z.date(), placedAt: z.date().nullable() })),
});
export type AppealStatus = Readonly<z.infer<typeof appealStatus>>;

export const registration = z.object({
  results: z.array(
    z.object({
      number: z.string(),
      id: z.int(),
      result: z.enum(['created', 'repeated']),
      /** Where photos came with it: how many are new, and how many it had already. */
      photos: z.object({ added: z.int(), repeated: z.int() }).optional(),
    }) satisfies z.ZodType<Registered | RegisteredWithPhotos>,
  ),
});

/** Every answer that is not a success. */
export const problem = z.object({
  /** For programs. */
  code: z.string(),
  message: z.string(),
  todo: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), reason: z.string(), todo: z.string().optional() })).optional(),
});
export type Problem = z.infer<typeof problem>;
