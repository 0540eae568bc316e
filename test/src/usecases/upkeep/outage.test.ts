import { databaseOf } from '../../../../src/database/database';
import { isReached, officialById, officialIn } from '../../../../src/usecases/kit/officials';
import { chooseHome, startedHere } from '../../../../src/usecases/people/home';
import { soundsForAll } from '../../../../src/usecases/people/on-duty';
import { drawLater } from '../../../../src/usecases/kit/redraw';
import { noteHeard, readOutages, type Heard, followOutages } from '../../../../src/usecases/upkeep/outage';
import { personIsUnreachable, welcomeBack } from '../../../../src/usecases/people/welcome-back';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { day, MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let now: Date;
beforeEach(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [MORNING]);
  at(0);
});
afterEach(() => office.fresh.drop());

function at(minutes: number): void {
  now = new Date(MORNING.getTime() + minutes * 60_000);
  office.setTime(now);
}
const minute = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000);

/** Beside Telegram, where everybody is at home. */
const alsoInMax = (...people: readonly PersonName[]) =>
  office.rows(
    `insert into account (person_id, messenger, user_id, chat_id, started_at, is_home, is_spoken_in)
     select person_id, 'max', user_id, chat_id, $2, false, false from account where person_id = any($1::int[])`,
    [people.map((name) => office.people[name]), MORNING],
  );
const homeOf = async (name: PersonName) => (await officialById(office.desk, office.people[name]))?.messenger;
const said = (name: PersonName) =>
  office.rows<{ messenger: string; kind: string; silent: boolean }>(
    `select messenger, kind, silent from outbox_message where (params ->> 'personId')::int = $1 and state = 'new' order by id`,
    [office.people[name]],
  );

const works = (messenger: string): Heard => ({
  messenger,
  isOurs: true,
  silentSince: null,
  acceptedAt: now,
  answers: async () => true,
});
const silent = (messenger: string, since: number): Heard => ({
  messenger,
  isOurs: true,
  silentSince: minute(since),
  acceptedAt: null,
  answers: async () => false,
});

const judge = () => followOutages(office.desk, ['telegram', 'max']);
/** A tick of the one process that there is. @returns how many people were moved */
const look = async (heard: readonly Heard[]): Promise<number> => {
  await noteHeard(office.desk, heard);
  return followOutages(
    office.desk,
    heard.map(({ messenger }) => messenger),
  );
};

/** Whatever the reason: their move from one messenger to another fails. */
const breakMovesOf = async (name: PersonName) => {
  await office.rows(
    `create function break_off() returns trigger language plpgsql as $$ begin raise 'broken off'; end $$`,
  );
  await office.rows(
    `create trigger breaks before update of is_home on account for each row when (old.person_id = ${office.people[name]}) execute function break_off()`,
  );
};

async function assigned(): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  return appealId;
}

