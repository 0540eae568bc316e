import type { Proof } from '../../../src/usecases/journal/prove';
import type { Reading } from '../turn';
import { moment } from './dates';

type ShownHead = Pick<Proof['head'], 'size' | 'root'> & { readonly sealedAt: string | Date };

/** What the journal's tree was, as it stands on paper. */
export const headWords = ({ size, root, sealedAt }: ShownHead, { words: { plain }, now, calendar }: Reading): string =>
  plain('journal:printed', { count: size, root, moment: moment(new Date(sealedAt), now, calendar) });

/** The same at the foot of a report; before anything is sealed there is none. */
export const withHead = <Paper extends { readonly note: string }>(
  paper: Paper,
  head: ShownHead | null,
  reading: Reading,
): Paper => (head ? { ...paper, note: `${paper.note}\n${headWords(head, reading)}` } : paper);
