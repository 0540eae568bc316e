import type { SentTable } from '../../usecases/sent-table';
import { workForBot } from '../apart';
import { readTable } from './read-table';

/** What can be asked of the worker. */
export type Tasks = { read: { readonly asks: { readonly path: string }; readonly answers: SentTable } };

workForBot<Tasks>(({ path }) => readTable(path));
