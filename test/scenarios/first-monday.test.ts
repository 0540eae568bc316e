import type { Action } from '../../src/regulation/vocabulary';
import { placeDelivery } from '../../src/usecases/delivery/deliveries';
import { officialById } from '../../src/usecases/kit/officials';
import { WalkedOffice } from '../support/walked-office';

/*
 * A week as an office lives it, from Friday 16:20 on, and what its people read on Monday at 8:15. The lists below are worked
 * out from domain.md by hand, beside each line why; nothing in them is copied from the program.
 */

const ROSTER = {
  users: [
    { name: 'Кузнецова Юлия Юрьевна', roles: ['coordinator'], telegramId: 3001 },
    { name: 'Насибулина Гульнара Ринатовна', roles: ['coordinator', 'curator'], telegramId: 3002 },
    { name: 'Петров Пётр Петрович', roles: ['executor'], supervisor: 'Шафеев Ильдар Рустамович', telegramId: 3003 },
    { name: 'Шафеев Ильдар Рустамович', roles: ['supervisor'], telegramId: 3004 },
    { name: 'Гарипов Рашит Мухаметдинович', roles: ['supervisor'], canApprove: true, telegramId: 3005 },
    { name: 'Латыпова Эльвира Тагировна', roles: ['supervisor'], canApprove: true, telegramId: 3006 },
  ],
  organizations: [{ name: 'МУП «Тепловые сети»', kind: 'subordinate' }],
};
const PHONES = {
  coordinator: 3001,
  curator: 3002,
  executor: 3003,
  agreeing: 3004,
  approving: 3005,
  approving2: 3006,
} as const;
type Who = keyof typeof PHONES;

/** «2026-11-27 16:20» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}:00+03:00`);

const APPEALS = {
  /** Ten days, due on Friday 27.11; an organization has it. */
  organization: { number: '334000001', registered: '2026-11-17 09:00', fastTrackDays: 10 },
  /** Due on 18.12: its draft is entered into ПОС and then rejected. */
  rejected: { number: '334000002', registered: '2026-11-18 10:00', fastTrackDays: null },
  /** Due on 18.12: its answer names the office's phone and waits for its entry. */
  phone: { number: '334000003', registered: '2026-11-18 10:00', fastTrackDays: null },
  /** Ten days, due on Monday 30.11: it is with the supervisor who is on leave from that day on. */
  leave: { number: '334000004', registered: '2026-11-20 10:00', fastTrackDays: 10 },
  /** The file of Friday: an ordinary one, one under 59-ФЗ on its 24th day, one whose three days were over on Thursday. */
  ordinary: { number: '334000005', registered: '2026-11-16 10:00', fastTrackDays: null },
  law: { number: '334000006', registered: '2026-11-03 10:00', kind: 'appeal59' },
  stale: { number: '334000007', registered: '2026-11-23 10:00', fastTrackDays: 3 },
} as const satisfies Record<
  string,
  { number: string; registered: string; kind?: string; fastTrackDays?: number | null }
>;
type Name = keyof typeof APPEALS;

const ANSWER = 'Отопление включено 26.11.2026 в доме 15. Спросить можно по телефону исполкома 8 (85563) 3-10-00.';

let office: WalkedOffice;
const ids = new Map<Name, number>();
let people: Map<string, number>;

beforeAll(async () => {
  office = await WalkedOffice.open(msk('2026-11-17 08:30'), ROSTER, { OFFICE_CONTACTS: '8 (85563) 3-10-00' });
  const rows = await office.rows<{ id: number; name: string }>('select id, name from person');
  people = new Map(rows.map(({ id, name }) => [name, id]));
}, 300_000);
afterAll(() => office?.close());

const idOf = (who: Who): number => people.get(ROSTER.users.find(({ telegramId }) => telegramId === PHONES[who])!.name)!;

const TICK = 15_000;
let now = msk('2026-11-17 08:30').getTime();

/** Whatever time does until then, each at its own moment, as often as the bot looks. */
async function walkTo(text: string): Promise<void> {
  const end = msk(text).getTime();
  for (;;) {
    const next = (await office.application.nextMomentAt(new Date(end)))?.getTime();
    if (next === undefined || now + TICK >= end) break;
    now = Math.max(next, now + TICK);
    if (now >= end) break;
    await office.tick(new Date(now));
  }
  now = end;
  await office.tick(new Date(now));
}

async function arrives(...names: Name[]): Promise<void> {
  const found = await office.register(
    names.map((name) => {
      const { number, registered } = APPEALS[name];
      const { kind = 'message', fastTrackDays } = APPEALS[name] as { kind?: string; fastTrackDays?: number | null };
      return {
        number,
        kind,
        registeredAt: `${registered.replace(' ', 'T')}:00+03:00`,
        ...(kind === 'message' ? { fastTrackDays } : {}),
        text: 'Холодно в квартирах дома 15.',
        address: 'ул. Советская, 15',
        settlement: 'Мамадыш',
      };
    }),
  );
  names.forEach((name, index) => ids.set(name, found[index]!));
}

