import { parentPort, workerData } from 'node:worker_threads';
import type { RegistryPart } from '../../intake/registry/bring-in';
import { readParts, type ReadingOrder } from './read-parts';

// A stranger's file is read apart from everything else: in a heap of its own, which it may overflow. Each part is asked for, so
// that no more than one waits. A fault of ours ends the thread, and whoever has asked hears of it.
const parts: AsyncGenerator<RegistryPart, undefined> = readParts(workerData as ReadingOrder);
const END: RegistryPart = { what: 'end' };
parentPort?.on('message', () => {
  void parts.next().then(({ value }) => {
    const part: RegistryPart = value ?? END;
    parentPort?.postMessage(part, part.what === 'rows' ? [part.json.buffer as ArrayBuffer] : []);
  });
});
