import 'reflect-metadata';
import type { CopyTrouble } from '../../usecases/copy-troubles';
import { workForBot } from '../apart';
import { checkCopy, checkSealed } from './check-copy';
import { copiesIn, newestOf } from './copies-in';
import { troubleOf } from './refused';

export type Checked = { readonly takenAt: Date; readonly found: 'good' | 'sealed' | CopyTrouble } | null;

/** What can be asked of it: a process beside the one that takes copies, which has no use for all that a database of ours is made by. */
export type Tasks = {
  /** Null: there is none. */
  check: {
    readonly asks: { readonly url: string; readonly directory: string; readonly now: Date };
    readonly answers: Checked;
  };
};

workForBot<Tasks>(async ({ url, directory, now }) => {
  const copy = newestOf(await copiesIn(directory), now);
  if (!copy) return null;
  const { takenAt, recipient } = copy.manifest;
  const trouble = await troubleOf(() =>
    recipient === null ? checkCopy({ url, copy, identity: null }) : checkSealed(copy),
  );
  return { takenAt, found: trouble ?? (recipient === null ? 'good' : 'sealed') };
});
