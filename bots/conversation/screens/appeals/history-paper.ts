import type { SealState, ProvenHistory } from '../../../../src/usecases/proof/prove';
import { PROOF_FILE } from '../../../../src/usecases/proof/verify';
import type { HistoryPaper } from '../../../../src/usecases/kit/ports';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import { headWords } from '../head-words';
import { saidEntry } from './history-lines';

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
