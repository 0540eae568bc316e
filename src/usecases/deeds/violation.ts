import { Violation } from '../../../entities/violation';
import { columnNames } from '../../database/columns';
import { statement } from '../../database/database';
import { knownPerson, RETURNED_FOR } from '../../regulation/violations/kinds';
import { required, type Deeds } from './deed';

const INSERTED = columnNames(Violation, [
  'kind',
  'appealId',
  'at',
  'stage',
  'heldByIds',
  'personId',
  'openedAt',
  'state',
]);
// Whoever has sent the answer; for somebody who was away both may have written it. Nobody has sent what ПОС has answered.
const selectAuthors = statement(
  'authors-of-answer',
  `select array_remove(array[on_behalf_of_id, person_id], null) as ids from journal_entry
   where appeal_id = $1 and action = 'submitAnswer' order by id desc limit 1`,
);
const openViolation = statement(
  'open-violation-of-return',
  `insert into violation (${INSERTED}) values ($1, $2, $3, $4, $5, $6, $3, 'opened') on conflict do nothing`,
);

/** What an act may have to be answered for. */
export const violationDeeds: Deeds<'openViolation'> = {
  async openViolation({ tx, appeal, leading, submission: { answers }, circumstances: { now } }) {
    const kind = RETURNED_FOR[required(answers.reexaminationReason, 'reexaminationReason')];
    // One answer serves all appeals that are worked as one: it came back once.
    if (kind === null || leading !== null) return;
    const [sent] = await tx.query<{ ids: number[] }>(selectAuthors, [appeal.id]);
    const ids = [...new Set(sent?.ids ?? [])];
    if (ids.length > 0)
      await tx.query(openViolation, [kind, appeal.id, now, appeal.state.stage, ids, knownPerson(ids)]);
  },
};
