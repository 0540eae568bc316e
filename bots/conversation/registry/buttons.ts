import { REMEDIES } from '../../../src/regulation/differences';
import { DIFFERENCES } from '../../../src/regulation/vocabulary';
import { BRANCHES } from '../../../src/usecases/office/new-categories';
import { DECIDING } from '../../../src/regulation/registry-layout';
import { IMPORT_ROWS } from '../../../src/usecases/registry/imports';
import { number, oneOf, upTo, word, row, ofAppeal, page, sure, LONGEST_TERM_DAYS } from '../kit/buttons';

const NAMED_DIFFERENCES = ['assigned', 'executor'] as const;

/** Registry files of ПОС, how they differ from the bot, and what they have brought. */
export const REGISTRY = {
  // the preview of a registry file of ПОС
  loadRegistry: row('x:load', 'register', { fileId: number }),
  dropRegistry: row('x:loadNot', 'register', { fileId: number }),
  loadRegistryAnyway: row('x:loadAll', 'register', { fileId: number }),
  // what is asked about its columns
  registryColumn: row('x:column', 'register', { fileId: number, of: oneOf(DECIDING), column: number }),
  noRegistryColumn: row('x:columnNot', 'register', { fileId: number, of: oneOf(DECIDING), as: word }),
  askRegistryAnew: row('x:columnsNew', 'register', { fileId: number }),
  // how ПОС' registry differs from the bot, and what is done about it
  differences: row('x:differs', 'reconcile', {}),
  differing: row('x:differ', 'reconcile', { of: oneOf(DIFFERENCES), page }),
  differenceOf: row('x:differOf', 'reconcile', ofAppeal),
  remedy: row('x:remedy', 'reconcile', {
    ...ofAppeal,
    version: number,
    of: oneOf(DIFFERENCES),
    remedy: oneOf(REMEDIES),
    // 0: the remedy has none
    days: upTo(LONGEST_TERM_DAYS).optional(),
    // whose row was shown; 0: no file has named the appeal
    fileId: number.optional(),
  }),
  takeover: row('x:takeOver', 'reconcile', { of: oneOf(NAMED_DIFFERENCES).optional() }),
  confirmTakeover: row('x:tookOver', 'reconcile', {
    count: number,
    list: number.optional(),
    of: oneOf(NAMED_DIFFERENCES).optional(),
  }),
  // all differences of a kind mended at once
  forMany: row('x:many', 'reconcile', { of: oneOf(DIFFERENCES), remedy: oneOf(REMEDIES).optional() }),
  confirmMany: row('x:manyYes', 'reconcile', {
    of: oneOf(DIFFERENCES),
    list: number,
    remedy: oneOf(REMEDIES).optional(),
  }),
  // «Вернуть как было»: of a press for many, or of one appeal
  undoMany: row('x:manyBack', 'reconcile', { takeoverId: number }),
  takeBack: row('x:asWas', 'reconcile', ofAppeal),
  // low marks of applicants that a registry file has brought
  lowMarks: row('x:marks', 'marks', { fileId: number, page }),
  // registry files that came
  imports: row('x:imports', 'imports', { page }),
  importOf: row('x:import', 'imports', { fileId: number }),
  importRows: row('x:importRows', 'imports', { fileId: number, what: oneOf(IMPORT_ROWS), page }),
  importErrors: row('x:importErrors', 'imports', { fileId: number }),
  importDays: row('x:importDays', 'administer', { days: upTo(LONGEST_TERM_DAYS), sure }),
  // categories that came with appeals
  newCategories: row('x:new', 'categories', { page }),
  newCategory: row('x:newOne', 'categories', { categoryId: number }),
  decideTerm: row('x:newTerm', 'categories', { categoryId: number, days: upTo(LONGEST_TERM_DAYS) }),
  askSame: row('x:newSame', 'categories', { categoryId: number }),
  newExecutors: row('x:newWho', 'categories', { categoryId: number, page }),
  newExecutor: row('x:newIs', 'categories', { categoryId: number, executorId: number }),
  decideBranch: row('x:newAll', 'categories', { categoryId: number, of: oneOf(BRANCHES) }),
  // whom of the bot a name of ПОС means: `nameId` stands for the name; `of`: the list from which it is asked
  namesThere: row('x:names', 'reconcile', { page }),
  nameThere: row('x:nameIs', 'reconcile', { nameId: number, of: oneOf(NAMED_DIFFERENCES).optional() }),
  intakeRest: row('x:rest', 'administer', { minutes: upTo(LONGEST_TERM_DAYS) }),
} as const;

type Rows = typeof REGISTRY;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
