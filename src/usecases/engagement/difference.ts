import { In, Between, type Repository } from 'typeorm';
import { Engagement, EngagementVersion } from '../../../entities/engagement';
import { databaseOf, repositoryOf } from '../../database/database';
import { changedFields } from '../../regulation/engagement/compared';
import type { EngagementContent, EngagementField } from '../../regulation/engagement/content';
import {
  effectsOfRules,
  RULE_EFFECTS,
  TOUCHED_BY_RULES,
  type RuleEffect,
} from '../../regulation/engagement/rules-change';
import type { EngagementKind } from '../../regulation/engagement/vocabulary';
import { recordOf } from '../../regulation/lists';
import { type Official, shortNamesOf } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { loadEngagement, contentIn } from './engagement-store';
import { isShownTo } from './engagements';
import { changedRules, engagementRules, type RulesChange } from './rules';

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

/** Two versions beside each other. */
export interface EngagementDifference {
  readonly id: number;
  readonly title: string;
  readonly fields: readonly EngagementField[];
  readonly before: EngagementContent;
  readonly after: EngagementContent;
  /** Of the later one. */
  readonly number: number;
  /** Who has written it, or the field that was asked about, and when it was written. */
  readonly by: string;
  readonly at: Date;
}

/**
 * What was changed between two versions.
 * @param to null: the present one
 * @param field whose last author is named; null: the later version's is
 * @returns null where there are no such two, or where they are not for this reader
 */
export async function readDifference(
  desk: Desk,
  official: Official,
  id: number,
  from: number,
  to: number | null,
  field: EngagementField | null = null,
): Promise<EngagementDifference | null> {
  const database = databaseOf(desk);
  const kept = await loadEngagement(database, id);
  if (!kept || !(await isShownTo(database, official, kept))) return null;
  const versions = repositoryOf(database, EngagementVersion);
  const versionAt = (number: number) => versions.findOneBy({ engagementId: id, number });
  const [former, later] = [await versionAt(from), await versionAt(to ?? kept.row.number)];
  if (!former || !later || former.number >= later.number) return null;
  const [before, after] = [contentIn(former.content), contentIn(later.content)];
  const byId = field === null ? later.writtenById : await lastAuthorOf(versions, kept.row.kind, former, later, field);
  const names = await shortNamesOf(database, [byId]);
  return {
    ...{ id, title: kept.content.title, before, after, number: later.number, at: later.writtenAt },
    fields: changedFields(kept.row.kind, before, after),
    by: names.get(byId) ?? '',
  };
}

/** Between the two others may have written, each something else. */
async function lastAuthorOf(
  versions: Repository<EngagementVersion>,
  kind: EngagementKind,
  former: EngagementVersion,
  later: EngagementVersion,
  field: EngagementField,
): Promise<number> {
  const { engagementId } = later;
  const between = await versions.find({
    where: { engagementId, number: Between(former.number, later.number) },
    order: { number: 'asc' },
  });
  const changed = between.filter(
    (version, index) =>
      index > 0 &&
      changedFields(kind, contentIn(between[index - 1]?.content), contentIn(version.content)).includes(field),
  );
  return (changed.at(-1) ?? later).writtenById;
}
