import { listed } from '../../database/listed';
import { ENTRY_STAGES } from '../../regulation/rights';

const stages = listed(ENTRY_STAGES);

/**
 * Of a row of work: its agreed draft waits to be entered into ПОС, as `awaitsEntry` of the regulation has it.
 * Until it is, the appeal is the coordinators', and nothing is to be approved (domain.md, Holder).
 * @param entered whether drafts are entered at all (SIGNATURES=mark), as a parameter of the statement
 */
export const draftAwaitsEntry = (
  work: string,
  entered: string,
) => `(${entered}::boolean and ${work}.stage in (${stages})
  and (select e.draft_id is distinct from e.entered_draft_id from appeal e where e.id = ${work}.appeal_id))`;
