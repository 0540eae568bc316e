import { Appeal } from '../../../entities/appeal';
import { Form } from '../../../entities/form';
import { databaseOf, repositoryOf, statement } from '../../database/database';
import type { Chat } from '../../../entities/account';
import type { Desk, MessageRef } from '../ports';

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
