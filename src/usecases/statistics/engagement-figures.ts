import { databaseOf, statement } from '../../database/database';
import { spanOf } from '../../regulation/calendar';
import { ENGAGEMENT_KINDS, type EngagementKind } from '../../regulation/engagement/vocabulary';
import type { Desk } from '../kit/ports';
import type { Part, Period } from './figures';

/** Of one kind, what ended in a period and stands: how many, how many citizens took part, and what they proposed, as far as results were told. */
export interface HeldKind {
  readonly kind: EngagementKind;
  readonly held: number;
  readonly participants: number;
  readonly proposals: number;
}

/** What the ОГ role has held in a period, counted from rows. */
export interface EngagementFigures {
  /** In the order in which they are offered; those of which there is something. */
  readonly kinds: readonly HeldKind[];
  /** Of direct lines: asked in the period, and answered in it, with that of the question that they repeat, too. */
  readonly asked: number;
  readonly answered: number;
  /** Of the answered ones that had a last day: those that were answered by it. */
  readonly inTime: Part;
}

const selectHeld = statement(
  'engagements-held',
  `select e.kind, count(*)::int as held, coalesce(sum((r.results ->> 'participants')::int), 0)::int as participants,
     coalesce(sum(jsonb_array_length(r.results -> 'proposals')), 0)::int as proposals
   from (select distinct j.engagement_id as id from journal_entry j
         where j.engagement_id is not null and j.action = 'end' and j.at >= $1 and j.at < $2) ended
     join engagement e on e.id = ended.id and e.stage <> 'removed'
     left join lateral (select n.results from engagement_result n where n.engagement_id = e.id order by n.number desc limit 1) r on true
   group by e.kind`,
);
/** `w`: whose answer it has. */
const ANSWERED = `w.state = 'answered' and w.answered_at >= $1 and w.answered_at < $2`;
const selectQuestions = statement(
  'line-questions-of-period',
  `select count(*) filter (where q.asked_at >= $1 and q.asked_at < $2)::int as asked,
     count(*) filter (where ${ANSWERED})::int as answered,
     count(*) filter (where ${ANSWERED} and w.due_on is not null)::int as due,
     count(*) filter (where ${ANSWERED} and (w.answered_at at time zone $3)::date <= w.due_on)::int as "inTime"
   from line_question q join line_question w on w.id = coalesce(q.joined_to_id, q.id)`,
);

/** What polls, votes, hearings and direct lines came to in a period. */
export async function readEngagementFigures(desk: Desk, period: Period): Promise<EngagementFigures> {
  const calendar = desk.office.calendar();
  const [database, span] = [databaseOf(desk), spanOf(period, calendar)];
  const held = await database.query<HeldKind>(selectHeld, span);
  const [counted] = await database.query<Counted>(selectQuestions, [...span, calendar.zone]);
  const { asked, answered, due, inTime } = counted ?? { asked: 0, answered: 0, due: 0, inTime: 0 };
  return {
    kinds: ENGAGEMENT_KINDS.flatMap((kind) => held.filter((one) => one.kind === kind)),
    ...{ asked, answered, inTime: { kept: inTime, of: due } },
  };
}

interface Counted {
  readonly asked: number;
  readonly answered: number;
  readonly due: number;
  readonly inTime: number;
}

/** Whether there is anything to say. */
export const isAnything = ({ kinds, asked, answered }: EngagementFigures): boolean =>
  kinds.length > 0 || asked > 0 || answered > 0;
