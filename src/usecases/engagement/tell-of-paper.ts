import type { Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import type { EngagementPaperKind } from '../../regulation/engagement/papers';
import { say, type Message, type Params } from '../messages';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { listenersOfDuty, officialsThere } from './duty-hearers';

interface PaperNews {
  /** sender: whoever has sent it, or ОГ in their place. */
  readonly to: 'signer' | 'sender';
  readonly personId: number;
  readonly news: Params<'engagementPaper'>['news'];
}
interface ToldPaper {
  readonly id: number;
  readonly title: string;
  readonly what: EngagementPaperKind;
  readonly version: number;
}

/** In the transaction of the act: whoever is to sign hears with a sound in working time, so does whoever has sent what was rejected. */
export async function tellOfPaper(
  tx: Transaction,
  desk: Desk,
  { personId: actorId, name }: Official,
  { id, title, what, version }: ToldPaper,
  { to: whose, personId: ofId, news }: PaperNews,
  reason: string | null,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const listeners =
    whose === 'signer'
      ? await listenersOfDuty(tx, desk, ofId, 'papers')
      : (await officialsThere(tx, desk, ofId)).map((one) => ({ ...one, absent: null }));
  const isTheirs = news === 'toSign' || news === 'rejected';
  const messages = listeners
    .filter((one) => one.id !== actorId)
    .map(({ id: personId, absent, ...to }): Message => ({
      key: `engagementPaper:${id}:v${version}:${news}:person:${personId}`,
      to,
      kind: 'engagementPaper',
      params: { personId, paperId: id, title, what, news, by: shortName(name), reason, absent },
      silent: !isTheirs || !isWorkingTime(now, calendar),
    }));
  await say(tx, messages, now);
}
