import { pause } from '../../src/process/pause';
import type { Service } from './service';
import { createTokenState, refusalWords, type TokenStateOptions } from './token-state';

/** A reset connection is everyday, and one refusal of a token is; this long of nothing else is trouble. */
const PATIENCE_SECONDS = 3;
const PROBE_MS = 15_000;

/** Why a messenger does not work for us: it gives no answer, or one that we may not believe, or does not take the token. */
export interface LineTrouble {
  readonly kind: 'silent' | 'untrusted' | 'refused';
  readonly reason: string;
}

/** Whether a messenger answers and takes the token, as every call of the watched clients tells. */
export interface Line {
  /** Makes a call. `signal`: what may end it. */
  watch<Answer>(call: () => Promise<Answer>, signal: unknown): Promise<Answer>;
  /** Hears each time when somebody answers again after a silence, whichever call it was. */
  onAnswered(this: void, listener: () => void): void;
  /** Why nothing can be said now, after so many seconds of it; null when it can. */
  trouble(this: void, patience?: number): LineTrouble | null;
  /** Asks by itself while there is trouble: by webhook, or standing by, nobody else may ask for hours. */
  probe(ask: () => Promise<unknown>, stopped: AbortSignal, probeMs?: number): Promise<void>;
}

export function createLine(service: Service, watching: TokenStateOptions): Line {
  const token = createTokenState(service, watching);
  let silentSince: number | null = null;
  let untrusted: string | null = null;
  const listeners: (() => void)[] = [];
  const answered = (): void => {
    if (silentSince === null) return;
    silentSince = null;
    for (const listener of listeners) listener();
  };
  const trouble = (patience = PATIENCE_SECONDS): LineTrouble | null => {
    const refusedFor = token.refusedFor();
    if (refusedFor !== null && refusedFor >= patience)
      return { kind: 'refused', reason: refusalWords(service, refusedFor) };
    const silentFor = silentSince === null ? null : (performance.now() - silentSince) / 1_000;
    if (silentFor === null || silentFor < patience) return null;
    const silence = `${service.name} has not answered for ${Math.round(silentFor)} s`;
    return untrusted === null
      ? { kind: 'silent', reason: silence }
      : { kind: 'untrusted', reason: `${silence}: ${untrusted}` };
  };
  return {
    async watch(call, signal) {
      try {
        const answer = await call();
        answered();
        token.accepted();
        return answer;
      } catch (error) {
        token.failed(error);
        untrusted = service.untrusted?.(error) ?? null;
        if (!service.isSilence(error)) answered();
        else if (!isOurOwn(signal)) silentSince ??= performance.now();
        throw error;
      }
    },
    onAnswered: (listener) => void listeners.push(listener),
    trouble,
    async probe(ask, stopped, probeMs = PROBE_MS) {
      while (!stopped.aborted) {
        await pause(probeMs, stopped);
        if (!stopped.aborted && trouble() !== null) await ask().catch(() => undefined);
      }
    },
  };
}

/** A call that we have ended ourselves, as polling does when it stops, says nothing of the other side; a timeout does. */
function isOurOwn(signal: unknown): boolean {
  if (!(signal instanceof AbortSignal) || !signal.aborted) return false;
  const reason: unknown = signal.reason;
  return !(reason instanceof DOMException && reason.name === 'TimeoutError');
}
