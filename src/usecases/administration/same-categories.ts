import { Category } from '../../../entities/category';
import { repositoryOf, statement, type Rows, type Transaction } from '../../database/database';
import { fastTrackDays, type CategoryTerm } from '../../regulation/deadlines';

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
