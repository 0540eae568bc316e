import { escapeHtml } from '../../../src/i18n';
import { lengthInCharacters } from '../../../src/text/plain-text';
import { startAct } from '../../../src/usecases/acts/start-act';
import {
  actOfDelivery,
  filesOfDelivery,
  placeDelivery,
  readDeliveryCard,
  type ActOfDelivery,
  type DeliveryCard,
} from '../../../src/usecases/delivery/deliveries';
import { leaveTask, takeTask } from '../../../src/usecases/delivery/task-takers';
import { tickNumber } from '../../../src/usecases/delivery/mark';
import { signedLetter } from '../../../src/usecases/answers/letters';
import { replyOf } from '../acts/done-words';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { givePaper, noteDocuments, letterRefusal, sendLetter } from '../answers/send-letter';
import { Lately } from '../kit/lately';
import { only } from '../kit/screen';
import { whyTask } from './delivery-card';
import { placedWord } from '../appeals/task-words';
import { textToCopy } from '../card/whole-texts';
import { COPY_LIMIT } from '../kit/fit';
import { asTheyCame, sendFiles, tellParts } from '../kit/send-files';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** What was approved, on its way into ПОС: its text to copy, its files, and the coordinator's «Размещено». */
export function placingFeature(talk: Talk): Feature {
  const { desk, voice, cards } = talk;
  const told = new Lately<string>(desk.clock);
  const given = new Lately(desk.clock);

  /** The second tap is told what the first has done, and not that somebody has been faster. */
  async function placeOnce(turn: Turn, deliveryId: number): Promise<Reply> {
    const what = `${turn.official.personId} ${deliveryId}`;
    const first = told.get(what);
    if (first !== null) return { toast: first, after: () => cards.redraw(turn.official, 'delivery', deliveryId) };
    const reply = await place(talk, turn, deliveryId);
    if (reply.toast !== undefined && reply.alert !== true) told.note(what, reply.toast);
    return reply;
  }

  return {
    presses: {
      async delivery({ official, words, chatId }, { deliveryId }) {
        return {
          after: async () => {
            if (!(await cards.bring(official, 'delivery', deliveryId)))
              await voice.send(chatId, only(words.html('refusal:notFound')));
          },
        };
      },
      async deliveryFiles(turn, { deliveryId }) {
        const { official, words, chatId } = turn;
        const card = await readDeliveryCard(desk, official, deliveryId);
        if (!card) return refusal(words.plain('refusal:notFound'));
        // Once for a double tap: of two copies of a signed letter one wonders which of them counts.
        const what = `${chatId} ${deliveryId}`;
        if (given.get(what)) return {};
        const { text } = card;
        const caption = words.plain('card:title', { number: card.number });
        return {
          after: async () => {
            if (lengthInCharacters(text) > COPY_LIMIT)
              await givePaper(talk, turn, card.appealId, `${card.number}.txt`, Buffer.from(text));
            const letter = await signedLetter(desk, official, deliveryId);
            if (typeof letter === 'string') await voice.send(chatId, only(escapeHtml(letterRefusal(letter, words))));
            else if (letter) await sendLetter(talk, turn, letter);
            const files = await filesOfDelivery(desk, official, deliveryId, voice.name);
            const sent = asTheyCame(talk, files, caption);
            await sendFiles(talk, chatId, sent);
            await noteDocuments(talk, turn, card.appealId, sent);
            given.note(what, true);
          },
        };
      },
      ...wordsOfTask(talk),
      place: (turn, { deliveryId }) => placeOnce(turn, deliveryId),
      async tickNumber(turn, { deliveryId, partId, ticked }) {
        const reply = await tick(talk, turn, deliveryId, partId, ticked === 'on');
        return reply ?? placeOnce(turn, deliveryId);
      },
      takeTask: (turn, { deliveryId }) => changeTaker(talk, turn, deliveryId, takeTask),
      leaveTask: (turn, { deliveryId }) => changeTaker(talk, turn, deliveryId, leaveTask),
    },
  };
}

