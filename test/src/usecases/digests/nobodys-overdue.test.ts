import { groupDigestScreen } from '../../../../bots/conversation/digests/group-digest';
import { listScreen } from '../../../../bots/conversation/lists/list';
import { wordsOf } from '../../../../src/i18n';
import { DIGEST_PARTS, groupDigests } from '../../../../src/usecases/digests/group-digest';
import { readOffice } from '../../../../src/usecases/digests/office';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { addAbsence } from '../../../../src/usecases/absences/absences';
import { officialById } from '../../../../src/usecases/kit/officials';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { readList } from '../../../../src/usecases/lists/lists';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// domain.md, Terms, Overdue: what is nobody's has no name in lists and digests, and whatever leaves stages out says so.

const ABSENT = 'Отсутствует, заменить некому';
const LEFT_OUT = 'Этапы не в счёт: доли не утверждены';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

async function to(time: string): Promise<void> {
  office.setTime(msk(time));
  await noteLapses(office.desk, (_, error) => {
    throw error;
  });
}
async function inWork(number: string, registeredAt: string): Promise<void> {
  const [row] = await registerAppeals(
    office.desk,
    [{ number, kind: 'message', registeredAt: msk(registeredAt) }],
    'sample',
  );
  await office.must('coordinator', 'assign', row!.id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', row!.id);
  await office.must('executor', 'report', row!.id, { supervisorId: office.people.agreeing });
}
async function away(from: string, until: string): Promise<void> {
  const admin = (await officialById(office.desk, office.people.admin))!;
  const days = { personId: office.people.executor, fromDay: day(from), untilDay: day(until) };
  expect(await addAbsence(office.desk, admin, { ...days, deputies: {} })).toMatchObject({ ok: true });
}
const reading = () => ({ ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 });

async function digest(): Promise<string> {
  const around = circumstances(office.desk);
  const morning = { day: day('2026-11-24'), slot: around.now, now: around.now };
  const numbers = await readOffice(office.fresh.database, morning, around);
  const [message] = groupDigests(morning.day, numbers, null, DIGEST_PARTS);
  return groupDigestScreen(message!, reading()).text;
}
async function list(who: PersonName): Promise<string> {
  const page = await readList(office.desk, await office.actor(who), 'overdue', 0);
  return listScreen(page!, reading()).text;
}

test('a whole that ended while its holder was away without a deputy has no name in the digest and in lists', async () => {
  await to('2026-10-24 10:00');
  await inWork('AWAY', '2026-10-24 10:00');
  await to('2026-11-04 10:00');
  await away('2026-11-05', '2026-11-25');
  await to('2026-11-24 08:30');
  const text = await digest();
  expect(text).toContain(`${ABSENT}: 1 · общий срок 1`);
  expect(text).not.toContain('executor');
  for (const who of ['curator', 'coordinator'] as const) {
    expect(await list(who)).toContain(ABSENT);
    expect(await list(who)).not.toContain('executor');
  }
});

test('a stage that ended while its holder was away is told without a name, and nobody reads that nothing is overdue', async () => {
  await to('2026-11-02 09:00');
  await inWork('STAGE', '2026-11-02 08:30');
  await away('2026-11-03', '2026-11-25');
  await to('2026-11-24 08:30');
  const text = await digest();
  expect(text).toContain(`${ABSENT}: этап 1`);
  expect(text).not.toContain('Просроченных нет');
  expect(text).not.toContain('executor');
  expect(await list('curator')).toContain(`${ABSENT}: этап 1`);
  expect(await list('curator')).not.toContain('Просроченных нет');
});

test('where shares are not confirmed, digest and list say that stages are left out', async () => {
  await office.rows(`delete from setting where key = 'stage_shares'`);
  await to('2026-11-02 09:00');
  await inWork('ASSUMED', '2026-11-02 08:30');
  await to('2026-11-24 08:30');
  const text = await digest();
  expect(text).toContain(LEFT_OUT);
  expect(text).not.toContain('Просроченных нет');
  expect(await list('curator')).toContain(LEFT_OUT);
  expect(await list('curator')).not.toContain('Просроченных нет');
});

test('where nothing at all is late both say so', async () => {
  await to('2026-11-24 08:30');
  expect(await digest()).toContain('Просроченных нет');
  expect(await digest()).not.toContain(LEFT_OUT);
  expect(await list('curator')).toContain('Просроченных нет');
});
