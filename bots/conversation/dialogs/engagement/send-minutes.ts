import { AppError } from '../../../../src/errors';
import type { EngagementPaperKind } from '../../../../src/regulation/engagement/papers';
import { patiently } from '../../patience';
import { only } from '../../screen';
import { paperFileName } from '../../screens/engagement/paper-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { drawMinutes } from './draw-minutes';

/** As it is now, unsigned: of each part what an editor takes first, then what is printed. */
export async function sendMinutes(
  talk: Talk,
  turn: Turn,
  engagementId: number,
  what: EngagementPaperKind,
): Promise<void> {
  const { voice } = talk;
  const { chatId, words } = turn;
  try {
    await patiently(voice, chatId, words.html('results:paper.works'), sendParts(talk, turn, engagementId, what));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await voice.send(chatId, only(words.html('results:paper.failed')), { silent: true });
  }
}

/** One after another: of a long paper no more than a part is held. */
async function sendParts(talk: Talk, turn: Turn, engagementId: number, what: EngagementPaperKind): Promise<void> {
  const { papers, voice } = talk;
  const paper = await drawMinutes(talk, turn, engagementId, what, null);
  if (paper === null) return;
  const { parts } = paper;
  for (let part = 1; part <= parts; part += 1) {
    const minutes = await paper.draw(part);
    if (minutes === null) return;
    const files = {
      docx: await papers.writeMinutes(minutes, 'docx'),
      pdf: await papers.writeMinutes(minutes, 'pdf'),
    };
    for (const form of ['docx', 'pdf'] as const) {
      const name = paperFileName(what, { id: String(engagementId), form, part, parts }, turn.words);
      await voice.sendFile(turn.chatId, name, files[form]);
    }
  }
}
