import { databaseOf, statement } from '../../src/database/database';
import { dayOf, isWorkingDay, plusDays, type PlainDate } from '../../src/regulation/calendar';
import { addAbsence } from '../../src/usecases/absences/absences';
import { officialById } from '../../src/usecases/kit/officials';
import { assign } from '../support/office-work';
import { PEOPLE, World, type Who } from '../support/world';

// A busy week of whoever watches terms (§2 Куратор): one who is nothing else, and one who is a coordinator too. Whatever becomes late by itself, at
// whatever hour, is a line of the next morning list; what must not wait is one message a day.

let world: World;
/** Nobody's executor any more: a curator alone. */
const CURATOR = 'otherExecutor';
const CURATORS = [CURATOR, 'secondCoordinator'] as const;
const MONDAY = '2026-11-30' as PlainDate;
const DAYS = 9;

const setRole = statement('week.curator', `update person set roles = '{curator}' where name = $1`);
const selectId = statement('week.person', 'select id from person where name = $1');
const selectLate = statement(
  'week.told-late',
  `select distinct a.number, j.at from journal_entry j join appeal a on a.id = j.appeal_id
   join person p on p.name = $1 and j.told -> 'escalatedToIds' @> to_jsonb(p.id)
   where j.action = 'tellOverdue' order by j.at`,
);

interface Message {
  readonly day: PlainDate;
  readonly at: string;
  readonly text: string;
  readonly silent: boolean;
}
const heard: Record<(typeof CURATORS)[number], Message[]> = { otherExecutor: [], secondCoordinator: [] };
const last: Partial<Record<Who, number>> = {};

async function listen(day: PlainDate, at: string): Promise<void> {
  for (const who of CURATORS) {
    const phone = world.phone(who);
    const fresh = (await phone.messages()).filter(({ message_id: id }) => id > (last[who] ?? 0));
    for (const { text, caption, silent } of fresh)
      heard[who].push({ day, at, text: text ?? caption ?? '(файл)', silent });
    last[who] = await phone.lastId();
  }
}
/** Whoever may approve falls ill, and nobody is named in their place. */
async function nobodyApproves(day: PlainDate): Promise<void> {
  const idOf = async (who: Who) =>
    (await databaseOf(world.desk).query<{ id: number }>(selectId, [PEOPLE[who].name]))[0]!.id;
  const admin = (await officialById(world.desk, await idOf('supervisor')))!;
  const added = await addAbsence(world.desk, admin, {
    personId: await idOf('approver'),
    fromDay: day,
    untilDay: plusDays(day, 2),
    deputies: {},
  });
  expect(added).toMatchObject({ ok: true, approvalsUncovered: true });
  await world.application.tick();
  await world.quiet();
}
const pass = async (day: PlainDate, at: string) => {
  await world.passTo(`${day}T${at}+03:00`);
  await listen(day, at);
};

/** Each hour, and the ticks at which something is told. */
const MOMENTS = ['08:00:05', '08:15:05', '09:00:05', '10:05:05', '11:05:05', '12:05:05', '13:05:05', '14:05:05', '15:05:05', '16:05:05', '17:00:05', '21:00:05']; // prettier-ignore

beforeAll(async () => {
  world = await World.start({ now: `${MONDAY}T07:30:00+03:00` });
  await databaseOf(world.desk).query(setRole, [PEOPLE[CURATOR].name]);
  for (const who of CURATORS) last[who] = await world.phone(who).lastId();
  for (let ahead = 0; ahead < DAYS; ahead += 1) {
    const day = plusDays(MONDAY, ahead);
    for (const at of MOMENTS) {
      await pass(day, at);
      if (!isWorkingDay(day, world.desk.office.calendar()) || at < '09' || at > '16') continue;
      // Nobody reports and nobody takes into work: each misses its one working day, and its stages after it.
      const number = await world.appeal({ address: `ул. Советская, ${ahead}-${at.slice(0, 2)}` });
      if (at < '13') await assign(world, number, at < '11' ? 'executor' : 'worker');
      if (day === '2026-12-02' && at === '10:05:05') await nobodyApproves(day);
      await listen(day, at);
    }
  }
}, 900_000);
afterAll(() => world.stop());

