import { toPlainDate } from '../../../../src/regulation/calendar';
import { runDueReminders } from '../../../../src/jobs/tick';
import { registerAppeals, type AppealRecord } from '../../../../src/usecases/intake/register-appeals';
import type { Row, Slice, Statistics } from '../../../../src/usecases/statistics/figures';
import { followJournal, statisticsLag } from '../../../../src/usecases/statistics/follow';
import { readStatistics } from '../../../../src/usecases/statistics/statistics';
import { databaseOf } from '../../../../src/database/database';
import { until } from '../../../support/until';
import type { PersonName, WorkingOffice } from '../working-office';

/** What is committed is counted, as far as nothing older is under way. */
export async function count(office: WorkingOffice, atOnce?: number): Promise<void> {
  while ((await followJournal(office.desk, atOnce)).more);
}

/** Everything, also what a transaction of another test on this server holds back: the oldest one under way is the whole server's. */
export const countAll = (office: WorkingOffice): Promise<void> =>
  until('nothing waits to be counted', async () => {
    await count(office);
    return (await statisticsLag(databaseOf(office.desk)))?.count === 0;
  });

/** The same, and read. */
export async function counted(...asked: Parameters<typeof countedAsFar>): Promise<Statistics> {
  await countAll(asked[0]);
  return countedAsFar(...asked);
}

/** As far as it can be counted now, and read. */
export async function countedAsFar(
  office: WorkingOffice,
  from: string,
  to: string,
  by: Slice = 'none',
): Promise<Statistics> {
  await count(office);
  const statistics = await readStatistics(office.desk, { from: toPlainDate(from), to: toPlainDate(to), by });
  if (!statistics) throw new Error('Nothing was counted yet');
  return statistics;
}

export const rowOf = ({ rows }: Pick<Statistics, 'rows'>, key: string | null): Row | undefined =>
  rows.find((row) => row.key === key);

let appeals = 0;

export async function register(office: WorkingOffice, record: Partial<AppealRecord> = {}): Promise<number> {
  appeals += 1;
  const whole = {
    number: `COUNT-${appeals}`,
    kind: 'message' as const,
    registeredAt: office.desk.clock.now(),
    ...record,
  };
  const [registered] = await registerAppeals(office.desk, [whole], 'http');
  return registered!.id;
}

/** What becomes due by that moment is noted at it. */
export async function passTo(office: WorkingOffice, moment: Date): Promise<void> {
  office.setTime(moment);
  await runDueReminders(office.desk);
}

/** The usual way to an answer, each step at once. */
export async function answer(office: WorkingOffice, id: number, type = 'resolved'): Promise<void> {
  await draft(office, id, type);
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered' });
}

export async function draft(
  office: WorkingOffice,
  id: number,
  type = 'resolved',
  executor: PersonName = 'executor',
): Promise<void> {
  await office.must(executor, 'submitAnswer', id, {
    answerType: type,
    answerText: 'Яма на ул. Ленина, 5 заделана 24.11.2026',
    withoutPhoto: 'скрытые работы',
    agreeingId: office.people.agreeing,
  });
}

export async function assign(office: WorkingOffice, id: number, executor: PersonName = 'executor'): Promise<void> {
  await office.must('coordinator', 'assign', id, { executorId: office.people[executor] });
}

export async function inWork(office: WorkingOffice, id: number, executor: PersonName = 'executor'): Promise<void> {
  await assign(office, id, executor);
  await office.must(executor, 'takeIntoWork', id);
}

export const returned = { reexaminationReason: 'formal_answer', reexaminationText: 'Не по существу' };
