import { readAppealPoint, readPair, readPhotos } from '../../../src/usecases/photos/shown-photos';
import { drawPhotoRules, photoRulesDialog } from '../dialogs/photo-rules';
import { refusal, type Feature, type Reply } from '../feature';
import { Lately } from '../lately';
import { originalsOf } from '../screens/photos/album-screen';
import { pinsOf } from '../screens/photos/pins';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { readAlbum, sendOriginals, showAlbum } from './photos/album';
import { showPair } from './photos/pair';

/** Photos of an appeal, and what is known of them: together, in pairs, on the map, as the files that they came as. */
export function photosFeature(talk: Talk): Feature {
  const { desk, voice } = talk;
  const lately = new Lately(desk.clock);

  /** A second tap is told that it is there already; what could not be shown may be asked for again. */
  async function once({ chatId, came, words }: Turn, show: () => Promise<Reply>): Promise<Reply> {
    const what = `${chatId} ${came.what === 'press' ? came.data : ''}`;
    if (lately.get(what)) return { toast: words.plain('photo:sent') };
    const { after, ...reply } = await show();
    return { ...reply, after: after && (() => after().then(() => lately.note(what, true))) };
  }

  const dialog = photoRulesDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      photoRules: async (turn) => ({ screen: await drawPhotoRules(talk, turn) }),
      askPhotoRule: (turn, { rule }) => dialog.beginHere(turn, { rule }),
      files: (turn, { appealId }) =>
        once(turn, async () => {
          const album = await readAlbum(talk, turn, appealId);
          return album ? { after: () => showAlbum(talk, turn, album) } : refusal(turn.words.plain('photo:none'));
        }),
      originals: (turn, { appealId }) =>
        once(turn, async () => {
          const originals = originalsOf(await readPhotos(desk, turn.official, appealId, voice.name));
          if (originals.length === 0) return refusal(turn.words.plain('photo:originals.none'));
          const toast = turn.words.plain('photo:sending.files', { count: originals.length });
          return { toast, after: () => sendOriginals(talk, turn, originals) };
        }),
      compare: (turn, { leftId, rightId }) =>
        once(turn, async () => {
          const pair = await readPair(desk, turn.official, [leftId, rightId], voice.name);
          return pair ? { after: () => showPair(talk, turn, pair) } : refusal(turn.words.plain('photo:compare.gone'));
        }),
      onMap: (turn, { appealId }) => once(turn, () => showOnMap(talk, turn, appealId)),
    },
  };
}

async function showOnMap({ desk, voice }: Talk, turn: Turn, appealId: number): Promise<Reply> {
  const { official, words, chatId, reading } = turn;
  const appeal = await readAppealPoint(desk, official, appealId);
  if (!appeal) return refusal(words.plain('refusal:notFound'));
  const pins = pinsOf(appeal, await readPhotos(desk, official, appealId, voice.name), reading);
  if (pins.length === 0) return refusal(words.plain('photo:map.nothing'));
  const missing = appeal.point === null ? 'noPoint' : pins.length === 1 ? 'noPhotos' : null;
  return {
    ...(missing === null ? {} : { toast: words.plain(`photo:map.${missing}`) }),
    after: async () => {
      for (const pin of pins) await voice.sendPin(chatId, pin);
    },
  };
}
