import type { ObjectLiteral } from 'typeorm';
import { Absence, Account, Person } from '../../../../entities/person';
import { CalendarDay } from '../../../../entities/terms';
import { Category } from '../../../../entities/category';
import { Form } from '../../../../entities/form';
import { GroupChat } from '../../../../entities/digests';
import { Invitation } from '../../../../entities/access';
import { Organization, Setting } from '../../../../entities/office';
import { columns } from '../../../../src/database/columns';
import { DATABASE, repositoryOf, statement, type Database, type Queries } from '../../../../src/database/database';
import { answerAct } from '../../../../src/usecases/acts/answer-act';
import { startAct } from '../../../../src/usecases/acts/start-act';
import { addOutsideOrganization } from '../../../../src/usecases/acts/choices';
import { markReachable, officialById } from '../../../../src/usecases/kit/officials';
import { lockPeople } from '../../../../src/usecases/people/store';
import { personIsUnreachable } from '../../../../src/usecases/people/welcome-back';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { readView } from '../../../../src/usecases/acts/kept';
import { hasSetting, isSetting, keepSetting } from '../../../../src/usecases/kit/settings';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  const { executor, deputy } = office.people;
  await office.rows(
    `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-12-30', '2027-01-09', $2, $1, $3)`,
    [executor, deputy, MORNING],
  );
  await office.rows(
    `insert into calendar_day (day, kind, note, entered_by_id, entered_at) values ('2026-12-31', 'shortened', null, $1, $2)`,
    [executor, MORNING],
  );
  await office.rows(`insert into category (category, fast_track_days, executor_id) values ('Дороги', 10, $1)`, [
    executor,
  ]);
  await office.rows(
    `insert into form (person_id, subject, answers, view, revision, message_ref, heard, expires_at, state)
     values ($1, 'find', '{"query": "ямы", "passed": ["executor"]}', '{}', 0, '1001/7', '{1001/8,1001/9}', $2, 'open')`,
    [executor, MORNING],
  );
  await office.rows(
    `insert into group_chat (title, messenger, chat_id, thread_id, digest_at, contents, stopped_at)
     values ('Глава', 'telegram', '-1001234567890', null, 510, '{fresh,overdue}', null),
       ('Тема', 'telegram', '-1001234567890', '8', null, null, $1)`,
    [MORNING],
  );
  await office.rows(
    `insert into invitation (person_id, secret_hash, created_by_id, expires_at) values ($1, 'hash', $1, $2)`,
    [executor, MORNING],
  );
  await office.rows(`insert into setting (key, value) values ('list', '[1, {"two": null}]'), ('none', 'null')`);
});
afterAll(() => office.fresh.drop());

const ENTITIES: readonly (new () => ObjectLiteral)[] = [
  Account,
  Absence,
  CalendarDay,
  Category,
  Form,
  GroupChat,
  Invitation,
  Organization,
  Person,
  Setting,
];

test.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
  'a row of %s is the same by its repository and by a statement: days are text, large numbers are numbers',
  async (name, entity) => {
    const { database } = office.fresh;
    const { columns: properties, tableName } = database.dataSource.getMetadata(entity);
    const list = columns(
      entity,
      properties.map(({ propertyName }) => propertyName),
    );
    const byStatement = await database.query<object>(
      statement(`test.rows-of-${name}`, `select ${list} from ${tableName} order by 1`),
    );
    expect(byStatement).not.toEqual([]);
    const byRepository = await repositoryOf(database, entity).find({ order: { [properties[0]!.propertyName]: 'asc' } });
    expect(byRepository.map((row) => ({ ...row }))).toEqual(byStatement);
  },
);

test('a row that is written in a transaction is seen there alone until its end, and not at all after a failure', async () => {
  const { database } = office.fresh;
  const key = { key: 'unfinished' };
  const failing = database.transaction(async (tx) => {
    await repositoryOf(tx, Setting).insert({ ...key, value: 1 });
    expect(await repositoryOf(tx, Setting).existsBy(key)).toBe(true);
    expect(await repositoryOf(database, Setting).existsBy(key)).toBe(false);
    throw new Error('failed after the write');
  });
  await expect(failing).rejects.toThrow('failed after the write');
  expect(await repositoryOf(database, Setting).existsBy(key)).toBe(false);
});

