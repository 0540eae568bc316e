import { Malformed, required } from './asn1';

/** An element of DER as bytes within bytes, nothing copied. */
export interface DerElement {
  readonly tag: number;
  /** Tag and length included. */
  readonly bytes: Buffer;
  readonly content: Buffer;
}

/** Of a length that follows in so many octets; more than four would be gigabytes. */
const LONG_FORM = 0x80;
const LONGEST_LENGTH = 4;

/** The elements that stand one after another, each of a tag below 31 and of a definite length, as DER has them. @throws Malformed */
export function derElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let place = 0; place < bytes.length;) {
    const element = derElement(bytes.subarray(place));
    elements.push(element);
    place += element.bytes.length;
  }
  return elements;
}

/** The first element. @throws Malformed */
export function derElement(bytes: Buffer): DerElement {
  const tag = required(bytes[0]);
  const short = required(bytes[1]);
  const octets = short < LONG_FORM ? 0 : short - LONG_FORM;
  if ((tag & 0x1f) === 0x1f || octets > LONGEST_LENGTH || short === LONG_FORM || bytes.length < 2 + octets)
    throw new Malformed('not DER');
  const length = octets === 0 ? short : bytes.readUIntBE(2, octets);
  const start = 2 + octets;
  if (bytes.length < start + length) throw new Malformed('it ends before its end');
  return { tag, bytes: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) };
}
