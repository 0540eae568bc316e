import { escapeHtml, type Words, LOCALES, wordsOf } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import type { EngagementResults } from '../../../src/regulation/engagement/results';
import { leadersOf, sharesOf } from '../../../src/regulation/engagement/shares';
import { type EngagementCard, readEngagement, readSummary } from '../../../src/usecases/engagement/engagements';
import { button, only, type Screen } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { clockTime, fullDay } from '../kit/calendar-words';
import { COPY_LIMIT, inParts } from '../kit/fit';
import { grouped, votesSaid, resultPictures } from './results-screens';
import { AppError } from '../../../src/errors';
import type { EngagementContent } from '../../../src/regulation/engagement/content';
import { pictureName } from '../../../src/usecases/engagement/engagement-store';
import type { Enclosed } from '../../../src/usecases/kit/ports';
import { refusal, type Feature } from '../kit/feature';
import { patiently } from '../kit/lately';
import { sendPictures } from './send-pictures';
import type { Talk } from '../kit/talk';

// What an office's own people put on its site and into its channels. The bot tells citizens nothing itself (41-ФЗ).

/** A text of one of these, as it is copied; in plain words. */
export interface Post {
  readonly name: 'announcement' | 'results';
  readonly text: string;
}

/** What there is to publish now. @param summary how it ended; null: nobody has said */
export function postsOf({ facts, results }: EngagementCard, summary: string | null, reading: Reading): readonly Post[] {
  const { words, calendar } = reading;
  const { plain } = words;
  const { content, placed } = facts;
  const { title, text, options, questions, opensOn, closesOn, heldAt, venue, link } = content;
  const held = heldAt === null ? null : new Date(heldAt);
  const choices = [
    ...options.map(({ name, about }) => (about === '' ? name : `${name}, ${about}`)),
    ...questions.map((one) => one.text),
  ];
  const announcement = [
    title,
    ...(text === '' ? [] : ['', text]),
    ...(choices.length === 0 ? [] : ['', ...choices.map((one) => `• ${one}`)]),
    '',
    ...(held === null
      ? []
      : [
          plain('results:publish.held', {
            day: fullDay(dayOf(held, calendar)),
            hour: clockTime(held, calendar),
            venue,
          }),
        ]),
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('results:publish.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
    ...(link === '' ? [] : [plain('engagement:card.link', { url: link })]),
    ...(placed === null ? [] : [plain('results:publish.there', { address: placed.address })]),
  ].join('\n');
  return [
    { name: 'announcement', text: announcement.trim() },
    ...(results === null ? [] : [{ name: 'results' as const, text: resultsPost(title, results, summary, words) }]),
  ];
}

function resultsPost(title: string, results: EngagementResults, summary: string | null, words: Words): string {
  const { plain } = words;
  const { participants, tallies, proposals } = results;
  return [
    plain('results:title', { title }),
    plain('results:participants', { said: grouped(participants) }),
    ...tallies.flatMap((tally) => {
      const shares = sharesOf(tally, participants);
      const leaders = leadersOf(tally).map(({ name }) => name);
      return [
        '',
        ...(tally.question === '' ? [] : [tally.question]),
        ...tally.counts.map(({ name, votes }, at) =>
          plain('results:publish.line', {
            mark: leaders.includes(name) ? '★' : '•',
            name,
            votes: votesSaid(votes, shares.counts[at] ?? null, words),
          }),
        ),
      ];
    }),
    ...(tallies.length > 0 ? [] : [plain('results:proposals', { count: proposals.length })]),
    ...(summary === null ? [] : ['', summary]),
  ].join('\n');
}

/** Pieces to be copied, and the way to have all of it as a file. What one message has no room for follows in messages of its own. */
export function publishingScreens(
  card: EngagementCard,
  posts: readonly Post[],
  { html, plain }: Words,
): { readonly main: Screen; readonly more: readonly Screen[] } {
  const isShort = posts.map(({ text }) => text.length).reduce((sum, length) => sum + length, 0) <= COPY_LIMIT;
  const pieces = posts.flatMap(({ name, text }) =>
    inParts(text, COPY_LIMIT).map((part, index, { length: count }) =>
      [
        html(`results:publish.${name}`),
        ...(count === 1 ? [] : [html('engagement:part', { number: index + 1, count })]),
        `<pre>${escapeHtml(part)}</pre>`,
      ].join('\n'),
    ),
  );
  return {
    main: {
      text: [
        `<b>${html('results:publish.title', { title: card.facts.content.title })}</b>`,
        html('results:publish.hint'),
        ...(isShort ? pieces : []),
      ].join('\n'),
      buttons: [
        [button(plain('results:publish.file'), { kind: 'publishingFile', engagementId: card.id })],
        [button(plain('engagement:button.card'), { kind: 'engagement', engagementId: card.id })],
      ],
    },
    more: isShort ? [] : pieces.map(only),
  };
}

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
