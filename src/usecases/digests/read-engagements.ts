import { statement, type Queries } from '../../database/database';
import type { OfficeCalendar, PlainDate } from '../../regulation/calendar';
import type { EngagementContent } from '../../regulation/engagement/content';
import { worksOnQuestions } from '../../regulation/engagement/line-questions';
import { numbersOfDay } from '../../regulation/engagement/numbers';
import { ENGAGEMENT_STAGES, type EngagementStage } from '../../regulation/engagement/vocabulary';
import type { GroupDigest } from '../messages';

type Numbers = NonNullable<GroupDigest['engagement']>;

const selectDated = statement(
  'digest-engagements',
  `select e.stage, v.content ->> 'opensOn' as "opensOn", v.content ->> 'closesOn' as "closesOn", v.content ->> 'resultsBy' as "resultsBy"
   from engagement e join engagement_version v on v.engagement_id = e.id and v.number = e.number
   where e.stage in ('placing', 'running', 'summing_up')`,
);
const countLate = statement(
  'digest-late-duties',
  `select (select count(*)::int from line_question q join engagement e on e.id = q.engagement_id
       where q.state = 'given' and q.due_on < $1::date and e.stage = any($2::text[])) as "questionsLate",
     (select count(*)::int from engagement_task where state = 'given' and due_on < $1::date) as "tasksLate"`,
);

type Dated = Pick<EngagementContent, 'opensOn' | 'closesOn' | 'resultsBy'> & { readonly stage: EngagementStage };

/** What ОГ makes and has given, in numbers of this morning; null: there is nothing to tell of it. */
export async function readEngagementNumbers(
  queries: Queries,
  day: PlainDate,
  calendar: OfficeCalendar,
): Promise<Numbers | null> {
  const [late] = await queries.query<Pick<Numbers, 'questionsLate' | 'tasksLate'>>(countLate, [
    day,
    ENGAGEMENT_STAGES.filter(worksOnQuestions),
  ]);
  const numbers: Numbers = {
    ...{ opens: 0, closesSoon: 0, closesLater: 0, resultsDue: 0, resultsLate: 0 },
    ...(late ?? { questionsLate: 0, tasksLate: 0 }),
  };
  for (const one of await queries.query<Dated>(selectDated))
    for (const number of numbersOfDay(one, day, calendar)) numbers[number] += 1;
  return Object.values(numbers).some((count) => count > 0) ? numbers : null;
}
