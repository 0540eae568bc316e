import type { SignatureLevel } from '../../regulation/signatures';
import type { CheckedSignature, DocumentHashes, SignatureCheck, SignatureRequest } from '../../usecases/kit/signature';
import { algorithmOf, digestOf, hash, isSignedBy, type Digest } from './algorithms';
import { signatureBytes } from './armor';
import { identifierOf, instantOf, isSequence, Malformed, octetsOf, required, sequenceOf, type Element } from './asn1';
import { issuerName, type Certificate } from './certificate';
import { chainOf } from './chain';
import { checkOwner } from './owner';
import { refuse, Refused } from './refused';
import { checkRevocation, type UnknownRevocation } from './revocation';
import { readSignedData, readSignerInfo, type SignedData, type SignerInfo } from './signed-data';
import type { Trust } from './trust';

/** Attributes of a signature (RFC 5652, section 11; RFC 5035). */
const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
} as const;

/** The classes of means of signature, which every qualified certificate names (order of the FSB of 27.12.2011 No. 795, section 3). */
const CLASSES_OF_MEANS = '1.2.643.100.113.';

/** How far a signer's clock may be from ours. */
const CLOCKS_DIFFER_BY = 10 * 60_000;

/** @param known those of this document that were reckoned before, in hex: Streebog takes its time */
function hashesOf(document: Uint8Array, known: Partial<Record<Digest, string>> = {}): DocumentHashes {
  const hex = (digest: Digest): string => known[digest] ?? hash(digest, document).toString('hex');
  return { sha256: hex('sha256'), streebog256: hex('streebog256'), streebog512: hex('streebog512') };
}

/**
 * The whole check, of nothing but what it is given: no clock, no files, no network.
 * @returns good when one of the signatures in the file is
 */
export function checkSignature(request: SignatureRequest, trust: Trust, unknown: UnknownRevocation): SignatureCheck {
  try {
    const data = readSignedData(signatureBytes(request.signature));
    const content = data.content;
    if (data.signers.length === 0) refuse('noSignature');
    if (content !== null && !content.equals(request.document)) refuse('otherContent');
    return bestOf(data.signers.map((signer) => refusalOr(() => checkOne(signer, data, request, trust, unknown))));
  } catch (error) {
    return refusal(error);
  }
}

/** Of several signers one must be good; else whatever is wrong with the right person's tells more than that another signed too. */
function bestOf(checks: readonly SignatureCheck[]): SignatureCheck {
  const isOfPerson = (check: SignatureCheck) => check.good || check.fault.kind !== 'otherPerson';
  return required(checks.find(({ good }) => good) ?? checks.find(isOfPerson) ?? checks[0]);
}

function refusalOr(check: () => CheckedSignature): SignatureCheck {
  try {
    return check();
  } catch (error) {
    return refusal(error);
  }
}

/** @throws whatever is no fault of the signature's */
function refusal(error: unknown): SignatureCheck {
  if (error instanceof Refused) return { good: false, fault: error.fault };
  if (error instanceof Malformed) return { good: false, fault: { kind: 'notCms' } };
  throw error;
}

function checkOne(
  element: Element,
  data: SignedData,
  request: SignatureRequest,
  trust: Trust,
  unknown: UnknownRevocation,
): CheckedSignature {
  const { signer, needed, at } = request;
  const info = readSignerInfo(element);
  const digest = digestOf(info.digestAlgorithm);
  const known = [...data.certificates, ...trust.certificates.map(({ certificate }) => certificate)];
  const certificate = known.find(info.isBy) ?? refuse(data.hasDamagedCertificates ? 'badCertificate' : 'noCertificate');
  const signedDigest = checkSigned(info, digest, certificate, data.contentType, request);
  const signedAt = signingTimeOf(info, request);
  const chain = chainOf(certificate, data.certificates, trust, at);
  const revocation = checkRevocation(chain.certificates, trust.lists, at, unknown);
  if (!certificate.mayBeUsedFor('digitalSignature') && !certificate.mayBeUsedFor('nonRepudiation')) refuse('keyUsage');
  const level = levelOf(certificate, chain.level, needed);
  return {
    good: true,
    level,
    toldBy: checkOwner(certificate.holder, signer, level),
    form: data.content === null ? 'detached' : 'attached',
    hashes: hashesOf(request.document, { [digest]: signedDigest }),
    serial: certificate.serial,
    subject: certificate.holder.name,
    issuer: issuerName(certificate),
    validFrom: certificate.validFrom,
    validTo: certificate.validTo,
    chain: chain.certificates.map(({ holder }) => holder.name),
    revocation,
    signedAt,
    checkedAt: at,
    algorithm: algorithmOf(certificate.key),
  };
}

