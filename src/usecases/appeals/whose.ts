import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { hashOf } from '../../text/plain-text';
import { awayOn } from '../kit/officials';
import type { Records } from '../kit/ports';
import { hasNamesake, nameToldApart } from '../people/people';

/** What an appeal is about, as far as its words tell. */
export type Worded = Readonly<Pick<Appeal, 'category' | 'subcategory' | 'fact' | 'text' | 'settlement' | 'address'>>;

/** Every appeal has it, so that its count is the count of them all. */
export const EVERY = 0;

/**
 * Letters by which a word is known: what comes after them is mostly an ending, in Russian and in Tatar. With 4, 6 or 7 the executor is
 * found as often, within one in a hundred (the appeals of `npm run bench -- whose`).
 */
const BEGINNING = 5;
const SHORTEST = 3;
/** Of a text: a longer one repeats itself, and a row is kept of each. */
const WORDS = 60;

/**
 * The words of an appeal, each once, as whole numbers of 32 bits: of its text, of its category and of its place. The same word means
 * another thing in a category or in an address than in a sentence, so it is another number there. Numbers of houses say nothing.
 */
export function wordsOf({ category, subcategory, fact, text, settlement, address }: Worded): number[] {
  const path = [category, subcategory, fact].filter((level) => level !== null);
  const words = [
    ...beginnings(text ?? '').slice(0, WORDS),
    ...path.map(
      (_, level) =>
        `c:${path
          .slice(0, level + 1)
          .join('/')
          .toLowerCase()}`,
    ),
    ...beginnings(address ?? '').map((word) => `a:${word}`),
  ];
  const place = settlementOf({ settlement });
  return [EVERY, ...new Set([...words.map((word) => hashOf(word) | 0), ...(place === null ? [] : [place])])];
}

/** Of these words the one that is the settlement; null: it is not known. */
export const settlementOf = ({ settlement }: Pick<Worded, 'settlement'>): number | null =>
  settlement === null ? null : hashOf(`s:${settlement.toLowerCase()}`) | 0;

/** Two dots over a letter are written or not, as the hand wants. */
const withoutDots = (text: string): string =>
  text.toLowerCase().normalize('NFD').replaceAll('\u0308', '').normalize('NFC');

function beginnings(text: string): string[] {
  const words = withoutDots(text).match(/\p{L}+/gu) ?? [];
  return [...new Set(words.filter(({ length }) => length >= SHORTEST).map((word) => word.slice(0, BEGINNING)))];
}

const noteToLearn = statement(
  'note-to-learn',
  'insert into appeal_to_learn (appeal_id) values ($1) on conflict do nothing',
);

/** Somebody was given this appeal, or what it says is another: its words will be noted in a moment. @idempotent */
export const learnLater = async (queries: Queries, appealId: number): Promise<void> => {
  await queries.query(noteToLearn, [appealId]);
};

const OF_APPEAL = columns(Appeal, ['id', 'category', 'subcategory', 'fact', 'text', 'settlement', 'address'], 'a');
const takeToLearn = statement(
  'take-to-learn',
  `with taken as (delete from appeal_to_learn where appeal_id in
     (select appeal_id from appeal_to_learn order by appeal_id limit $1 for update skip locked) returning appeal_id)
   select ${OF_APPEAL} from taken t join appeal a on a.id = t.appeal_id order by a.id`,
);
// In the order of the words, so that two processes do not wait for each other.
const noteWords = statement(
  'note-words',
  `with fresh as (insert into appeal_word (word, appeal_id) select word, appeal_id from unnest($1::int[], $2::int[]) as said (word, appeal_id)
     order by word, appeal_id on conflict do nothing returning word),
   added as (select word, count(*)::int as appeals from fresh group by word),
   counted as (insert into word_count as known (word, appeals) select word, appeals from added order by word
     on conflict (word) do update set appeals = known.appeals + excluded.appeals returning word, appeals)
   select c.word from counted c join added d using (word) where c.appeals / $3::int > (c.appeals - d.appeals) / $3::int`,
);
const dropOldest = statement(
  'drop-oldest-of-words',
  `delete from appeal_word old using unnest($1::int[]) as common (word) where old.word = common.word and old.appeal_id <
     (select w.appeal_id from appeal_word w where w.word = common.word order by w.appeal_id desc offset $2 limit 1)`,
);

