import { statement, type Queries } from '../../database';
import { dayOf, lastClosing, startOfDay } from '../../regulation/calendar';
import { isOverdue, overdueFrom } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { goesOnInMornings, nagged, termsOf, type Colleague, type Term } from '../../regulation/nags';
import { loadTerms, type LoadedTerms } from '../nags/load-terms';

/** A term of an open appeal that is over, or ends soon. */
export interface EndingTerm extends Term {
  readonly appeal: LoadedTerms;
  readonly overdue: boolean;
}

/** An appeal of which something of a person's is overdue or ends soon. */
export interface TheirAppeal {
  readonly appeal: LoadedTerms;
  /** As whose deputy they hear of it; null: for themselves. */
  readonly absentId: number | null;
  /** The earliest first. */
  readonly terms: readonly EndingTerm[];
}

export interface TheirTerms {
  /** Overdue first, the oldest of them first; then by the end of the term. */
  readonly own: readonly TheirAppeal[];
  /** Told only because they are over, on an earlier working day: the oldest first. */
  readonly escalated: readonly TheirAppeal[];
}

// Small beside all open appeals: what was missed and runs on, and what is planned to end, by their partial indexes.
const selectAppeals = statement(
  'appeals-with-ending-terms',
  `select appeal_id as "appealId" from overdue where ended_at is null
   union select appeal_id from reminder where state = 'planned' and reason in ('lapse', 'resume') and due_at <= $1
   union select r.appeal_id from document_request r join open_work w on w.appeal_id = r.appeal_id
     where r.received_at is null and r.by_day <= $2::date`,
);

/** Every term that is over, and those that end by `until`. One whose end is told only once is left out when it is over. */
export async function loadEndingTerms(
  queries: Queries,
  { now, office }: Circumstances,
  until: Date,
): Promise<EndingTerm[]> {
  const rows = await queries.query<{ appealId: number }>(selectAppeals, [overdueFrom(until), dayOf(until, office)]);
  const appeals = await loadTerms(
    queries,
    rows.map(({ appealId }) => appealId),
  );
  return [...appeals.values()].flatMap((appeal) =>
    termsOf(appeal.facts, office)
      .map((term) => ({ ...term, appeal, overdue: isOverdue(term.due, now) }))
      .filter((term) => (term.overdue ? goesOnInMornings(term) : term.due <= until)),
  );
}

/** To whom these terms belong, as the table of nags says: by person. */
export function byPerson(
  terms: readonly EndingTerm[],
  colleagues: readonly Colleague[],
  { now, office }: Circumstances,
): ReadonlyMap<number, TheirTerms> {
  // «Each working morning» begins on the working day after it was told.
  const closed = lastClosing(startOfDay(dayOf(now, office), office), office);
  const found = new Map<number, { own: EndingFor[]; escalated: EndingFor[] }>();
  for (const term of terms) {
    for (const { personId, absentId, escalated } of nagged(
      term.reason,
      term.overdue ? 'overdue' : 'today',
      term.appeal.places,
      colleagues,
    )) {
      if (escalated && overdueFrom(term.due) >= closed) continue;
      const theirs = found.get(personId) ?? { own: [], escalated: [] };
      found.set(personId, theirs);
      theirs[escalated ? 'escalated' : 'own'].push({ term, absentId });
    }
  }
  return new Map(
    [...found].map(([personId, { own, escalated }]) => [
      personId,
      { own: byAppeal(own), escalated: byAppeal(escalated) },
    ]),
  );
}

interface EndingFor {
  readonly term: EndingTerm;
  readonly absentId: number | null;
}

const urgency = (one: EndingTerm, other: EndingTerm): number =>
  Number(other.overdue) - Number(one.overdue) ||
  one.due.getTime() - other.due.getTime() ||
  one.appeal.appealId - other.appeal.appealId;

/** Sorted by urgency, then the appeals by their most urgent term: a Map keeps the order of what was first put in. */
function byAppeal(endings: readonly EndingFor[]): TheirAppeal[] {
  const found = new Map<number, TheirAppeal & { readonly terms: EndingTerm[] }>();
  for (const { term, absentId } of [...endings].sort((one, other) => urgency(one.term, other.term))) {
    const { appeal } = term;
    const theirs = found.get(appeal.appealId) ?? { appeal, absentId, terms: [] };
    found.set(appeal.appealId, theirs);
    // Of several requests for documents the earliest says enough.
    const said = theirs.terms.some(({ reason, overdue }) => reason === term.reason && overdue === term.overdue);
    if (!said) theirs.terms.push(term);
  }
  return [...found.values()];
}