test('of several who keep the same setting at once one has changed it, and the order of its fields does not matter', async () => {
  const { database } = office.fresh;
  const keep = (value: object) => database.transaction((tx) => keepSetting(tx, 'plan_basis', value));
  expect(await hasSetting(database, 'plan_basis')).toBe(false);
  const hours = { zone: 'Europe/Moscow', opensAt: 480 };
  const first = await Promise.all([keep(hours), keep(hours), keep(hours), keep(hours)]);
  expect(first.filter(Boolean)).toEqual([true]);
  expect(await keep({ opensAt: 480, zone: 'Europe/Moscow' })).toBe(false);
  expect(await isSetting(database, 'plan_basis', { opensAt: 480, zone: 'Europe/Moscow' })).toBe(true);

  const second = await Promise.all([1, 2, 3, 4].map(() => keep({ ...hours, opensAt: 540 })));
  expect(second.filter(Boolean)).toEqual([true]);
  expect(await isSetting(database, 'plan_basis', hours)).toBe(false);
  expect(await hasSetting(database, 'plan_basis')).toBe(true);
});

test('an organization that several name at once is one, and one that is there keeps its kind', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(() => addOutsideOrganization(office.fresh.database, 'ПАО «Связь»')));
  expect(new Set(ids).size).toBe(1);
  const [{ id, name }] = (await office.rows(
    `select id, name from organization where kind = 'subordinate' limit 1`,
  )) as [{ id: number; name: string }];
  expect(await addOutsideOrganization(office.fresh.database, name)).toBe(id);
  expect(await office.rows('select kind from organization where id = $1', [id])).toEqual([{ kind: 'subordinate' }]);
});

test('a press that names a person does not wait while it is noted that they can be reached', async () => {
  const { executor2 } = office.people;
  await office.rows('update account set started_at = null where person_id = $1', [executor2]);
  await office.fresh.database.transaction(async (tx) => {
    expect(await markReachable(tx, { personId: executor2, messenger: 'telegram' }, MORNING)).toBe(true);
    await office.fresh.database.transaction(async (press) => {
      await press.query(statement('test.no-patience', `set local lock_timeout = '1s'`));
      await press.query(
        statement(
          'test.names-a-person',
          `insert into invitation (person_id, secret_hash, created_by_id, expires_at) values ($1, 'other', $1, $2)`,
        ),
        [executor2, MORNING],
      );
    });
  });
  const again = await office.fresh.database.transaction((tx) =>
    markReachable(tx, { personId: executor2, messenger: 'telegram' }, MORNING),
  );
  expect(again).toBe(false);
});

test('that one of the people cannot be reached is noted at once, also while an admin changes people', async () => {
  const { executor2 } = office.people;
  const { database } = office.fresh;
  const account = await repositoryOf(database, Account).findOneByOrFail({ personId: executor2 });
  await database.transaction(async (tx) => {
    await lockPeople(tx);
    await personIsUnreachable(office.desk, account, 'blocked');
    // a person who takes a new phone is changed together with the account
    await repositoryOf(tx, Person).update({ id: executor2 }, { position: 'Мастер' });
    await repositoryOf(tx, Account).update({ personId: executor2 }, { unreachable: null });
  });
  expect(await repositoryOf(database, Account).findOneBy({ personId: executor2 })).toEqual(account);
});

test('a press, from the button to the card that is drawn anew, goes by statements alone', async () => {
  const { database } = office.fresh;
  const queriesOf = (queries: Queries): Queries => ({ query: (asked, values) => queries.query(asked, values) });
  const byStatements: Database = {
    ...queriesOf(database),
    get dataSource(): never {
      throw new Error('A press has asked for a repository');
    },
    transaction: (work) =>
      database.transaction((tx) =>
        work({
          ...queriesOf(tx),
          get manager(): never {
            throw new Error('A press has asked for a repository within its transaction');
          },
        }),
      ),
  };
  const desk: Desk = { ...office.desk, [DATABASE]: byStatements };
  const official = async (name: PersonName) => {
    const found = await officialById(desk, office.people[name]);
    if (!found) throw new Error(`${name} is not in the office`);
    return found;
  };
  const appealId = await office.register();
  const [coordinator, executor] = [await official('coordinator'), await official('executor')];

  const opened = await startAct(desk, {
    actor: coordinator,
    action: 'assign',
    appealId,
    seenVersion: await office.version(appealId),
    message: `${coordinator.chatId}/1`,
  });
  if (opened.kind !== 'asking') throw new Error(`Assigning began with ${opened.kind}`);
  expect(await readView(desk, coordinator, appealId, null)).toMatchObject({ form: { form: { id: opened.form.id } } });
  const assigned = await answerAct(desk, {
    actor: coordinator,
    formId: opened.form.id,
    revision: opened.form.revision,
    change: () => ({ answers: { executorId: executor.personId }, passes: true }),
  });
  expect(assigned.kind).toBe('performed');

  const taken = await startAct(desk, {
    actor: await official('executor'),
    action: 'takeIntoWork',
    appealId,
    seenVersion: await office.version(appealId),
    message: `${executor.chatId}/2`,
  });
  expect(taken.kind).toBe('performed');
  expect(await readView(desk, executor, appealId, null)).toMatchObject({ form: null });
});
