import { constants, createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { SignatureAlgorithm } from '../../usecases/kit/signature';
import {
  bitsOf,
  bytesOf,
  identifierOf,
  isTagged,
  Malformed,
  membersOf,
  octetsOf,
  parseElement,
  required,
  sequenceOf,
  type Element,
} from './asn1';
import { curveOfParameterSet } from './gost-curves';
import { verifyGost } from './gost-signature';
import { refuse } from './refused';
import { streebog } from './streebog';

export type Digest = 'streebog256' | 'streebog512' | 'sha256' | 'sha384' | 'sha512';

/** SHA-1 and GOST R 34.11-94 are not among them: what they sign can be forged. */
const DIGESTS: Readonly<Record<string, Digest>> = {
  '1.2.643.7.1.1.2.2': 'streebog256',
  '1.2.643.7.1.1.2.3': 'streebog512',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** A signature's algorithm of GOST R 34.10-2012, or the key's in its place, as some tools write; the digest goes with it. */
const GOST: Readonly<Record<string, Digest>> = {
  '1.2.643.7.1.1.1.1': 'streebog256',
  '1.2.643.7.1.1.3.2': 'streebog256',
  '1.2.643.7.1.1.1.2': 'streebog512',
  '1.2.643.7.1.1.3.3': 'streebog512',
};

const RSA_KEY = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
/** RSA (PKCS #1 1.5) and ECDSA with their digests. */
const WITH_DIGEST: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};
const SHORTEST_RSA = 2048;

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** @throws Refused for a digest that is weak or not known */
export function digestOf(algorithm: Element | undefined): Digest {
  const identifier = identifierOf(sequenceOf(algorithm)[0]);
  return DIGESTS[identifier] ?? refuse({ kind: 'weakDigest', algorithm: identifier });
}

export function hash(digest: Digest, data: Uint8Array): Buffer {
  if (digest === 'streebog256') return streebog(data, 256);
  if (digest === 'streebog512') return streebog(data, 512);
  return createHash(digest).update(data).digest();
}

/** What is signed and how: of a certificate, of a list of revoked ones, of the attributes of a signature. */
export interface Signed {
  readonly data: Uint8Array;
  /** AlgorithmIdentifier. */
  readonly algorithm: Element;
  readonly signature: Buffer;
}

/**
 * Whether the holder of a key signed this.
 * @param key SubjectPublicKeyInfo
 * @param declared the digest that a SignerInfo names beside its algorithm, which must be the same
 * @throws Refused for what is weak, not known or does not go together; Malformed
 */
export function isSignedBy(key: Element, { data, algorithm, signature }: Signed, declared?: Digest): boolean {
  const [name, parameters] = sequenceOf(algorithm);
  const identifier = identifierOf(name);
  const agreed = (digest: Digest): Digest =>
    declared === undefined || declared === digest ? digest : refuse('algorithmsDiffer');
  const gost = GOST[identifier];
  if (gost !== undefined) return isSignedByGost(key, agreed(gost), data, signature);
  if (identifier === RSA_PSS) {
    const digest = agreed(digestOfPss(parameters));
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return isVerified(digest, data, { key: keyOf(key), ...padding }, signature);
  }
  const digest = identifier === RSA_KEY ? declared : WITH_DIGEST[identifier];
  if (digest === undefined) refuse({ kind: 'weakDigest', algorithm: identifier });
  return isVerified(agreed(digest), data, keyOf(key), signature);
}

function isSignedByGost(key: Element, digest: Digest, data: Uint8Array, signature: Buffer): boolean {
  const [algorithm, bits] = sequenceOf(key);
  const [name, parameters] = sequenceOf(algorithm);
  if (GOST[identifierOf(name)] !== digest) refuse('algorithmsDiffer');
  // The set of the digest, which may follow, says nothing that the key does not.
  const parameterSet = identifierOf(sequenceOf(parameters)[0]);
  const curve = curveOfParameterSet(parameterSet) ?? refuse({ kind: 'unknownAlgorithm', algorithm: parameterSet });
  // the key is an octet string within the bit string
  return verifyGost(curve, octetsOf(parseElement(bitsOf(bits))), hash(digest, data), signature);
}

/** OpenSSL throws where a strange key does not fit a strange signature. */
function isVerified(digest: Digest, data: Uint8Array, key: Parameters<typeof verify>[2], signature: Buffer): boolean {
  try {
    return verify(digest, data, key, signature);
  } catch {
    return false;
  }
}

/** RSASSA-PSS says its digest in its parameters; without them it is SHA-1. */
function digestOfPss(parameters: Element | undefined): Digest {
  const given = parameters === undefined ? [] : sequenceOf(parameters);
  const algorithm = given.find((parameter) => isTagged(parameter, 0));
  if (algorithm === undefined) refuse({ kind: 'weakDigest', algorithm: 'SHA-1' });
  return digestOf(required(membersOf(algorithm)[0]));
}

/** @throws Refused for a key that is too short; Malformed */
function keyOf(key: Element): KeyObject {
  const known = openedKeys.get(key);
  if (known !== undefined) return known;
  const opened = openedKey(key);
  const { modulusLength, namedCurve } = opened.asymmetricKeyDetails ?? {};
  const strong = modulusLength === undefined ? CURVES.includes(namedCurve ?? '') : modulusLength >= SHORTEST_RSA;
  const size = modulusLength === undefined ? (namedCurve ?? '') : ` ${modulusLength}`;
  if (!strong) refuse({ kind: 'weakKey', algorithm: `${opened.asymmetricKeyType ?? ''}${size}`.toUpperCase() });
  openedKeys.set(key, opened);
  return opened;
}
/** Of the operator's authorities: opening a key takes longer than using it. */
const openedKeys = new WeakMap<Element, KeyObject>();

function openedKey(key: Element): KeyObject {
  try {
    return createPublicKey({ key: bytesOf(key), format: 'der', type: 'spki' });
  } catch (error) {
    throw new Malformed('no such key', { cause: error });
  }
}

/** What a certificate's key signs with. @throws Malformed */
export function algorithmOf(key: Element): SignatureAlgorithm {
  const identifier = identifierOf(sequenceOf(sequenceOf(key)[0])[0]);
  const gost = GOST[identifier];
  if (gost !== undefined) return gost === 'streebog256' ? 'gost256' : 'gost512';
  return identifier === RSA_KEY || identifier === RSA_PSS ? 'rsa' : 'ecdsa';
}
