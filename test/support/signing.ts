import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

// An authority of a test and the people whom it has certified: signatures of documents that did not exist when the fixtures were made.

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
const octets = (bytes: Buffer): Buffer => tagged(0x04, bytes);
const bits = (bytes: Buffer, unused = 0): Buffer => tagged(0x03, Buffer.from([unused]), bytes);
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));
const text = (value: string): Buffer => tagged(0x0c, Buffer.from(value));
const time = (at: Date): Buffer =>
  tagged(
    0x18,
    Buffer.from(
      at
        .toISOString()
        .replace(/[-:T]/g, '')
        .replace(/\.\d+Z/, 'Z'),
    ),
  );
const identifier = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const sevens = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) sevens.unshift((left & 0x7f) | 0x80);
    return sevens;
  });
  return tagged(0x06, Buffer.from(bytes));
};

const SHA256 = sequence(identifier('2.16.840.1.101.3.4.2.1'));
const ECDSA = sequence(identifier('1.2.840.10045.4.3.2'));
const TRUE = tagged(0x01, Buffer.from([0xff]));
const DATA = identifier('1.2.840.113549.1.7.1');

const named = (type: string, value: string): Buffer => set(sequence(identifier(type), text(value)));
const nameOf = (name: string, snils?: string): Buffer =>
  sequence(named('2.5.4.3', name), ...(snils === undefined ? [] : [named('1.2.643.100.3', snils)]));
const critical = (type: string, value: Buffer): Buffer => sequence(identifier(type), TRUE, octets(value));

const AUTHORITY = [
  critical('2.5.29.19', sequence(TRUE)),
  // keyCertSign, cRLSign
  critical('2.5.29.15', bits(Buffer.from([0x06]), 1)),
];
const PERSON = [
  // digitalSignature, nonRepudiation
  critical('2.5.29.15', bits(Buffer.from([0xc0]), 6)),
  // the class of means that a qualified certificate names
  sequence(identifier('2.5.29.32'), octets(sequence(sequence(identifier('1.2.643.100.113.1'))))),
];

interface Issuer {
  readonly name: Buffer;
  readonly key: KeyObject;
}
interface Certified {
  readonly serial: number;
  readonly subject: Buffer;
  readonly key: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly until?: Date;
}

function certificate({ name, key: issuerKey }: Issuer, { serial, subject, key, extensions, until }: Certified): Buffer {
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    ECDSA,
    name,
    sequence(time(new Date('2024-01-01T00:00:00Z')), time(until ?? new Date('2040-01-01T00:00:00Z'))),
    subject,
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  return sequence(body, ECDSA, bits(sign('sha256', body, issuerKey)));
}

const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

export interface TestSigner {
  /** The file that is sent: detached, DER. */
  sign(document: Uint8Array, at: Date): Buffer;
}

export class TestAuthority {
  private readonly own = keys();
  private readonly name: Buffer;
  private readonly root: Buffer;
  private people = 1;

  constructor(name: string) {
    this.name = nameOf(name);
    const issuer = { name: this.name, key: this.own.privateKey };
    this.root = certificate(issuer, { serial: 1, subject: this.name, key: this.own.publicKey, extensions: AUTHORITY });
  }

  /** Puts its certificate among those that the operator trusts. */
  async trustIn(folder: string, level: 'qualified' | 'unqualified'): Promise<void> {
    await mkdir(path.join(folder, level), { recursive: true });
    await writeFile(path.join(folder, level, 'root.cer'), this.root);
  }

  certify(name: string, snils?: string, until?: Date): TestSigner {
    const { publicKey, privateKey } = keys();
    const serial = (this.people += 1);
    const issuer = { name: this.name, key: this.own.privateKey };
    const subject = nameOf(name, snils);
    const own = certificate(issuer, {
      serial,
      subject,
      key: publicKey,
      extensions: PERSON,
      ...(until && { until }),
    });
    return {
      sign: (document, at) => {
        const attribute = (type: string, value: Buffer) => sequence(identifier(type), set(value));
        const attributes = [
          attribute('1.2.840.113549.1.9.3', DATA),
          attribute('1.2.840.113549.1.9.5', time(at)),
          attribute('1.2.840.113549.1.9.4', octets(createHash('sha256').update(document).digest())),
        ];
        const signer = sequence(
          integer(1),
          sequence(this.name, integer(serial)),
          SHA256,
          tagged(0xa0, ...attributes),
          ECDSA,
          octets(sign('sha256', set(...attributes), privateKey)),
        );
        const signed = sequence(integer(1), set(SHA256), sequence(DATA), tagged(0xa0, own), set(signer));
        return sequence(identifier('1.2.840.113549.1.7.2'), tagged(0xa0, signed));
      },
    };
  }
}

/** Of a server that nobody vouches for. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = keys();
  const name = nameOf('127.0.0.1');
  const own = { serial: 1, subject: name, key: publicKey, extensions: PERSON };
  const lines =
    certificate({ name, key: privateKey }, own)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}
