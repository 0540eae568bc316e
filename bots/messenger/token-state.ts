import type { Log } from '../../src/process/log';
import type { Service } from './service';

/** Whether a messenger takes our token, as every call of the watched clients tells. */
export interface TokenState {
  accepted(): void;
  /** An error that a call has ended with, whatever it is. */
  failed(error: unknown): void;
  /** Seconds since the first of the refusals that go on; null while the token is taken. */
  refusedFor(): number | null;
}

export interface TokenStateOptions {
  readonly log: Log;
  /** The token is bad; told once, until it is taken again. */
  readonly onBad?: (() => void) | undefined;
  /** The messenger's own troubles and a gateway's mistake look like a wrong token too, but pass. */
  readonly badAfterMs?: number | undefined;
}

const BAD_AFTER_MS = 120_000;
const BAD_AFTER_REFUSALS = 3;

export function createTokenState(
  { name, renewal, tokenBy }: Service,
  { log, onBad, badAfterMs = BAD_AFTER_MS }: TokenStateOptions,
): TokenState {
  let since: number | null = null;
  let refusals = 0;
  let isTold = false;
  const refused = (): void => {
    refusals += 1;
    since ??= performance.now();
    if (refusals === 1) log.warn({}, `${name} refuses the token; asked again, it may take it`);
    if (isTold || refusals < BAD_AFTER_REFUSALS || performance.now() - since < badAfterMs) return;
    isTold = true;
    log.error({ refusals }, `${name} goes on refusing the token: ${renewal}. Everything else works on`);
    onBad?.();
  };
  const accepted = (): void => {
    if (since === null) return;
    log.info({ refusals }, `${name} takes the token again`);
    since = null;
    refusals = 0;
    isTold = false;
  };
  return {
    accepted,
    failed(error) {
      const said = tokenBy(error);
      if (said === 'refused') refused();
      else if (said === 'taken') accepted();
    },
    refusedFor: () => (since === null ? null : (performance.now() - since) / 1_000),
  };
}

/** For whoever watches the bot. */
export const refusalWords = ({ name, tokenVariable, renewal }: Service, seconds: number): string =>
  `${name} has refused ${tokenVariable} for ${Math.round(seconds)} s, asked again and again; if it goes on for minutes, ${renewal}`;
