import { readdirSync } from 'node:fs';
import { checkSignature } from '../../../../src/adapters/signature/check';
import type { Trust } from '../../../../src/adapters/signature/trust';
import { SIGNATURE_FAULTS, type SignatureFault, type SignatureRequest } from '../../../../src/usecases/kit/signature';
import { fixture, GOST_TRUST, MOMENT, PERSON, requestOf, SIGNATURES, trustOf } from '../../../support/signatures';
import { TestAuthority } from '../../../support/signing';

type Kind = SignatureFault['kind'];

const gost = trustOf(GOST_TRUST);
const west = trustOf(['trust-rsa-root.pem', 'trust-ec-root.pem'], 'unqualified');
const openssl = trustOf(['openssl/root.pem', 'openssl/root.crl'], 'unqualified');
const unqualified = { needed: 'unqualified' } as const;
const byName = { ...unqualified, signer: { ...PERSON, snils: null } };

const GOOD: readonly (readonly [string, Trust, Partial<SignatureRequest>])[] = [
  ...readdirSync(SIGNATURES)
    .filter((name) => /^good-g/.test(name))
    .map((name) => [name, gost, {}] as const),
  ['good-rsa.p7s', west, unqualified],
  ['good-ec256.p7s', west, unqualified],
  ['good-ec384.p7s', west, unqualified],
  ['openssl/good.p7s', openssl, byName],
  ['openssl/good-pss.p7s', openssl, byName],
  ['openssl/good-two-signers.p7s', openssl, byName],
];

/** Each of these octets of the file, in hex, for those. */
const exchanged = (name: string, octets: string, others: string): Buffer => {
  const hex = fixture(name).toString('hex');
  if (!hex.includes(octets)) throw new Error(`${name} has no ${octets}`);
  return Buffer.from(hex.replaceAll(octets, others), 'hex');
};
const STREEBOG = { 256: '06082a85030701010202', 512: '06082a85030701010203' };
const CRYPTO_PRO_A = '06072a850302022301';

/** With the last bit of the list’s signature turned. */
function withBadList(): Trust {
  const [list] = openssl.lists;
  const signature = Buffer.from(list!.signed.signature);
  signature[signature.length - 1]! ^= 1;
  return { ...openssl, lists: [{ ...list!, signed: { ...list!.signed, signature } }] };
}

