import type { CopyTrouble } from '../../usecases/copy-troubles';
import { workForBot } from '../apart';
import { troubleOf } from './refused';
import { takeCopy, type CopyOrder } from './take-copy';

/** What can be asked of the worker. */
export type Tasks = {
  /** Null: it was taken. */
  take: { readonly asks: { readonly order: Omit<CopyOrder, 'signal'> }; readonly answers: CopyTrouble | null };
};

workForBot<Tasks>(({ order }) => troubleOf(() => takeCopy(order)));
