import type { Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { say, type Message, type Params } from '../messages';
import { circumstances, type Desk } from '../ports';
import { officialsThere } from './duty-hearers';
import type { KeptEngagement } from './engagement-store';

type News = Params<'engagementNews'>;
export type ToldToOfficials = Pick<News, 'what'> & Partial<Pick<News, 'reason' | 'trouble' | 'address'>>;

/**
 * To whoever has the ОГ role: what nobody of them has done. What is done sounds for nobody; what they have to do now does, in working time.
 * @param why what makes it told once: «shipment:5»
 */
export async function tellOfficials(
  tx: Transaction,
  desk: Desk,
  { row: { id }, content: { title } }: KeptEngagement,
  why: string,
  { what, reason = null, trouble = null, address = null }: ToldToOfficials,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const hearers = await officialsThere(tx, desk);
  const messages = hearers.map(({ id: personId, ...to }): Message => ({
    key: `engagement:${id}:${why}:${what}:person:${personId}`,
    to,
    kind: 'engagementNews',
    params: { personId, id, title, what, by: null, reason, trouble, address },
    silent: what === 'carried' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
}
