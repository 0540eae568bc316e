import { statement, type Queries } from '../../../database/database';
import type { DeliveryKind } from '../../../regulation/vocabulary';
import { groupOf } from '../../appeals/joined';

/**
 * What has still to reach ПОС, by its kind; and with `mail` a letter that is on its way to the applicant, with `failedMail` one that has come back a
 * little while ago: they are yet to be telephoned or written to.
 */
export type Waiting = DeliveryKind | 'mail' | 'failedMail';

/** So long after a letter has failed for good an applicant can still be reached otherwise. */
export const FAILED_LETTER_DAYS = 14;
const DAY = 86_400_000;

/** Letters that failed before then hold nobody any more. */
export const failedLettersSince = (now: Date): Date => new Date(now.getTime() - FAILED_LETTER_DAYS * DAY);

/** Of a delivery `y`, SQL. What is only to be taken out of ПОС needs no words. */
export const IS_UNPLACED = `y.placed_at is null and y.withdrawn_at is null and y.kind <> 'removal'`;
/** What was placed, or taken back, the gateway needs no words for: it asks by a key alone, for as long as it does. A letter needs its address. SQL. */
const IS_LETTER_UNDER_WAY = `exists (select from shipment s where s.delivery_id = y.id and s.carrier = 'mail' and s.state in ('waiting', 'sending'))`;
const hasFailed = (since: string): string => `y.withdrawn_at is null and exists (
  select from shipment s where s.delivery_id = y.id and s.carrier = 'mail' and s.state in ('refused', 'unknown') and s.settled_at > ${since})`;

/** Of a delivery `y`: somebody, or the bot, has still to carry it. SQL. */
export const IS_TO_CARRY = `(${IS_UNPLACED} or ${IS_LETTER_UNDER_WAY})`;

/** A delivery `y` of an appeal or of those that are worked as one with it: one text answers all, so all of it stays until each has it. SQL. */
export const deliveryOfAll = (appealId: string): string =>
  `${groupOf(appealId)} as g (id) join delivery y on y.appeal_id = g.id`;

/**
 * Of an appeal `a`: its words and the applicant's address are needed yet. SQL.
 * @param since a placeholder of `failedLettersSince`
 */
export const somethingWaits = (since: `$${number}`): string =>
  `exists (select from ${deliveryOfAll('a.id')} where ${IS_TO_CARRY} or ${hasFailed(since)})`;

const selectWaiting = statement(
  'waiting-of-appeal',
  `select distinct case when ${IS_UNPLACED} then y.kind when ${IS_LETTER_UNDER_WAY} then 'mail' else 'failedMail' end as what
   from ${deliveryOfAll('$1::int')} where ${IS_TO_CARRY} or ${hasFailed('$2')} order by what`,
);

/** What of this appeal, or of those worked as one with it, has still to be carried before its applicant can be forgotten. */
export const waitingOf = async (queries: Queries, appealId: number, now: Date): Promise<readonly Waiting[]> =>
  (await queries.query<{ what: Waiting }>(selectWaiting, [appealId, failedLettersSince(now)])).map(({ what }) => what);
