import { z } from 'zod';
import type { Words } from '../../../src/i18n';
import { GROUP_TROUBLES } from '../../../src/usecases/groups/group-unreachable';
import { to } from '../features/people/section';
import { button, type Screen } from '../screen';

const unreachable = z.object({ groupId: z.number(), title: z.string(), trouble: z.enum(GROUP_TROUBLES) });
const invites = z.object({ groupChatId: z.number(), title: z.string() });

/** What is said in a group that now gets digests, and to the admins about groups. What does not parse throws: we wrote it. */
export function groupNotice(
  kind: string,
  params: Readonly<Record<string, unknown>>,
  { html, plain }: Words,
): Screen | null {
  switch (kind) {
    case 'groupAdded':
      return { text: html('digest:groups.welcome'), keyboard: [] };
    case 'groupUnreachable': {
      const { groupId, title, trouble } = unreachable.parse(params);
      return {
        text: html(`digest:groups.unreachable.${trouble}`, { title }),
        keyboard: [[button(plain('digest:groups.show'), to('group', groupId))]],
      };
    }
    case 'groupInvites': {
      const { groupChatId, title } = invites.parse(params);
      return {
        text: html('digest:groups.invites', { title }),
        keyboard: [[button(plain('digest:groups.here'), to('groupHere', String(groupChatId)))]],
      };
    }
    default:
      return null;
  }
}
