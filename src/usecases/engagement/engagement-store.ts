import { z } from 'zod';
import { Engagement } from '../../../entities/engagement';
import { EngagementVersion } from '../../../entities/engagement-version';
import { repositoryOf, statement, type Rows, type Transaction } from '../../database/database';
import type { EngagementContent } from '../../regulation/engagement/content';
import { withPicturesInOrder } from '../../regulation/engagement/pictures';
import type { EngagementFacts, Misplaced } from '../../regulation/engagement/facts';
import { plainDay } from '../plain-day';
import { engagementRules, type EngagementRules } from './engagement-rules';
import { keepPictures } from './pictures';

const text = z.string().default('');
const day = plainDay.nullable().default(null);
const named = z.string();

/** What is written of it, as a form and a version keep it. What is wrong here was written by us, so it throws. */
const contentSchema = z.object({
  title: text,
  text,
  questions: z
    .array(z.object({ text: named, options: z.array(named), several: z.boolean(), own: z.boolean() }))
    .default([]),
  options: z.array(z.object({ name: named, about: named })).default([]),
  pictures: z.array(z.object({ sha256: named, of: named.nullable() })).default([]),
  opensOn: day,
  closesOn: day,
  resultsBy: day,
  heldAt: z.iso.datetime().nullable().default(null),
  venue: text,
  link: text,
  answering: text,
  notice: text,
  territory: text,
} satisfies { readonly [Field in keyof EngagementContent]: z.ZodType<EngagementContent[Field]> });

/** Of a form's answers or of a version; what is not there is empty. */
export const contentIn = (kept: unknown): EngagementContent => contentSchema.parse(kept);

/** As it is kept, with its present version. */
export interface KeptEngagement {
  readonly row: Engagement;
  readonly content: EngagementContent;
  readonly facts: EngagementFacts;
  readonly rules: EngagementRules;
}

/**
 * Null: there is none, or with `skip` somebody has it.
 * @param lock others wait until this transaction is over
 */
export async function loadEngagement(
  rows: Rows,
  id: number,
  lock: 'wait' | 'skip' | null = null,
): Promise<KeptEngagement | null> {
  const row = await repositoryOf(rows, Engagement).findOne({
    where: { id },
    ...(lock === 'wait' && { lock: { mode: 'pessimistic_write' as const } }),
    ...(lock === 'skip' && { lock: { mode: 'pessimistic_write' as const, onLocked: 'skip_locked' as const } }),
  });
  if (row === null) return null;
  const content = await readVersion(rows, id, row.number);
  const rules = await engagementRules(rows);
  return { row, content, facts: factsOf(row, content, rules, await misplacedOf(rows, row)), rules };
}

/** @throws when there is none: this program wrote its number */
export async function readVersion(rows: Rows, engagementId: number, number: number): Promise<EngagementContent> {
  const { content } = await repositoryOf(rows, EngagementVersion).findOneByOrFail({ engagementId, number });
  return contentIn(content);
}

const selectMisplaced = statement(
  'misplaced-engagement',
  `select j.told ->> 'address' as address, (j.details ->> 'placedNumber')::int as number, j.from_stage as stage,
     (j.told ->> 'stageAt')::timestamptz as "stageAt" from journal_entry j
   where j.engagement_id = $1 and j.version = $2 and j.action = 'unplace' and j.details ? 'placedNumber'`,
);

/** What its latest act has taken out of ПОС as a mistake. */
async function misplacedOf(rows: Rows, { id, version, stage, address }: Engagement): Promise<Misplaced | null> {
  if (stage !== 'placing' || address !== null) return null;
  return (await rows.query<Misplaced>(selectMisplaced, [id, version]))[0] ?? null;
}

function factsOf(
  row: Engagement,
  content: EngagementContent,
  { isAgreed }: EngagementRules,
  misplaced: Misplaced | null,
): EngagementFacts {
  const { kind, level, stage, number, address, placedNumber, agreeingId, approvingId, handedOverById, stageBefore } =
    row;
  return {
    ...{ kind, level, stage, number, content, agreeingId, approvingId, handedOverById, stageBefore },
    placed: address === null || placedNumber === null ? null : { address, number: placedNumber },
    ...{ isAgreed, misplaced },
  };
}

/** The next version of what is written, with its pictures. */
export async function addVersion(
  tx: Transaction,
  engagementId: number,
  {
    number,
    content: written,
    writtenById,
    writtenAt,
  }: Omit<EngagementVersion, 'engagementId' | 'content'> & { readonly content: EngagementContent },
): Promise<void> {
  const content = withPicturesInOrder(written);
  await repositoryOf(tx, EngagementVersion).insert({ engagementId, number, content, writtenById, writtenAt });
  await keepPictures(tx, content.pictures, writtenAt);
}
