import { ToldNag } from '../../../entities/told-nag';
import { columnNames } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';
import { isVisit, type NagLine } from './read-nags';

const TOLD = columnNames(ToldNag, [
  'messageKey',
  'personId',
  'appealId',
  'term',
  'threshold',
  'endsAt',
  'escalated',
  'at',
  'silent',
]);
const insertTold = statement(
  'note-told-nags',
  `insert into told_nag (${TOLD}) select ${TOLD}
   from jsonb_to_recordset($1::jsonb) as r(message_key text, person_id int, appeal_id int, term text, threshold text, ends_at timestamptz,
     escalated boolean, at timestamptz, silent boolean)
   on conflict do nothing`,
);

/**
 * These lines have reached this person, so it stands for good when, and whether with a sound.
 * @idempotent by the message
 */
export async function noteTold(
  desk: Desk,
  { personId, key, silent }: { readonly personId: number; readonly key: string; readonly silent: boolean },
  lines: readonly NagLine[],
  at: Date,
): Promise<void> {
  const rows = lines.flatMap((line) =>
    isVisit(line)
      ? []
      : [
          {
            message_key: key,
            person_id: personId,
            appeal_id: line.appealId,
            term: line.term,
            threshold: line.threshold,
            ends_at: line.due,
            escalated: line.escalated,
            at,
            silent,
          },
        ],
  );
  if (rows.length > 0) await databaseOf(desk).query(insertTold, [JSON.stringify(rows)]);
}
