import { statement, type Queries } from '../../database/database';
import { dayOf, lastClosing, startOfDay } from '../../regulation/calendar';
import { overdueFrom } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { nagged, type Colleague, type Nagged } from '../../regulation/recipients';
import { isLate, isMorningLine, morningsOf, placesAt, termsOf, type Nameless, type Term } from '../../regulation/terms';
import { IS_OPEN_TASK, OPEN_INSTRUCTION, OPEN_REQUEST, OPEN_VISIT } from '../appeals/pending';
import { draftAwaitsEntry } from '../people/welcome-back';
import { loadTerms, type LoadedTerms, readNameless, readOverdueNow } from '../terms/load-terms';

/** A term of an open appeal that is over, or ends soon. */
export interface EndingTerm extends Term {
  readonly appeal: LoadedTerms;
  readonly overdue: boolean;
  /** Of what every counter calls «просрочено сейчас»: the stage or the whole. A report or papers that are late are not. */
  readonly counted: boolean;
  /** It is over, and why no name stands beside it; null: it is somebody's. */
  readonly nameless: Nameless | null;
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

// Small beside all open appeals: what was missed and runs on, what waits for ПОС or may still be passed on, what is planned to end.
const selectAppeals = statement(
  'appeals-with-ending-terms',
  `select appeal_id as "appealId" from overdue where ended_at is null and answered_at is null
   union select appeal_id from open_work where due_at < $3 or stage = 'delivery'
   union select w.appeal_id from open_work w join appeal a on a.id = w.appeal_id
     where a.visits -> 'cut' = 'true' and a.stage_due_at < $1
       or w.stage in ('coordination', 'redirect_agreement', 'redirect_approval') and a.kind = 'appeal59'
       or ${draftAwaitsEntry('w', '$4')}
   union select appeal_id from reminder where state = 'planned' and reason in ('lapse', 'resume') and due_at <= $1
   union select r.appeal_id from document_request r join open_work w on w.appeal_id = r.appeal_id
     where ${OPEN_REQUEST} and r.by_day <= $2::date
   union select i.appeal_id from instruction i join open_work w on w.appeal_id = i.appeal_id
     where ${OPEN_INSTRUCTION} and i.by_day <= $2::date
   union select v.appeal_id from visit v join open_work w on w.appeal_id = v.appeal_id where ${OPEN_VISIT} and v.at < $1
   union select y.appeal_id from delivery y where ${IS_OPEN_TASK}`,
);

/** Every term that is over, and those that end by `until`. One whose end is told only once is left out when it is over. */
export async function loadEndingTerms(
  queries: Queries,
  { now, calendar, signatures }: Circumstances,
  until: Date,
): Promise<EndingTerm[]> {
  const rows = await queries.query<{ appealId: number }>(selectAppeals, [
    overdueFrom(until),
    dayOf(until, calendar),
    now,
    signatures === 'mark',
  ]);
  const appeals = await loadTerms(
    queries,
    rows.map(({ appealId }) => appealId),
    signatures,
  );
  const late = await readOverdueNow(queries, now, 'own');
  const namelessOf = await readNameless(queries, [...appeals.keys()]);
  return [...appeals.values()].flatMap((appeal) =>
    termsOf(appeal.facts, calendar)
      .map((term) => {
        const [{ fact }, what] = [term, late.get(appeal.appealId)];
        const counted = (fact === 'whole' || fact === 'stage') && what?.[fact] === true;
        const nameless = namelessOf(appeal.appealId, term.missedAs);
        return { ...term, appeal, overdue: isLate(term, now), counted, nameless };
      })
      .filter((term) => (term.overdue || waits(term) ? isMorningLine(term, now, calendar) : term.due <= until)),
  );
}

/** A task for ПОС has no end of its own: it is a line because it waits. */
export const waits = (term: Pick<Term, 'reason' | 'endsQuietly'>): boolean => morningsOf(term) === 'afterBeginning';

/** To whom these terms belong, as the table of nags says: by person. */
export function byPerson(
  terms: readonly EndingTerm[],
  colleagues: readonly Colleague[],
  { now, calendar }: Circumstances,
): ReadonlyMap<number, TheirTerms> {
  // «Each working morning» begins on the working day after it was told.
  const closed = lastClosing(startOfDay(dayOf(now, calendar), calendar), calendar);
  const hearersOf = hearers(colleagues);
  const found = new Map<number, Record<keyof TheirTerms, Map<number, Gathered>>>();
  // In the order of urgency, which Maps keep: appeals stand as their most urgent term does.
  for (const term of [...terms].sort(urgency)) {
    for (const { personId, absentId, escalated } of hearersOf(term)) {
      if (escalated && overdueFrom(term.due) >= closed) continue;
      const theirs = found.get(personId) ?? {
        own: new Map<number, Gathered>(),
        escalated: new Map<number, Gathered>(),
      };
      found.set(personId, theirs);
      gather(theirs[escalated ? 'escalated' : 'own'], term, absentId);
    }
  }
  return new Map(
    [...found].map(([personId, { own, escalated }]) => [
      personId,
      { own: [...own.values()], escalated: [...escalated.values()] },
    ]),
  );
}

type Gathered = TheirAppeal & { readonly terms: EndingTerm[] };

/** Overdue first; then by the end of the term. */
export const urgency = (one: EndingTerm, other: EndingTerm): number =>
  Number(other.overdue) - Number(one.overdue) ||
  one.due.getTime() - other.due.getTime() ||
  one.appeal.appealId - other.appeal.appealId;

function gather(appeals: Map<number, Gathered>, term: EndingTerm, absentId: number | null): void {
  const { appeal } = term;
  const theirs = appeals.get(appeal.appealId) ?? { appeal, absentId, terms: [] };
  appeals.set(appeal.appealId, theirs);
  // Of several requests for documents the earliest says enough.
  const said = theirs.terms.some(({ reason, overdue }) => reason === term.reason && overdue === term.overdue);
  if (!said) theirs.terms.push(term);
}

/** Appeals in the same hands are asked about once: of 12,000 terms in an office of 70 that is 0.2 s instead of 0.7. */
function hearers(colleagues: readonly Colleague[]): (term: EndingTerm) => readonly Nagged[] {
  const known = new Map<string, readonly Nagged[]>();
  return ({ reason, overdue, appeal, ...term }) => {
    const places = placesAt(term, appeal.places);
    const { stage, executorId, agreeingId, approvingId, awaitsEntry, taskTakenById } = places;
    const key = [reason, overdue, stage, executorId, agreeingId, approvingId, awaitsEntry, taskTakenById].join();
    const heard = known.get(key) ?? nagged(reason, overdue ? 'overdue' : 'today', places, colleagues);
    known.set(key, heard);
    return heard;
  };
}
