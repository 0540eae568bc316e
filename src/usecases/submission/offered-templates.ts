import { AnswerTemplate } from '../../../entities/answer-template';
import { columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { maskPersonalData } from '../../text/personal-data';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { filledIn } from '../../regulation/placeholders';
import { groupOf } from '../appeals/joined';
import { shortName } from '../people/names';

export type OfferedTemplate = Readonly<Pick<AnswerTemplate, 'id' | 'name'>>;

/** Whether what stands at the category `line`, or above others, holds for `path`. SQL. */
const covers = (line: string, path: string): string => `${line}.category = ${path}.category
  and (${line}.subcategory is null or ${line}.subcategory = ${path}.subcategory) and (${line}.fact is null or ${line}.fact = ${path}.fact)`;
/**
 * Of `answer_template t` and the category `c` that it may have: it is for `appeal a`. What is said to be the same as another category
 * has that one's templates beside its own.
 */
const FITS = `t.removed_at is null and (c.id is null or ${covers('c', 'a')}
  or exists (select from category s join category o on o.id = s.same_as_id where ${covers('s', 'a')} and ${covers('c', 'o')}))`;
const selectOffered = statement(
  'offered-templates',
  `select ${columns(AnswerTemplate, ['id', 'name'], 't')} from appeal a join answer_template t on true left join category c on c.id = t.category_id
   where a.id = $1 and ${FITS} order by c.fact is null, c.subcategory is null, c.id is null, t.name, t.id`,
);

/** Those for an appeal, the nearest to what it is about first. */
export const offeredTemplates = (queries: Queries, appealId: number): Promise<OfferedTemplate[]> =>
  queries.query<OfferedTemplate>(selectOffered, [appealId]);

interface Filling {
  text: string;
  /** Of all that the answer serves, this one first. */
  numbers: string[];
  registered: Date[];
  due: Date;
  address: string | null;
  topic: string | null;
  executor: string | null;
}
const selectFilling = statement(
  'template-to-fill-in',
  `select t.text, served.*,
     nullif(concat_ws(', ', nullif(a.settlement, ''), nullif(a.address, '')), '') as address,
     coalesce(a.fact, a.subcategory, a.category) as topic, (select p.name from person p where p.id = a.executor_id) as executor
   from appeal a join answer_template t on t.id = $2 left join category c on c.id = t.category_id
     cross join lateral (select array_agg(m.number order by m.id) as numbers, array_agg(m.registered_at order by m.id) as registered,
       min(m.due_at) as due from appeal m where m.id in ${groupOf('a.id')}) served
   where a.id = $1 and ${FITS}`,
);

/** A template filled in with what is known of the appeal; null: it is offered no more. */
export async function templateFor(
  queries: Queries,
  appealId: number,
  templateId: number,
  { now, calendar }: Circumstances,
): Promise<string | null> {
  const [row] = await queries.query<Filling>(selectFilling, [appealId, templateId]);
  if (!row) return null;
  const { text, numbers, registered, due, address, topic, executor } = row;
  const dateOf = (instant: Date) => inDots(dayOf(instant, calendar));
  return filledIn(text, {
    number: numbers.join(', '),
    date: [...new Set(registered.map(dateOf))].join(', '),
    address: unlessPersonal(address),
    topic: unlessPersonal(topic),
    executor: executor === null ? null : shortName(executor),
    term: dateOf(due),
    today: dateOf(now),
  });
}

/** A place in which somebody has typed a telephone stands masked everywhere, and so in no official text. */
const unlessPersonal = (text: string | null): string | null =>
  text !== null && maskPersonalData(text) === text ? text : null;

/** As official letters have it: 12.11.2026. */
export const inDots = (day: PlainDate): string => day.split('-').reverse().join('.');
