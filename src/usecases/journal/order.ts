/** The epoch that goes on, and the oldest transaction that is still under way: whatever is below it is committed, or never will be. */
export const EPOCH = '(select max(id) from journal_epoch)';
export const OLDEST_UNDER_WAY = '((pg_snapshot_xmin(pg_current_snapshot()))::text)::bigint';
