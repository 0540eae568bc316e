import { z } from 'zod';
import { DAY_KINDS } from '../../../src/regulation/calendar';
import { ROLES } from '../../../src/regulation/vocabulary';
import { PHOTO_RULE_NAMES } from '../../../src/usecases/photos/rules';
import { keysOf } from '../../../src/regulation/lists';
import { AMOUNTS, LETTERHEAD_PARTS, NAMED_STEPS, TOLD_STEPS } from '../../../src/usecases/kit/settings';
import { DIGEST_PARTS } from '../../../src/usecases/digests/group-digest';
import {
  day,
  flag,
  number,
  oneOf,
  upTo,
  word,
  row,
  page,
  sure,
  LONGEST_TERM_DAYS,
  MINUTES_OF_DAY,
} from '../kit/buttons';
import { ALL_STEPS, SETUP_PARTS } from '../../../src/usecases/office/setup';
import { ACCESS_STATES, ACCESS_WORDS } from '../../../src/regulation/access';

/** What an admin is asked to name; each is a key under `people:ask`. */
export const NAMED = ['addPerson', 'name', 'position', 'organization', 'category', 'account'] as const;
/** What an admin asks about before it is taken away: any role may be somebody's last. */
export const TAKEN_RIGHTS = [...ROLES, 'canApprove'] as const;
export type TakenRight = (typeof TAKEN_RIGHTS)[number];
/** To whom a place goes: a person's id, 0 the coordinators, `-` not chosen yet. */
const successor = z.union([z.literal('-'), number]);

export const SETTING_ROOMS = ['numbers', ...keysOf(AMOUNTS)] as const;
export type SettingRoom = (typeof SETTING_ROOMS)[number];
const LONGEST_PHOTO_YEARS = 10;

/** Administration: people, organizations, categories, calendar, groups, settings. */
export const OFFICE = {
  // administration
  admin: row('x:admin', 'administer', {}),
  // `room`: the numbers that an admin chooses, or what may be chosen of one of them
  settings: row('x:settings', 'administer', { room: oneOf(SETTING_ROOMS).optional() }),
  // `seen`: the stamp of the shares that its screen shows; without it they are shown first
  confirmShares: row('x:shares', 'administer', { seen: word.optional() }),
  photoYears: row('x:photos', 'administer', { years: upTo(LONGEST_PHOTO_YEARS), sure }),
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
  categoryTerm: row('x:term', 'administer', { categoryId: number, days: upTo(LONGEST_TERM_DAYS), sure }),
  categoryPhotoless: row('x:photoless', 'administer', { categoryId: number, photoless: flag }),
  categoryExecutors: row('x:executors', 'administer', { categoryId: number, page }),
  categoryExecutor: row('x:executor', 'administer', { categoryId: number, executorId: number }),
  calendar: row('x:calendar', 'administer', { day: day.optional() }),
  calendarYears: row('x:calendarYears', 'administer', {}),
  day: row('x:day', 'administer', { day }),
  changeDay: row('x:daySet', 'administer', { day, becomes: oneOf([...DAY_KINDS, 'asInFile']), sure }),
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
  // what was given up since that minute of the epoch
  sendAgain: row('x:again', 'administer', { sinceMinute: number }),
  // updates that a fault of ours has set aside, by the hour and whose messenger's they are
  retryParked: row('x:retry', 'administer', { hour: number, messenger: word }),
  letterhead: row('x:letterhead', 'administer', {}),
  askLetterhead: row('x:letterheadSet', 'administer', { part: oneOf(LETTERHEAD_PARTS) }),
  // how strictly photos are judged
  photoRules: row('x:photoRules', 'administer', {}),
  askPhotoRule: row('x:photoRule', 'administer', { rule: oneOf(PHOTO_RULE_NAMES) }),
  repeatWeeks: row('x:repeats', 'administer', { weeks: upTo(LONGEST_TERM_DAYS) }),
  technical: row('x:technical', 'administer', {}),
  reflecting: row('x:thereList', 'administer', { shown: oneOf(['on', 'off']) }),
  // into another messenger: one person, or everybody
  inviteInto: row('x:inviteInto', 'administer', { messenger: word, personId: number }),
  inviteAllInto: row('x:inviteAll', 'administer', { messenger: word }),
  confirmInviteAll: row('x:invitedAll', 'administer', { messenger: word }),
  // out of a messenger again, as when a phone is stolen
  removeAccount: row('x:unlink', 'administer', { messenger: word, personId: number }),
  confirmRemoveAccount: row('x:unlinked', 'administer', { messenger: word, personId: number }),
  outageMinutes: row('x:outage', 'administer', { minutes: upTo(MINUTES_OF_DAY) }),
  caseMinutes: row('x:grain', 'administer', { minutes: upTo(MINUTES_OF_DAY) }),
} as const;

/** «Настройка» before the first day, and people and categories out of a spreadsheet. */
export const SETUP = {
  setup: row('x:setup', 'administer', { part: oneOf(SETUP_PARTS).optional() }),
  setupStep: row('x:setupStep', 'administer', { step: oneOf(ALL_STEPS) }),
  answerSetup: row('x:setupSet', 'administer', { step: oneOf(TOLD_STEPS) }),
  // `seen`: the stamp of what the screen shows; the buttons of before have none
  confirmSetup: row('x:setupYes', 'administer', { step: oneOf(ALL_STEPS), seen: word.optional() }),
  // what of another screen the step opens, with the way back to it
  setupOpen: row('x:setupOpen', 'administer', { step: oneOf(ALL_STEPS) }),
  setupShares: row('x:setupShares', 'administer', { seen: word.optional() }),
  nameInPos: row('x:setupWho', 'administer', { step: oneOf(NAMED_STEPS), personId: number, named: flag }),
  setupSheet: row('x:setupSheet', 'administer', {}),
  officeTable: row('x:table', 'administer', {}),
  officeTemplate: row('x:tableForm', 'administer', {}),
} as const;

const LONGEST_YEARS = 10;

/** Who has changed what of the office, and what is stored of an applicant. */
export const CHANGES = {
  changes: row('x:changes', 'administer', { page }),
  applicant: row('x:applicant', null, { appealId: number }),
  applicantFile: row('x:applicantAll', null, { appealId: number }),
  destructionAct: row('x:destroyed', null, { appealId: number }),
  forgetApplicant: row('x:forget', null, { appealId: number }),
  contactYears: row('x:contacts', 'administer', { years: upTo(LONGEST_YEARS), sure }),
} as const;

/** Who comes in by which account, and who may let others in. */
export const ACCESS = {
  accesses: row('x:accesses', 'administer', {}),
  access: row('x:access', 'administer', { changeId: number }),
  // whose word counts is for the use case to say: whoever has lost the account presses it, too
  accessWord: row('x:isMe', null, { changeId: number, word: oneOf(ACCESS_WORDS), seen: oneOf(ACCESS_STATES) }),
  guardAccess: row('x:guard', 'administer', { guarded: flag }),
} as const;

/** Templates of answers; `all`: a new one. */
export const TEMPLATES = {
  templates: row('x:templates', 'templates', { page }),
  template: row('x:template', 'templates', { templateId: number }),
  writeTemplate: row('x:templateSet', 'templates', {
    part: oneOf(['all', 'name', 'text', 'category']),
    templateId: number,
  }),
  removeTemplate: row('x:templateOff', 'templates', { templateId: number, removed: oneOf(['on', 'off']) }),
} as const;

type Rows = typeof OFFICE & typeof SETUP & typeof CHANGES & typeof ACCESS & typeof TEMPLATES;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