/** Of a word so many appeals are kept, the newest, and never twice as many: a common word tells little, and offices change. */
const KEPT = 512;
/** Appeals of one transaction. */
const AT_ONCE = 50;

/**
 * Notes the words of the next appeals that were given to somebody.
 * @returns how many; fewer than there may be at once: there are no more
 * @idempotent by the rows that wait
 */
function learnNext(records: Records): Promise<number> {
  return databaseOf(records).transaction(async (tx) => {
    const appeals = await tx.query<RowOf<typeof OF_APPEAL>>(takeToLearn, [AT_ONCE]);
    const said = appeals.flatMap((appeal) => wordsOf(appeal).map((word) => ({ word, appealId: appeal.id })));
    if (said.length === 0) return 0;
    const full = await tx.query<{ word: number }>(noteWords, [
      said.map(({ word }) => word),
      said.map(({ appealId }) => appealId),
      KEPT,
    ]);
    if (full.length > 0) await tx.query(dropOldest, [full.map(({ word }) => word), KEPT]);
    return appeals.length;
  });
}

/** Of one tick: what an earlier release has left is learned from little by little. */
const OF_TICK = 2_000;

/** The same, as far as a tick goes. @returns how many */
export async function learn(records: Records): Promise<number> {
  for (let learned = 0; ;) {
    const more = await learnNext(records);
    learned += more;
    if (more < AT_ONCE || learned >= OF_TICK) return learned;
  }
}

/** A former appeal that an offer stands on. */
export interface Ground {
  readonly appealId: number;
  readonly number: string;
}

/** Whose an appeal may be, by former ones that are near in text, category and place. People decide. */
export interface Offer {
  readonly executorId: number;
  /** Surname and initials. */
  readonly name: string;
  /** The nearest first. */
  readonly grounds: readonly Ground[];
  /** Of an appeal without a category: what theirs is, down to the fact; null: it has one, or theirs differ. */
  readonly path: readonly string[] | null;
}

const NEAR = columns(Appeal, ['id', 'number', 'category', 'subcategory', 'fact', 'text', 'settlement', 'address'], 'a');
export interface NearRow extends RowOf<typeof NEAR> {
  readonly executorId: number;
  readonly name: string;
  readonly hasNamesake: boolean;
}

/** Whose a village is is said by its name alone, so that weighs as much as so many words of its kind. */
export const SETTLEMENT = 2;
/** Words of an appeal by which others are looked for: the rarest. */
const ASKED = 20;
/** Of each word so many appeals are looked at, the newest. */
const LOOKED_AT = 400;
/** Of these so many are compared as a whole. */
const COMPARED = 48;

// Whoever is away or disabled is not offered, nor whoever has returned this very appeal.
const selectNear = statement(
  'near-former-appeals',
  `with asked as (
     select c.word, power(ln((1 + every.appeals::float8) / c.appeals) * case when c.word = $4 then ${SETTLEMENT} else 1 end, 2) as weight
     from word_count every, word_count c where every.word = ${EVERY} and c.word = any($1::int[]) order by weight desc, c.word limit ${ASKED}),
   near as (
     select former.appeal_id, sum(asked.weight) as likeness
     from asked cross join lateral
       (select w.appeal_id from appeal_word w where w.word = asked.word order by w.appeal_id desc limit ${LOOKED_AT}) former
     where former.appeal_id <> $2 group by former.appeal_id order by likeness desc, former.appeal_id desc limit ${COMPARED})
   select ${NEAR}, p.id as "executorId", p.name, ${hasNamesake('p')} as "hasNamesake"
   from near n join appeal a on a.id = n.appeal_id join person p on p.id = a.executor_id
   where p.disabled_at is null and 'executor' = any(p.roles)
     and not exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$3')})
     and not exists (select from journal_entry j where j.appeal_id = $2 and j.action = 'returnToCoordination' and j.person_id = p.id)`,
);
const selectCounts = statement('counts-of-words', 'select word, appeals from word_count where word = any($1::int[])');

/** The nearest of those that were compared have a voice, by the square of their likeness. */
const VOICES = 15;
/** Less than this is chance: «прошу принять меры» stands everywhere. */
const LEAST = 0.12;
const GROUNDS = 3;
/** One former appeal is an anecdote. */
const LEAST_GROUNDS = 2;
/** Without a category the words alone are right half of the time, so whoever is offered has so many times the votes of the next. */
const MARGIN = 2;

