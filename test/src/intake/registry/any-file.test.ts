import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ABSENCES } from '../../../../src/regulation/registry-layout';
import { readParts } from '../../../../src/adapters/registry/read-parts';
import { databaseOf } from '../../../../src/database/database';
import { bringIn, type BringingIn } from '../../../../src/intake/registry/bring-in';
import { answerColumn } from '../../../../src/usecases/registry/columns';
import { startLoading } from '../../../../src/usecases/registry/read-file';
import { takeFile, type FileState } from '../../../../src/usecases/registry/files';
import { played } from '../../../support/random';
import {
  FINISHED,
  LAYOUT_2026,
  OPEN,
  sheetsOf,
  type Heading,
  type RegistryLine,
} from '../../../support/registry-files';
import { openOffice, type WorkingOffice } from '../../usecases/working-office';

let office: WorkingOffice;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-any-'));
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const ROUNDS = 30;
const HOURS = { zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 };
type Chance = () => number;
type Line = readonly (string | number)[];

const upTo = (chance: Chance, most: number) => Math.floor(chance() * (most + 1));
const oneOf = <Item>(chance: Chance, items: readonly Item[]): Item => items[upTo(chance, items.length - 1)]!;
const shuffled = <Item>(chance: Chance, items: readonly Item[]): Item[] =>
  items
    .map((item) => [chance(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);

/** Some columns are lacking, some have other names, and they stand in any order. */
function headingsOf(chance: Chance): readonly (readonly [heading: Heading, as: string])[] {
  return shuffled(chance, LAYOUT_2026)
    .filter((heading) => heading === 'Номер' || heading === 'Дата поступления' || chance() > 0.15)
    .map((heading) => [heading, chance() < 0.1 ? `${heading} (у нас)` : heading]);
}

function rowOf(chance: Chance): RegistryLine {
  const number = String(600_000 + upTo(chance, 60));
  const good = { ...oneOf(chance, [OPEN, FINISHED]), Номер: number };
  return oneOf<RegistryLine>(chance, [
    good,
    good,
    good,
    { ...good, Факт: oneOf(chance, ['Яма', 'Мусор', 'Свет']) },
    { ...good, ФЗ: oneOf(chance, ['59-ФЗ', '-']) },
    { ...good, Статус: oneOf(chance, ['Перенаправлено', 'Отозвано заявителем', '-']) },
    { ...good, Номер: oneOf(chance, ['', '../', '3,41E+08', `№ ${number}`]) },
    { ...good, 'Дата поступления': oneOf(chance, ['', 'вчера', '01.01.2031', '24.11.26', '46350']) },
    { ...good, Категория: '#REF!' },
  ]);
}

/** A sheet, and how many rows of it there are to be told of. */
function sheetOf(chance: Chance): { readonly lines: readonly Line[]; readonly rows: number } {
  const headings = headingsOf(chance);
  const names = headings.map(([, as]) => as);
  if (chance() < 0.2) {
    const rows = upTo(chance, 4);
    return { lines: Array.from({ length: rows }, (_, index) => ['Отчёт', `6000${index}`]), rows };
  }
  const lines: Line[] = [];
  let rows = 0;
  for (let left = upTo(chance, 12); left > 0; left -= 1) {
    const cells = rowOf(chance);
    const line = headings.map(([heading]) => String(cells[heading] ?? '-'));
    const written = oneOf<Line>(chance, [
      line,
      line,
      line,
      line,
      names,
      headings.map((_, index) => (index === 0 ? 'Итого: 5' : '')),
      headings.map(() => ''),
      lines.at(-1) ?? line,
    ]);
    if (written.some((cell) => cell !== '' && cell !== '-')) rows += 1;
    lines.push(written);
  }
  return { lines: [names, ...lines], rows };
}

function bringing(name: string): BringingIn {
  const { desk } = office;
  const read: BringingIn['read'] = (_, remembered = {}) =>
    readParts({ path: name, hours: HOURS, locale: 'ru', now: desk.clock.now().toISOString(), remembered });
  return { desk, read, wake: () => undefined };
}

/** Answered by chance, as long as something is asked. */
async function answered(chance: Chance, from: BringingIn, fileId: number): Promise<FileState> {
  for (;;) {
    const file = (await bringIn(from, fileId))!;
    if (file.state !== 'asking') return file;
    const [of] = file.asked!.fields;
    const columns = file.asked!.headings.flatMap((heading, column) => (heading === null ? [] : [{ column }]));
    const choice = oneOf(chance, [...columns, ...ABSENCES[of!].map((absent) => ({ absent }))]);
    expect(['asks', 'reads']).toContain(await answerColumn(office.desk, null, fileId, { of: of!, choice }));
  }
}

const known = async () =>
  new Set((await office.rows<{ number: string }>('select number from appeal')).map(({ number }) => number));
const saidNumbers = async (fileId: number, verdict: string) =>
  (
    await office.rows<{ number: string }>(
      `select said -> 'appeal' ->> 'number' as number from registry_row where file_id = $1 and verdict = $2`,
      [fileId, verdict],
    )
  ).map(({ number }) => number);

test('of any file each row is registered, known, changed, refused with its reason, held, or named as left out; nothing else exists', () =>
  played(async (chance) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sheets = Array.from({ length: 1 + upTo(chance, 3) }, () => sheetOf(chance));
      const name = path.join(folder, `${round}.xlsx`);
      await writeFile(name, await sheetsOf(sheets.map(({ lines }) => lines)));
      const before = await known();
      const taken = { source: 'command', name: 'любая.xlsx', sha256: `any ${round}` } as const;
      const { id } = await takeFile(databaseOf(office.desk), taken, office.desk.clock.now());
      const file = await answered(chance, bringing(name), id);
      if (file.refusal) {
        expect(['empty', 'noHeadings', 'noNumber', 'noReceived', 'headingTwice']).toContain(file.refusal.reason);
        expect(await known()).toEqual(before);
        continue;
      }
      const { rows, fresh, known: same, changed, bad, held = 0, repeated = 0, totals = 0, headings = 0 } = file.counts;
      const leftOut = file.layout!.leftOut.reduce((sum, sheet) => sum + sheet.rows, 0);
      expect(rows).toBe(fresh + same + changed + bad + held);
      expect(rows + repeated + totals + headings + leftOut).toBe(sheets.reduce((sum, sheet) => sum + sheet.rows, 0));
      const reasons = await office.rows<{ complaints: unknown[] }>(
        `select complaints from registry_row where file_id = $1 and verdict = 'bad'`,
        [id],
      );
      expect(reasons).toHaveLength(bad);
      expect(reasons.every(({ complaints }) => complaints.length > 0)).toBe(true);
      const [news, waiting] = [await saidNumbers(id, 'fresh'), await saidNumbers(id, 'held')];
      expect([news.length, waiting.length]).toEqual([fresh, held]);

      await startLoading(office.desk, id);
      const loaded = (await bringIn(bringing(name), id))!;
      expect([loaded.state, loaded.result.open + loaded.result.finished]).toEqual(['done', fresh]);
      expect(await known()).toEqual(new Set([...before, ...news]));
    }
  }));
