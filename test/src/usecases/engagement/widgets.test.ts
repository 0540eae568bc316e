import { USUAL_DESIGN, type WidgetDesign } from '../../../../src/regulation/engagement/widget';
import type { Role } from '../../../../src/regulation/vocabulary';
import {
  changeOfficeInPos,
  confirmNumbers,
  giveNumber,
  readOfficeInPos,
  addWidget,
  changeWidget,
  listWidgets,
  readWidget,
  removeWidget,
} from '../../../../src/usecases/engagement/widgets';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let [keeper, admin, coordinator]: Official[] = [];
beforeAll(async () => {
  office = await openOffice();
  const withRoles = async (name: 'stranger' | 'admin' | 'coordinator', roles: readonly Role[]) => {
    await office.rows('update person set roles = $2 where id = $1', [office.people[name], roles]);
    return (await officialById(office.desk, office.people[name]))!;
  };
  keeper = await withRoles('stranger', ['engagement']);
  admin = await withRoles('admin', ['admin']);
  coordinator = await withRoles('coordinator', ['coordinator']);
});
afterAll(() => office.fresh.drop());

const named = async () => (await listWidgets(office.desk, keeper!)).map(({ name }) => name);
const entries = async () =>
  (await office.rows<{ n: number }>(`select count(*)::int as n from journal_entry where action = 'changeOffice'`))[0]
    ?.n;

test('several are kept by name, and each is found again as it was', async () => {
  const dark = { ...USUAL_DESIGN, look: 'dark', width: 265 } as const satisfies WidgetDesign;
  const [one, other] = [
    await addWidget(office.desk, keeper!, 'Главная страница', USUAL_DESIGN),
    await addWidget(office.desk, keeper!, 'Новости', dark),
  ];
  expect(await named()).toEqual(['Главная страница', 'Новости']);
  expect([one.ok, other.ok && (await readWidget(office.desk, keeper!, other.id))?.design]).toEqual([true, dark]);
});

test('the same again is the same; another under its name is refused, in whatever letters', async () => {
  const before = await entries();
  const first = await addWidget(office.desk, keeper!, 'Школа', USUAL_DESIGN);
  expect(await addWidget(office.desk, keeper!, 'Школа', USUAL_DESIGN)).toEqual(first);
  expect(await addWidget(office.desk, keeper!, 'ШКОЛА', { ...USUAL_DESIGN, elements: 1 })).toEqual({
    ok: false,
    refusal: 'nameTaken',
  });
  expect(await entries()).toBe(before! + 1);
});

test('two who give one name at the same moment: one has it, the other hears so', async () => {
  const results = await Promise.all(
    [1, 2, 3, 4].map((elements) => addWidget(office.desk, keeper!, 'Гонка', { ...USUAL_DESIGN, elements })),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok).map((result) => !result.ok && result.refusal)).toEqual(
    Array(3).fill('nameTaken'),
  );
});

test('a part is changed and the rest stays; a removed one changes no more, comes back, and frees its name', async () => {
  const added = await addWidget(office.desk, keeper!, 'Парк', { ...USUAL_DESIGN, elements: 7 });
  if (!added.ok) throw new Error(added.refusal);
  const { id } = added;
  await changeWidget(office.desk, keeper!, id, { design: { look: 'warm' } });
  expect((await readWidget(office.desk, keeper!, id))?.design).toEqual({ ...USUAL_DESIGN, elements: 7, look: 'warm' });
  await removeWidget(office.desk, keeper!, id, true);
  expect(await named()).not.toContain('Парк');
  expect(await changeWidget(office.desk, keeper!, id, { name: 'Сад' })).toEqual({ ok: false, refusal: 'gone' });
  const next = await addWidget(office.desk, keeper!, 'Парк', USUAL_DESIGN);
  expect(await removeWidget(office.desk, keeper!, id, false)).toEqual({ ok: false, refusal: 'nameTaken' });
  if (next.ok) await removeWidget(office.desk, keeper!, next.id, true);
  expect((await removeWidget(office.desk, keeper!, id, false)).ok).toBe(true);
  expect(await named()).toContain('Парк');
});

test.each<[string, Partial<WidgetDesign>, string]>([
  ['no kind', { kinds: [] }, 'malformed'],
  ['a height of nothing', { height: 0 }, 'malformed'],
  ['half a pixel', { width: 265.5 }, 'malformed'],
  ['a font from elsewhere', { font: 'x"' as 'Arial' }, 'malformed'],
  ['a colour that is a style', { look: 'own', own: { paper: 'url(x)', ink: '000000', accent: '000000' } }, 'malformed'],
  [
    'letters that nobody reads',
    { look: 'own', own: { paper: 'ffffff', ink: 'dddddd', accent: '000000' } },
    'unreadable',
  ],
])('%s is refused', async (_, design, refusal) => {
  const refused = { ok: false, refusal };
  expect(await addWidget(office.desk, keeper!, `Плохой ${refusal}`, { ...USUAL_DESIGN, ...design })).toEqual(refused);
  const good = await addWidget(office.desk, keeper!, 'Хороший', USUAL_DESIGN);
  expect(good.ok && (await changeWidget(office.desk, keeper!, good.id, { design }))).toEqual(refused);
});

test('who is not ОГ neither sees nor changes any; who is no admin says no numbers', async () => {
  for (const other of [admin!, coordinator!]) {
    expect(await listWidgets(office.desk, other)).toEqual([]);
    expect(await readWidget(office.desk, other, 1)).toBeNull();
    expect(await addWidget(office.desk, other, 'Чужой', USUAL_DESIGN)).toEqual({ ok: false, refusal: 'notYours' });
    expect(await removeWidget(office.desk, other, 1, true)).toEqual({ ok: false, refusal: 'notYours' });
  }
  for (const other of [keeper!, coordinator!]) {
    expect(await changeOfficeInPos(office.desk, other, 'municipality', '92644000')).toBe('notAdmin');
    expect(await giveNumber(office.desk, other, 'poll', 40)).toBe('notAdmin');
  }
});

test('an admin says the office’s numbers, each once in the journal, and nothing that they could not be', async () => {
  const before = await entries();
  expect(await changeOfficeInPos(office.desk, admin!, 'municipality', '92644000')).toBe('changed');
  expect(await changeOfficeInPos(office.desk, admin!, 'municipality', '92644000')).toBe('changed');
  expect(await changeOfficeInPos(office.desk, admin!, 'organization', '1234')).toBe('malformed');
  expect(await entries()).toBe(before! + 1);
  expect((await readOfficeInPos(office.desk)).office).toMatchObject({ municipality: '92644000', organization: '' });
});

test('which number is which kind is an assumption until exactly that table is confirmed', async () => {
  const kinds = async () => (await readOfficeInPos(office.desk)).kinds;
  const assumed = await kinds();
  expect(assumed.confirmed).toBe(false);
  expect(await giveNumber(office.desk, admin!, 'vote', 10)).toBe('changed');
  // What the first screen has shown is not so any more.
  expect(await confirmNumbers(office.desk, admin!, assumed.numbers)).toBe('changedMeanwhile');
  expect(await confirmNumbers(office.desk, admin!, (await kinds()).numbers)).toBe('changed');
  expect(await kinds()).toEqual({ numbers: { poll: 20, vote: 10, discussion: 30, directLine: 40 }, confirmed: true });
  expect(await giveNumber(office.desk, admin!, 'vote', 10)).toBe('changed');
  expect((await kinds()).confirmed).toBe(true);
  await giveNumber(office.desk, admin!, 'poll', 40);
  expect((await kinds()).confirmed).toBe(false);
});
