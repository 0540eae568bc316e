import type { Voice } from './voice';

/** What somebody has written after a slash. */
export interface Command {
  /** In small letters. */
  readonly name: string;
  /** Of which bot, where several are in one chat; null: it names none. */
  readonly bot: string | null;
  readonly argument: string;
}

const COMMAND = /^\/([a-z_]+)(?:@(\w+))?(?:\s+([\s\S]*))?$/i;

/** Null: these words are no command. */
export function commandIn(text: string): Command | null {
  const [, name, bot = null, argument = ''] = COMMAND.exec(text) ?? [];
  return name === undefined ? null : { name: name.toLowerCase(), bot, argument: argument.trim() };
}

/** It names another bot, so nobody waits for us to answer. */
export async function isForAnother(text: string, { ownName }: Pick<Voice, 'ownName'>): Promise<boolean> {
  const bot = commandIn(text)?.bot ?? null;
  return bot !== null && bot.toLowerCase() !== (await ownName()).toLowerCase();
}
