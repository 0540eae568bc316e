import type { Chat } from '../../../entities/account';
import { Applicant } from '../../../entities/applicant';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { contactsStanding } from '../../regulation/rights';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { addEntry } from '../journal/journal';
import { circumstances, type Desk, type MessageRef } from '../ports';
import { planReminders } from '../reminders/plan-reminders';

const OF_APPLICANT = columns(Applicant, ['name', 'phone', 'email', 'address'], 'n');

export interface Contacts extends Readonly<RowOf<typeof OF_APPLICANT>> {
  readonly number: string;
  /** Of the problem, whole: cards hide the flat in it. Empty: nobody knows. */
  readonly place: string;
}

/** How contacts come into the asker's private chat. */
export interface ShowContacts {
  /** Sends the message without them. */
  open(contacts: Pick<Contacts, 'number'>): Promise<MessageRef>;
  fill(message: MessageRef, contacts: Contacts): Promise<unknown>;
}

const readApplicant = statement(
  'read-applicant',
  `select a.number, concat_ws(', ', nullif(a.settlement, ''), nullif(a.address, '')) as place, ${OF_APPLICANT} from applicant n join appeal a on a.id = n.appeal_id where n.appeal_id = $1`,
);
const LIFETIME_MS = 5 * 60_000;

/**
 * The applicant's contacts, to somebody who works on this appeal, where the office has allowed it. `elsewhere`: it has, but not in this
 * messenger.
 * The journal entry is written before anything is shown, and the removal is planned before the contacts are in the message: a
 * process that dies in between leaves an empty message, never contacts that stay.
 */
export async function showContacts(
  desk: Desk,
  actor: Actor & Chat,
  appealId: number,
  show: ShowContacts,
): Promise<'shown' | 'refused' | 'elsewhere'> {
  const { personalDataInChat } = desk.office;
  if (personalDataInChat !== 'on_request') return personalDataInChat === 'never' ? 'refused' : 'elsewhere';
  const around = circumstances(desk);
  const contacts = await databaseOf(desk).transaction(async (tx) => {
    const appeal = await loadAppeal(tx, appealId, around, false);
    const standing = appeal && contactsStanding(actor, factsOf(appeal));
    const [row] = appeal && standing ? await tx.query<Contacts>(readApplicant, [appealId]) : [];
    if (!row || !standing) return null;
    await addEntry(tx, appealId, {
      at: around.now,
      action: 'showContacts',
      personId: actor.personId,
      ...standing,
      details: {},
    });
    return row;
  });
  if (!contacts) return 'refused';
  const message = await show.open(contacts);
  await forgetContacts(desk, actor, appealId, message);
  await show.fill(message, contacts);
  return 'shown';
}

/** A message with personal data in it goes after a while. @idempotent by the message */
export async function forgetContacts(
  desk: Desk,
  { personId, messenger, chatId }: Actor & Chat,
  appealId: number,
  message: MessageRef,
): Promise<void> {
  await databaseOf(desk).transaction((tx) =>
    planReminders(tx, [
      {
        key: `contacts:${messenger}:${message}`,
        reason: 'delete_contacts',
        appealId,
        personId,
        params: { messenger, chatId, message },
        dueAt: new Date(desk.clock.now().getTime() + LIFETIME_MS),
      },
    ]),
  );
}
