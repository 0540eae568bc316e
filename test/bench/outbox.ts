import { TELEGRAM_LIMITS } from '../../bots/telegram/limits';
import { openDatabase } from '../../src/adapters/database';
import { createBudgets } from '../../src/outbox/budgets';
import { StandClient } from '../src/stand/support';
import { commit, outboxRows, startSender, text } from '../support/outbox-world';
import { textMessenger } from '../support/text-messenger';
import { until } from '../support/until';
import { printTable } from './support/figures';
import { openOffice } from './support/office';

const CHATS = 300;
const PER_SECOND = 30;
/** What the budget lets go at once; the steady rate is that of the rest. */
const BURST = 30;
const PERSON = 2_001;
const GROUP = -1_002_001;
const WAVES = 3;
const AT_ONCE = 3;

/** Sends what `say` enqueues through a sender of its own to a stand that counts as Telegram does; returns how long people waited for all of theirs. */
async function sending(
  databaseUrl: string,
  say: { toPeople: readonly number[]; each: number; toGroup: number },
): Promise<{ seconds: number; steadySeconds: number; refused: number }> {
  const stand = await StandClient.start({ flood: true });
  for (const id of say.toPeople) await stand.startedPerson(id);
  await stand.control('PUT', `groups/${GROUP}`, { title: 'Дорожная служба', members: [say.toPeople[0]] });
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  const arrivals: number[] = [];
  const messenger = textMessenger(stand.url, stand.stand.token);
  const sender = await startSender(databaseUrl, {
    budgets: createBudgets(TELEGRAM_LIMITS),
    messenger: {
      ...messenger,
      async deliver(message) {
        const delivery = await messenger.deliver(message);
        if (message.chatId !== String(GROUP) && delivery.outcome === 'sent') arrivals.push(performance.now());
        return delivery;
      },
    },
  });
  const wanted = say.toPeople.length * say.each;
  await commit(database, [
    ...Array.from({ length: say.toGroup }, (_, index) => text(`group ${index}`, GROUP)),
    ...say.toPeople.flatMap((id) => Array.from({ length: say.each }, (_, index) => text(`person ${id} ${index}`, id))),
  ]);
  const startedAt = performance.now();
  sender.sender.wake();
  await until('everybody has their messages', () => arrivals.length === wanted);
  const seconds = ((arrivals.at(-1) ?? Number.NaN) - startedAt) / 1_000;
  const steadySeconds = ((arrivals.at(-1) ?? Number.NaN) - (arrivals[BURST - 1] ?? Number.NaN)) / 1_000;
  const refused = (await stand.refusals()).length;
  const dead = (await outboxRows(database)).filter(({ chatId, state }) => chatId > 0 && state === 'dead').length;
  if (dead > 0) throw new Error(`${dead} messages are dead`);
  await sender.stop();
  await database.close();
  await stand.close();
  return { seconds, steadySeconds, refused };
}

async function main(): Promise<void> {
  const office = await openOffice();
  try {
    const urls: string[] = [];
    for (let index = 0; index < WAVES * AT_ONCE * 3; index += 1) urls.push(await office.copy(`outbox_${index}`));
    const fresh = (): string => urls.pop() ?? '';

    const rates: number[] = [];
    const steady: number[] = [];
    const alone: number[] = [];
    const beside: number[] = [];
    let refused = 0;
    const people = Array.from({ length: CHATS }, (_, index) => 3_000 + index);
    for (let wave = 0; wave < WAVES; wave += 1) {
      for (let round = 0; round < AT_ONCE; round += 1) {
        const all = await sending(fresh(), { toPeople: people, each: 1, toGroup: 0 });
        rates.push(CHATS / all.seconds);
        steady.push((CHATS - BURST) / all.steadySeconds);
        refused += all.refused;
      }
      // They wait for their budgets nearly all the time, so several rounds share it.
      const rounds = await Promise.all(
        Array.from({ length: AT_ONCE }, () =>
          Promise.all([
            sending(fresh(), { toPeople: [PERSON], each: 30, toGroup: 0 }),
            sending(fresh(), { toPeople: [PERSON], each: 30, toGroup: 60 }),
          ]),
        ),
      );
      for (const [one, other] of rounds) {
        alone.push(one.seconds);
        beside.push(other.seconds);
        refused += one.refused + other.refused;
      }
    }
    printTable(
      'outbox, with the budgets of Telegram, at a stand that refuses what exceeds them',
      [
        {
          what: `${CHATS} messages to ${CHATS} chats`,
          rounds: rates,
          unit: '/s',
          digits: 1,
          aim: `≥ ${(PER_SECOND * 0.95).toFixed(1)}`,
        },
        { what: `of them behind the first ${BURST}`, rounds: steady, unit: '/s', digits: 1 },
        { what: '30 messages to one private chat', rounds: alone, unit: 's', digits: 1 },
        { what: 'beside a group with 60 waiting', rounds: beside, unit: 's', digits: 1 },
        {
          what: 'beside / alone',
          rounds: beside.map((seconds, index) => seconds / (alone[index] ?? Number.NaN)),
          unit: '',
          digits: 2,
          aim: '≤ 1.10',
        },
      ],
      [`refused by the stand: ${refused}`],
    );
  } finally {
    await office.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
