import { AppError } from '../../../../src/errors';
import { escapeHtml } from '../../../../src/i18n';
import type { EngagementPaperKind } from '../../../../src/regulation/engagement/papers';
import { patiently } from '../../patience';
import { only } from '../../screen';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { drawMinutes, tooLongSaid } from './draw-minutes';

/** As it is now, unsigned: what an editor takes first, then what is printed. */
export async function sendMinutes(
  talk: Talk,
  turn: Turn,
  engagementId: number,
  what: EngagementPaperKind,
): Promise<void> {
  const { papers, voice } = talk;
  const { chatId, words } = turn;
  try {
    const made = async () => {
      const minutes = await drawMinutes(talk, turn, engagementId, what, null);
      if (minutes === 'tooLong') return minutes;
      return (
        minutes && { docx: await papers.writeMinutes(minutes, 'docx'), pdf: await papers.writeMinutes(minutes, 'pdf') }
      );
    };
    const files = await patiently(voice, chatId, words.html('results:paper.works'), made());
    if (files === null) return;
    if (files === 'tooLong')
      return void (await voice.send(chatId, only(escapeHtml(tooLongSaid(words))), { silent: true }));
    for (const form of ['docx', 'pdf'] as const)
      await voice.sendFile(chatId, words.plain(`results:paper.file.${what}`, { id: engagementId, form }), files[form]);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await voice.send(chatId, only(words.html('results:paper.failed')), { silent: true });
  }
}