describe('a messenger that accepts nothing', () => {
  test.each([
    ['for a quarter of an hour while something waits', 15, true, 'max'],
    ['for less', 14, true, 'telegram'],
    ['for hours while nothing waits', 180, false, 'telegram'],
  ])('%s', async (_, minutes, waits, home) => {
    await alsoInMax('executor');
    await office.rows('truncate outbox_message');
    if (waits) await assigned();
    at(minutes);
    await look([silent('telegram', 0), works('max')]);
    expect(await homeOf('executor')).toBe(home);
  });

  test('is not down because a try failed hours ago: something has waited there for that long', async () => {
    await alsoInMax('executor');
    await office.rows('truncate outbox_message');
    at(180);
    await assigned();
    const again = () => look([silent('telegram', 0), works('max')]);
    await again();
    at(194);
    await again();
    expect(await homeOf('executor')).toBe('telegram');
    at(195);
    await again();
    expect(await homeOf('executor')).toBe('max');
  });

  test('is not down by what was only now to be said, whenever that was written', async () => {
    await alsoInMax('executor');
    await assigned();
    await office.rows('update outbox_message set due_at = $1', [minute(180)]);
    at(181);
    await look([silent('telegram', 0), works('max')]);
    expect(await homeOf('executor')).toBe('telegram');
  });

  test('is silent for as long as the office has said', async () => {
    await alsoInMax('executor');
    await assigned();
    await office.rows(`insert into setting (key, value) values ('outage_minutes', '{"minutes": 60}')`);
    at(59);
    expect(await look([silent('telegram', 0), works('max')])).toBe(0);
    at(60);
    expect(await look([silent('telegram', 0), works('max')])).toBe(1);
  });

  test('leaves what it has to whoever has another: why first, then their turn with its sound; and once', async () => {
    await alsoInMax('executor', 'admin');
    await office.rows('truncate outbox_message');
    await assigned();
    at(15);
    for (let time = 0; time < 3; time += 1) await look([silent('telegram', 0), works('max')]);
    expect(await said('executor')).toEqual([
      { messenger: 'max', kind: 'homeMoved', silent: true },
      { messenger: 'max', kind: 'card', silent: false },
    ]);
    expect((await said('admin')).map(({ messenger, kind }) => `${messenger} ${kind}`)).toEqual([
      'max homeMoved',
      'max messengerSilent',
    ]);
    expect(await homeOf('coordinator')).toBe('telegram');
    // what comes to wait there later goes along too
    await office.rows(
      `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
       select 'late', false, 'telegram', chat_id, 'failed', jsonb_build_object('personId', person_id), false, $2 from account
       where person_id = $1 and messenger = 'telegram'`,
      [office.people.executor, now],
    );
    await look([silent('telegram', 0), works('max')]);
    expect((await said('executor')).at(-1)).toEqual({ messenger: 'max', kind: 'failed', silent: false });
  });

  test('is nobody’s refuge while the other is silent too', async () => {
    await alsoInMax('executor');
    await assigned();
    at(30);
    await look([silent('telegram', 0), silent('max', 1)]);
    expect(await homeOf('executor')).toBe('telegram');
  });

  test('is home again when it accepts something, or answers and nothing waits there', async () => {
    await alsoInMax('executor', 'deputy');
    await assigned();
    at(15);
    await look([silent('telegram', 0), works('max')]);
    const trial: Heard = { ...silent('telegram', 0), silentSince: null, answers: async () => true };
    await office.rows(`insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
      values ('waits', false, 'telegram', '1', 'failed', '{}', false, now())`);
    await look([trial, works('max')]);
    expect(await homeOf('executor')).toBe('max');
    await office.rows('truncate outbox_message');
    at(60);
    await look([trial, works('max')]);
    expect([await homeOf('executor'), await homeOf('deputy')]).toEqual(['telegram', 'telegram']);
    expect(await readOutages(databaseOf(office.desk))).toEqual([]);
    expect((await said('executor')).map(({ messenger, kind }) => `${messenger} ${kind}`)).toEqual(['max homeMoved']);
  });

  test('is home again when it answers and nothing waits there, though nothing was said there since; and stays so', async () => {
    await alsoInMax('executor', 'deputy');
    await assigned();
    at(15);
    await look([silent('telegram', 0), works('max')]);
    await office.rows('truncate outbox_message');
    at(60);
    const answers: Heard = { ...silent('telegram', 0), answers: async () => true };
    expect(await look([answers, works('max')])).toBeGreaterThan(0);
    expect([await homeOf('executor'), await homeOf('deputy')]).toEqual(['telegram', 'telegram']);
    await assigned();
    at(61);
    expect(await look([answers, works('max')])).toBe(0);
    expect([await homeOf('executor'), await homeOf('deputy')]).toEqual(['telegram', 'telegram']);
  });

  test('is no less back where one move home broke off: the next look finishes it', async () => {
    await alsoInMax('executor', 'deputy');
    await assigned();
    at(15);
    await look([silent('telegram', 0), works('max')]);
    await breakMovesOf('deputy');
    at(60);
    await expect(look([works('telegram'), works('max')])).rejects.toThrow('broken off');
    await office.rows('drop trigger breaks on account');
    expect(await look([works('telegram'), works('max')])).toBeGreaterThan(0);
    expect([await homeOf('executor'), await homeOf('deputy')]).toEqual(['telegram', 'telegram']);
    expect(await look([works('telegram'), works('max')])).toBe(0);
  });

  test('is known to be down where one move away broke off: the next look finishes it, and admins hear once', async () => {
    await alsoInMax('executor', 'deputy', 'admin');
    await assigned();
    await breakMovesOf('deputy');
    at(15);
    const again = () => look([silent('telegram', 0), works('max')]);
    await expect(again()).rejects.toThrow('broken off');
    expect(await readOutages(databaseOf(office.desk))).toEqual([{ messenger: 'telegram', since: minute(0) }]);
    await office.rows('drop trigger breaks on account');
    await again();
    await again();
    expect([await homeOf('executor'), await homeOf('deputy')]).toEqual(['max', 'max']);
    const told = `select messenger, params ->> 'carried' as carried from outbox_message where kind = 'messengerSilent'`;
    expect(await office.rows(told)).toEqual([{ messenger: 'max', carried: '3' }]);
  });

  test('and one that the office has given up leaves its people to the other', async () => {
    await alsoInMax('executor');
    await look([works('max')]);
    expect(await homeOf('executor')).toBe('max');
    expect(await homeOf('coordinator')).toBe('telegram');
  });
});