const does = (who: Who, action: Action, name: Name, answers: Record<string, unknown> | null = null) =>
  office.act(idOf(who), action, ids.get(name)!, answers);

const written = { answerType: 'not_resolved', answerText: ANSWER } as const;

/** Given to the executor, reported and taken at once. */
async function taken(name: Name): Promise<void> {
  await does('coordinator', 'assign', name, { executorId: idOf('executor') });
  await does('executor', 'report', name, { supervisorId: idOf('agreeing') });
  await does('executor', 'takeIntoWork', name);
}

interface List {
  readonly own: Readonly<Record<string, readonly string[]>>;
  readonly ofOthers: number;
}

/** Morning lists of the day, by whom they came to. */
async function listsOf(day: string): Promise<Partial<Record<Who, List>>> {
  const rows = await office.rows<{ chat: string; params: any }>(
    `select chat_id as chat, params from outbox_message where kind = 'morning' and created_at >= $1 and created_at < $1 + interval '1 day'`,
    [msk(`${day} 00:00`)],
  );
  return Object.fromEntries(
    rows.map(({ chat, params }) => {
      const [who] = Object.entries(PHONES).find(([, phone]) => String(phone) === chat) ?? [chat];
      const own = Object.fromEntries(
        params.lines.map(({ number, terms }: { number: string; terms: { reason: string; overdue: boolean }[] }) => [
          Object.entries(APPEALS).find(([, appeal]) => appeal.number === number)?.[0] ?? number,
          terms.map(({ reason, overdue }) => `${reason}${overdue ? ' overdue' : ''}`).sort(),
        ]),
      );
      return [who, { own, ofOthers: params.escalated.count }];
    }),
  );
}

test('on Friday evening everything is as such evenings are', async () => {
  await walkTo('2026-11-17 09:00');
  await arrives('organization');
  await does('coordinator', 'passToSubordinate', 'organization', {
    organizationId: (await office.rows<{ id: number }>('select id from organization'))[0]!.id,
  });
  await walkTo('2026-11-18 10:00');
  await arrives('rejected');
  await arrives('phone');
  await taken('rejected');
  await taken('phone');
  await walkTo('2026-11-20 10:00');
  await arrives('leave');
  await taken('leave');
  await walkTo('2026-11-26 10:00');
  await does('executor', 'submitAnswer', 'rejected', { ...written, agreeingId: idOf('agreeing') });
  await does('agreeing', 'agreeAnswer', 'rejected', { approvingId: idOf('approving') });

  await walkTo('2026-11-27 16:20');
  await arrives('ordinary', 'law', 'stale');
  await walkTo('2026-11-27 16:25');
  await does('coordinator', 'markEntered', 'rejected');
  await walkTo('2026-11-27 16:30');
  await does('executor', 'submitAnswer', 'phone', { ...written, agreeingId: idOf('agreeing') });
  await does('agreeing', 'agreeAnswer', 'phone', { approvingId: idOf('approving') });
  await walkTo('2026-11-27 16:40');
  await does('approving', 'rejectAnswer', 'rejected', { reason: 'Нет даты' });
  await walkTo('2026-11-27 16:50');
  await does('executor', 'submitAnswer', 'leave', { ...written, agreeingId: idOf('agreeing') });
  await office.rows(
    `with a as (insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at)
       values ($1, '2026-11-30', '2026-12-04', $2, $1, $3) returning id, deputy_id)
     select id from a`,
    [idOf('agreeing'), idOf('approving'), msk('2026-11-27 16:55')],
  );
}, 300_000);

test('a placed draft that was rejected can’t be approved any more, and ПОС is to be rid of it', async () => {
  await expect(does('approving', 'approveAnswer', 'rejected', { signedText: 'as_entered' })).rejects.toThrow();
  const tasks = await office.rows<{ kind: string; placed: boolean; withdrawn: boolean }>(
    'select kind, placed_at is not null as placed, withdrawn_at is not null as withdrawn from delivery where appeal_id = $1 order by id',
    [ids.get('rejected')],
  );
  expect(tasks).toEqual([
    { kind: 'draft_entry', placed: true, withdrawn: true },
    { kind: 'removal', placed: false, withdrawn: false },
  ]);
});

