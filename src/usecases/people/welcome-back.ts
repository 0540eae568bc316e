import { statement, databaseOf } from '../../database/database';
import { hasRight, heldBy, listsFor, PLACES } from '../../regulation/rights';
import type { CardSubject } from '../cards/card-places';
import { commentsToPlace, redraw } from '../cards/redraw';
import { type Message, say, NO_NEWS } from '../messages';
import type { Desk } from '../ports';
import { refreshCommands } from './command-menus';
import { homeUnlessReached } from './home';
import { markReachable, type Official } from './officials';
import { draftAwaitsEntry } from './draft-awaits-entry';
import { redrawWhereNamed } from './unreachable';

/** More cards at once are a flood; the menu has the counts and the lists have the rest. */
const CARDS_AT_MOST = 20;

const selectHeld = statement(
  'waits-for-person',
  `select appeal_id as id from open_work where (executor_id = any($1::int[]) and stage = any($2::text[])) or (agreeing_id = any($3::int[]) and stage = any($4::text[]))
     or (approving_id = any($5::int[]) and stage = any($6::text[]) and not ${draftAwaitsEntry('open_work', '$7')}) order by due_at, appeal_id limit $8`,
);
const selectUndistributed = statement(
  'waits-for-coordinators',
  `select appeal_id as id from open_work where stage = 'coordination' order by due_at, appeal_id limit $1`,
);
const selectUnplaced = statement(
  'waits-for-placing',
  `select id, kind = 'comment' as comment from delivery where placed_at is null and withdrawn_at is null and author_until is null order by queued_at limit $1`,
);
const selectCards = statement(
  'cards-of-person',
  `select subject_id as id from card where person_id = $1 and messenger = $2 and subject = 'appeal'`,
);
// Those that have come along from where they were at home until now.
const selectOnTheirWay = statement(
  'cards-on-their-way',
  `select (params ->> 'id')::int as id from outbox_message
   where messenger = $1 and chat_id = $2 and state = 'new' and kind = 'card' and params ->> 'subject' = 'appeal'`,
);

/**
 * Somebody writes for the first time, or has let the bot in again: what waits for them comes as cards, and the cards that they
 * have say what has happened since; so does the menu of their commands. What was only told of meanwhile is in the histories.
 * @param wait milliseconds that the cards leave to what is said first
 * @idempotent: only the first call after a silence does anything
 */
export async function welcomeBack(desk: Desk, official: Official, wait = 0): Promise<void> {
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    if (!(await markReachable(tx, official, now))) return;
    await homeUnlessReached(tx, official.personId, official.messenger, official, now);
    await redrawWhereNamed(tx, official.personId, now);
    const places = [PLACES.executor, PLACES.agreeing, PLACES.approving];
    const holders = (['executor', 'agreeing', 'approving'] as const).map((place) => heldBy(official, place));
    const held = await tx.query<{ id: number }>(selectHeld, [
      ...places.flatMap(({ stages }, index) => [holders[index], stages]),
      desk.office.signatures === 'mark',
      CARDS_AT_MOST,
    ]);
    const undistributed =
      listsFor(official).get('coordination') === 'all'
        ? await tx.query<{ id: number }>(selectUndistributed, [CARDS_AT_MOST + 1])
        : [];
    const unplaced = hasRight(official, 'place')
      ? await tx.query<{ id: number; comment: boolean }>(selectUnplaced, [CARDS_AT_MOST])
      : [];
    const tasks = unplaced.filter(({ comment }) => !comment);
    const comments = tasks.length < unplaced.length ? [commentsToPlace(official.personId, official)] : [];
    const onTheirWay = await tx.query<{ id: number }>(selectOnTheirWay, [official.messenger, official.chatId]);
    const waiting = [...held, ...(undistributed.length > CARDS_AT_MOST ? [] : undistributed)].filter(
      ({ id }) => !onTheirWay.some((one) => one.id === id),
    );
    const shown = await tx.query<{ id: number }>(selectCards, [official.personId, official.messenger]);
    const card =
      (subject: CardSubject) =>
      ({ id }: { readonly id: number }): Message => ({
        key: `return:${official.personId}:${now.getTime()}:${subject}:${id}`,
        to: official,
        kind: 'card',
        params: { subject, id, personId: official.personId, ...NO_NEWS },
        // They are looking at the chat this moment.
        silent: true,
        ...(wait > 0 && { notBefore: new Date(now.getTime() + wait) }),
      });
    const brought = new Set([...waiting, ...onTheirWay].map(({ id }) => id));
    const stale = shown
      .filter(({ id }) => !brought.has(id))
      .map(({ id }) => redraw('appeal', id, { ...official, id: official.personId }));
    await say(tx, [...stale, ...waiting.map(card('appeal')), ...tasks.map(card('delivery')), ...comments], now);
    // /start could not ask for it: until here nobody knew that they can be written to.
    await refreshCommands(tx, [official.personId], now);
  });
}
