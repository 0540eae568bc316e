import { databaseOf } from '../../src/database/database';
import { headOf, lastHead, notSealedYet } from '../../src/usecases/proof/sealed';
import { inWork } from '../support/office-work';
import { readPdf } from '../support/pdf-pages';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ now: '2026-11-25T09:00:00+03:00' });
});
afterAll(() => world.stop());

const papers = async () =>
  (await world.phone('executor').messages()).filter(({ document }) => document?.file_name.endsWith('istoriya.pdf'));

/** The bot seals by itself, as far as no other test on this server has an older transaction under way. */
const sealed = () =>
  until('the journal is sealed', async () => {
    await world.application.tick();
    return (await notSealedYet(databaseOf(world.desk))).count === 0;
  });

test('whoever sees a history gets it as PDF with its proof, once for a double tap', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await sealed();
  await executor.press('История', number);
  await executor.press('📄 История в PDF', 'История №');
  await executor.press('📄 История в PDF', 'История №');
  await until('the paper is there', async () => (await papers()).length > 0);
  await world.quiet();
  const sent = await papers();
  expect(sent.map(({ document }) => document!.file_name)).toEqual([`${number}-istoriya.pdf`]);
  const text = readPdf(await world.stand.download(sent[0]!.document!.file_id)).pages.join(' ');
  expect(text).toContain('Взято в работу');
  expect(text).toMatch(/подтверждает, что 3 записи журнала не изменены/);
  expect(text).not.toContain('917 123-45-67');
});

test('as the office closes the curators get the head, without a sound, and nobody else does', async () => {
  await sealed();
  const { size, root } = headOf((await lastHead(databaseOf(world.desk)))!);
  await world.passTo('2026-11-25T16:59:00+03:00');
  await sealed();
  const curator = world.phone('secondCoordinator');
  expect((await curator.messages()).some(({ text }) => text?.includes('Контрольная сумма'))).toBe(false);
  const last = headOf((await lastHead(databaseOf(world.desk)))!);
  expect(last.size).toBeGreaterThanOrEqual(size);
  await world.passTo('2026-11-25T17:01:00+03:00');
  const message = (await curator.messages()).find(({ text }) => text?.includes('Контрольная сумма журнала'));
  expect(message).toMatchObject({ silent: true });
  expect(message!.text).toContain(`Записей: ${last.size}`);
  expect(message!.text).toContain(last.root);
  expect(root).toHaveLength(64);
  for (const who of ['executor', 'coordinator'] as const)
    expect((await world.phone(who).messages()).some(({ text }) => text?.includes('Контрольная сумма'))).toBe(false);
});
