import { In } from 'typeorm';
import { Engagement, EngagementPaper, EngagementPaperPart } from '../../../entities/engagement';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Rows, type Transaction } from '../../database/database';
import { inPlaceOf, isHeldBy, paperDeputyOf } from '../../regulation/engagement/duties';
import {
  actsOnPaper,
  isOwnPaper,
  isPaperDue,
  maySeePaper,
  PAPER_DEEDS,
  PAPERS_OF,
  rowOfPaper,
  whyNoConclusion,
  type EngagementPaperKind,
  type PaperAct,
  paperActorOf,
  type PaperFacts,
  type PaperRefusal,
  type PaperState,
} from '../../regulation/engagement/papers';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { hasRight } from '../../regulation/rights';
import { bytesOf } from '../kit/files';
import { closeForm, lockForm } from '../kit/form-store';
import { addEngagementEntry } from '../kit/journal';
import { type Official, shortNamesOf } from '../kit/officials';
import type { Desk, FileStore } from '../kit/ports';
import type { CheckedSignature, CheckSignature, SignatureCheck } from '../kit/signature';
import { loadEngagement } from './engagement-store';
import { supervisorsIn } from './list';
import { resultsOf } from './sent-results';
import { tellOfPaper } from './told';

/** What somebody must have signed it with: as a message is answered (§3). */
const NEEDED = 'unqualified';
/** Earlier papers by which a signature may have been put by mistake. */
const FORMER_AT_MOST = 20;

/** A paper as its card shows it. */
export interface PaperCard {
  readonly id: number;
  readonly engagementId: number;
  readonly title: string;
  readonly what: EngagementPaperKind;
  readonly state: PaperState;
  readonly version: number;
  readonly signer: string;
  /** Its reader stands in for whoever is to sign it. */
  readonly isInPlace: boolean;
  readonly issuedAt: Date;
  readonly endedAt: Date | null;
  readonly reason: string | null;
  /** Of the bytes of its files, in their order: the first is signed, and names the others. */
  readonly sums: readonly string[];
  readonly signatureSha256: string | null;
  readonly acts: readonly PaperAct[];
  readonly isOfficial: boolean;
}

interface Loaded {
  readonly row: EngagementPaper;
  readonly title: string;
  readonly facts: PaperFacts;
  readonly engagement: Engagement;
}

async function load(rows: Rows, id: number, isLocked = false): Promise<Loaded | null> {
  const row = await repositoryOf(rows, EngagementPaper).findOne({
    where: { id },
    ...(isLocked && { lock: { mode: 'pessimistic_write' as const } }),
  });
  const kept = row && (await loadEngagement(rows, row.engagementId));
  if (!row || !kept) return null;
  const { state, signerId, sentById, issuedAt } = row;
  const { stage, stageAt } = kept.row;
  return {
    row,
    title: kept.content.title,
    facts: { state, signerId, sentById, issuedAt, stage, stageAt },
    engagement: kept.row,
  };
}

/** Null: there is none, or not for them. */
export async function readPaper(desk: Desk, official: Official, id: number): Promise<PaperCard | null> {
  const database = databaseOf(desk);
  const loaded = await load(database, id);
  const actor = paperActorOf(official);
  if (!loaded || !maySeePaper(loaded.facts, actor)) return null;
  const { row, title, facts } = loaded;
  const { engagementId, what, state, version, issuedAt, endedAt, reason, sha256, signatureSha256, signerId } = row;
  const rest = await repositoryOf(database, EngagementPaperPart).find({
    where: { paperId: id },
    order: { part: 'ASC' },
  });
  const names = await shortNamesOf(database, [signerId]);
  return {
    ...{ id, engagementId, title, what, state, version, issuedAt, endedAt, reason, signatureSha256 },
    sums: [sha256, ...rest.map((part) => part.sha256)],
    signer: names.get(signerId) ?? '',
    isInPlace: signerId !== actor.personId && isHeldBy(signerId, actor),
    acts: actsOnPaper(facts, actor, desk.office.fourEyes),
    isOfficial: actor.isOfficial,
  };
}

/** Those of an engagement, the latest first, for whoever has the ОГ role. */
export async function papersOf(
  desk: Desk,
  official: Official,
  engagementId: number,
): Promise<readonly Pick<EngagementPaper, 'id' | 'what' | 'state' | 'issuedAt'>[]> {
  if (!hasRight(official, 'engage')) return [];
  return repositoryOf(databaseOf(desk), EngagementPaper).find({
    select: { id: true, what: true, state: true, issuedAt: true },
    where: { engagementId },
    order: { id: 'DESC' },
  });
}

/** When the protocol was drawn that stands signed, or waits for it: a conclusion names it; null: none does. */
export async function signedProtocol(desk: Desk, official: Official, engagementId: number): Promise<Date | null> {
  if (!hasRight(official, 'engage')) return null;
  return (await latestProtocol(databaseOf(desk), engagementId))?.issuedAt ?? null;
}

