import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { createRegistryReader } from '../../../../src/adapters/registry/registry-reader';
import type { RegistryPart } from '../../../../src/intake/registry/bring-in';
import { OPEN, rawRow, rawXlsx, registryXlsx } from '../../../support/registry-files';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-reader-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = createRegistryReader({
  pathOf: (name) => path.join(folder, name),
  calendar: () => loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
  locale: 'ru',
  clock: { now: () => new Date('2026-11-25T09:00:00Z') },
  // what needs too much memory needs it behind everybody else's work: on a busy machine it takes more than a minute
  partLimitMilliseconds: 10 * 60_000,
});
async function partsOf(name: string): Promise<RegistryPart[]> {
  const parts: RegistryPart[] = [];
  for await (const part of read(name)) parts.push(part);
  return parts;
}

test('a file is read to its end, part by part', async () => {
  await writeFile(path.join(folder, 'good'), await registryXlsx([OPEN]));
  expect((await partsOf('good')).map(({ what }) => what)).toEqual(['headings', 'rows', 'end']);
});

test('one that needs more memory than it gets is refused, and takes nobody with it', async () => {
  const cell = 'x'.repeat(190_000_000);
  const bomb = rawXlsx(rawRow(1, 'Номер', 'Дата поступления', 'ФЗ', 'Статус') + rawRow(2, '1', '24.11.2026', cell));
  expect(bomb.length).toBeLessThan(1_000_000);
  await writeFile(path.join(folder, 'bomb'), bomb);
  expect((await partsOf('bomb')).at(-1)).toEqual({ what: 'refused', refusal: { reason: 'tooHeavy', params: {} } });
});

test('a file that is gone is a fault of ours, and is told to whoever reads it', async () => {
  await expect(partsOf('gone')).rejects.toThrow('ENOENT');
});