const LIST = /^Дела на /;
const byDay = (who: (typeof CURATORS)[number], which: (message: Message) => boolean = () => true) =>
  Object.fromEntries(
    [...new Set(heard[who].map(({ day }) => day))].map((day) => [
      day,
      heard[who].filter((message) => message.day === day && which(message)),
    ]),
  );

/** What a list says has become late since the one before. */
const newlyLate = ({ text }: Message): string[] => {
  const block = text.split('\n\n').find((one) => one.startsWith('Стало просрочено с прошлого списка'));
  return [...(block ?? '').matchAll(/^№ (\d+): /gm)].map(([, number]) => number!);
};

test('a curator has at most three messages a day, of which one may sound', () => {
  for (const [day, messages] of Object.entries(byDay(CURATOR))) {
    expect({ day, messages: messages.length <= 3 ? [] : messages.map(({ text }) => text.slice(0, 60)) }).toEqual({
      day,
      messages: [],
    });
    expect({ day, sounds: messages.filter(({ silent }) => !silent).length }).toEqual({
      day,
      sounds: day === '2026-12-02' ? 1 : 0,
    });
  }
  expect(heard[CURATOR].filter(({ text }) => LIST.test(text)).length).toBeGreaterThan(4);
});

test('none of them is on a day off', () => {
  const calendar = world.desk.office.calendar();
  expect(heard[CURATOR].filter(({ day }) => !isWorkingDay(day, calendar))).toEqual([]);
});

test('what has become late is, by number, in the next list and in no other', async () => {
  const rows = await databaseOf(world.desk).query<{ number: string; at: Date }>(selectLate, [PEOPLE[CURATOR].name]);
  expect(rows.length).toBeGreaterThan(30);
  const calendar = world.desk.office.calendar();
  const lists = heard[CURATOR].filter(({ text }) => LIST.test(text));
  for (const [index, list] of lists.entries()) {
    const told = (one: Message) => Date.parse(`${one.day}T${one.at}+03:00`);
    const since = index === 0 ? 0 : told(lists[index - 1]!);
    const late = rows.filter(({ at }) => at.getTime() > since && at.getTime() <= told(list));
    expect({ day: list.day, numbers: newlyLate(list).sort() }).toEqual({
      day: list.day,
      numbers: [...new Set(late.map(({ number }) => number))].sort(),
    });
  }
  const [{ at: lastAt } = { at: new Date(0) }] = rows.slice(-1);
  expect(dayOf(lastAt, calendar) >= '2026-12-07').toBe(true);
});

test('approvals that nobody covers do not wait: one message, which says it when it is read', () => {
  const messages = heard[CURATOR].filter(({ text }) => text.includes('утверждать ответы некому'));
  expect(messages.map(({ day, at, silent }) => [day, at, silent])).toEqual([['2026-12-02', '10:05:05', false]]);
});

test('a coordinator who is a curator too hears as a coordinator does, and nothing twice', () => {
  // Each morning one list, in which nothing has to be gathered: a coordinator was told of it.
  for (const [day, lists] of Object.entries(byDay('secondCoordinator', ({ text }) => LIST.test(text))))
    expect({ day, lists: lists.length <= 1 }).toEqual({ day, lists: true });
  expect(heard.secondCoordinator.flatMap((message) => newlyLate(message))).toEqual([]);
  const own = byDay('secondCoordinator', ({ text }) => /^(🔏|Неделя|Утверждать)/.test(text));
  for (const [day, messages] of Object.entries(own))
    expect({ day, few: messages.length <= 2 }).toEqual({ day, few: true });
});
