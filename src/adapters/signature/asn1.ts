import { BaseBlock, fromBER, ObjectIdentifier, UTCTime } from 'asn1js';

/** An element of ASN.1 as it was read. */
export type Element = BaseBlock;

/** The bytes are not what the standard has at this place. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

const UNIVERSAL = 1;
const CONTEXT = 3;

/** Numbers of universal tags. */
const TAG = { integer: 2, bitString: 3, octetString: 4, sequence: 16, set: 17 } as const;

/** Far above what a signature with its chain has; what has more is made to exhaust us. */
const LIMITS = { maxDepth: 40, maxNodes: 10_000, parseEmbedded: false };

/**
 * One element, with nothing but zeros after it, as some tools pad.
 * @throws Malformed
 */
export function parseElement(bytes: Uint8Array): Element {
  const { offset, result } = readingOf(bytes);
  if (offset === -1 || result.error !== '') throw new Malformed(result.error);
  if (bytes.subarray(offset).some((byte) => byte !== 0)) throw new Malformed('something stands after the end');
  return result;
}

function readingOf(bytes: Uint8Array): ReturnType<typeof fromBER> {
  try {
    return fromBER(bytes, LIMITS);
  } catch (error) {
    throw new Malformed('unreadable', { cause: error });
  }
}

const isUniversal = ({ idBlock }: Element, tag: number): boolean =>
  idBlock.tagClass === UNIVERSAL && idBlock.tagNumber === tag;

/** Of a context-specific tag: `[number]` in the standards. */
export const isTagged = (element: Element | undefined, number: number): boolean =>
  element !== undefined && element.idBlock.tagClass === CONTEXT && element.idBlock.tagNumber === number;

export const isSequence = (element: Element): boolean => isUniversal(element, TAG.sequence);
export const isInteger = (element: Element): boolean => isUniversal(element, TAG.integer);
/** A generalized time is one too. */
const isTime = (element: Element | undefined): element is UTCTime => element instanceof UTCTime;

/** What stands at this place. @throws Malformed when nothing does */
export function required<Value>(value: Value | null | undefined): Value {
  if (value === undefined || value === null) throw new Malformed('something is missing');
  return value;
}

const isElement = (value: unknown): value is Element => value instanceof BaseBlock;

/** What asn1js has read of it: members, or a string. */
const valueOf = ({ valueBlock }: Element): unknown => ('value' in valueBlock ? valueBlock.value : undefined);

/** @throws Malformed for an element that has no members */
export function membersOf(element: Element): readonly Element[] {
  const value = valueOf(element);
  if (!element.idBlock.isConstructed || !Array.isArray(value) || !value.every(isElement))
    throw new Malformed('members expected');
  return value;
}

/** @throws Malformed */
export function sequenceOf(element: Element | undefined): readonly Element[] {
  if (element === undefined || !isSequence(element)) throw new Malformed('a sequence expected');
  return membersOf(element);
}

/** @throws Malformed */
export function setOf(element: Element | undefined): readonly Element[] {
  if (element === undefined || !isUniversal(element, TAG.set)) throw new Malformed('a set expected');
  return membersOf(element);
}

/** The element as it came, tag and length included; not to be written into. */
export function bytesOf({ valueBeforeDecodeView: { buffer, byteOffset, byteLength } }: Element): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Without tag and length. @throws Malformed for a constructed element */
export function contentOf(element: Element): Buffer {
  if (element.idBlock.isConstructed) throw new Malformed('a value expected');
  return bytesOf(element).subarray(element.idBlock.blockLength + element.lenBlock.blockLength);
}

/** @throws Malformed */
export function identifierOf(element: Element | undefined): string {
  if (!(element instanceof ObjectIdentifier)) throw new Malformed('an object identifier expected');
  return element.getValue();
}

/** Of an octet string, also of one that came in parts (BER). @throws Malformed */
export function octetsOf(element: Element | undefined): Buffer {
  if (element === undefined || !isUniversal(element, TAG.octetString)) throw new Malformed('octets expected');
  return element.idBlock.isConstructed ? Buffer.concat(membersOf(element).map(octetsOf)) : contentOf(element);
}

/** Of a bit string of whole octets. @throws Malformed */
export function bitsOf(element: Element | undefined): Buffer {
  if (element === undefined || !isUniversal(element, TAG.bitString)) throw new Malformed('bits expected');
  const content = contentOf(element);
  if (content[0] !== 0) throw new Malformed('whole octets expected');
  return content.subarray(1);
}

/** Of named bits, such as those of a key's usage: whether the bit is set. @throws Malformed */
export function namedBitsOf(element: Element): (bit: number) => boolean {
  if (!isUniversal(element, TAG.bitString)) throw new Malformed('bits expected');
  const octets = contentOf(element).subarray(1);
  return (bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
}

/** Of an integer: hex without leading zeros, as serial numbers are compared and shown. @throws Malformed */
export function integerOf(element: Element | undefined): string {
  if (element === undefined || !isInteger(element)) throw new Malformed('an integer expected');
  return hexOfInteger(contentOf(element));
}

export const hexOfInteger = (octets: Buffer): string => octets.toString('hex').replace(/^(00)+(?=..)/, '');

/** @throws Malformed */
export function instantOf(element: Element | undefined): Date {
  if (!isTime(element)) throw new Malformed('a time expected');
  const instant = element.toDate();
  if (Number.isNaN(instant.getTime())) throw new Malformed('no such time');
  return instant;
}

/** Of a string of any kind. A stranger wrote it, and people will read it: no signs that steer a terminal or turn a line round. */
export function textOf(element: Element): string {
  const value = valueOf(element);
  const text = typeof value === 'string' ? value : contentOf(element).toString('utf8');
  return text.replace(/\p{C}+/gu, ' ').trim();
}
