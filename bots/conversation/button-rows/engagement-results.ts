import { LOCALES } from '../../../src/i18n';
import { PAPER_ACTS, PAPER_KINDS } from '../../../src/regulation/engagement/papers';
import { TASK_ACTS } from '../../../src/regulation/engagement/tasks';
import { coded, number, oneOf } from './fields';
import { page, row } from './row';

const ofEngagement = { engagementId: number };
const what = oneOf(PAPER_KINDS);

/** How what the ОГ role makes has ended, and what is made of it. Papers and tasks are also of those to whom they were sent, so the use cases ask. */
export const ENGAGEMENT_RESULTS = {
  engagementResults: row('x:ogRes', 'engage', ofEngagement),
  tellResults: row('x:ogTell', 'engage', ofEngagement),
  /** A table to be filled in. */
  resultsTemplate: row('x:ogForm', 'engage', ofEngagement),
  resultPictures: row('x:ogBars', 'engage', { ...ofEngagement, locale: oneOf(LOCALES) }),
  // what came home from ПОС, to be taken or not
  returnedResults: row('x:ogHome', 'engage', ofEngagement),
  takeReturned: row('x:ogHomeYes', 'engage', { ...ofEngagement, returnedId: number }),
  declineReturned: row('x:ogHomeNo', 'engage', { ...ofEngagement, returnedId: number }),
  // for the office's site and channels
  publishing: row('x:ogPost', 'engage', ofEngagement),
  publishingFile: row('x:ogPostZip', 'engage', ofEngagement),
  // papers
  paperFiles: row('x:ogPaper', 'engage', { ...ofEngagement, what }),
  sendPaper: row('x:ogSign', 'engage', { ...ofEngagement, what }),
  papersToSign: row('x:ogSignMine', null, {}),
  engagementPaper: row('x:ogSheet', null, { paperId: number }),
  paperFile: row('x:ogSheetGet', null, { paperId: number, part: oneOf(['paper', 'signature']) }),
  paperAct: row('x:ogSheetAct', null, { paperId: number, version: number, act: coded(PAPER_ACTS) }),
  // what follows
  engagementTasks: row('x:ogTasks', 'engage', { ...ofEngagement, page }),
  newTask: row('x:ogTaskNew', 'engage', ofEngagement),
  myTasks: row('x:ogTaskMine', null, { page }),
  engagementTask: row('x:ogTask', null, { taskId: number }),
  taskAct: row('x:ogTaskAct', null, { taskId: number, version: number, act: coded(TASK_ACTS) }),
} as const;

type Rows = typeof ENGAGEMENT_RESULTS;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
