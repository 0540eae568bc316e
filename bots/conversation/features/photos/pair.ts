import { describeError } from '../../../../src/process/log';
import type { ShownPhoto } from '../../../../src/usecases/photos/shown-photos';
import { only } from '../../screen';
import { comparisonFailed, comparisonScreen, drawnLines } from '../../screens/photos/comparison';
import type { Talk } from '../../talk';
import type { Reading, Turn } from '../../turn';

type Two = readonly [ShownPhoto, ShownPhoto];

/** Both as one picture, each with its words: two in an album are never seen at once on a phone. */
export async function showPair(talk: Talk, { chatId, words, reading }: Turn, pair: Two): Promise<void> {
  const { voice } = talk;
  const line = await voice.send(chatId, only(words.html('photo:compare.making')), { silent: true });
  const picture = await drawn(talk, pair, reading);
  if (!picture) return void (await voice.edit(line, only(comparisonFailed(reading))));
  try {
    await voice.sendPicture(chatId, picture, comparisonScreen(pair, reading));
  } finally {
    await voice.remove(line);
  }
}

/** Null: one of them can't be read, or not now. */
async function drawn({ pictures, log }: Talk, pair: Two, reading: Reading): Promise<Uint8Array | null> {
  const [left, right] = pair;
  if (left.sha256 === null || right.sha256 === null) return null;
  const [linesLeft, linesRight] = drawnLines(pair, reading);
  try {
    return await pictures.sideBySide(
      { sha256: left.sha256, lines: linesLeft },
      { sha256: right.sha256, lines: linesRight },
    );
  } catch (error) {
    log.error(
      { left: left.id, right: right.id, reason: describeError(error) },
      'Two photos could not be drawn together',
    );
    return null;
  }
}
