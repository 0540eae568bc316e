import { performance } from 'node:perf_hooks';
import { GroupChat } from '../../entities/digests';
import { columns } from '../../src/database/columns';
import { repositoryOf, statement, type Rows } from '../../src/database/database';
import { median, printTable, type Row } from './support/figures';
import { openOffice, type Office } from './support/office';

const WARM_UP = 2;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
/** A round is so many of one thing, one after another; its figure is their median. */
const OF_ONE_ROW = 300;
const OF_ALL_ROWS = 30;
const GROUPS = 300;

const fill = statement(
  'bench.groups',
  `insert into group_chat (title, messenger, chat_id, contents) select 'Группа ' || n, 'telegram', -1000000000000 - n, '{fresh,overdue}' from generate_series(1, ${GROUPS}) n`,
);
const EVERYTHING = columns(GroupChat, [
  'id',
  'title',
  'messenger',
  'chatId',
  'threadId',
  'digestAt',
  'contents',
  'stoppedAt',
]);
const readOne = statement('bench.read-group', `select ${EVERYTHING} from group_chat where id = $1`);
const readAll = statement('bench.read-groups', `select ${EVERYTHING} from group_chat`);
const write = statement('bench.write-group', 'update group_chat set digest_at = $2 where id = $1');

/** The same thing done both ways; `id` goes round the groups, `minute` differs from what is written there. */
interface Contest {
  readonly what: string;
  readonly times: number;
  readonly statement: (rows: Rows, id: number, minute: number) => Promise<unknown>;
  readonly repository: (rows: Rows, id: number, minute: number) => Promise<unknown>;
  /** Everything of a round in one transaction that is not measured: without its commit, which is the disk's. */
  readonly inTransaction: boolean;
}

const writing = {
  times: OF_ONE_ROW,
  statement: (rows: Rows, id: number, minute: number) => rows.query(write, [id, minute]),
  repository: (rows: Rows, id: number, minute: number) =>
    repositoryOf(rows, GroupChat).update({ id }, { digestAt: minute }),
};
const CONTESTS: readonly Contest[] = [
  {
    what: 'one row read',
    times: OF_ONE_ROW,
    statement: (rows, id) => rows.query(readOne, [id]),
    repository: (rows, id) => repositoryOf(rows, GroupChat).findOneBy({ id }),
    inTransaction: false,
  },
  { what: 'one row written, within a transaction', ...writing, inTransaction: true },
  { what: 'one row written, with its commit', ...writing, inTransaction: false },
  {
    what: `${GROUPS} rows read`,
    times: OF_ALL_ROWS,
    statement: (rows) => rows.query(readAll),
    repository: (rows) => repositoryOf(rows, GroupChat).find(),
    inTransaction: false,
  },
];

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    await office.database.query(fill);
    await office.database.dataSource.query('vacuum analyze group_chat');
    const lines: Row[] = [];
    for (const contest of CONTESTS) lines.push(...(await measure(office, contest)));
    printTable('repository: rows by their entities against named statements, one after another in one process', lines);
  } finally {
    await office.close();
  }
}

async function measure(office: Office, contest: Contest): Promise<Row[]> {
  const figures = { statement: [] as number[], repository: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    // Whoever comes second finds the row, the cache and the disk as the first has left them: each is first in turn.
    const sides = ['statement', 'repository'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const figure = await oneRound(office, contest, side, round);
      if (round >= WARM_UP) figures[side].push(figure);
    }
  }
  const { what } = contest;
  return [
    { what: `${what}: statement`, rounds: figures.statement, unit: 'ms', digits: 3 },
    { what: `${what}: repository`, rounds: figures.repository, unit: 'ms', digits: 3 },
    {
      what: 'repository / statement',
      rounds: figures.repository.map((figure, index) => figure / (figures.statement[index] ?? Number.NaN)),
      unit: '',
      digits: 2,
    },
  ];
}

async function oneRound(
  { database }: Office,
  contest: Contest,
  side: 'statement' | 'repository',
  round: number,
): Promise<number> {
  const run = async (rows: Rows): Promise<number> => {
    const took: number[] = [];
    for (let index = 0; index < contest.times; index += 1) {
      const begun = performance.now();
      await contest[side](rows, 1 + (index % GROUPS), (round * 2 + (side === 'statement' ? 0 : 1)) % 1440);
      took.push(performance.now() - begun);
    }
    return median(took);
  };
  return contest.inTransaction ? database.transaction(run) : run(database);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
