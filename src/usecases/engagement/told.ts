import { Account } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { hearersOfDuty, officialsAmong, type DutyKind } from '../../regulation/engagement/duties';
import type { EngagementPaperKind } from '../../regulation/engagement/papers';
import type { EngagementAction, EngagementStage } from '../../regulation/engagement/vocabulary';
import { say, type Message, type Params } from '../kit/messages';
import { type Listener, shortNamesOf, shortName, type Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { loadColleagues } from '../people/rights';
import type { KeptEngagement } from './engagement-store';

const selectHomes = statement(
  'homes-of-people',
  `select person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')} from account
   where is_home and person_id = any($1::int[]) order by person_id`,
);

/** Where these people are written to; whoever has no account is not among them. */
const homesOf = (queries: Queries, ids: readonly number[]): Promise<Listener[]> =>
  queries.query<Listener>(selectHomes, [ids]);

/**
 * Whoever has the ОГ role and is there; all of them where nobody is.
 * @param giverId it is theirs alone while they are among those: they have given it. Null: it is nobody's of them
 */
export async function officialsThere(
  queries: Queries,
  desk: Desk,
  giverId: number | null = null,
): Promise<readonly Listener[]> {
  const there = officialsAmong(await loadColleagues(queries, circumstances(desk)));
  return homesOf(queries, giverId !== null && there.includes(giverId) ? [giverId] : there);
}

export interface DutyListener extends Listener {
  /** As whose deputy they hear, surname and initials; null: for themselves. */
  readonly absent: string | null;
}

/** Whoever hears now of what is given to a person by name: that person, or who stands in. */
export async function listenersOfDuty(
  queries: Queries,
  desk: Desk,
  holderId: number,
  kind: DutyKind,
): Promise<readonly DutyListener[]> {
  const hearers = hearersOfDuty(holderId, kind, await loadColleagues(queries, circumstances(desk)));
  const homes = await homesOf(
    queries,
    hearers.map(({ personId }) => personId),
  );
  const names = await shortNamesOf(queries, [holderId]);
  return homes.map((home) => ({ ...home, absent: home.id === holderId ? null : (names.get(holderId) ?? null) }));
}

interface PaperNews {
  /** sender: whoever has sent it, or ОГ in their place. */
  readonly to: 'signer' | 'sender';
  readonly personId: number;
  readonly news: Params<'engagementPaper'>['news'];
}
interface ToldPaper {
  readonly id: number;
  readonly title: string;
  readonly what: EngagementPaperKind;
  readonly version: number;
}

/** In the transaction of the act: whoever is to sign hears with a sound in working time, so does whoever has sent what was rejected. */
export async function tellOfPaper(
  tx: Transaction,
  desk: Desk,
  { personId: actorId, name }: Official,
  { id, title, what, version }: ToldPaper,
  { to: whose, personId: ofId, news }: PaperNews,
  reason: string | null,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const listeners =
    whose === 'signer'
      ? await listenersOfDuty(tx, desk, ofId, 'papers')
      : (await officialsThere(tx, desk, ofId)).map((one) => ({ ...one, absent: null }));
  const isTheirs = news === 'toSign' || news === 'rejected';
  const messages = listeners
    .filter((one) => one.id !== actorId)
    .map(({ id: personId, absent, ...to }): Message => ({
      key: `engagementPaper:${id}:v${version}:${news}:person:${personId}`,
      to,
      kind: 'engagementPaper',
      params: { personId, paperId: id, title, what, news, by: shortName(name), reason, absent },
      silent: !isTheirs || !isWorkingTime(now, calendar),
    }));
  await say(tx, messages, now);
}

type News = Params<'engagementNews'>;
export type ToldToOfficials = Pick<News, 'what'> & Partial<Pick<News, 'reason' | 'trouble' | 'address'>>;

/**
 * To whoever has the ОГ role: what nobody of them has done. What is done sounds for nobody; what they have to do now does, in working time.
 * @param why what makes it told once: «shipment:5»
 */
export async function tellOfficials(
  tx: Transaction,
  desk: Desk,
  { row: { id }, content: { title } }: KeptEngagement,
  why: string,
  { what, reason = null, trouble = null, address = null }: ToldToOfficials,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const hearers = await officialsThere(tx, desk);
  const messages = hearers.map(({ id: personId, ...to }): Message => ({
    key: `engagement:${id}:${why}:${what}:person:${personId}`,
    to,
    kind: 'engagementNews',
    params: { personId, id, title, what, by: null, reason, trouble, address },
    silent: what === 'carried' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
}

export type EngagementNotice = Params<'engagementNews'>['what'];

/** An act as those hear of it whom it concerns. */
export interface ToldAct {
  readonly id: number;
  readonly title: string;
  readonly action: EngagementAction;
  readonly to: EngagementStage;
  /** After the act: it makes its messages its own. */
  readonly version: number;
  readonly reason: string | null;
  readonly before: { readonly agreeingId: number | null; readonly approvingId: number | null };
  readonly after: { readonly agreeingId: number | null; readonly approvingId: number | null };
  readonly handedOverById: number | null;
}

interface Told {
  readonly personId: number | null;
  readonly what: EngagementNotice;
  /** It is their move now. */
  readonly isTheirs: boolean;
}

function toldOf({ action, to, before, after, handedOverById }: ToldAct): readonly Told[] {
  const next: Told =
    to === 'agreement'
      ? { personId: after.agreeingId, what: 'toAgree', isTheirs: true }
      : { personId: after.approvingId, what: 'toApprove', isTheirs: true };
  switch (action) {
    case 'handOver':
      return to === 'agreement' ? [next] : [];
    case 'agreeContent':
    case 'passContent':
      return [next];
    case 'approveContent':
      return [{ personId: handedOverById, what: 'approved', isTheirs: true }];
    case 'rejectContent':
      return [{ personId: handedOverById, what: 'rejected', isTheirs: true }];
    case 'takeBack':
      return [{ personId: before.approvingId ?? before.agreeingId, what: 'takenBack', isTheirs: false }];
    default:
      return [];
  }
}

const selectListener = statement(
  'listener-to-engagement',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')} from person p join account on account.person_id = p.id and account.is_home
   where p.id = $1 and p.disabled_at is null`,
);

/**
 * In the transaction of the act: whose move it is hears of it, with a sound in working time; never whoever has pressed.
 * @returns who hears
 */
export async function tellOfAct(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  act: ToldAct,
): Promise<readonly number[]> {
  const { now, calendar } = circumstances(desk);
  const messages: Message[] = [];
  const heard: number[] = [];
  for (const { personId, what, isTheirs } of toldOf(act)) {
    if (personId === null || personId === actor?.personId) continue;
    const [to] = await tx.query<Listener>(selectListener, [personId]);
    if (!to) continue;
    heard.push(personId);
    const { id, title, version, reason } = act;
    messages.push({
      key: `engagement:${id}:v${version}:${what}:person:${personId}`,
      to,
      kind: 'engagementNews',
      params: {
        ...{ personId, id, title, what, by: actor === null ? null : shortName(actor.name), reason },
        ...{ trouble: null, address: null },
      },
      silent: !isTheirs || !isWorkingTime(now, calendar),
    });
  }
  await say(tx, messages, now);
  return heard;
}
