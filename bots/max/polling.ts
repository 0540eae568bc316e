import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { describeError } from '../../src/process/log';
import { pause } from '../../src/process/pause';
import { pollFrom, type Marks, type Polling, type ReceivingOptions, type Source } from '../messenger/polling';
import { MaxError } from './errors';
import type { MaxLine } from './line';
import { MAX_SERVICE } from './service';
import { HANDLED_TYPES, readUpdate } from './update';

export interface PollingOptions extends ReceivingOptions {
  readonly line: Pick<MaxLine, 'call' | 'dropWebhooks' | 'onAnswered'>;
  /** Without its marker MAX tells all anew, or the last alone: nobody knows which. */
  readonly marks: Marks<string>;
}

/** Since 11.05.2026 MAX lets a bot ask twice a second, and answers within half a minute. */
const BETWEEN_ASKS_MS = 510;
const LONGEST_POLL_SECONDS = 30;
/** Longer than MAX waits itself. */
const MARGIN_MS = 20_000;

const answer = z.object({
  updates: z.array(z.unknown()),
  marker: z.union([z.int(), z.string()]).transform(String).nullish(),
});

/** Updates by GET /updates, where the marker of the next call confirms those before it. */
export const createPolling = (options: PollingOptions): Polling =>
  pollFrom(updatesOf(options), { ...options, onAnswered: options.line.onAnswered });

function updatesOf({ line, marks, log }: PollingOptions): Source<string> {
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    service: MAX_SERVICE,
    marks,
    async ask(marker, { seconds: wanted, limit, signal }) {
      await pause(BETWEEN_ASKS_MS - (performance.now() - askedAt), signal);
      askedAt = performance.now();
      const seconds = Math.min(wanted, LONGEST_POLL_SECONDS);
      const mark = marker ? { marker } : {};
      const query = { limit, timeout: seconds, types: HANDLED_TYPES.join(','), ...mark };
      const asked = { query, signal, limitMs: seconds * 1_000 + MARGIN_MS };
      const { updates: items, marker: next } = await line.call('GET', '/updates', answer, asked);
      return { items, markAfter: () => next ?? marker ?? '' };
    },
    read: readUpdate,
    async isTakenByOther(error) {
      if (!(error instanceof MaxError) || error.status !== 405) return false;
      try {
        const dropped = await line.dropWebhooks();
        log.warn({ dropped }, 'A webhook is set for this bot, but MAX_MODE is polling: it is removed');
      } catch (failure) {
        log.warn({ reason: describeError(failure) }, 'Cannot remove the webhook at MAX');
      }
      return true;
    },
  };
}
