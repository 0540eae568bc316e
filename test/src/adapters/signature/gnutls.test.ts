import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkSignature } from '../../../../src/adapters/signature/check';
import { readTrust } from '../../../../src/adapters/signature/read-trust';
import type { Trust } from '../../../../src/adapters/signature/trust';
import type { SignatureRequest } from '../../../../src/usecases/kit/signature';
import { PERSON, requestOf, SIGNATURES } from '../../../support/signatures';

// Signatures made anew by GnuTLS, which has its own ASN.1, CMS and GOST: what OpenSSL's engine and we both had wrong would show here.

const isHere = spawnSync('certtool', ['--version']).status === 0;
/** Skipped it is skipped, and not passed: the name of the test says what is missing. */
const gnutlsTest = isHere ? test : test.skip;
const needs = isHere ? '' : ' (certtool is not on this machine: apt-get install gnutls-bin)';

const VALID = 'activation_date = "2025-01-01 00:00:00 UTC"\nexpiration_date = "2040-01-01 00:00:00 UTC"\n';
const AUTHORITY = `cn = "Корень GnuTLS"\nserial = 1\nca\ncert_signing_key\ncrl_signing_key\n${VALID}`;
const HOLDER = `cn = "${PERSON.name}"\nserial = 77\ndn_oid = 1.2.643.100.3 ${PERSON.snils}\nsigning_key\nnon_repudiation
policy1 = 1.2.643.100.113.1\n${VALID}`;

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-gnutls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string): string => path.join(folder, name);
const read = (name: string): Buffer => readFileSync(inFolder(name));
function certtool(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('certtool', args, { cwd: folder, env: { ...process.env, LC_ALL: 'C' } });
  if (status !== 0) throw new Error(`certtool ${args.join(' ')}: ${stderr.toString()}`);
}

/** Of this kind of key and hash: an authority with its list, and a person whom it has certified. */
function makeOffice(kind: readonly string[], hash: string): { readonly trust: Trust; readonly sign: Sign } {
  const hashed = ['--hash', hash];
  writeFileSync(inFolder('ca.tmpl'), AUTHORITY);
  writeFileSync(inFolder('user.tmpl'), HOLDER);
  writeFileSync(inFolder('crl.tmpl'), 'crl_next_update = 400\ncrl_number = 5\n');
  for (const who of ['ca', 'user']) certtool('--generate-privkey', ...kind, '--outfile', `${who}.key`);
  certtool(
    '--generate-self-signed',
    '--load-privkey',
    'ca.key',
    '--template',
    'ca.tmpl',
    ...hashed,
    '--outfile',
    'ca.pem',
  );
  const ofAuthority = ['--load-ca-privkey', 'ca.key', '--load-ca-certificate', 'ca.pem'];
  const user = ['--load-privkey', 'user.key', '--template', 'user.tmpl', ...hashed, '--outfile', 'user.pem'];
  certtool('--generate-certificate', ...ofAuthority, ...user);
  certtool('--generate-crl', ...ofAuthority, '--template', 'crl.tmpl', ...hashed, '--outfile', 'ca.crl');
  const files = ['ca.pem', 'ca.crl'].map((name) => ({ name, level: 'qualified' as const, bytes: read(name) }));
  const known = readTrust(files);
  if ('faults' in known) throw new Error(JSON.stringify(known.faults));
  return {
    trust: known.trust,
    sign(...options) {
      const by = ['--load-privkey', 'user.key', '--load-certificate', 'user.pem', ...hashed];
      certtool(...options, ...by, '--infile', path.join(SIGNATURES, 'answer.pdf'), '--outfile', 'signed');
      return read('signed');
    },
  };
}
type Sign = (...options: readonly string[]) => Buffer;

const KINDS = [
  ['rsa', 'SHA256', ['--key-type=rsa', '--bits=2048']],
  ['rsa', 'SHA512', ['--key-type=rsa', '--bits=3072']],
  ['ecdsa', 'SHA256', ['--key-type=ecdsa', '--curve=secp256r1']],
  ['ecdsa', 'SHA384', ['--key-type=ecdsa', '--curve=secp384r1']],
  ['ecdsa', 'SHA512', ['--key-type=ecdsa', '--curve=secp521r1']],
  ...['CryptoPro-A', 'CryptoPro-XchA', 'TC26-256-B'].map(
    (curve) => ['gost256', 'STREEBOG-256', ['--key-type=gost12-256', `--curve=${curve}`]] as const,
  ),
  ['gost512', 'STREEBOG-512', ['--key-type=gost12-512', '--curve=TC26-512-A']],
] as const;

gnutlsTest.each(KINDS)(
  `%s with %s as GnuTLS makes it (%s): good, and what is changed is not${needs}`,
  (algorithm, hash, kind) => {
    const { trust, sign } = makeOffice(kind, hash);
    // the list is of the moment at which it was made
    const at = trust.lists[0]!.issuedAt;
    const check = (signature: Buffer, more: Partial<SignatureRequest> = {}) =>
      checkSignature(requestOf(signature, { at, ...more }), trust, 'refuse');
    const detached = sign('--p7-detached-sign', '--p7-time');
    const good = { good: true, algorithm, level: 'qualified', toldBy: 'snils' };
    expect(check(detached)).toMatchObject({ ...good, form: 'detached', revocation: [{ state: 'fresh', number: '5' }] });
    const attached = sign('--p7-sign', '--p7-time', '--outder');
    expect(check(attached)).toMatchObject({ ...good, form: 'attached' });

    const changed = sign('--p7-detached-sign', '--p7-time', '--outder');
    changed[changed.length - 1]! ^= 1;
    const fault = (kind: string) => ({ good: false, fault: expect.objectContaining({ kind }) });
    expect(check(changed)).toEqual(fault('badSignature'));
    const other = readFileSync(path.join(SIGNATURES, 'other.pdf'));
    expect(check(detached, { document: other })).toEqual(fault('otherDocument'));
    expect(check(attached, { document: other })).toEqual(fault('otherContent'));
    expect(check(detached, { signer: { ...PERSON, snils: '11622444595' } })).toEqual(fault('otherPerson'));
    expect(check(sign('--p7-detached-sign'))).toEqual(fault('noSignedAttributes'));
  },
);
