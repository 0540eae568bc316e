import {
  bytesOf,
  contentOf,
  identifierOf,
  integerOf,
  isSequence,
  isTagged,
  Malformed,
  membersOf,
  octetsOf,
  parseElement,
  required,
  sequenceOf,
  setOf,
  type Element,
} from './asn1';
import { readCertificate, type Certificate } from './certificate';
import { refuse } from './refused';

/** SignedData of CMS (RFC 5652, section 5). */
export interface SignedData {
  readonly contentType: string;
  /** The document, where it is within; null: detached. */
  readonly content: Buffer | null;
  readonly certificates: readonly Certificate[];
  /** Some of the certificates could not be read. */
  readonly hasDamagedCertificates: boolean;
  readonly signers: readonly Element[];
}

/** One signature of SignedData. */
export interface SignerInfo {
  /** Whether it names this certificate as the signer's. */
  readonly isBy: (certificate: Certificate) => boolean;
  readonly digestAlgorithm: Element;
  /** By object identifier. */
  readonly attributes: ReadonlyMap<string, readonly Element[]>;
  /** What the signature is over: the attributes as a set. */
  readonly signedBytes: Buffer;
  readonly algorithm: Element;
  readonly signature: Buffer;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const SET_TAG = 0x31;
const INDEFINITE = 0x80;

/** @throws Refused for what is no signature of any kind; Malformed for what is damaged */
export function readSignedData(bytes: Buffer): SignedData {
  const [type, wrapped] = sequenceOf(parseElement(bytes));
  if (identifierOf(type) !== SIGNED_DATA) refuse('notSignedData');
  const [, , encapsulated, ...rest] = sequenceOf(membersOf(required(wrapped))[0]);
  const [contentType, content] = sequenceOf(encapsulated);
  const { certificates, damaged } = readCertificates(rest.find((part) => isTagged(part, 0)));
  return {
    contentType: identifierOf(contentType),
    content: content === undefined ? null : octetsOf(membersOf(content)[0]),
    certificates,
    hasDamagedCertificates: damaged > 0,
    signers: setOf(rest.at(-1)),
  };
}

/** A damaged certificate of somebody else says nothing against the signer's. */
function readCertificates(list: Element | undefined): { certificates: Certificate[]; damaged: number } {
  const certificates: Certificate[] = [];
  let damaged = 0;
  // certificates of other kinds, which are tagged, are of no use here
  for (const element of list === undefined ? [] : membersOf(list).filter(isSequence))
    try {
      certificates.push(readCertificate(element));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      damaged += 1;
    }
  return { certificates, damaged };
}

/** @throws Refused without signed attributes: what they would hold could not be told from the document; Malformed */
export function readSignerInfo(element: Element): SignerInfo {
  const [, identifier, digestAlgorithm, attributes, algorithm, signature] = sequenceOf(element);
  if (attributes === undefined || !isTagged(attributes, 0)) refuse('noSignedAttributes');
  const signedBytes = Buffer.from(bytesOf(attributes));
  if (signedBytes[1] === INDEFINITE) throw new Malformed('signed attributes must be DER');
  // they stand under [0], and are signed as the set that they are
  signedBytes[0] = SET_TAG;
  return {
    isBy: namedBy(required(identifier)),
    digestAlgorithm: required(digestAlgorithm),
    attributes: readAttributes(attributes),
    signedBytes,
    algorithm: required(algorithm),
    signature: octetsOf(signature),
  };
}

/** A signer is named by the issuer and the serial number, or by the key. */
function namedBy(identifier: Element): (certificate: Certificate) => boolean {
  if (isTagged(identifier, 0)) {
    const named = contentOf(identifier).toString('hex');
    return ({ keyId }) => keyId === named;
  }
  const [name, number] = sequenceOf(identifier);
  const namedIssuer = bytesOf(required(name)).toString('hex');
  const namedSerial = integerOf(number);
  return ({ issuer, serial }) => issuer === namedIssuer && serial === namedSerial;
}

function readAttributes(list: Element): Map<string, readonly Element[]> {
  const attributes = new Map<string, readonly Element[]>();
  for (const attribute of membersOf(list)) {
    const [type, values] = sequenceOf(attribute);
    const identifier = identifierOf(type);
    if (attributes.has(identifier)) throw new Malformed('an attribute stands twice');
    attributes.set(identifier, setOf(values));
  }
  return attributes;
}
