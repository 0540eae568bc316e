import { wordsOf } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { languageOf } from '../../../../src/regulation/language';
import { hasPaper, type EngagementPaperKind, type PaperedKind } from '../../../../src/regulation/engagement/papers';
import { letterheadOf } from '../../../../src/usecases/kit/settings';
import { partsOfProtocol, readLineProtocol } from '../../../../src/usecases/lines/protocol';
import { readEngagement, readSummary, type EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { signedProtocol } from '../../../../src/usecases/engagement/papers';
import { tasksOf } from '../../../../src/usecases/engagement/tasks';
import { capitalised } from '../../../../src/text/capitalised';
import { shortName, initialsFirst } from '../../../../src/usecases/kit/officials';
import { readPerson } from '../../../../src/usecases/people/people';
import type { Letter, Minutes } from '../../../../src/usecases/kit/ports';
import { lineMinutes } from '../../screens/engagement/line-paper';
import { resultMinutes, type OnPaper } from '../../screens/engagement/result-minutes';
import { resultPictures } from '../../screens/engagement/result-pictures';
import type { Talk } from '../../talk';
import type { Reading, Turn } from '../../turn';

/** A paper in as many files as it takes: each is drawn when its turn comes, so that only one of them is held. */
export interface PaperToDraw {
  readonly parts: number;
  /** The office has named itself. */
  readonly hasHead: boolean;
  /**
   * @param part from 1
   * @param sums SHA-256 of the second file and of those after it: the first names them, where it is to be signed
   * @returns null: it is gone meanwhile
   * @throws AppError `chart` when a picture can't be drawn
   */
  readonly draw: (part: number, sums?: readonly string[]) => Promise<Minutes | null>;
}

/**
 * The protocol or the conclusion as it is now, in the language of what was written; null: there is no such paper for this person.
 * @param signerId who is printed under it; null: nobody
 */
export async function drawMinutes(
  talk: Talk,
  turn: Turn,
  engagementId: number,
  what: EngagementPaperKind,
  signerId: number | null,
): Promise<PaperToDraw | null> {
  const card = await readEngagement(talk.desk, turn.official, engagementId);
  if (card === null || !hasPaper(card.facts.kind, what)) return null;
  const { kind, content } = card.facts;
  const reading = { ...turn.reading, words: wordsOf(languageOf(`${content.title}\n${content.text}`)) };
  const around = await aroundOf(talk, turn, signerId);
  const hasHead = around.head !== null;
  if (kind !== 'direct_line')
    return { parts: 1, hasHead, draw: () => ofResults(talk, turn, card, kind, what, around, reading) };
  const { desk } = talk;
  const parts = await partsOfProtocol(desk, turn.official, engagementId);
  return (
    parts && {
      parts: parts.length,
      hasHead,
      async draw(part, sums = []) {
        const here = parts[part - 1];
        const protocol = here ? await readLineProtocol(desk, turn.official, engagementId, here) : null;
        return (
          protocol && lineMinutes(protocol, { part, parts, sums, isToBeSigned: signerId !== null }, around, reading)
        );
      },
    }
  );
}

async function ofResults(
  { desk, charts }: Talk,
  { official }: Turn,
  { id, facts: { content, placed }, results }: EngagementCard,
  kind: PaperedKind,
  what: EngagementPaperKind,
  around: OnPaper,
  reading: Reading,
): Promise<Minutes> {
  const pictures: Uint8Array[] = [];
  for (const picture of what === 'protocol' && results ? resultPictures(content.title, results, reading.words) : [])
    pictures.push(await charts.draw(picture, 'paper'));
  const summary = await readSummary(desk, official, id);
  const tasks = await tasksOf(desk, official, id);
  const signed = await signedProtocol(desk, official, id);
  const day = signed === null ? null : dayOf(signed, reading.calendar);
  const protocol = { number: reading.words.plain('results:paper.protocolNumber', { id: id.toString(36) }), day };
  const ended = {
    kind,
    content,
    address: placed?.address ?? null,
    results,
    summary: summary ?? '',
    tasks,
    pictures,
    protocol,
  };
  return resultMinutes(what, ended, around, reading);
}

async function aroundOf({ desk }: Talk, { official }: Turn, signerId: number | null): Promise<OnPaper> {
  const { nameRu, nameTt, contacts } = await letterheadOf(desk);
  const name = [nameRu, nameTt].filter((one) => one !== '');
  const person = signerId === null ? null : await readPerson(desk, signerId);
  const signer: Letter['signer'] =
    person === null ? null : { name: initialsFirst(person.name), position: capitalised(person.position ?? '') };
  return {
    head: name.length === 0 ? null : { name, contacts },
    signer,
    preparedBy: shortName(official.name),
  };
}
