import { lengthInCharacters } from '../../../src/text/plain-text';
import { continueDialog } from '../../../src/usecases/forms/dialogs';
import { isQuery } from '../../../src/usecases/reading/find-appeals';
import { readList } from '../../../src/usecases/reading/read-lists';
import { openByNumber } from '../open-appeal';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import { only } from '../screen';
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
      const { official, words, reading, sequence } = turn;
      if (await openByNumber(talk, turn, textOf(answers, 'query'))) return { screen: null };
      await continueDialog(talk.desk, form, { answers: { ...answers }, view: {}, heard: sequence });
      const found = await readList(talk.desk, official, 'found', 0);
      return { screen: found ? listScreen(found, reading) : only(words.html('list:find.notYours')), stays: true };
    },
    cancelled: async () => null,
  });
