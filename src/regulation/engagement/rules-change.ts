import type { EngagementFacts, EngagementMoment } from './facts';
import { notAgreed } from './guards';
import { shortNotice, type NoticePeriods } from './dates';
import { ENGAGEMENT_CASES, ENGAGEMENT_TRANSITIONS } from './transitions';
import type { EngagementStage } from './vocabulary';

// What becomes of something that is under way when an office changes its rules: asked before they are changed.

/** By which rules of the office it goes on. */
export interface ChangeableRules {
  readonly isAgreed: boolean;
  readonly notice: NoticePeriods;
}

/**
 * shorter    citizens would be told later than the office gives from now on, and are in time by the rules of before
 * enough     the other way round
 * agreed     it is handed over to be agreed, where it went straight to its placing
 * notAgreed  the other way round
 * held       what is ready to be placed is changed only when it is taken back
 */
export const RULE_EFFECTS = ['shorter', 'enough', 'agreed', 'notAgreed', 'held'] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

const BEFORE_OPENING = ['draft', 'agreement', 'approval', 'placing'] as const satisfies readonly EngagementStage[];
/** Where something stands that a change of the rules may touch: what has opened goes on as it was announced. */
export const TOUCHED_BY_RULES: readonly EngagementStage[] = BEFORE_OPENING;

/** Where it goes when it is handed over; null: it was. */
const handedOverTo = (facts: EngagementFacts, moment: EngagementMoment): EngagementStage | null => {
  const found = ENGAGEMENT_TRANSITIONS.find(
    ({ action, from, when }) =>
      action === 'handOver' &&
      from.includes(facts.stage) &&
      (when === undefined || ENGAGEMENT_CASES[when](facts, moment)),
  );
  return found === undefined || found.to === 'same' || found.to === 'before' ? null : found.to;
};

/** What other rules change of it. @param facts by the rules of before */
export function effectsOfRules(
  facts: EngagementFacts,
  before: ChangeableRules,
  after: ChangeableRules,
  moment: EngagementMoment,
): RuleEffect[] {
  if (!TOUCHED_BY_RULES.includes(facts.stage)) return [];
  const isShort = ({ notice }: ChangeableRules) =>
    shortNotice(facts.kind, facts.content, notice, moment.calendar) !== null;
  const by = ({ isAgreed }: ChangeableRules): EngagementFacts => ({ ...facts, isAgreed });
  const isHeld = (rules: ChangeableRules) => facts.stage === 'placing' && notAgreed(by(rules), moment, null) !== null;
  const [wayBefore, wayAfter] = [handedOverTo(by(before), moment), handedOverTo(by(after), moment)];
  const effects: Readonly<Record<RuleEffect, boolean>> = {
    shorter: isShort(after) && !isShort(before),
    enough: isShort(before) && !isShort(after),
    agreed: wayAfter === 'agreement' && wayBefore !== wayAfter,
    notAgreed: wayBefore === 'agreement' && wayBefore !== wayAfter,
    held: isHeld(after) && !isHeld(before),
  };
  return RULE_EFFECTS.filter((effect) => effects[effect]);
}
