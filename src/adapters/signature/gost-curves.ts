import { keysOf } from '../../regulation/lists';
import { weierstrass, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';

/** An elliptic curve of GOST R 34.10-2012 with its base point. */
export interface GostCurve {
  /** Of a coordinate, a half of a signature, a digest. */
  readonly bytes: 32 | 64;
  /** The order of the base point. */
  readonly order: bigint;
  readonly Point: WeierstrassPointCons<bigint>;
}

/** Of y² = x³ + ax + b modulo p; n is the order of the base point (x, y), h the cofactor. */
interface Parameters {
  readonly bytes: 32 | 64;
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly h: bigint;
  readonly x: bigint;
  readonly y: bigint;
}

const P256 = 2n ** 256n - 617n;
const P512 = 2n ** 512n - 569n;
const hex = (...parts: readonly string[]): bigint => BigInt(`0x${parts.join('')}`);

/** RFC 4357, section 11.4, and RFC 7836, appendix A. */
const PARAMETERS = {
  cryptoProA: {
    bytes: 32,
    p: P256,
    a: -3n,
    b: 166n,
    n: hex('FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893'),
    h: 1n,
    x: 1n,
    y: hex('8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14'),
  },
  cryptoProB: {
    bytes: 32,
    p: 2n ** 255n + 3225n,
    a: -3n,
    b: hex('3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B'),
    n: hex('800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F'),
    h: 1n,
    x: 1n,
    y: hex('3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC'),
  },
  cryptoProC: {
    bytes: 32,
    p: hex('9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B'),
    a: -3n,
    b: 32858n,
    n: hex('9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9'),
    h: 1n,
    x: 0n,
    y: hex('41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67'),
  },
  tc26Short: {
    bytes: 32,
    p: P256,
    a: hex('C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335'),
    b: hex('295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513'),
    n: hex('400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67'),
    h: 4n,
    x: hex('91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28'),
    y: hex('32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C'),
  },
  tc26LongA: {
    bytes: 64,
    p: P512,
    a: -3n,
    b: hex(
      'E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265',
      'EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760',
    ),
    n: hex(
      'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
      '27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275',
    ),
    h: 1n,
    x: 3n,
    y: hex(
      '7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921',
      'DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4',
    ),
  },
  tc26LongB: {
    bytes: 64,
    p: 2n ** 511n + 111n,
    a: -3n,
    b: hex(
      '687D1B459DC841457E3E06CF6F5E2517B97C7D614AF138BCBF85DC806C4B289F',
      '3E965D2DB1416D217F8B276FAD1AB69C50F78BEE1FA3106EFB8CCBC7C5140116',
    ),
    n: hex(
      '8000000000000000000000000000000000000000000000000000000000000001',
      '49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD',
    ),
    h: 1n,
    x: 2n,
    y: hex(
      '1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335',
      'DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD',
    ),
  },
  tc26LongC: {
    bytes: 64,
    p: P512,
    a: hex(
      'DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E1430645',
      '46E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3',
    ),
    b: hex(
      'B4C4EE28CEBC6C2C8AC12952CF37F16AC7EFB6A9F69F4B57FFDA2E4F0DE5ADE0',
      '38CBC2FFF719D2C18DE0284B8BFEF3B52B8CC7A5F5BF0A3C8D2319A5312557E1',
    ),
    n: hex(
      '3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF',
      'C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED',
    ),
    h: 4n,
    x: hex(
      'E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043A',
      'A27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148',
    ),
    y: hex(
      'F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9B',
      'E18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F',
    ),
  },
} as const satisfies Record<string, Parameters>;

export type CurveName = keyof typeof PARAMETERS;
export const CURVE_NAMES = keysOf(PARAMETERS);

/** The parameter sets of keys; three of CryptoPro have a second name for key exchange and a third of TC 26. */
const CURVE_OF: Readonly<Record<string, CurveName>> = {
  '1.2.643.2.2.35.1': 'cryptoProA',
  '1.2.643.2.2.35.2': 'cryptoProB',
  '1.2.643.2.2.35.3': 'cryptoProC',
  '1.2.643.2.2.36.0': 'cryptoProA',
  '1.2.643.2.2.36.1': 'cryptoProC',
  '1.2.643.7.1.2.1.1.1': 'tc26Short',
  '1.2.643.7.1.2.1.1.2': 'cryptoProA',
  '1.2.643.7.1.2.1.1.3': 'cryptoProB',
  '1.2.643.7.1.2.1.1.4': 'cryptoProC',
  '1.2.643.7.1.2.1.2.1': 'tc26LongA',
  '1.2.643.7.1.2.1.2.2': 'tc26LongB',
  '1.2.643.7.1.2.1.2.3': 'tc26LongC',
};

const made = new Map<CurveName, GostCurve>();

export function gostCurve(name: CurveName): GostCurve {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { bytes, p, a, b, n, h, x, y }: Parameters = PARAMETERS[name];
  const curve = { bytes, order: n, Point: weierstrass({ p, n, h, a: a < 0n ? p + a : a, b, Gx: x, Gy: y }) };
  made.set(name, curve);
  return curve;
}

/** @returns null for a parameter set that GOST R 34.10-2012 does not use */
export function curveOfParameterSet(identifier: string): GostCurve | null {
  const name = CURVE_OF[identifier];
  return name === undefined ? null : gostCurve(name);
}
