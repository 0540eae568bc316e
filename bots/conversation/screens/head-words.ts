import type { Proof } from '../../../src/usecases/journal/prove';
import type { Reading } from '../turn';
import { momentIn } from './dates';

type ShownHead = Pick<Proof['head'], 'size' | 'root'> & { readonly sealedAt: string | Date };

/** What the journal's tree was, as it stands on paper. */
export const headWords = ({ size, root, sealedAt }: ShownHead, reading: Reading): string =>
  reading.words.plain('journal:printed', {
    count: size,
    root,
    moment: momentIn(new Date(sealedAt), { ...reading, onPaper: true }),
  });

/** The same at the foot of a report; before anything is sealed there is none. */
export const withHead = <Paper extends { readonly note: string }>(
  paper: Paper,
  head: ShownHead | null,
  reading: Reading,
): Paper => (head ? { ...paper, note: `${paper.note}\n${headWords(head, reading)}` } : paper);
