import { taskThere, type EngagementFacts } from './facts';
import { ENGAGEMENT_KINDS, ENGAGEMENT_STAGES } from './vocabulary';

/** By what the list «ОГ» is narrowed: what waits to be done in ПОС, a stage, a kind. */
export const ENGAGEMENT_NARROWINGS = ['there', ...ENGAGEMENT_STAGES, ...ENGAGEMENT_KINDS] as const;
export type EngagementNarrowing = (typeof ENGAGEMENT_NARROWINGS)[number];

type Narrowed = Pick<EngagementFacts, 'kind' | 'stage'> & Parameters<typeof taskThere>[0];

export const fitsNarrowing = (item: Narrowed, by: EngagementNarrowing): boolean =>
  by === 'there' ? taskThere(item) !== null : item.stage === by || item.kind === by;
