export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export type CommandScope =
  | { readonly type: 'default' | 'all_private_chats' | 'all_group_chats' | 'all_chat_administrators' }
  | { readonly type: 'chat' | 'chat_administrators'; readonly chat_id: number }
  | { readonly type: 'chat_member'; readonly chat_id: number; readonly user_id: number };

/** Menus of commands: the most specific scope wins, within a scope the reader's language before none. */
export class CommandBook {
  private readonly menus = new Map<string, BotCommand[]>();

  set(scope: CommandScope, languageCode: string, commands: readonly BotCommand[]): void {
    if (commands.length === 0) this.menus.delete(key(scope, languageCode));
    else this.menus.set(key(scope, languageCode), [...commands]);
  }

  get(scope: CommandScope, languageCode: string): BotCommand[] {
    return this.menus.get(key(scope, languageCode)) ?? [];
  }

  shownTo(personId: number, chatId: number, languageCode: string): BotCommand[] {
    for (const scope of scopesFor(personId, chatId)) {
      const menu = this.menus.get(key(scope, languageCode)) ?? this.menus.get(key(scope, ''));
      if (menu) return menu;
    }
    return [];
  }

  dump(): [string, BotCommand[]][] {
    return [...this.menus];
  }

  load(menus: [string, BotCommand[]][]): void {
    for (const [scope, commands] of menus) this.menus.set(scope, commands);
  }
}

/** Telegram's order; nobody administers a group of the stand but perhaps the bot, so those scopes never come up. */
function scopesFor(personId: number, chatId: number): CommandScope[] {
  return chatId === personId
    ? [{ type: 'chat', chat_id: chatId }, { type: 'all_private_chats' }, { type: 'default' }]
    : [
        { type: 'chat_member', chat_id: chatId, user_id: personId },
        { type: 'chat', chat_id: chatId },
        { type: 'all_group_chats' },
        { type: 'default' },
      ];
}

function key(scope: CommandScope, languageCode: string): string {
  const chat = 'chat_id' in scope ? scope.chat_id : '';
  const user = 'user_id' in scope ? scope.user_id : '';
  return [scope.type, chat, user, languageCode].join('|');
}
