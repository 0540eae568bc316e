import { AppError } from '../../errors';
import { TRUST_BAD } from '../../usecases/kit/signature';

/** What is wrong with a file of the operator's folder, or with all of them; each kind has its text (signature.json). */
export type TrustFault =
  | { readonly kind: 'unreadable' | 'notAuthority' | 'badList' | 'strangeFolder'; readonly file: string }
  | { readonly kind: 'issuerUnknown'; readonly file: string; readonly issuer: string }
  /** The system's code, such as EACCES. */
  | { readonly kind: 'noFile'; readonly file: string; readonly reason: string }
  | { readonly kind: 'noRoots' };

/** Everything that is wrong with what the operator trusts: no signature can be checked before it is mended. */
export class TrustError extends AppError {
  constructor(readonly faults: readonly TrustFault[]) {
    super(TRUST_BAD, `SIGNATURE_TRUST_DIR: ${faults.map((fault) => JSON.stringify(fault)).join(', ')}`);
  }
}
