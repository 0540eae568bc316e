import type { Role } from '../../regulation/vocabulary';
import type { PersonChange } from './change-person';
import type { RosterData } from './roster-data';

/**
 * What the file that is loaded at each start (ROSTER_FILE) will make of a change in the chat, since it is fixed from outside and wins.
 *
 * takes    it does not have what was given
 * returns  it has what was taken away
 * returnsAnyhow   the environment makes them admin (ADMIN_TELEGRAM_IDS, ADMIN_MAX_IDS)
 */
export interface AgainstFile {
  readonly does: 'takes' | 'returns' | 'returnsAnyhow';
  readonly what: Role | 'canApprove';
}

/** Somebody has another name now, and the file the former one: by that it would bring in a second person at the next start. */
export const namesFormer = (file: RosterData | null, former: string, name: string): boolean =>
  file !== null && file.users.some((one) => one.name === former) && !file.users.some((one) => one.name === name);

/** Whether the file says anything of such a change. */
export const isOfFile = ({ kind }: PersonChange): boolean => kind === 'role' || kind === 'canApprove';

/**
 * @param file null: there is none, or nobody knows what it says
 * @param isAdminAnyhow the environment names them: the next start makes them admin whatever the file says
 * @returns null: the change stays as it is
 */
export function againstFile(
  file: RosterData | null,
  name: string,
  change: PersonChange,
  isAdminAnyhow: boolean,
): AgainstFile | null {
  if (isAdminAnyhow && change.kind === 'role' && change.role === 'admin')
    return change.held ? null : { does: 'returnsAnyhow', what: 'admin' };
  const user = file?.users.find((one) => one.name === name);
  if (user === undefined) return null;
  const against = (what: AgainstFile['what'], isGiven: boolean, isThere: boolean): AgainstFile | null =>
    isGiven === isThere ? null : { does: isGiven ? 'takes' : 'returns', what };
  if (change.kind === 'role') return against(change.role, change.held, user.roles.includes(change.role));
  return change.kind === 'canApprove' ? against('canApprove', change.allowed, user.canApprove ?? false) : null;
}
