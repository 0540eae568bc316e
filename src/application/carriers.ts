import { createGateway } from '../adapters/gateway';
import { createMailer } from '../adapters/mail';
import { systemClock } from '../clock';
import type { Config } from '../config';
import type { CarrierOutage } from '../jobs/shipping';
import type { Carriers } from '../usecases/kit/parcel';
import type { FileStore } from '../usecases/kit/ports';

/**
 * By which things leave the house, as far as the office has them. A gateway compares the time of a request with its own, so it is
 * the machine's, whatever day a training plays.
 */
export const carriersOf = ({ mail, gateway }: Pick<Config, 'mail' | 'gateway'>, files: FileStore): Carriers => ({
  mail: mail && createMailer({ ...mail, files }),
  gateway: gateway && createGateway({ ...gateway, files, clock: systemClock }),
});

const NAMES = { gateway: 'The POS gateway', mail: 'The mail server' } as const;

/** For whoever watches the bot: it works on, and what waits goes out when the carrier is back. */
export const outageWarnings = (outages: readonly CarrierOutage[]): readonly string[] =>
  outages.map(
    ({ carrier, trouble, since }) =>
      `${NAMES[carrier]} takes nothing since ${since.toISOString()} (${trouble}); deliveries wait and go out when it is back`,
  );
