import type { Signature } from '../../../entities/signature';
import type { SignatureLevel } from '../../regulation/signatures';

/** The approver's word that an answer was signed in ПОС; a null level: of before it was asked with what. */
export interface SignedThere {
  readonly level: SignatureLevel | null;
}

/** With which an answer was approved: whose, of which level, by which certificate, and when it was checked here. */
export interface ShownSignature extends Readonly<Pick<Signature, 'id' | 'level' | 'subject' | 'serial'>> {
  readonly checkedAt: Date;
}

/** As JSON keeps it, where an instant is a text. */
export type KeptSignature = Omit<ShownSignature, 'checkedAt'> & { readonly checkedAt: string };

export const shownSignature = (kept: KeptSignature): ShownSignature => ({
  ...kept,
  checkedAt: new Date(kept.checkedAt),
});
