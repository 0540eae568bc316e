import type { SignatureLevel } from '../../regulation/signatures';

/**
 * The port to the check of a signature (CMS, CAdES-BES) of exactly the bytes that this office issued. What is checked, and what
 * is not claimed, stands here; how, in the adapter.
 */

/** Of what the operator trusts: a file of it is not what it should be. */
export const TRUST_BAD = 'trust_bad';

/** A signature is some kilobytes; an attached one holds the letter, which is not much more. In bytes. */
export const LARGEST_SIGNATURE = 1024 * 1024;

export type SignatureAlgorithm = 'gost256' | 'gost512' | 'rsa' | 'ecdsa';

/** Who must have signed, as the roster has them. */
export interface Signer {
  readonly name: string | null;
  /**
   * Eleven digits. Who put a qualified signature is told by these alone, who put an unqualified one by the name where either the
   * certificate or the roster has no СНИЛС.
   */
  readonly snils: string | null;
  /** Twelve digits; compared where both the certificate and the caller have it. */
  readonly inn: string | null;
}

/** Hex, lower case. Streebog as bytes of GOST R 34.11-2012 in the order in which RFC 6986 prints octets of CMS. */
export interface DocumentHashes {
  readonly sha256: string;
  readonly streebog256: string;
  readonly streebog512: string;
}

export interface SignatureRequest {
  readonly document: Uint8Array;
  /** As it came: DER, PEM or base64, whatever its name and type say. */
  readonly signature: Uint8Array;
  /** Null: whoever signed, as long as all the rest is right. */
  readonly signer: Signer | null;
  /** The lowest level that will do. */
  readonly needed: SignatureLevel;
  /** When the signature came in: certificates and lists are valid or not at this moment. */
  readonly at: Date;
  /** When the document was issued: nobody can have signed it before. Null: not known. */
  readonly issuedAt: Date | null;
  /** Earlier documents of the same matter, so that a signature of one of them can be told from that of a stranger's file. */
  readonly former: readonly Uint8Array[];
}

/** What is refused with nothing more to say. */
const PLAIN = [
  'tooLarge',
  'tooHard',
  'empty',
  'theDocument',
  'notCms',
  'notSignedData',
  'noSignature',
  'noCertificate',
  'noSignedAttributes',
  'otherContent',
  'otherDocument',
  'formerDocument',
  'badSignature',
  'algorithmsDiffer',
  'badCertificate',
  'otherCertificate',
  'keyUsage',
  'policyMissing',
  'unqualified',
  'snilsUnknown',
] as const;
/** Of a certificate: whose, and the moment that decides. */
const TIMED = ['expired', 'notYetValid', 'authorityExpired', 'authorityNotYetValid', 'revoked', 'crlStale'] as const;
/** Of an authority or a certificate by its name. */
const NAMED = ['untrusted', 'issuerNotAuthority', 'unknownExtension', 'crlBad', 'crlMissing'] as const;
const ALGORITHMIC = ['weakDigest', 'weakKey', 'unknownAlgorithm'] as const;

export const SIGNATURE_FAULTS = [...PLAIN, ...TIMED, ...NAMED, ...ALGORITHMIC, 'signingTime', 'otherPerson'] as const;

/** Why a signature is not accepted: each kind has its text in the locales (signature.json). */
export type SignatureFault =
  | { readonly kind: (typeof PLAIN)[number] }
  | { readonly kind: (typeof TIMED)[number]; readonly whose: string; readonly moment: Date }
  | { readonly kind: (typeof NAMED)[number]; readonly whose: string }
  /** As its object identifier, or a name where it has one. */
  | { readonly kind: (typeof ALGORITHMIC)[number]; readonly algorithm: string }
  | { readonly kind: 'signingTime'; readonly moment: Date }
  | { readonly kind: 'otherPerson'; readonly owner: string };

/** What is known of the list of revoked certificates for one link of the chain. */
export interface RevocationCheck {
  readonly authority: string;
  /** `fresh`: valid at the moment of the check, and the certificate is not in it. The others only where the operator accepts them. */
  readonly state: 'fresh' | 'stale' | 'missing';
  /** Decimal; null: the list has none, or there is no list. */
  readonly number: string | null;
  readonly issuedAt: Date | null;
}

/** What was checked of a good signature, all of it to be kept and shown. */
export interface CheckedSignature {
  readonly good: true;
  /** Qualified: the chain leads to an accredited authority that the operator trusts, and the certificate names its class. */
  readonly level: SignatureLevel;
  /** The document within the signature's file, or apart from it. */
  readonly form: 'attached' | 'detached';
  readonly hashes: DocumentHashes;
  /** Hex. */
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** From the signer up to the root: how each is called. */
  readonly chain: readonly string[];
  /** Of each link, the signer's first. */
  readonly revocation: readonly RevocationCheck[];
  /** What the person was told by; null: nobody was asked for. */
  readonly toldBy: 'snils' | 'name' | null;
  /** By the signer's own clock; null: the signature does not say. */
  readonly signedAt: Date | null;
  readonly checkedAt: Date;
  readonly algorithm: SignatureAlgorithm;
}

/** The mark of a signature on a copy of what was signed, days as they are printed. */
export interface LetterMark extends Readonly<Pick<CheckedSignature, 'level' | 'serial'>> {
  readonly owner: string;
  readonly from: string;
  readonly to: string;
}

export interface RefusedSignature {
  readonly good: false;
  readonly fault: SignatureFault;
}

export type SignatureCheck = CheckedSignature | RefusedSignature;

/** @throws AppError `TRUST_BAD` when what the operator trusts cannot be read */
export type CheckSignature = (request: SignatureRequest) => Promise<SignatureCheck>;