/** The signature is of this document, and by this certificate's key. @returns the document's digest in hex. @throws Refused */
function checkSigned(
  info: SignerInfo,
  digest: Digest,
  certificate: Certificate,
  contentType: string,
  { document, former }: SignatureRequest,
): string {
  const only = (attribute: string): Element => {
    const [value, ...more] = info.attributes.get(attribute) ?? [];
    return value === undefined || more.length > 0 ? refuse('noSignedAttributes') : value;
  };
  const messageDigest = only(ATTRIBUTE.messageDigest);
  if (identifierOf(only(ATTRIBUTE.contentType)) !== contentType) throw new Malformed('of another type of content');
  const { signedBytes, algorithm, signature } = info;
  if (!isSignedBy(certificate.key, { data: signedBytes, algorithm, signature }, digest)) refuse('badSignature');
  const signedDigest = octetsOf(messageDigest).toString('hex');
  if (signedDigest !== hash(digest, document).toString('hex')) {
    const isFormer = former.some((earlier) => hash(digest, earlier).toString('hex') === signedDigest);
    refuse(isFormer ? 'formerDocument' : 'otherDocument');
  }
  const [binding] = info.attributes.get(ATTRIBUTE.signingCertificate) ?? [];
  if (binding !== undefined && !isBoundTo(binding, certificate)) refuse('otherCertificate');
  return signedDigest;
}

/** @param binding SigningCertificateV2, whose first entry is of the signer's certificate; SHA-256 unless it says otherwise */
function isBoundTo(binding: Element, certificate: Certificate): boolean {
  const [first, second] = sequenceOf(sequenceOf(sequenceOf(binding)[0])[0]);
  const [digest, value] = isSequence(required(first))
    ? ([digestOf(first), second] as const)
    : (['sha256', first] as const);
  return octetsOf(value).equals(hash(digest, certificate.bytes));
}

/** The signer's clock says it, so it is no proof: only a time that cannot be is refused. */
function signingTimeOf({ attributes }: SignerInfo, { at, issuedAt }: SignatureRequest): Date | null {
  const [value] = attributes.get(ATTRIBUTE.signingTime) ?? [];
  if (value === undefined) return null;
  const moment = instantOf(value);
  const tooLate = moment.getTime() > at.getTime() + CLOCKS_DIFFER_BY;
  const tooEarly = issuedAt !== null && moment.getTime() < issuedAt.getTime() - CLOCKS_DIFFER_BY;
  if (tooLate || tooEarly) refuse({ kind: 'signingTime', moment });
  return moment;
}

/**
 * The chain decides, not what a certificate says of itself; yet a qualified one says it too.
 * @throws Refused when a higher level is needed
 */
function levelOf({ policies }: Certificate, ofChain: SignatureLevel, needed: SignatureLevel): SignatureLevel {
  const hasClass = policies.some((policy) => policy.startsWith(CLASSES_OF_MEANS));
  const level = ofChain === 'qualified' && hasClass ? 'qualified' : 'unqualified';
  if (needed === 'qualified' && level !== 'qualified')
    refuse(ofChain === 'qualified' ? 'policyMissing' : 'unqualified');
  return level;
}
