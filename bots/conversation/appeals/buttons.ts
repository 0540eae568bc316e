import { ACCOUNTED_TERMS } from '../../../src/regulation/account';
import { SIGHTS } from '../../../src/regulation/rights';
import { ACTIONS } from '../../../src/regulation/vocabulary';
import { coded, flag, number, oneOf, row, ofAppeal, page } from '../kit/buttons';

/** An appeal, its tasks and papers, and what was sent for it. */
export const APPEALS = {
  // an appeal: §2, an administrator takes no part in processing, so sees nothing of it either
  act: row('a', 'work', { action: coded(ACTIONS), appealId: number, version: number }),
  open: row('o', SIGHTS.card, ofAppeal),
  card: row('k', SIGHTS.card, ofAppeal),
  history: row('h', SIGHTS.history, { ...ofAppeal, page }),
  historyPaper: row('x:historyPaper', SIGHTS.history, ofAppeal),
  ahead: row('v', SIGHTS.terms, { ...ofAppeal, page }),
  files: row('f', SIGHTS.files, ofAppeal),
  contacts: row('c', SIGHTS.contacts, ofAppeal),
  difference: row('d', SIGHTS.text, ofAppeal),
  // of a message about somebody who is away: another in their place, as the appeal stands now
  replaceIn: row('x:replace', 'work', ofAppeal),
  // a text for ПОС
  delivery: row('e', SIGHTS.task, { deliveryId: number }),
  deliveryFiles: row('z', SIGHTS.taskFiles, { deliveryId: number }),
  place: row('y', 'work', { deliveryId: number }),
  // the draft of an answer, to be copied
  copyDraft: row('p', SIGHTS.draft, ofAppeal),
  // texts that their message shows a part of
  wholeText: row('x:text', SIGHTS.text, ofAppeal),
  whyTask: row('x:whyTask', SIGHTS.task, { deliveryId: number }),
  wholeDelivery: row('x:textOfTask', SIGHTS.taskText, { deliveryId: number }),
  // the acts for which the card has no room
  more: row('j', SIGHTS.card, ofAppeal),
  // what was sent while nothing asked for it: to which appeal, and as what, it belongs
  kept: row('x:kept', 'work', { formId: number, appealId: number, action: coded(ACTIONS).optional() }),
  keptPage: row('x:keptPage', 'work', { formId: number, page }),
  keptDrop: row('x:keptDrop', 'work', { formId: number }),
  // what somebody is writing, to be copied
  copyWritten: row('x:written', SIGHTS.draft, ofAppeal),
  // the answer as a letter, and the paper of letters
  letter: row('x:letter', SIGHTS.draft, ofAppeal),
  // photos: two side by side, where they were taken, the files that they came as
  compare: row('x:compare', SIGHTS.files, { leftId: number, rightId: number }),
  onMap: row('x:map', SIGHTS.files, ofAppeal),
  originals: row('x:originals', SIGHTS.files, ofAppeal),
  // what was checked of the signature of an answer
  protocol: row('x:protocol', SIGHTS.draft, { signatureId: number }),
  // whose an appeal may be, and what it may be about, by former ones
  takeExecutor: row('x:whose', 'work', { appealId: number, version: number, executorId: number }),
  takeTopic: row('x:topic', 'work', { appealId: number, version: number }),
  // a task for ПОС that somebody takes on themselves, and gives back
  takeTask: row('x:mine', 'work', { deliveryId: number }),
  leaveTask: row('x:leave', 'work', { deliveryId: number }),
  // a letter to the body that is asked for documents
  requestLetter: row('x:asks', SIGHTS.card, { requestId: number }),
  // of a task for several appeals one number, ticked or not
  tickNumber: row('x:tick', 'work', { deliveryId: number, partId: number, ticked: flag }),
  // what was decided here and ПОС does not hear of by a task
  reflections: row('x:there', 'work', { page }),
  reflected: row('x:thereIs', 'work', { reflectionId: number }),
  reflectedNot: row('x:thereNot', 'work', { reflectionId: number }),
  // what one house was written about within a year
  atHouse: row('x:house', SIGHTS.card, { ...ofAppeal, page }),
  // how a term has come about
  why: row('x:why', SIGHTS.terms, { ...ofAppeal, term: oneOf(ACCOUNTED_TERMS) }),
  pastStages: row('x:past', SIGHTS.terms, { ...ofAppeal, page }),
  pastStage: row('x:pastOne', SIGHTS.terms, { ...ofAppeal, place: number }),
  // everything for whoever checks, as a ZIP
  folder: row('x:folder', SIGHTS.folder, ofAppeal),
} as const;

type Rows = typeof APPEALS;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
