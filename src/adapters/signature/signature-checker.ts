import { LARGEST_SIGNATURE, type CheckSignature } from '../../usecases/signature';
import type { UnknownRevocation } from './revocation';
import { listTrustFolder, readTrustFiles } from './trust-folder';
import { startTrustingWorker, type TrustingWorker, type WorkerLimits } from './trusting-worker';

export interface SignatureSettings {
  /** SIGNATURE_TRUST_DIR. */
  readonly folder: string;
  readonly unknownRevocation: UnknownRevocation;
  readonly limits?: WorkerLimits;
}

/** A check takes a hundredth of this time and a tenth of this memory. */
const LIMITS: WorkerLimits = {
  check: 10_000,
  start: 60_000,
  maxOldGenerationSizeMb: 256,
  maxYoungGenerationSizeMb: 32,
  stackSizeMb: 4,
};

export interface SignatureChecker {
  readonly check: CheckSignature;
  readonly close: () => Promise<void>;
}

/**
 * Checks signatures in a worker, one after another. The operator's folder is read at once, and again before a check when
 * something in it has changed.
 * @throws TrustError that names every file with a fault; so does a check after a change
 */
export async function openSignatureChecker(settings: SignatureSettings): Promise<SignatureChecker> {
  const { folder, unknownRevocation, limits = LIMITS } = settings;
  let current: { readonly state: string; readonly worker: TrustingWorker } | null = null;
  const workerOfNow = async (): Promise<TrustingWorker> => {
    const listed = await listTrustFolder(folder);
    const state = JSON.stringify(listed);
    if (current?.state === state && current.worker.isAlive()) return current.worker;
    await current?.worker.end();
    current = null;
    const files = await readTrustFiles(folder, listed);
    const worker = await startTrustingWorker({ files, unknownRevocation }, limits);
    current = { state, worker };
    return worker;
  };
  await workerOfNow();

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    check: async (request) =>
      request.signature.length > LARGEST_SIGNATURE
        ? { good: false, fault: { kind: 'tooLarge' } }
        : inTurn(async () => (await workerOfNow()).check(request)),
    close: () =>
      inTurn(async () => {
        await current?.worker.end();
        current = null;
      }),
  };
}
