/** An element of ASN.1, its length as DER has it. */
export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => element(0x31, ...parts);
export const integer = (bytes: Buffer | number): Buffer =>
  element(0x02, typeof bytes === 'number' ? Buffer.from([bytes]) : bytes);
export const octets = (...parts: readonly Buffer[]): Buffer => element(0x04, ...parts);
export const bits = (bytes: Buffer): Buffer => element(0x03, Buffer.from([0]), bytes);
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
export const time = (text: string): Buffer => element(0x18, Buffer.from(text));

export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const sevens = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) sevens.unshift((left & 0x7f) | 0x80);
    return sevens;
  });
  return element(0x06, Buffer.from(bytes));
}

const DATA = identifier('1.2.840.113549.1.7.1');
const SIGNED_DATA = identifier('1.2.840.113549.1.7.2');
const SHA256 = sequence(identifier('2.16.840.1.101.3.4.2.1'));
const ECDSA = sequence(identifier('1.2.840.10045.4.3.2'));

export interface SignedParts {
  readonly certificates?: readonly Buffer[];
  readonly signers?: readonly Buffer[];
  readonly digests?: readonly Buffer[];
  readonly content?: Buffer;
}

/** SignedData of whatever parts. */
export const signedData = ({
  certificates = [],
  signers = [signer()],
  digests = [SHA256],
  content,
}: SignedParts): Buffer =>
  sequence(
    SIGNED_DATA,
    element(
      0xa0,
      sequence(
        integer(1),
        set(...digests),
        sequence(DATA, ...(content ? [element(0xa0, content)] : [])),
        ...(certificates.length > 0 ? [element(0xa0, ...certificates)] : []),
        set(...signers),
      ),
    ),
  );

export const nameOf = (name: string): Buffer => sequence(set(sequence(identifier('2.5.4.3'), utf8(name))));

export interface SignerParts {
  readonly issuer?: string;
  readonly serial?: Buffer;
  readonly attributes?: readonly Buffer[];
}
export const signer = ({
  issuer = 'УЦ',
  serial = Buffer.from([1]),
  attributes = [contentType(), digest(Buffer.alloc(32))],
}: SignerParts = {}): Buffer =>
  sequence(
    integer(1),
    sequence(nameOf(issuer), integer(serial)),
    SHA256,
    element(0xa0, ...attributes),
    ECDSA,
    octets(Buffer.alloc(70)),
  );

export const attribute = (type: string, ...values: readonly Buffer[]): Buffer =>
  sequence(identifier(type), set(...values));
export const contentType = (): Buffer => attribute('1.2.840.113549.1.9.3', DATA);
export const digest = (bytes: Buffer): Buffer => attribute('1.2.840.113549.1.9.4', octets(bytes));
export const signingTime = (text: string): Buffer => attribute('1.2.840.113549.1.9.5', time(text));

export interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly serial?: Buffer;
  readonly key?: Buffer;
  readonly from?: string;
  readonly to?: string;
  readonly extensions?: readonly Buffer[];
}
const EC_KEY = sequence(
  sequence(identifier('1.2.840.10045.2.1'), identifier('1.2.840.10045.3.1.7')),
  bits(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)])),
);
/** Of a key by RSA of so many bytes. */
export const rsaKey = (bytes: number, exponent = Buffer.from([1, 0, 1])): Buffer =>
  sequence(
    sequence(identifier('1.2.840.113549.1.1.1'), element(0x05)),
    bits(sequence(integer(Buffer.concat([Buffer.from([0]), Buffer.alloc(bytes, 0xff)])), integer(exponent))),
  );

/** A certificate that nobody has signed. */
export const certificate = ({
  subject,
  issuer,
  serial = Buffer.from([1]),
  key = EC_KEY,
  from = '20240101000000Z',
  to = '20400101000000Z',
  extensions = [sequence(identifier('2.5.29.19'), octets(sequence(element(0x01, Buffer.from([0xff])))))],
}: CertificateParts): Buffer =>
  sequence(
    sequence(
      element(0xa0, integer(2)),
      integer(serial),
      ECDSA,
      nameOf(issuer),
      sequence(time(from), time(to)),
      nameOf(subject),
      key,
      element(0xa3, sequence(...extensions)),
    ),
    ECDSA,
    bits(Buffer.alloc(70)),
  );

/** One within another, so many times. */
export function nested(depth: number, tag = 0x30): Buffer {
  const heads: Buffer[] = [];
  let length = 0;
  for (let level = 0; level < depth; level += 1) {
    const head = Buffer.concat([Buffer.from([tag]), lengthOf(length)]);
    heads.push(head);
    length += head.length;
  }
  return Buffer.concat(heads.reverse());
}
