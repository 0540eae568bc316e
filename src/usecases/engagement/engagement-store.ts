import { In } from 'typeorm';
import { z } from 'zod';
import { EngagementPictureBytes, Engagement, EngagementVersion } from '../../../entities/engagement';
import { SentFile } from '../../../entities/messages';
import { databaseOf, repositoryOf, type Transaction, statement, type Rows } from '../../database/database';
import { changedFields } from '../../regulation/engagement/compared';
import type { EngagementPicture, EngagementContent } from '../../regulation/engagement/content';
import type { EngagementFacts, Misplaced } from '../../regulation/engagement/facts';
import { withPicturesInOrder } from '../../regulation/engagement/pictures';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { ENGAGEMENT_LEVEL, type EngagementKind } from '../../regulation/engagement/vocabulary';
import { hasRight } from '../../regulation/rights';
import { safeFileName } from '../../text/file-name';
import { listUnneeded } from '../kit/files';
import { closeForm, lockForm } from '../kit/form-store';
import { addEngagementEntry } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk, FileStore, Pictures } from '../kit/ports';
import { plainDay } from '../kit/wire';
import { engagementRules, type EngagementRules } from './rules';

const DAY = 86_400_000;
/** As long as a form may be gone back to; see jobs/forget.ts. */
const FORM_DAYS = 90;
/** Messengers take no picture that is longer than this many of its widths. */
const LONGEST_SHAPE = 20;

/** Why bytes that came are no picture that can be published; each is a key under `engagement:pictures.refusal`. */
export type PictureRefusal = 'notPicture' | 'broken' | 'tooLarge' | 'tooNarrow';
export type TakenPicture =
  { readonly ok: true; readonly sha256: string } | { readonly ok: false; readonly refusal: PictureRefusal };

/**
 * What is published of a picture that came: a copy by which nobody learns where, when and with what it was taken. What came is swept a week later, the copy
 * when no form can name it any more, unless it was kept with what it is a picture of.
 * @param original SHA-256 of what came
 * @throws the disk's error
 * @idempotent the same picture is the same copy
 */
export async function takePicture(
  desk: Desk,
  { files, pictures }: { readonly files: Pick<FileStore, 'keep'>; readonly pictures: Pictures },
  original: string,
): Promise<TakenPicture> {
  const now = desk.clock.now();
  await listUnneeded(databaseOf(desk), [original], now);
  const drawn = await pictures.publishable(original);
  if (drawn === null) return { ok: false, refusal: await whyNot(pictures, original) };
  const { jpeg, width, height } = drawn;
  if (Math.max(width, height) > LONGEST_SHAPE * Math.min(width, height)) return { ok: false, refusal: 'tooNarrow' };
  const kept = await files.keep(once(jpeg));
  if (kept === null) throw new Error('A picture was kept without a limit, and is not there');
  await listUnneeded(databaseOf(desk), [kept.sha256], new Date(now.getTime() + FORM_DAYS * DAY));
  return { ok: true, sha256: kept.sha256 };
}

