import { runDueReminders } from '../../../../src/jobs/tick';
import { msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [msk('2026-11-25 10:00')]);
  await away('executor', '2026-12-01', '2026-12-14', 'executor2');
  await away('executor2', '2026-12-07', '2026-12-09', null);
});
afterEach(() => office.fresh.drop());

const away = (who: PersonName, from: string, until: string, deputy: PersonName | null) =>
  office.rows(
    'insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $2, $3, $4, $1, $5)',
    [office.people[who], from, until, deputy && office.people[deputy], msk('2026-12-01 10:00')],
  );
async function assigned(at: string): Promise<number> {
  office.setTime(msk(at));
  const appealId = await office.register();
  await office.rows('truncate outbox_message');
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  return appealId;
}
/** «!» with a sound. */
async function heard(): Promise<string[]> {
  const rows = await office.rows<{ kind: string; silent: boolean; params: { personId: number; missing?: string } }>(
    `select kind, silent, params from outbox_message where kind not like 'redraw%' and kind <> 'card' or kind = 'card' and params ->> 'subject' = 'appeal' order by id`,
  );
  return rows
    .map(
      ({ kind, silent, params: { personId, missing } }) =>
        `${office.nameOf(personId)} ${kind}${missing === undefined ? '' : `: ${missing}`}${silent ? '' : '!'}`,
    )
    .sort();
}

test('a deputy who is away themselves is no phone to rely on: the absent person keeps their sound, and the coordinators hear of it', async () => {
  await assigned('2026-12-08 10:00');
  expect(await heard()).toEqual([
    'coordinator deputyUnreached: away',
    'coordinator2 deputyUnreached: away!',
    'executor card!',
    'executor2 card',
  ]);
});

test('back again, their phone sounds and the absent person’s does not', async () => {
  await assigned('2026-12-10 10:00');
  expect(await heard()).toEqual(['executor card', 'executor2 card!']);
});

test('what is missed while both are away is nobody’s', async () => {
  const appealId = await assigned('2026-12-08 10:00');
  office.setTime(msk('2026-12-09 10:01'));
  await runDueReminders(office.desk);
  const [fact] = await office.rows('select holder_ids, deputy_id from overdue where appeal_id = $1', [appealId]);
  expect(fact).toEqual({ holder_ids: [], deputy_id: null });
  const violations = await office.rows('select held_by_ids from violation where appeal_id = $1', [appealId]);
  expect(violations).toEqual([]);
});
