import { appealOfNumber, numberIn, findEngagementsAgain } from '../../../src/usecases/lists/find';
import { readEngagement } from '../../../src/usecases/engagement/engagements';
import { engagementCard } from '../engagement/engagement-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { lengthInCharacters } from '../../../src/text/plain-text';
import { isQuery } from '../../../src/text/query-words';
import { continueDialog } from '../../../src/usecases/kit/form-engine';
import { readList } from '../../../src/usecases/lists/lists';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import { only } from '../kit/screen';
import { engagementsFoundScreen } from '../engagement/list-screens';
import { listScreen } from './list';
import { listShown, SEARCH } from '../kit/list-place';
import { TableDialog } from '../kit/table-dialog';
import { hasRight } from '../../../src/regulation/rights';
import { refusal, type Feature } from '../kit/feature';

/** Opens what has this number to whoever may see it: an appeal, or «ОГ-12» of what the ОГ role makes. False: the text is no such number. */
export async function openByNumber({ desk, cards, voice }: Talk, turn: Turn, text: string): Promise<boolean> {
  const { official, reading, chatId } = turn;
  const appealId = await appealOfNumber(desk, official, text);
  if (appealId !== null) return cards.bring(official, 'appeal', appealId);
  const id = numberIn(text);
  const card = id === null ? null : await readEngagement(desk, official, id);
  if (card) await voice.send(chatId, engagementCard(card, reading), { silent: true });
  return card !== null;
}

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

/** /find and «Найти»; a number by itself, typed while nothing is asked, is enough. */
export function findFeature(talk: Talk): Feature {
  const dialog = findDialog(talk);
  async function begin(turn: Turn, query: string): Promise<void> {
    if (await openByNumber(talk, turn, query)) return;
    if (hasRight(turn.official, 'find')) return dialog.begin(turn, {}, query);
    await talk.voice.send(turn.chatId, only(turn.words.html('list:find.notYours')), { silent: true });
  }
  return {
    commands: { find: begin },
    dialogs: [dialog],
    presses: {
      find: async (turn) => ({ after: () => begin(turn, '') }),
      async engagementsFound(turn, { page }) {
        const found = await findEngagementsAgain(talk.desk, turn.official);
        return found
          ? { screen: engagementsFoundScreen(found, page, turn.reading) }
          : refusal(turn.words.plain('list:find.forgotten'));
      },
    },
  };
}
