import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRegistryReader } from '../../../../src/adapters/registry/registry-reader';
import { databaseOf } from '../../../../src/database/database';
import { bringIn, type BringingIn } from '../../../../src/intake/registry/bring-in';
import { plusDays, type PlainDate } from '../../../../src/regulation/calendar';
import { AGREEING, DIFFERENCE_RULES, placeThere } from '../../../../src/regulation/differences';
import { isOneOf } from '../../../../src/regulation/lists';
import { DIFFERENCES, isFinal, type Difference, type Stage } from '../../../../src/regulation/vocabulary';
import { answerDifference } from '../../../../src/usecases/registry/answer-difference';
import { answerColumn } from '../../../../src/usecases/registry/columns';
import { decideOnFile } from '../../../../src/usecases/registry/read-file';
import { manyOf, readAppealDifferences } from '../../../../src/usecases/registry/differences';
import { decideName } from '../../../../src/usecases/registry/names-there';
import { readForMany, takeoversUnderWay, workTakeover } from '../../../../src/usecases/registry/work-takeover';
import { takeFile, type FileState } from '../../../../src/usecases/registry/files';
import { startTakeover } from '../../../../src/usecases/registry/take-over';
import { played } from '../../../support/random';
import { LAYOUT_2026, sheetsOf, type Heading } from '../../../support/registry-files';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../../usecases/working-office';

/*
 * ПОС goes its own way for ten days and the office its own, and each morning an export comes, laid out as chance will have it. What the
 * bot has to say of it is worked out here from what the files have said, field by field, and from nothing of the bot's: whatever the two
 * do not agree about has to be told, or left as it is by a press.
 */

let office: WorkingOffice;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-ten-'));
  for (const [who, name] of [
    ['executor', 'Петров Пётр Петрович'],
    ['executor2', 'Сидоров Сидор Сидорович'],
    ['deputy', 'Хасанов Рустам Фаритович'],
  ] as const)
    await office.rows('update person set name = $2 where id = $1', [office.people[who], name]);
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

