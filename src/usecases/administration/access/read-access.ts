import { AccessChange } from '../../../../entities/access-change';
import { columns, type RowOf } from '../../../database/columns';
import { databaseOf, statement, type Queries } from '../../../database/database';
import { mayAnswer, type AccessFacts, type AccessWord, type Speaker } from '../../../regulation/access';
import { hasRight } from '../../../regulation/rights';
import type { Official } from '../../people/officials';
import { shortName } from '../../people/names';
import type { Records } from '../../ports';
import { factsOf } from '../../access/access-changes';

const OF_CHANGE = columns(
  AccessChange,
  [
    ...(['id', 'matter', 'personId', 'byId', 'source', 'messenger', 'userId', 'formerUserId', 'state'] as const),
    ...(['askedAt', 'dueAt', 'contestedAt', 'settledAt'] as const),
  ],
  'c',
);
interface Row extends RowOf<typeof OF_CHANGE> {
  readonly name: string | null;
  readonly by: string | null;
  readonly settledBy: string | null;
}

/** A change of access as it stands now, in words' parts. */
export type AccessView = Readonly<Row> & AccessFacts;

const select = (where: string) =>
  `select ${OF_CHANGE}, p.name, b.name as by, s.name as "settledBy"
   from access_change c left join person p on p.id = c.person_id left join person b on b.id = c.by_id left join person s on s.id = c.settled_by_id
   where ${where}`;
const selectOne = statement('access-change', select('c.id = $1'));
const selectOpen = statement('access-changes-open', select(`c.state in ('waits', 'contested') order by c.id`));
const selectOf = statement(
  'access-changes-of-person',
  select(`c.state in ('waits', 'contested') and c.person_id = $1 order by c.id`),
);

const viewOf = (row: Row, now: Date): AccessView => {
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return { ...row, ...factsOf(row, now), name: short(row.name), by: short(row.by), settledBy: short(row.settledBy) };
};

/** Null: there is no such change. */
export async function readAccess(desk: Records, changeId: number): Promise<AccessView | null> {
  const [row] = await databaseOf(desk).query<Row>(selectOne, [changeId]);
  return row ? viewOf(row, desk.clock.now()) : null;
}

/** What waits for somebody's word. */
export const readOpenAccess = (desk: Records): Promise<AccessView[]> =>
  readMany(desk, databaseOf(desk), selectOpen, []);

export const openAccessOf = (desk: Records, personId: number): Promise<AccessView[]> =>
  readMany(desk, databaseOf(desk), selectOf, [personId]);

async function readMany(
  { clock }: Records,
  queries: Queries,
  selection: typeof selectOpen,
  values: readonly unknown[],
): Promise<AccessView[]> {
  return (await queries.query<Row>(selection, values)).map((row) => viewOf(row, clock.now()));
}

/** What an official is to a change, in the account in which they speak. */
export function speakerOf(
  official: Official,
  { personId, state, messenger, formerUserId }: Pick<AccessView, 'personId' | 'state' | 'messenger' | 'formerUserId'>,
): Speaker {
  const isThere = official.messenger === messenger;
  return {
    personId: official.personId,
    administers: hasRight(official, 'administer'),
    isFormer: isThere && official.userId === formerUserId,
    isInIt: state !== 'waits' && isThere && official.personId === personId,
  };
}

/** What they may say of it, in this order. */
export const wordsFor = (change: AccessFacts, speaker: Speaker): readonly AccessWord[] =>
  (['yes', 'no'] as const).filter((word) => mayAnswer(change, word, speaker));
