import { readCard } from '../../../../src/usecases/reading/read-card';
import { openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const GOOD =
  'Яма на ул. Советской, 15 засыпана асфальтобетонной смесью 20 ноября, работы принял мастер участка МКУ «Благоустройство». Дорога открыта для движения, ограждение снято.';

async function answered(answerText: string): Promise<number> {
  const id = await office.register();
  await office.rows(`update appeal set address = 'ул. Советская, 15' where id = $1`, [id]);
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  await submit(id, answerText);
  return id;
}
const submit = (id: number, answerText: string) =>
  office.must('executor', 'submitAnswer', id, {
    answerType: 'not_resolved',
    answerText,
    agreeingId: office.people.agreeing,
  });
const adviceFor = async (who: PersonName, id: number) =>
  (await readCard(office.desk, id, await office.actor(who)))?.card.draft?.advice ?? null;
const signsFor = async (who: PersonName, id: number) => (await adviceFor(who, id))?.signs.map(({ sign }) => sign) ?? [];

test('a version is checked as it is written, each anew, and whoever decides on it or watches quality sees the signs', async () => {
  const id = await answered('Меры будут приняты.');
  for (const who of ['agreeing', 'approving', 'curator', 'coordinator'] as const)
    expect(await signsFor(who, id)).toEqual(['short', 'phrases', 'stranger']);
  expect(await signsFor('executor', id)).toEqual([]);

  await office.must('agreeing', 'editDraft', id, {
    editedText:
      'Снег на Советской, 15 вывезен 21 ноября двумя машинами, тротуар посыпан песком, следующий вывоз по графику 28 ноября.',
  });
  expect(await signsFor('agreeing', id)).toEqual([]);
});

test('an answer that repeats another appeal’s says which; with other facts in the same sentences it repeats none', async () => {
  const first = await answered(GOOD);
  const second = await answered(GOOD.replace('снято', 'убрано'));
  expect(await adviceFor('agreeing', first)).toBeNull();
  expect(await adviceFor('agreeing', second)).toMatchObject({
    signs: [{ sign: 'repeat' }],
    repeated: { appealId: first },
  });

  const facts = GOOD.replace('20 ноября', '3 декабря')
    .replace('асфальтобетонной смесью', 'щебнем на глубину 30 см')
    .replace('мастер участка', 'инженер Сабиров');
  expect(await signsFor('agreeing', await answered(facts))).toEqual([]);
});

test('what was rejected and sent again repeats no answer', async () => {
  const text =
    'На Советской, 15 заменены два светильника, проверено 22 ноября в 19:00, оба горят, опора покрашена и пронумерована.';
  const id = await answered(text);
  await office.must('agreeing', 'rejectAnswer', id, { reason: 'приложите фото' });
  expect(await signsFor('agreeing', id)).toEqual([]);
  await submit(id, text);
  expect(await signsFor('agreeing', id)).toEqual([]);
});
