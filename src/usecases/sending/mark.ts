import { statement, type Transaction } from '../../database/database';
import {
  PUT_OFF_AT_MOST_MS,
  UNKNOWN_AT_MOST,
  waitAfter,
  waitAfterUnknown,
  type ShipmentState,
  type Trouble,
} from '../../regulation/carriers';
import { maskPersonalData } from '../../text/personal-data';
import { foreignLine } from '../../text/plain-text';
import type { Carried } from '../parcel';
import type { Claimed } from './claim';

/** Of the words of a carrier: enough to know what is wrong. */
const LONGEST_DETAIL = 300;

/** How a shipment stands after a try. */
export interface Mark {
  readonly state: ShipmentState;
  readonly dueAt: Date;
  readonly acceptedAt: Date | null;
  readonly settledAt: Date | null;
  readonly trouble: Trouble | null;
  readonly detail: string | null;
  readonly reference: string | null;
  readonly unknownSends: number;
}

const mark = statement(
  'settle-shipment',
  `update shipment set state = $3, due_at = $4, accepted_at = coalesce(accepted_at, $5), settled_at = $6, trouble = $7, detail = $8,
     reference = coalesce($9, reference), unknown_sends = $10
   where id = $1 and tries = $2 and state = 'sending' returning id`,
);

/** False: another process has taken the shipment since. @idempotent by the number of the try */
export const keepMark = async (tx: Transaction, { id, tries }: Claimed, to: Mark): Promise<boolean> =>
  (await tx.query(mark, [id, tries, ...valuesOf(to)])).length > 0;

const valuesOf = ({ state, dueAt, acceptedAt, settledAt, trouble, detail, reference, unknownSends }: Mark) => [
  state,
  dueAt,
  acceptedAt,
  settledAt,
  trouble,
  detail,
  reference,
  unknownSends,
];

/**
 * How it stands after a try.
 * @param isOver nobody wants it there any more: the last try was the last
 */
export function markOf(claimed: Claimed, carried: Carried, isOver: boolean, now: Date): Mark {
  const { tries, unknownSends, queuedAt, carrier } = claimed;
  const base = {
    dueAt: now,
    acceptedAt: null,
    settledAt: now,
    trouble: null,
    detail: null,
    reference: null,
    unknownSends,
  };
  const later = (asked: number | null) => new Date(now.getTime() + waitAfter(tries, asked));
  const inWords = (detail: string | null) =>
    detail === null ? null : foreignLine(maskPersonalData(detail), LONGEST_DETAIL);
  switch (carried.outcome) {
    case 'delivered':
      return { ...base, state: 'delivered', reference: carried.reference };
    case 'accepted':
      return {
        ...base,
        state: 'accepted',
        acceptedAt: now,
        settledAt: null,
        dueAt: later(carried.afterMs),
        reference: carried.reference,
      };
    case 'refused':
      return { ...base, state: 'refused', trouble: carried.trouble, detail: inWords(carried.detail) };
    case 'waits': {
      const { trouble, ofCarrier, afterMs } = carried;
      const detail = inWords(carried.detail);
      if (isOver && claimed.acceptedAt === null) return { ...base, state: 'withdrawn', trouble, detail };
      // A connection that breaks amid each try of one letter may be the answer to that letter.
      const mayBeOfThis = !ofCarrier || trouble === 'broken';
      if (mayBeOfThis && carrier === 'mail' && now.getTime() - queuedAt.getTime() > PUT_OFF_AT_MOST_MS)
        return { ...base, state: 'refused', trouble, detail };
      const state = claimed.acceptedAt === null ? 'waiting' : 'accepted';
      return { ...base, state, settledAt: null, dueAt: later(afterMs), trouble, detail };
    }
    case 'unwritten':
      return { ...base, state: 'unknown', trouble: 'fault' };
    case 'unknown': {
      const sends = unknownSends + 1;
      const said = { trouble: carried.trouble, detail: inWords(carried.detail), unknownSends: sends };
      if (isOver || sends >= UNKNOWN_AT_MOST) return { ...base, ...said, state: 'unknown' };
      return {
        ...base,
        ...said,
        state: 'waiting',
        settledAt: null,
        dueAt: new Date(now.getTime() + waitAfterUnknown(sends)),
      };
    }
  }
}
