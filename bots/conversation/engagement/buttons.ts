import { NO_CONTENT } from '../../../src/regulation/engagement/content';
import { NOTICED_KINDS } from '../../../src/regulation/engagement/dates';
import { ENGAGEMENT_NARROWINGS } from '../../../src/regulation/engagement/narrowing';
import { ENGAGEMENT_ACTIONS, ENGAGEMENT_KINDS } from '../../../src/regulation/engagement/vocabulary';
import { keysOf } from '../../../src/regulation/lists';
import { coded, number, oneOf, upTo, word, LONGEST_TERM_DAYS, page, row, sure } from '../kit/buttons';
import { OFFICE_PARTS, WIDGET_KINDS } from '../../../src/regulation/engagement/widget';
import { LOCALES } from '../../../src/i18n';
import { PAPER_ACTS, PAPER_KINDS } from '../../../src/regulation/engagement/papers';
import { TASK_ACTS } from '../../../src/regulation/engagement/tasks';

const ofEngagement = { engagementId: number };

/** What the ОГ role makes: a supervisor has no such role, and sees those that were sent to them, so the use cases ask. */
export const ENGAGEMENT = {
  engagements: row('x:og', 'engage', {
    shown: oneOf(['open', 'over']),
    page,
    by: oneOf(ENGAGEMENT_NARROWINGS).optional(),
  }),
  narrowEngagements: row('x:ogBy', 'engage', { shown: oneOf(['open', 'over']) }),
  engagementsFound: row('x:ogFind', 'find', { page }),
  newEngagement: row('x:ogNew', 'engage', { of: oneOf(ENGAGEMENT_KINDS).optional() }),
  engagement: row('x:ogOne', null, ofEngagement),
  changeEngagement: row('x:ogSet', null, { ...ofEngagement, field: oneOf(keysOf(NO_CONTENT)).optional() }),
  engagementAct: row('x:ogAct', null, { ...ofEngagement, version: number, action: coded(ENGAGEMENT_ACTIONS) }),
  engagementPreview: row('x:ogSee', null, ofEngagement),
  engagementHistory: row('x:ogLog', null, { ...ofEngagement, page }),
  /** `to`: absent, the present version. */
  engagementDifference: row('x:ogDiff', null, { ...ofEngagement, from: number, to: number.optional() }),
  /** What is to be carried into ПОС, in pieces to be copied. */
  engagementPieces: row('x:ogPut', null, ofEngagement),
  copyEngagement: row('x:ogCopy', 'engage', ofEngagement),
  // with what one of them may begin
  engagementTemplates: row('x:ogTpls', 'engage', { page }),
  engagementTemplate: row('x:ogTpl', 'engage', { templateId: number }),
  useEngagementTemplate: row('x:ogTplUse', 'engage', { templateId: number }),
  /** One of them is kept as a template, or a template gets another name. */
  keepAsTemplate: row('x:ogTplKeep', 'engage', ofEngagement),
  renameEngagementTemplate: row('x:ogTplName', 'engage', { templateId: number }),
  removeEngagementTemplate: row('x:ogTplOff', 'engage', { templateId: number, removed: oneOf(['on', 'off']) }),
  // how the office has them
  engagementRules: row('x:ogRules', 'administer', {}),
  agreeEngagements: row('x:ogAgree', 'administer', { becomes: oneOf(['on', 'off']), sure }),
  engagementNotice: row('x:ogNotice', 'administer', { of: oneOf(NOTICED_KINDS), days: upTo(LONGEST_TERM_DAYS), sure }),
  // `seen`: the stamp of what the screen shows; the buttons of before have none
  confirmEngagementNotice: row('x:ogNoticeYes', 'administer', { seen: word.optional() }),
} as const;

/** What of a widget's look is asked for by itself; `all`: a new widget. */
export const WIDGET_PARTS = ['name', 'form', 'kinds', 'elements', 'size', 'look', 'font'] as const;
export type WidgetPart = (typeof WIDGET_PARTS)[number];
/** What the message of a widget shows in place of the widget itself. */
export const WIDGET_VIEWS = ['code', 'links', 'parameters', 'change'] as const;
export type WidgetView = (typeof WIDGET_VIEWS)[number];

const kindNumber = upTo(99);

/** Widgets of votes: ОГ keeps them, an admin says by which numbers ПОС knows the office. */
export const WIDGETS = {
  widgets: row('x:widgets', 'widgets', { page }),
  widget: row('x:widget', 'widgets', { widgetId: number, shows: oneOf(WIDGET_VIEWS).optional() }),
  sendWidget: row('x:widgetSend', 'widgets', { widgetId: number, as: oneOf(['file', 'picture']) }),
  writeWidget: row('x:widgetSet', 'widgets', { part: oneOf(['all', ...WIDGET_PARTS]), widgetId: number }),
  removeWidget: row('x:widgetOff', 'widgets', { widgetId: number, removed: oneOf(['on', 'off']) }),
  widgetOffice: row('x:widgetOffice', 'administer', {}),
  askWidgetOffice: row('x:widgetOfficeSet', 'administer', { part: oneOf(OFFICE_PARTS) }),
  widgetNumber: row('x:widgetNumber', 'administer', { of: oneOf(WIDGET_KINDS), number: kindNumber }),
  // the numbers that were looked at: what another has changed meanwhile is not confirmed with them
  confirmWidgetNumbers: row('x:widgetNumbers', 'administer', {
    poll: kindNumber,
    vote: kindNumber,
    discussion: kindNumber,
    directLine: kindNumber,
  }),
} as const;

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

type Rows = typeof ENGAGEMENT & typeof WIDGETS & typeof ENGAGEMENT_RESULTS;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
