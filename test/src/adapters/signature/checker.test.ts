import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTrust } from '../../../../src/adapters/signature/read-trust';
import { openSignatureChecker, type SignatureSettings } from '../../../../src/adapters/signature/signature-checker';
import { listTrustFolder, readTrustFiles } from '../../../../src/adapters/signature/trust-folder';
import { GOST_TRUST, requestOf, SIGNATURES } from '../../../support/signatures';

const LIMITS = { checkMs: 60_000, trustMs: 60_000, memoryMegabytes: 320, heapMegabytes: 128 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-trust-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(names: readonly string[], part = ''): Promise<void> {
  await mkdir(path.join(folder, part), { recursive: true });
  for (const name of names) await cp(path.join(SIGNATURES, name), path.join(folder, part, path.basename(name)));
}

const open = (more: Partial<SignatureSettings> = {}) =>
  openSignatureChecker({ folder, unknownRevocation: 'accept', limits: LIMITS, ...more });

test('checks several at once, each by its own folder, and goes on after the folder has changed', async () => {
  await put(GOST_TRUST, 'qualified');
  await put(['trust-rsa-root.pem'], 'unqualified');
  const checker = await open();
  try {
    const [qualified, plain, tooLow, tooLarge] = await Promise.all([
      checker.check(requestOf('good-g256-A.p7s')),
      checker.check(requestOf('good-rsa.p7s', { needed: 'unqualified' })),
      checker.check(requestOf('good-rsa.p7s')),
      checker.check(requestOf(Buffer.alloc(10 * 1024 * 1024))),
    ]);
    expect(qualified).toMatchObject({ good: true, level: 'qualified' });
    expect(plain).toMatchObject({ good: true, level: 'unqualified' });
    expect(tooLow).toMatchObject({ good: false, fault: { kind: 'unqualified' } });
    expect(tooLarge).toMatchObject({ good: false, fault: { kind: 'tooLarge' } });

    await rm(path.join(folder, 'qualified'), { recursive: true });
    expect(await checker.check(requestOf('good-g256-A.p7s'))).toMatchObject({ fault: { kind: 'untrusted' } });
    await put(GOST_TRUST);
    expect(await checker.check(requestOf('good-g256-A.p7s'))).toMatchObject({ good: true, level: 'qualified' });

    await writeFile(path.join(folder, 'crl-gsub.crl'), 'half of a list');
    await expect(checker.check(requestOf('good-g256-A.p7s'))).rejects.toMatchObject({
      faults: [{ kind: 'unreadable', file: 'crl-gsub.crl' }],
    });
    await put(GOST_TRUST);
    await utimes(path.join(folder, 'crl-gsub.crl'), 1, 1);
    expect(await checker.check(requestOf('good-g256-A.p7s'))).toMatchObject({ good: true });
  } finally {
    await checker.close();
  }
});

test('what takes too long is refused, and the next one is checked', async () => {
  await put(GOST_TRUST);
  const checker = await open({ limits: { ...LIMITS, checkMs: 2_000 } });
  try {
    const endless = requestOf('good-g256-A.p7s', { document: Buffer.alloc(100 * 1024 * 1024) });
    expect(await checker.check(endless)).toEqual({ good: false, fault: { kind: 'tooHard' } });
    expect(await checker.check(requestOf('bad-empty.p7s'))).toMatchObject({ fault: { kind: 'empty' } });
  } finally {
    await checker.close();
  }
});

test('what takes too much memory is refused, and the next one is checked', async () => {
  await put(GOST_TRUST);
  const checker = await open({ limits: { ...LIMITS, heapMegabytes: 64 } });
  try {
    // so many documents are objects, unlike their bytes
    const former = Array.from({ length: 1_000_000 }, () => new Uint8Array(0));
    expect(await checker.check(requestOf('good-g256-A.p7s', { former }))).toEqual({
      good: false,
      fault: { kind: 'tooHard' },
    });
    expect(await checker.check(requestOf('bad-empty.p7s'))).toMatchObject({ fault: { kind: 'empty' } });
  } finally {
    await checker.close();
  }
});

describe('at the start, before anything is checked, it is said that', () => {
  /** The same reading as the worker's, without one. */
  const faultsOf = async () => {
    const read = readTrust(await readTrustFiles(folder, await listTrustFolder(folder)));
    return 'faults' in read ? read.faults : [];
  };

  test('the folder is empty', async () => {
    expect(await faultsOf()).toEqual([{ kind: 'noRoots' }]);
  });

  test('a file is neither a certificate nor a list', async () => {
    await put(GOST_TRUST);
    await writeFile(path.join(folder, 'readme.txt'), 'Корни');
    await expect(open()).rejects.toMatchObject({ faults: [{ kind: 'unreadable', file: 'readme.txt' }] });
  });

  test('a certificate is a person’s', async () => {
    await put(['openssl/root.pem', 'openssl/user.pem']);
    expect(await faultsOf()).toEqual([{ kind: 'notAuthority', file: 'user.pem' }]);
  });

  test('an authority has no root', async () => {
    await put(['openssl/root.pem', 'ca-gost-sub.pem']);
    expect(await faultsOf()).toEqual([
      { kind: 'issuerUnknown', file: 'ca-gost-sub.pem', issuer: 'Тестовый корень 512' },
    ]);
  });

  test('a list is not of the authority that it names', async () => {
    await put(GOST_TRUST);
    const list = path.join(folder, 'crl-gsub.crl');
    const bytes = await readFile(list);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(list, bytes);
    expect(await faultsOf()).toEqual([{ kind: 'badList', file: 'crl-gsub.crl' }]);
  });

  test('a folder has a name that says nothing', async () => {
    await put(['openssl/root.pem'], 'accredited');
    await expect(open()).rejects.toMatchObject({ faults: [{ kind: 'strangeFolder', file: 'accredited' }] });
  });

  test('there is no folder', async () => {
    await expect(open({ folder: path.join(folder, 'none') })).rejects.toMatchObject({
      faults: [{ kind: 'noFile', reason: 'ENOENT' }],
    });
  });
});

test('files in DER and base64, and several in one, are read alike; what begins with a dot is passed over', async () => {
  await put(['openssl/root.der', 'openssl/root.crl']);
  const der = await readFile(path.join(SIGNATURES, 'crl-gsub.crl'));
  await writeFile(path.join(folder, 'list.txt'), der.toString('base64'));
  const several = await Promise.all(
    GOST_TRUST.slice(0, 3).map((name) => readFile(path.join(SIGNATURES, name), 'utf8')),
  );
  await writeFile(path.join(folder, 'several.pem'), several.join('\n'));
  await writeFile(path.join(folder, '.DS_Store'), 'whatever');
  const read = readTrust(await readTrustFiles(folder, await listTrustFolder(folder)));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  expect(read.trust.certificates.map(({ certificate, isRoot }) => [certificate.holder.name, isRoot])).toEqual([
    ['Корень OpenSSL', true],
    ['Тестовый корень 256', true],
    ['Тестовый корень 512', true],
    ['Тестовый УЦ 256', false],
  ]);
  expect(read.trust.lists.map(({ number }) => number)).toEqual(['1', '42']);
});
