import { databaseOf, statement, type Transaction } from '../../../database/database';
import { pause } from '../../../process/pause';
import { stemsOf } from '../../../regulation/engagement/moderation';
import { maskContacts, maskPersonalData, type Contacts } from '../../../text/personal-data';
import type { Desk } from '../../ports';
import { amountOf } from '../../settings';
import { yearsAgo } from '../../calendar/years-ago';
import { contactsIn, officeContacts } from './contacts-written';

// A question of a direct line is as a resident has written it. Where it was made an appeal, it says of the applicant what the appeal does, and
// so may those that repeat it: one neighbour asks for another.

interface Asked {
  readonly id: number;
  readonly text: string;
  readonly address: string | null;
  readonly answer: string | null;
}
const ASKED = 'q.id, q.text, q.address, q.answer';
const REPEATS = 'line_question q left join line_question repeated on repeated.id = q.joined_to_id';
const selectOfAppeals = statement(
  'forget.questions-of-appeals',
  `select ${ASKED}, coalesce(q.appeal_id, repeated.appeal_id) as "appealId" from ${REPEATS}
   where q.appeal_id = any($1::int[]) or repeated.appeal_id = any($1::int[]) order by q.id for no key update of q`,
);
const write = statement(
  'forget.write-questions',
  `update line_question q set text = r.text, stems = r.stems, answer = r.answer, address = null, forgotten_at = $2
   from jsonb_to_recordset($1::jsonb) as r(id int, text text, stems text[], answer text) where q.id = r.id`,
);

const hidden = ({ id, text, answer }: Asked, office: Contacts) => {
  const masked = maskPersonalData(text);
  return {
    ...{ id, text: masked, stems: stemsOf(masked) },
    answer: answer === null ? null : maskContacts(answer, contactsIn(text), office),
  };
};

/** @returns whether there was anything in each, in their order */
async function hide(tx: Transaction, questions: readonly Asked[], office: Contacts, now: Date): Promise<boolean[]> {
  const after = questions.map((one) => hidden(one, office));
  await tx.query(write, [JSON.stringify(after), now]);
  return questions.map(
    ({ text, address, answer }, index) =>
      address !== null || text !== after[index]?.text || answer !== after[index].answer,
  );
}

/** Those that were made these appeals, and those that repeat them. @returns of which appeals there was anything */
export async function forgetQuestions(
  tx: Transaction,
  office: Contacts,
  appealIds: readonly number[],
  now: Date,
): Promise<readonly number[]> {
  const questions = await tx.query<Asked & { readonly appealId: number }>(selectOfAppeals, [appealIds]);
  if (questions.length === 0) return [];
  const found = await hide(tx, questions, office, now);
  return questions.filter((_, index) => found[index]).map(({ appealId }) => appealId);
}

const restem = statement(
  'forget.stems-of-questions',
  `update line_question q set stems = r.stems from jsonb_to_recordset($1::jsonb) as r(id int, stems text[]) where q.id = r.id`,
);

/** By what is left of their words. */
export async function stemAnew(tx: Transaction, appealIds: readonly number[]): Promise<void> {
  const questions = await tx.query<Asked>(selectOfAppeals, [appealIds]);
  if (questions.length === 0) return;
  await tx.query(restem, [JSON.stringify(questions.map(({ id, text }) => ({ id, stems: stemsOf(text) })))]);
}

// As an appeal has its term from its own end, they have it from that of their line. What is found to repeat one that is forgotten goes after it.
const selectOver = statement(
  'forget.questions-over',
  `select ${ASKED} from ${REPEATS} join engagement e on e.id = q.engagement_id
     left join appeal a on a.id = coalesce(q.appeal_id, repeated.appeal_id)
   where q.forgotten_at is null and q.id > $2
     and (a.forgotten_at >= a.finished_at or q.appeal_id is null and e.stage in ('finished', 'removed') and e.stage_at < $1)
   order by q.id limit $3 for no key update of q skip locked`,
);

/** Whoever presses meanwhile comes first. */
const [PIECE, PAUSE_MS] = [200, 100];

/** Those that became no appeal, as long after the end of their line as contacts are kept, and what an appeal has left behind. @returns how many; fewer when it was told to stop */
export async function endQuestionTerms(desk: Desk, signal?: AbortSignal): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const before = yearsAgo(now, await amountOf(database, 'contactYears'));
  let forgotten = 0;
  for (let after = 0, found = PIECE; found === PIECE && !signal?.aborted;) {
    await database.transaction(async (tx) => {
      const questions = await tx.query<Asked>(selectOver, [before, after, PIECE]);
      found = questions.length;
      after = questions.at(-1)?.id ?? after;
      if (found > 0) await hide(tx, questions, await officeContacts(tx, desk), now);
    });
    forgotten += found;
    if (found === PIECE) await pause(PAUSE_MS, signal);
  }
  return forgotten;
}
