import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { statement } from '../../src/database/database';
import { APPLICANT, DeliveringOffice, type Sent } from '../support/delivering-office';
import { confirmed, json } from '../support/gateway';
import { agree, appealId, card, inWork, submit, task } from '../support/office-work';
import { until } from '../support/until';
import { mountSmall, unmount } from './mount';

const office = new DeliveringOffice();
const { approved, rowsOf, carriers, stage } = office;
let { world, mail, gateway } = office;

beforeAll(async () => {
  ({ world, mail, gateway } = await office.start());
});
afterAll(() => office.stop());
beforeEach(() => office.mend());

test('whatever bytes a gateway or a mail server says, they are words: kept, shown, and in nobody’s way', async () => {
  // half of a pair at the limit of what is kept would be no JSON for the journal
  gateway.answer = json(422, { reason: `закрыто\0 \u202e ${'📎'.repeat(300)}` });
  mail.mood = { at: 'RCPT', code: 550, words: 'No\0 user' };
  const [first] = await approved();
  await carriers(first, { gateway: 'refused', mail: 'refused' });
  expect(await world.phone('coordinator').text(task('Отправить в ПОС', first))).toContain(
    'закрыто[U+0000] [U+202E] 📎',
  );
  gateway.answer = json(200, { status: 'confirmed', reference: '17\0' });
  mail.mood = null;
  const [second] = await approved();
  await carriers(second, { gateway: 'delivered', mail: 'delivered' });
  expect(await stage(second)).toBe('answered');
});

const refuse = statement(
  'test-refuse-reference',
  `create function refuse_reference() returns trigger language plpgsql as $$
     begin raise exception 'not this one' using errcode = '22021'; end $$`,
);
const refuseOn = statement(
  'test-refuse-on',
  `create trigger refuse_reference before update on shipment for each row
     when (new.reference = 'ПОС-яд') execute function refuse_reference()`,
);
const refuseOff = statement('test-refuse-off', 'drop function refuse_reference cascade');

test('what the database refuses is set aside and told, and what comes behind it goes', async () => {
  const { database } = world.fresh;
  await database.query(refuse);
  await database.query(refuseOn);
  try {
    gateway.answer = json(200, { status: 'confirmed', reference: 'ПОС-яд' });
    const [first] = await approved();
    await carriers(first, { gateway: 'unknown', mail: 'delivered' });
    expect(await rowsOf(first)).toContainEqual(expect.objectContaining({ trouble: 'fault' }));
    const sends = gateway.received.length;

    gateway.answer = confirmed;
    const [second] = await approved();
    await carriers(second, { gateway: 'delivered', mail: 'delivered' });
    expect(gateway.received).toHaveLength(sends + 1);

    const coordinator = world.phone('coordinator');
    expect(await coordinator.text(task('Отправить в ПОС', first))).toContain(
      'Шлюз ПОС: неизвестно, дошло ли · сбой бота',
    );
    expect(await world.phone('supervisor').text(/^Отправка \d+ остановлена из-за сбоя/)).toContain('повторов не будет');
    await coordinator.press('✅ Отправлено', task('Отправить в ПОС', first));
    expect(await stage(first)).toBe('answered');
  } finally {
    await database.query(refuseOff);
  }
});

test('a clock that was set back by a day holds up nothing that waits', async () => {
  gateway.answer = json(503, {});
  mail.mood = { at: 'MAIL', code: 421, words: 'Down' };
  const [number] = await approved();
  await until('both were tried', async () => (await rowsOf(number)).every(({ trouble }) => trouble !== null));
  gateway.answer = confirmed;
  mail.mood = null;
  world.later(-86_400_000);
  await carriers(number, { gateway: 'delivered', mail: 'delivered' });
  expect(await stage(number)).toBe('answered');
  expect(mail.letters).toHaveLength(1);
  world.later(86_400_000);
});

const killerCounts = statement('test-killer-counts', 'create sequence killed');
const killer = statement(
  'test-killer',
  `create function kill_first() returns trigger language plpgsql as $$
     begin if nextval('killed') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`,
);
const killerOn = statement(
  'test-killer-on',
  `create trigger kill_first before insert on journal_entry for each row
     when (new.action = 'approveAnswer') execute function kill_first()`,
);
const killerOff = statement('test-killer-off', 'drop function kill_first cascade');
const approvals = statement(
  'test-approvals',
  `select (select count(*)::int from journal_entry j where j.appeal_id = $1 and j.action = 'approveAnswer') as acts,
     (select count(*)::int from signature g join attachment t on t.id = g.attachment_id where t.appeal_id = $1) as signatures`,
);

test('a database that goes away within a signed approval costs a moment: it is done once, and sent once', async () => {
  const { database } = world.fresh;
  for (const one of [killerCounts, killer, killerOn]) await database.query(one);
  try {
    const [number, letter, signature] = await approved();
    await carriers(number, { gateway: 'delivered', mail: 'delivered' });
    expect(await database.query(approvals, [await appealId(world, number)])).toEqual([{ acts: 1, signatures: 1 }]);
    expect(gateway.received.map(({ files }) => [...files.values()])).toEqual([[letter, signature]]);
    expect(mail.letters).toHaveLength(1);
  } finally {
    await database.query(killerOff);
  }
});

test('a disk that is full while a letter is stored costs no word: the letter comes when there is room', async () => {
  const number = await inWork(world, { applicant: APPLICANT });
  await submit(world, number);
  await agree(world, number);
  // Only root may make a disk that is small enough.
  const disk = path.join(world.dataDir, 'files');
  if (!mountSmall(disk, 1)) return;
  const approver = world.phone('approver');
  const isHere = async () =>
    (await approver.messages()).some((one) => (one as Sent).document?.file_name.startsWith(number));
  try {
    await mkdir(path.join(disk, 'incoming'));
    await writeFile(path.join(disk, 'filling'), Buffer.alloc(2 ** 20)).catch(() => undefined);
    const press = (await approver.remember('Утвердить', card(number)))();
    await until('they are told', async () =>
      (await approver.messages()).some(({ text = '' }) => text.startsWith('Связь плохая, ничего не потеряно')),
    );
    expect(await isHere()).toBe(false);
    expect(await stage(number)).toBe('answer_approval');
    await rm(path.join(disk, 'filling'));
    await until('the letter is here', isHere);
    await press;
  } finally {
    unmount(disk);
  }
});
