import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { SignatureCheck, SignatureRequest } from '../../usecases/signature';
import type { TrustFile } from './read-trust';
import type { UnknownRevocation } from './revocation';
import { TrustError, type TrustFault } from './trust-error';

/** What a worker is started with. */
export interface WorkerInput {
  readonly files: readonly TrustFile[];
  readonly unknownRevocation: UnknownRevocation;
}

/** What it says: once whether it can work, then an answer for each request. */
export type WorkerWord = { readonly faults: readonly TrustFault[] } | { readonly check: SignatureCheck };

export interface WorkerLimits extends ResourceLimits {
  /** Milliseconds for one check. */
  readonly check: number;
  /** Milliseconds for reading what the operator trusts; lists of large authorities are long. */
  readonly start: number;
}

/** A worker that knows what the operator trusts, and answers one request after another. */
export interface TrustingWorker {
  readonly isAlive: () => boolean;
  readonly check: (request: SignatureRequest) => Promise<SignatureCheck>;
  readonly end: () => Promise<void>;
}

/** What a stranger's file took that it may not take: the worker is ended, and the file refused. */
class LimitReached extends Error {
  override readonly name = 'LimitReached';
}

/**
 * @throws TrustError when the files are not what they should be
 */
export async function startTrustingWorker(
  input: WorkerInput,
  { check, start, ...resourceLimits }: WorkerLimits,
): Promise<TrustingWorker> {
  const worker = new Worker(require.resolve('./worker'), {
    workerData: input,
    resourceLimits,
  });
  // an idle worker keeps no process; while it works, the time limit does
  worker.unref();
  let isAlive = true;
  worker.once('exit', () => (isAlive = false));
  const end = async (): Promise<void> => {
    isAlive = false;
    await worker.terminate();
  };
  const ask = async (within: number, question?: SignatureRequest): Promise<WorkerWord> => {
    const answer = nextWord(worker, within);
    if (question !== undefined) worker.postMessage(question);
    return answer.catch(async (error: unknown) => {
      await end();
      throw error;
    });
  };

  const started = await ask(start);
  if ('faults' in started && started.faults.length > 0) {
    await end();
    throw new TrustError(started.faults);
  }
  return {
    isAlive: () => isAlive,
    end,
    check: async (request) => {
      try {
        const word = await ask(check, request);
        if ('check' in word) return word.check;
        throw new Error('The worker that checks signatures answered with something else than a check.');
      } catch (error) {
        if (error instanceof LimitReached) return { good: false, fault: { kind: 'tooHard' } };
        throw error;
      }
    },
  };
}

/** What the worker says next. @throws LimitReached after so many milliseconds or too much memory; whatever else ended it */
function nextWord(worker: Worker, within: number): Promise<WorkerWord> {
  return new Promise<WorkerWord>((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onWord).off('error', onError).off('exit', onExit);
      act();
    };
    const onWord = (word: WorkerWord): void => settle(() => resolve(word));
    const onError = (error: Error & { readonly code?: string }): void =>
      settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new LimitReached(error.message) : error));
    const onExit = (): void => settle(() => reject(new Error('The worker that checks signatures has ended.')));
    const tooLong = new LimitReached(`The worker that checks signatures took more than ${within} ms.`);
    const timer = setTimeout(() => settle(() => reject(tooLong)), within);
    worker.on('message', onWord).on('error', onError).on('exit', onExit);
  });
}
