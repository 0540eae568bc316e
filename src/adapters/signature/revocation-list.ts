import type { Signed } from './algorithms';
import {
  bitsOf,
  bytesOf,
  contentOf,
  hexOfInteger,
  instantOf,
  integerOf,
  isTagged,
  Malformed,
  parseElement,
  required,
  sequenceOf,
  type Element,
} from './asn1';
import { issuerKeyIdOf, readExtensions, type Extensions } from './certificate';
import { derElement, derElements, type DerElement } from './der';

/** A list of revoked certificates (CRL, RFC 5280, section 5). */
export interface RevocationList {
  readonly issuer: string;
  /** Hex; null: the list does not say by which key of its issuer it is signed. */
  readonly issuerKeyId: string | null;
  /** Decimal; null: it has none. */
  readonly number: string | null;
  readonly issuedAt: Date;
  /** When the next comes; null: the list does not say. */
  readonly nextAt: Date | null;
  readonly covers: 'all' | 'signers' | 'authorities';
  /** When the certificate with this serial number was revoked; null: it was not. */
  readonly revokedAt: (serial: string) => Date | null;
  readonly signed: Signed;
}

const TAG = { integer: 0x02, sequence: 0x30, times: [0x17, 0x18] };

const NUMBER = '2.5.29.20';
/** Issuing distribution point: what the list is about. */
const SCOPE = '2.5.29.28';
const UNDERSTOOD = [SCOPE, '2.5.29.35', NUMBER];

/**
 * A list of a large authority holds hundreds of thousands of entries, each of which the library would make an object of: so the
 * entries are walked over in their bytes, and only what is small goes to the library.
 * @throws Malformed also for a list that says only a part (of changes, of reasons, for others), since whoever is not in it may be revoked
 */
export function readRevocationList(bytes: Buffer): RevocationList {
  const [body, algorithm, signature] = derElements(derElement(bytes).content);
  const fields = derElements(required(body).content);
  if (fields[0]?.tag === TAG.integer) fields.shift(); // the version
  const [, issuer, issuedAt, ...rest] = fields;
  const next = rest[0] !== undefined && TAG.times.includes(rest[0].tag) ? rest.shift() : undefined;
  const entries = rest[0]?.tag === TAG.sequence ? rest.shift() : undefined;
  const extensions = readExtensions(rest.map(parsed).find((field) => isTagged(field, 0)));
  const stranger = extensions.critical.find((identifier) => !UNDERSTOOD.includes(identifier));
  if (stranger !== undefined) throw new Malformed(`an extension that is not understood: ${stranger}`);
  const number = extensions.valueOf(NUMBER);
  return {
    issuer: bytesOf(parsed(required(issuer))).toString('hex'),
    issuerKeyId: issuerKeyIdOf(extensions),
    number: number === null ? null : BigInt(`0x${integerOf(number)}`).toString(),
    issuedAt: instantOf(parsed(required(issuedAt))),
    nextAt: next === undefined ? null : instantOf(parsed(next)),
    covers: scopeOf(extensions),
    revokedAt: revocations(entries),
    signed: {
      data: required(body).bytes,
      algorithm: parsed(required(algorithm)),
      signature: bitsOf(parsed(required(signature))),
    },
  };
}

const parsed = ({ bytes }: DerElement): Element => parseElement(bytes);

/**
 * Only the places of the entries are kept: an object for each would take as much memory as all the rest.
 * @param entries a sequence of sequences that begin with a serial number and a time
 */
function revocations(entries: DerElement | undefined): RevocationList['revokedAt'] {
  const all = entries?.content ?? Buffer.alloc(0);
  const places = new Map<string, number>();
  for (let place = 0; place < all.length;) {
    const entry = derElement(all.subarray(place));
    const serial = derElement(entry.content);
    if (entry.tag !== TAG.sequence || serial.tag !== TAG.integer) throw new Malformed('a serial number expected');
    places.set(hexOfInteger(serial.content), place);
    place += entry.bytes.length;
  }
  return (serial) => {
    const place = places.get(serial);
    if (place === undefined) return null;
    const [, moment] = derElements(derElement(all.subarray(place)).content);
    return instantOf(parsed(required(moment)));
  };
}

/** Members of the issuing distribution point: only signers' certificates, only authorities', and the rest are parts. */
function scopeOf({ valueOf }: Extensions): RevocationList['covers'] {
  const scope = valueOf(SCOPE);
  const parts = scope === null ? [] : sequenceOf(scope);
  const isSet = (number: number): boolean =>
    parts.some((part) => isTagged(part, number) && (number === 3 || contentOf(part).some((byte) => byte !== 0)));
  if ([3, 4, 5].some(isSet)) throw new Malformed('only a part of what is revoked');
  return isSet(1) ? 'signers' : isSet(2) ? 'authorities' : 'all';
}
