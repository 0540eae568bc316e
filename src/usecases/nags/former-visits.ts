import { JournalEntry } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { redirectDue } from '../../regulation/deadlines';
import type { TermFacts } from '../../regulation/terms';
import { leave, NO_VISITS, type Visits } from '../../regulation/visits';
import { INITIAL_STAGE, isFinal, type Stage } from '../../regulation/vocabulary';

const ENTRY = columns(JournalEntry, ['at', 'action', 'fromStage', 'toStage']);
type Moved = RowOf<typeof ENTRY>;
export const movesOf = (queries: Queries, appealId: number): Promise<readonly Moved[]> =>
  queries.query<Moved>(selectMoves, [appealId]);
/** Every entry that began a visit to a stage, or took one back. */
const selectMoves = statement(
  'moves-of-appeal',
  `select ${ENTRY} from journal_entry
   where appeal_id = $1 and from_stage is not null and to_stage is not null
     and (from_stage <> to_stage or action in ('assign', 'passToSubordinate', 'undoAssignment', 'undoPassing')) order by id`,
);

const UNDONE = ['assign', 'passToSubordinate', 'organizationAnsweredApplicant'];
const UNDOES = ['undoAssignment', 'undoPassing', 'undoOrganizationAnswer'];

interface Remembered {
  readonly visits: Visits;
  readonly enteredAt: Date;
}

/** What an appeal would remember of its stages, had it done so from the beginning: as its journal tells. */
export async function formerVisits(
  queries: Queries,
  appealId: number,
  { kind, registeredAt, receivedAt }: Pick<TermFacts, 'kind' | 'registeredAt' | 'receivedAt'>,
  calendar: OfficeCalendar,
): Promise<Visits> {
  const moves = await movesOf(queries, appealId);
  const until = redirectDue(registeredAt, calendar);
  let now: Remembered = { visits: NO_VISITS, enteredAt: receivedAt };
  let beforeAssignment = now;
  for (const { at, action, fromStage, toStage } of moves) {
    if (UNDOES.includes(action)) {
      now = beforeAssignment;
      continue;
    }
    if (UNDONE.includes(action)) beforeAssignment = now;
    now = { visits: moved(now, { from: fromStage ?? INITIAL_STAGE, action, at }, calendar), enteredAt: at };
    if (kind === 'appeal59' && toStage === 'with_organization' && at <= until)
      now = { ...now, visits: { ...now.visits, passedOn: true } };
  }
  return now.visits;
}

function moved(
  { visits, enteredAt }: Remembered,
  { from, action, at }: { readonly from: Stage; readonly action: string; readonly at: Date },
  calendar: OfficeCalendar,
): Visits {
  if (!isFinal(from)) return leave(visits, from, enteredAt, at, calendar);
  return action === 'returnForReexamination'
    ? { ...NO_VISITS, countedFrom: at.toISOString(), passedOn: visits.passedOn }
    : visits;
}
