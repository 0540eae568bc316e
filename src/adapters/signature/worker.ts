import { parentPort, workerData } from 'node:worker_threads';
import type { SignatureRequest } from '../../usecases/signature';
import { checkSignature } from './check';
import { readTrust } from './read-trust';
import type { WorkerInput, WorkerWord } from './trusting-worker';

// A worker of its own for strangers' bytes: it can be ended when they take too long or too much.
const { files, unknownRevocation } = workerData as WorkerInput;
const say = (word: WorkerWord): void => parentPort?.postMessage(word);
const read = readTrust(files);
if ('faults' in read) say({ faults: read.faults });
else {
  const { trust } = read;
  parentPort?.on('message', (request: SignatureRequest) =>
    say({ check: checkSignature(request, trust, unknownRevocation) }),
  );
  say({ faults: [] });
}
