import { z } from 'zod';
import { says } from './complaints';
import { CARRIERS, SHIPMENT_STATES, TROUBLES } from '../regulation/carriers';
import { MISSED_TERMS } from '../regulation/nags';
import { ANSWER_TYPES, DELIVERIES, KINDS, STAGES } from '../regulation/vocabulary';
import type { RegisteredWithPhotos } from '../usecases/intake/applicant-photos';
import type { Registered } from '../usecases/intake/register-appeals';

// What the HTTP intake answers: the types of its ports and the schemas of its description, in one place.

/** Absent in an answer is null. Instants are UTC. */
export const appealStatus = z.object({
  number: z.string().meta(says('openapi.fields.number')),
  id: z.int().meta(says('openapi.fields.id')),
  kind: z.enum(KINDS).meta(says('openapi.fields.kind')),
  stage: z.enum(STAGES).meta(says('openapi.fields.stage')),
  registeredAt: z.date().meta(says('openapi.fields.registeredAt')),
  terms: z
    .object({
      /** Calendar days for the whole. */
      days: z.int().meta(says('openapi.fields.termDays')),
      /** The last second of the whole, as it stands now; the first one stays when it is moved. */
      due: z.date().meta(says('openapi.fields.due')),
      firstDue: z.date().meta(says('openapi.fields.firstDue')),
      overdue: z.boolean().meta(says('openapi.fields.overdue')),
      /** Of the present stage; null when it has none. */
      stageDue: z.date().nullable().meta(says('openapi.fields.stageDue')),
      stageOverdue: z.boolean().meta(says('openapi.fields.stageOverdue')),
      /** YYYY-MM-DD of the office. */
      postponedUntil: z.iso.date().nullable().meta(says('openapi.fields.postponedUntil')),
      finishedAt: z.date().nullable().meta(says('openapi.fields.finishedAt')),
      /** Terms that were missed, the earliest first; `endedAt` null: still running. A missed term stays here for ever. */
      missed: z
        .array(
          z.object({
            term: z.enum(MISSED_TERMS).meta(says('openapi.fields.term')),
            due: z.date().meta(says('openapi.fields.missedDue')),
            endedAt: z.date().nullable().meta(says('openapi.fields.endedAt')),
          }),
        )
        .meta(says('openapi.fields.missed')),
      /** Years of these dates without a production calendar: no transfers are known of them. */
      unloadedYears: z.array(z.int()).meta(says('openapi.fields.unloadedYears')),
      /** Days on which these dates rest and that are not official yet. */
      provisionalDays: z.array(z.iso.date()).meta(says('openapi.fields.provisionalDays')),
    })
    .meta(says('openapi.fields.terms')),
  answerType: z.enum(ANSWER_TYPES).nullable().meta(says('openapi.fields.answerType')),
  /** In the order of queueing. `placedAt` null: not yet placed in ПОС. */
  delivery: z
    .array(
      z.object({
        kind: z.enum(DELIVERIES).meta(says('openapi.fields.deliveryKind')),
        queuedAt: z.date().meta(says('openapi.fields.queuedAt')),
        placedAt: z.date().nullable().meta(says('openapi.fields.placedAt')),
        withdrawnAt: z.date().nullable().meta(says('openapi.fields.withdrawnAt')),
        /** Empty where people carry it. */
        carriers: z
          .array(
            z.object({
              carrier: z.enum(CARRIERS).meta(says('openapi.fields.carrier')),
              state: z.enum(SHIPMENT_STATES).meta(says('openapi.fields.shipmentState')),
              endedAt: z.date().nullable().meta(says('openapi.fields.shipmentEndedAt')),
              trouble: z.enum(TROUBLES).nullable().meta(says('openapi.fields.trouble')),
              detail: z.string().nullable().meta(says('openapi.fields.troubleDetail')),
            }),
          )
          .meta(says('openapi.fields.carriers')),
      }),
    )
    .meta(says('openapi.fields.delivery')),
});
export type AppealStatus = Readonly<z.infer<typeof appealStatus>>;

export const registration = z.object({
  results: z
    .array(
      z.object({
        number: z.string().meta(says('openapi.fields.number')),
        id: z.int().meta(says('openapi.fields.id')),
        result: z.enum(['created', 'repeated']).meta(says('openapi.fields.result')),
        /** Where photos came with it: how many are new, and how many it had already. */
        photos: z
          .object({
            added: z.int().meta(says('openapi.fields.added')),
            repeated: z.int().meta(says('openapi.fields.repeatedPhotos')),
          })
          .optional()
          .meta(says('openapi.fields.photos')),
      }) satisfies z.ZodType<Registered | RegisteredWithPhotos>,
    )
    .meta(says('openapi.fields.results')),
});

/** Every answer that is not a success: problem details of RFC 9457, with members of ours. */
export const problem = z.object({
  type: z.string().meta(says('openapi.fields.type')),
  title: z.string().meta(says('openapi.fields.title')),
  status: z.int().meta(says('openapi.fields.status')),
  detail: z.string().meta(says('openapi.fields.detail')),
  instance: z.string().meta(says('openapi.fields.instance')),
  code: z.string().meta(says('openapi.fields.code')),
  requestId: z.string().meta(says('openapi.fields.requestId')),
  todo: z.string().optional().meta(says('openapi.fields.todo')),
  errors: z
    .array(
      z.object({
        path: z.string().meta(says('openapi.fields.path')),
        pointer: z.string().meta(says('openapi.fields.pointer')),
        reason: z.string().meta(says('openapi.fields.reason')),
        todo: z.string().optional().meta(says('openapi.fields.todo')),
      }),
    )
    .optional()
    .meta(says('openapi.fields.errors')),
});
export type Problem = z.infer<typeof problem>;
