import { AppError } from '../../../src/errors';
import { LOCALES, wordsOf } from '../../../src/i18n';
import type { EngagementContent } from '../../../src/regulation/engagement/content';
import { pictureName } from '../../../src/usecases/engagement/engagement-store';
import { readEngagement, readSummary, type EngagementCard } from '../../../src/usecases/engagement/engagements';
import type { Enclosed } from '../../../src/usecases/kit/ports';
import { refusal, type Feature } from '../feature';
import { patiently } from '../patience';
import { only } from '../screen';
import { postsOf, publishingScreens } from '../screens/engagement/publishing';
import { resultPictures } from '../screens/engagement/result-pictures';
import { sendPictures } from '../send-pictures';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** For the office's own site and channels: texts to be copied, and all of it with its pictures as a file. Nothing is posted by the bot. */
export function engagementPublishingFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    presses: {
      async publishing(turn, { engagementId }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        const summary = await readSummary(desk, turn.official, engagementId);
        const { main, more } = publishingScreens(card, postsOf(card, summary, turn.reading), turn.words);
        return {
          screen: main,
          after: async () => {
            for (const one of more) await talk.voice.send(turn.chatId, one, { silent: true });
            await sendPictures(talk, turn.chatId, card.facts.content, 'photo');
          },
        };
      },
      async publishingFile(turn, { engagementId }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        return { after: () => sendFile(talk, turn, card) };
      },
    },
  };
}

async function sendFile(talk: Talk, turn: Turn, card: EngagementCard): Promise<void> {
  const { folders, voice } = talk;
  const { chatId, words, official, reading } = turn;
  const { content } = card.facts;
  const name = `publishing-${card.id}-${official.personId}-${reading.now.getTime()}.zip`;
  const made = async () => {
    const drawn = await enclosedOf(talk, turn, card);
    const { size } = await folders.write(name, [...drawn, ...picturesOf(talk, turn, content)]);
    const isTooLarge = size > voice.limits.upload;
    if (isTooLarge) await folders.write(name, drawn);
    const bytes = await folders.read(name);
    if (bytes === null) throw new AppError('folder_gone', `${name} was written and is gone`, { name });
    return { bytes, isTooLarge };
  };
  try {
    const zip = await patiently(voice, chatId, words.html('results:publish.works'), made());
    await voice.sendFile(chatId, words.plain('results:publish.zip', { id: card.id }), zip.bytes);
    // What one file has no room for goes beside it.
    if (zip.isTooLarge) await sendPictures(talk, chatId, content, 'document');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await voice.send(chatId, only(words.html('results:paper.failed')), { silent: true });
  } finally {
    await folders.remove(name);
  }
}

/** Those that were sent for it, in a folder of their own. */
const picturesOf = ({ files }: Talk, { words, reading }: Turn, { pictures }: EngagementContent): Enclosed[] =>
  pictures.map((picture, place) => ({
    name: `${words.plain('results:publish.in.pictures')}/${pictureName(picture, place)}`,
    at: reading.now,
    packs: false,
    bytes: () => files.read(picture.sha256),
  }));

/** Texts, and a picture of each ballot in both languages. */
async function enclosedOf({ desk, charts }: Talk, turn: Turn, card: EngagementCard): Promise<readonly Enclosed[]> {
  const { official, reading, words } = turn;
  const { now: at } = reading;
  const summary = await readSummary(desk, official, card.id);
  const texts = postsOf(card, summary, reading).map(({ name, text }) =>
    file(words.plain(`results:publish.in.${name}`), Buffer.from(text), at, true),
  );
  const pictures: Enclosed[] = [];
  const { results, facts } = card;
  if (results === null) return texts;
  for (const locale of LOCALES)
    for (const [index, picture] of resultPictures(facts.content.title, results, wordsOf(locale)).entries()) {
      const png = await charts.draw(picture, 'chat');
      pictures.push(file(words.plain('results:publish.in.picture', { place: index + 1, locale }), png, at, false));
    }
  return [...texts, ...pictures];
}

const file = (name: string, bytes: Uint8Array, at: Date, packs: boolean): Enclosed => ({
  ...{ name, at, packs },
  bytes: () => once(bytes),
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
