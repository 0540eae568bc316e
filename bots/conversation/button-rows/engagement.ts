import { NO_CONTENT } from '../../../src/regulation/engagement/content';
import { NOTICED_KINDS } from '../../../src/regulation/engagement/dates';
import { ENGAGEMENT_NARROWINGS } from '../../../src/regulation/engagement/narrowing';
import { ENGAGEMENT_ACTIONS, ENGAGEMENT_KINDS } from '../../../src/regulation/engagement/vocabulary';
import { keysOf } from '../../../src/regulation/lists';
import { coded, number, oneOf, upTo, word } from './fields';
import { LONGEST_TERM_DAYS, page, row, sure } from './row';

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

type Rows = typeof ENGAGEMENT;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
