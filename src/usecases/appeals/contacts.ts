import { Applicant } from '../../../entities/appeal';
import type { Chat } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import { listed } from '../../database/listed';
import { type OfficeCalendar, dayOf, type PlainDate } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { contactsStanding } from '../../regulation/rights';
import { isFinal, STAGES } from '../../regulation/vocabulary';
import { addEntry } from '../kit/journal';
import { shortName } from '../kit/officials';
import { circumstances, type Desk, type MessageRef } from '../kit/ports';
import { planReminders } from '../kit/reminders';
import { factsOf, loadAppeal, type LoadedAppeal } from './appeal-store';

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

/** Of an appeal `a`: its contacts are gone, and its texts have dots in their place. SQL. */
export const IS_FORGOTTEN = `(a.forgotten_at is not null and not exists (select from applicant n where n.appeal_id = a.id))`;
const selectForgotten = statement(
  'is-forgotten',
  `select ${IS_FORGOTTEN} as "isForgotten" from appeal a where a.id = $1`,
);

/** What is placed of this appeal from now on has dots and goes to no address. */
export const isForgotten = async (desk: Desk, appealId: number): Promise<boolean> =>
  (await databaseOf(desk).query<{ isForgotten: boolean }>(selectForgotten, [appealId]))[0]?.isForgotten ?? false;

/** Who has done an act; a deputy did it in somebody's place, and both are named wherever it is told. */
export interface ActedBy {
  readonly name: string;
  /** Who was absent then; null: nobody. */
  readonly insteadOf: string | null;
}

/** The same in surnames and initials. */
export const inShort = ({ name, insteadOf }: ActedBy): ActedBy => ({
  name: shortName(name),
  insteadOf: insteadOf === null ? null : shortName(insteadOf),
});

/** What settles that which waits at a supervisor, and that by which it waits there anew. */
const SETTLED = {
  agreeing: { column: 'agreeing_id', by: ['agreeAnswer', 'agreeRedirect'], anew: ['submitAnswer', 'redirect'] },
  approving: { column: 'approving_id', by: ['approveAnswer', 'approveRedirect'], anew: ['submitAnswer', 'redirect'] },
  reportedTo: { column: 'reported_to_id', by: ['acknowledgeReport'], anew: ['report'] },
} as const;

/** SQL: the id of the deputy who has settled it for whoever holds that place; null: nobody has, or they did it themselves. */
export function deputyActed(appeal: string, place: keyof typeof SETTLED): string {
  const { column, by, anew } = SETTLED[place];
  return `(select case when s.action in (${listed(by)}) and s.on_behalf_of_id = ${appeal}.${column} then s.person_id end
    from journal_entry s where s.appeal_id = ${appeal}.id and s.action in (${listed([...by, ...anew])}) order by s.id desc limit 1)`;
}

/** What a term rests on that no source gives: «в Порядке не сказано», said wherever the term stands. */
export interface Assumptions {
  /** No admin has confirmed the shares of the stages. */
  readonly shares: boolean;
  /** The due is not the one of the registration by our reading alone. */
  readonly due: { readonly by: 'reexamination' | 'kept' | 'postponement'; readonly first: PlainDate } | null;
  /** It was returned when less was left than the executor's one working day: what is missed in this round is nobody's. */
  readonly noDay: boolean;
}

/** What the database knows of them. */
export interface AssumptionFacts {
  readonly sharesConfirmed: boolean;
  /** ISO text: when it was last returned after its answer was sent. */
  readonly returnedAt: string | null;
}

const FINAL = listed(STAGES.filter(isFinal));

/** Of a row `a` of `appeal`, as `AssumptionFacts`. @param shares the parameter of the office's shares, as JSON */
export const selectAssumptions = (a: string, shares: string): string => `jsonb_build_object(
  'sharesConfirmed', exists (select from setting where key = 'stage_shares' and value = ${shares}::jsonb),
  'returnedAt', (select max(j.at) from journal_entry j
    where j.appeal_id = ${a}.id and j.action = 'returnForReexamination' and j.from_stage in (${FINAL})))`;

export function assumptionsOf(
  { kind, firstDueAt, state }: Pick<LoadedAppeal, 'kind' | 'firstDueAt' | 'state'>,
  { sharesConfirmed, returnedAt }: AssumptionFacts,
  calendar: OfficeCalendar,
): Assumptions {
  const returned = returnedAt === null ? null : new Date(returnedAt);
  const { postponedAt, dueAt } = state;
  // Of two readings the later one gave the due as it stands; the law's own due moves by no postponement.
  const moved = kind === 'message' && postponedAt !== null && (returned === null || postponedAt > returned);
  const round = state.visits?.round;
  const by = moved ? 'postponement' : returned === null ? null : round?.kept ? 'kept' : 'reexamination';
  const same = dueAt.getTime() === firstDueAt.getTime() && by !== 'kept';
  return {
    shares: !sharesConfirmed,
    due: by === null || same ? null : { by, first: dayOf(firstDueAt, calendar) },
    noDay: round?.noDay === true,
  };
}
