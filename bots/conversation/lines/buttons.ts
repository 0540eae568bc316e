import { QUESTION_ACTS, QUESTION_STATES } from '../../../src/regulation/engagement/line-questions';
import { coded, number, oneOf, page, row } from '../kit/buttons';

/** Which questions a list shows. */
export const SHOWN_QUESTIONS = [...QUESTION_STATES, 'all'] as const;
export type ShownQuestions = (typeof SHOWN_QUESTIONS)[number];

/** Where a question was opened: in which list, or among one's own. */
export const QUESTION_LISTS = [...SHOWN_QUESTIONS, 'mine'] as const;
export interface QuestionPlace {
  readonly of: (typeof QUESTION_LISTS)[number];
  readonly page: number;
}
const place = { of: oneOf(QUESTION_LISTS).optional(), page: page.optional() };

const ofLine = { engagementId: number };
const ofGroup = { ...ofLine, groupId: number };

/** Questions of direct lines: ОГ has them all, an official those that were given to them, so the use cases ask. */
export const DIRECT_LINES = {
  lineQuestions: row('x:line', 'engage', { ...ofLine, of: oneOf(SHOWN_QUESTIONS), page }),
  addLineQuestion: row('x:lineAdd', 'engage', ofLine),
  lineFile: row('x:lineFile', 'engage', ofLine),
  // groups from which they are gathered
  lineGroups: row('x:lineGrs', 'engage', { ...ofLine, page }),
  lineGroup: row('x:lineGr', 'engage', ofGroup),
  tieGroup: row('x:lineTie', 'engage', ofGroup),
  untieGroup: row('x:lineFree', 'engage', ofGroup),
  lineProtocol: row('x:linePaper', 'engage', ofLine),
  myLineQuestions: row('x:lineMine', null, { page }),
  lineQuestion: row('x:lineOne', null, { questionId: number, ...place }),
  // several at once; of one question: it and those like it
  chooseLineQuestions: row('x:lineMany', 'engage', { ...ofLine, of: oneOf(SHOWN_QUESTIONS), page }),
  // of one's own in that line
  chooseMyLineQuestions: row('x:lineMyMany', null, { ...ofLine, page }),
  alikeLineQuestions: row('x:lineAlike', 'engage', { questionId: number, ...place }),
  // `number`: of the question to which this one is joined; 0: it is asked for
  lineAct: row('x:lineAct', null, {
    questionId: number,
    version: number,
    act: coded(QUESTION_ACTS),
    number: number.optional(),
    ...place,
  }),
  // what stands with nobody: of a person who is away or was switched off
  unheldDuties: row('x:ogDuty', 'engage', { personId: number, page }),
  passDuties: row('x:ogDutyTo', 'engage', { personId: number, toId: number }),
} as const;

type Rows = typeof DIRECT_LINES;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
