import type { Answers } from '../../../src/regulation/answers';
import type { Ask } from '../../../src/regulation/asks';
import { ANSWER_TYPES, PROGRESS, REEXAMINATION_REASONS } from '../../../src/regulation/vocabulary';

type TextKey = { [Key in keyof Answers]-?: NonNullable<Answers[Key]> extends string ? Key : never }[keyof Answers];

/** How a step looks and which answer it fills. What is asked, and whether the answer holds, is the regulation's. */
export type Question =
  | {
      readonly kind: 'person' | 'organization' | 'visitPeople' | 'visitAt' | 'photos' | 'file' | 'days' | 'participant';
    }
  | {
      readonly kind: 'text';
      readonly key: TextKey;
      readonly limit: number;
      readonly files?: boolean;
      readonly optional?: 'asIs';
    }
  | {
      readonly kind: 'option';
      readonly key: 'answerType' | 'progress' | 'reexaminationReason';
      readonly values: readonly string[];
      readonly words: 'answerType' | 'progress' | 'reexamination';
    }
  | {
      readonly kind: 'day';
      readonly key: 'postponedUntil' | 'requestBy' | 'answeredOn';
      readonly days: 'past' | 'today' | 'later';
    }
  | { readonly kind: 'item'; readonly key: 'visitId' | 'requestId' }
  | { readonly kind: 'confirm'; readonly key: 'signed' | 'confirmed' };

/** Code points. An answer fits a delivery to ПОС whole; the rest are lines of a card. */
const LONG = 10_000;
const SHORT = 1_000;

const person = { kind: 'person' } as const;
const organization = { kind: 'organization' } as const;

export const QUESTIONS: Readonly<Record<Ask, Question>> = {
  executor: person,
  organizationExecutor: person,
  redirectAgreeing: person,
  redirectApproving: person,
  agreeing: person,
  approving: person,
  anotherAgreeing: person,
  anotherApproving: person,
  supervisor: person,
  replacement: person,
  subordinate: organization,
  outside: organization,
  reason: { kind: 'text', key: 'reason', limit: SHORT },
  instruction: { kind: 'text', key: 'instruction', limit: SHORT },
  organizationAnswer: { kind: 'text', key: 'text', limit: LONG, files: true },
  answeredOn: { kind: 'day', key: 'answeredOn', days: 'past' },
  file: { kind: 'file' },
  visitAt: { kind: 'visitAt' },
  visitPlace: { kind: 'text', key: 'visitPlace', limit: SHORT },
  visitPeople: { kind: 'visitPeople' },
  visit: { kind: 'item', key: 'visitId' },
  result: { kind: 'text', key: 'result', limit: SHORT },
  requestBody: { kind: 'text', key: 'requestBody', limit: 300 },
  requestWhat: { kind: 'text', key: 'requestWhat', limit: SHORT },
  requestBy: { kind: 'day', key: 'requestBy', days: 'today' },
  request: { kind: 'item', key: 'requestId' },
  comment: { kind: 'text', key: 'comment', limit: LONG, files: true },
  progress: { kind: 'option', key: 'progress', values: PROGRESS, words: 'progress' },
  answerType: { kind: 'option', key: 'answerType', values: ANSWER_TYPES, words: 'answerType' },
  answerText: { kind: 'text', key: 'answerText', limit: LONG, files: true },
  photos: { kind: 'photos' },
  postponedUntil: { kind: 'day', key: 'postponedUntil', days: 'later' },
  editedText: { kind: 'text', key: 'editedText', limit: LONG, optional: 'asIs' },
  signature: { kind: 'confirm', key: 'signed' },
  confirmation: { kind: 'confirm', key: 'confirmed' },
  reexaminationReason: {
    kind: 'option',
    key: 'reexaminationReason',
    values: REEXAMINATION_REASONS,
    words: 'reexamination',
  },
  reexaminationText: { kind: 'text', key: 'reexaminationText', limit: SHORT },
  participant: { kind: 'participant' },
  extensionDays: { kind: 'days' },
};
