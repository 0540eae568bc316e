import type { SignatureLevel } from '../../regulation/signatures';
import { isSignedBy, type Signed } from './algorithms';
import { Malformed } from './asn1';
import { issuerName, type Certificate } from './certificate';
import { refuse, Refused } from './refused';
import type { Trust, TrustedCertificate } from './trust';

/** From a signer up to a root of the operator. */
export interface Chain {
  readonly certificates: readonly Certificate[];
  /** Qualified: every certificate of it that the operator has is among those of accredited authorities. */
  readonly level: SignatureLevel;
}

/** Longer ones do not occur: the head authority, an accredited one, perhaps its subordinate, the signer. */
const LONGEST = 6;
/** Extensions that are understood here, or that ask nothing of this check: the uses and the other names of a key. */
const UNDERSTOOD = [
  '2.5.29.14',
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.35',
  '2.5.29.37',
];

/**
 * Whether this authority signed it. Kept for as long as both live: those of the operator are checked again and again.
 * A key of another kind under the same name did not sign it, which is no fault.
 */
export function isIssuedBy({ key }: Certificate, signed: Signed): boolean {
  const known = answers.get(signed)?.get(key);
  if (known !== undefined) return known;
  const answer = isSignedByKey(key, signed);
  answers.set(signed, (answers.get(signed) ?? new WeakMap()).set(key, answer));
  return answer;
}
const answers = new WeakMap<Signed, WeakMap<Certificate['key'], boolean>>();

function isSignedByKey(key: Certificate['key'], signed: Signed): boolean {
  try {
    return isSignedBy(key, signed);
  } catch (error) {
    if (error instanceof Malformed || (error instanceof Refused && error.fault.kind === 'algorithmsDiffer'))
      return false;
    throw error;
  }
}

/**
 * @param pool what came with the signature: it may lead to a root, and is never one
 * @throws Refused
 */
export function chainOf(signer: Certificate, pool: readonly Certificate[], trust: Trust, at: Date): Chain {
  const known = [...trust.certificates].sort((one, other) => Number(other.isRoot) - Number(one.isRoot));
  const authorities = [...known.map(({ certificate }) => certificate), ...pool];
  const trusted: TrustedCertificate[] = [];
  const certificates = [signer];
  for (let certificate = signer; ;) {
    checkItself(certificate, certificates.length > 1, at);
    const ours = known.find((it) => it.certificate.bytes.equals(certificate.bytes));
    if (ours !== undefined) trusted.push(ours);
    if (ours?.isRoot === true && certificates.length > 1) break;
    const issuer = issuerOf(certificate, authorities, at);
    const between = certificates.length - 1;
    if (issuer === null || ours?.isRoot === true || certificates.length === LONGEST)
      refuse({ kind: 'untrusted', whose: issuerName(certificate) });
    if (!issuer.isAuthority || !issuer.mayBeUsedFor('certificates') || issuer.pathLength < between)
      refuse({ kind: 'issuerNotAuthority', whose: issuer.holder.name });
    certificates.push(issuer);
    certificate = issuer;
  }
  return { certificates, level: trusted.every(({ level }) => level === 'qualified') ? 'qualified' : 'unqualified' };
}

function checkItself(certificate: Certificate, isAuthority: boolean, at: Date): void {
  const { holder, validFrom, validTo, critical } = certificate;
  const whose = holder.name;
  if (at < validFrom) refuse({ kind: isAuthority ? 'authorityNotYetValid' : 'notYetValid', whose, moment: validFrom });
  if (at > validTo) refuse({ kind: isAuthority ? 'authorityExpired' : 'expired', whose, moment: validTo });
  if (critical.some((identifier) => !UNDERSTOOD.includes(identifier))) refuse({ kind: 'unknownExtension', whose });
}

/** An authority may have renewed its certificate with the same key: then the one that is valid. A signer of itself has none. */
function issuerOf(certificate: Certificate, authorities: readonly Certificate[], at: Date): Certificate | null {
  const isValid = ({ validFrom, validTo }: Certificate): boolean => validFrom <= at && at <= validTo;
  const named = authorities.filter(
    (authority) =>
      authority.subject === certificate.issuer &&
      !authority.bytes.equals(certificate.bytes) &&
      (certificate.issuerKeyId === null || authority.keyId === null || authority.keyId === certificate.issuerKeyId),
  );
  const validFirst = [...named.filter(isValid), ...named.filter((authority) => !isValid(authority))];
  return validFirst.find((authority) => isIssuedBy(authority, certificate.signed)) ?? null;
}
