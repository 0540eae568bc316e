import { parentPort, workerData } from 'node:worker_threads';
import { readParts, type ReadingOrder } from './read-parts';

// A stranger's file is read apart from everything else: in a heap of its own, which it may overflow. Each part is asked for, so
// that no more than one waits. A fault of ours ends the thread, and whoever has asked hears of it.
const parts = readParts(workerData as ReadingOrder);
parentPort?.on('message', () => {
  void parts.next().then(({ value }) => parentPort?.postMessage(value ?? { what: 'end' }));
});
