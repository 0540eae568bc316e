import { Account } from '../../../entities/account';
import { repositoryOf, type Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import type { EngagementPaperKind } from '../../regulation/engagement/papers';
import { say, type Params } from '../messages';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';

export type PaperNews = Params<'engagementPaper'>['news'];

/** In the transaction of the act: whoever is to sign hears with a sound in working time, so does whoever has sent what was rejected. */
export async function tellOfPaper(
  tx: Transaction,
  desk: Desk,
  { personId: actorId, name }: Official,
  {
    id,
    title,
    what,
    version,
  }: { readonly id: number; readonly title: string; readonly what: EngagementPaperKind; readonly version: number },
  hears: readonly (readonly [personId: number, news: PaperNews])[],
  reason: string | null,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  for (const [personId, news] of hears) {
    if (personId === actorId) continue;
    const account = await repositoryOf(tx, Account).findOneBy({ personId, isHome: true });
    if (account === null) continue;
    const isTheirs = news === 'toSign' || news === 'rejected';
    await say(
      tx,
      [
        {
          key: `engagementPaper:${id}:v${version}:${news}:person:${personId}`,
          to: { messenger: account.messenger, chatId: account.chatId },
          kind: 'engagementPaper',
          params: { personId, paperId: id, title, what, news, by: shortName(name), reason },
          silent: !isTheirs || !isWorkingTime(now, calendar),
        },
      ],
      now,
    );
  }
}
