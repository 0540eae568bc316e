import { z } from 'zod';
import { LOCALES } from '../../src/i18n';
import { DAY_KINDS } from '../../src/regulation/calendar';
import { REMEDIES } from '../../src/regulation/differences';
import { SIGHTS, type AppealList, type Right } from '../../src/regulation/rights';
import { ACTIONS, DIFFERENCES, ROLES, STAGES } from '../../src/regulation/vocabulary';
import { BRANCHES } from '../../src/usecases/administration/new-categories';
import { PHOTO_RULE_NAMES } from '../../src/usecases/administration/photo-rules';
import { LETTERHEAD_PARTS } from '../../src/usecases/administration/letterhead';
import { DIGEST_PARTS } from '../../src/usecases/digests/group-digest';
import { SNOOZES } from '../../src/usecases/nags/snooze';
import { DECIDING } from '../../src/regulation/registry-layout';
import { IMPORT_ROWS } from '../../src/usecases/registry/read-imports';
import { keysOf } from '../../src/regulation/lists';
import { REPORT_FORMATS } from '../../src/usecases/asked-report';
import { NARROWINGS } from '../../src/usecases/reading/narrowed-lists';
import { coded, cut, day, figure, flag, number, oneOf, upTo, word, unit } from './button-fields';

const NAMED_DIFFERENCES = ['assigned', 'executor'] as const;

/** The least that a messenger takes (Telegram); ours stay near 30. */
const MAX_BYTES = 64;

/** A page that no list reaches: where one begins is counted from it, and a list says itself where it ends. */
const LARGEST_PAGE = 99_999;
const LONGEST_TERM_DAYS = 366;
const LONGEST_PHOTO_YEARS = 10;
const MINUTES_OF_DAY = 24 * 60;

/** Lists of appeals; links have the codes too. */
export const LISTS = {
  mine: 'm',
  coordination: 'c',
  agreement: 'g',
  approval: 'a',
  overdue: 'o',
  soon: 's',
  organizations: 'w',
  placing: 'p',
  found: 'f',
  unreported: 'r',
  work: 'k',
  postponed: 't',
  returned: 'e',
  selfApproved: 'b',
  formal: 'u',
  photoWarnings: 'i',
  incomplete: 'j',
  closed: 'l',
  lowMarks: 'v',
} as const satisfies Record<AppealList, string>;

/** What a button of a dialog does; the revision makes a second tap harmless. */
const MOVES = { pick: 'p', done: 'd', cancel: 'c', back: 'b', page: 'g', month: 'm', other: 'o' } as const;
export type Move = keyof typeof MOVES;

/** What an admin is asked to name; each is a key under `people:ask`. */
export const NAMED = ['addPerson', 'name', 'position', 'organization', 'category', 'account'] as const;
/** What an admin asks about before it is taken away. */
export const TAKEN_RIGHTS = ['executor', 'supervisor', 'canApprove', 'admin'] as const;
export type TakenRight = (typeof TAKEN_RIGHTS)[number];
/** To whom a place goes: a person's id, 0 the coordinators, `-` not chosen yet. */
const successor = z.union([z.literal('-'), number]);

// ── The table ───────────────────────────────────────────────────────────────

type Fields = Readonly<Record<string, z.ZodType<unknown, string | undefined>>>;
interface Row<Of extends Fields> {
  readonly code: string;
  readonly right: Right | null;
  readonly fields: Of;
}
const row = <Of extends Fields>(code: string, right: Right | null, fields: Of): Row<Of> => ({ code, right, fields });

const ofAppeal = { appealId: number };
const page = upTo(LARGEST_PAGE);
const period = { unit, from: day, to: day };
/** A row of a slice, by a code of its own: a name is longer than a button. */
const part = { by: cut.optional(), code: word.optional() };
const narrowed = { by: oneOf(NARROWINGS).optional(), code: word.optional() };

/**
 * Every button: what it is called in a message, who may press it, and what it names. Identity, never a right and never a text;
 * the right is checked at the press, and what the press does checks again. Messages in chats keep these codes: rows and
 * fields are added at the end and never changed.
 */
