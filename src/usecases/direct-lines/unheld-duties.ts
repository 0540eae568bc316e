import { statement, databaseOf, type Queries } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { DUTIES, isUnheld, type DutyKind } from '../../regulation/engagement/duties';
import { worksOnQuestions } from '../../regulation/engagement/line-questions';
import { isPaperDue } from '../../regulation/engagement/papers';
import { ENGAGEMENT_STAGES } from '../../regulation/engagement/vocabulary';
import { officialsThere } from '../engagement/duty-hearers';
import { say, type Message } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { shortName } from '../people/names';
import { awayOn } from '../people/standing-in';
import { circumstances, today, type Desk } from '../ports';

/** What a person was given who was switched off, or is away, by its ids. */
export interface UnheldDuties extends Readonly<Record<DutyKind, readonly number[]>> {
  readonly holderId: number;
  /** Surname and initials. */
  readonly name: string;
  readonly why: 'disabled' | 'absent';
  /** Which switching off or absence it is: ОГ are told once of each. */
  readonly since: string;
}

interface Row extends Readonly<Record<DutyKind, readonly number[] | null>> {
  readonly holderId: number;
  readonly name: string;
  readonly disabledAt: Date | null;
  readonly absenceId: number | null;
}

const selectHeld = statement(
  'duties-of-those-away',
  `with held as (
     select q.given_to_id as person_id, 'questions' as kind, q.id from line_question q join engagement e on e.id = q.engagement_id
     where q.state = 'given' and e.stage = any($2::text[])
     union all select t.given_to_id, 'tasks', t.id from engagement_task t where t.state = 'given'
     union all select p.signer_id, 'papers', p.id from engagement_paper p join engagement e on e.id = p.engagement_id
     where p.state = 'waiting' and e.stage = any($3::text[]) and e.stage_at <= p.issued_at),
   away as (select b.person_id, max(b.id) as absence_id from absence b where ${awayOn('b', '$1')} group by b.person_id)
   select p.id as "holderId", p.name, p.disabled_at as "disabledAt", away.absence_id as "absenceId",
     ${DUTIES.map((kind) => `array_agg(held.id order by held.id) filter (where held.kind = '${kind}') as ${kind}`).join(', ')}
   from held join person p on p.id = held.person_id left join away on away.person_id = p.id
   where (p.disabled_at is not null or away.absence_id is not null) and ($4::int is null or p.id = $4)
   group by p.id, away.absence_id order by p.id`,
);

/** @param holderId of this person alone; null: of everybody */
export async function unheldDuties(
  queries: Queries,
  desk: Desk,
  holderId: number | null = null,
): Promise<readonly UnheldDuties[]> {
  const stages = [ENGAGEMENT_STAGES.filter(worksOnQuestions), ENGAGEMENT_STAGES.filter(isPaperDue)];
  const rows = await queries.query<Row>(selectHeld, [today(desk), ...stages, holderId]);
  if (rows.length === 0) return [];
  const colleagues = await loadColleagues(queries, circumstances(desk));
  const idsOf = (row: Row, kind: DutyKind) => (isUnheld(row.holderId, kind, colleagues) ? (row[kind] ?? []) : []);
  return rows
    .map((row): UnheldDuties => ({
      holderId: row.holderId,
      name: shortName(row.name),
      why: row.disabledAt === null ? 'absent' : 'disabled',
      since: row.disabledAt === null ? `absence:${row.absenceId}` : `disabled:${row.disabledAt.getTime()}`,
      questions: idsOf(row, 'questions'),
      tasks: idsOf(row, 'tasks'),
      papers: idsOf(row, 'papers'),
    }))
    .filter((one) => DUTIES.some((kind) => one[kind].length > 0));
}

// A row that is done as soon as it is there: it says for good that this was told.
const markTold = statement(
  'mark-unheld-told',
  `insert into reminder (key, reason, person_id, params, due_at, state) values ($1, 'unheld', $2, '{}', $3, 'done')
   on conflict (key) do nothing returning id`,
);

const selectTold = statement('unheld-told', 'select key from reminder where key = any($1::text[])');

const keyOf = ({ holderId, since }: UnheldDuties): string => `unheld:${holderId}:${since}`;

/** Of whom nobody has heard: what stands with nobody may stand so for weeks, and every tick asks. */
async function untold(desk: Desk): Promise<readonly UnheldDuties[]> {
  const database = databaseOf(desk);
  const found = await unheldDuties(database, desk);
  if (found.length === 0) return [];
  const rows = await database.query<{ key: string }>(selectTold, [found.map(keyOf)]);
  const told = new Set(rows.map(({ key }) => key));
  return found.filter((one) => !told.has(keyOf(one)));
}

/**
 * In working time ОГ hear once that what somebody was given stands with nobody: they were switched off, or are away and nobody stands in.
 * @returns of how many people they heard @idempotent by person and reason
 */
export async function tellOfUnheld(desk: Desk): Promise<number> {
  const { now, calendar } = circumstances(desk);
  if (!isWorkingTime(now, calendar)) return 0;
  let told = 0;
  for (const one of await untold(desk)) {
    const { holderId, name, why, ...ids } = one;
    told += await databaseOf(desk).transaction(async (tx) => {
      const hearers = await officialsThere(tx, desk);
      if (hearers.length === 0) return 0;
      const key = keyOf(one);
      if ((await tx.query(markTold, [key, holderId, now])).length === 0) return 0;
      const counts = { questions: ids.questions.length, tasks: ids.tasks.length, papers: ids.papers.length };
      const messages = hearers.map(({ id: personId, ...to }): Message => ({
        key: `${key}:person:${personId}`,
        to,
        kind: 'dutiesUnheld',
        params: { personId, holderId, name, why, ...counts },
        silent: false,
      }));
      await say(tx, messages, now);
      return 1;
    });
  }
  return told;
}
