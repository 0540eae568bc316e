import { wordsOf, escapeHtml } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import { languageOf } from '../../../src/regulation/language';
import {
  hasPaper,
  type EngagementPaperKind,
  type PaperedKind,
  isOwnPaper,
  PAPER_KINDS,
} from '../../../src/regulation/engagement/papers';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { partsOfProtocol, readLineProtocol } from '../../../src/usecases/lines/protocol';
import { readEngagement, readSummary, type EngagementCard } from '../../../src/usecases/engagement/engagements';
import { signedProtocol, readPaper, sendPaper, type PaperToSign } from '../../../src/usecases/engagement/papers';
import { tasksOf } from '../../../src/usecases/engagement/tasks';
import { capitalised } from '../../../src/text/capitalised';
import { shortName, initialsFirst } from '../../../src/usecases/kit/officials';
import { readPerson } from '../../../src/usecases/people/people';
import type { Letter, Minutes } from '../../../src/usecases/kit/ports';
import { lineMinutes } from './paper';
import { resultMinutes, type OnPaper } from '../engagement/result-minutes';
import { resultPictures, drawResults } from '../engagement/results-screens';
import type { Talk } from '../kit/talk';
import type { Reading, Turn } from '../kit/turn';
import { AppError } from '../../../src/errors';
import { isOneOf } from '../../../src/regulation/lists';
import { readSupervisors, type SupervisorChoice } from '../../../src/usecases/engagement/list';
import { keepBytes } from '../../../src/usecases/kit/files';
import { patiently } from '../kit/lately';
import { paperScreen, paperFileName } from '../engagement/paper-screens';
import type { Answers, Finished } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { supervisorChoice } from '../engagement/tasks';
import { only } from '../kit/screen';

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

interface State {
  readonly card: EngagementCard | null;
  readonly what: EngagementPaperKind;
  readonly supervisors: readonly SupervisorChoice[];
  /** Whoever sends it. */
  readonly senderId: number;
}

const idOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);
const whatOf = ({ what }: Answers): EngagementPaperKind => (isOneOf(PAPER_KINDS, what) ? what : 'protocol');
const signerOf = ({ personId }: Answers): number => (typeof personId === 'number' ? personId : 0);

/** Its files one after another. The first is signed, and names the sums of the others: these are drawn before it. Null: it is gone. */
async function keepPaper(
  { files, papers }: Talk,
  { parts, draw }: PaperToDraw,
): Promise<Pick<PaperToSign, 'sha256' | 'rest'> | null> {
  const sums: string[] = [];
  for (let part = parts; part >= 1; part -= 1) {
    const minutes = await draw(part, sums);
    if (minutes === null) return null;
    sums.unshift(await keepBytes(files, await papers.writeMinutes(minutes, 'pdf')));
  }
  const [sha256 = '', ...rest] = sums;
  return { sha256, rest };
}

/** To whom a paper goes to be signed: it is drawn with their name, kept, and they hear of it. */
export function sendPaperDialog(talk: Talk): TableDialog<State> {
  const { desk, voice } = talk;

  async function finish(turn: Turn, formId: number, answers: Answers): Promise<Finished> {
    const { plain } = turn.words;
    const [engagementId, what, signerId] = [idOf(answers), whatOf(answers), signerOf(answers)];
    const paper = await drawMinutes(talk, turn, engagementId, what, signerId);
    if (paper === null) return { complaint: plain('engagement:refusal.gone') };
    if (!paper.hasHead) return { complaint: plain('results:paper.noLetterhead') };
    const kept = await keepPaper(talk, paper);
    if (kept === null) return { complaint: plain('engagement:refusal.gone') };
    const issuedAt = turn.reading.now;
    const sent = await sendPaper(desk, turn.official, { engagementId, what, signerId, ...kept, issuedAt, formId });
    if (typeof sent === 'string') return { complaint: plain(`results:paper.refusal.${sent}`) };
    const card = await readPaper(desk, turn.official, sent);
    return {
      toast: plain('results:paper.sent'),
      screen: card ? paperScreen(card, turn.reading) : await drawResults(talk, turn, engagementId),
    };
  }

  return new TableDialog<State>(talk, {
    subject: 'sendPaper',
    steps: [
      {
        name: 'personId',
        ask: ({ reading }) => reading.words.html('results:paper.askSigner'),
        question: supervisorChoice,
        refuse: ({ answers, state: { senderId }, reading: { words } }) =>
          isOwnPaper(signerOf(answers), senderId, desk.office.fourEyes)
            ? words.plain('results:paper.refusal.ownSigner')
            : null,
      },
    ],
    read: async ({ official }, answers) => ({
      card: await readEngagement(desk, official, idOf(answers)),
      what: whatOf(answers),
      supervisors: await readSupervisors(desk, true),
      senderId: official.personId,
    }),
    head: ({ state: { card, what }, reading: { words } }) => [
      ...(card ? [`<b>${escapeHtml(card.facts.content.title)}</b>`] : []),
      words.html(`results:paper.kind.${what}`),
    ],
    async finish(turn, { id }, { answers }) {
      try {
        const work = finish(turn, id, answers);
        return await patiently(voice, turn.chatId, turn.words.html('results:paper.works'), work);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { complaint: turn.words.plain('results:paper.failed') };
      }
    },
    cancelled: (turn, answers) => drawResults(talk, turn, idOf(answers)),
  });
}

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
