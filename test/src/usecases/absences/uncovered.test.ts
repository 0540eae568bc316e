import { runDueReminders } from '../../../../src/jobs/tick';
import { addAbsence } from '../../../../src/usecases/absences/absences';
import { confirmAbsence, nameDeputies } from '../../../../src/usecases/absences/amend-absence';
import { officialById } from '../../../../src/usecases/kit/officials';
import { readUncovered } from '../../../../src/usecases/people/uncovered';
import { tellTurns } from '../../../../src/usecases/people/turn-of-absences';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// domain.md, Nags: whoever may approve needs a deputy who may, else those hear of it who can do something about it.

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [msk('2026-11-25 10:00')]);
});
afterEach(() => office.fresh.drop());

/** «!» with a sound; of whom it says that they wait. A curator's says it as it is when it is read. */
async function heard(): Promise<string[]> {
  const rows = await office.rows<{ silent: boolean; params: { personId: number; appeals?: { number: string }[] } }>(
    `select silent, params from outbox_message where kind in ('approvalsUncovered', 'uncoveredToday') order by id`,
  );
  await office.rows('truncate outbox_message');
  return rows
    .map(({ silent, params: { personId, appeals = [] } }) => {
      const waiting = appeals.length === 0 ? '' : ` ${appeals.length}`;
      return `${office.nameOf(personId)}${waiting}${silent ? '' : '!'}`;
    })
    .sort();
}
async function away(
  who: PersonName,
  from: string,
  until: string,
  supervisor: PersonName | null = null,
  by: PersonName = 'admin',
) {
  const actor = (await officialById(office.desk, office.people[by]))!;
  const days = { personId: office.people[who], fromDay: day(from), untilDay: day(until) };
  const deputies = supervisor === null ? {} : { supervisor: office.people[supervisor] };
  const added = await addAbsence(office.desk, actor, { ...days, deputies });
  expect(added).toMatchObject({ ok: true });
  return added;
}
async function agreed(approving: PersonName = 'approving'): Promise<number> {
  const id = await office.register();
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  const answer = { answerType: 'not_resolved', answerText: 'Ответ.', agreeingId: office.people.agreeing };
  await office.must('executor', 'submitAnswer', id, answer);
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people[approving] });
  return id;
}
const opens = (at: string) => {
  office.setTime(msk(at));
  return office.fresh.database.transaction((tx) => tellTurns(tx, circumstances(office.desk)));
};

test('when the absence is entered admins, coordinators and curators hear of it with a sound, whoever has entered it without', async () => {
  await away('approving', '2026-11-26', '2026-11-30');
  expect(await heard()).toEqual(['admin', 'coordinator!', 'coordinator2!', 'curator!', 'everything!']);
});

test('of coordinators, on the phone of whoever is on duty; in the evening on none', async () => {
  await office.rows('insert into on_duty (day, person_id) values ($1, $2)', ['2026-11-25', office.people.coordinator]);
  await away('approving', '2026-11-26', '2026-11-30', null, 'approving');
  expect(await heard()).toEqual(['admin!', 'coordinator!', 'coordinator2', 'curator!', 'everything!']);
  office.setTime(msk('2026-11-25 19:00'));
  await away('approving2', '2026-11-26', '2026-11-30', 'agreeing');
  expect(await heard()).toEqual(['admin', 'coordinator', 'coordinator2', 'curator', 'everything']);
});

test('with a deputy who may approve nobody hears anything, nor of somebody who may not approve', async () => {
  await away('approving', '2026-11-26', '2026-11-30', 'approving2');
  await away('agreeing', '2026-11-26', '2026-11-30');
  await opens('2026-11-26 08:00');
  expect(await heard()).toEqual([]);
});

test('when it begins they hear of it again, with what waits by then', async () => {
  await agreed();
  await away('approving', '2026-11-26', '2026-11-30');
  expect(await heard()).toContain('coordinator 1!');
  await opens('2026-11-26 08:00');
  expect(await heard()).toEqual(['admin 1!', 'coordinator 1!', 'coordinator2 1!', 'curator!', 'everything 1!']);
});

test('and when an appeal arrives that waits for that person', async () => {
  await away('approving', '2026-11-25', '2026-11-30');
  await heard();
  await agreed();
  expect(await heard()).toEqual(['admin 1!', 'coordinator 1!', 'coordinator2 1!', 'curator!', 'everything 1!']);
  await agreed('approving2');
  expect(await heard()).toEqual([]);
});