const BUTTONS = {
  nothing: row('n', null, {}),
  // an appeal: §2, an administrator takes no part in processing, so sees nothing of it either
  act: row('a', 'work', { action: coded(ACTIONS), appealId: number, version: number }),
  open: row('o', SIGHTS.card, ofAppeal),
  card: row('k', SIGHTS.card, ofAppeal),
  history: row('h', SIGHTS.history, { ...ofAppeal, page }),
  ahead: row('v', SIGHTS.terms, { ...ofAppeal, page }),
  files: row('f', SIGHTS.files, ofAppeal),
  contacts: row('c', SIGHTS.contacts, ofAppeal),
  difference: row('d', SIGHTS.text, ofAppeal),
  // a text for ПОС
  delivery: row('e', SIGHTS.task, { deliveryId: number }),
  deliveryFiles: row('z', SIGHTS.taskFiles, { deliveryId: number }),
  place: row('y', 'work', { deliveryId: number }),
  // a dialog
  form: row('q', null, { formId: number, revision: number, move: coded(MOVES), value: word }),
  // the menu and what stands in it
  menu: row('m', null, {}),
  list: row('l', null, { list: coded(LISTS), page }),
  register: row('r', null, {}),
  find: row('s', null, {}),
  report: row('t', null, {}),
  // a message of nags, by its first reminder
  snooze: row('w', null, { snooze: coded(SNOOZES), reminderId: number }),
  language: row('x:language', null, { locale: oneOf(LOCALES) }),
  // absences: one's own, or anybody's for an admin
  absences: row('x:absence', null, { personId: number.optional() }),
  addAbsence: row('x:absenceNew', null, { personId: number }),
  cancelAbsence: row('x:absenceOff', null, { absenceId: number, personId: number }),
  // administration
  admin: row('x:admin', 'administer', {}),
  settings: row('x:settings', 'administer', {}),
  confirmShares: row('x:shares', 'administer', {}),
  photoYears: row('x:photos', 'administer', { years: upTo(LONGEST_PHOTO_YEARS) }),
  askName: row('x:words', 'administer', { what: oneOf(NAMED), personId: number.optional() }),
  people: row('x:people', 'administer', { page }),
  person: row('x:person', 'administer', { personId: number }),
  role: row('x:role', 'administer', { personId: number, role: oneOf(ROLES), held: flag }),
  canApprove: row('x:approve', 'administer', { personId: number, allowed: flag }),
  supervisors: row('x:supervisors', 'administer', { personId: number, page }),
  supervisor: row('x:supervisor', 'administer', { personId: number, supervisorId: number }),
  workplaces: row('x:places', 'administer', { personId: number, page }),
  workplace: row('x:place', 'administer', { personId: number, organizationId: number }),
  invite: row('x:invite', 'administer', { personId: number }),
  enable: row('x:enable', 'administer', { personId: number }),
  disable: row('x:disable', 'administer', {
    personId: number,
    executor: successor.optional(),
    agreeing: successor.optional(),
    approving: successor.optional(),
    page: page.optional(),
  }),
  confirmDisable: row('x:disabled', 'administer', {
    personId: number,
    executor: successor,
    agreeing: successor,
    approving: successor,
  }),
  organizations: row('x:organizations', 'administer', { page }),
  organizationKind: row('x:kind', 'administer', {
    organizationId: number,
    becomes: oneOf(['outside', 'subordinate']),
    page,
  }),
  categories: row('x:categories', 'administer', { page }),
  category: row('x:category', 'administer', { categoryId: number }),
  categoryTerm: row('x:term', 'administer', { categoryId: number, days: upTo(LONGEST_TERM_DAYS) }),
  categoryExecutors: row('x:executors', 'administer', { categoryId: number, page }),
  categoryExecutor: row('x:executor', 'administer', { categoryId: number, executorId: number }),
  calendar: row('x:calendar', 'administer', { day: day.optional() }),
  calendarYears: row('x:calendarYears', 'administer', {}),
  day: row('x:day', 'administer', { day }),
  changeDay: row('x:daySet', 'administer', { day, becomes: oneOf([...DAY_KINDS, 'asInFile']) }),
  dayNote: row('x:dayNote', 'administer', { day }),
  dayCheck: row('x:dayCheck', 'administer', {}),
  groups: row('x:groups', 'administer', { page }),
  group: row('x:group', 'administer', { groupId: number }),
  groupHours: row('x:groupHours', 'administer', { groupId: number }),
  groupHour: row('x:groupHour', 'administer', { groupId: number, minutes: upTo(MINUTES_OF_DAY).optional() }),
  groupPart: row('x:groupPart', 'administer', {
    groupId: number,
    part: oneOf(DIGEST_PARTS),
    shown: oneOf(['on', 'off']),
  }),
  groupRun: row('x:groupRun', 'administer', { groupId: number, running: oneOf(['on', 'off']) }),
  groupHere: row('x:groupHere', 'administer', { chatId: word, messenger: word.optional() }),
  askGroup: row('x:groupAsk', 'administer', { groupId: number.optional() }),
  // the draft of an answer, to be copied
  copyDraft: row('p', SIGHTS.draft, ofAppeal),
  // texts that their message shows a part of
  wholeText: row('x:text', SIGHTS.text, ofAppeal),
  wholeDelivery: row('x:textOfTask', SIGHTS.taskText, { deliveryId: number }),
  // control: its lists, and what is in work by stage and by executor
  control: row('x:control', 'control', {}),
  work: row('x:work', 'control', { by: oneOf(['stage', 'executor']), page }),
  workAt: row('x:workAt', 'control', { stage: oneOf(STAGES), page }),
  workOf: row('x:workOf', 'control', { executorId: number, page }),
  // a right that is taken away, and to whom what hangs on it goes
  takeRight: row('x:take', 'administer', {
    personId: number,
    right: oneOf(TAKEN_RIGHTS),
    executor: successor.optional(),
    agreeing: successor.optional(),
    approving: successor.optional(),
    page: page.optional(),
  }),
  confirmTake: row('x:taken', 'administer', {
    personId: number,
    right: oneOf(TAKEN_RIGHTS),
    executor: successor,
    agreeing: successor,
    approving: successor,
  }),
  // the acts for which the card has no room
  more: row('j', SIGHTS.card, ofAppeal),
  // what was sent while nothing asked for it: to which appeal, and as what, it belongs
  kept: row('x:kept', 'work', { formId: number, appealId: number, action: coded(ACTIONS).optional() }),
  keptPage: row('x:keptPage', 'work', { formId: number, page }),
  keptDrop: row('x:keptDrop', 'work', { formId: number }),
  // what was given up since that minute of the epoch
  sendAgain: row('x:again', 'administer', { sinceMinute: number }),
  // updates that a fault of ours has set aside, by the hour and whose messenger's they are
  retryParked: row('x:retry', 'administer', { hour: number, messenger: word }),
  // templates of answers; `all`: a new one
  templates: row('x:templates', 'templates', { page }),
  template: row('x:template', 'templates', { templateId: number }),
  writeTemplate: row('x:templateSet', 'templates', {
    part: oneOf(['all', 'name', 'text', 'category']),
    templateId: number,
  }),
  removeTemplate: row('x:templateOff', 'templates', { templateId: number, removed: oneOf(['on', 'off']) }),
  // what somebody is writing, to be copied
  copyWritten: row('x:written', SIGHTS.draft, ofAppeal),
  // the answer as a letter, and the paper of letters
  letter: row('x:letter', SIGHTS.draft, ofAppeal),
  letterhead: row('x:letterhead', 'administer', {}),
  askLetterhead: row('x:letterheadSet', 'administer', { part: oneOf(LETTERHEAD_PARTS) }),
  // photos: two side by side, where they were taken, the files that they came as
  compare: row('x:compare', SIGHTS.files, { leftId: number, rightId: number }),
  onMap: row('x:map', SIGHTS.files, ofAppeal),
  originals: row('x:originals', SIGHTS.files, ofAppeal),
  // the preview of a registry file of ПОС
  loadRegistry: row('x:load', 'register', { fileId: number }),
  dropRegistry: row('x:loadNot', 'register', { fileId: number }),
  loadRegistryAnyway: row('x:loadAll', 'register', { fileId: number }),
  // what is asked about its columns
  registryColumn: row('x:column', 'register', { fileId: number, of: oneOf(DECIDING), column: number }),
  noRegistryColumn: row('x:columnNot', 'register', { fileId: number, of: oneOf(DECIDING), as: word }),
  askRegistryAnew: row('x:columnsNew', 'register', { fileId: number }),
  // how strictly photos are judged
  photoRules: row('x:photoRules', 'administer', {}),
  askPhotoRule: row('x:photoRule', 'administer', { rule: oneOf(PHOTO_RULE_NAMES) }),
  // what was checked of the signature of an answer
  protocol: row('x:protocol', SIGHTS.draft, { signatureId: number }),
  // whose an appeal may be, and what it may be about, by former ones
  takeExecutor: row('x:whose', 'work', { appealId: number, version: number, executorId: number }),
  takeTopic: row('x:topic', 'work', { appealId: number, version: number }),
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
  importDays: row('x:importDays', 'administer', { days: upTo(LONGEST_TERM_DAYS) }),
  // categories that came with appeals
  newCategories: row('x:new', 'categories', { page }),
  newCategory: row('x:newOne', 'categories', { categoryId: number }),
  decideTerm: row('x:newTerm', 'categories', { categoryId: number, days: upTo(LONGEST_TERM_DAYS) }),
  askSame: row('x:newSame', 'categories', { categoryId: number }),
  newExecutors: row('x:newWho', 'categories', { categoryId: number, page }),
  newExecutor: row('x:newIs', 'categories', { categoryId: number, executorId: number }),
  decideBranch: row('x:newAll', 'categories', { categoryId: number, of: oneOf(BRANCHES) }),
  // back to a dialog that another has displaced
  resume: row('x:back', null, { formId: number }),
  repeatWeeks: row('x:repeats', 'administer', { weeks: upTo(LONGEST_TERM_DAYS) }),
  // a task for ПОС that somebody takes on themselves, and gives back
  takeTask: row('x:mine', 'work', { deliveryId: number }),
  leaveTask: row('x:leave', 'work', { deliveryId: number }),
  // a letter to the body that is asked for documents
  requestLetter: row('x:asks', SIGHTS.card, { requestId: number }),
  // one's own sound and morning, and whose phone sounds for all coordinators
  sound: row('x:sound', null, {}),
  withoutSound: row('x:silent', null, { chosen: oneOf(['on', 'off']) }),
  morningAfter: row('x:morning', null, { minutes: upTo(MINUTES_OF_DAY) }),
  duty: row('x:duty', 'duty', {}),
  dutyDay: row('x:dutyDay', 'duty', { day }),
  // 0: nobody; with `until`, every working day up to it
  setDuty: row('x:dutySet', 'duty', { day, personId: number, until: day.optional() }),
  // whom of the bot a name of ПОС means: `nameId` stands for the name; `of`: the list from which it is asked
  namesThere: row('x:names', 'reconcile', { page }),
  nameThere: row('x:nameIs', 'reconcile', { nameId: number, of: oneOf(NAMED_DIFFERENCES).optional() }),
  // of a task for several appeals one number, ticked or not
  tickNumber: row('x:tick', 'work', { deliveryId: number, partId: number, ticked: flag }),
  // one's own language beside one's other settings, and what the environment has set
  speak: row('x:speak', null, { locale: oneOf(LOCALES) }),
  technical: row('x:technical', 'administer', {}),
  // what was decided here and ПОС does not hear of by a task
  reflections: row('x:there', 'work', { page }),
  reflected: row('x:thereIs', 'work', { reflectionId: number }),
  reflectedNot: row('x:thereNot', 'work', { reflectionId: number }),
  reflecting: row('x:thereList', 'administer', { shown: oneOf(['on', 'off']) }),
  intakeRest: row('x:rest', 'administer', { minutes: upTo(LONGEST_TERM_DAYS) }),
  // statistics: a period, the one that goes on, its parts, the list behind a figure, the same as files, days of one's own
  statistics: row('x:stat', 'report', { ...period, ...part }),
  periodNow: row('x:statNow', 'report', { unit, ...part }),
  statisticsBy: row('x:statBy', 'report', { ...period, by: cut, page }),
  behind: row('x:behind', 'report', { figure, page, ...period, ...part }),
  statisticsFile: row('x:statFile', 'report', { ...period, format: oneOf(REPORT_FORMATS) }),
  askPeriod: row('x:statAsk', 'report', {}),
  // what one house was written about within a year
  atHouse: row('x:house', SIGHTS.card, { ...ofAppeal, page }),
  // a control list by stage, executor, …, and one of these
  narrow: row('x:narrow', 'control', { list: coded(LISTS) }),
  narrowBy: row('x:narrowBy', 'control', { list: coded(LISTS), by: oneOf(NARROWINGS), page }),
  narrowed: row('x:narrowed', 'control', { list: coded(LISTS), by: oneOf(NARROWINGS), code: word, page }),
  // where such a list comes by itself
  sendList: row('x:send', 'control', { list: coded(LISTS), ...narrowed }),
  sendMorning: row('x:sendMe', 'control', { becomes: flag, list: coded(LISTS), ...narrowed }),
  sendMonday: row('x:sendTo', 'control', { groupId: number, becomes: flag, list: coded(LISTS), ...narrowed }),
} as const;

