import { statement, type Database } from '../../../src/database/database';
import { createInbox } from '../../../src/inbox/queue';
import { enqueue, type OutgoingMessage } from '../../../src/outbox/enqueue';
import { createQueue } from '../../../src/outbox/queue';
import { forget } from '../../../src/jobs/forget';
import { endOpenForm, changeForm, openForm } from '../../../src/usecases/kit/form-store';
import { planReminders } from '../../../src/usecases/kit/reminders';
import type { Waiting } from './busy-office';

/** An hour's work of a small office: who presses, what of it is said to others, asked in forms, reminded of. */
const HOURS = 6;
const PRESSES = 30;
const MESSAGES = 20;
const FORMS = 3;
const REMINDERS = 6;
const MESSENGER = 'telegram';
const DAY = 86_400_000;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const tellReminders = statement(
  'bench.tell-reminders',
  `with told as (update reminder set state = 'done' where state = 'planned' and due_at <= $1 and key like 'bench:%' returning id)
   insert into nag (reminder_id, person_id, escalated, noted_at, message_key, withdrawn_at)
   select id, $2, false, $1, 'bench:nag:' || id, $1 from told`,
);

/** What the bot's own statements leave in the queues by a day of that; every clock is the argument. */
export function officeDays(database: Database, people: readonly Waiting[], firstKey: number) {
  let instant = new Date(0);
  const inbox = createInbox({ messenger: MESSENGER, database, clock: { now: () => instant }, log: silent });
  const queue = createQueue(database, MESSENGER);
  let written = firstKey;
  const somebody = (): Waiting => {
    const person = people[(written += 1) % people.length];
    if (!person) throw new Error('The office is empty');
    return person;
  };

  async function receive(count: number): Promise<void> {
    const updates = Array.from({ length: count }, () => {
      const { chatId, appealId } = somebody();
      const payload = { callback_query: { id: String(written), data: `a:tk:${appealId}`, from: { id: chatId } } };
      return { key: String(written), lane: String(chatId), place: written, payload, handled: true };
    });
    const receipts = await inbox.receive(updates);
    await Promise.all(receipts.flatMap((receipt) => (receipt ? [inbox.done(receipt.id)] : [])));
  }

  function message(mergeable: boolean): OutgoingMessage {
    const { chatId, appealId, personId } = somebody();
    return {
      key: mergeable ? `redraw:appeal:${appealId}:person:${personId}` : `bench:${appealId}:v${written}`,
      to: { messenger: MESSENGER, chatId: String(chatId) },
      kind: mergeable ? 'redraw' : 'act',
      params: { subject: 'appeal', id: appealId, personId, said: 'Взято в работу, срок 02.12.2026' },
      silent: true,
      mergeable,
    };
  }

  const say = (redraws: number, messages: number): Promise<void> =>
    database.transaction((tx) =>
      enqueue(
        tx,
        Array.from({ length: redraws + messages }, (_, index) => message(index < redraws)),
        instant,
      ),
    );

  async function sendAll(): Promise<void> {
    for (;;) {
      const claimed = await queue.claim(instant, [], 60);
      if (claimed.length === 0) return;
      await Promise.all(
        claimed.map((one) => queue.finish(one, { state: 'sent', message: `${one.chatId}/1` }, instant)),
      );
    }
  }

  async function ask(): Promise<void> {
    const { personId, appealId } = somebody();
    await database.transaction(async (tx) => {
      const about = { personId, appealId, subject: 'comment', version: 1, messageRef: '1/1' };
      const form = await openForm(tx, { ...about, answers: {} }, instant);
      await changeForm(tx, form, { answers: { comment: 'Выехали на место, яму огородили.' } }, instant);
      await endOpenForm(tx, personId, 'done', instant);
    });
  }

  async function remind(): Promise<void> {
    const rows = Array.from({ length: REMINDERS }, () => ({
      key: `bench:${somebody().appealId}:${written}`,
      reason: 'snoozed' as const,
      appealId: null,
      personId: somebody().personId,
      params: {},
      dueAt: instant,
    }));
    await planReminders(database, rows);
    await database.query(tellReminders, [instant, somebody().personId]);
  }

  return {
    /** @returns how long the night took, milliseconds */
    async live(day: Date): Promise<number> {
      for (let hour = 0; hour < HOURS; hour += 1) {
        instant = new Date(day.getTime() + (8 + hour) * 3_600_000);
        await receive(PRESSES);
        await say(PRESSES, MESSAGES);
        await sendAll();
        for (let form = 0; form < FORMS; form += 1) await ask();
        await remind();
      }
      const night = new Date(day.getTime() + DAY);
      const begun = performance.now();
      await forget({ database, now: night, pauseMilliseconds: 0 });
      return performance.now() - begun;
    },
    /** The statements of a press and of what it says, one by one. */
    steps: {
      'inbox receive and done': () => receive(1),
      'outbox enqueue': () => say(2, 1),
      'outbox claim and finish': sendAll,
    },
    at: (now: Date) => {
      instant = now;
    },
  };
}
