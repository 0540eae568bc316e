import { z } from 'zod';
import { badRequest } from '../../errors';
import type { CommandScope } from '../../world/command-book';
import { method, type Call } from '../method';
import { chatId, integer, json } from '../parameters';
import { findGroup, knownChat } from '../targets';

const scopeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']) }),
  z.strictObject({ type: z.enum(['chat', 'chat_administrators']), chat_id: chatId }),
  z.strictObject({ type: z.literal('chat_member'), chat_id: chatId, user_id: integer }),
]);

const languageCode = z
  .string()
  .regex(/^([a-z]{2})?$/, 'invalid language code specified')
  .optional();
const scopeShape = { scope: json(scopeSchema).optional(), language_code: languageCode };

const commandsSchema = json(z.array(z.strictObject({ command: z.string(), description: z.string() })));

function scopeOf(call: Call, given: z.output<typeof scopeSchema> | undefined): CommandScope {
  if (given === undefined) return { type: 'default' };
  switch (given.type) {
    case 'chat':
    case 'chat_administrators':
      return { type: given.type, chat_id: knownChat(call, given.chat_id).id };
    case 'chat_member':
      return { type: given.type, chat_id: knownChat(call, given.chat_id).id, user_id: given.user_id };
    default:
      return { type: given.type };
  }
}

/** Whose menus may have changed. */
function announce(call: Call, scope: CommandScope): void {
  const group = 'chat_id' in scope ? findGroup(call, scope.chat_id) : undefined;
  const people =
    'user_id' in scope
      ? [scope.user_id]
      : group
        ? group.members
        : 'chat_id' in scope
          ? [scope.chat_id]
          : [...call.world.people.keys()];
  for (const personId of people) call.world.emit({ type: 'commands', personId });
}

export const profileMethods = [
  method('setMyCommands', { ...scopeShape, commands: commandsSchema }, (call, p) => {
    const scope = scopeOf(call, p.scope);
    if (p.commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    const commands = p.commands.map(({ command, description }) => {
      const name = command.replace(/^\//, '');
      if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
      const length = [...description.trim()].length;
      if (length < 1 || length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      return { command: name, description: description.trim() };
    });
    call.commands.set(scope, p.language_code ?? '', commands);
    announce(call, scope);
    return true;
  }),

  method('getMyCommands', scopeShape, (call, p) => call.commands.get(scopeOf(call, p.scope), p.language_code ?? '')),

  method('deleteMyCommands', scopeShape, (call, p) => {
    const scope = scopeOf(call, p.scope);
    call.commands.set(scope, p.language_code ?? '', []);
    announce(call, scope);
    return true;
  }),

  method(
    'setChatMenuButton',
    {
      chat_id: integer.optional(),
      menu_button: json(
        z.discriminatedUnion('type', [
          z.strictObject({ type: z.enum(['commands', 'default']) }),
          z.strictObject({
            type: z.literal('web_app'),
            text: z.string(),
            web_app: z.strictObject({ url: z.string() }),
          }),
        ]),
      ).optional(),
    },
    (call, p) => {
      if (p.chat_id !== undefined && knownChat(call, p.chat_id).type !== 'private')
        throw badRequest('chat is not a private chat');
      call.profile.setMenuButton(p.chat_id ?? 0, p.menu_button ?? { type: 'default' });
      call.world.touch();
      return true;
    },
  ),

  method('getChatMenuButton', { chat_id: integer.optional() }, (call, p) => call.profile.menuButton(p.chat_id ?? 0)),

  ...(
    [
      ['Name', 'name', 64],
      ['Description', 'description', 512],
      ['ShortDescription', 'short_description', 120],
    ] as const
  ).flatMap(([suffix, field, limit]) => [
    method(`setMy${suffix}`, { [field]: z.string().optional(), language_code: languageCode }, (call, p) => {
      const text = p[field] ?? '';
      if ([...text].length > limit) throw badRequest(`bot ${field.replace('_', ' ')} is too long`);
      call.profile.setText(field, p.language_code ?? '', text);
      call.world.touch();
      return true;
    }),
    method(`getMy${suffix}`, { language_code: languageCode }, (call, p) => ({
      [field]: call.profile.text(field, p.language_code ?? ''),
    })),
  ]),
];
