/**
 * Words of the ОГ role, «Уполномоченный муниципальный» (§2): what it makes and changes in ПОС, and where that stands.
 *
 * опрос                                         poll
 * общественное обсуждение, публичные слушания   discussion, hearings (together «ОО/ПС»)
 * прямая линия                                  direct_line
 * рейтингование проектов граждан                rating
 * голосование по проектам                       project_vote
 * голосование по объектам благоустройства       site_vote
 * новость                                       news
 */

/** In the order in which they are offered. */
export const ENGAGEMENT_KINDS = [
  'news',
  'poll',
  'site_vote',
  'project_vote',
  'rating',
  'discussion',
  'hearings',
  'direct_line',
] as const;
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number];

/**
 * In the order in which it meets them.
 *
 * placing     ready; from «Размещено» on it waits there for its opening
 * summing_up  it is over, and its results are not known yet
 * removed     given up, or taken out of ПОС
 */
export const ENGAGEMENT_STAGES = [
  'draft',
  'agreement',
  'approval',
  'placing',
  'running',
  'summing_up',
  'finished',
  'removed',
] as const;
export type EngagementStage = (typeof ENGAGEMENT_STAGES)[number];

/** §2: «в рамках ОГ только с уровнем „муниципальный“». */
export const ENGAGEMENT_LEVEL = 'municipal';
export type EngagementLevel = typeof ENGAGEMENT_LEVEL;

/** By which people and the gateway know one; ПОС gives none. */
export const numberOfEngagement = (id: number): string => `ОГ-${id}`;

/** Wire codes stay in the buttons of messages already sent: append only, never reuse. */
export const ENGAGEMENT_ACTIONS = {
  change: 'ch',
  handOver: 'ho',
  agreeContent: 'ag',
  approveContent: 'ap',
  rejectContent: 'rj',
  passContent: 'ps',
  takeBack: 'tb',
  placeThere: 'pl',
  unplace: 'up',
  placeChange: 'pc',
  begin: 'be',
  end: 'en',
  sumUp: 'su',
  reopenResults: 'ro',
  takeDown: 'td',
  takenDownThere: 'tt',
  bringBack: 'bb',
  tellResults: 'er',
  stillPlaced: 'sp',
} as const;
export type EngagementAction = keyof typeof ENGAGEMENT_ACTIONS;
/** What its journal tells: it was made, its acts, that the gateway could not carry it or did what is not expected any more, what came home of it, and what becomes of its papers and of the tasks that follow. */
export const ENGAGEMENT_DEEDS = [
  'make',
  'notCarried',
  'carriedAgainst',
  'resultsReturned',
  'resultsDeclined',
  'sendPaper',
  'signPaper',
  'rejectPaper',
  'withdrawPaper',
  'giveTask',
  'workOnTask',
] as const;
export type EngagementDeed = (typeof ENGAGEMENT_DEEDS)[number] | EngagementAction;

/**
 * What a person is to one of these. The order is the journal's: it takes the first that allows the press.
 *
 * agreeing, approving  the supervisor who was named, where the office has these agreed
 * official             whoever has the ОГ role
 * signing              whoever is to sign a paper of it
 * answering            to whom a task of it was given
 * clock                nobody: time passed
 */
export const ENGAGEMENT_CAPACITIES = ['agreeing', 'approving', 'official', 'signing', 'answering', 'clock'] as const;
export type EngagementCapacity = (typeof ENGAGEMENT_CAPACITIES)[number];
