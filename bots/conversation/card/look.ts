import { escapeHtml } from '../../../src/i18n';
import { readAhead } from '../../../src/usecases/terms/ahead';
import { readAccounts, readPastAccounts } from '../../../src/usecases/card/account';
import { readCard } from '../../../src/usecases/card/read-card';
import { readAtHouse, type AtHouse } from '../../../src/usecases/lists/same-house';
import { readHistory } from '../../../src/usecases/card/history';
import { refusal, type Feature } from '../kit/feature';
import { button, inRows, only, type Screen, pager } from '../kit/screen';
import { accountScreen, pastStageScreen, pastStagesScreen } from './account';
import { aheadScreen } from '../terms/ahead';
import { HISTORY_PAGE, historyScreen } from './history';
import { COPY_LIMIT, inParts } from '../kit/fit';
import { lineText, opening } from '../lists/list';
import { showCard } from '../kit/cards';
import type { Talk } from '../kit/talk';
import type { Reading, Turn } from '../kit/turn';

/** Buttons of an appeal that show something and change nothing. */
export function lookFeature(talk: Talk): Feature {
  const { desk, voice, cards } = talk;
  const gone = ({ words }: Turn) => refusal(words.plain('refusal:notFound'));

  return {
    presses: {
      open: async ({ official, words, chatId }, { appealId }) => ({
        after: async () => {
          if (!(await cards.bring(official, 'appeal', appealId)))
            await voice.send(chatId, only(words.html('refusal:notFound')));
        },
      }),
      card: async (turn, { appealId }) => ({ after: () => showCard(talk, turn, appealId) }),
      more: async (turn, { appealId }) => ({ after: () => showCard(talk, turn, appealId, { more: true }) }),
      async history(turn, { appealId, page }) {
        const history = await readHistory(desk, turn.official, appealId, page, HISTORY_PAGE);
        return history ? { screen: historyScreen(history, appealId, page, turn.reading) } : gone(turn);
      },
      async atHouse(turn, { appealId, page }) {
        const house = await readAtHouse(desk, turn.official, appealId, page);
        return house ? { screen: houseScreen(house, turn.reading) } : gone(turn);
      },
      async ahead(turn, { appealId, page }) {
        const ahead = await readAhead(desk, appealId, turn.official);
        return ahead ? { screen: aheadScreen(ahead, appealId, page, turn.reading) } : gone(turn);
      },
      async why(turn, { appealId, term }) {
        const accounts = await readAccounts(desk, appealId, turn.official);
        return accounts ? { screen: accountScreen(accounts, appealId, term, turn.reading) } : gone(turn);
      },
      async pastStages(turn, { appealId, page }) {
        const past = await readPastAccounts(desk, appealId, turn.official);
        return past ? { screen: pastStagesScreen(past, appealId, page, turn.reading) } : gone(turn);
      },
      async pastStage(turn, { appealId, place }) {
        const past = await readPastAccounts(desk, appealId, turn.official);
        return past ? { screen: pastStageScreen(past, appealId, place, turn.reading) } : gone(turn);
      },
      async copyDraft(turn, { appealId }) {
        const card = (await readCard(desk, appealId, turn.official))?.card;
        if (!card?.draft) return gone(turn);
        const parts = draftToCopy(card.number, card.draft.text, turn.reading);
        return {
          after: async () => {
            for (const part of parts) await voice.send(turn.chatId, part, { silent: true });
          },
        };
      },
    },
  };
}

/** What one house was written about within a year. */
function houseScreen({ appealId, lines, count, page, pages }: AtHouse, reading: Reading): Screen {
  const { words } = reading;
  return {
    text: [`<b>${words.html('card:house.title', { count })}</b>`, ...lines.map((line) => lineText(line, reading))].join(
      '\n\n',
    ),
    buttons: [
      ...inRows(lines.map(opening), 4),
      ...pager({ page, pages }, words, (to) => ({ kind: 'atHouse', appealId, page: to })),
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

/** A draft to be taken along with one tap, changed and sent back; in numbered parts when it is long. */
function draftToCopy(number: string, draft: string, { words: { html } }: Reading): Screen[] {
  const parts = inParts(draft, COPY_LIMIT);
  return parts.map((text, index) => {
    const title =
      parts.length === 1
        ? html('card:copy.title', { number })
        : html('card:copy.part', { number, part: index + 1, parts: parts.length });
    return only(`${title}\n\n<pre>${escapeHtml(text)}</pre>`);
  });
}
