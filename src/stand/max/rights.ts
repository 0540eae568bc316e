import type { BotStatus } from '../world/types';

/** What an administrator of a group may do, as MAX names it; a plain member has none of it. */
const all = ['read_all_messages', 'write', 'pin_message'] as const;

export const rightsOf = (
  status: BotStatus,
): { readonly is_admin: boolean; readonly permissions: readonly string[] | null } =>
  status === 'administrator' ? { is_admin: true, permissions: all } : { is_admin: false, permissions: null };