describe('of two processes each speaks with one messenger', () => {
  const elsewhere = (messenger: string): Heard => ({ ...works(messenger), isOurs: false, acceptedAt: null });
  const unmet = (messenger: string, since: number): Heard => ({ ...silent(messenger, since), isOurs: null });
  /** Their ticks, each saying what it knows. */
  const theyHear = async (ofTelegram: Heard, ofMax: Heard): Promise<void> => {
    await noteHeard(office.desk, [ofTelegram, elsewhere('max')]);
    await noteHeard(office.desk, [elsewhere('telegram'), ofMax]);
  };
  beforeEach(async () => {
    await alsoInMax('executor');
    await office.rows('truncate outbox_message');
    await assigned();
  });

  test('whoever judges knows what both know: people go and come home', async () => {
    at(15);
    await theyHear(silent('telegram', 0), works('max'));
    expect(await judge()).toBe(1);
    expect(await homeOf('executor')).toBe('max');
    at(60);
    await theyHear(works('telegram'), works('max'));
    expect(await judge()).toBe(1);
    expect(await homeOf('executor')).toBe('telegram');
  });

  test('nothing is left there and it answers: whoever speaks with it has asked', async () => {
    at(15);
    await theyHear(silent('telegram', 0), works('max'));
    await judge();
    await office.rows('truncate outbox_message');
    at(30);
    const trial: Heard = { ...silent('telegram', 0), silentSince: null, answers: async () => true };
    await theyHear(trial, works('max'));
    await judge();
    expect(await homeOf('executor')).toBe('telegram');
  });

  test('a silence goes on through the end of the process that heard it', async () => {
    for (let minutes = 0; minutes < 10; minutes += 1) {
      at(minutes);
      await noteHeard(office.desk, [silent('telegram', 0), elsewhere('max')]);
    }
    // the other has its place now, and has tried for itself
    for (let minutes = 10; minutes <= 15; minutes += 1) {
      at(minutes);
      await noteHeard(office.desk, [silent('telegram', 10), works('max')]);
    }
    expect(await judge()).toBe(1);
  });

  test('and ends when the one or the other was heard', async () => {
    at(9);
    await noteHeard(office.desk, [works('telegram'), works('max')]);
    at(10);
    // it has tried since the beginning, and was not let in; then it got the place
    await noteHeard(office.desk, [unmet('telegram', 0), works('max')]);
    at(15);
    await noteHeard(office.desk, [silent('telegram', 0), works('max')]);
    expect(await judge()).toBe(0);
    at(24);
    await noteHeard(office.desk, [silent('telegram', 0), works('max')]);
    expect(await judge()).toBe(1);
  });

  test('one that can’t meet a messenger says nothing against the other, to which it answers', async () => {
    await office.rows('truncate outbox_message');
    await office.rows(`insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
      values ('waits', false, 'max', '1', 'failed', '{}', false, now() - interval '1 year')`);
    for (const minutes of [15, 16, 17, 18, 30]) {
      at(minutes);
      await noteHeard(office.desk, [elsewhere('telegram'), works('max')]);
      await noteHeard(office.desk, [works('telegram'), unmet('max', 0)]);
      expect(await judge()).toBe(0);
    }
    expect(await readOutages(databaseOf(office.desk))).toEqual([]);
  });

  test('of one with which nobody speaks any more nothing is known: nobody is moved away, nor there', async () => {
    at(12);
    await noteHeard(office.desk, [silent('telegram', 0), elsewhere('max')]);
    at(16);
    await noteHeard(office.desk, [elsewhere('telegram'), works('max')]);
    expect(await judge()).toBe(0);
    await theyHear(silent('telegram', 0), { ...works('max'), isOurs: false });
    at(20);
    await noteHeard(office.desk, [silent('telegram', 0), elsewhere('max')]);
    expect(await judge()).toBe(0);
    expect(await homeOf('executor')).toBe('telegram');
  });
});

