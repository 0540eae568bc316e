import type { Limits } from '../../src/outbox/budgets';
import { createGate, type Gate } from '../messenger/gate';

/** MAX numbers groups below zero; a dialog is named by its person. */
export const isGroup = (chatId: string): boolean => chatId.startsWith('-');

const PER_CHAT = 2;
const IN_ALL = 30;
/** A second, and 2 % longer: the other side counts arrivals, and a fast one may follow a slow one. */
const WINDOW_MS = 1_020;

/** 30/s in all, 2/s into one chat, whichever it is. */
export const MAX_LIMITS: Limits = {
  token: { count: IN_ALL, milliseconds: WINDOW_MS },
  privateChat: { burst: PER_CHAT, milliseconds: WINDOW_MS / PER_CHAT },
  group: { count: PER_CHAT, milliseconds: WINDOW_MS },
  isGroup,
};

/**
 * MAX counts what is sent, edited, deleted and answered in one: all of it passes here, whoever says it. What the outbox knows of
 * budgets is about messages alone: a card that is brought anew is a message, and its former one goes by a second request.
 */
export const createMaxGate = (): Gate => createGate({ perChat: PER_CHAT, inAll: IN_ALL, milliseconds: WINDOW_MS });
