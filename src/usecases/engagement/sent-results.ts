import { proposalOf, type SentCount, type SentProposal } from '../../regulation/engagement/results';
import { cleanText } from '../../text/plain-text';
import { tableIn, type SentRow } from '../sent-table';

// Results as people send them, by file or typed: what stands where. Whether they hold is the regulation's.

const COUNTS = {
  question: ['вопрос', 'сорау'],
  option: ['вариант', 'объект', 'проект', 'ответ', 'наименование', 'название', 'җавап'],
  votes: ['голос', 'количество голос', 'число голос', 'кол во голос', 'отдано', 'тавыш'],
} as const;
const PROPOSALS = {
  text: ['предложени', 'замечани', 'содержание', 'тәкъдим'],
  of: ['кто', 'чье', 'от кого', 'участник', 'кем'],
  decision: ['решени', 'что решено', 'принято', 'учтено', 'результат', 'карар'],
} as const;

/** @returns null: no row has the headings of options and votes */
export function countsIn(rows: readonly SentRow[]): readonly SentCount[] | null {
  const table = tableIn(rows, COUNTS, ['option', 'votes']);
  if (table === null) return null;
  return table.rows
    .map(({ row, cells }) => ({ row, ...cells }))
    .filter(({ option, votes }) => option !== '' || votes !== '');
}

/** A decision on nothing comes, too: it is told. @returns null: no row has the heading of proposals */
export function proposalsIn(rows: readonly SentRow[]): readonly SentProposal[] | null {
  const table = tableIn(rows, PROPOSALS, ['text']);
  if (table === null) return null;
  return table.rows
    .map(({ row, cells: { text, decision, of } }) => ({
      row,
      text: cleanText(text),
      decision: cleanText(decision),
      of: proposalOf(of) ?? undefined,
    }))
    .filter(({ text, decision }) => text !== '' || decision !== '');
}

const ANSWER_OF = /^(\d{1,2})\.\s*(\S.*)$/;
const OPTION_OF = /^(\d{1,2})\.(\d{1,2})$/;
/**
 * «Парк: 512», «1: 512»; of several questions «2.1: 512», or «2. Свой ответ: 3», a line each. What stands behind a mark and is no number («1: 1,000»)
 * comes as it was written; a line without a number is all name.
 * @param questions how many there are
 */
export function countsTyped(text: string, questions: number): readonly SentCount[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => {
      const [, said, votes] =
        /^(.+?)\s*[:=\t;]\s*(\d[\d\s]*)$/.exec(line) ??
        /^(.+?)\s+(\d+)$/.exec(line) ??
        /^(.+?)\s*[:=\t;]\s*([^:=\t;]*\d[^:=\t;]*)$/.exec(line) ??
        [];
      const row = { row: index + 1, isTyped: true as const };
      if (said === undefined || votes === undefined) return { ...row, question: '', option: line, votes: '' };
      // The list numbers options so of a single question, too: «1.2».
      const [, question, option] = (questions > 1 ? ANSWER_OF : OPTION_OF).exec(said) ?? [];
      return question === undefined || option === undefined
        ? { ...row, question: '', option: said.replace(/^\d{1,2}[.)]\s+(?=\S)/, ''), votes }
        : { ...row, question, option, votes };
    });
}