export interface PaperToSign {
  readonly engagementId: number;
  readonly what: EngagementPaperKind;
  readonly signerId: number;
  /** Of the bytes that are to be signed, which are kept. */
  readonly sha256: string;
  /** Of its other parts, in their order: what is signed names these sums. */
  readonly rest: readonly string[];
  readonly issuedAt: Date;
  /** In which it was asked; it sends once and ends. */
  readonly formId: number;
}

/** Why there is nothing to be sent to be signed yet; null: there is. */
export const whyNotSent = (desk: Desk, engagementId: number, what: EngagementPaperKind): Promise<PaperRefusal | null> =>
  whyNotSentIn(databaseOf(desk), engagementId, what);

async function whyNotSentIn(rows: Rows, id: number, what: EngagementPaperKind): Promise<PaperRefusal | null> {
  const kept = await loadEngagement(rows, id);
  if (!kept) return 'gone';
  const hasProtocol = (await latestProtocol(rows, id)) !== null;
  return whyNoConclusion(kept.row.kind, what, { results: await resultsOf(rows, id), hasProtocol });
}

async function latestProtocol(rows: Rows, engagementId: number): Promise<EngagementPaper | null> {
  const [latest] = await repositoryOf(rows, EngagementPaper).find({
    where: { engagementId, what: 'protocol', state: In(['signed', 'waiting']) },
    order: { id: 'DESC' },
    take: 1,
  });
  return latest ?? null;
}

/** Sends a paper to be signed; another of its kind that still waits is withdrawn. @returns its id, or why not */
export async function sendPaper(desk: Desk, official: Official, paper: PaperToSign): Promise<number | PaperRefusal> {
  if (!hasRight(official, 'engage')) return 'notYours';
  const { engagementId, what, signerId, sha256, rest, issuedAt, formId } = paper;
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await loadEngagement(tx, engagementId, 'wait');
    if (!kept) return 'gone';
    if ((await lockForm(tx, formId))?.state !== 'open') return 'stale';
    if (!PAPERS_OF[kept.row.kind].includes(what)) return 'notNow';
    // What was drawn of other results than those of now is nobody's to sign.
    if (!isPaperDue(kept.row.stage) || kept.row.stageAt > issuedAt) return 'reopened';
    const heldBack = await whyNotSentIn(tx, engagementId, what);
    if (heldBack !== null) return heldBack;
    if (!(await supervisorsIn(tx, desk, true)).some(({ id }) => id === signerId)) return 'mayNotSign';
    if (isOwnPaper(signerId, official.personId, desk.office.fourEyes)) return 'ownSigner';
    for (const waiting of await repositoryOf(tx, EngagementPaper).findBy({ engagementId, what, state: 'waiting' }))
      await carryOut(tx, desk, official, await loadedOf(tx, waiting.id), 'withdraw', {});
    const { id } = await repositoryOf(tx, EngagementPaper).save({
      ...{ engagementId, what, state: 'waiting', version: 1, sha256, signerId, sentById: official.personId, issuedAt },
      ...{ endedAt: null, reason: null, signatureSha256: null, checked: null },
    } satisfies Omit<EngagementPaper, 'id'>);
    if (rest.length > 0)
      await repositoryOf(tx, EngagementPaperPart).insert(
        rest.map((sum, index) => ({ paperId: id, part: index + 2, sha256: sum })),
      );
    await note(tx, desk, official, kept.row, 'send', 'official', { paperId: id, what, sha256 }, formId);
    await tellOfPaper(
      tx,
      desk,
      official,
      { id, title: kept.content.title, what, version: 1 },
      { to: 'signer', personId: signerId, news: 'toSign' },
      null,
    );
    await closeForm(tx, formId, null, desk.clock.now());
    return id;
  });
}

async function loadedOf(tx: Transaction, id: number): Promise<Loaded> {
  const loaded = await load(tx, id, true);
  if (!loaded) throw new Error(`The paper ${id} is gone`);
  return loaded;
}

/** What an act on a paper was told. */
export interface PaperAnswers {
  readonly reason?: string | undefined;
  /** The bytes of a signature that was sent, by their name; where signatures are checked here, nothing is signed without. */
  readonly signatureSha256?: string | undefined;
  readonly formId?: number | undefined;
}

export interface Signing {
  readonly files: Pick<FileStore, 'read'>;
  /** Null: who signs says so, and nothing is checked. */
  readonly checkSignature: CheckSignature | null;
}

export type PaperOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: PaperRefusal }
  | { readonly ok: false; readonly refusal: 'signature'; readonly check: SignatureCheck };

/**
 * One act on a paper in one transaction: the table, the row, the journal and whoever hears of it. A signature is checked before, against
 * exactly the bytes that were sent to be signed.
 */
