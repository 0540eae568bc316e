import type { Words } from '../../../../src/i18n';
import { dayOf, yearOf } from '../../../../src/regulation/calendar';
import { LAWS } from '../../../../src/regulation/laws';
import { keysOf } from '../../../../src/regulation/lists';
import type { StepState } from '../../../../src/usecases/office/setup';
import type { PlainPaper } from '../../../../src/usecases/kit/ports';
import type { Reading } from '../../turn';
import { clockTime, fullDay } from '../dates';
import { saidWords } from './setup-screens';

/** What the bot holds to and nobody has read for it: an administrator compares it, no citizen hears of it. */
const unreadLaws = ({ plain }: Words): string[] =>
  keysOf(LAWS).flatMap((law) => {
    const { articles, readIn } = LAWS[law];
    if (readIn !== null) return [];
    const name = plain(`setup:law.${law}`);
    if (articles.length === 0) return [name];
    return [plain('setup:sheet.law', { name, articles: articles.map((one) => articleWords(one, plain)).join(', ') })];
  });

/** «ст. 193», «ч. 3 ст. 8». */
function articleWords(cited: string, plain: Words['plain']): string {
  const [article = '', part] = cited.split('/');
  return part === undefined
    ? plain('setup:sheet.article', { article })
    : plain('setup:sheet.articlePart', { article, part });
}

/** The answers on one sheet, for the head of the office to sign: what is said, and what is assumed until it is. */
export function setupSheet(
  steps: readonly StepState[],
  head: PlainPaper['head'],
  author: string,
  { words, now, calendar }: Reading,
): PlainPaper {
  const { plain, locale } = words;
  const nameOf = ({ step }: StepState) => plain(`setup:step.${step}.name`);
  const answered = (state: StepState): string => {
    const what = state.count === null ? saidWords(state, words) : String(state.count);
    return what === ''
      ? plain('setup:sheet.stands', { name: nameOf(state) })
      : plain('setup:sheet.answer', { name: nameOf(state), what });
  };
  const assumed = steps.filter(({ isDone }) => !isDone);
  const today = dayOf(now, calendar);
  return {
    locale,
    head,
    title: plain('setup:sheet.title'),
    sections: [
      { heading: plain('setup:sheet.done'), lines: steps.filter(({ isDone }) => isDone).map(answered) },
      {
        heading: plain('setup:sheet.assumptions'),
        lines:
          assumed.length === 0
            ? [plain('setup:sheet.noAssumptions')]
            : assumed.map((state) =>
                [
                  plain('setup:sheet.assumption', {
                    name: nameOf(state),
                    what: plain(`setup:step.${state.step}.assumed`),
                  }),
                  ...(state.shares === null ? [] : [plain('setup:said', { what: saidWords(state, words) })]),
                ].join(' '),
              ),
      },
      { heading: plain('setup:sheet.laws'), lines: unreadLaws(words) },
      {
        heading: plain('setup:sheet.signature'),
        lines: [plain('setup:sheet.sign'), plain('setup:sheet.date', { year: yearOf(today) })],
      },
    ].filter(({ lines }) => lines.length > 0),
    note: plain('setup:sheet.note', { moment: `${fullDay(today)} ${clockTime(now, calendar)}`, name: author }),
    issuedAt: now,
  };
}
