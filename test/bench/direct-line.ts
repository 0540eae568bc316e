import { performance } from 'node:perf_hooks';
import { LineQuestion } from '../../entities/lines';
import { repositoryOf, statement, type Rows } from '../../src/database/database';
import { systemClock } from '../../src/clock';
import { stemsOf } from '../../src/regulation/engagement/moderation';
import { gatherQuestions, type AskedQuestion } from '../../src/usecases/lines/gather';
import { partsOfProtocol, readLineProtocol } from '../../src/usecases/lines/protocol';
import { readDirectLine, readQuestion } from '../../src/usecases/lines/questions';
import { officialById } from '../../src/usecases/kit/officials';
import { randomOf } from '../support/random';
import { benchDesk } from './support/busy-office';
import { printTable } from './support/figures';
import { openOffice } from './support/office';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 31);
const FEW = 100;
const MANY = Number(process.env.BENCH_QUESTIONS ?? 10_000);

const insertOfficial = statement(
  'bench.official',
  `with p as (insert into person (name, roles, can_approve) values ('Мастеров Мастер Мастерович', '{engagement}', false) returning id)
   insert into account (person_id, messenger, user_id, chat_id, is_home) select id, 'telegram', '1', '1', true from p returning person_id as id`,
);
const insertLine = statement(
  'bench.line',
  `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
     values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
   insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
   select id, 1, '{"title": "Линия"}', $1, $2 from e returning engagement_id as id`,
);
const idsOf = statement('bench.ids', 'select id from line_question where engagement_id = $1 order by number');

const OPENINGS = [
  'Когда же',
  'Почему до сих пор не',
  'Скажите, когда',
  'Прошу ответить, будет ли',
  'Сколько ещё ждать, пока',
];
const MATTERS = [
  'отремонтируют дорогу',
  'уберут снег',
  'починят фонарь',
  'вывезут мусор',
  'пустят автобус',
  'откроют каток',
  'засыплют яму',
  'проведут газ',
];
const STREETS = [
  'Советской',
  'Лесной',
  'Тукая',
  'Ленина',
  'Садовой',
  'Мира',
  'Гагарина',
  'Заречной',
  'Новой',
  'Речной',
];
const ENDINGS = ['Ходить невозможно, дети падают.', 'Писали уже три раза, ответа нет.', 'Живут пожилые люди.', ''];

function questionsOf(count: number, seed: number): AskedQuestion[] {
  const next = randomOf(seed);
  const one = (of: readonly string[]) => of[Math.floor(next() * of.length)] ?? '';
  return Array.from({ length: count }, (_, at) => ({
    key: `q${at}`,
    text: `${one(OPENINGS)} ${one(MATTERS)} на улице ${one(STREETS)} у дома ${1 + Math.floor(next() * 150)}? ${one(ENDINGS)}`,
    askedAt: systemClock.now(),
  }));
}

/** The control: the whole line is read, and each compared, as it was done before a screen had its page. */
async function compareWithEach(rows: Rows, lineId: number, id: number): Promise<number> {
  const all = await repositoryOf(rows, LineQuestion).find({
    where: { engagementId: lineId },
    order: { number: 'asc' },
  });
  const stems = new Set(stemsOf(all.find((one) => one.id === id)?.text ?? ''));
  const likeness = all.map(({ text }) => stemsOf(text).filter((stem) => stems.has(stem)).length);
  return Math.max(...likeness);
}

async function main(): Promise<void> {
  const office = await openOffice();
  const { database } = office;
  const desk = benchDesk(database);
  try {
    const now = systemClock.now();
    const [person] = await database.query<{ id: number }>(insertOfficial);
    const official = await officialById(desk, person?.id ?? 0);
    if (official === null) throw new Error('Nobody is there to look at questions');
    const lines: Record<'few' | 'many', { line: number; ids: number[] }> = {
      few: { line: 0, ids: [] },
      many: { line: 0, ids: [] },
    };
    for (const [name, count] of [
      ['few', FEW],
      ['many', MANY],
    ] as const) {
      const [line] = await database.query<{ id: number }>(insertLine, [official.personId, now]);
      const id = line?.id ?? 0;
      await gatherQuestions(desk, null, id, questionsOf(count, count), 'http');
      lines[name] = { line: id, ids: (await database.query<{ id: number }>(idsOf, [id])).map((row) => row.id) };
    }
    await database.dataSource.query('vacuum analyze line_question');
    const took = new Map<string, number[]>();
    const time = async (what: string, work: () => Promise<unknown>) => {
      const begun = performance.now();
      await work();
      took.set(what, [...(took.get(what) ?? []), performance.now() - begun]);
    };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of ['few', 'many'] as const) {
        const { line, ids } = lines[name];
        const id = ids[Math.floor((ids.length * (round + 1)) / (ROUNDS + 2))] ?? 0;
        const count = name === 'few' ? FEW : MANY;
        await time(`${count}: the first page of the list`, () => readDirectLine(desk, official, line, null, 0));
        await time(`${count}: the last page of the new ones`, () =>
          readDirectLine(desk, official, line, 'new', 99_999),
        );
        await time(`${count}: a card, with what is alike`, () => readQuestion(desk, official, id));
        await time(`${count}: all read and compared (control)`, () => compareWithEach(database, line, id));
        if (round < 5)
          await time(`${count}: what a protocol says, all parts`, async () => {
            for (const part of (await partsOfProtocol(desk, official, line)) ?? [])
              await readLineProtocol(desk, official, line, part);
          });
      }
    printTable(
      `direct line: ${FEW} questions beside ${MANY}`,
      [...took].map(([what, rounds]) => ({ what, rounds, unit: 'ms', digits: 1 })),
      [],
    );
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