const BAD: readonly (readonly [Kind, string, Uint8Array | string, Trust, Partial<SignatureRequest>])[] = [
  ['empty', 'an empty file', 'bad-empty.p7s', gost, {}],
  ['theDocument', 'the PDF itself', 'bad-is-the-pdf.p7s', gost, {}],
  ['notCms', 'any bytes', 'bad-garbage.p7s', gost, {}],
  ['notCms', 'a file that ends too early', 'bad-truncated.p7s', gost, {}],
  ['notCms', 'a text that ends too early', 'bad-truncated-base64.sig', gost, {}],
  ['notCms', 'a text of somebody', Buffer.from('Подписано, Иванов'), gost, {}],
  ['tooLarge', 'ten megabytes', Buffer.alloc(10 * 1024 * 1024, 0x30), gost, {}],
  ['notSignedData', 'a CMS that signs nothing', 'bad-not-signeddata.p7s', gost, {}],
  ['noSignature', 'certificates alone', 'openssl/bad-certificates-only.p7b', openssl, byName],
  ['noCertificate', 'a signature without its certificate', 'openssl/bad-no-certificate.p7s', openssl, byName],
  ['noSignedAttributes', 'a signature of the bare digest', 'openssl/bad-no-attributes.p7s', openssl, byName],
  ['otherContent', 'another document within', 'bad-attached-other.p7s', gost, {}],
  ['otherDocument', 'a signature of another file', 'bad-other-file.p7s', gost, {}],
  [
    'formerDocument',
    'a signature of the earlier version',
    'bad-other-file.p7s',
    gost,
    { former: [fixture('other.pdf')] },
  ],
  ['badSignature', 'a changed digest', 'bad-bitflip-digest.p7s', gost, {}],
  ['badSignature', 'a changed signature', 'bad-bitflip-signature.p7s', gost, {}],
  ['weakDigest', 'SHA-1', 'bad-sha1.p7s', west, unqualified],
  ['weakKey', 'RSA of 1024 bits', 'openssl/bad-short-key.p7s', openssl, byName],
  ['weakKey', 'a short elliptic curve', 'openssl/bad-odd-curve.p7s', openssl, byName],
  [
    'algorithmsDiffer',
    'a digest that does not go with the key',
    exchanged('good-g256-A.p7s', STREEBOG[256], STREEBOG[512]),
    gost,
    {},
  ],
  [
    'unknownAlgorithm',
    'a curve that there is not',
    exchanged('good-g256-A.p7s', CRYPTO_PRO_A, CRYPTO_PRO_A.replace(/1$/, '9')),
    gost,
    {},
  ],
  [
    'badCertificate',
    'a certificate that cannot be read',
    exchanged('openssl/good.p7s', '170d', '040d'),
    openssl,
    byName,
  ],
  ['otherCertificate', 'another certificate of the same key', 'openssl/bad-other-certificate.p7s', openssl, byName],
  ['expired', 'a certificate whose time is over', 'bad-expired.p7s', gost, {}],
  ['notYetValid', 'a certificate of the future', 'bad-notyet.p7s', gost, {}],
  ['authorityExpired', 'an authority whose time is over', 'openssl/bad-authority-expired.p7s', openssl, byName],
  ['authorityNotYetValid', 'an authority of the future', 'openssl/bad-authority-not-yet-valid.p7s', openssl, byName],
  ['untrusted', 'an authority that calls itself like a trusted one', 'bad-fake-ca.p7s', gost, {}],
  ['untrusted', 'a certificate that its holder made', 'bad-selfsigned.p7s', gost, {}],
  ['untrusted', 'a good signature under others’ roots', 'good-g256-A.p7s', west, {}],
  ['issuerNotAuthority', 'a colleague as the authority', 'openssl/bad-issuer-not-authority.p7s', openssl, byName],
  ['unknownExtension', 'a demand that we do not know', 'openssl/bad-unknown-extension.p7s', openssl, byName],
  ['keyUsage', 'a key for something else', 'bad-keyusage.p7s', gost, {}],
  ['policyMissing', 'no class of means of signature', 'bad-nopolicy.p7s', gost, {}],
  ['unqualified', 'an unqualified one where a qualified one is needed', 'good-rsa.p7s', west, {}],
  [
    'unqualified',
    'an authority among the unqualified ones, whatever its certificates say',
    'good-g256-A.p7s',
    trustOf(GOST_TRUST, 'unqualified'),
    {},
  ],
  ['revoked', 'a revoked certificate', 'bad-revoked.p7s', gost, {}],
  [
    'revoked',
    'a revoked certificate by a list whose time is over',
    'bad-revoked.p7s',
    trustOf([...GOST_TRUST.slice(0, 3), 'crl-stale.crl']),
    {},
  ],
  ['crlBad', 'a list that its authority did not sign', 'openssl/good.p7s', withBadList(), byName],
  ['otherPerson', 'somebody else’s СНИЛС', 'bad-other-person.p7s', gost, {}],
  ['otherPerson', 'somebody else’s ИНН', 'good-g256-A.p7s', gost, { signer: { ...PERSON, inn: '166100000001' } }],
  ['otherPerson', 'somebody else’s name', 'openssl/bad-other-name.p7s', openssl, byName],
  ['snilsUnknown', 'nobody knows the СНИЛС', 'good-g256-A.p7s', gost, { signer: { ...PERSON, snils: null } }],
  [
    'signingTime',
    'signed before it was written',
    'good-g256-A.p7s',
    gost,
    { issuedAt: new Date('2026-11-25T10:00:00Z') },
  ],
  ['signingTime', 'signed tomorrow', 'good-g256-A.p7s', gost, { at: new Date('2026-11-25T08:40:00Z') }],
];

