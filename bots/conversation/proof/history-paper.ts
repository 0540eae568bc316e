import {
  type SealState,
  type ProvenHistory,
  readHistoryPaper,
  type NoHistory,
} from '../../../src/usecases/proof/prove';
import { PROOF_FILE } from '../../../src/usecases/proof/verify';
import type { HistoryPaper } from '../../../src/usecases/kit/ports';
import type { Reading } from '../kit/turn';
import { moment } from '../kit/calendar-words';
import { headWords } from './head-words';
import { saidEntry } from '../card/history';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import type { Official } from '../../../src/usecases/kit/officials';
import type { Talk } from '../kit/talk';
import { askForFolder } from '../../../src/usecases/proof/folder';
import { refusal, type Feature } from '../kit/feature';
import { givePaper } from '../answers/send-letter';
import { Lately } from '../kit/lately';

/** On paper nothing is shortened. */
const WHOLE = () => Number.MAX_SAFE_INTEGER;

/** A paper is read in other years, too: of another year than the one in which it was printed, every day has its year. */
const LONG_AGO = new Date(0);

/** An appeal's history on paper, but for the office's head. */
export function historyPaperOf({ history, proof }: ProvenHistory, reading: Reading): Omit<HistoryPaper, 'head'> {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const onPaper = { ...reading, now: LONG_AGO };
  const states = [...proof.seals.values()].map(({ state }) => state);
  const countOf = (state: SealState) => states.filter((one) => one === state).length;
  return {
    locale: words.locale,
    title: plain('history:title', { number: history.number }),
    entries: history.lines.map((line) => {
      const { title, rows, words: written, marks } = saidEntry(line, onPaper, WHOLE);
      const { state, place } = proof.seals.get(line.id) ?? { state: 'waiting', place: null };
      return {
        title,
        rows: [
          ...rows,
          ...(written === null ? [] : [plain('history:paper.quoted', { words: written })]),
          ...(marks === null ? [] : [marks]),
        ],
        note: plain(`history:paper.entry.${state}`, { place: place ?? '' }),
      };
    }),
    notes: [
      plain('history:paper.printed', { moment: moment(now, LONG_AGO, calendar) }),
      ...(proof.proof
        ? [
            plain('history:paper.proven', { count: proof.proof.entries.length }),
            headWords(proof.proof.head, onPaper),
            plain('history:paper.compare'),
            plain('history:paper.check'),
          ]
        : []),
      ...(['waiting', 'heldBack', 'differs'] as const).flatMap((state) =>
        countOf(state) === 0 ? [] : [plain(`history:paper.${state}`, { count: countOf(state) })],
      ),
    ],
    proof: proof.proof && { name: PROOF_FILE, json: JSON.stringify(proof.proof) },
    issuedAt: now,
  };
}

export interface MadePaper {
  readonly fileName: string;
  /** What takes longer than a finger should wait. */
  readonly draw: () => Promise<Uint8Array>;
}

/**
 * The history of an appeal as PDF, with its proof attached. Or why there is none.
 * @param keepBack for a messenger: entries that may hold personal data are printed as the chat shows them, and not in the proof
 */
export async function drawHistoryPaper(
  { desk, papers }: Pick<Talk, 'desk' | 'papers'>,
  viewer: Official,
  appealId: number,
  reading: Reading,
  keepBack = true,
): Promise<MadePaper | NoHistory> {
  const proven = await readHistoryPaper(desk, viewer, appealId, keepBack);
  if (typeof proven === 'string') return proven;
  const head = await letterheadOf(desk);
  const name = [head.nameRu, head.nameTt].filter((one) => one !== '');
  const paper = {
    ...historyPaperOf(proven, reading),
    head: name.length === 0 ? null : { name, contacts: head.contacts },
  };
  return { fileName: `${proven.history.number}-istoriya.pdf`, draw: () => papers.writeHistory(paper) };
}

/** The history of an appeal on paper, with what proves it, and its folder. */
export function historyPaperFeature(talk: Talk): Feature {
  const given = new Lately(talk.desk.clock);
  return {
    presses: {
      async folder(turn, { appealId }) {
        const asked = await askForFolder(talk.desk, turn.official, appealId);
        if (asked === 'notFound') return refusal(turn.words.plain('refusal:notFound'));
        talk.wake();
        return { toast: turn.words.plain(`folder:toast.${asked}`) };
      },
      async historyPaper(turn, { appealId }) {
        const { official, reading, words, chatId } = turn;
        const paper = await drawHistoryPaper(talk, official, appealId, reading);
        if (paper === 'notFound') return refusal(words.plain('refusal:notFound'));
        if (paper === 'damaged') return refusal(words.plain('history:paper.damaged'));
        // Once for a double tap: two copies make one wonder which of them counts.
        const ofChat = `${chatId} ${appealId}`;
        if (given.get(ofChat)) return {};
        return {
          toast: words.plain('history:paper.toast'),
          after: async () => {
            await givePaper(talk, turn, appealId, paper.fileName, await paper.draw());
            given.note(ofChat, true);
          },
        };
      },
    },
  };
}
