import type { Proof } from '../../../src/usecases/journal/prove';
import type { Reading } from '../turn';
import { moment } from './dates';

/** What the journal's tree was, as it stands on paper. */
export const headWords = (
  { size, root, sealedAt }: Pick<Proof['head'], 'size' | 'root'> & { readonly sealedAt: string | Date },
  { words: { plain }, now, calendar }: Reading,
): string => plain('journal:printed', { count: size, root, moment: moment(new Date(sealedAt), now, calendar) });