test('a clock that was wrong by a day leaves nobody where nobody is reached, nor from home', async () => {
  await alsoInMax('executor');
  await assigned();
  at(24 * 60);
  // what waits has waited for a day, by this clock
  await look([silent('telegram', 24 * 60 - 16), works('max')]);
  expect(await homeOf('executor')).toBe('max');
  at(1);
  await look([works('telegram'), works('max')]);
  expect(await homeOf('executor')).toBe('telegram');
  await office.rows('truncate outbox_message');
  await assigned();
  at(16);
  // it was last heard tomorrow
  await noteHeard(office.desk, [{ ...works('telegram'), acceptedAt: minute(24 * 60) }, works('max')]);
  at(17);
  await look([{ ...silent('telegram', 1), acceptedAt: minute(24 * 60) }, works('max')]);
  expect(await homeOf('executor')).toBe('max');
});

test('whoever shuts the bot out in one is written to in the other', async () => {
  await alsoInMax('executor');
  const executor = (await officialById(office.desk, office.people.executor))!;
  await personIsUnreachable(office.desk, executor, 'blocked');
  expect(await homeOf('executor')).toBe('max');
  expect((await said('executor')).map(({ messenger, kind }) => `${messenger} ${kind}`)).toContain('max homeMoved');
});

test.each([
  ['a message', false],
  ['a message that is merged with others of its kind', true],
])(
  '%s by which it is found that they have shut the bot out is said in the other, before what waits',
  async (_, mergeable) => {
    await alsoInMax('executor');
    await office.rows('truncate outbox_message');
    await assigned();
    const [card] = await office.rows<{ key: string }>(
      `update outbox_message set state = 'sending', attempts = 1, mergeable = $1 where kind = 'card' and params ->> 'personId' = $2 returning key`,
      [mergeable, String(office.people.executor)],
    );
    const executor = (await officialById(office.desk, office.people.executor))!;
    await office.rows(
      `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
     values ('later', false, 'telegram', $1, 'failed', jsonb_build_object('personId', $2::int), false, $3)`,
      [executor.chatId, executor.personId, now],
    );
    await personIsUnreachable(office.desk, executor, 'blocked');
    await personIsUnreachable(office.desk, executor, 'deactivated');
    expect(await said('executor')).toEqual([
      { messenger: 'max', kind: 'homeMoved', silent: true },
      { messenger: 'max', kind: 'card', silent: false },
      { messenger: 'max', kind: 'failed', silent: false },
    ]);
    const cards = `select messenger, key, state from outbox_message where kind = 'card' and params ->> 'personId' = $1 order by id`;
    expect(await office.rows(cards, [String(office.people.executor)])).toEqual([
      { messenger: 'telegram', key: `${card?.key}:closed`, state: 'sending' },
      { messenger: 'max', key: card?.key, state: 'new' },
    ]);
  },
);

