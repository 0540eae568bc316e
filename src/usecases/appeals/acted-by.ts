import { listed } from '../../database/listed';
import { shortName } from '../people/names';

/** Who has done an act; a deputy did it in somebody's place, and both are named wherever it is told. */
export interface ActedBy {
  readonly name: string;
  /** Who was absent then; null: nobody. */
  readonly insteadOf: string | null;
}

/** The same in surnames and initials. */
export const inShort = ({ name, insteadOf }: ActedBy): ActedBy => ({
  name: shortName(name),
  insteadOf: insteadOf === null ? null : shortName(insteadOf),
});

/** What settles that which waits at a supervisor, and that by which it waits there anew. */
const SETTLED = {
  agreeing: { column: 'agreeing_id', by: ['agreeAnswer', 'agreeRedirect'], anew: ['submitAnswer', 'redirect'] },
  approving: { column: 'approving_id', by: ['approveAnswer', 'approveRedirect'], anew: ['submitAnswer', 'redirect'] },
  reportedTo: { column: 'reported_to_id', by: ['acknowledgeReport'], anew: ['report'] },
} as const;

/** SQL: the id of the deputy who has settled it for whoever holds that place; null: nobody has, or they did it themselves. */
export function deputyActed(appeal: string, place: keyof typeof SETTLED): string {
  const { column, by, anew } = SETTLED[place];
  return `(select case when s.action in (${listed(by)}) and s.on_behalf_of_id = ${appeal}.${column} then s.person_id end
    from journal_entry s where s.appeal_id = ${appeal}.id and s.action in (${listed([...by, ...anew])}) order by s.id desc limit 1)`;
}