describe('a good signature', () => {
  test.each(GOOD)('%s', (name, trust, more) => {
    expect(checkSignature(requestOf(name, more), trust, 'accept')).toMatchObject({
      good: true,
      level: more.needed ?? 'qualified',
      form: name.includes('attached') ? 'attached' : 'detached',
      subject: 'Иванов Иван Иванович',
    });
  });

  test('says everything that was checked', () => {
    expect(checkSignature(requestOf('good-g256-cades.p7s'), gost, 'accept')).toMatchSnapshot();
  });

  test('is told by the name where the certificate is unqualified and has no СНИЛС', () => {
    const check = checkSignature(requestOf('openssl/good.p7s', byName), openssl, 'refuse');
    expect(check).toMatchObject({ good: true, toldBy: 'name', revocation: [{ state: 'fresh', number: '42' }] });
  });

  test('of whoever signed is good when nobody is asked for', () => {
    const check = checkSignature(requestOf('bad-other-person.p7s', { signer: null }), gost, 'accept');
    expect(check).toMatchObject({ good: true, toldBy: null, subject: 'Петров Пётр Петрович' });
  });
});

describe('a bad signature', () => {
  test.each(BAD)('%s: %s', (kind, _, signature, trust, more) => {
    expect(checkSignature(requestOf(signature, more), trust, 'accept')).toMatchObject({ good: false, fault: { kind } });
  });

  test('of every kind is among them, but for what needs a list or a limit', () => {
    const tried: readonly Kind[] = [...BAD.map(([kind]) => kind), 'crlStale', 'crlMissing', 'tooHard'];
    expect(SIGNATURE_FAULTS.filter((kind) => !tried.includes(kind))).toEqual([]);
  });

  test('every file of the fixtures is tried', () => {
    const tried = new Set([...GOOD.map(([name]) => name), ...BAD.map(([, , signature]) => signature)]);
    const files = [SIGNATURES, `${SIGNATURES}/openssl`]
      .flatMap((folder) => readdirSync(folder).map((name) => (folder === SIGNATURES ? name : `openssl/${name}`)))
      .filter((name) => /(^|\/)(good|bad)/.test(name));
    expect(files.filter((name) => !tried.has(name))).toEqual([]);
  });
});

test('a name of thousands of letters, or with what is hidden in it, is told as a line that can be read', () => {
  const signer = new TestAuthority('УЦ'.repeat(3_000)).certify(`\u202e${'Ы'.repeat(3_000)}`);
  const signature = signer.sign(fixture('answer.pdf'), MOMENT);
  const untrusted = checkSignature(requestOf(signature), gost, 'accept');
  if (untrusted.good) throw new Error('Nobody vouches for it');
  expect(untrusted.fault.kind).toBe('untrusted');
  const said = JSON.stringify(untrusted.fault);
  expect(said.length).toBeLessThan(1_000);
  expect(said).not.toContain('\u202e');
});

describe('a list of revoked certificates', () => {
  const { roots, lists } = { roots: ['openssl/root.pem'], lists: ['openssl/root.crl', 'openssl/root-stale.crl'] };
  test.each([
    ['a fresh one', [lists[0]!], 'fresh', 'refuse'],
    ['a fresh one beside an old one', lists, 'fresh', 'refuse'],
    ['an old one, accepted with a mark', [lists[1]!], 'stale', 'accept'],
    ['none, accepted with a mark', [], 'missing', 'accept'],
  ] as const)('%s', (_, given, state, unknown) => {
    const check = checkSignature(
      requestOf('openssl/good.p7s', byName),
      trustOf([...roots, ...given], 'unqualified'),
      unknown,
    );
    expect(check).toMatchObject({ good: true, revocation: [{ authority: 'Корень OpenSSL', state }] });
  });

  test.each([
    ['crlStale', [lists[1]!]],
    ['crlMissing', []],
  ] as const)('%s, where the operator wants one', (kind, given) => {
    const check = checkSignature(
      requestOf('openssl/good.p7s', byName),
      trustOf([...roots, ...given], 'unqualified'),
      'refuse',
    );
    expect(check).toMatchObject({ good: false, fault: { kind } });
  });
});