export type ButtonKind = keyof typeof BUTTONS;
export const BUTTON_KINDS = keysOf(BUTTONS);
type FieldsOf<Kind extends ButtonKind> = (typeof BUTTONS)[Kind]['fields'];
type Named<Of extends Fields> = {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? never : Name]: z.output<Of[Name]>;
} & {
  readonly [Name in keyof Of as undefined extends z.output<Of[Name]> ? Name : never]?: z.output<Of[Name]>;
};
/** What a press names. */
export type Button<Kind extends ButtonKind = ButtonKind> = {
  [Each in Kind]: { readonly kind: Each } & Named<FieldsOf<Each>>;
}[Kind];

/** Who may press it; null: everybody who works here, each to what is theirs. */
export const rightToPress = (kind: ButtonKind): Right | null => BUTTONS[kind].right;

// ── The wire ────────────────────────────────────────────────────────────────

const kinds = new Map<string, ButtonKind>(BUTTON_KINDS.map((kind) => [BUTTONS[kind].code, kind]));
if (kinds.size !== BUTTON_KINDS.length) throw new Error('Two kinds of buttons have one code: give the newer another');

/** @throws RangeError for what a messenger would refuse: a developer's mistake, found by the table test */
export function encode(button: Button): string {
  const { code, fields }: Row<Fields> = BUTTONS[button.kind];
  const named: Readonly<Record<string, unknown>> = button;
  const parts = Object.entries(fields).map(([name, field]) => z.encode(field, named[name]));
  const present = parts.slice(0, parts.findLastIndex((part) => part !== undefined) + 1);
  const text = [code, ...present].join(':');
  if (Buffer.byteLength(text) > MAX_BYTES) throw new RangeError(`A button is over ${MAX_BYTES} bytes: ${text}`);
  return text;
}

/** null: a button of an older release, or a forged one. The caller says «Кнопка устарела». */
export function decode(text: string): Button | null {
  const [first = '', second = '', ...rest] = text.split(':');
  const single = kinds.get(first);
  const kind = single ?? kinds.get(`${first}:${second}`);
  if (kind === undefined) return null;
  return read(kind, single === undefined ? rest : text === first ? [] : [second, ...rest]);
}

function read(kind: ButtonKind, parts: readonly string[]): Button | null {
  const { fields }: Row<Fields> = BUTTONS[kind];
  const names = Object.keys(fields);
  if (parts.length > names.length) return null;
  const named: Record<string, unknown> = { kind };
  for (const [index, name] of names.entries()) {
    const parsed = fields[name]?.safeParse(parts[index]);
    if (!parsed?.success) return null;
    if (parsed.data !== undefined) named[name] = parsed.data;
  }
  // each field is of its schema, under the name that the row gives it
  return named as unknown as Button;
}
