import { wordsOf } from '../../../src/i18n';
import { ballotsOf, RESULTS_OF, whyNoResults } from '../../../src/regulation/engagement/results';
import { readEngagement, type EngagementCard } from '../../../src/usecases/engagement/engagements';
import { declineReturned, takeReturned } from '../../../src/usecases/engagement/returned-results';
import { AppError } from '../../../src/errors';
import { resultsDialog } from './results-dialog';
import { drawEngagement, engagementRefusal } from './engagement-screens';
import { drawResults, resultPictures, resultsTemplate, returnedScreen } from './results-screens';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { only } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** How what the ОГ role makes has ended: told, shown, drawn. */
export function engagementResultsFeature(talk: Talk): Feature {
  const { desk } = talk;
  const telling = resultsDialog(talk);
  const withCard = async (turn: Turn, id: number, reply: (card: EngagementCard) => Promise<Reply> | Reply) => {
    const card = await readEngagement(desk, turn.official, id);
    return card ? reply(card) : refusal(turn.words.plain('engagement:refusal.gone'));
  };

  return {
    dialogs: [telling],
    presses: {
      engagementResults: async (turn, { engagementId }) => ({ screen: await drawResults(talk, turn, engagementId) }),
      tellResults: (turn, { engagementId }) =>
        withCard(turn, engagementId, ({ acts, facts, results }) => {
          // What was proposed is mended by its number: nobody types it all again for one decision.
          const proposals = results?.proposals ?? [];
          if (acts.has('tellResults')) return telling.beginHere(turn, { engagementId, proposals, passed: [] });
          return refusal(turn.words.plain(`engagement:refusal.${whyNoResults(facts.stage)}`));
        }),
      returnedResults: (turn, { engagementId }) =>
        withCard(turn, engagementId, (card) => ({ screen: returnedScreen(card, turn.reading) })),
      async takeReturned(turn, { engagementId, returnedId }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        const outcome = await takeReturned(desk, turn.official, engagementId, returnedId);
        if (outcome.kind === 'decided') return refusal(turn.words.plain('results:returned.decided'));
        if (outcome.kind !== 'done') return refusal(engagementRefusal(outcome, card, turn.words));
        return {
          toast: turn.words.plain('engagement:did.tellResults'),
          screen: await drawResults(talk, turn, engagementId),
        };
      },
      async declineReturned(turn, { engagementId, returnedId }) {
        if (!(await declineReturned(desk, turn.official, engagementId, returnedId)))
          return refusal(turn.words.plain('results:returned.decided'));
        const screen = await drawEngagement(talk, turn, engagementId);
        return { toast: turn.words.plain('engagement:did.resultsDeclined'), screen };
      },
      resultsTemplate: (turn, { engagementId }) =>
        withCard(turn, engagementId, ({ facts: { kind, content } }) =>
          RESULTS_OF[kind] === 'counts'
            ? { after: () => sendTemplate(talk, turn, engagementId, ballotsOf(kind, content)) }
            : refusal(turn.words.plain('refusal:oldButton')),
        ),
      resultPictures: (turn, { engagementId, locale }) =>
        withCard(turn, engagementId, (card) => ({ after: () => sendPictures(talk, turn, card, locale) })),
    },
  };
}

async function sendTemplate(
  { voice, writeWorkbook }: Talk,
  { chatId, words }: Turn,
  id: number,
  ballots: ReturnType<typeof ballotsOf>,
): Promise<void> {
  const bytes = await writeWorkbook([resultsTemplate(ballots, words)]);
  await voice.sendFile(chatId, words.plain('results:template.file', { id }), bytes);
}

/** Each ballot as a picture, in the language that was asked for: they go to the office's pages. */
async function sendPictures(
  { voice, charts }: Talk,
  { chatId, words }: Turn,
  { facts, results }: EngagementCard,
  locale: Parameters<typeof wordsOf>[0],
): Promise<void> {
  if (results === null) return;
  for (const picture of resultPictures(facts.content.title, results, wordsOf(locale))) {
    let png: Uint8Array;
    try {
      png = await charts.draw(picture, 'chat');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await voice.send(chatId, only(words.html('results:notDrawn')), { silent: true });
      return;
    }
    await voice.sendPicture(chatId, png, only(''));
  }
}
