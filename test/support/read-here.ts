import { readParts } from '../../src/adapters/registry/read-parts';
import { readingOrder, type RegistryReaderOptions } from '../../src/adapters/registry/registry-reader';
import type { ReadRegistry } from '../../src/intake/registry/bring-in';

/**
 * Reads registry files as `createRegistryReader` does, but here: for tests of what becomes of the rows, where a process for each of
 * thirty small files was half of what they cost. That it is started, limited and killed is told by registry-reader.test.ts.
 */
export function readHere(options: RegistryReaderOptions): ReadRegistry {
  return (sha256, remembered = {}) => readParts(readingOrder(options, sha256, remembered));
}
