import { CURVE_NAMES, gostCurve } from '../../../../src/adapters/signature/gost-curves';
import { verifyGost } from '../../../../src/adapters/signature/gost-signature';
import { streebog } from '../../../../src/adapters/signature/streebog';

// RFC 6986, section 10; there the octets are printed from the last to the first.
const FIRST = '012345678901234567890123456789012345678901234567890123456789012';
const SECOND =
  'd1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb';
const VECTORS = [
  [
    'M1',
    512,
    Buffer.from(FIRST),
    '1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48',
  ],
  ['M1', 256, Buffer.from(FIRST), '9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500'],
  [
    'M2',
    512,
    Buffer.from(SECOND, 'hex'),
    '1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28',
  ],
  ['M2', 256, Buffer.from(SECOND, 'hex'), '9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50'],
] as const;

test.each(VECTORS)('Streebog of %s, %d bits', (_, length, message, expected) => {
  expect(streebog(message, length).toString('hex')).toBe(expected);
});

describe.each(CURVE_NAMES)('%s', (name) => {
  const curve = gostCurve(name);
  const { bytes, order, Point } = curve;

  test('has a base point on it, of the order that is written there', () => {
    expect(() => Point.BASE.assertValidity()).not.toThrow();
    expect(
      Point.BASE.multiplyUnsafe(order - 1n)
        .add(Point.BASE)
        .is0(),
    ).toBe(true);
    expect(Point.BASE.multiplyUnsafe(order - 1n).is0()).toBe(false);
  });

  // GOST R 34.10-2012, section 6.1, with numbers that anybody may know
  const [secret, once] = [0x1234567n, 0x89abcdefn];
  const digest = streebog(Buffer.from(name), bytes === 32 ? 256 : 512);
  const octets = (value: bigint) => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
  const e = BigInt(`0x${Buffer.from(digest).reverse().toString('hex')}`) % order;
  const r = Point.BASE.multiplyUnsafe(once).toAffine().x % order;
  const s = (r * secret + once * e) % order;
  const { x, y } = Point.BASE.multiplyUnsafe(secret).toAffine();
  const key = Buffer.concat([octets(x).reverse(), octets(y).reverse()]);

  test('accepts a signature', () => {
    expect(verifyGost(curve, key, digest, Buffer.concat([octets(s), octets(r)]))).toBe(true);
  });

  test.each([
    ['of another digest', key, streebog(digest, bytes === 32 ? 256 : 512), s, r],
    ['of another key', Buffer.concat([octets(x).reverse(), octets(order - 1n).reverse()]), digest, s, r],
    ['with its halves exchanged', key, digest, r, s],
    ['of nothing', key, digest, 0n, r],
    ['of nothing at all', key, digest, 0n, 0n],
    ['whose half is raised by the order', key, digest, s + order, r],
    ['with a key that is too short', key.subarray(1), digest, s, r],
  ])('refuses one %s', (_, ofKey, ofDigest, first, second) => {
    const [one, other] = [octets(first), octets(second)].map((half) => half.subarray(-bytes));
    const wide = first >= 1n << BigInt(bytes * 8);
    expect(verifyGost(curve, ofKey, ofDigest, wide ? octets(first) : Buffer.concat([one!, other!]))).toBe(false);
  });
});
