import { isRefusal } from '../errors';

/**
 * Joins calls: what comes while one write is on its way goes together in the next, so a commit is shared by everybody
 * who waits for one, and nobody waits when there is no crowd.
 * @param write gets 1 to `limit` items, answers one result per item in the same order; when it throws, all of them fail;
 *   what the database refuses is written again one by one, so that what one of them holds is no other's trouble.
 */
export function batched<Item, Result>(
  write: (items: readonly Item[]) => Promise<readonly Result[]>,
  limit = 200,
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let writing = false;

  async function together(batch: readonly Waiting[]): Promise<void> {
    const results = await write(batch.map(({ item }) => item));
    if (results.length !== batch.length) throw new Error(`${batch.length} items got ${results.length} results`);
    results.forEach((result, index) => batch[index]?.resolve(result));
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limit);
      try {
        await together(batch);
      } catch (error) {
        if (batch.length === 1 || !isRefusal(error)) for (const { reject } of batch) reject(error);
        else for (const one of batch) await together([one]).catch(one.reject);
      }
    }
    writing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (writing) return;
      writing = true;
      // a microtask later, so that calls of one turn are one write
      queueMicrotask(() => void drain());
    });
}
