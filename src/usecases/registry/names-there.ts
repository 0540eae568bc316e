import { RegistryName } from '../../../entities/registry-file';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { hashOf } from '../../text/plain-text';
import { noteChange } from '../kit/journal';
import type { Desk } from '../kit/ports';
import { plainName, toldApart, peopleNamed, type NamedThere, mayBeName, nameKey } from '../people/people';

// Executors as ПОС names them: whom of the bot a name means is decided once, for all its appeals, and can be decided otherwise.

const selectNames = statement(
  'registry.names-there',
  `select name, ${nameKey('name')} as key, sum(count)::int as count from (
     select r.said -> 'there' ->> 'executor' as name, 1 as count from open_work w join registry_record k on k.appeal_id = w.appeal_id
       join registry_row r on r.file_id = k.file_id and r.row = k.row
     union all select d.name, 0 from registry_name d) said
   where name is not null group by name order by count desc, name`,
);
const readNames = (queries: Queries) =>
  queries.query<{ readonly name: string; readonly key: string; readonly count: number }>(selectNames);

export interface NameThere {
  /** As ПОС writes it. */
  readonly name: string;
  /** What a button names it by. */
  readonly id: number;
  /** How many open appeals it stands at. */
  readonly count: number;
  readonly means: NamedThere;
}

/** A number that stands for the name in a button, where there is no room for it. */
export const nameId = (name: string): number => hashOf(name) >>> 1;

/** What is not clear yet first, then what was decided; then by how many appeals it stands at. Null: not theirs to see. */
export async function readNamesThere(desk: Desk, actor: Actor): Promise<readonly NameThere[] | null> {
  if (!hasRight(actor, 'reconcile')) return null;
  const database = databaseOf(desk);
  const byKey = new Map<string, { readonly name: string; readonly count: number }>();
  for (const { name, key, count } of await readNames(database)) {
    const known = byKey.get(key);
    byKey.set(key, known ? { ...known, count: known.count + count } : { name, count });
  }
  const names = [...byKey.values()];
  const named = await peopleNamed(
    database,
    names.map(({ name }) => name),
  );
  return names
    .map(({ name, count }): NameThere => {
      const means = named.get(name) ?? { what: 'nobody', isDecided: false };
      return { name, id: nameId(name), count, means };
    })
    .sort((one, other) => turnOf(one) - turnOf(other) || other.count - one.count || (one.name < other.name ? -1 : 1));
}

/** Whoever opens the list has something to say, or to say otherwise. */
const turnOf = ({ means }: NameThere): number =>
  means.what !== 'several' && means.isDecided ? 1 : means.what === 'one' ? 2 : 0;

/** The name that a button means; null: no appeal has it any more. */
export const nameOfId = async (desk: Desk, id: number): Promise<string | null> =>
  (await readNames(databaseOf(desk))).find(({ name }) => nameId(name) === id)?.name ?? null;

const selectCandidates = statement(
  'registry.candidates-for-name',
  `select p.id, p.name, p.position, ${mayBeName('$1::text', 'p.name')} as alike from person p
   where p.disabled_at is null and 'executor' = any(p.roles) order by p.name, p.id`,
);
interface CandidateRow {
  readonly id: number;
  readonly name: string;
  readonly position: string | null;
  readonly alike: boolean;
}
export interface Candidate {
  readonly id: number;
  /** Told apart from whoever else there is. */
  readonly name: string;
  readonly fullName: string;
  readonly position: string | null;
}

const surnameOf = (name: string): string => plainName(name).split(/[\s.]+/)[0] ?? '';

/** Who may be meant by it: those whose name it may be, then those of the same surname, then every executor. None: not theirs to say. */
export const readCandidates = async (desk: Desk, actor: Actor, there: string): Promise<readonly Candidate[]> =>
  hasRight(actor, 'reconcile') ? candidatesFor(databaseOf(desk), there) : [];

async function candidatesFor(queries: Queries, there: string): Promise<Candidate[]> {
  const rows = await queries.query<CandidateRow>(selectCandidates, [there]);
  const told = toldApart(rows.map(({ name }) => name));
  const nearness = ({ name, alike }: CandidateRow) => (alike ? 0 : surnameOf(name) === surnameOf(there) ? 1 : 2);
  return [...rows]
    .sort((one, other) => nearness(one) - nearness(other))
    .map(({ id, name, position }) => ({ id, name: told(name), fullName: name, position }));
}

const keyOf = statement('registry.key-of-name', `select ${nameKey('$1::text')} as key`);

/** Why nothing was decided: a key under `reconcile:names`. */
export type NameDecided = 'kept' | 'notYours' | 'gone';

/**
 * Who in the bot is meant by a name of ПОС; null: nobody. It holds for every appeal with that name, those to come included.
 * @idempotent
 */
export function decideName(desk: Desk, actor: Actor, there: string, personId: number | null): Promise<NameDecided> {
  if (!hasRight(actor, 'reconcile')) return Promise.resolve('notYours');
  const decidedAt = desk.clock.now();
  return databaseOf(desk).transaction(async (tx): Promise<NameDecided> => {
    if (personId !== null && !(await candidatesFor(tx, there)).some(({ id }) => id === personId)) return 'gone';
    const [row] = await tx.query<{ key: string }>(keyOf, [there]);
    if (!row) return 'gone';
    const names = repositoryOf(tx, RegistryName);
    const before = await names.findOneBy({ key: row.key });
    if (before?.personId === personId) return 'kept';
    const decision = { key: row.key, name: there, personId, decidedById: actor.personId, decidedAt };
    await names.upsert(decision, { conflictPaths: ['key'] });
    await noteChange(tx, decidedAt, actor, { nameThere: there, meansId: personId }, 'coordinator');
    return 'kept';
  });
}
