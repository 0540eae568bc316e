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
const FILES: readonly (readonly [file: string, curve: CurveName])[] = [
  ['good-g256-A.p7s', 'cryptoProA'],
  ['good-g256-TCA.p7s', 'tc26Short'],
  ['good-g512-A.p7s', 'tc26LongA'],
  ['good-g512-C.p7s', 'tc26LongC'],
];

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-bench-'));
  for (const name of GOST_TRUST) await cp(path.join(SIGNATURES, name), path.join(folder, name));
  const checker = await openSignatureChecker({ folder, unknownRevocation: 'accept' });
  try {
    for (const [file, curve] of FILES) await measure(checker, file, curve);
  } finally {
    await checker.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(checker: SignatureChecker, file: string, curve: CurveName): Promise<void> {
  const request = requestOf(file);
  const bare = bareVerification(curve);
  const sides = { whole: [] as number[], bare: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const whole = await timed(async () => {
      if (!(await checker.check(request)).good) throw new Error(`${file} was refused`);
    });
    const alone = await timed(async () => {
      if (!bare()) throw new Error(`The control of ${curve} is wrong`);
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
      { what: 'one bare verification on the same curve', rounds: sides.bare, unit: 'ms', digits: 1 },
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
function bareVerification(name: CurveName): () => boolean {
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

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