/** Its whole text, and why it is assumed to be done so. */
const wordsOfTask = (talk: Talk): Pick<NonNullable<Feature['presses']>, 'wholeDelivery' | 'whyTask'> => ({
  async wholeDelivery(turn, { deliveryId }) {
    const card = await readDeliveryCard(talk.desk, turn.official, deliveryId);
    if (!card) return refusal(turn.words.plain('refusal:notFound'));
    const { appealId, number, kind, text } = card;
    const what = turn.words.plain(`appeal:delivery.${kind}`);
    return tellParts(talk, turn, appealId, textToCopy({ what, text }, number, turn.reading));
  },
  async whyTask(turn, { deliveryId }) {
    const card = await readDeliveryCard(talk.desk, turn.official, deliveryId);
    if (!card) return refusal(turn.words.plain('refusal:notFound'));
    const why = whyTask(card, turn.words);
    return why === null ? { toast: turn.words.plain('card:why.said') } : tellParts(talk, turn, card.appealId, [why]);
  },
});

/** Null: it was the last number, and the whole task is done. */
async function tick(
  { desk, cards, wake }: Talk,
  { official, words }: Turn,
  deliveryId: number,
  partId: number,
  ticked: boolean,
): Promise<Reply | null> {
  const result = await tickNumber(desk, official, partId, ticked);
  if (result === 'all') return null;
  wake();
  const after = () => cards.redraw(official, 'delivery', deliveryId);
  if (result === 'changed') return { after };
  const refused = { gone: 'notFound', notYours: 'notYours', notOpen: 'oldButton' } as const;
  return { ...refusal(words.plain(`refusal:${refused[result]}`)), after };
}

/** Others' copies are drawn by the outbox; the presser sees at once whose it is now. */
async function changeTaker(
  { desk, cards, wake }: Talk,
  turn: Turn,
  deliveryId: number,
  change: typeof takeTask,
): Promise<Reply> {
  const { official, words } = turn;
  const result = await change(desk, official, deliveryId);
  if (result === 'gone') return refusal(words.plain('refusal:notFound'));
  if (result === 'notYours') return refusal(words.plain('refusal:notYours'));
  wake();
  const after = () => cards.redraw(official, 'delivery', deliveryId);
  if (result === 'taken' || result === 'left') return { toast: words.plain(`done:task.${result}`), after };
  const by = result === 'takenBefore' ? (await readDeliveryCard(desk, official, deliveryId))?.takenBy : null;
  return {
    ...refusal(by ? words.plain('done:task.takenBefore', { name: by }) : words.plain('done:task.notOpen')),
    after,
  };
}

/** While the appeal waits for it, it is an act on the appeal; else only the task itself is confirmed. */
async function place(talk: Talk, turn: Turn, deliveryId: number): Promise<Reply> {
  const { desk } = talk;
  const delivery = await readDeliveryCard(desk, turn.official, deliveryId);
  const act = delivery && (await actOfDelivery(desk, turn.official, delivery));
  return act ? actOn(talk, turn, delivery, act) : confirm(talk, turn, deliveryId);
}

async function actOn(talk: Talk, turn: Turn, delivery: DeliveryCard, act: ActOfDelivery): Promise<Reply> {
  const { desk, cards } = talk;
  const { official, message } = turn;
  const { id } = delivery;
  const { appealId } = act;
  const outcome = await startAct(desk, { actor: official, message, ...act });
  const { after: _ofAppeal, ...reply } = await replyOf(talk, turn, outcome);
  // The press was on the task, which stays where it is; what is asked is asked in the appeal's own card.
  return {
    ...reply,
    after: async () => {
      await cards.redraw(official, 'delivery', id);
      if (outcome.kind === 'asking') await cards.bring(official, 'appeal', appealId);
      else await cards.redraw(official, 'appeal', appealId);
    },
  };
}

async function confirm(talk: Talk, { official, words }: Turn, deliveryId: number): Promise<Reply> {
  const { desk, cards, wake } = talk;
  const result = await placeDelivery(desk, official, deliveryId);
  if (result === 'gone') return refusal(words.plain('refusal:notFound'));
  if (result === 'notYours') return refusal(words.plain('refusal:notYours'));
  wake();
  const after = () => cards.redraw(official, 'delivery', deliveryId);
  if (result === 'withdrawn') return { ...refusal(words.plain('refusal:withdrawn')), after };
  const card = await readDeliveryCard(desk, official, deliveryId);
  const done = placedWord(card?.kind ?? 'comment');
  const toast =
    result === 'placed'
      ? words.plain(`done:${done}`)
      : words.plain(`done:before.${done}`, { name: card?.placedBy ?? words.plain('card:carrier.bot') });
  return { toast, after };
}