export async function actOnPaper(
  desk: Desk,
  official: Official,
  { id, version, act }: { readonly id: number; readonly version: number; readonly act: PaperAct },
  answers: PaperAnswers,
  signing: Signing,
): Promise<PaperOutcome> {
  const check = act === 'sign' ? await checkOf(desk, official, id, answers, signing) : null;
  if (check === 'unsigned') return { ok: false, refusal: check };
  if (check !== null && !check.good) return { ok: false, refusal: 'signature', check };
  return databaseOf(desk).transaction(async (tx) => {
    const loaded = await load(tx, id, true);
    const actor = paperActorOf(official);
    const refuse = (refusal: PaperRefusal): PaperOutcome => ({ ok: false, refusal });
    if (!loaded || !maySeePaper(loaded.facts, actor)) return refuse('gone');
    if (answers.formId !== undefined && (await lockForm(tx, answers.formId))?.state !== 'open') return refuse('stale');
    if (loaded.row.version !== version) return refuse('stale');
    const row = rowOfPaper(act, loaded.facts, actor, desk.office.fourEyes);
    if (typeof row === 'string') return refuse(row);
    if (act === 'reject' && (answers.reason ?? '') === '') return refuse('reason');
    await carryOut(tx, desk, official, loaded, act, { ...answers, check });
    if (answers.formId !== undefined) await closeForm(tx, answers.formId, null, desk.clock.now());
    return { ok: true };
  });
}

/** Null: nothing is checked here. */
export async function checkOf(
  desk: Desk,
  official: Official,
  id: number,
  { signatureSha256 }: PaperAnswers,
  { files, checkSignature }: Signing,
): Promise<SignatureCheck | 'unsigned' | null> {
  if (checkSignature === null) return null;
  if (signatureSha256 === undefined) return 'unsigned';
  const database = databaseOf(desk);
  const loaded = await load(database, id);
  if (!loaded) return 'unsigned';
  const { row } = loaded;
  const { name, snils } = await repositoryOf(database, Person).findOneByOrFail({ id: official.personId });
  const former = (
    await repositoryOf(database, EngagementPaper).find({
      where: { engagementId: row.engagementId },
      order: { id: 'DESC' },
      take: FORMER_AT_MOST,
    })
  ).filter(({ sha256 }) => sha256 !== row.sha256);
  return checkSignature({
    document: await bytesOf(files, row.sha256),
    signature: await bytesOf(files, signatureSha256),
    signer: { name, snils, inn: null },
    needed: NEEDED,
    at: desk.clock.now(),
    issuedAt: row.issuedAt,
    former: await Promise.all(former.map(({ sha256 }) => bytesOf(files, sha256))),
  });
}

interface Done extends PaperAnswers {
  readonly check?: CheckedSignature | null;
}

async function carryOut(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { row, title, engagement }: Loaded,
  act: PaperAct,
  { reason, signatureSha256, check = null, formId }: Done,
): Promise<void> {
  const found = rowOfPaper(act, factsIn(row, engagement), paperActorOf(official), desk.office.fourEyes);
  if (typeof found === 'string') throw new Error(`The act ${act} on the paper ${row.id} is not allowed: ${found}`);
  const version = row.version + 1;
  await repositoryOf(tx, EngagementPaper).update(
    { id: row.id },
    {
      ...{ state: found.to, version, endedAt: desk.clock.now(), reason: reason ?? null },
      ...(check !== null && { signatureSha256: signatureSha256 ?? null, checked: check }),
    },
  );
  const capacity = found.by === 'official' ? 'official' : 'signing';
  const details = {
    ...{ paperId: row.id, what: row.what, sha256: row.sha256 },
    ...(reason !== undefined && { reason }),
    ...(check !== null && { signatureSha256, serial: check.serial, level: check.level }),
  };
  const onBehalfOfId = capacity === 'signing' ? inPlaceOf(row.signerId, official) : null;
  await note(tx, desk, official, engagement, act, capacity, details, formId, onBehalfOfId);
  const news = ({ sign: 'signed', reject: 'rejected', withdraw: 'withdrawn' } as const)[act];
  await tellOfPaper(
    tx,
    desk,
    official,
    { id: row.id, title, what: row.what, version },
    { to: act === 'withdraw' ? 'signer' : 'sender', personId: act === 'withdraw' ? row.signerId : row.sentById, news },
    reason ?? null,
  );
}

const factsIn = (
  { state, signerId, sentById, issuedAt }: EngagementPaper,
  { stage, stageAt }: Engagement,
): PaperFacts => ({ state, signerId, sentById, issuedAt, stage, stageAt });

async function note(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { id, stage, version }: Engagement,
  act: keyof typeof PAPER_DEEDS,
  capacity: 'official' | 'signing',
  details: Readonly<Record<string, unknown>>,
  formId: number | undefined,
  onBehalfOfId: number | null = null,
): Promise<void> {
  await addEngagementEntry(tx, {
    ...{ at: desk.clock.now(), engagementId: id, action: PAPER_DEEDS[act], personId: official.personId },
    ...{
      capacity,
      onBehalfOfId,
      clause: OFFICIAL,
      fromStage: stage,
      toStage: stage,
      version,
      formId: formId ?? null,
    },
    details,
  });
}

/** What waits for the signature of this person, or of somebody in whose place they stand, the earliest first. */
export async function papersToSign(desk: Desk, official: Official): Promise<readonly number[]> {
  const waiting = await repositoryOf(databaseOf(desk), EngagementPaper).find({
    select: { id: true },
    where: { signerId: In([official.personId, ...paperDeputyOf(official)]), state: 'waiting' },
    order: { id: 'ASC' },
  });
  return waiting.map(({ id }) => id);
}
