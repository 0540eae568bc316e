import { PLACES } from '../../regulation/rights';
import type { Participant } from '../../regulation/vocabulary';

/** SQL: whoever is in a row of `person` under this name can act in that place, when they are not away. */
export const mayHold = (place: Participant, person: string): string =>
  `(${person}.disabled_at is null and '${PLACES[place].role}' = any(${person}.roles)${place === 'approving' ? ` and ${person}.can_approve` : ''})`;