type Chance = () => number;
const upTo = (chance: Chance, most: number) => Math.floor(chance() * (most + 1));
const oneOf = <Item>(chance: Chance, items: readonly Item[]): Item => items[upTo(chance, items.length - 1)]!;
const shuffled = <Item>(chance: Chance, items: readonly Item[]): Item[] =>
  items
    .map((item) => [chance(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);

// ── ПОС ─────────────────────────────────────────────────────────────────────

const PLACES = {
  waits: ['Новое', 'На координации'],
  assigned: ['Назначено', 'Назначено исполнителю'],
  works: ['В работе', 'На исполнении'],
  agrees: ['В работе', 'На согласовании'],
  postponed: ['В работе', 'Отложено'],
  answered: ['Завершено', 'Отправлен ответ заявителю'],
  redirected: ['Завершено', 'Перенаправлено в другой орган'],
  closed: ['Завершено', 'Отозвано заявителем'],
} as const;
type Place = keyof typeof PLACES;
const ENDS = ['answered', 'redirected', 'closed'] as const;
const TYPES = { Решено: 'resolved', 'Не решено': 'not_resolved', Отклонено: 'declined' } as const;

interface There {
  readonly received: PlainDate;
  readonly planned: PlainDate;
  readonly finished: PlainDate | null;
  readonly place: Place;
  readonly decision: keyof typeof TYPES | null;
  readonly executor: string | null;
  readonly law: boolean;
  readonly category: string;
  readonly standsAt: string;
}
const OURS = 'Исполком Мамадышского района';
const EXECUTORS = ['Петров П.П.', 'Сидоров Сидор Сидорович', 'Р.Ф. Хасанов', 'Неизвестный Н.Н.'];

const born = (chance: Chance, today: PlainDate): There => {
  const waits = chance() < 0.4;
  const isOver = !waits && chance() < 0.2;
  return {
    received: plusDays(today, -upTo(chance, 2)),
    planned: plusDays(today, 30),
    finished: isOver ? today : null,
    place: waits ? 'waits' : isOver ? 'answered' : oneOf(chance, ['assigned', 'works']),
    decision: isOver ? 'Решено' : null,
    executor: waits ? null : oneOf(chance, EXECUTORS),
    law: chance() < 0.3,
    category: oneOf(chance, ['Дороги', 'ЖКХ']),
    standsAt: OURS,
  };
};

/** What may happen there in a day to one appeal. */
function lived(chance: Chance, was: There, today: PlainDate): There {
  const types = Object.keys(TYPES) as (keyof typeof TYPES)[];
  if (isOneOf(ENDS, was.place)) {
    if (chance() < 0.1) return { ...was, place: 'works', finished: null, decision: null };
    return was.place === 'answered' && chance() < 0.2 ? { ...was, decision: oneOf(chance, types) } : was;
  }
  const end = (place: (typeof ENDS)[number]): There => {
    const decision = place === 'answered' ? oneOf(chance, types) : null;
    return { ...was, place, decision, finished: today };
  };
  return oneOf<() => There>(chance, [
    () => ({ ...was, executor: oneOf(chance, EXECUTORS), place: 'assigned' }),
    () => ({ ...was, executor: was.executor ?? oneOf(chance, EXECUTORS), place: oneOf(chance, ['works', 'agrees']) }),
    () => ({
      ...was,
      executor: was.executor ?? oneOf(chance, EXECUTORS),
      place: 'postponed',
      planned: plusDays(was.planned, 10),
    }),
    () => ({ ...was, planned: plusDays(was.planned, oneOf(chance, [-5, 7, 29, 45])) }),
    () => ({ ...was, law: !was.law }),
    () => ({ ...was, category: oneOf(chance, ['Дороги', 'ЖКХ', 'Связь']) }),
    () => ({ ...was, received: plusDays(was.received, -1) }),
    () => ({ ...was, standsAt: oneOf(chance, [OURS, 'Минтранс РТ']) }),
    () => end('answered'),
    () => end(oneOf(chance, ENDS)),
  ])();
}

// ── Its exports ─────────────────────────────────────────────────────────────

const written = (date: PlainDate) => date.split('-').reverse().join('.');
const cellsOf = (number: string, there: There): Readonly<Partial<Record<Heading, string>>> => ({
  Номер: number,
  'Номер ЕПГУ': `9${number}`,
  Источник: 'ЕПГУ',
  Категория: there.category,
  'Организация, в которую поступило сообщение': OURS,
  'Организация, в которой находится сообщение': there.standsAt,
  'Дата поступления': written(there.received),
  'Дата планируемого завершения работ': written(there.planned),
  'Дата фактического завершения работ': there.finished === null ? '-' : written(there.finished),
  Стадия: PLACES[there.place][0],
  Статус: PLACES[there.place][1],
  ФЗ: there.law ? '59-ФЗ' : 'Обычное сообщение',
  'Тип решения': there.decision ?? '-',
  'ФИО исполнителя': there.executor ?? '-',
});
/** Columns that a layout may lack, with what of an appeal is not said then. */
const OPTIONAL: Readonly<Partial<Record<Heading, keyof There>>> = {
  'ФИО исполнителя': 'executor',
  'Дата планируемого завершения работ': 'planned',
  Категория: 'category',
  'Организация, в которой находится сообщение': 'standsAt',
};
/** Columns that decide, under a name that no ПОС has. */
const RENAMED = { Номер: '№ обращения', 'Дата поступления': 'Поступило', ФЗ: 'По какому закону' } as const;

interface Sheet {
  readonly name: string;
  readonly lines: readonly (readonly string[])[];
  /** What its rows do not speak of. */
  readonly silent: readonly (keyof There)[];
  readonly numbers: readonly string[];
}

function sheetOf(chance: Chance, name: string, rows: readonly (readonly [string, There])[]): Sheet {
  const lacking = (Object.keys(OPTIONAL) as Heading[]).filter(() => chance() < 0.15);
  const headings = shuffled(chance, LAYOUT_2026).filter((heading) => !lacking.includes(heading));
  const as = Object.fromEntries(Object.entries(RENAMED).filter(() => chance() < 0.12));
  const named = headings.map((heading) => as[heading] ?? heading);
  const lines = rows.map(([number, there]) => {
    const cells = cellsOf(number, there);
    return headings.map((heading) => cells[heading] ?? '-');
  });
  const total = headings.map((_, index) => (index === 0 ? `Итого: ${rows.length}` : ''));
  return {
    name,
    lines: [named, ...lines, ...(chance() < 0.3 ? [named] : []), ...(chance() < 0.4 ? [total] : [])],
    silent: lacking.flatMap((heading) => OPTIONAL[heading] ?? []),
    numbers: rows.map(([number]) => number),
  };
}

function exportOf(chance: Chance, truth: ReadonlyMap<string, There>): Sheet[] {
  const names = shuffled(chance, ['Лист1', 'Выгрузка', 'декабрь', 'Sheet0', 'ПОС (2)']);
  const parts: [string, There][][] = Array.from({ length: 1 + upTo(chance, 2) }, () => []);
  for (const one of shuffled(chance, [...truth])) oneOf(chance, parts).push(one);
  const cover: Sheet[] =
    chance() < 0.3 ? [{ name: 'Титул', lines: [['Отчёт за день'], ['Исполком']], silent: [], numbers: [] }] : [];
  return [...cover, ...parts.map((rows, index) => sheetOf(chance, names[index]!, rows))];
}

// ── Loading ─────────────────────────────────────────────────────────────────

const bytesOf = new Map<string, string>();
function bringing(): BringingIn {
  const { desk } = office;
  const read = createRegistryReader({
    pathOf: (sha256) => bytesOf.get(sha256) ?? '',
    calendar: desk.office.calendar,
    locale: 'ru',
    clock: desk.clock,
  });
  return { desk, read, wake: () => undefined };
}
const coordinator = () => office.actor('coordinator');

let messages = 0;
/** Sent, asked about, and loaded as a clerk does. */
async function load(sha256: string): Promise<FileState> {
  const sentBy = { personId: office.people.coordinator, messenger: 'telegram', message: `ten ${(messages += 1)}` };
  const taken = { source: 'chat', name: 'выгрузка.xlsx', sha256, sentBy } as const;
  const { id } = await takeFile(databaseOf(office.desk), taken, office.desk.clock.now());
  let file = (await bringIn(bringing(), id))!;
  while (file.state === 'asking') {
    const { fields, headings } = file.asked!;
    const of = fields[0]!;
    const heading = { number: RENAMED.Номер, received: RENAMED['Дата поступления'], law: RENAMED.ФЗ, status: '' }[of];
    const column = headings.indexOf(heading);
    expect(await answerColumn(office.desk, await coordinator(), id, { of, choice: { column } })).not.toBe('over');
    file = (await bringIn(bringing(), id))!;
  }
  expect(['ready', 'done']).toContain(file.state);
  if (file.state === 'ready') await decideOnFile(office.desk, await coordinator(), id, 'loading');
  return (await bringIn(bringing(), id))!;
}

// ── What has to be told ─────────────────────────────────────────────────────

interface Here {
  readonly id: number;
  readonly number: string;
  readonly stage: Stage;
  readonly executorId: number | null;
  readonly due: PlainDate;
  readonly kind: string;
  readonly category: string | null;
  readonly registered: PlainDate;
  readonly answerType: string | null;
  readonly wasPostponed: boolean;
}
const readHere = () =>
  office.rows<Here>(`select id, number, stage, executor_id as "executorId", kind, category, answer_type as "answerType",
     postponed_at is not null as "wasPostponed",
     (due_at at time zone 'Europe/Moscow')::date::text as due, (registered_at at time zone 'Europe/Moscow')::date::text as registered
   from appeal where number like '7700%' order by number`);

/** Whom a name means: a person, nobody of the bot, or that is not known. */
type Meaning = (name: string) => number | 'nobody' | 'unknown';

/** What the files have said of an appeal by now; what no layout with its column has named is not said. */
type Said = Partial<There> & Pick<There, 'place' | 'received' | 'law' | 'decision'>;

/** By what they disagree: of each group one has to be told. */
function disagreements(here: Here, there: Said | 'gone' | 'unknown', means: Meaning): (readonly Difference[])[] {
  const open = !isFinal(here.stage);
  if (there === 'unknown') return [];
  if (there === 'gone') return open ? [['missing']] : [];
  const { executor = null, planned, category, standsAt } = there;
  const [stage, status] = PLACES[there.place];
  const place = placeThere(stage, status);
  if (isOneOf(ENDS, there.place)) {
    if (open) return [[there.place === 'answered' ? 'finished' : there.place]];
    const other = here.stage !== there.place || (there.decision !== null && TYPES[there.decision] !== here.answerType);
    return other ? [['answer']] : [];
  }
  if (!open) return [['unfinished']];
  const meant = executor === null ? 'nobody' : means(executor);
  const waits = here.stage === 'coordination' && here.executorId === null;
  const agrees = place === null || AGREEING[place].includes(here.stage) || (place === 'postponed' && here.wasPostponed);
  const said: (readonly Difference[])[] = [];
  if (waits && meant !== 'nobody') said.push(['assigned']);
  if (here.executorId !== null && meant !== 'nobody' && meant !== here.executorId) said.push(['executor']);
  if (!agrees) said.push(['stage', 'assigned', 'postponement']);
  if (planned !== undefined && planned !== here.due) said.push(['term', 'postponement', 'extension']);
  if (there.law !== (here.kind === 'appeal59')) said.push(['law59']);
  if (category !== undefined && category !== here.category) said.push(['category']);
  if (there.received !== here.registered) said.push(['registered']);
  if (standsAt !== undefined && standsAt !== OURS && DIFFERENCE_RULES.body.stages.some((one) => one === here.stage))
    said.push(['body', 'assigned']);
  return said;
}

/** What may be told of it at all: how an answer came to be is looked at more closely than here. */
function tellable(here: Here, said: Said, isGone: boolean, means: Meaning): readonly Difference[] {
  return [
    ...disagreements(here, said, means).flat(),
    ...(isGone ? (['missing'] as const) : []),
    ...(isFinal(here.stage) && isOneOf(ENDS, said.place) ? (['answer'] as const) : []),
  ];
}

async function listedOf(appealId: number): Promise<Difference[]> {
  const view = (await readAppealDifferences(office.desk, await coordinator(), appealId))!;
  return view.differences.map(({ kind }) => kind);
}
const keptOf = async (appealId: number): Promise<Difference[]> =>
  (await office.rows<{ kind: Difference }>('select kind from registry_kept where appeal_id = $1', [appealId])).map(
    ({ kind }) => kind,
  );

// ── The office ──────────────────────────────────────────────────────────────

/** Somebody works in the bot, and ПОС does not know of it. */
async function worked(chance: Chance): Promise<void> {
  for (const { id, stage } of await readHere()) {
    if (chance() > 0.15) continue;
    const executor: PersonName = oneOf(chance, ['executor', 'executor2']);
    if (stage === 'coordination' || stage === 'assigned')
      await office.act('coordinator', 'assign', id, { executorId: office.people[executor] });
  }
}

/** A coordinator answers what was told, one by one, as chance will have it. */
async function answered(chance: Chance): Promise<number> {
  let done = 0;
  for (const { id } of await readHere()) {
    const seen = (await readAppealDifferences(office.desk, await coordinator(), id))!;
    for (const { kind, offers, fileId } of seen.differences) {
      const offer = oneOf(chance, offers);
      if (chance() < 0.3 || offer.what === 'act') continue;
      const version = await office.version(id);
      const days = offer.what === 'fastTrack' ? offer.days : null;
      const order = { appealId: id, version, fileId, of: kind, remedy: offer.what, days };
      if ((await answerDifference(office.desk, await coordinator(), order)).ok) done += 1;
    }
  }
  return done;
}

/** The same for all of a kind, by one press. */
async function answeredForAll(chance: Chance): Promise<void> {
  const many = manyOf(oneOf(chance, DIFFERENCES), undefined);
  if (!many || many.remedy === 'assign' || many.remedy === 'fastTrack') return;
  const shown = (await readForMany(office.desk, await coordinator(), many))!;
  if (shown.count === 0) return;
  expect(await startTakeover(office.desk, await coordinator(), many, shown.list)).toBe('started');
  for (const takeoverId of await takeoversUnderWay(office.desk)) while (await workTakeover(office.desk, takeoverId));
}

const DAYS = 10;

test('ten exports of ten days: whatever bot and file do not agree about is told, each morning and in the end', () =>
  played(async (chance) => {
    const truth = new Map<string, There>();
    const said = new Map<string, Said>();
    const decided = new Map<string, PersonName | null>();
    const means: Meaning = (name) => {
      const who = decided.get(name);
      if (who !== undefined) return who === null ? 'nobody' : office.people[who];
      if (name === 'Р.Ф. Хасанов') return office.people.deputy;
      if (name === 'Неизвестный Н.Н.') return 'unknown';
      return office.people[name.startsWith('Петров') ? 'executor' : 'executor2'];
    };
    let numbers = 77_000_000;
    let acts = 0;
    let former: string | null = null;
    // on the morning after the tenth day nothing is new
    for (let index = 0; index <= DAYS; index += 1) {
      const today = plusDays(day('2026-11-25'), index);
      office.setTime(msk(`${today} 10:00`));
      if (index < DAYS) {
        for (const [number, there] of [...truth]) {
          if (chance() < 0.3) truth.set(number, lived(chance, there, today));
          else if (chance() < 0.02) truth.delete(number);
        }
        for (let more = index === 0 ? 18 : 1 + upTo(chance, 3); more > 0; more -= 1)
          truth.set(String((numbers += 1)), { ...born(chance, today), ...(more === 1 && { received: today }) });
      }

      const sheets = exportOf(chance, truth);
      const name = path.join(folder, `${index}.xlsx`);
      const named = sheets.map((sheet) => sheet.name);
      await writeFile(
        name,
        await sheetsOf(
          sheets.map(({ lines }) => lines),
          named,
        ),
      );
      const sha256 = `day ${index}`;
      bytesOf.set(sha256, name);
      const loaded = await load(sha256);
      expect([loaded.state, loaded.counts.bad, loaded.counts.held ?? 0]).toEqual(['done', 0, 0]);
      for (const sheet of sheets)
        for (const number of sheet.numbers) {
          const { [number]: before } = Object.fromEntries(said);
          const silent = sheet.silent.map((field) => [field, before?.[field]]);
          said.set(number, { ...truth.get(number)!, ...Object.fromEntries(silent) });
        }

      const here = await readHere();
      expect(here.map(({ number }) => number)).toEqual([...said.keys()].sort());
      const days = [...truth.values()].map(({ received }) => received).sort();
      for (const one of here) {
        const isOfItsDays = one.registered >= days[0]! && one.registered <= days.at(-1)!;
        const there = truth.has(one.number) ? said.get(one.number)! : isOfItsDays ? 'gone' : 'unknown';
        const listed = await listedOf(one.id);
        const told = [...listed, ...(await keptOf(one.id))];
        const what = JSON.stringify({ one, there, told });
        for (const group of disagreements(one, there, means))
          if (!group.some((kind) => told.includes(kind)))
            throw new Error(`Day ${index}: nothing tells ${group.join(' or ')} of ${what}`);
        const mayBe = tellable(one, said.get(one.number)!, !truth.has(one.number), means);
        const without = listed.filter((kind) => !mayBe.includes(kind));
        if (without.length > 0)
          throw new Error(`Day ${index}: ${without.join(', ')} is told without reason of ${what}`);
      }

      if (former !== null && index % 3 === 0) {
        const saidBy = () => office.rows('select appeal_id, file_id, row from registry_record order by appeal_id');
        const before = await saidBy();
        await load(former);
        expect(await saidBy()).toEqual(before);
      }
      former = sha256;

      office.setTime(msk(`${today} 11:00`));
      if (index === 2) {
        decided.set('Р.Ф. Хасанов', 'executor2');
        await decideName(office.desk, await coordinator(), 'Хасанов Р. Ф.', office.people.executor2);
      }
      if (index === 5) {
        decided.set('Неизвестный Н.Н.', null);
        await decideName(office.desk, await coordinator(), 'Неизвестный Н.Н.', null);
      }
      await worked(chance);
      acts += await answered(chance);
      await answeredForAll(chance);
    }
    expect(acts).toBeGreaterThan(DAYS);
  }));
