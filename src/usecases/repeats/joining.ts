import { statement, type Queries } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { refusalToJoin, type Joining, type Member } from '../../regulation/joining';
import type { Refusal } from '../../regulation/refusals';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { likelyRepeats, type Alike, type LikelyRepeat } from './likely-repeats';

/** A member whose number a form says. */
export interface NamedMember extends Member {
  readonly number: string;
}
/** What the regulation has to know of the appeals that are to be joined. */
export interface NamedJoining extends Joining {
  readonly self: NamedMember;
  readonly others: readonly NamedMember[];
}

/** Those that are gone are left out; null: there is no such appeal. */
export async function readJoining(
  queries: Queries,
  appealId: number,
  joinIds: readonly number[],
  around: Circumstances,
): Promise<NamedJoining | null> {
  const self = await readMember(queries, appealId, around);
  if (!self) return null;
  const others: NamedMember[] = [];
  for (const id of joinIds) {
    const other = await readMember(queries, id, around);
    if (other) others.push(other);
  }
  return { self, others };
}

async function readMember(queries: Queries, id: number, around: Circumstances): Promise<NamedMember | null> {
  const appeal = await loadAppeal(queries, id, around, false);
  return appeal && { id, number: appeal.number, appeal: factsOf(appeal) };
}

/** Likely repeats with which an appeal may be joined now. */
export type JoinableAppeal = Pick<LikelyRepeat, 'id' | 'number' | 'registeredAt'> & { readonly alike: Alike | null };

/** Pages of them nobody turns: a number that is not here is typed. */
const OFFERED = 14;

export async function joinableAppeals(
  queries: Queries,
  joining: NamedJoining,
  around: Circumstances,
): Promise<JoinableAppeal[]> {
  const { self, others } = joining;
  const likely = (await likelyRepeats(queries, self.id)).slice(0, OFFERED);
  const offered: JoinableAppeal[] = others
    .filter(({ id }) => likely.every((one) => one.id !== id))
    .map(({ id, number, appeal: { registeredAt } }) => ({ id, number, registeredAt, alike: null }));
  for (const repeat of likely) {
    const member = await readMember(queries, repeat.id, around);
    if (member && refusalToJoin(self, member) === null) offered.push(repeat);
  }
  return offered;
}

const byNumber = statement('appeal-of-number', 'select id from appeal where number = $1');

/** An appeal that was named by its number, or why it can't be joined. */
export async function memberOfNumber(
  queries: Queries,
  appealId: number,
  number: string,
  around: Circumstances,
): Promise<number | Refusal> {
  const [found] = await queries.query<{ id: number }>(byNumber, [number]);
  const self = await readMember(queries, appealId, around);
  const other = found && (await readMember(queries, found.id, around));
  if (!self || !other) return 'joinUnknown';
  return refusalToJoin(self, other) ?? other.id;
}
