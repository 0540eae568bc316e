import type { WorkingOffice } from '../working-office';

/** An appeal in work, with a comment that waits for the gateway. */
export async function commented(office: WorkingOffice): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'comment', appealId, { comment: 'начали', progress: 'works_under_way' });
  return appealId;
}
