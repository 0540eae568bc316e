import 'reflect-metadata';
import type { CopyTrouble } from '../../usecases/kit/account-params';
import { checkCopy, checkSealed } from './check-copy';
import { copiesIn, newestOf } from './copies-in';
import { troubleOf } from './refused';

interface Where {
  readonly url: string;
  readonly directory: string;
  readonly now: Date;
}

type Checked = { readonly takenAt: Date; readonly found: 'good' | 'sealed' | CopyTrouble } | null;

/** Of the newest copy; null: there is none. Beside the process that takes copies, which has no use for all that a database of ours is made by. */
export async function check({ url, directory, now }: Where): Promise<Checked> {
  const copy = newestOf(await copiesIn(directory), now);
  if (!copy) return null;
  const { takenAt, recipient } = copy.manifest;
  const trouble = await troubleOf(() =>
    recipient === null ? checkCopy({ url, copy, identity: null }) : checkSealed(copy),
  );
  return { takenAt, found: trouble ?? (recipient === null ? 'good' : 'sealed') };
}
