import { checkSignature } from '../../../../src/adapters/signature/check';
import { bytesOf, membersOf, parseElement, sequenceOf } from '../../../../src/adapters/signature/asn1';
import { readSignedData, readSignerInfo } from '../../../../src/adapters/signature/signed-data';
import { GOST_TRUST, requestOf, trustOf } from '../../../support/signatures';

/** GOST takes milliseconds for each, OpenSSL far less. */
const FILES = [
  ['good-ec256.p7s', 1_700, trustOf(['trust-ec-root.pem'], 'unqualified')],
  ['good-g256-nochain.p7s', 300, trustOf(GOST_TRUST)],
] as const;
/** A prime far from both lengths: the bits are spread over the file, the same at every run. */
const STRIDE = 7919;

/** Where the certificate, the attributes and the signature's value stand in the file: a change of these must never pass. */
function signedPlaces(file: Buffer): readonly (readonly [from: number, to: number])[] {
  const { certificates, signers } = readSignedData(file);
  const info = readSignerInfo(signers[0]!);
  const attributes = bytesOf(sequenceOf(signers[0])[3]!);
  const certificate = certificates.find(info.isBy)!;
  return [certificate.bytes, attributes, info.signature].map((part) => {
    const from = file.indexOf(part);
    expect(from).toBeGreaterThan(0);
    return [from, from + part.length] as const;
  });
}

describe.each(FILES)('of %s, %d bits turned one at a time', (name, count, trust) => {
  const request = requestOf(name, { needed: 'unqualified' });
  const file = Buffer.from(request.signature);
  const places = signedPlaces(file);

  test('crash nothing, and what is signed is accepted with none of them', () => {
    expect(checkSignature(request, trust, 'accept').good).toBe(true);
    const accepted: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const bit = (index * STRIDE) % (file.length * 8);
      const turned = Buffer.from(file);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      if (checkSignature({ ...request, signature: turned }, trust, 'accept').good) accepted.push(bit >> 3);
    }
    expect(accepted.filter((place) => places.some(([from, to]) => place >= from && place < to))).toEqual([]);
  });

  test('of the document are seen', () => {
    const document = Buffer.from(request.document);
    for (let index = 0; index < 20; index += 1) {
      const bit = (index * STRIDE) % (document.length * 8);
      document[bit >> 3]! ^= 1 << (bit & 7);
      expect(checkSignature({ ...request, document }, trust, 'accept')).toMatchObject({
        fault: { kind: 'otherDocument' },
      });
    }
  });
});

test('a file made of nothing but nested sequences is refused at once', () => {
  const nested = Buffer.alloc(200_000).fill(Buffer.from('3080', 'hex'));
  expect(checkSignature(requestOf(nested), FILES[0][2], 'accept')).toMatchObject({ fault: { kind: 'notCms' } });
  const wide = Buffer.concat([
    Buffer.from('30830f4240', 'hex'),
    Buffer.alloc(1_000_000).fill(Buffer.from('0500', 'hex')),
  ]);
  expect(checkSignature(requestOf(wide), FILES[0][2], 'accept')).toMatchObject({ fault: { kind: 'notCms' } });
  expect(() => membersOf(parseElement(wide))).toThrow();
});
