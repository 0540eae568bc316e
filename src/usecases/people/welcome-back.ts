import { IsNull, Not, Or } from 'typeorm';
import { Account, type Chat, type Unreachable } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { listed } from '../../database/listed';
import { ENTRY_STAGES, hasRight, heldBy, listsFor, PLACES } from '../../regulation/rights';
import { say, type Message, NO_NEWS } from '../kit/messages';
import { type Listener, markReachable, type Official } from '../kit/officials';
import type { CardSubject } from '../kit/places';
import type { Records, Desk } from '../kit/ports';
import { redraw, commentsToPlace } from '../kit/redraw';
import { moveHome, homeUnlessReached } from './home';
import { refreshCommands } from './store';

const selectCards = statement(
  'cards-that-name-person',
  `select w.appeal_id as "appealId", p.id, ${columns(Account, ['messenger', 'chatId'], 'account')} from open_work w
   join card c on c.subject = 'appeal' and c.subject_id = w.appeal_id
   join person p on p.id = c.person_id join account on account.person_id = p.id and account.messenger = c.messenger
   where (w.executor_id = $1 or w.agreeing_id = $1 or w.approving_id = $1) and p.id <> $1 and p.disabled_at is null`,
);

/** Can be written to. */
const OPEN = { isHome: false, startedAt: Not(IsNull()), unreachable: IsNull(), heldSince: IsNull() };

/**
 * A message did not get through, or the bot was blocked: whoever can be written to in another messenger is from now on. Where nobody can be, it
 * stands beside the name on everybody's cards until they come back.
 * @idempotent
 */
export async function personIsUnreachable(
  desk: Records,
  { messenger, chatId }: Chat,
  reason: Unreachable,
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    const accounts = repositoryOf(tx, Account);
    // The write decides whether it is news: of two that note the same at once, one has changed something.
    const { affected } = await accounts.update(
      { messenger, chatId, unreachable: Or(IsNull(), Not(reason)) },
      { unreachable: reason },
    );
    if (affected === 0) return;
    const { personId, isHome } = await accounts.findOneByOrFail({ messenger, chatId });
    const other = isHome && (await accounts.findOneBy({ personId, ...OPEN }));
    if (other) await moveHome(tx, personId, other.messenger, { why: 'closed' }, desk.clock.now());
    await redrawWhereNamed(tx, personId, desk.clock.now());
  });
}

/** Cards of other people on which this name stands. */
export async function redrawWhereNamed(tx: Transaction, personId: number, now: Date): Promise<void> {
  const cards = await tx.query<Listener & { appealId: number }>(selectCards, [personId]);
  await say(
    tx,
    cards.map(({ appealId, ...holder }) => redraw('appeal', appealId, holder)),
    now,
  );
}

const stages = listed(ENTRY_STAGES);

/**
 * Of a row of work: its agreed draft waits to be entered into ПОС, as `awaitsEntry` of the regulation has it.
 * Until it is, the appeal is the coordinators', and nothing is to be approved (domain.md, Holder).
 * @param entered whether drafts are entered at all (SIGNATURES=mark), as a parameter of the statement
 */
export const draftAwaitsEntry = (
  work: string,
  entered: string,
) => `(${entered}::boolean and ${work}.stage in (${stages})
  and (select e.draft_id is distinct from e.entered_draft_id from appeal e where e.id = ${work}.appeal_id))`;

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
const selectShownCards = statement(
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
    const shown = await tx.query<{ id: number }>(selectShownCards, [official.personId, official.messenger]);
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
