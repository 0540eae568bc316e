import { createHash } from 'node:crypto';
import type { Body } from './body';

/**
 * What stands in messages of ours. An edit that changes nothing costs as much as any other there, and whether MAX takes one nobody knows: it
 * is not sent.
 */
export interface Shown {
  /** Whether exactly this stands in the message; false: it does not, or nobody knows. */
  stands(mid: string, body: Body): boolean;
  /** What changes the message: when it resolves, this stands there; until then, and where it rejects, nobody knows. */
  draws<T>(mid: string, body: Body | null, draw: () => Promise<T>): Promise<T>;
  /** A new message is on its way. @returns to be told which it has become */
  sends(body: Body): (mid: string) => void;
  /** Another process may have drawn since. */
  forget(): void;
}

/** Cards and lists of a large office; a hundred bytes each. */
const KNOWN_AT_MOST = 20_000;

/** A message that MAX has not named: many may be so, and what stands in one says nothing of another. */
const NOBODY_KNOWS = '';

interface Known {
  /** Null: nobody knows. */
  readonly hash: string | null;
  readonly underWay: number;
  /** Two were under way at once, and which of them came last nobody knows. */
  readonly isMixed: boolean;
}

/** @param isAlone whether no other process speaks with MAX: what another one draws is not known here */
export function createShown(isAlone: () => boolean): Shown {
  let known = new Map<string, Known>();
  const note = (mid: string, one: Known): void => {
    // the latest is the last
    known.delete(mid);
    known.set(mid, one);
    const [oldest] = known.keys();
    if (known.size > KNOWN_AT_MOST && oldest !== undefined) known.delete(oldest);
  };
  return {
    stands: (mid, body) => isAlone() && known.get(mid)?.hash === hashOf(body),
    sends(body) {
      const ours = isAlone() ? known : null;
      return (mid) => {
        if (ours === known && mid !== NOBODY_KNOWS) note(mid, { hash: hashOf(body), underWay: 0, isMixed: false });
      };
    },
    async draws(mid, body, draw) {
      if (mid === NOBODY_KNOWS) return draw();
      const ours = isAlone() ? known : null;
      const { underWay = 0 } = known.get(mid) ?? {};
      note(mid, { hash: null, underWay: underWay + 1, isMixed: underWay > 0 });
      let hash: string | null = null;
      try {
        const drawn = await draw();
        hash = body && hashOf(body);
        return drawn;
      } finally {
        const now = known.get(mid);
        // forgotten meanwhile, or never known: others may draw
        const isOurs = ours === known && !now?.isMixed;
        if (now) note(mid, { ...now, hash: isOurs ? hash : null, underWay: Math.max(0, now.underWay - 1) });
      }
    },
    forget: () => void (known = new Map()),
  };
}

const hashOf = ({ text, format, attachments }: Body): string =>
  createHash('sha256')
    .update(JSON.stringify([text, format, attachments]))
    .digest('base64');
