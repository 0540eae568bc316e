import type { Actor } from '../facts';
import { hasRight } from '../rights';
import { isHeldBy, maySign, paperDeputyOf } from './duties';
import { undecidedOf, type EngagementResults } from './results';
import type { EngagementKind, EngagementStage } from './vocabulary';

// What is made of results on the office's paper, and who signs it: whoever may approve answers, as they sign those.

/**
 * protocol    what was held, and what was counted or said
 * conclusion  what came of it, what was decided and what follows
 */
export const PAPER_KINDS = ['protocol', 'conclusion'] as const;
export type EngagementPaperKind = (typeof PAPER_KINDS)[number];

/** Which papers a kind has. */
export const PAPERS_OF: Readonly<Record<EngagementKind, readonly EngagementPaperKind[]>> = {
  news: [],
  poll: PAPER_KINDS,
  site_vote: PAPER_KINDS,
  project_vote: PAPER_KINDS,
  rating: PAPER_KINDS,
  discussion: PAPER_KINDS,
  hearings: PAPER_KINDS,
  // what was asked and answered; nothing is decided by it
  direct_line: ['protocol'],
};

/** Of which there is a paper at all. */
export type PaperedKind = Exclude<EngagementKind, 'news'>;
export const hasPaper = (kind: EngagementKind, what: EngagementPaperKind): kind is PaperedKind =>
  PAPERS_OF[kind].includes(what);

/** Where a paper that was sent to be signed stands. */
export const PAPER_STATES = ['waiting', 'signed', 'rejected', 'withdrawn'] as const;
export type PaperState = (typeof PAPER_STATES)[number];

/** Wire codes stay in the buttons of messages already sent: append only, never reuse. */
export const PAPER_ACTS = { sign: 'si', reject: 're', withdraw: 'wi' } as const;
export type PaperAct = keyof typeof PAPER_ACTS;
/** What the journal of its engagement tells: it was sent, and its acts. */
export const PAPER_DEEDS = {
  send: 'sendPaper',
  sign: 'signPaper',
  reject: 'rejectPaper',
  withdraw: 'withdrawPaper',
} as const;
export type PaperDeed = (typeof PAPER_DEEDS)[keyof typeof PAPER_DEEDS];

/** Why nothing was done; each has words under `results:paper.refusal`. */
export type PaperRefusal =
  | 'gone'
  | 'stale'
  | 'notNow'
  | 'notYours'
  | 'mayNotSign'
  | 'ownWork'
  | 'ownSigner'
  | 'reopened'
  | 'reason'
  | 'unsigned'
  | 'undecided'
  | 'noProtocol';

interface Row {
  readonly act: PaperAct;
  readonly by: 'signer' | 'official';
  readonly from: PaperState;
  readonly to: PaperState;
}

/** THE table of a paper. One that is signed stays: a mistake in it is mended by another paper. */
export const PAPER_ROWS: readonly Row[] = [
  { act: 'sign', by: 'signer', from: 'waiting', to: 'signed' },
  { act: 'reject', by: 'signer', from: 'waiting', to: 'rejected' },
  { act: 'withdraw', by: 'official', from: 'waiting', to: 'withdrawn' },
];

export interface PaperFacts {
  readonly state: PaperState;
  readonly signerId: number;
  readonly sentById: number;
  /** Of its engagement, and since when. */
  readonly stage: EngagementStage;
  readonly stageAt: Date;
  readonly issuedAt: Date;
}
export interface PaperActor {
  readonly personId: number;
  /** They have the ОГ role. */
  readonly isOfficial: boolean;
  readonly canApprove: boolean;
  /** Those who are away, and in whose place they stand: a paper names its signer, so it can only be given back for them. */
  readonly standsInFor: readonly number[];
}

export const paperActorOf = (actor: Pick<Actor, 'personId' | 'roles' | 'canApprove' | 'deputyFor'>): PaperActor => ({
  personId: actor.personId,
  isOfficial: hasRight(actor, 'engage'),
  canApprove: maySign(actor),
  standsInFor: paperDeputyOf(actor),
});

/** Whoever has the ОГ role sees all of them; whoever is to sign, and who stands in for them, their own. */
export const maySeePaper = ({ signerId }: Pick<PaperFacts, 'signerId'>, actor: PaperActor): boolean =>
  actor.isOfficial || isHeldBy(signerId, actor);

/** Only what is over has a paper to be signed: until then its results may change. */
export const isPaperDue = (stage: EngagementStage): boolean => stage === 'finished';

/**
 * Why there is no conclusion of hearings to sign yet (ГрК РФ art. 5.1): each proposal has what the organizer recommends and why, and it
 * names its protocol. Null: there is one.
 */
export function whyNoConclusion(
  kind: EngagementKind,
  what: EngagementPaperKind,
  {
    results,
    hasProtocol,
  }: { readonly results: Pick<EngagementResults, 'proposals'> | null; readonly hasProtocol: boolean },
): Extract<PaperRefusal, 'undecided' | 'noProtocol'> | null {
  if (kind !== 'hearings' || what !== 'conclusion') return null;
  if (undecidedOf(results).length > 0) return 'undecided';
  return hasProtocol ? null : 'noProtocol';
}

/** Where four eyes are ordered, whoever sends a paper is not its signer. */
export const isOwnPaper = (signerId: number, sentById: number, fourEyes: 'warn' | 'forbid'): boolean =>
  fourEyes === 'forbid' && signerId === sentById;

/** The row that allows it now; or why none does. */
export function rowOfPaper(
  act: PaperAct,
  facts: PaperFacts,
  actor: PaperActor,
  fourEyes: 'warn' | 'forbid',
): Row | PaperRefusal {
  const row = PAPER_ROWS.find((one) => one.act === act && one.from === facts.state);
  if (!row) return 'notNow';
  if (row.by === 'official') return actor.isOfficial ? row : 'notYours';
  if (!isHeldBy(facts.signerId, actor)) return 'notYours';
  if (act !== 'sign') return row;
  if (facts.signerId !== actor.personId) return 'notYours';
  if (!actor.canApprove) return 'mayNotSign';
  // Its results were told anew since it was drawn.
  if (!isPaperDue(facts.stage) || facts.stageAt > facts.issuedAt) return 'reopened';
  return isOwnPaper(facts.signerId, facts.sentById, fourEyes) ? 'ownWork' : row;
}

/** What somebody may do with it now. */
export const actsOnPaper = (facts: PaperFacts, actor: PaperActor, fourEyes: 'warn' | 'forbid'): readonly PaperAct[] =>
  PAPER_ROWS.map(({ act }) => act).filter((act) => typeof rowOfPaper(act, facts, actor, fourEyes) !== 'string');
