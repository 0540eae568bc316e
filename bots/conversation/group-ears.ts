import { gatherFromGroup, takenAwayInGroup, type SaidInGroup } from '../../src/usecases/lines/gather-from-group';
import { groupIsLost, noteGroup } from '../../src/usecases/lines/question-groups';
import { tellOfInvitation } from '../../src/usecases/digests/groups';
import { createAskers } from './askers';
import { isForAnother } from './command';
import { createOutsiders } from './outsiders';
import type { Talk } from './talk';

/** Messages that were taken away: one that is told of again since stays away. */
const REMEMBERED = 2_000;

/** A message of a group, as an adapter tells of it. */
export type GroupWords = Omit<SaidInGroup, 'messenger'>;

/** What an adapter tells of groups beside presses. Nothing is answered there. */
export interface GroupEars {
  /** The bot was added to a group; `key` tells the event from all others. */
  addedTo(group: { readonly chatId: string; readonly title: string; readonly key: string }): Promise<void>;
  /** The bot was removed from a group, or does not hear any more what people say there. */
  deafIn(chatId: string, why: 'kicked' | 'deaf'): Promise<void>;
  /** Somebody has said, or changed, something. */
  saidInGroup(said: GroupWords): Promise<void>;
  /** A message was taken away. */
  takenAwayInGroup(gone: { readonly chatId: string; readonly messageId: string }): Promise<void>;
}

export function createGroupEars({ desk, voice, wake }: Pick<Talk, 'desk' | 'voice' | 'wake'>): GroupEars {
  // With a budget of its own: a thousand strangers keep no group from being offered.
  const groups = createOutsiders(desk);
  const askers = createAskers();
  const gone = new Set<string>();
  const {
    name: messenger,
    limits: { isDomestic },
  } = voice;
  /** Each change of a message counts as one more. */
  const mayAsk = ({ messageId, at, changedAt, ...said }: GroupWords): boolean =>
    askers.mayAsk({ ...said, messageId: `${messageId} ${changedAt?.getTime() ?? ''}`, at: changedAt ?? at });
  return {
    async addedTo(group) {
      if (isDomestic) await noteGroup(desk, { messenger, ...group });
      await groups.once(group.chatId, async () => {
        await tellOfInvitation(desk, { messenger, ...group });
        wake();
      });
    },
    async deafIn(chatId, why) {
      if (await groupIsLost(desk, { messenger, chatId }, why)) wake();
    },
    async saidInGroup(said) {
      // Nothing of citizens comes by a foreign messenger, whatever its adapter tells.
      if (isDomestic && !gone.has(said.messageId) && !(await isForAnother(said.text, voice)))
        await gatherFromGroup(desk, { messenger, ...said }, () => mayAsk(said));
    },
    async takenAwayInGroup({ chatId, messageId }) {
      gone.add(messageId);
      const [oldest] = gone;
      if (gone.size > REMEMBERED && oldest !== undefined) gone.delete(oldest);
      await takenAwayInGroup(desk, { messenger, chatId, messageId });
    },
  };
}
