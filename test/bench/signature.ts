import { generateKeyPairSync, sign, verify, type KeyPairKeyObjectResult } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { gostCurve, type CurveName } from '../../src/adapters/signature/gost-curves';
import { verifyGost } from '../../src/adapters/signature/gost-signature';
import { openSignatureChecker, type SignatureChecker } from '../../src/adapters/signature/signature-checker';
import { streebog } from '../../src/adapters/signature/streebog';
import { GOST_TRUST, requestOf, SIGNATURES } from '../support/signatures';
import { median, printTable } from './support/figures';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 41);
const WARM_UP = 10;
/**
 * Each with its control: one bare verification of the same kind. OpenSSL's takes less time than the two GOST hashes of the letter that
 * are kept of every check, whoever signed: for those these hashes are in the control.
 */
const FILES: readonly (readonly [file: string, what: string, bare: () => () => boolean])[] = [
  ['good-g256-A.p7s', 'on the same curve', () => bareGost('cryptoProA')],
  ['good-g256-TCA.p7s', 'on the same curve', () => bareGost('tc26Short')],
  ['good-g512-A.p7s', 'on the same curve', () => bareGost('tc26LongA')],
  ['good-g512-C.p7s', 'on the same curve', () => bareGost('tc26LongC')],
  ['good-rsa.p7s', 'of RSA and the GOST hashes', () => bareOfNode(generateKeyPairSync('rsa', { modulusLength: 2048 }))],
  ['good-ec256.p7s', 'on the same curve and the GOST hashes', () => bareOfNode(onCurve('prime256v1'))],
  ['good-ec384.p7s', 'on the same curve and the GOST hashes', () => bareOfNode(onCurve('secp384r1'))],
];
const onCurve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const TRUST = [...GOST_TRUST, 'trust-rsa-root.pem', 'trust-ec-root.pem'];

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-bench-'));
  for (const name of TRUST) await cp(path.join(SIGNATURES, name), path.join(folder, name));
  const checker = await openSignatureChecker({ folder, unknownRevocation: 'accept' });
  try {
    for (const [file, what, bare] of FILES) await measure(checker, file, what, bare());
  } finally {
    await checker.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(checker: SignatureChecker, file: string, what: string, bare: () => boolean): Promise<void> {
  const request = requestOf(file, { needed: 'unqualified' });
  const sides = { whole: [] as number[], bare: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const whole = await timed(async () => {
      if (!(await checker.check(request)).good) throw new Error(`${file} was refused`);
    });
    const alone = await timed(async () => {
      if (!bare()) throw new Error(`The control of ${file} is wrong`);
    });
    if (round < WARM_UP) continue;
    sides.whole.push(whole);
    sides.bare.push(alone);
  }
  const ratios = sides.whole.map((figure, index) => figure / (sides.bare[index] ?? Number.NaN));
  printTable(
    `signature: ${file}, a letter of ${request.document.length} bytes`,
    [
      { what: 'a whole check, in the worker', rounds: sides.whole, unit: 'ms', digits: 1 },
      { what: `one bare verification ${what}`, rounds: sides.bare, unit: 'ms', digits: 1 },
      { what: 'whole / bare', rounds: ratios, unit: '', digits: 1, aim: '≤ 6' },
    ],
    [`ratio of the medians ${(median(sides.whole) / median(sides.bare)).toFixed(1)}`],
  );
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** A signature made here with numbers that anybody may know (GOST R 34.10-2012, section 6.1), and its verification. */
function bareGost(name: CurveName): () => boolean {
  const curve = gostCurve(name);
  const { bytes, order, Point } = curve;
  const secret = order / 3n;
  const once = order / 5n;
  const digest = streebog(Buffer.from(name), bytes === 32 ? 256 : 512);
  const octets = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex');
  const hashed = BigInt(`0x${Buffer.from(digest).reverse().toString('hex')}`) % order;
  const r = Point.BASE.multiplyUnsafe(once).toAffine().x % order;
  const s = (r * secret + once * hashed) % order;
  const { x, y } = Point.BASE.multiplyUnsafe(secret).toAffine();
  const key = Buffer.concat([octets(x).reverse(), octets(y).reverse()]);
  const signature = Buffer.concat([octets(s), octets(r)]);
  return () => verifyGost(curve, key, digest, signature);
}

/** By what the check itself uses, on a key that is open already, and the hashes that a check keeps. */
function bareOfNode({ publicKey, privateKey }: KeyPairKeyObjectResult): () => boolean {
  const data = Buffer.from('a digest is made of this');
  const signature = sign('sha256', data, privateKey);
  const { document } = requestOf('good-rsa.p7s');
  return () => {
    for (const bits of [256, 512] as const) streebog(document, bits);
    return verify('sha256', data, publicKey, signature);
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
