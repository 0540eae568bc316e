import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { stagesOf } from '../../regulation/decide';
import type { Circumstances } from '../../regulation/facts';
import { refusalToJoin, type Joining, type Member } from '../../regulation/joining';
import { nearnessOf, placeOf, placesBeside, type Nearness } from '../../regulation/places';
import type { Refusal } from '../../regulation/refusals';
import type { Stage } from '../../regulation/vocabulary';
import { maskPersonalData } from '../../text/personal-data';
import { hashOf } from '../../text/plain-text';
import type { Records } from '../kit/ports';
import { redrawCards } from '../kit/redraw';
import { photoRules, amountOf } from '../kit/settings';
import { factsOf, loadAppeal } from './appeal-store';
import { isReturnedToLine } from './pending';

/**
 * Near texts without comparing each with each, and without an extension of PostgreSQL that an office's server may not have: of the
 * runs of three words in a text a sketch is kept, the least of 160 hashes (MinHash, Broder 1997), eight in each of 20 numbers.
 * Two texts that have four runs in five in common have such a number in common 39 times in 40; those that have three in ten, once
 * in 800. An index over the numbers finds them.
 */

/** Words of a run. */
const RUN = 3;
const NUMBERS = 20;
const HASHES_OF_NUMBER = 8;
const HASHES = NUMBERS * HASHES_OF_NUMBER;

/** What of two texts is the same, from 0 to 1: runs that both have, of all that either has (Jaccard). */
export function likenessOf(one: string, other: string): number {
  const [mine, theirs] = [new Set(runsOf(one)), new Set(runsOf(other))];
  let common = 0;
  for (const run of mine) if (theirs.has(run)) common += 1;
  return common === 0 ? 0 : common / (mine.size + theirs.size - common);
}

/** Of which near texts have some in common; whole numbers of 32 bits, as PostgreSQL's integer. Empty for a text without words. */
export function sketchOf(text: string): number[] {
  const least = new Uint32Array(HASHES).fill(0xffff_ffff);
  const runs = new Set(runsOf(text));
  if (runs.size === 0) return [];
  for (const run of runs) {
    const hash = hashOf(run);
    for (let at = 0; at < HASHES; at += 1) {
      const mixed = mix(hash ^ Math.imul(at + 1, 0x9e37_79b9));
      if (mixed < (least[at] ?? 0)) least[at] = mixed;
    }
  }
  return Array.from({ length: NUMBERS }, (_, number) => {
    let folded = number;
    for (const hash of least.subarray(number * HASHES_OF_NUMBER, (number + 1) * HASHES_OF_NUMBER))
      folded = mix(Math.imul(folded, 31) ^ hash);
    return folded | 0;
  });
}

/** Dates and numbers count as words do: a template filled in with other facts is another text. Two dots over a letter do not. */
function runsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFD')
      .replaceAll('\u0308', '')
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length <= RUN) return words.length === 0 ? [] : [words.join(' ')];
  return Array.from({ length: words.length - RUN + 1 }, (_, at) => words.slice(at, at + RUN).join(' '));
}

/** The last step of MurmurHash3: every bit of the input changes half of the output. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** `unknown`: one of them has no category. */
export type Matter = 'same' | 'otherSubcategory' | 'unknown';

/** What two appeals have in common. */
export interface Alike {
  /** ПОС has got them from one appeal of ЕПГУ. */
  readonly number: boolean;
  /** Their places are one or near, within some weeks, and their category is the same; of one without a category the same place is enough. */
  readonly place: (Nearness & { readonly matter: Matter }) | null;
  /** Nearly the same words. */
  readonly text: boolean;
}

/** They are not merely near each other: to join them is worth one of the first buttons. */
export const isMuchAlike = ({ number, place, text }: Alike): boolean => number || text || place?.at === 'same';
const strengthOf = ({ number, place, text }: Alike): number =>
  [number, place?.at === 'same', text, place !== null].filter(Boolean).length;

/** Nothing follows from it by itself: a coordinator looks and decides. */
export interface LikelyRepeat {
  readonly id: number;
  readonly number: string;
  readonly registeredAt: Date;
  readonly stage: Stage;
  readonly alike: Alike;
}

