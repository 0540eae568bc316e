import { wordsOf, type Words } from '../../../../src/i18n';
import { languageOf } from '../../../../src/regulation/language';
import { hasPaper, type EngagementPaperKind } from '../../../../src/regulation/engagement/papers';
import { letterheadOf } from '../../../../src/usecases/administration/letterhead';
import { MOST_IN_PROTOCOL, readLineProtocol } from '../../../../src/usecases/direct-lines/line-protocol';
import { readEngagement, readSummary } from '../../../../src/usecases/engagement/read-engagements';
import { tasksOf } from '../../../../src/usecases/engagement/tasks';
import { capitalised } from '../../../../src/usecases/papers/letters';
import { shortName } from '../../../../src/usecases/people/names';
import { readPerson } from '../../../../src/usecases/people/read-people';
import type { Letter, Minutes } from '../../../../src/usecases/ports';
import { lineMinutes } from '../../screens/engagement/line-paper';
import { resultMinutes, type OnPaper } from '../../screens/engagement/result-minutes';
import { resultPictures } from '../../screens/engagement/result-pictures';
import { grouped } from '../../screens/engagement/results-words';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/**
 * The protocol or the conclusion as it is now, in the language of what was written; null: there is no such paper for this person; tooLong: its
 * direct line has gathered more than a paper can hold.
 * @param signerId who is printed under it; null: nobody
 * @throws AppError `chart` when a picture can't be drawn
 */
export async function drawMinutes(
  talk: Talk,
  turn: Turn,
  engagementId: number,
  what: EngagementPaperKind,
  signerId: number | null,
): Promise<Minutes | 'tooLong' | null> {
  const { desk, charts } = talk;
  const { official } = turn;
  const card = await readEngagement(desk, official, engagementId);
  if (card === null || !hasPaper(card.facts.kind, what)) return null;
  const { kind, content, placed } = card.facts;
  const words = wordsOf(languageOf(`${content.title}\n${content.text}`));
  const reading = { ...turn.reading, words };
  const around = await aroundOf(talk, turn, signerId);
  if (kind === 'direct_line') {
    const protocol = await readLineProtocol(desk, official, engagementId);
    return protocol === 'tooLong' ? protocol : protocol && lineMinutes(protocol, around, reading);
  }
  const { results } = card;
  const pictures: Uint8Array[] = [];
  for (const picture of what === 'protocol' && results ? resultPictures(content.title, results, words) : [])
    pictures.push(await charts.draw(picture, 'paper'));
  const summary = await readSummary(desk, official, engagementId);
  const tasks = await tasksOf(desk, official, engagementId);
  const ended = { kind, content, address: placed?.address ?? null, results, summary: summary ?? '', tasks, pictures };
  return resultMinutes(what, ended, around, reading);
}

async function aroundOf({ desk }: Talk, { official }: Turn, signerId: number | null): Promise<OnPaper> {
  const { nameRu, nameTt, contacts } = await letterheadOf(desk);
  const name = [nameRu, nameTt].filter((one) => one !== '');
  const person = signerId === null ? null : await readPerson(desk, signerId);
  const signer: Letter['signer'] =
    person === null ? null : { name: person.name, position: capitalised(person.position ?? '') };
  return {
    head: name.length === 0 ? null : { name, contacts },
    signer,
    preparedBy: shortName(official.name),
  };
}

/** Why there is no protocol of so many questions, in plain words. */
export const tooLongSaid = ({ plain }: Words): string =>
  plain('line:paper.tooLong', {
    questions: grouped(MOST_IN_PROTOCOL.questions),
    characters: grouped(MOST_IN_PROTOCOL.characters),
  });
