import { performance } from 'node:perf_hooks';

interface Answered {
  readonly status: number;
  /** Seconds, where the server has said them. */
  readonly retryAfter: number | undefined;
}

const LONGEST_SECONDS = 32;

/**
 * For a server that says «too many» and not for how long: 1, 2, 4 … 32 s, and 1 again once it has taken something. Whatever is refused
 * during a wait makes it no longer.
 * @returns the answer with the seconds that are left to wait
 */
export function createRestraint() {
  let [seconds, until] = [0, 0];
  return <Answer extends Answered>(answer: Answer): Answer => {
    const now = performance.now();
    if (answer.status !== 429) {
      if (now >= until) seconds = 0;
      return answer;
    }
    if (answer.retryAfter !== undefined) return answer;
    if (now >= until) {
      seconds = Math.min(LONGEST_SECONDS, Math.max(1, seconds * 2));
      until = now + seconds * 1_000;
    }
    return { ...answer, retryAfter: Math.max(1, (until - now) / 1_000) };
  };
}
