import { IsNull } from 'typeorm';
import { Appeal } from '../../../entities/appeal';
import { Form } from '../../../entities/form';
import { type Chat, Account, Person } from '../../../entities/person';
import { databaseOf, repositoryOf, statement, type Transaction } from '../../database/database';
import { say, type Message } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import type { Desk, MessageRef } from '../kit/ports';

const HOUR_MS = 3_600_000;
/** Updates that are set aside within one are told together. */
export const hourOf = (moment: Date): number => Math.floor(moment.getTime() / HOUR_MS);

/** Which updates a notice tells of. */
export interface ParkedHour {
  readonly messenger: string;
  readonly hour: number;
}

export const keyOfNotice = ({ messenger, hour }: ParkedHour, personId: number): string =>
  `parked:${messenger}:hour:${hour}:person:${personId}`;

const OF_HOUR = `messenger = $1 and state = 'parked' and done_at >= $2 and done_at < $3`;
const selectParked = statement(
  'parked-of-hour',
  `select payload from inbox_update where ${OF_HOUR} order by place, id`,
);
const takeUp = statement(
  'take-up-parked',
  `update inbox_update set state = 'new', attempts = 0, resumes = 0, next_attempt_at = null, done_at = null
   where ${OF_HOUR} returning id`,
);
const selectMessage = statement(
  'message-of-parked',
  `select message_ref as message from outbox_message
   where key = $1 and not mergeable and state = 'sent' and message_ref is not null and messenger = $2 and chat_id = $3`,
);

const bounds = ({ messenger, hour }: ParkedHour) => [
  messenger,
  new Date(hour * HOUR_MS),
  new Date((hour + 1) * HOUR_MS),
];

/** As they came, in their order: only the adapter of their messenger can read them. */
export async function parkedOf(desk: Desk, of: ParkedHour): Promise<readonly object[]> {
  const rows = await databaseOf(desk).query<{ payload: object }>(selectParked, bounds(of));
  return rows.map(({ payload }) => payload);
}

/**
 * «Повторить»: they are handled again, before what waits behind them.
 * @returns how many; a second press finds none
 * @idempotent by the state of the updates
 */
export const retryParked = async (desk: Desk, of: ParkedHour): Promise<number> =>
  (await databaseOf(desk).query<{ id: number }>(takeUp, bounds(of))).length;

/** In which message of the chat they are told; null: it has not gone out, or not there. */
export async function messageOfParked(
  desk: Desk,
  key: string,
  { messenger, chatId }: Chat,
): Promise<MessageRef | null> {
  const [sent] = await databaseOf(desk).query<{ message: MessageRef }>(selectMessage, [key, messenger, chatId]);
  return sent?.message ?? null;
}

/** The number of an appeal, for whoever sees nothing else of it; null: there is none. */
export const numberOf = async (desk: Desk, appealId: number): Promise<string | null> =>
  (await repositoryOf(databaseOf(desk), Appeal).findOneBy({ id: appealId }))?.number ?? null;

/** What a form is about; null: there is none. */
export const subjectOf = (desk: Desk, formId: number): Promise<Pick<Form, 'subject' | 'appealId'> | null> =>
  repositoryOf(databaseOf(desk), Form).findOneBy({ id: formId });

interface Parked {
  readonly messenger: string;
  readonly key: string;
  /** Of its sender, as the messenger names people; null: nobody knows. */
  readonly userId: string | null;
}

/** A press or a message that could not be handled: the admins hear that the bot is in trouble, the person that they must try again. */
export async function tellOfParked(tx: Transaction, { messenger, key, userId }: Parked, now: Date): Promise<void> {
  const sender = userId === null ? null : await senderBy(tx, messenger, userId);
  const admins = await adminsWithChat(tx);
  const hour = hourOf(now);
  // One sound an hour, however many: the notice that is there is drawn anew.
  const messages = admins.flatMap(({ id: personId, ...to }): Message[] => {
    const notice = {
      key: keyOfNotice({ messenger, hour }, personId),
      to,
      params: { updateId: key, messenger, hour, personId },
    };
    return [
      { ...notice, kind: 'parked', silent: false },
      { ...notice, key: `redraw:${notice.key}`, kind: 'redrawParked', silent: true, mergeable: true },
    ];
  });
  if (sender)
    messages.unshift({
      key: `failed:${messenger}:${key}`,
      to: sender,
      kind: 'failed',
      params: { personId: sender.personId },
      silent: false,
    });
  await say(tx, messages, now);
}

/** Null: a stranger, or somebody who does not work here any more. */
async function senderBy(tx: Transaction, messenger: string, userId: string): Promise<Account | null> {
  const account = await repositoryOf(tx, Account).findOneBy({ messenger, userId });
  const works = account && (await repositoryOf(tx, Person).existsBy({ id: account.personId, disabledAt: IsNull() }));
  return works ? account : null;
}
