import type { Proof } from '../../../src/usecases/proof/prove';
import type { Screen } from '../kit/screen';
import type { Reading } from '../kit/turn';
import type { WeeklyReport } from '../../../src/usecases/kit/messages';
import { fullDay, moment, momentIn } from '../kit/calendar-words';

type ToldHead = NonNullable<WeeklyReport['head']>;
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

/** As a message says it, HTML: digits are to be copied and compared, so they stand by themselves. */
export const toldHeadLines = (
  { size, root, sealedAt, waiting, without }: ToldHead,
  { words: { html }, now, calendar }: Reading,
): string[] => [
  `<b>${html('journal:day.title', { moment: moment(sealedAt, now, calendar) })}</b>`,
  html('journal:day.size', { count: size }),
  `<code>${root}</code>`,
  ...(waiting > 0 ? [html('journal:day.waiting', { count: waiting })] : []),
  ...(without.length > 0
    ? [html('journal:day.without', { count: without.length, days: without.map(fullDay).join(', ') })]
    : []),
  html('journal:day.keep'),
];

/** The same at the foot of a message that was told anyway. */
export const withToldHead = (screen: Screen, head: ToldHead | null, reading: Reading): Screen =>
  head === null ? screen : { ...screen, text: `${screen.text}\n\n${toldHeadLines(head, reading).join('\n')}` };