describe('a card that waits to be brought in each of two messengers', () => {
  let appealId: number;
  const inChatOf = async (messenger: string) => {
    const { chatId, personId } = (await officialById(office.desk, office.people.executor))!;
    return { personId, messenger, chatId };
  };
  const bringIn = async (messenger: string) =>
    drawLater(office.desk, await inChatOf(messenger), 'appeal', appealId, 'card');
  const waiting = async () =>
    (await said('executor')).filter(({ kind }) => kind === 'card').map((one) => one.messenger);
  beforeEach(async () => {
    await alsoInMax('executor');
    appealId = await assigned();
    await office.rows('truncate outbox_message');
    await bringIn('telegram');
  });

  test('comes in both, in one once', async () => {
    await bringIn('max');
    await bringIn('telegram');
    expect(await waiting()).toEqual(['telegram', 'max']);
  });

  test.each([[['telegram']], [['telegram', 'max']]])(
    'waits in %s; comes once where they are written to from now on',
    async (asked) => {
      if (asked.includes('max')) await bringIn('max');
      await chooseHome(office.desk, (await officialById(office.desk, office.people.executor))!, 'max');
      expect(await waiting()).toEqual(['max']);
      // and is not taken away from there by whoever looks at it in the other
      await bringIn('telegram');
      expect((await waiting()).sort()).toEqual(['max', 'telegram']);
    },
  );
});

test('a message that changes their chat is not said in the other when it finds nobody', async () => {
  await alsoInMax('executor');
  await office.rows('truncate outbox_message');
  await assigned();
  await office.rows(`update outbox_message set state = 'sending', attempts = 1, kind = 'redraw'`);
  await personIsUnreachable(office.desk, (await officialById(office.desk, office.people.executor))!, 'blocked');
  expect((await said('executor')).map(({ kind }) => kind)).toEqual(['homeMoved']);
});

