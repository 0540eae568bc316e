import { performance } from 'node:perf_hooks';
import { statement } from '../../src/database/database';
import { nearRepeat } from '../../src/usecases/answers/check-answer';
import { likenessOf, sketchOf } from '../../src/usecases/appeals/likely-repeats';
import { randomOf } from '../support/random';
import { printTable } from './support/figures';
import { openOffice, type Office } from './support/office';

const ANSWERS = Number(process.env.BENCH_ANSWERS ?? 200_000);
const SEARCHES = 40;
/** Comparing with each takes seconds. */
const WHOLE_SEARCHES = 3;
const IN_ONE_STATEMENT = 2_000;

const insertPerson = statement(
  'bench.person',
  `insert into person (name, roles, can_approve) values ('Петров Пётр Петрович', '{executor}', false) returning id`,
);
const insertAppeals = statement(
  'bench.appeals',
  `insert into appeal (number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at, first_due_at, due_at, extended, reexaminations)
   select n::text, 'message', now(), now(), 30, 'answered', 1, now(), now(), now(), false, 0 from generate_series(1, $1::int) n`,
);
const insertDrafts = statement(
  'bench.drafts',
  `with draft as (insert into answer_draft (id, appeal_id, author_id, type, text, written_at)
     overriding system value select $1::int + t.n, $1::int + t.n, $2, 'resolved', t.text, now() from unnest($3::text[]) with ordinality t(text, n))
   insert into formal_check (draft_id, signs, likeness)
   select $1::int + s.n, '[]', s.sketch::int[] from unnest($4::text[]) with ordinality s(sketch, n)`,
);
const selectTexts = statement(
  'bench.texts',
  'select id, text from answer_draft where id > $1 and appeal_id <> $2 order by id limit 5000',
);

/** Sentences of which an office's answers are made: the same turns of phrase, other facts. */
const OPENINGS = ['Ваше обращение рассмотрено.', 'По Вашему обращению сообщаем.', 'Специалисты выехали на место.'];
const WORKS = ['яма засыпана', 'светильник заменён', 'мусор вывезен', 'дерево спилено', 'снег убран', 'люк закрыт'];
const WHO = ['МКУ «Благоустройство»', 'МУП «Тепловые сети»', 'подрядная организация', 'бригада дорожной службы'];
const STREETS = ['Советской', 'Лесной', 'Тукая', 'Ленина', 'Садовой', 'Мира', 'Гагарина', 'Заречной', 'Новой'];
const ENDINGS = ['Вопрос на контроле.', 'Благодарим за обращение.', 'При повторении просим сообщить.'];

function answersOf(seed: number): () => string {
  const next = randomOf(seed);
  const one = (of: readonly string[]) => of[Math.floor(next() * of.length)] ?? '';
  const number = (most: number) => 1 + Math.floor(next() * most);
  return () =>
    [
      one(OPENINGS),
      ...Array.from(
        { length: 4 },
        () =>
          `На ул. ${one(STREETS)}, ${number(150)} ${number(28)}.${number(12)}.2026 ${one(WORKS)}, работы выполнила ${one(WHO)}, объём ${number(900)} единиц, принял мастер участка № ${number(40)}.`,
      ),
      one(ENDINGS),
    ].join(' ');
}

/** The control: the same measure of likeness, each text read and compared. */
async function compareWithEach({ database }: Office, appealId: number, text: string): Promise<number | null> {
  let nearest: { readonly id: number; readonly likeness: number } | null = null;
  for (let after = 0; ;) {
    const rows = await database.query<{ id: number; text: string }>(selectTexts, [after, appealId]);
    for (const { id, text: other } of rows) {
      const likeness = likenessOf(text, other);
      if (likeness >= 0.75 && likeness >= (nearest?.likeness ?? 0)) nearest = { id, likeness };
    }
    after = rows.at(-1)?.id ?? 0;
    if (rows.length === 0) return nearest?.id ?? null;
  }
}

async function fill({ database }: Office): Promise<void> {
  const [person] = await database.query<{ id: number }>(insertPerson);
  await database.query(insertAppeals, [ANSWERS + 1]);
  const answer = answersOf(1);
  for (let from = 0; from < ANSWERS; from += IN_ONE_STATEMENT) {
    const texts = Array.from({ length: Math.min(IN_ONE_STATEMENT, ANSWERS - from) }, answer);
    const sketches = texts.map((text) => `{${sketchOf(text).join(',')}}`);
    await database.query(insertDrafts, [from, person?.id, texts, sketches]);
  }
  await database.dataSource.query('vacuum analyze answer_draft, formal_check, appeal');
}

/** Of answers that are there: one word in it is another, so that it is near and not the same. */
const nearTo = (text: string): string => text.replace('принял', 'осмотрел');

async function main(): Promise<void> {
  const office = await openOffice();
  const { database } = office;
  const newcomer = ANSWERS + 1;
  try {
    await fill(office);
    const wanted = await database.dataSource.query<{ id: number; text: string }[]>(
      `select id, text from answer_draft where id % ${Math.floor(ANSWERS / SEARCHES)} = 7 order by id limit ${SEARCHES}`,
    );
    const stranger = answersOf(2);
    const searches = wanted.map(({ id, text }, at) =>
      at % 2 === 0 ? { text: nearTo(text), expected: id } : { text: stranger(), expected: null },
    );
    const [byIndex, withEach, ratios]: [number[], number[], number[]] = [[], [], []];
    let found = 0;
    for (const [at, { text, expected }] of searches.entries()) {
      let begun = performance.now();
      const repeated = await nearRepeat(database, newcomer, text);
      const took = performance.now() - begun;
      byIndex.push(took);
      if ((repeated?.draftId ?? null) === expected) found += 1;
      if (at >= WHOLE_SEARCHES) continue;
      begun = performance.now();
      if ((await compareWithEach(office, newcomer, text)) !== (repeated?.draftId ?? null))
        throw new Error(`Both ways have to find the same answer for: ${text}`);
      withEach.push(performance.now() - begun);
      ratios.push((withEach.at(-1) ?? Number.NaN) / took);
    }
    printTable(
      `near repeats: among ${ANSWERS} answers of an office`,
      [
        { what: 'by the index of sketches', rounds: byIndex, unit: 'ms', digits: 2 },
        { what: 'comparing with each', rounds: withEach, unit: 'ms' },
        { what: 'with each / by the index', rounds: ratios, unit: '×', aim: '≥ 20' },
      ],
      [`${found} of ${searches.length} searches found what was there, and nothing else.`],
    );
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
