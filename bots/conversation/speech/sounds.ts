const QUIET_AFTER_SOUND_MS = 10 * 60_000;

/** Which chats have sounded lately: ten half-ways in a row to one person all come, and one of them sounds. */
export function createSounds() {
  const sounded = new Map<string, Date>();
  return {
    lately(chatId: string, now: Date): boolean {
      const since = now.getTime() - (sounded.get(chatId)?.getTime() ?? -Infinity);
      return since >= 0 && since < QUIET_AFTER_SOUND_MS;
    },
    note: (chatId: string, now: Date) => void sounded.set(chatId, now),
  };
}
