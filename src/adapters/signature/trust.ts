import type { SignatureLevel } from '../../regulation/signatures';
import type { Certificate } from './certificate';
import type { RevocationList } from './revocation-list';

/** What the operator trusts, as it was read from the folder. */
export interface Trust {
  readonly certificates: readonly TrustedCertificate[];
  readonly lists: readonly RevocationList[];
}

export interface TrustedCertificate {
  readonly certificate: Certificate;
  readonly level: SignatureLevel;
  /** Where chains end. The others lead there. */
  readonly isRoot: boolean;
}
