import { databaseOf } from '../../database/database';
import { say } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/**
 * A long text that somebody has asked for, without a sound, at the pace that their messenger allows; the last part leads to the
 * appeal. @idempotent by the press
 */
export async function sayParts(
  desk: Desk,
  official: Official,
  {
    pressId,
    parts,
    appealId,
  }: { readonly pressId: string; readonly parts: readonly string[]; readonly appealId: number },
): Promise<void> {
  const { personId, messenger, chatId } = official;
  const messages = parts.map((html, index) => ({
    key: `textPart:${messenger}:${chatId}:${pressId}:${index}`,
    to: official,
    kind: 'textPart' as const,
    params: { personId, html, appealId, opens: index === parts.length - 1 ? appealId : null },
    silent: true,
  }));
  await databaseOf(desk).transaction((tx) => say(tx, messages, desk.clock.now()));
}
