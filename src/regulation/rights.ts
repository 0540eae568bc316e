import type { Actor } from './facts';
import type { Role } from './vocabulary';

/**
 * What a role allows beside the acts on an appeal, which transitions.ts has. A person may do the union of what their roles allow (§2).
 *
 * work      sees appeals, their lists and histories
 * register  brings an appeal in by hand (Координатор: «организация процесса обработки»)
 * place     carries what was approved into ПОС and confirms «Размещено»
 * control   sees everybody's terms, and the counts (Координатор, Куратор: «контроль за соблюдением сроков»)
 * administer accounts, roles, organizations; takes no part in processing (Администратор ЛКО)
 */
export const RIGHTS = {
  work: ['coordinator', 'executor', 'supervisor', 'curator'],
  register: ['coordinator'],
  place: ['coordinator'],
  control: ['coordinator', 'curator'],
  report: ['curator', 'coordinator'],
  administer: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

export function hasRight(actor: Pick<Actor, 'roles'>, right: Right): boolean {
  const allowed: readonly Role[] = RIGHTS[right];
  return actor.roles.some((role) => allowed.includes(role));
}
