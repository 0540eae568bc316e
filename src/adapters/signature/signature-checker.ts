import { AppError } from '../../errors';
import { LARGEST_SIGNATURE, type CheckSignature, type SignatureCheck } from '../../usecases/kit/signature';
import { workApart, type Outcome } from '../apart';
import type { ProcessLimits } from '../limited-process';
import type { UnknownRevocation } from './revocation';
import { TrustError } from './trust-error';
import { listTrustFolder } from './trust-folder';
import type * as tasks from './tasks';

export interface CheckLimits extends ProcessLimits {
  /** Milliseconds for one check. */
  readonly checkMs: number;
  /** Milliseconds for reading what the operator trusts; lists of large authorities are long. */
  readonly trustMs: number;
}

export interface SignatureSettings {
  /** SIGNATURE_TRUST_DIR. */
  readonly folder: string;
  readonly unknownRevocation: UnknownRevocation;
  readonly limits?: CheckLimits;
}

const TASKS = require.resolve('./tasks');
/** A check takes a hundredth of this time and a tenth of this memory. */
const LIMITS: CheckLimits = { checkMs: 10_000, trustMs: 60_000, memoryMegabytes: 320, heapMegabytes: 256 };
/** Whoever signs one answer signs the next: they do not wait until all that is trusted has been read again. */
const IDLE_MS = 120_000;
/** Bytes. The worker holds what the operator trusts, and lists of large authorities are long. */
const MOST_HELD = 120_000_000;
const TOO_HARD: SignatureCheck = { good: false, fault: { kind: 'tooHard' } };

export interface SignatureChecker {
  readonly check: CheckSignature;
  readonly close: () => Promise<void>;
}

/**
 * Checks signatures in a process of its own, one after another: a thread that ran out of its heap took the bot with it (seen with
 * Node 22). The operator's folder is read at once, and again before a check when something in it has changed.
 * @throws TrustError that names every file with a fault; so does a check after a change
 */
export async function openSignatureChecker(settings: SignatureSettings): Promise<SignatureChecker> {
  const { folder, unknownRevocation, limits = LIMITS } = settings;
  const { checkMs, trustMs, ...ofProcess } = limits;
  const apart = workApart<typeof tasks>({
    tasks: TASKS,
    limitMs: checkMs,
    idleMs: IDLE_MS,
    mostHeld: MOST_HELD,
    ...ofProcess,
  });

  async function knowWhatIsTrusted(): Promise<void> {
    const listed = await listTrustFolder(folder);
    const outcome = await apart.ask('trust', { folder, listed }, trustMs);
    if (outcome === 'too_heavy') throw new AppError('signatures', 'SIGNATURE_TRUST_DIR holds more than can be read');
    const faults = answerIn(outcome);
    if (faults.length > 0) throw new TrustError(faults);
  }

  async function checked(request: Parameters<CheckSignature>[0]): Promise<SignatureCheck> {
    // A worker that died of this very signature is replaced by one that trusts nobody yet; what kills two is refused.
    for (let tries = 2; tries > 0; tries -= 1) {
      await knowWhatIsTrusted();
      const outcome = await apart.ask('check', { request, unknownRevocation });
      if (outcome === 'too_heavy') return TOO_HARD;
      const check = answerIn(outcome);
      if (check !== null) return check;
    }
    return TOO_HARD;
  }

  let last: Promise<unknown> = knowWhatIsTrusted();
  try {
    await last;
  } catch (error) {
    await apart.stop();
    throw error;
  }
  return {
    async check(request) {
      if (request.signature.length > LARGEST_SIGNATURE) return { good: false, fault: { kind: 'tooLarge' } };
      const done = last.then(() => checked(request));
      last = done.catch(() => undefined);
      return done;
    },
    async close() {
      await last;
      await apart.stop();
    },
  };
}

/** @throws Error what the worker says of itself: a fault of ours */
function answerIn<Answer>(outcome: Exclude<Outcome<Answer>, 'too_heavy'>): Answer {
  if ('done' in outcome) return outcome.done;
  throw new Error(`The worker that checks signatures failed: ${outcome.failed}`);
}
