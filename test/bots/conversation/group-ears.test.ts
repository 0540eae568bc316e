import { createGroupEars } from '../../../bots/conversation/conversation';
import type { Talk } from '../../../bots/conversation/kit/talk';
import { noteGroup, tieGroup } from '../../../src/usecases/lines/question-groups';
import { officialById } from '../../../src/usecases/kit/officials';
import { MORNING, openOffice, type WorkingOffice } from '../../src/usecases/working-office';

const GROUP = { messenger: 'max', chatId: '-500' };

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  const { stranger } = office.people;
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [stranger]);
  await office.rows(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
     insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
     select id, 1, '{"title": "О снеге", "opensOn": "2026-11-01", "closesOn": "2026-12-20"}', $1, $2 from e`,
    [stranger, MORNING],
  );
  await noteGroup(office.desk, { ...GROUP, title: 'Жители' });
  const keeper = await officialById(office.desk, stranger);
  expect(await tieGroup(office.desk, keeper!, 1, 1, 'Жители')).toEqual({ ok: true });
});
afterAll(() => office.fresh.drop());

test('a message that was taken away is no question when its messenger tells of it afterwards, or again', async () => {
  const voice = { name: 'max', limits: { isDomestic: true } } as Talk['voice'];
  const ears = createGroupEars({ desk: office.desk, voice, wake: () => undefined });
  const says = (messageId: string) =>
    ears.saidInGroup({
      ...{ chatId: GROUP.chatId, userId: 'citizen', messageId, text: 'Когда почистят улицу Речную?' },
      ...{ at: office.desk.clock.now(), changedAt: null, hadFiles: false, isToOthers: false },
    });
  await ears.takenAwayInGroup({ chatId: GROUP.chatId, messageId: 'm1' });
  await says('m1');
  expect(await office.rows('select 1 from line_question')).toEqual([]);
  for (let other = 2; other < 2_003; other += 1)
    await ears.takenAwayInGroup({ chatId: GROUP.chatId, messageId: `m${other}` });
  await says('m2002');
  expect(await office.rows('select 1 from line_question')).toEqual([]);
  // Others have pushed it out: what is remembered has an end.
  await says('m1');
  expect(await office.rows('select 1 from line_question')).toHaveLength(1);
});

test('what is said to another bot is no question to the office', async () => {
  const voice = {
    name: 'max',
    limits: { isDomestic: true },
    ownName: async () => 'murajagat_bot',
  } as unknown as Talk['voice'];
  const ears = createGroupEars({ desk: office.desk, voice, wake: () => undefined });
  const count = async () => (await office.rows('select 1 from line_question')).length;
  const says = (messageId: string, text: string) =>
    ears.saidInGroup({
      ...{ chatId: GROUP.chatId, userId: 'citizen', messageId, text },
      ...{ at: office.desk.clock.now(), changedAt: null, hadFiles: false, isToOthers: false },
    });
  const before = await count();
  await says('b1', '/ask@other_bot Когда почистят улицу Лесную?');
  expect(await count()).toBe(before);
  await says('b2', '/ask@Murajagat_Bot Когда почистят улицу Лесную?');
  expect(await count()).toBe(before + 1);
});
