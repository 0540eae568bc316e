import { Category } from '../../../entities/category';
import { statement, type Queries, databaseOf } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { type CategoryTerm, fastTrackDays, overallDue, termDays, type FastTrackDays } from '../../regulation/deadlines';
import type { Kind } from '../../regulation/vocabulary';
import type { Desk } from '../kit/ports';

/** A line of the list of categories, as a registration reads it. */
export interface KnownCategory extends CategoryTerm, Readonly<Pick<Category, 'id' | 'isNew'>> {}

const insertNew = statement(
  'insert-new-categories',
  `insert into category (category, subcategory, fact, is_new)
   select r.category, r.subcategory, r.fact, true from jsonb_to_recordset($1::jsonb) as r(category text, subcategory text, fact text)
   order by 1, 2, 3 on conflict do nothing`,
);
// After the other: what a transaction beside this one has inserted first is seen by it.
const noteFollowing = statement(
  'note-terms-by-category',
  `insert into term_by_category (appeal_id, category_id)
   select a.id, c.id from appeal a join category c on c.is_new and c.category = a.category
     and c.subcategory is not distinct from a.subcategory and c.fact is not distinct from a.fact
   where a.id = any($1::int[]) on conflict do nothing`,
);

/** What an appeal is about, as far as it is said. */
export interface Path {
  readonly category?: string | undefined;
  readonly subcategory?: string | undefined;
  readonly fact?: string | undefined;
}
/** What of an appeal that is being registered matters here. */
interface Categorised extends Path {
  readonly number: string;
  readonly kind: Kind;
  readonly fastTrackDays?: number | null | undefined;
}
const keyOf = ({ category, subcategory, fact }: Path): string =>
  JSON.stringify([category, subcategory ?? null, fact ?? null]);

/**
 * An appeal is registered with whatever category it has. One that nobody knows joins the list as a new one, for a coordinator to decide
 * about.
 * @returns those of `topics` about which nobody has decided yet
 * @idempotent by the category's path
 */
export async function learnTopics<Topic extends Path>(
  tx: Queries,
  topics: readonly Topic[],
  known: readonly KnownCategory[],
): Promise<readonly Topic[]> {
  const decided = new Set(
    known
      .filter(({ isNew }) => !isNew)
      .map(({ category, subcategory, fact }) =>
        keyOf({ category, subcategory: subcategory ?? undefined, fact: fact ?? undefined }),
      ),
  );
  const fresh = topics.filter((topic) => topic.category !== undefined && !decided.has(keyOf(topic)));
  if (fresh.length === 0) return [];
  const paths = new Map(
    fresh.map(({ category, subcategory, fact }) => [
      keyOf({ category, subcategory, fact }),
      { category, subcategory, fact },
    ]),
  );
  await tx.query(insertNew, [JSON.stringify([...paths.values()])]);
  return fresh;
}

/**
 * The same of appeals that were registered just now. Their terms follow the decision, unless whoever sent the appeal has
 * said what its fast track is.
 * @param created ids of the new appeals, by their numbers
 * @idempotent by the category's path and the appeal
 */
export async function learnCategories(
  tx: Queries,
  records: readonly Categorised[],
  created: ReadonlyMap<string, number>,
  known: readonly KnownCategory[],
): Promise<void> {
  const registered = records.filter(({ number }) => created.has(number));
  const following = (await learnTopics(tx, registered, known)).filter(
    ({ kind, fastTrackDays }) => kind === 'message' && fastTrackDays === undefined,
  );
  const ids = following.flatMap(({ number }) => created.get(number) ?? []);
  if (ids.length > 0) await tx.query(noteFollowing, [ids]);
}

const selectCategories = statement(
  'category-terms',
  `select id, category, subcategory, fact, fast_track_days as days, is_new as "isNew" from category`,
);

/** What of an appeal's record tells how long its term is. `fastTrackDays`: undefined asks the category, null says there is none. */
export interface Termed {
  readonly kind: Kind;
  readonly category?: string | undefined;
  readonly subcategory?: string | undefined;
  readonly fact?: string | undefined;
  readonly fastTrackDays?: FastTrackDays | null | undefined;
}

/** `fast`: days of the fast track, if it is one. */
export interface ForeseenDays {
  readonly fast: FastTrackDays | null;
  readonly days: number;
}

export interface ForeseenTerm extends ForeseenDays {
  readonly due: Date;
}

/** Terms of appeals that are about to be registered, by the categories as they are now. */
export interface ForeseenTerms {
  readonly known: readonly KnownCategory[];
  daysOf(record: Termed): ForeseenDays;
  dueOf(registeredAt: Date, days: number): Date;
}

export async function foreseenTerms(queries: Queries, calendar: OfficeCalendar): Promise<ForeseenTerms> {
  const known = await queries.query<KnownCategory>(selectCategories);
  return {
    known,
    daysOf({ kind, category = null, subcategory = null, fact = null, fastTrackDays: said }) {
      const ofCategory = () => fastTrackDays(known, { kind, category, subcategory, fact });
      const fast = kind === 'appeal59' ? null : said === undefined ? ofCategory() : said;
      return { fast, days: termDays({ kind, fastTrackDays: fast }) };
    },
    dueOf: (registeredAt, days) => overallDue(registeredAt, days, calendar),
  };
}

/** What term an appeal will have, to be shown before it is registered. */
export async function foreseeTerm(desk: Desk, record: Termed & { readonly registeredAt: Date }): Promise<ForeseenTerm> {
  const terms = await foreseenTerms(databaseOf(desk), desk.office.calendar());
  const foreseen = terms.daysOf(record);
  return { ...foreseen, due: terms.dueOf(record.registeredAt, foreseen.days) };
}
