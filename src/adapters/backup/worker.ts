import 'reflect-metadata';
import type { CopyTrouble } from '../../usecases/copy-troubles';
import { workForBot } from '../apart';
import { checkCopy, checkSealed } from './check-copy';
import { copiesIn } from './copies-in';
import { CopyRefused } from './refused';
import { takeCopy, type CopyOrder } from './take-copy';

export type Checked = { readonly takenAt: Date; readonly found: 'good' | 'sealed' | CopyTrouble } | null;

/** What can be asked of the worker. */
export type Tasks = {
  /** Null: it was taken. */
  take: { readonly asks: { readonly order: Omit<CopyOrder, 'signal'> }; readonly answers: CopyTrouble | null };
  /** Null: there is none. */
  check: { readonly asks: { readonly url: string; readonly directory: string }; readonly answers: Checked };
};

workForBot<Tasks>((task) => {
  switch (task.name) {
    case 'take':
      return troubleOf(() => takeCopy(task.order));
    case 'check':
      return check(task);
  }
});

async function check({ url, directory }: Tasks['check']['asks']): Promise<Checked> {
  const [copy] = await copiesIn(directory);
  if (!copy) return null;
  const { takenAt, recipient } = copy.manifest;
  const trouble = await troubleOf(() =>
    recipient === null ? checkCopy({ url, copy, identity: null }) : checkSealed(copy),
  );
  return { takenAt, found: trouble ?? (recipient === null ? 'good' : 'sealed') };
}

async function troubleOf(work: () => Promise<unknown>): Promise<CopyTrouble | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof CopyRefused) return { why: error.why, params: error.params };
    throw error;
  }
}
