import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// Friday, and the Monday after it: what comes to a person between them makes no sound.
const BEFORE = '2026-11-27 11:00';
const CLOSED = '2026-11-27 17:40';
const LATER = '2026-11-28 12:00';
const MONDAY = '2026-11-30';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const at = (time: string) => office.setTime(msk(time));
const agreeing = () => ({ agreeingId: office.people.agreeing });
const agreeing2 = () => ({ agreeingId: office.people.agreeing2 });
const approving2 = () => ({ approvingId: office.people.approving2 });

async function inWork(): Promise<number> {
  const id = await office.register();
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  return id;
}
async function drafted(): Promise<number> {
  const id = await inWork();
  await office.must('executor', 'submitAnswer', id, {
    ...{ answerType: 'resolved', answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно' },
    ...agreeing(),
  });
  return id;
}
async function agreed(): Promise<number> {
  const id = await drafted();
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  return id;
}
async function entered(): Promise<number> {
  const id = await agreed();
  await office.must('coordinator', 'markEntered', id);
  return id;
}
const isSwitchedOff = (who: PersonName) =>
  office.rows('update person set disabled_at = now() where id = $1', [office.people[who]]);
const replaced = async (id: number, participant: 'executor' | 'agreeing', replacementId: number) =>
  office.must('coordinator', 'replaceParticipant', id, { participant, replacementId, reason: 'уволен' });

/** In whose Monday list it has come after closing; «!»: that list sounds. */
async function heardOnMonday(id: number): Promise<string[]> {
  at(`${MONDAY} 08:15`);
  await office.fresh.database.transaction((tx) => tellMornings(tx, office.desk, msk(`${MONDAY} 12:00`)));
  const lists = await office.rows<{ params: unknown; silent: boolean }>(
    `select params, silent from outbox_message where kind = 'morning' and key like $1 order by chat_id`,
    [`morning:${MONDAY}:%`],
  );
  return lists.flatMap(({ params, silent }) => {
    const { personId, came, cameCount } = paramsOf('morning', params);
    expect(came).toHaveLength(cameCount);
    return came.some(({ appealId }) => appealId === id) ? [`${office.nameOf(personId)}${silent ? '' : '!'}`] : [];
  });
}

test.each<[what: string, before: () => Promise<number>, act: (id: number) => Promise<unknown>, heard: string[]]>([
  [
    'an agreement that is passed on, of whoever it is passed to',
    drafted,
    (id) => office.must('agreeing', 'passAgreement', id, agreeing2()),
    ['agreeing2!'],
  ],
  [
    'an approval that is passed on',
    entered,
    (id) => office.must('approving', 'passApproval', id, approving2()),
    ['approving2!'],
  ],
  [
    'nothing for whoever is to sign what is not entered yet',
    agreed,
    (id) => office.must('approving', 'passApproval', id, approving2()),
    [],
  ],
  [
    'what is taken over from an executor who has left',
    inWork,
    async (id) => {
      await isSwitchedOff('executor');
      await replaced(id, 'executor', office.people.executor2);
    },
    ['executor2!'],
  ],
  [
    'what is taken over while a supervisor decides, of the new executor alone',
    drafted,
    async (id) => {
      await isSwitchedOff('executor');
      await replaced(id, 'executor', office.people.executor2);
    },
    ['executor2!'],
  ],
  [
    'what is taken over from a supervisor who has left, of the new one alone',
    drafted,
    async (id) => {
      await isSwitchedOff('agreeing');
      await replaced(id, 'agreeing', office.people.agreeing2);
    },
    ['agreeing2!'],
  ],
  [
    'a report, of the supervisor',
    inWork,
    (id) => office.must('executor', 'report', id, { supervisorId: office.people.agreeing }),
    ['agreeing'],
  ],
  [
    'an instruction, of the executor',
    async () => {
      const id = await inWork();
      await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
      return id;
    },
    (id) => office.must('agreeing', 'instruct', id, { instruction: 'Съездите сами', instructionDay: null }),
    ['executor!'],
  ],
  [
    'nothing that the stage has long been left for',
    drafted,
    async (id) => {
      await office.must('agreeing', 'passAgreement', id, agreeing2());
      at(LATER);
      await office.must('executor', 'withdrawDraft', id, { confirmed: true });
    },
    [],
  ],
])('the morning list sounds for and names %s', async (_, before, act, heard) => {
  at(BEFORE);
  const id = await before();
  at(CLOSED);
  await act(id);
  expect(await heardOnMonday(id)).toEqual(heard);
});

test('what came in working time has sounded by itself', async () => {
  at(BEFORE);
  const id = await drafted();
  await office.must('agreeing', 'passAgreement', id, agreeing2());
  expect(await heardOnMonday(id)).toEqual([]);
});

test('whoever has acted since knows of it', async () => {
  at(BEFORE);
  const id = await inWork();
  at(CLOSED);
  await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
  at(LATER);
  await office.must('agreeing', 'instruct', id, { instruction: 'Съездите сами', instructionDay: null });
  expect(await heardOnMonday(id)).toEqual(['executor!']);
});

test('passed to and fro it is news to whom it was passed last, once', async () => {
  at(BEFORE);
  const id = await drafted();
  at(CLOSED);
  await office.must('agreeing', 'passAgreement', id, agreeing2());
  at(LATER);
  await office.must('agreeing2', 'passAgreement', id, agreeing());
  expect(await heardOnMonday(id)).toEqual(['agreeing!']);
});

test('a report that its author has gone on from is still news to the supervisor', async () => {
  at(BEFORE);
  const id = await office.register();
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  at(CLOSED);
  await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
  at(LATER);
  await office.must('executor', 'takeIntoWork', id);
  expect(await heardOnMonday(id)).toEqual(['agreeing']);
});

test('a report of working time has made no sound, and is a line of the supervisor’s next list', async () => {
  at(BEFORE);
  const id = await inWork();
  await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
  expect(
    await office.rows(`select from outbox_message where not silent and (params ->> 'personId')::int = $1`, [
      office.people.agreeing,
    ]),
  ).toEqual([]);
  expect(await heardOnMonday(id)).toEqual(['agreeing']);
});

test('what came to a stage in the night and was passed on in it is one line of one person', async () => {
  at(BEFORE);
  const id = await inWork();
  at(CLOSED);
  await office.must('executor', 'submitAnswer', id, {
    ...{ answerType: 'resolved', answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно' },
    ...agreeing(),
  });
  at(LATER);
  await office.must('agreeing', 'passAgreement', id, agreeing2());
  expect(await heardOnMonday(id)).toEqual(['agreeing2!']);
});

test('of somebody who is away the list of whoever stands in sounds', async () => {
  await office.rows('update account set started_at = now()');
  at(BEFORE);
  const id = await drafted();
  await office.rows(
    `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-30', '2026-12-04', $2, $1, now())`,
    [office.people.agreeing2, office.people.everything],
  );
  at(CLOSED);
  await office.must('agreeing', 'passAgreement', id, agreeing2());
  expect(await heardOnMonday(id)).toEqual(['agreeing2', 'everything!']);
});
