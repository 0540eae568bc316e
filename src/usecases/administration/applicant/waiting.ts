import { statement, type Queries } from '../../../database/database';
import type { DeliveryKind } from '../../../regulation/vocabulary';

/** What has still to reach ПОС, by its kind, and with `mail` a letter that is on its way to the applicant. */
export type Waiting = DeliveryKind | 'mail';

/** Of a delivery `y`, SQL. What is only to be taken out of ПОС needs no words. */
const IS_UNPLACED = `y.placed_at is null and y.withdrawn_at is null and y.kind <> 'removal'`;
/** By whichever carrier: what was placed by one may be under way by the other. SQL. */
const IS_UNDER_WAY = `exists (select from shipment s where s.delivery_id = y.id and s.state in ('waiting', 'sending', 'accepted'))`;

/**
 * Of an appeal `a`: something of it has still to be carried, so that its words and the applicant's address are needed. SQL.
 */
export const SOMETHING_WAITS = `exists (select from delivery y where y.appeal_id = a.id and (${IS_UNPLACED} or ${IS_UNDER_WAY}))`;

const selectWaiting = statement(
  'waiting-of-appeal',
  `select distinct case when ${IS_UNPLACED} then y.kind else 'mail' end as what
   from delivery y where y.appeal_id = $1 and (${IS_UNPLACED} or ${IS_UNDER_WAY}) order by what`,
);

/** What of this appeal has still to be carried before its applicant can be forgotten. */
export const waitingOf = async (queries: Queries, appealId: number): Promise<readonly Waiting[]> =>
  (await queries.query<{ what: Waiting }>(selectWaiting, [appealId])).map(({ what }) => what);
