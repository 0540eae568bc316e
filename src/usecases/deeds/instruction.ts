import { statement } from '../../database/database';
import { workingDayOnOrAfter } from '../../regulation/calendar';
import type { OpenInstruction } from '../../regulation/pending';
import { OPEN_INSTRUCTION } from '../appeals/pending';
import { required, type Deeds, type Doing } from './deed';

const insertInstruction = statement(
  'insert-instruction',
  'insert into instruction (appeal_id, giver_id, text, by_day) values ($1, $2, $3, $4) returning id',
);
const settled = (what: 'done_at' | 'withdrawn_at') =>
  `update instruction set ${what} = $3 where id = $1 and appeal_id = $2 and ${OPEN_INSTRUCTION} returning text`;
const fulfil = statement('fulfil-instruction', settled('done_at'));
const withdraw = statement('withdraw-instruction', settled('withdrawn_at'));
const endAll = statement(
  'end-instructions',
  `update instruction set ended_at = $2 where appeal_id = $1 and ${OPEN_INSTRUCTION}`,
);
const reopen = statement(
  'reopen-instructions',
  'update instruction set ended_at = null where appeal_id = $1 and ended_at = $2 returning id, giver_id as "giverId", by_day as day',
);

/** What a supervisor wants done by a day. */
export const instructionDeeds: Deeds<'giveInstruction' | 'fulfilInstruction' | 'withdrawInstruction'> = {
  giveInstruction: async (doing) => {
    const { tx, appeal, leading, pending, details, permission, personId, submission, circumstances } = doing;
    const { instruction, instructionDay: named } = submission.answers;
    // Of those that are worked as one it hangs on the leading one.
    if (named === undefined || named === null || leading !== null) return;
    const day = workingDayOnOrAfter(named, circumstances.calendar);
    if (day !== named) Object.assign(details, { instructionDay: day, dateMovedFrom: named });
    const giverId = permission.standing.onBehalfOfId ?? required(personId, 'supervisor');
    const [given] = await tx.query<{ id: number }>(insertInstruction, [
      appeal.id,
      giverId,
      required(instruction, 'instruction'),
      day,
    ]);
    const { id } = required(given, 'instruction');
    pending.instructions.set(id, { giverId, day });
    details.instructionId = id;
  },
  fulfilInstruction: (doing) => settle(doing, fulfil),
  withdrawInstruction: (doing) => settle(doing, withdraw),
};

async function settle(doing: Doing, how: typeof fulfil): Promise<void> {
  const { tx, appeal, pending, details, submission, circumstances } = doing;
  const id = required(submission.answers.instructionId, 'instructionId');
  const [one] = await tx.query<{ text: string }>(how, [id, appeal.id, circumstances.now]);
  details.instruction = required(one, 'instruction').text;
  pending.instructions.delete(id);
}

/** They end with the appeal. */
export async function endInstructions({ tx, appeal, pending, circumstances: { now } }: Doing): Promise<void> {
  if (pending.instructions.size === 0) return;
  await tx.query(endAll, [appeal.id, now]);
  pending.instructions.clear();
}

/** What ended with it at that moment goes on with it. */
export async function reopenInstructions({ tx, appeal, pending }: Doing, endedAt: Date): Promise<void> {
  const rows = await tx.query<OpenInstruction & { readonly id: number }>(reopen, [appeal.id, endedAt]);
  for (const { id, ...instruction } of rows) pending.instructions.set(id, instruction);
}
