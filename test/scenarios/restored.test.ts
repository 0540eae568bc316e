import path from 'node:path';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { databaseOf, DATABASE } from '../../src/database/database';
import { systemClock } from '../../src/clock';
import { markInstallation } from '../../src/adapters/installation';
import { noteRestored } from '../../src/usecases/upkeep/after-restore';
import { orderCopy, orderCopyCheck } from '../../src/usecases/upkeep/copies';
import { anOfficeForEachTest, freePort, type ProgramOffice } from '../support/program-office';
import type { StandClient } from '../src/stand/support';
import { NEVER_MS, until } from '../support/until';

let office: ProgramOffice;
anOfficeForEachTest((its) => (office = its));

const [COORDINATOR, ADMIN] = [1001, 1006];
const textsOf = async (stand: StandClient, who: number): Promise<{ id: number; text: string; data: string[] }[]> => {
  const { body } = await stand.control('GET', `chats/${who}/messages`);
  return body.messages.map(
    (message: {
      message_id: number;
      text?: string;
      reply_markup?: { inline_keyboard: { callback_data?: string }[][] };
    }) => ({
      id: message.message_id,
      text: message.text ?? '',
      data: (message.reply_markup?.inline_keyboard ?? []).flat().flatMap(({ callback_data: data }) => data ?? []),
    }),
  );
};
const says = (stand: StandClient, who: number, part: string) =>
  until(`${who} sees «${part}»`, async () => (await textsOf(stand, who)).some(({ text }) => text.includes(part)));

test('after a restore nobody but the admin hears of anything, until the admin allows it; then all do, and which day it is from', async () => {
  const database = databaseOf({ [DATABASE]: office.fresh.database });
  await database.transaction((tx) => noteRestored(tx, new Date('2026-11-25T02:30:00+03:00'), systemClock.now()));
  const stand = await office.openStand();
  const port = await freePort();
  const program = office.start({ TELEGRAM_API_ROOT: stand.url, HTTP_PORT: String(port) });
  await program.ready();
  expect(await office.register(port, '850000001')).toBe(201);

  // The admin is answered, and hears in between; the coordinator, who was to hear first, does not.
  await stand.control('POST', `people/${ADMIN}/send`, { text: '/admin' });
  await until('the button is there', async () =>
    (await textsOf(stand, ADMIN)).some(({ data }) => data.includes('x:allow')),
  );
  await until(
    'messages wait',
    async () => (await office.rows(`select from outbox_message where state = 'new'`)).length > 0,
  );
  await stand.control('POST', `people/${ADMIN}/send`, { text: '/help' });
  await until('the admin was answered again', async () => (await textsOf(stand, ADMIN)).length >= 4);
  expect((await textsOf(stand, COORDINATOR)).filter(({ text }) => text.includes('850000001'))).toEqual([]);

  // Whoever is no admin presses in vain, by a forged button.
  const screen = (await textsOf(stand, ADMIN)).find(({ data }) => data.includes('x:allow'));
  const press = (who: number) =>
    stand.control('POST', `people/${who}/press`, {
      chatId: ADMIN,
      messageId: screen?.id,
      data: 'x:allow',
      waitMs: NEVER_MS,
    });
  await stand.control('POST', `people/${COORDINATOR}/send`, { text: '/menu' });
  await until('the coordinator has the menu', async () =>
    (await textsOf(stand, COORDINATOR)).some(({ data }) => data.length > 0),
  );
  const menu = (await textsOf(stand, COORDINATOR)).find(({ data }) => data.length > 0);
  await stand.control('POST', `people/${COORDINATOR}/press`, {
    chatId: COORDINATOR,
    messageId: menu?.id,
    data: 'x:allow',
  });
  expect(
    await office.rows(`select from setting where key = 'restored' and value ->> 'allowedAt' is null`),
  ).toHaveLength(1);

  const { body } = await press(ADMIN);
  expect(body.text).toBe('Отправка разрешена');
  await says(stand, COORDINATOR, '850000001');
  await says(stand, COORDINATOR, 'восстановлен из копии от 25.11');
  await office.quiet();
  expect((await press(ADMIN)).body.text).toBe('Отправка уже разрешена');
  expect((await textsOf(stand, COORDINATOR)).filter(({ text }) => text.includes('восстановлен из копии'))).toHaveLength(
    1,
  );
  expect(await program.stop()).toBe(0);
});

test('what the night has ordered is taken and checked by the bot itself, and the admin has a line of it', async () => {
  const copies = path.join(office.work, 'copies');
  mkdirSync(copies);
  await markInstallation(office.fresh.database, 'office');
  await office.fresh.database.transaction(async (tx) => {
    await orderCopy(tx, systemClock.now());
    await orderCopyCheck(tx, systemClock.now());
  });
  // Else its own clock would order the day's anew, sooner or later after it has begun.
  await office.rows(
    `insert into job_slot (job, subject, slot, state, finished_at)
     select job, '', (day + hour) at time zone 'Europe/Moscow', 'done', now()
     from (values ('backup', '02:30'::time), ('backup_check', '05:00')) as slots (job, hour),
       unnest(array[(now() at time zone 'Europe/Moscow')::date, (now() at time zone 'Europe/Moscow')::date + 1]) as day`,
  );
  const stand = await office.openStand();
  const program = office.start({ TELEGRAM_API_ROOT: stand.url, BACKUP_DIR: copies });
  await program.ready();
  const whole = () =>
    existsSync(copies)
      ? readdirSync(copies).filter((name) => existsSync(path.join(copies, name, 'manifest.json')))
      : [];
  await until('there is a copy', () => whole().length === 1);
  await until(
    'it was checked',
    async () => (await office.rows(`select from setting where key = 'copy_check_due'`)).length === 0,
  );
  await says(stand, ADMIN, 'Ежемесячная проверка: копия от');
  expect((await textsOf(stand, ADMIN)).find(({ text }) => text.includes('Ежемесячная'))?.text).toContain('она годится');
  expect(await office.rows(`select from setting where key in ('copy_due', 'copy_check_due')`)).toEqual([]);
  expect(await program.stop()).toBe(0);
});
