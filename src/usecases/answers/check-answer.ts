import { AnswerTemplate } from '../../../entities/answers';
import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { dayOf, type PlainDate, type OfficeCalendar } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { formalSigns, type FormalSign } from '../../regulation/formal-signs';
import { filledIn } from '../../regulation/placeholders';
import { maskPersonalData } from '../../text/personal-data';
import { likenessOf, sketchOf } from '../appeals/likely-repeats';
import { groupOf } from '../appeals/pending';
import { shortName } from '../kit/officials';

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

/** Of all runs of three words so many are the same: other facts in the same sentences are less. */
const NEAR = 0.75;
/** One text of thousands of answers costs no more than that of so many. */
const FOUND = 500;
/** Of these, the nearest by their sketches are compared word by word. */
const COMPARED = 10;

const OF_APPEAL = columns(Appeal, ['number', 'epguNumber', 'registeredAt', 'settlement', 'address', 'text'], 'a');
const selectAppeal = statement('appeal-to-answer', `select ${OF_APPEAL} from appeal a where a.id = $1`);

/**
 * Answers of one matter are alike for a good reason: those of the appeal itself, also before its re-examination, and of those that are
 * worked as one with it. SQL of an array.
 */
const ofOneMatter = (appealId: string): string => `array${groupOf(appealId)}`;

/** The index finds them; without its own step the newest drafts would be read one by one instead. */
const selectAlike = statement(
  'drafts-alike',
  `with alike as materialized (select c.draft_id, c.likeness from formal_check c where c.likeness && $1::int[] limit ${FOUND})
   select d.id, d.text, a.id as "appealId", a.number
   from alike join answer_draft d on d.id = alike.draft_id join appeal a on a.id = d.appeal_id
   where d.appeal_id <> all (${ofOneMatter('$2::int')})
   order by (select count(*) from unnest(alike.likeness) n where n = any($1)) desc, d.id desc limit ${COMPARED}`,
);

/** Of a form that is to write a version of an answer, the text that it has by now. */
const selectText = statement(
  'text-of-form',
  `select f.appeal_id as "appealId", t.text from form f
   cross join lateral (select case f.subject when 'submitAnswer' then f.answers ->> 'answerText' when 'editDraft' then f.answers ->> 'editedText'
     when 'approveAnswer' then f.answers ->> 'textInPos' end as text) t
   where f.id = $1 and f.state = 'open' and f.appeal_id is not null and t.text is not null`,
);
interface FormWithText {
  readonly appealId: number;
  readonly text: string;
}

/** An answer of another appeal that has nearly the same text. */
export interface Repeated {
  readonly draftId: number;
  readonly appealId: number;
  readonly number: string;
}

export interface CheckedAnswer {
  readonly signs: readonly FormalSign[];
  readonly repeated: Repeated | null;
}

/** A text beside the answers of all other appeals. */
export interface ComparedText {
  readonly text: string;
  readonly likeness: readonly number[];
  readonly repeated: Repeated | null;
}

async function compareText(queries: Queries, appealId: number, text: string): Promise<ComparedText> {
  const likeness = sketchOf(text);
  return { text, likeness, repeated: await nearRepeat(queries, appealId, text, likeness) };
}

/**
 * The text that an answer of this form will be: what takes longest of its check is done before the act locks the appeal. Null: the
 * form has none.
 */
export async function compareAhead(queries: Queries, formId: number): Promise<ComparedText | null> {
  const [form] = await queries.query<FormWithText>(selectText, [formId]);
  return form ? compareText(queries, form.appealId, form.text) : null;
}

/**
 * The signs of a formal answer that a text carries, compared with its appeal and with the answers of all others.
 * @param ahead this text, or another, as it was compared before; another is compared now
 */
export async function checkAnswer(
  queries: Queries,
  appealId: number,
  text: string,
  calendar: OfficeCalendar,
  ahead: ComparedText | null = null,
): Promise<CheckedAnswer & { readonly likeness: readonly number[] }> {
  const { likeness, repeated } = ahead?.text === text ? ahead : await compareText(queries, appealId, text);
  const [appeal] = await queries.query<RowOf<typeof OF_APPEAL>>(selectAppeal, [appealId]);
  const own = appeal ? formalSigns(text, { ...appeal, registeredOn: dayOf(appeal.registeredAt, calendar) }) : [];
  return { signs: repeated ? [...own, { sign: 'repeat' }] : own, repeated, likeness };
}

/** The nearest answer of another appeal; of several that are equally near the newest. Null: none is near. */
export async function nearRepeat(
  queries: Queries,
  appealId: number,
  text: string,
  likeness: readonly number[] = sketchOf(text),
): Promise<Repeated | null> {
  const alike = await queries.query<{ id: number; text: string; appealId: number; number: string }>(selectAlike, [
    likeness,
    appealId,
  ]);
  let nearest: { readonly likeness: number; readonly repeated: Repeated } | null = null;
  for (const { id: draftId, text: other, appealId: its, number } of alike) {
    const found = likenessOf(text, other);
    if (found >= NEAR && found > (nearest?.likeness ?? 0))
      nearest = { likeness: found, repeated: { draftId, appealId: its, number } };
  }
  return nearest?.repeated ?? null;
}
