import { In } from 'typeorm';
import { Engagement } from '../../../entities/engagement';
import { databaseOf, repositoryOf } from '../../database/database';
import {
  effectsOfRules,
  RULE_EFFECTS,
  TOUCHED_BY_RULES,
  type RuleEffect,
} from '../../regulation/engagement/rules-change';
import { recordOf } from '../../regulation/lists';
import { circumstances, type Desk } from '../ports';
import { changedRules, engagementRules, type RulesChange } from './engagement-rules';
import { loadEngagement } from './engagement-store';

/** How many of what is under way a change of the rules would touch, and how. */
export async function previewEngagementRules(
  desk: Desk,
  change: RulesChange,
): Promise<Readonly<Record<RuleEffect, number>>> {
  const database = databaseOf(desk);
  const before = await engagementRules(database);
  const after = changedRules(before, change);
  const { now, calendar } = circumstances(desk);
  const moment = { now, calendar, fourEyes: desk.office.fourEyes };
  const counts = recordOf(RULE_EFFECTS, () => 0);
  const rows = await repositoryOf(database, Engagement).find({
    select: { id: true },
    where: { stage: In([...TOUCHED_BY_RULES]) },
  });
  for (const { id } of rows) {
    const kept = await loadEngagement(database, id);
    if (kept) for (const effect of effectsOfRules(kept.facts, before, after, moment)) counts[effect] += 1;
  }
  return counts;
}
