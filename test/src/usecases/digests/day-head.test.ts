import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf } from '../../../../src/i18n';
import { tellHead } from '../../../../src/usecases/digests/personal-digests';
import { tellWeek } from '../../../../src/usecases/digests/weekly-report';
import type { Params } from '../../../../src/usecases/kit/messages';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { sealAll } from '../proof/sealing';
import { msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.register();
  await sealAll(office);
});
afterEach(() => office.fresh.drop());

/** As the schedule does: the slot is done in the transaction that tells. */
async function tell(moment: string) {
  office.setTime(msk(moment));
  await office.fresh.database.transaction((tx) => tellHead(tx, office.desk));
  await office.rows(
    `insert into job_slot (job, subject, slot, state, finished_at) values ('journal_head', '', $1, 'done', $2)`,
    [msk(`${moment.slice(0, 10)} 17:00`), msk(moment)],
  );
}
const told = () =>
  office.rows<{ params: Params<'journalHead'>; state: string }>(
    `select params, state from outbox_message where kind = 'journalHead' and key like $1 order by id`,
    [`%:person:${office.people.curator}`],
  );

test('a day whose head nobody had is named with the next one, and no day off is', async () => {
  await tell('2026-11-26 17:01');
  // Friday's was swallowed by an outage; then comes a weekend.
  await tell('2026-11-30 17:01');
  await tell('2026-12-01 17:01');
  const [first, second, third] = await told();
  expect([first, second, third].map((one) => one?.params.without)).toEqual([[], ['2026-11-27'], []]);
  const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
  const params = { ...second!.params, sealedAt: new Date(second!.params.sealedAt) };
  expect(NOTICE_SCREENS.journalHead(params, reading)?.text).toContain('За 27.11.2026 контрольной суммы нет');
});

test('one that comes late in the evening is a line of the next morning’s list', async () => {
  await tell('2026-11-26 17:01');
  await tell('2026-11-27 21:30');
  expect((await told()).map(({ state }) => state)).toEqual(['new', 'gathered']);
});

test('on a day that has become a day off since its slot was planned it is a line of the next list', async () => {
  await tell('2026-11-28 17:01');
  expect((await told()).map(({ state }) => state)).toEqual(['gathered']);
});

test('a day whose report has brought it has no message of it; one whose report never came has', async () => {
  office.setTime(msk('2026-11-30 09:00'));
  await office.fresh.database.transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-30 17:00')));
  const [report] = await office.rows<{ params: Params<'weekly'> }>(
    `select params from outbox_message where kind = 'weekly' and key like $1`,
    [`%:person:${office.people.curator}`],
  );
  expect(report?.params.head).toMatchObject({ size: expect.any(Number), waiting: 0 });
  await tell('2026-11-30 17:01');
  expect(await told()).toEqual([]);
  await tell('2026-12-01 17:01');
  expect(await told()).toHaveLength(1);
  // It never went out: its day was over by the time its messenger was there again.
  await office.rows(`update outbox_message set state = 'skipped' where kind = 'weekly'`);
  await office.rows(`delete from job_slot where job = 'journal_head' and slot = $1`, [msk('2026-11-30 17:00')]);
  await tell('2026-11-30 17:02');
  expect(await told()).toHaveLength(2);
});
