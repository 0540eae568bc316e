import { Category } from '../../../entities/category';
import { repositoryOf, statement, type Rows, type Transaction, databaseOf } from '../../database/database';
import type { Answers } from '../../regulation/answers';
import { fastTrackDays, type CategoryTerm, type FastTrackDays } from '../../regulation/deadlines';
import { hasRight } from '../../regulation/rights';
import { perform } from '../acts/perform';
import { noteChange } from '../kit/journal';
import { say } from '../kit/messages';
import { shortName, officialById, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { redraw } from '../kit/redraw';
import { sayOfMany } from '../people/turn-of-absences';

const lock = statement('hold-categories', 'lock table category in share row exclusive mode');

/** Who is the same as whom is decided by one person at a time, and so is what each row says. Readers do not wait. */
export const holdCategories = async (tx: Transaction): Promise<void> => void (await tx.query(lock));

/**
 * What is the same as another category has its term, its usual executor and «без фото», as they stand there now, whatever is above that. They are
 * written into its own row, so that whoever reads a term need not know of it. @idempotent
 */
export async function followSame(rows: Rows): Promise<void> {
  const categories = repositoryOf(rows, Category);
  const all = await categories.find();
  const terms = all.map(({ fastTrackDays: days, ...row }): CategoryTerm => ({ ...row, days }));
  for (const row of all) {
    const other = row.sameAsId === null ? undefined : all.find(({ id }) => id === row.sameAsId);
    if (!other) continue;
    const days = fastTrackDays(terms, { ...other, kind: 'message' });
    const executorId = usualExecutor(all, other);
    const isPhotoless = above(all, other).some((line) => line.isPhotoless);
    if (row.fastTrackDays !== days || row.executorId !== executorId || row.isPhotoless !== isPhotoless)
      await categories.save(Object.assign(row, { fastTrackDays: days, executorId, isPhotoless }));
  }
}

/** The nearest that stands at the category or above it. */
const usualExecutor = (all: readonly Category[], category: Category): number | null =>
  above(all, category)
    .filter((line) => line.executorId !== null)
    .sort((one, other) => depth(other) - depth(one))[0]?.executorId ?? null;
/** It and what stands above it. */
const above = (all: readonly Category[], { category, subcategory, fact }: Category): Category[] =>
  all.filter(
    (line) =>
      line.category === category &&
      (line.subcategory === null || line.subcategory === subcategory) &&
      (line.fact === null || line.fact === fact),
  );
const depth = ({ subcategory, fact }: Category): number => Number(subcategory !== null) + Number(fact !== null);

/** A category that came with appeals. */
export interface NewCategory {
  readonly id: number;
  /** Down to the fact. */
  readonly path: readonly string[];
  /** How many appeals have it, and how many of them are open. */
  readonly all: number;
  readonly open: number;
  /** Of these, whose term follows what is decided. */
  readonly following: number;
  readonly isNew: boolean;
  /** Of its own; null: it has none. */
  readonly days: number | null;
  /** That a message of it has, by what stands above it too. */
  readonly inForce: number | null;
  readonly executor: string | null;
  readonly sameAs: readonly string[] | null;
  /** How many others of its category, and of these of its subcategory, nobody has decided about. */
  readonly newInCategory: number;
  readonly newInSubcategory: number;
}

interface Row extends Pick<
  NewCategory,
  'id' | 'all' | 'open' | 'following' | 'isNew' | 'days' | 'newInCategory' | 'newInSubcategory'
> {
  readonly category: string;
  readonly subcategory: string | null;
  readonly fact: string | null;
  readonly executor: string | null;
  readonly sameAs: readonly (string | null)[] | null;
}
const OTHERS = `select count(*)::int from category n where n.is_new and n.id <> c.id and n.category = c.category`;
const COUNTED = `select c.id, (${OTHERS}) as "newInCategory", (${OTHERS} and n.subcategory = c.subcategory) as "newInSubcategory", c.category, c.subcategory, c.fact, c.is_new as "isNew", c.fast_track_days as days, p.name as executor,
     case when s.id is null then null else jsonb_build_array(s.category, s.subcategory, s.fact) end as "sameAs",
     count(a.id)::int as all, count(w.appeal_id)::int as open, count(t.appeal_id) filter (where w.appeal_id is not null)::int as following
   from category c left join person p on p.id = c.executor_id left join category s on s.id = c.same_as_id
     left join appeal a on a.category = c.category and a.subcategory is not distinct from c.subcategory and a.fact is not distinct from c.fact
     left join open_work w on w.appeal_id = a.id left join term_by_category t on t.appeal_id = a.id`;
const selectNew = statement(
  'new-categories',
  `${COUNTED} where c.is_new group by c.id, p.id, s.id order by count(w.appeal_id) desc, count(a.id) desc, c.category, c.subcategory, c.fact`,
);
const selectOne = statement('learned-category', `${COUNTED} where c.id = $1 group by c.id, p.id, s.id`);
const countNew = statement('count-new-categories', 'select count(*)::int as count from category where is_new');
const selectTerms = statement(
  'terms-of-categories',
  'select category, subcategory, fact, fast_track_days as days from category',
);

/** Those to be decided about, the most wanted first. */
export async function listNewCategories(desk: Desk): Promise<NewCategory[]> {
  const database = databaseOf(desk);
  return shown(await database.query<Row>(selectNew), await database.query(selectTerms));
}

export async function countNewCategories(desk: Desk): Promise<number> {
  return (await databaseOf(desk).query<{ count: number }>(countNew))[0]?.count ?? 0;
}

/** One of them, also when it is decided about by now; null: there is none. */
export async function readNewCategory(desk: Desk, id: number): Promise<NewCategory | null> {
  const database = databaseOf(desk);
  return shown(await database.query<Row>(selectOne, [id]), await database.query(selectTerms))[0] ?? null;
}

const levels = (path: readonly (string | null)[]): string[] => path.filter((level) => level !== null);

const shown = (rows: readonly Row[], terms: Parameters<typeof fastTrackDays>[0]): NewCategory[] =>
  rows.map(({ category, subcategory, fact, executor, sameAs, ...row }) => ({
    ...row,
    path: levels([category, subcategory, fact]),
    inForce: fastTrackDays(terms, { kind: 'message', category, subcategory, fact }),
    executor: executor === null ? null : shortName(executor),
    sameAs: sameAs && levels(sameAs),
  }));

export type CategoryDecision =
  | { readonly kind: 'days'; readonly days: FastTrackDays | null }
  | { readonly kind: 'executor'; readonly executorId: number | null }
  | { readonly kind: 'same'; readonly asId: number };

/** Why nothing was decided; each is a key under `people:newCategories.refusal`. */
export type DecisionRefusal = 'notYours' | 'gone' | 'notLearned' | 'circle';
export type Decided = { readonly ok: true } | { readonly ok: false; readonly refusal: DecisionRefusal };

/**
 * What a coordinator says of a category that came with appeals: it is remembered, and holds for those to come. The usual executor alone
 * decides nothing. Another decision takes the place of the former.
 * @param words it, as the reason of what follows from it
 * @idempotent
 */
export async function decideCategory(
  desk: Desk,
  actor: Official,
  categoryId: number,
  decision: CategoryDecision,
  words: string,
): Promise<Decided> {
  if (!hasRight(actor, 'categories')) return { ok: false, refusal: 'notYours' };
  return databaseOf(desk).transaction(async (tx) => {
    await holdCategories(tx);
    const row = await repositoryOf(tx, Category).findOneBy({ id: categoryId });
    if (!row) return { ok: false, refusal: 'gone' };
    // What an admin or the roster has said is theirs to change.
    if (!row.isNew && row.decidedById === null) return { ok: false, refusal: 'notLearned' };
    const refusal = await apply(tx, row, decision);
    if (refusal) return { ok: false, refusal };
    if (decision.kind !== 'executor')
      Object.assign(row, { isNew: false, decidedById: actor.personId, decision: words });
    await repositoryOf(tx, Category).save(row);
    await followSame(tx);
    await noteChange(tx, desk.clock.now(), actor, { categoryId, ...decision }, 'coordinator');
    return { ok: true };
  });
}

/** What a decision about a term may be taken over for. */
export const BRANCHES = ['category', 'subcategory'] as const;
export type Branch = (typeof BRANCHES)[number];

/**
 * The same term for every other new category of the branch.
 * @idempotent: what is decided about is new no more
 */
export async function decideBranch(
  desk: Desk,
  actor: Official,
  categoryId: number,
  of: Branch,
  words: string,
): Promise<Decided> {
  if (!hasRight(actor, 'categories')) return { ok: false, refusal: 'notYours' };
  return databaseOf(desk).transaction(async (tx) => {
    await holdCategories(tx);
    const categories = repositoryOf(tx, Category);
    const row = await categories.findOneBy({ id: categoryId });
    if (!row || row.isNew || row.decidedById === null || row.sameAsId !== null) return { ok: false, refusal: 'gone' };
    const { category, subcategory, fastTrackDays: days } = row;
    if (of === 'subcategory' && subcategory === null) return { ok: false, refusal: 'gone' };
    const others = await categories.findBy({
      isNew: true,
      category,
      ...(of === 'subcategory' && subcategory !== null && { subcategory }),
    });
    for (const other of others) {
      const decision = { fastTrackDays: days, isNew: false, decidedById: actor.personId, decision: words };
      await categories.save(Object.assign(other, decision));
      await noteChange(
        tx,
        desk.clock.now(),
        actor,
        { categoryId: other.id, kind: 'days', days, asIn: categoryId },
        'coordinator',
      );
    }
    await followSame(tx);
    return { ok: true };
  });
}

async function apply(tx: Transaction, row: Category, decision: CategoryDecision): Promise<DecisionRefusal | null> {
  switch (decision.kind) {
    case 'days':
      Object.assign(row, { fastTrackDays: decision.days, sameAsId: null });
      return null;
    case 'executor':
      row.executorId = decision.executorId;
      return null;
    case 'same': {
      const categories = repositoryOf(tx, Category);
      const other = await categories.findOneBy({ id: decision.asId });
      if (!other || other.isNew) return 'gone';
      if (other.id === row.id || other.sameAsId !== null) return 'circle';
      row.sameAsId = other.id;
      // whatever was the same as this one is the same as that one
      await categories.update({ sameAsId: row.id }, { sameAsId: other.id });
      return null;
    }
  }
}

// ── What follows for the open ones ──────────────────────────────────────────

/** Appeals that are looked at together: of one decision they are one transaction and one message. */
const AT_ONCE = 200;
const selectBehind = statement(
  'appeals-behind-their-category',
  `select a.id, a.version, c.id as "categoryId", c.decided_by_id as "decidedById", c.decision
   from term_by_category t join category c on c.id = t.category_id join appeal a on a.id = t.appeal_id join open_work w on w.appeal_id = a.id
   where not c.is_new and c.decided_by_id is not null and a.kind = 'message' and a.id > $1
     and a.category = c.category and a.subcategory is not distinct from c.subcategory and a.fact is not distinct from c.fact
     and a.fast_track_days is distinct from coalesce(c.fast_track_days,
       (select up.fast_track_days from category up where up.category = c.category and up.fact is null
          and (up.subcategory is null or up.subcategory = c.subcategory) and up.fast_track_days is not null
        order by up.subcategory nulls last limit 1))
   order by a.id limit ${AT_ONCE}`,
);
const dropFollowing = statement('drop-term-by-category', 'delete from term_by_category where appeal_id = $1');

interface Behind {
  readonly id: number;
  readonly version: number;
  readonly categoryId: number;
  readonly decidedById: number;
  readonly decision: string | null;
}

/**
 * Open appeals whose category was decided about get its term, as «Исправить сведения» of whoever has decided: by the table. Of one
 * appeal everybody hears as of any correction, of several in one message.
 * @returns how many
 * @idempotent: those that have it are passed over
 */
export async function applyDecisions(desk: Desk): Promise<number> {
  let [applied, after] = [0, 0];
  for (;;) {
    const behind = await databaseOf(desk).query<Behind>(selectBehind, [after]);
    for (const decided of byCategory(behind)) applied += await applyTo(desk, decided);
    after = behind.at(-1)?.id ?? after;
    if (behind.length === 0) return applied;
  }
}

function byCategory(behind: readonly Behind[]): (readonly Behind[])[] {
  const groups = new Map<number, Behind[]>();
  for (const one of behind) groups.set(one.categoryId, [...(groups.get(one.categoryId) ?? []), one]);
  return [...groups.values()];
}

/** One that throws is found again the next time, and the others have their term. @throws if none has got it */
async function applyTo(desk: Desk, decided: readonly Behind[]): Promise<number> {
  const apply = (these: readonly Behind[]) => databaseOf(desk).transaction((tx) => applyIn(tx, desk, these));
  try {
    return await apply(decided);
  } catch (error) {
    if (decided.length === 1) throw error;
    let applied = 0;
    for (const one of decided) applied += await apply([one]).catch(() => 0);
    if (applied === 0) throw error;
    return applied;
  }
}

async function applyIn(tx: Transaction, desk: Desk, decided: readonly Behind[]): Promise<number> {
  const [first] = decided;
  if (!first) return 0;
  const { categoryId, decidedById, decision } = first;
  const presser = await officialById(desk, decidedById);
  const answers: Answers = { corrected: { termByCategory: true }, reason: decision ?? '', confirmed: true };
  const isOneOfMany = decided.length > 1;
  const entries = new Map<number, number>();
  for (const { id: appealId, version: seenVersion } of decided) {
    const decided = { kind: 'decision', action: 'correctDetails', answers, isOneOfMany } as const;
    const result = presser && (await perform(tx, desk, { ...decided, appealId, seenVersion, presser }));
    if (result?.ok === true) entries.set(appealId, result.entryId);
    // Somebody acts on it at this moment: the next time it is found again. Whoever is no coordinator any more decides nothing.
    else if (result?.refusal !== 'stale') await tx.query(dropFollowing, [appealId]);
  }
  const [[appealId, entryId] = [0, 0]] = entries;
  if (presser && isOneOfMany) {
    const key = `category:${categoryId}:act:${entryId}`;
    const heard = { about: 'termByCategory', words: decision, exceptId: decidedById, roles: ROLES_TOLD } as const;
    await sayOfMany(tx, desk, { ...heard, key, appealIds: [...entries.keys()] });
  } else if (presser && entries.size > 0)
    // An act of theirs without a press of theirs: their card would show what was before.
    await say(tx, [redraw('appeal', appealId, { ...presser, id: presser.personId })], desk.clock.now());
  return entries.size;
}
const ROLES_TOLD = ['coordinator', 'curator'] as const;