test('on Monday at 8:15 nobody reads anything that a fair superior would not call late', async () => {
  await walkTo('2026-11-30 08:16');
  const coordinators: List = {
    own: {
      // Three days were over before the office had it: it is open past its term, and nobody's fault.
      stale: ['overall overdue'],
      // The organization's last day was Friday, and no answer of theirs is entered.
      organization: ['organization overdue', 'passing'],
      // What was entered is still in ПОС since Friday 16:40.
      rejected: ['removal'],
      // Agreed on Friday 16:30 and not entered since: a line from the next working day on.
      phone: ['entry'],
    },
    ofOthers: 0,
  };
  expect(await listsOf('2026-11-30')).toEqual({
    coordinator: coordinators,
    curator: coordinators,
    // The executor may enter it as well.
    executor: { own: { phone: ['entry'] }, ofOthers: 0 },
    // Ten days end today; of 61 working hours an eighth ends at 15:27.
    agreeing: { own: { leave: ['overall', 'stage'] }, ofOthers: 0 },
    // The deputy of whoever is on leave; and what is overdue since Thursday concerns all who may approve, since it has no executor yet.
    approving: { own: { leave: ['overall', 'stage'] }, ofOthers: 1 },
    approving2: { own: {}, ofOthers: 1 },
  });
}, 300_000);

test('what is a violation by then is whose it is, and of Friday’s file nothing is anybody’s', async () => {
  const facts = await office.rows<{ number: string; kind: string; holder: string | null; holders: number[] }>(
    'select a.number, o.kind, o.holder, o.holder_ids as holders from overdue o join appeal a on a.id = o.appeal_id order by a.number',
  );
  expect(
    facts.map(({ number, kind, holder, holders }) => [
      number,
      kind,
      holder === null ? 'nobody' : holder,
      holders.length,
    ]),
  ).toEqual([
    [APPEALS.organization.number, 'whole', 'organization', expect.any(Number)],
    // Of 61 working hours three fifths were over on Thursday at 10:36; the answer was sent on Friday.
    [APPEALS.leave.number, 'stage', 'executor', 1],
    // The seven days of 59-ФЗ were over before the receipt, too; no redirect was asked for, so they are no fact at all.
    [APPEALS.stale.number, 'whole', 'nobody', 0],
  ]);
});

test('the answer that the organization gave on its due day answers the fact, and no counter has it any more', async () => {
  await walkTo('2026-11-30 09:00');
  await does('coordinator', 'organizationAnsweredApplicant', 'organization', { answeredOn: '2026-11-27' });
  const [fact] = await office.rows<{ answered: boolean }>(
    'select answered_at is not null as answered from overdue where appeal_id = $1',
    [ids.get('organization')],
  );
  expect(fact).toEqual({ answered: true });
});

test('the office’s phone is in the answer as it was written, wherever it is read', async () => {
  const messages = await office.received(PHONES.coordinator);
  const task = messages.findLast(({ text }) => text?.startsWith('Внести в ПОС') && text.includes(APPEALS.phone.number));
  expect(task?.text).toContain(ANSWER);
  await does('coordinator', 'markEntered', 'phone');
  await does('approving', 'approveAnswer', 'phone', { signedText: 'as_entered' });
  const [draft] = await office.rows<{ text: string }>(
    'select d.text from appeal a join answer_draft d on d.id = a.draft_id where a.id = $1',
    [ids.get('phone')],
  );
  expect(draft?.text).toBe(ANSWER);
});

test('when the week was worked as it should be, the next Monday has no list for anybody', async () => {
  // The deputy agrees for whoever is on leave; the other approver approves.
  await does('approving', 'agreeAnswer', 'leave', { approvingId: idOf('approving2') });
  await does('executor', 'markEntered', 'leave');
  await walkTo('2026-11-30 11:00');
  await does('approving2', 'approveAnswer', 'leave', { signedText: 'as_entered' });
  for (const name of ['law', 'stale', 'ordinary'] as const) await taken(name);
  for (const name of ['law', 'stale'] as const) {
    await does('executor', 'submitAnswer', name, { ...written, agreeingId: idOf('approving2') });
    await walkTo('2026-11-30 12:00');
    await does('approving2', 'agreeAnswer', name, { approvingId: idOf('approving') });
    await does('coordinator', 'markEntered', name);
    await does('approving', 'approveAnswer', name, { signedText: 'as_entered' });
  }
  const { desk } = office.application;
  const coordinator = await officialById(desk, idOf('coordinator'));
  for (const { id } of await office.rows<{ id: number }>(
    `select id from delivery where kind = 'removal' and placed_at is null and withdrawn_at is null`,
  ))
    expect(await placeDelivery(desk, coordinator!, id)).toBe('placed');
  await walkTo('2026-12-07 08:16');
  expect(await listsOf('2026-12-07')).toEqual({});
  const open = await office.rows<{ number: string }>(
    'select a.number from open_work w join appeal a on a.id = w.appeal_id order by a.number',
  );
  expect(open.map(({ number }) => number)).toEqual([APPEALS.rejected.number, APPEALS.ordinary.number]);
}, 300_000);