async function whyNot(pictures: Pictures, sha256: string): Promise<PictureRefusal> {
  const { outcome } = await pictures.examine(sha256);
  switch (outcome) {
    case 'too_large':
    case 'too_heavy':
      return 'tooLarge';
    case 'not_picture':
      return 'notPicture';
    case 'broken':
    case 'picture':
      return 'broken';
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Their bytes are needed from now on, whatever was listed. In the transaction of what names them. @idempotent */
export async function keepPictures(tx: Transaction, pictures: readonly EngagementPicture[], now: Date): Promise<void> {
  const rows = [...new Set(pictures.map(({ sha256 }) => sha256))].map((sha256) => ({ sha256, keptAt: now }));
  if (rows.length > 0)
    await repositoryOf(tx, EngagementPictureBytes).createQueryBuilder().insert().values(rows).orIgnore().execute();
}

/** «02 Двор.jpg» */
export const pictureName = ({ of }: EngagementPicture, place: number): string =>
  safeFileName(`${String(place + 1).padStart(2, '0')}${of === null ? '' : ` ${of}`}.jpg`);

/** By which names a messenger shows those that it has had, by their SHA-256. */
export async function pictureRefs(
  desk: Desk,
  messenger: string,
  shownAs: SentFile['shownAs'],
  pictures: readonly EngagementPicture[],
): Promise<ReadonlyMap<string, string>> {
  const sha256 = In(pictures.map((picture) => picture.sha256));
  const sent = await repositoryOf(databaseOf(desk), SentFile).findBy({ messenger, shownAs, sha256 });
  return new Map(sent.map((one) => [one.sha256, one.fileRef]));
}

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

export interface NewEngagement {
  readonly kind: EngagementKind;
  readonly content: EngagementContent;
  /** In which it is written; it makes one. */
  readonly formId: number;
}

/** `isOthers`: somebody has gone on with it outside this form, so nothing was written. */
export interface WrittenDraft {
  readonly id: number;
  readonly isOthers: boolean;
}

/**
 * What is written in a form is a draft from its first answer on, so that no form is lost with another that is opened, or with its day. Until the form
 * ends or somebody acts on the draft, it is one version that grows.
 * @param ends the form has told all, and is over
 * @returns null: it is not theirs to make, or this form is over
 * @idempotent by the form
 */
export async function writeDraft(
  desk: Desk,
  actor: Official,
  made: NewEngagement,
  ends: boolean,
): Promise<WrittenDraft | null> {
  if (!hasRight(actor, 'engage')) return null;
  const { formId } = made;
  return databaseOf(desk).transaction(async (tx) => {
    const form = await lockForm(tx, formId);
    if (form?.state !== 'open' || form.personId !== actor.personId) return null;
    const now = desk.clock.now();
    const draft = await lockDraft(tx, formId);
    const isOthers = draft !== null && (draft.version !== 1 || draft.stage !== 'draft');
    const id = draft?.id ?? (await make(tx, actor, made, now));
    if (draft && !isOthers) await rewrite(tx, draft, made.content, now);
    if (ends) await closeForm(tx, formId, null, now);
    return { id, isOthers };
  });
}

const lockDraft = (tx: Transaction, formId: number): Promise<Engagement | null> =>
  repositoryOf(tx, Engagement).findOne({ where: { formId }, lock: { mode: 'pessimistic_write' } });

async function make(
  tx: Transaction,
  { personId }: Official,
  { kind, content, formId }: NewEngagement,
  now: Date,
): Promise<number> {
  const { id } = await repositoryOf(tx, Engagement).save({
    ...{ kind, level: ENGAGEMENT_LEVEL, stage: 'draft', stageAt: now, version: 1, number: 1, authorId: personId },
    ...{ agreeingId: null, approvingId: null, handedOverById: null, address: null, placedNumber: null },
    ...{ stageBefore: null, createdAt: now, formId },
  } satisfies Omit<Engagement, 'id'>);
  await addVersion(tx, id, { number: 1, content, writtenById: personId, writtenAt: now });
  await addEngagementEntry(tx, {
    ...{ at: now, engagementId: id, action: 'make', personId, capacity: 'official', onBehalfOfId: null },
    ...{ clause: OFFICIAL, fromStage: null, toStage: 'draft', version: 1, formId, details: { number: 1 } },
  });
  return id;
}

async function rewrite(
  tx: Transaction,
  { id, kind, number }: Engagement,
  written: EngagementContent,
  now: Date,
): Promise<void> {
  const content = withPicturesInOrder(written);
  if (changedFields(kind, await readVersion(tx, id, number), content).length === 0) return;
  await repositoryOf(tx, EngagementVersion).update({ engagementId: id, number }, { content, writtenAt: now });
  await keepPictures(tx, content.pictures, now);
}

/** What was written in a form, whether that is open or over; null: nothing was. */
export async function draftOfForm(desk: Desk, formId: number): Promise<Pick<Engagement, 'id' | 'version'> | null> {
  return repositoryOf(databaseOf(desk), Engagement).findOneBy({ formId });
}
