import type { FastifyInstance } from 'fastify';
import { ControlError } from '../errors';
import type { Phones } from '../parts';
import type { Group } from '../world/types';
import { asMessage } from '../world/world';
import { groupBody, idParameter, read } from './bodies';
import { tellMembership } from './incoming';

interface WithId {
  readonly Params: { readonly id: string };
}

function groupOf({ world }: Phones, id: string): Group {
  const group = world.groups.get(read(idParameter, id, 'ID'));
  if (!group) throw new ControlError(404, 'ID', `there is no group ${id}`, `PUT /stand/groups/${id} first`);
  return group;
}

export function groupRoutes(app: FastifyInstance, parts: Phones): void {
  const { world } = parts;

  app.put<WithId>('/groups/:id', async (request) => {
    const id = read(idParameter.negative('a negative whole number'), request.params.id, 'ID');
    const body = read(groupBody, request.body);
    const stranger = body.members.find((member) => !world.people.has(member));
    if (stranger !== undefined)
      throw new ControlError(400, 'members', `there is no person ${stranger}`, `PUT /stand/people/${stranger} first`);
    if (body.isForum && !body.supergroup)
      throw new ControlError(400, 'isForum', 'only supergroups have topics', 'leave out supergroup: false');
    const before = world.groups.get(id)?.botStatus ?? 'left';
    const group = world.putGroup(id, body);
    if (before !== group.botStatus)
      tellMembership(parts, world.people.get(group.members[0] ?? 0), world.groupChat(group), before, group.botStatus);
    return group;
  });

  app.post<WithId>('/groups/:id/migrate', async (request) => {
    const group = groupOf(parts, request.params.id);
    if (group.type === 'supergroup')
      throw new ControlError(400, 'ID', 'it is a supergroup already', 'make an old group with supergroup: false');
    if (group.migratedTo !== undefined)
      throw new ControlError(400, 'ID', 'it has become a supergroup already', `use ${group.migratedTo}`);
    return { chatId: migrate(parts, group) };
  });
}

/** The old group stays as a signpost; both chats get the service message that a bot learns it from. */
function migrate(parts: Phones, group: Group): number {
  const { world, updates } = parts;
  const id = -(1_000_000_000_000 + Math.abs(group.id));
  const { title, members, botStatus } = group;
  const from = world.people.get(members[0] ?? 0);
  const user = from ? world.userOf(from) : world.botUser;
  const oldChat = world.groupChat(group);
  const before = world.add({ chat: oldChat, from: user, content: { migrate_to_chat_id: id }, silent: true });
  group.migratedTo = id;
  const supergroup = world.putGroup(id, { title, members, botStatus, isForum: false, supergroup: true });
  const after = world.add({
    chat: world.groupChat(supergroup),
    from: user,
    content: { migrate_from_chat_id: group.id },
    silent: true,
  });
  if (botStatus !== 'member' && botStatus !== 'administrator') return id;
  for (const message of [before, after])
    updates.push('message', `chat:${message.chat.id}`, message.chat.id, asMessage(message));
  return id;
}
