import type { Limits } from '../../src/outbox/budgets';
import { createGate, type Gate } from '../messenger/gate';

/** MAX numbers groups below zero; a dialog is named by its person. */
export const isGroup = (chatId: string): boolean => chatId.startsWith('-');

const PER_CHAT = 2;
/** A second, and 2 % longer: the other side counts arrivals, and a fast one may follow a slow one. */
const WINDOW_MS = 1_020;

/** 30/s in all, 2/s into one chat, whichever it is. */
export const MAX_LIMITS: Limits = {
  token: { count: 30, milliseconds: WINDOW_MS },
  privateChat: { burst: PER_CHAT, milliseconds: WINDOW_MS / PER_CHAT },
  group: { count: PER_CHAT, milliseconds: WINDOW_MS },
  isGroup,
};

/**
 * MAX counts what is sent, edited, deleted and answered in one: all of it passes here, whoever says it. What the outbox knows of
 * budgets is about messages alone.
 */
export const createMaxGate = (): Gate => createGate({ count: PER_CHAT, milliseconds: WINDOW_MS });
