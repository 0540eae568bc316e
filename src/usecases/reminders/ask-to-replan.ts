import { statement, type Queries } from '../../database/database';

// The one row of it: asked for again while it is under way, it begins at the first appeal again.
const wantReplan = statement(
  'ask-to-replan',
  `insert into reminder (key, reason, params, due_at, state) values ('replan:nags', 'replan', '{}', $1, 'planned')
   on conflict (key) do update set params = excluded.params, due_at = excluded.due_at, state = excluded.state`,
);

/** The calendar or the hours have changed: all that is planned is planned anew by the next ticks. @idempotent */
export async function askToReplan(tx: Queries, now: Date): Promise<void> {
  await tx.query(wantReplan, [now]);
}
