import { dayOf, endOfDay, startOfDay, type PlainDate } from '../calendar';
import { lackingFields, runs } from './content';
import type { EngagementFacts, EngagementMoment } from './facts';

/** Why something was not done; each has words under `engagement:refusal`. */
export const ENGAGEMENT_REFUSALS = [
  'level',
  'notNow',
  'notYours',
  'stale',
  'meanwhile',
  'lacking',
  'datesPassed',
  'notPlaced',
  'placedAlready',
  'nothingChanged',
  'isOver',
  'notOver',
  'notYet',
  'takenDownThere',
  'ownWork',
  'mayNotApprove',
  'address',
  'reason',
  'summary',
  'personId',
  'results',
] as const;
export type EngagementRefusal = (typeof ENGAGEMENT_REFUSALS)[number];

export type EngagementGuard = (
  facts: EngagementFacts,
  moment: EngagementMoment,
  actor: { readonly personId: number; readonly canApprove: boolean } | null,
) => EngagementRefusal | null;

const today = ({ now, calendar }: EngagementMoment): PlainDate => dayOf(now, calendar);

/** Its last day is over. */
export const isOver = (
  { kind, content: { closesOn } }: EngagementFacts,
  { now, calendar }: EngagementMoment,
): boolean => runs(kind) && closesOn !== null && now >= endOfDay(closesOn, calendar);
/** Its first day has begun. */
export const hasBegun = (
  { kind, content: { opensOn } }: EngagementFacts,
  { now, calendar }: EngagementMoment,
): boolean => runs(kind) && opensOn !== null && now >= startOfDay(opensOn, calendar);

export const whole: EngagementGuard = ({ kind, content }) =>
  lackingFields(kind, content).length > 0 ? 'lacking' : null;
/** What has ended before it is placed would run in the past. */
export const endsAhead: EngagementGuard = ({ kind, content: { closesOn } }, moment) =>
  runs(kind) && closesOn !== null && closesOn < today(moment) ? 'datesPassed' : null;
export const placed: EngagementGuard = (facts) => (facts.placed === null ? 'notPlaced' : null);
export const notPlaced: EngagementGuard = (facts) => (facts.placed === null ? null : 'placedAlready');
/** «Размещено по ошибке» was the mistake, and nothing has been done since. */
export const misplacedJustNow: EngagementGuard = ({ misplaced }) => (misplaced === null ? 'notNow' : null);
export const changedSince: EngagementGuard = (facts) =>
  facts.placed !== null && facts.placed.number < facts.number ? null : 'nothingChanged';
export const begun: EngagementGuard = (facts, moment) => (hasBegun(facts, moment) ? null : 'notYet');
export const over: EngagementGuard = (facts, moment) => (isOver(facts, moment) ? null : 'notOver');
export const notOver: EngagementGuard = (facts, moment) => (isOver(facts, moment) ? 'isOver' : null);
/** What was agreed is changed by whoever takes it back first. */
export const notAgreed: EngagementGuard = ({ isAgreed, placed }) => (isAgreed && placed === null ? 'notNow' : null);
export const fourEyes: EngagementGuard = ({ handedOverById }, { fourEyes }, actor) =>
  fourEyes === 'forbid' && actor !== null && actor.personId === handedOverById ? 'ownWork' : null;
export const mayApprove: EngagementGuard = (_, __, actor) => (actor?.canApprove === true ? null : 'mayNotApprove');
