import { foreignLine } from '../../text/plain-text';
import type { Signed } from './algorithms';
import {
  bitsOf,
  bytesOf,
  contentOf,
  identifierOf,
  instantOf,
  integerOf,
  isInteger,
  isTagged,
  Malformed,
  membersOf,
  namedBitsOf,
  octetsOf,
  parseElement,
  required,
  sequenceOf,
  setOf,
  textOf,
  type Element,
} from './asn1';

/** An X.509 certificate (RFC 5280), with what the check of a signature asks of it. */
export interface Certificate {
  readonly bytes: Buffer;
  readonly serial: string;
  /** Names as bytes in hex: that is how they are compared. */
  readonly issuer: string;
  readonly subject: string;
  readonly holder: Holder;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** SubjectPublicKeyInfo. */
  readonly key: Element;
  /** Hex; null: the certificate does not say. */
  readonly keyId: string | null;
  readonly issuerKeyId: string | null;
  readonly isAuthority: boolean;
  /** How many authorities may stand between this one and a signer. */
  readonly pathLength: number;
  /** Whether the key may be used so; a certificate that says nothing allows all. */
  readonly mayBeUsedFor: (usage: KeyUsage) => boolean;
  readonly policies: readonly string[];
  /** What must be understood by whoever relies on the certificate. */
  readonly critical: readonly string[];
  readonly signed: Signed;
}

/** Of a name: what people are told by. */
export interface Holder {
  /** Common name, else the organization, else the whole as it stands. */
  readonly name: string;
  readonly snils: string | null;
  readonly inn: string | null;
}

/** Bits of KeyUsage. */
const USAGES = { digitalSignature: 0, nonRepudiation: 1, certificates: 5, lists: 6 } as const;
export type KeyUsage = keyof typeof USAGES;

const NAME = { common: '2.5.4.3', organization: '2.5.4.10', snils: '1.2.643.100.3', inn: '1.2.643.3.131.1.1' } as const;
const EXTENSION = {
  keyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  policies: '2.5.29.32',
  issuerKeyId: '2.5.29.35',
} as const;

export interface Extensions {
  /** The value of this one; null: there is none. @throws Malformed */
  readonly valueOf: (identifier: string) => Element | null;
  readonly critical: readonly string[];
}

/** @throws Malformed */
export function readCertificate(element: Element): Certificate {
  const [body, algorithm, signature] = sequenceOf(element);
  const fields = sequenceOf(body);
  const [serial, innerAlgorithm, issuer, validity, subject, key, ...rest] = isTagged(fields[0], 0)
    ? fields.slice(1)
    : fields;
  if (!bytesOf(required(innerAlgorithm)).equals(bytesOf(required(algorithm))))
    throw new Malformed('signed by one algorithm and declared as another');
  const [validFrom, validTo] = sequenceOf(validity);
  const extensions = readExtensions(rest.find((field) => isTagged(field, 3)));
  return {
    bytes: bytesOf(element),
    serial: integerOf(serial),
    issuer: bytesOf(required(issuer)).toString('hex'),
    subject: bytesOf(required(subject)).toString('hex'),
    holder: readHolder(subject),
    validFrom: instantOf(validFrom),
    validTo: instantOf(validTo),
    key: required(key),
    ...readConstraints(extensions),
    critical: extensions.critical,
    signed: { data: bytesOf(required(body)), algorithm: required(algorithm), signature: bitsOf(signature) },
  };
}

/** @param list `[3]` of a certificate, `[0]` of a list of revoked ones. @throws Malformed */
export function readExtensions(list: Element | undefined): Extensions {
  const found = new Map<string, Buffer>();
  const critical: string[] = [];
  for (const extension of list === undefined ? [] : sequenceOf(membersOf(list)[0])) {
    const parts = sequenceOf(extension);
    const identifier = identifierOf(parts[0]);
    if (found.has(identifier)) throw new Malformed('an extension stands twice');
    found.set(identifier, octetsOf(parts.at(-1)));
    if (parts.length === 3 && contentOf(required(parts[1])).some((byte) => byte !== 0)) critical.push(identifier);
  }
  return {
    critical,
    valueOf: (identifier) => {
      const value = found.get(identifier);
      return value === undefined ? null : parseElement(value);
    },
  };
}

/** X.520 lets a name have 64 characters; whoever writes thousands of them wants to be all that is read. */
const LONGEST_NAME = 300;

function readHolder(name: Element | undefined): Holder {
  const parts = new Map(
    sequenceOf(name)
      .flatMap((set) => setOf(set))
      .map((pair) => {
        const [type, value] = sequenceOf(pair);
        return [identifierOf(type), textOf(required(value))] as const;
      }),
  );
  const called = parts.get(NAME.common) ?? parts.get(NAME.organization) ?? [...parts.values()].join(', ');
  return {
    name: foreignLine(called, LONGEST_NAME),
    snils: parts.get(NAME.snils) ?? null,
    inn: parts.get(NAME.inn) ?? null,
  };
}

/** How the issuer of a certificate is called. @throws Malformed */
export const issuerName = ({ issuer }: Certificate): string =>
  readHolder(parseElement(Buffer.from(issuer, 'hex'))).name;

type Constraints = Pick<
  Certificate,
  'keyId' | 'issuerKeyId' | 'isAuthority' | 'pathLength' | 'mayBeUsedFor' | 'policies'
>;

function readConstraints({ valueOf }: Extensions): Constraints {
  const keyId = valueOf(EXTENSION.keyId);
  const usage = valueOf(EXTENSION.keyUsage);
  const isAllowed = usage === null ? () => true : namedBitsOf(usage);
  const basic = valueOf(EXTENSION.basicConstraints);
  const [isAuthority, pathLength] = basic === null ? [] : sequenceOf(basic);
  const policies = valueOf(EXTENSION.policies);
  return {
    keyId: keyId === null ? null : octetsOf(keyId).toString('hex'),
    issuerKeyId: readIssuerKeyId(valueOf(EXTENSION.issuerKeyId)),
    // a constraint of a number alone is of no authority: the first member is the boolean
    isAuthority:
      isAuthority !== undefined && !isInteger(isAuthority) && contentOf(isAuthority).some((byte) => byte !== 0),
    pathLength: pathLength === undefined ? Infinity : Number.parseInt(integerOf(pathLength), 16),
    mayBeUsedFor: (use) => isAllowed(USAGES[use]),
    policies: policies === null ? [] : sequenceOf(policies).map((policy) => identifierOf(sequenceOf(policy)[0])),
  };
}

/** @param extension AuthorityKeyIdentifier. @throws Malformed */
function readIssuerKeyId(extension: Element | null): string | null {
  const id = extension === null ? undefined : sequenceOf(extension).find((part) => isTagged(part, 0));
  return id === undefined ? null : contentOf(id).toString('hex');
}

export const issuerKeyIdOf = ({ valueOf }: Extensions): string | null =>
  readIssuerKeyId(valueOf(EXTENSION.issuerKeyId));
