import { Appeal } from '../../../entities/appeal';
import type { Visit } from '../../../entities/appeal-work';
import { Reminder } from '../../../entities/form';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { NagReason, NagThreshold } from '../../regulation/nags';
import { nagged, whoCanAct, withDeputies, type Nagged, type Sound } from '../../regulation/recipients';
import { isLate, isOverQuietly, placesAt, termsOf, type Nameless } from '../../regulation/terms';
import type { Stage } from '../../regulation/vocabulary';
import { maskPlace } from '../../text/personal-data';
import { placeWords } from '../../text/place-words';
import { shortName, shortNamesOf } from '../kit/officials';
import { loadColleagues } from '../people/rights';
import { loadTerms, readNameless } from './load-terms';
import { isStillAhead } from './note-nags';
import { SHOWN_IN } from './withdraw';

/** One line of a message of nags. */
export type NagLine = TermNag | VisitNag;

interface AboutAppeal {
  /** Reminders that the line tells of: the latest of its term, and earlier ones that fell together with it. */
  readonly reminderIds: readonly number[];
  readonly appealId: number;
  readonly number: string;
  /** Settlement and address, or the category; masked. */
  readonly place: string | null;
  /** The number of the appeal that leads it; null: it leads, or stands for itself. */
  readonly follows: string | null;
  /** Whose deputy hears it. */
  readonly absent: string | null;
  readonly sound: Sound;
}

export interface TermNag extends AboutAppeal {
  readonly kind: 'term';
  readonly reason: NagReason;
  /** By the name of its fact, see `termsOf`. */
  readonly term: string;
  readonly threshold: NagThreshold;
  readonly stage: Stage;
  readonly due: Date;
  readonly overdue: boolean;
  /** It is somebody else's, and over. */
  readonly escalated: boolean;
  /** As a curator's, see `Nagged`. */
  readonly gathered: boolean;
  /** Who has it, for whoever hears of it only because it is overdue; null: the reader does, or all coordinators. */
  readonly holder: string | null;
  /** Whoever has it is away, and nobody stands in. */
  readonly away: boolean;
  /** Why no name stands beside its lateness: it stands on assumed shares, or is nobody's; null: it is somebody's. */
  readonly nameless: Nameless | null;
}

export interface VisitNag extends AboutAppeal {
  readonly kind: 'visit';
  readonly threshold: 'evening' | 'hour';
  readonly visit: Readonly<Pick<Visit, 'kind' | 'at' | 'place'>>;
}

const OF_REMINDER = columns(Reminder, ['reason', 'threshold', 'term'], 'r');
const OF_APPEAL = columns(Appeal, ['number', 'category', 'settlement', 'address'], 'a');
interface Row extends RowOf<typeof OF_REMINDER>, RowOf<typeof OF_APPEAL> {
  reminderId: number;
  appealId: number;
  follows: string | null;
  absent: string | null;
  visitKind: Visit['kind'] | null;
  visitAt: Date | null;
  visitPlace: string | null;
  visitPeople: number[] | null;
  visitOver: boolean;
}

// The latest threshold of a term comes last and wins.
const selectNags = statement(
  'nags-of-message',
  `select r.id as "reminderId", r.appeal_id as "appealId", ${OF_REMINDER}, ${OF_APPEAL},
     (select l.number from joined_appeal j join appeal l on l.id = j.leading_id where j.appeal_id = a.id) as follows,
     b.name as absent, v.kind as "visitKind", v.at as "visitAt", v.place as "visitPlace", v.people_ids as "visitPeople",
     coalesce(v.recorded_at, v.cancelled_at) is not null as "visitOver"
   from nag n join reminder r on r.id = n.reminder_id join appeal a on a.id = r.appeal_id
   left join person b on b.id = n.absent_id
   left join visit v on v.id = (r.params ->> 'visitId')::int
   where ${SHOWN_IN} = $1 and n.person_id = $2 and n.withdrawn_at is null order by r.due_at, r.id`,
);

/**
 * What of a message of nags still stands: what was done meanwhile, or is somebody else's by now, is not told any more. The
 * overdue first, then by the end of the term; visits by their hour.
 * @param root the message's key
 */