describe('whoever only watches', () => {
  const ofCurator = () =>
    office.rows<{ kind: string; silent: boolean }>(
      `select kind, silent from outbox_message where kind in ('uncoveredToday', 'redrawSaid')
         and (params ->> 'personId')::int = $1 order by id`,
      [office.people.curator],
    );
  const read = async () => {
    const absences = await readUncovered(office.desk, { personId: office.people.curator });
    return absences.map(({ personId, appeals }) => [office.nameOf(personId), appeals.length]);
  };

  test('has one message a day with a sound, into which what more arises is drawn', async () => {
    await away('approving', '2026-11-25', '2026-11-30');
    expect(await ofCurator()).toEqual([{ kind: 'uncoveredToday', silent: false }]);
    await away('approving2', '2026-11-27', '2026-11-30');
    await agreed();
    expect(await ofCurator()).toEqual([
      { kind: 'uncoveredToday', silent: false },
      { kind: 'redrawSaid', silent: true },
    ]);
    expect(await read()).toEqual([
      ['approving', 1],
      ['approving2', 0],
    ]);
    await opens('2026-11-27 08:00');
    expect((await ofCurator()).map(({ kind }) => kind)).toEqual(['uncoveredToday', 'redrawSaid', 'uncoveredToday']);
  });

  test('sees there that somebody was named, and nobody who is covered', async () => {
    const added = await away('approving', '2026-11-25', '2026-11-30');
    if (!added.ok) throw new Error(added.refusal);
    await office.rows(`delete from outbox_message where kind = 'redrawSaid'`);
    const admin = (await officialById(office.desk, office.people.admin))!;
    await nameDeputies(office.desk, admin, added.absence.id, { supervisor: office.people.approving2 });
    expect(await read()).toEqual([]);
    expect((await ofCurator()).map(({ kind }) => kind)).toEqual(['uncoveredToday', 'redrawSaid']);
  });
});

describe('an absence that is known only afterwards', () => {
  /** One working day of theirs that they have missed. */
  async function missed(): Promise<number> {
    const id = await office.register();
    await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
    office.setTime(msk('2026-11-27 10:00'));
    await runDueReminders(office.desk);
    expect(await facts(id)).toEqual([['executor', null]]);
    return id;
  }
  const facts = async (id: number) =>
    (
      await office.rows<{ who: number; answer: { reason: string } | null }>(
        `select holder_ids[1] as who, answered_by as answer from overdue where appeal_id = $1 and kind = 'duty'`,
        [id],
      )
    ).map(({ who, answer }) => [office.nameOf(who), answer?.reason ?? null]);

  test('answers what was missed during it, as a document would', async () => {
    const id = await missed();
    await away('executor', '2026-11-25', '2026-11-30');
    expect(await facts(id)).toEqual([['executor', 'absent']]);
  });

  test('by one’s own word answers nothing of that day until an admin, another than oneself, has confirmed it', async () => {
    const id = await missed();
    const added = await away('executor', '2026-11-25', '2026-11-30', null, 'executor');
    expect(await facts(id)).toEqual([['executor', null]]);
    const asked = await office.rows<{ params: { personId: number; absenceId: number }; silent: boolean }>(
      `select params, silent from outbox_message where kind = 'absenceToConfirm' order by id`,
    );
    expect(asked.map(({ params, silent }) => [office.nameOf(params.personId), silent])).toEqual([
      ['admin', false],
      ['everything', false],
    ]);
    if (!added.ok) throw new Error(added.refusal);
    const confirm = async (who: PersonName) =>
      confirmAbsence(office.desk, (await officialById(office.desk, office.people[who]))!, added.absence.id);
    expect(await confirm('executor')).toEqual({ ok: false, refusal: 'notYours' });
    expect(await confirm('admin')).toMatchObject({ ok: true });
    expect(await facts(id)).toEqual([['executor', 'absent']]);
  });
});

test('whoever stands in may be named later, is told, and has no term that was over before', async () => {
  const added = await away('approving', '2026-11-25', '2026-11-30');
  if (!added.ok) throw new Error(added.refusal);
  await office.rows('truncate outbox_message');
  const admin = (await officialById(office.desk, office.people.admin))!;
  const named = await nameDeputies(office.desk, admin, added.absence.id, { supervisor: office.people.approving2 });
  expect(named).toMatchObject({ ok: true, absence: { deputies: [{ id: office.people.approving2 }] } });
  const told = await office.rows<{ kind: string; params: { personId: number } }>(
    `select kind, params from outbox_message where kind like 'absence%' order by id`,
  );
  expect(told.map(({ kind, params }) => [kind, office.nameOf(params.personId)])).toEqual([
    ['absenceAdded', 'approving'],
    ['absenceAdded', 'approving2'],
  ]);
  await agreed();
  expect(await heard()).toEqual([]);
});
