import { invert, mod } from '@noble/curves/abstract/modular.js';
import type { GostCurve } from './gost-curves';

const fromBigEndian = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex')}`);
const fromLittleEndian = (octets: Uint8Array): bigint => fromBigEndian(Uint8Array.from(octets).reverse());

/**
 * GOST R 34.10-2012, section 6.2, with the octets as RFC 9215 and RFC 4491 carry them.
 * @param publicKey X‖Y, each little-endian
 * @param digest read little-endian
 * @param signature s‖r, each big-endian
 */
export function verifyGost(
  curve: GostCurve,
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { bytes, order, Point } = curve;
  if (publicKey.length !== 2 * bytes || signature.length !== 2 * bytes || digest.length !== bytes) return false;
  const s = fromBigEndian(signature.subarray(0, bytes));
  const r = fromBigEndian(signature.subarray(bytes));
  if (r <= 0n || r >= order || s <= 0n || s >= order) return false;
  const key = pointOf(curve, publicKey);
  if (key === null) return false;

  const inverse = invert(mod(fromLittleEndian(digest), order) || 1n, order);
  const point = Point.BASE.multiplyUnsafe(mod(s * inverse, order)).add(key.multiplyUnsafe(mod(-r * inverse, order)));
  return !point.is0() && mod(point.toAffine().x, order) === r;
}

/** Null: the coordinates are of no point of the curve. */
function pointOf({ bytes, Point }: GostCurve, publicKey: Uint8Array) {
  try {
    const point = Point.fromAffine({
      x: fromLittleEndian(publicKey.subarray(0, bytes)),
      y: fromLittleEndian(publicKey.subarray(bytes)),
    });
    point.assertValidity();
    return point;
  } catch {
    return null;
  }
}
