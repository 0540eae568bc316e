import { databaseOf, statement } from '../../../../src/database/database';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { answerAct, type ActOutcome } from '../../../../src/usecases/acts/answer-act';
import { startAct } from '../../../../src/usecases/acts/start-act';
import { stepBack } from '../../../../src/usecases/answers/submission';
import { perform } from '../../../../src/usecases/acts/perform';
import type { Change } from '../../../../src/usecases/kit/form-engine';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { readView, type Seen } from '../../../../src/usecases/acts/kept';
import { until } from '../../../support/until';
import { openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

async function official(name: PersonName): Promise<Official> {
  const found = await officialById(office.desk, office.people[name]);
  if (!found) throw new Error(`${name} has no account`);
  return found;
}

/** What the bot draws an outcome from. */
function seenBy(outcome: ActOutcome): Seen {
  if (outcome.kind === 'asking')
    return { appeal: outcome.step.loaded, form: { form: outcome.form, step: outcome.step } };
  if (outcome.kind === 'refused' && outcome.appeal) return { appeal: outcome.appeal, form: null };
  throw new Error(`${outcome.kind} has found no appeal`);
}

async function expectSameView(who: PersonName, appealId: number, outcome: ActOutcome): Promise<void> {
  const reader = await official(who);
  const [seen, anew] = [
    await readView(office.desk, reader, appealId, seenBy(outcome)),
    await readView(office.desk, reader, appealId, null),
  ];
  expect(seen).toEqual(anew);
}

const press = async (
  who: PersonName,
  action: Parameters<typeof startAct>[1]['action'],
  appealId: number,
  version: number,
) =>
  startAct(office.desk, {
    actor: await official(who),
    action,
    appealId,
    seenVersion: version,
    message: '1/1',
  });

async function inWork(): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  return appealId;
}

test('what a step of a form has found draws the same as what is read anew, at each step and after each answer that does not hold', async () => {
  const appealId = await inWork();
  const actor = await official('executor');
  let outcome = await press('executor', 'planVisit', appealId, await office.version(appealId));
  await expectSameView('executor', appealId, outcome);
  const answer = async (change: Change) => {
    if (outcome.kind !== 'asking') throw new Error(outcome.kind);
    const { form } = outcome;
    outcome = await answerAct(office.desk, {
      actor,
      formId: form.id,
      revision: form.revision,
      change: ({ answers }) => ({ ...change, ...(change.answers && { answers: { ...answers, ...change.answers } }) }),
    });
    await expectSameView('executor', appealId, outcome);
    return outcome;
  };
  await answer({ view: { month: toPlainDate('2026-12-01') } });
  // a day that is over: the step stays, and nothing is passed that could be taken back
  expect(await answer({ answers: { visitAt: '2020-01-01T09:00:00.000Z' }, view: {}, passes: true })).toMatchObject({
    kind: 'asking',
    refusal: expect.any(String),
    step: { ask: 'visitAt', passed: [] },
  });
  await answer({ answers: { visitAt: '2026-12-01T09:00:00.000Z' }, view: {}, passes: true });
  await answer({ answers: { visitPlace: 'ул. Советская, 15' }, view: {}, passes: true });
  if (outcome.kind !== 'asking') throw new Error(outcome.kind);
  await expectSameView(
    'executor',
    appealId,
    await answerAct(office.desk, {
      actor,
      formId: outcome.form.id,
      revision: outcome.form.revision,
      change: stepBack,
    }),
  );
});

test('an outside organization that nobody has entered is chosen by its name', async () => {
  const appealId = await office.register();
  const started = await press('coordinator', 'redirect', appealId, 1);
  if (started.kind !== 'asking') throw new Error(started.kind);
  const outcome = await answerAct(office.desk, {
    actor: await official('coordinator'),
    formId: started.form.id,
    revision: started.form.revision,
    change: () => ({ answers: { newOrganization: 'Росавтодор' }, view: {}, passes: true }),
  });
  expect(outcome).toMatchObject({
    kind: 'asking',
    step: { ask: 'reason', submission: { organization: { kind: 'outside' } } },
  });
  await expectSameView('coordinator', appealId, outcome);
});

const waitingForLock = statement(
  'test.waiting-for-lock',
  `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
);

test.each<[string, PersonName, Parameters<typeof startAct>[1]['action']]>([
  ['is refused', 'coordinator', 'assign'],
  ['is refused to another', 'executor2', 'takeIntoWork'],
])('a press that waited for another act and %s draws what that act has left', async (_, who, action) => {
  const appealId = await inWork();
  const version = await office.version(appealId);
  const database = databaseOf(office.desk);
  const executor = await official('executor');
  const formId = await office.fill(
    'executor',
    'submitAnswer',
    appealId,
    version,
    { answerType: 'not_resolved', answerText: 'Яма будет заделана 01.12.2026.', agreeingId: office.people.agreeing },
    { photos: 1 },
  );
  const visitId = await office.fill('executor', 'planVisit', appealId, version, {
    visitAt: '2026-12-01T09:00:00.000Z',
    visitPlace: 'ул. Советская, 15',
  });
  let waiting: Promise<ActOutcome> | null = null;
  await database.transaction(async (tx) => {
    for (const [act, form] of [
      ['planVisit', visitId],
      ['submitAnswer', formId],
    ] as const) {
      await tx.query(
        statement(
          `test.reopen-form-${form}`,
          `update form set state = 'cancelled' where person_id = ${executor.personId} and state = 'open'`,
        ),
      );
      await tx.query(statement(`test.open-form-${form}`, `update form set state = 'open' where id = ${form}`));
      const result = await perform(tx, office.desk, {
        kind: 'form',
        presser: executor,
        action: act,
        appealId,
        seenVersion: version,
        formId: form,
        compared: null,
      });
      if (!result.ok) throw new Error(`${act}: ${result.refusal} at ${result.ask}`);
    }
    waiting = press(who, action, appealId, version);
    await until('the press waits', async () => (await database.query(waitingForLock)).length > 0);
  });
  const outcome = await waiting!;
  expect(outcome.kind).toBe('refused');
  await expectSameView(who, appealId, outcome);
});