export async function readNags(
  queries: Queries,
  around: Circumstances,
  personId: number,
  root: string,
): Promise<NagLine[]> {
  const { now, calendar } = around;
  const rows = await queries.query<Row>(selectNags, [root, personId]);
  const appeals = await loadTerms(queries, [...new Set(rows.map(({ appealId }) => appealId))], around.signatures);
  const colleagues = await loadColleagues(queries, around);
  const nameless = await readNameless(queries, [...appeals.keys()]);
  const lines = new Map<string, NagLine & { readonly holderId: number | null }>();
  for (const row of rows) {
    const appeal = appeals.get(row.appealId);
    if (!appeal) continue;
    const key = row.visitAt ? `${row.appealId}:visit:${row.visitAt.getTime()}` : `${row.appealId}:${row.term}`;
    const about = aboutOf(row, lines.get(key)?.reminderIds ?? []);
    if (row.visitKind !== null) {
      const line = visitLine(row, appeal.places.executorId, around);
      const reader = line && withDeputies(line.people, colleagues).find((one) => one.personId === personId);
      if (line && reader) lines.set(key, { ...about, ...line.told, sound: reader.sound, holderId: null });
      continue;
    }
    const term = termsOf(appeal.facts, calendar).find(({ id }) => id === row.term);
    if (!term || row.threshold === null || isOverQuietly(term, now)) continue;
    const overdue = isLate(term, now);
    // Its end has a nag of its own.
    if (overdue && row.threshold !== 'overdue') continue;
    const reader = nagged(term.reason, row.threshold, placesAt(term, appeal.places), colleagues).find(
      (one) => one.personId === personId,
    );
    if (!reader) continue;
    lines.set(key, {
      ...about,
      absent: reader.absentId === null ? null : about.absent,
      sound: reader.sound,
      kind: 'term',
      reason: term.reason,
      term: term.missedAs,
      threshold: row.threshold,
      stage: appeal.facts.stage,
      due: term.due,
      overdue,
      escalated: reader.escalated,
      gathered: reader.gathered === true,
      holder: null,
      ...heldNow(
        reader,
        term.unnamed === 'assumed' ? 'assumed' : nameless(row.appealId, term.missedAs),
        whoCanAct(appeal.places, colleagues),
      ),
    });
  }
  return named(queries, [...lines.values()].sort(urgency));
}

/** A visit that is still ahead, and who takes part; null: it is not. */
function visitLine(
  { visitKind: kind, visitAt: at, visitPlace, visitPeople, visitOver, reason }: Row,
  executorId: number | null,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): { readonly people: number[]; readonly told: Pick<VisitNag, 'kind' | 'threshold' | 'visit'> } | null {
  if (kind === null || at === null || visitOver || !isStillAhead(reason, at, now, calendar)) return null;
  return {
    people: [executorId ?? [], visitPeople ?? []].flat(),
    told: {
      kind: 'visit',
      threshold: reason === 'visit_evening' ? 'evening' : 'hour',
      visit: { kind, at, place: visitPlace ?? '' },
    },
  };
}

/** Whom it is told of, where the reader only hears that it is late. */
const heldNow = (
  { escalated }: Pick<Nagged, 'escalated'>,
  nameless: Nameless | null,
  { id, away }: ReturnType<typeof whoCanAct>,
): { readonly nameless: Nameless | null; readonly away: boolean; readonly holderId: number | null } => ({
  nameless,
  away: escalated && away,
  holderId: escalated && nameless === null ? id : null,
});

const aboutOf = (row: Row, earlierIds: readonly number[]): Omit<AboutAppeal, 'sound'> => ({
  reminderIds: [...earlierIds, row.reminderId],
  appealId: row.appealId,
  number: row.number,
  place: placeOf(row),
  follows: row.follows,
  absent: row.absent === null ? null : shortName(row.absent),
});

export const isVisit = (line: NagLine): line is VisitNag => line.kind === 'visit';

/**
 * A sound is for what is one's own, in working time; a visit may call people out of their homes (domain.md, Nags).
 * @param forAll the reader's phone sounds for what is all coordinators'
 */
export const isLoud = (
  lines: readonly NagLine[],
  forAll: boolean,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): boolean =>
  lines.some(
    (line) =>
      (line.sound === 'own' || (line.sound === 'all' && forAll)) && (isVisit(line) || isWorkingTime(now, calendar)),
  );

/** «Отложить» never silences an overdue; a visit comes at its hour. */
export const canWait = (line: NagLine): line is TermNag => line.kind === 'term' && !line.overdue;

/** When the first of their terms ends. */
export const nearestEnd = (lines: readonly TermNag[]): Date =>
  new Date(Math.min(...lines.map(({ due }) => due.getTime())));

function urgency(one: NagLine, other: NagLine): number {
  const rank = (line: NagLine) => (line.kind === 'visit' ? 1 : line.overdue ? 0 : 2);
  const at = (line: NagLine) => (line.kind === 'visit' ? line.visit.at : line.due).getTime();
  return rank(one) - rank(other) || at(one) - at(other) || one.appealId - other.appealId;
}

async function named(
  queries: Queries,
  lines: readonly (NagLine & { readonly holderId: number | null })[],
): Promise<NagLine[]> {
  const names = await shortNamesOf(
    queries,
    lines.flatMap(({ holderId }) => holderId ?? []),
  );
  return lines.map(({ holderId, ...line }): NagLine =>
    line.kind === 'visit' || holderId === null ? line : { ...line, holder: names.get(holderId) ?? null },
  );
}

function placeOf({ settlement, address, category }: Row): string | null {
  const place = placeWords(settlement, address);
  const shown = place === '' ? category : place;
  return shown === null ? null : maskPlace(shown);
}
