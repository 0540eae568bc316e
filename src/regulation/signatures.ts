import type { Kind } from './vocabulary';

/** УКЭП and УНЭП. */
export type SignatureLevel = 'qualified' | 'unqualified';

/** §3: an appeal by 59-ФЗ is answered with a qualified signature, a message with that or an unqualified one. */
export const signatureNeeded = (kind: Kind): SignatureLevel => (kind === 'appeal59' ? 'qualified' : 'unqualified');