/** Null: nothing near enough to it was given to anybody who could have this one. */
export async function whoseMayBe(
  queries: Queries,
  appeal: Worded & { readonly id: number },
  today: PlainDate,
): Promise<Offer | null> {
  const voices = await nearVoices(queries, appeal, today);
  const [chosen, next] = votesFor(voices);
  if (!chosen || chosen.length < LEAST_GROUNDS) return null;
  if (appeal.category === null && next && weightOf(chosen) < MARGIN * weightOf(next)) return null;
  const { executorId, name, hasNamesake: isShared } = chosen[0].row;
  return {
    executorId,
    name: nameToldApart(name, isShared),
    grounds: chosen.slice(0, GROUNDS).map(({ row: { id: appealId, number } }) => ({ appealId, number })),
    path: appeal.category === null ? pathOf(voices) : null,
  };
}

/** The nearest former appeals, the nearest first. */
export async function nearVoices(
  queries: Queries,
  appeal: Worded & { readonly id: number },
  today: PlainDate,
): Promise<Voice[]> {
  const mine = wordsOf(appeal);
  const asked = mine.filter((word) => word !== EVERY);
  const rows = await queries.query<NearRow>(selectNear, [asked, appeal.id, today, settlementOf(appeal)]);
  const theirs = rows.map((row) => ({ row, words: wordsOf(row) }));
  const weights = await weightsOf(
    queries,
    [mine, ...theirs.map(({ words }) => words)],
    [appeal, ...rows].map(settlementOf),
  );
  return theirs
    .map(({ row, words }) => ({ row, likeness: cosine(mine, words, weights) }))
    .filter(({ likeness }) => likeness >= LEAST)
    .sort((one, other) => other.likeness - one.likeness || other.row.id - one.row.id)
    .slice(0, VOICES);
}

/** Those whose executor is the same, the weightiest executor first. */
export const votesFor = (voices: readonly Voice[]): [Voice, ...Voice[]][] =>
  votes(voices, ({ executorId }) => String(executorId));

export interface Voice {
  readonly row: NearRow;
  readonly likeness: number;
}

/** Those who say the same, the weightiest first. */
function votes(voices: readonly Voice[], said: (row: NearRow) => string | null): [Voice, ...Voice[]][] {
  const groups = new Map<string, [Voice, ...Voice[]]>();
  for (const voice of voices) {
    const what = said(voice.row);
    if (what === null) continue;
    const group = groups.get(what);
    if (group) group.push(voice);
    else groups.set(what, [voice]);
  }
  return [...groups.values()].sort((one, other) => weightOf(other) - weightOf(one));
}
const weightOf = (group: readonly Voice[]): number => group.reduce((sum, { likeness }) => sum + likeness ** 2, 0);

function pathOf(voices: readonly Voice[]): string[] | null {
  const levels = ({ category, subcategory, fact }: NearRow) =>
    [category, subcategory, fact].filter((level) => level !== null);
  const [chosen] = votes(voices, (row) => (row.category === null ? null : JSON.stringify(levels(row))));
  return chosen && chosen.length >= LEAST_GROUNDS ? levels(chosen[0].row) : null;
}

/** What each word tells (the logarithm of how rare it is). */
async function weightsOf(
  queries: Queries,
  texts: readonly (readonly number[])[],
  settlements: readonly (number | null)[],
): Promise<ReadonlyMap<number, number>> {
  const words = [...new Set([EVERY, ...texts.flat()])];
  const counts = await queries.query<{ word: number; appeals: number }>(selectCounts, [words]);
  const known = new Map(counts.map(({ word, appeals }) => [word, appeals]));
  const every = known.get(EVERY) ?? 0;
  const places = new Set(settlements);
  const weightOf = (word: number) =>
    Math.log((1 + every) / (known.get(word) ?? 1)) * (places.has(word) ? SETTLEMENT : 1);
  return new Map(words.map((word) => [word, weightOf(word)]));
}

/** TF-IDF: from 0, nothing in common, to 1, the same words. */
function cosine(mine: readonly number[], theirs: readonly number[], weights: ReadonlyMap<number, number>): number {
  const squared = (words: readonly number[]) => words.reduce((sum, word) => sum + (weights.get(word) ?? 0) ** 2, 0);
  const mineToo = new Set(mine);
  const common = squared(theirs.filter((word) => mineToo.has(word)));
  return common === 0 ? 0 : common / Math.sqrt(squared(mine) * squared(theirs));
}