/** Of all runs of three words so many are the same. */
const NEAR = 0.7;
/** A text of fewer words says what many say: «яма на дороге». */
const WORDS_AT_LEAST = 8;
/** One text of thousands of appeals, or one house of hundreds, costs no more than that of so many. */
const FOUND = 200;
const DAY_MS = 86_400_000;
const METRES_OF_DEGREE = 111_320;

const OF_APPEAL = columns(
  Appeal,
  [
    'id',
    'number',
    'registeredAt',
    'stage',
    'epguNumber',
    'category',
    'subcategory',
    'text',
    'settlement',
    'address',
    'latitude',
    'longitude',
  ],
  'a',
);
interface Row extends Readonly<RowOf<typeof OF_APPEAL>> {
  /** Its sketch has something in common: only then the texts are compared, which takes longest. */
  readonly isAlike: boolean;
}

/**
 * Each way by an index of its own; which of them holds is judged afterwards. $2: weeks as days, $3: degrees of the radius, $4: its place
 * and the houses beside it. The limits
 * stand outside, where the planner does not see them: with one inside, and statistics that are not of today, it took the indexes for
 * dearer than to read on until it had found enough, which is all of 200,000 appeals (1 s instead of 15 ms).
 */
const selectLikely = statement(
  'likely-repeats',
  `with own as materialized (select a.*, k.place, k.likeness from appeal a left join appeal_sketch k on k.appeal_id = a.id where a.id = $1),
     alike as materialized (select k.appeal_id as id from appeal_sketch k where k.likeness && (select likeness from own)),
     at_place as materialized (select k.appeal_id as id from appeal_sketch k where k.place = any($4::text[])),
     close as materialized (select a.id from appeal a
       where a.latitude between (select latitude from own) - $3 and (select latitude from own) + $3
         and a.category = (select category from own)
         and abs(a.longitude - (select longitude from own)) <= $3 * 2.5
         and a.registered_at between (select registered_at from own) - make_interval(days => $2) and (select registered_at from own) + make_interval(days => $2)),
     numbered as materialized (select a.id from appeal a where a.epgu_number = (select epgu_number from own)),
     found as ((select id from alike order by id desc limit ${FOUND}) union (select id from at_place order by id desc limit ${FOUND})
       union (select id from close order by id desc limit ${FOUND}) union (select id from numbered order by id desc limit ${FOUND})
       union select id from own)
   select ${OF_APPEAL}, coalesce(k.likeness && (select likeness from own), false) as "isAlike"
   from found join appeal a on a.id = found.id left join appeal_sketch k on k.appeal_id = a.id
   where not ${isReturnedToLine('a')}`,
);

const selectPlace = statement('place-of-appeal', 'select place from appeal_sketch where appeal_id = $1');

/** Appeals that may be about the same matter as this one: those with the most in common first, then the newest. */
export async function likelyRepeats(queries: Queries, appealId: number): Promise<LikelyRepeat[]> {
  const days = (await amountOf(queries, 'repeatWeeks')) * 7;
  const { radius } = await photoRules(queries);
  const [sketch] = await queries.query<{ place: string | null }>(selectPlace, [appealId]);
  const places = sketch?.place ? [sketch.place, ...placesBeside(sketch.place)] : [];
  const rows = await queries.query<Row>(selectLikely, [appealId, days, radius / METRES_OF_DEGREE, places]);
  const own = rows.find(({ id }) => id === appealId);
  if (!own) return [];
  const said = saidIn(own.text);
  return rows
    .filter(({ id }) => id !== appealId)
    .map((other) => ({ other, alike: alikeOf(own, said, other, { days, radius }) }))
    .filter(({ alike }) => strengthOf(alike) > 0)
    .sort((one, two) => strengthOf(two.alike) - strengthOf(one.alike) || two.other.id - one.other.id)
    .map(({ other: { id, number, registeredAt, stage }, alike }) => ({ id, number, registeredAt, stage, alike }));
}

function alikeOf(own: Row, said: string, other: Row, { days, radius }: { days: number; radius: number }): Alike {
  const within = Math.abs(own.registeredAt.getTime() - other.registeredAt.getTime()) <= days * DAY_MS;
  const matter = matterOf(own, other);
  const nearness = within && matter !== null ? nearnessOf(own, other, radius) : null;
  // nobody has said what one of them is about: only the very place speaks for it
  const isEnough = nearness !== null && (matter !== 'unknown' || nearness.at === 'same');
  return {
    number: own.epguNumber !== null && own.epguNumber === other.epguNumber,
    place: isEnough && matter !== null ? { ...nearness, matter } : null,
    text: other.isAlike && isLong(said) && likenessOf(said, saidIn(other.text)) >= NEAR,
  };
}

