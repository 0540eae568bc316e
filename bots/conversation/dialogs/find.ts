import { lengthInCharacters } from '../../../src/text/plain-text';
import { isQuery } from '../../../src/text/query-words';
import { continueDialog } from '../../../src/usecases/kit/form-engine';
import { findEngagementsAgain } from '../../../src/usecases/lists/find';
import { readList } from '../../../src/usecases/lists/lists';
import { openByNumber } from './open-by-number';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import { only } from '../screen';
import { engagementsFoundScreen } from '../screens/engagement/list-screens';
import { listScreen } from '../screens/lists/list-screen';
import { listShown, SEARCH } from '../show-list';
import type { Talk } from '../talk';
import { TableDialog } from './table-dialog';

const LONGEST_QUERY = 200;

/** /find and «Найти»: the query stays in the dialog's row, so that its pages can be turned and another one typed at once. */
export const findDialog = (talk: Talk) =>
  new TableDialog<null>(talk, {
    subject: SEARCH,
    shown: (turn, message) => listShown(talk, turn, message),
    read: async () => null,
    head: ({ reading: { words } }) => [`<b>${words.html('list:find.title')}</b>`],
    steps: [
      {
        name: 'query',
        ask: ({ reading: { words } }) => words.html('list:find.ask'),
        question: line({
          key: 'query',
          check(text, { reading: { words } }) {
            if (lengthInCharacters(text) > LONGEST_QUERY)
              return { complaint: words.plain('list:find.tooLong', { limit: LONGEST_QUERY }) };
            return isQuery(text) ? { value: text } : { complaint: words.plain('list:find.tooShort') };
          },
        }),
      },
    ],
    async finish(turn, form, { answers }) {
      const { official, words, reading, message } = turn;
      if (await openByNumber(talk, turn, textOf(answers, 'query'))) return { screen: null };
      await continueDialog(talk.desk, form, { answers: { ...answers }, view: {}, heard: message });
      const [found, engagements] = [
        await readList(talk.desk, official, 'found', 0),
        await findEngagementsAgain(talk.desk, official),
      ];
      // Whoever finds nothing but what ОГ makes, or may look for nothing else, has that at once.
      if (engagements && (found === null || (found.count === 0 && engagements.items.length > 0)))
        return { screen: engagementsFoundScreen(engagements, 0, reading), stays: true };
      return { screen: found ? listScreen(found, reading) : only(words.html('list:find.notYours')), stays: true };
    },
    cancelled: async () => null,
  });