describe('a home that was chosen and has shut the bot out, with nothing open beside it', () => {
  let appealId: number;
  beforeEach(async () => {
    await alsoInMax('executor');
    appealId = await assigned();
    const executor = await inTelegram();
    await chooseHome(office.desk, executor, 'max');
    await personIsUnreachable(office.desk, { messenger: 'telegram', chatId: executor.chatId }, 'blocked');
    await personIsUnreachable(office.desk, { messenger: 'max', chatId: executor.chatId }, 'blocked');
    await office.rows('truncate outbox_message');
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, 'max', 'appeal', $2, 'm')`,
      [office.people.executor, appealId],
    );
  });
  const inTelegram = async () => {
    const { chatId } = (await officialById(office.desk, office.people.executor))!;
    return (await officialIn(office.desk, office.people.executor, { messenger: 'telegram', chatId }))!;
  };

  test.each([
    ['a press', async () => welcomeBack(office.desk, await inTelegram())],
    ['Start', async () => void (await startedHere(office.desk, await inTelegram()))],
  ])('is left by %s elsewhere, and the open card comes once', async (_, come) => {
    expect(await homeOf('executor')).toBe('max');
    await come();
    await welcomeBack(office.desk, await inTelegram());
    expect(await homeOf('executor')).toBe('telegram');
    expect((await said('executor')).filter(({ kind }) => kind === 'card')).toEqual([
      { messenger: 'telegram', kind: 'card', silent: true },
    ]);
  });

  test('is kept where it is open again by then', async () => {
    const { chatId } = await inTelegram();
    await welcomeBack(
      office.desk,
      (await officialIn(office.desk, office.people.executor, { messenger: 'max', chatId }))!,
    );
    await welcomeBack(office.desk, await inTelegram());
    expect(await startedHere(office.desk, await inTelegram())).toBe(false);
    expect(await homeOf('executor')).toBe('max');
  });
});

test('nobody is written to where they have no account, or can’t be', async () => {
  const executor = (await officialById(office.desk, office.people.executor))!;
  expect(await chooseHome(office.desk, executor, 'max')).toBe('notThere');
  await alsoInMax('executor');
  await office.rows(`update account set unreachable = 'blocked' where messenger = 'max'`);
  expect(await chooseHome(office.desk, executor, 'max')).toBe('notThere');
  expect(await officialIn(office.desk, executor.personId, { messenger: 'max', chatId: 'another' })).toBeNull();
});

describe('a duty coordinator whose messenger is down', () => {
  beforeEach(() =>
    office.rows('insert into on_duty (day, person_id) values ($1, $2)', [day('2026-11-25'), office.people.coordinator]),
  );
  const rung = async () => {
    const sounds = await soundsForAll(databaseOf(office.desk), circumstances(office.desk));
    return (['coordinator', 'coordinator2'] as const).filter((name) => sounds(office.people[name]));
  };

  test('counts as away: who can be reached is rung', async () => {
    expect(await rung()).toEqual(['coordinator']);
    await alsoInMax('coordinator', 'coordinator2');
    await assigned();
    const coordinator2 = (await officialById(office.desk, office.people.coordinator2))!;
    await chooseHome(office.desk, coordinator2, 'max');
    at(15);
    await look([silent('telegram', 0), works('max')]);
    expect(await homeOf('coordinator')).toBe('max');
    expect(await rung()).toEqual(['coordinator2']);
    await office.rows('truncate outbox_message');
    await office.register();
    const brought = async (name: PersonName) => (await said(name)).filter(({ kind }) => kind === 'card');
    expect(await brought('coordinator2')).toEqual([{ messenger: 'max', kind: 'card', silent: false }]);
    // whoever is away hears where they are written to, without a sound
    expect(await brought('coordinator')).toEqual([{ messenger: 'max', kind: 'card', silent: true }]);
  });

  test('is rung with all others where nobody can be reached', async () => {
    await alsoInMax('coordinator', 'coordinator2');
    await assigned();
    at(15);
    await look([silent('telegram', 0), works('max')]);
    expect(await rung()).toEqual(['coordinator', 'coordinator2']);
  });
});

test('a deputy who can’t be reached counts as away: the coordinators hear of it', async () => {
  const { executor, executor2 } = office.people;
  await office.rows(
    `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $3, $3, $2, $1, $4)`,
    [executor, executor2, day('2026-11-25'), MORNING],
  );
  await alsoInMax('executor2', 'coordinator2');
  const coordinator2 = (await officialById(office.desk, office.people.coordinator2))!;
  await chooseHome(office.desk, coordinator2, 'max');
  await assigned();
  const reached = `select ${isReached('account')} as reached from account where person_id = $1 and is_home`;
  expect(await office.rows(reached, [executor2])).toEqual([{ reached: true }]);
  at(15);
  await look([silent('telegram', 0), works('max')]);
  expect(await office.rows(reached, [executor2])).toEqual([{ reached: false }]);
  await office.rows('truncate outbox_message');
  await assigned();
  const told = (name: PersonName) => said(name).then((all) => all.filter(({ kind }) => kind !== 'redraw'));
  expect(await told('executor2')).toEqual([{ messenger: 'max', kind: 'card', silent: true }]);
  expect(await told('coordinator2')).toContainEqual({ messenger: 'max', kind: 'deputyUnreached', silent: false });
});
