import type { Kind } from './vocabulary';

/** УКЭП and УНЭП. */
export const SIGNATURE_LEVELS = ['qualified', 'unqualified'] as const;
export type SignatureLevel = (typeof SIGNATURE_LEVELS)[number];

/** §3: an appeal by 59-ФЗ is answered with a qualified signature, a message with that or an unqualified one. */
export const signatureNeeded = (kind: Kind): SignatureLevel => (kind === 'appeal59' ? 'qualified' : 'unqualified');

/** One answer serves several appeals: one of them under 59-ФЗ makes the signature qualified. */
export const kindAnswered = (kinds: readonly Kind[]): Kind => (kinds.includes('appeal59') ? 'appeal59' : 'message');
