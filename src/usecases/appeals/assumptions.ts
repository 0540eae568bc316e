import { listed } from '../../database/listed';
import type { OfficeCalendar } from '../../regulation/calendar';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import { isFinal, STAGES } from '../../regulation/vocabulary';
import type { LoadedAppeal } from './appeal-store';

/** What a term rests on that no source gives: «в Порядке не сказано», said wherever the term stands. */
export interface Assumptions {
  /** No admin has confirmed the shares of the stages. */
  readonly shares: boolean;
  /** The due is not the one of the registration by our reading alone. */
  readonly due: { readonly by: 'reexamination' | 'kept' | 'postponement'; readonly first: PlainDate } | null;
  /** It was returned when less was left than the executor's one working day: what is missed in this round is nobody's. */
  readonly noDay: boolean;
}

/** What the database knows of them. */
export interface AssumptionFacts {
  readonly sharesConfirmed: boolean;
  /** ISO text: when it was last returned after its answer was sent. */
  readonly returnedAt: string | null;
}

const FINAL = listed(STAGES.filter(isFinal));

/** Of a row `a` of `appeal`, as `AssumptionFacts`. @param shares the parameter of the office's shares, as JSON */
export const selectAssumptions = (a: string, shares: string): string => `jsonb_build_object(
  'sharesConfirmed', exists (select from setting where key = 'stage_shares' and value = ${shares}::jsonb),
  'returnedAt', (select max(j.at) from journal_entry j
    where j.appeal_id = ${a}.id and j.action = 'returnForReexamination' and j.from_stage in (${FINAL})))`;

export function assumptionsOf(
  { kind, firstDueAt, state }: Pick<LoadedAppeal, 'kind' | 'firstDueAt' | 'state'>,
  { sharesConfirmed, returnedAt }: AssumptionFacts,
  calendar: OfficeCalendar,
): Assumptions {
  const returned = returnedAt === null ? null : new Date(returnedAt);
  const { postponedAt, dueAt } = state;
  // Of two readings the later one gave the due as it stands; the law's own due moves by no postponement.
  const moved = kind === 'message' && postponedAt !== null && (returned === null || postponedAt > returned);
  const round = state.visits?.round;
  const by = moved ? 'postponement' : returned === null ? null : round?.kept ? 'kept' : 'reexamination';
  const same = dueAt.getTime() === firstDueAt.getTime() && by !== 'kept';
  return {
    shares: !sharesConfirmed,
    due: by === null || same ? null : { by, first: dayOf(firstDueAt, calendar) },
    noDay: round?.noDay === true,
  };
}
