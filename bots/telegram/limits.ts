import type { Limits } from '../../src/outbox/budgets';

/** Telegram's ids of groups are negative. */
export const isGroup = (chatId: string): boolean => chatId.startsWith('-');

/**
 * 30/s in all, 1/s in a private chat (3 at once pass), 20/min in a group. The intervals are 2 % longer, because the other side
 * counts arrivals, and a fast one may follow a slow one.
 */
export const TELEGRAM_LIMITS: Limits = {
  token: { count: 30, milliseconds: 1_020 },
  privateChat: { burst: 3, milliseconds: 1_020 },
  group: { count: 20, milliseconds: 61_200 },
  isGroup,
};
