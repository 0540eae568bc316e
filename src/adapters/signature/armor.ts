import { LARGEST_SIGNATURE } from '../../usecases/kit/signature';
import { refuse } from './refused';

const PDF = Buffer.from('%PDF-');
/** How every sequence in DER and BER begins, and so every CMS, certificate and list. */
const SEQUENCE = 0x30;
const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;
const PEM_LINES = /-----(BEGIN|END) [A-Z0-9 ]+-----/g;

/**
 * The binary form of what was sent as DER, PEM with whatever label, or base64 in one line or many.
 * @throws Refused when it can be no signature
 */
export function signatureBytes(sent: Uint8Array): Buffer {
  if (sent.length > LARGEST_SIGNATURE) refuse('tooLarge');
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  if (bytes.length === 0) refuse('empty');
  if (bytes.subarray(0, PDF.length).equals(PDF)) refuse('theDocument');
  return binaryOf(bytes) ?? refuse('notCms');
}

/** @returns null for what is neither DER nor text of it */
export function binaryOf(bytes: Buffer): Buffer | null {
  if (bytes[0] === SEQUENCE) return bytes;
  const text = bytes.toString('latin1').replace(BYTE_ORDER_MARK, '').replace(PEM_LINES, '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const binary = Buffer.from(text, 'base64');
  return binary[0] === SEQUENCE ? binary : null;
}
