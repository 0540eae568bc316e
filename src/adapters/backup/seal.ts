import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { codeOf } from '../../errors';
import { CopyRefused } from './refused';

/** Bytes that only the holder of the private key can read. */
export type Sealer = (bytes: Readable) => Promise<Readable>;
export type Opener = (bytes: Readable) => Promise<Readable>;

// The library is ESM, and not needed where nothing is encrypted.
const age = () => import('age-encryption');

/**
 * @param recipient an age public key
 * @throws CopyRefused `badRecipient`
 */
export async function sealerFor(recipient: string): Promise<Sealer> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new CopyRefused('badRecipient', { recipient }, { cause });
  }
  return async (bytes) => fromWeb(await encrypter.encrypt(toWeb(bytes)));
}

/**
 * @param file with an age private key, as `age-keygen` writes it
 * @throws CopyRefused `badIdentity`
 */
export async function openerBy(file: string): Promise<Opener> {
  const { Decrypter } = await age();
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CopyRefused('badIdentity', { file, reason: codeOf(cause) }, { cause });
  });
  const keys = text.split(/\r?\n/).filter((line) => line.trim().startsWith('AGE-SECRET-KEY-'));
  const decrypter = new Decrypter();
  try {
    for (const key of keys) decrypter.addIdentity(key.trim());
  } catch (cause) {
    throw new CopyRefused('badIdentity', { file, reason: '' }, { cause });
  }
  if (keys.length === 0) throw new CopyRefused('badIdentity', { file, reason: '' });
  return async (bytes) => {
    try {
      return fromWeb(await decrypter.decrypt(toWeb(bytes)));
    } catch (cause) {
      bytes.destroy();
      throw new CopyRefused('otherKey', { file }, { cause });
    }
  };
}

// Both are one class at run time; of its two descriptions the library has the global one.
const toWeb = (bytes: Readable) => Readable.toWeb(bytes) as globalThis.ReadableStream<Uint8Array>;
const fromWeb = (bytes: AsyncIterable<Uint8Array>) => Readable.from(bytes, { objectMode: false });