/** Null: they are about different matters. */
function matterOf(own: Row, other: Row): Matter | null {
  if (own.category === null || other.category === null) return 'unknown';
  if (own.category !== other.category) return null;
  return own.subcategory === other.subcategory ? 'same' : 'otherSubcategory';
}

/** What an applicant says of the matter: their numbers and addresses are in every appeal of theirs. */
const saidIn = (text: string | null): string => (text === null ? '' : maskPersonalData(text));

const isLong = (text: string): boolean => (text.match(/\p{L}{2,}/gu) ?? []).length >= WORDS_AT_LEAST;

export type Sketched = Readonly<Pick<Appeal, 'id' | 'settlement' | 'address' | 'text'>>;
const INSERT = `insert into appeal_sketch (appeal_id, place, likeness)
   select id, place, array(select jsonb_array_elements_text(likeness)::int)
   from jsonb_to_recordset($1::jsonb) as r(id int, place text, likeness jsonb)`;
const writeSketches = statement(
  'write-appeal-sketches',
  `${INSERT} on conflict (appeal_id) do update set place = excluded.place, likeness = excluded.likeness`,
);

/** By what repeats of these will be found. @idempotent */
export async function sketchAppeals(tx: Transaction, appeals: readonly Sketched[]): Promise<void> {
  if (appeals.length > 0) await tx.query(writeSketches, [sketchesOf(appeals)]);
}

const sketchesOf = (appeals: readonly Sketched[]): string =>
  JSON.stringify(
    appeals.map(({ id, settlement, address, text }) => ({
      id,
      place: placeOf(settlement, address),
      likeness: isLong(saidIn(text)) ? sketchOf(saidIn(text)) : [],
    })),
  );

const OF_FORMER = columns(Appeal, ['id', 'settlement', 'address', 'text'], 'a');
// The newest first: what came lately is repeated.
const takeFormer = statement(
  'take-to-sketch',
  `with taken as (delete from appeal_to_sketch where appeal_id in
     (select appeal_id from appeal_to_sketch order by appeal_id desc limit $1 for update skip locked) returning appeal_id)
   select ${OF_FORMER} from taken t join appeal a on a.id = t.appeal_id`,
);
// What was corrected meanwhile has the newer sketch.
const writeFormer = statement('write-former-sketches', `${INSERT} on conflict do nothing`);

/** Appeals of one transaction, and of one tick: an office of 200,000 is through in two hours. */
const FORMER = { atOnce: 100, ofTick: 2_000 };

/**
 * Sketches the next appeals that came with an earlier release, as far as a tick goes.
 * @returns how many
 * @idempotent by the rows that wait
 */
export async function sketchFormer(records: Records): Promise<number> {
  for (let sketched = 0; ;) {
    const count = await databaseOf(records).transaction(async (tx) => {
      const appeals = await tx.query<Sketched>(takeFormer, [FORMER.atOnce]);
      if (appeals.length > 0) await tx.query(writeFormer, [sketchesOf(appeals)]);
      return appeals.length;
    });
    sketched += count;
    if (count < FORMER.atOnce || sketched >= FORMER.ofTick) return sketched;
  }
}

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

/** Of each: a house that is written of by hundreds is known to be. */
const DRAWN = 20;

/**
 * What an appeal is like now says so on the coordinators' cards of it, too: without a sound, and where they may still be joined. Its own
 * are drawn with them, in one order: two that are like each other and are completed at once would wait for each other's else.
 */
export async function drawLikelyRepeats(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  const joinable = stagesOf('join');
  const alike = new Set(appealIds);
  for (const appealId of appealIds) {
    const repeats = (await likelyRepeats(tx, appealId)).filter(({ stage }) => joinable.includes(stage));
    for (const { id } of repeats.slice(0, DRAWN)) alike.add(id);
  }
  await redrawCards(tx, [...alike], now, 'coordinator');
}
