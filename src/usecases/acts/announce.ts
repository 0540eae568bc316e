import { Account, type Chat, Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, isWorkingTime } from '../../regulation/calendar';
import type { Audience, Notice } from '../../regulation/effects';
import type { Circumstances, Actor } from '../../regulation/facts';
import { standsInAt } from '../../regulation/rights';
import { say, type Message } from '../kit/messages';
import { shortName, holdersOfRole, isReached, awayOn, standingIn } from '../kit/officials';
import { redraw } from '../kit/redraw';
import { soundsForAll } from '../people/on-duty';
import { tellUncoveredAsItArrives } from '../people/uncovered';
import type { Announcement } from './carry-out';

const selectFacts = statement(
  'deputy-not-reached',
  `select a.number, absent.name as absent, deputy.name as deputy
   from appeal a join person absent on absent.id = $2 join person deputy on deputy.id = $3 where a.id = $1`,
);

/** Why nobody relies on a deputy. */
export type Missing = 'away' | 'unreached';

/** Something waits for somebody away whose deputy is away themselves, or can't be reached. */
export interface Unheard {
  readonly appealId: number;
  readonly entryId: number;
  readonly absentId: number;
  readonly deputyId: number;
  readonly missing: Missing;
}

/** A deputy who can't be reached counts as away: the coordinators decide who goes on, and those who can be reached are rung. */
export async function tellOfUnreachedDeputy(
  tx: Transaction,
  { appealId, entryId, absentId, deputyId, missing }: Unheard,
  presserId: number | null,
  around: Circumstances,
): Promise<void> {
  const [facts] = await tx.query<{ number: string; absent: string; deputy: string }>(selectFacts, [
    appealId,
    absentId,
    deputyId,
  ]);
  if (!facts) return;
  const [absent, deputy] = [shortName(facts.absent), shortName(facts.deputy)];
  const sounds = await soundsForAll(tx, around);
  const coordinators = await holdersOfRole(tx, 'coordinator');
  await say(
    tx,
    coordinators.map(({ id: personId, ...to }): Message => ({
      key: `deputyUnreached:${appealId}:${entryId}:${absentId}:person:${personId}`,
      to,
      kind: 'deputyUnreached',
      params: { personId, appealId, number: facts.number, absent, deputy, missing },
      silent: personId === presserId || !sounds(personId),
    })),
    around.now,
  );
}

interface Hearer extends Chat, Pick<Actor, 'roles' | 'canApprove' | 'deputyFor'> {
  readonly id: number;
  /** Null: they can be relied on as a deputy. */
  readonly missing: Missing | null;
  /** Where they have its card: in each of their accounts at most one. */
  readonly cards: readonly CardChat[];
}

interface CardChat extends Chat {
  /** They have spoken there last: what they have pressed is drawn there at once. */
  readonly isSpokenIn: boolean;
}

/**
 * Whoever holds a card of the appeal, whoever is named, all coordinators or curators when they are called, and the deputies of those away.
 * People without a chat are not here: their cards wait until they start the bot.
 */
const listeners = statement(
  'listeners-of-appeal',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}, ${columns(Person, ['roles', 'canApprove'], 'p')},
     coalesce(c.cards, '[]') as cards,
     case when exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$4')}) then 'away'
       when not ${isReached('account')} then 'unreached' end as missing,
     coalesce(s.steads, '[]') as "deputyFor"
   from person p join account on account.person_id = p.id and account.is_home
   left join lateral (
     select jsonb_agg(jsonb_build_object('messenger', k.messenger, 'chatId', k.chat_id, 'isSpokenIn', k.is_spoken_in)) as cards
     from card join account k on k.person_id = card.person_id and k.messenger = card.messenger
     where card.person_id = p.id and card.subject = 'appeal' and card.subject_id = $1) c on true
   left join lateral (
     select jsonb_agg(jsonb_build_object('absentId', d.absent_id, 'role', d.role)) as steads from ${standingIn('$4')} d
     where d.deputy_id = p.id and d.absent_id = any($2::int[])) s on true
   where p.disabled_at is null
     and (c.cards is not null or p.id = any($2::int[]) or s.steads is not null or p.roles && $3::text[])`,
);

const steadsOf = (person: Hearer, place: Announcement['place']): readonly number[] => {
  if (place === null) return [];
  return place === 'any' ? person.deputyFor.map(({ absentId }) => absentId) : standsInAt(person, place);
};

interface Act {
  readonly appealId: number;
  /** The act's journal entry: it makes the keys unique, and a notice tells of this act even if others follow before it goes out. */
  readonly entryId: number;
  readonly presserId: number | null;
  /**
   * Somebody tells of many such acts in one message: here cards are drawn anew, the presser's too, who has not pressed on it, and
   * nobody hears but whoever would go somewhere.
   */
  readonly isOneOfMany: boolean;
  /** Whose forms about the appeal have ended by it. */
  readonly formsEnded: readonly number[];
}

/** Everybody who holds the role. */
const CALLED = ['coordinator', 'curator'] as const satisfies readonly Audience[];

/**
 * Who hears of it with a sound: in working time, of what is theirs. Of what is all coordinators', whoever is on duty; where a deputy hears
 * of it, the absent one does not. A deputy who is away themselves, or can't be reached, has it without a sound.
 */
async function soundsOf(
  tx: Transaction,
  announcements: readonly Announcement[],
  people: readonly Hearer[],
  around: Circumstances,
): Promise<(person: Hearer, heard: Announcement | undefined) => boolean> {
  if (!isWorkingTime(around.now, around.calendar)) return () => false;
  const isForAll = ({ whom, loud }: Announcement) => whom === 'coordinator' && loud;
  const forAll = announcements.some(isForAll) ? await soundsForAll(tx, around) : () => true;
  return (person, heard) => {
    if (!heard?.loud) return false;
    if (isForAll(heard)) return forAll(person.id);
    if (person.missing !== null && steadsOf(person, heard.place).length > 0 && !heard.personIds.includes(person.id))
      return false;
    return !people.some(
      (other) => other.id !== person.id && other.missing === null && steadsOf(other, heard.place).includes(person.id),
    );
  };
}

/**
 * Tells everybody but the presser what an act has done: a new card to whom it is now the turn of, a line to whom it
 * concerns or whose form it has ended (to whom only as a curator, in their next morning list), without a sound unless it calls them somewhere, a silent redraw of every other card. All of it outbox rows of the act's own transaction.
 */
export async function announce(
  tx: Transaction,
  { appealId, entryId, presserId, isOneOfMany, formsEnded }: Act,
  announcements: readonly Announcement[],
  around: Circumstances,
): Promise<void> {
  const { now, calendar } = around;
  const named = [...new Set(announcements.flatMap(({ personIds }) => personIds))];
  const called = CALLED.filter((role) => announcements.some(({ whom }) => whom === role));
  const people = await tx.query<Hearer>(listeners, [appealId, [...named, ...formsEnded], called, dayOf(now, calendar)]);

  const sounds = await soundsOf(tx, announcements, people, around);
  const messages: Message[] = [];
  const redraws = ({ id, cards }: Hearer, which: (card: CardChat) => boolean): Message[] =>
    cards.filter(which).map(({ messenger, chatId }) => redraw('appeal', appealId, { id, messenger, chatId }));
  for (const person of people) {
    const isPresser = person.id === presserId && !isOneOfMany;
    if (isPresser) messages.push(...redraws(person, ({ isSpokenIn }) => !isSpokenIn));
    if (isPresser) continue;
    const concerning = announcements.filter(({ whom, place, personIds }) =>
      whom === 'coordinator' || whom === 'curator'
        ? person.roles.includes(whom)
        : personIds.includes(person.id) || steadsOf(person, place).some((id) => personIds.includes(id)),
    );
    const heard = isOneOfMany ? undefined : concerning.find(({ visitId }) => visitId === undefined);
    const formEnded = formsEnded.includes(person.id);
    const notice = heard?.notice ?? (formEnded ? 'formEnded' : null);
    if (notice !== null) {
      const about = { subject: 'appeal' as const, id: appealId, personId: person.id, notice, entryId };
      const key = `appeal:${appealId}:act:${entryId}:${notice}:person:${person.id}`;
      const gathered = heard?.whom === 'curator' && !formEnded;
      const message = { key, to: person, silent: !sounds(person, heard), gathered };
      messages.push(
        heard?.move
          ? { ...message, kind: 'card', params: about }
          : { ...message, kind: 'notice', params: { ...about, visitId: null, formEnded } },
      );
    }
    for (const call of concerning) {
      const { visitId, notice } = call;
      if (visitId === undefined) continue;
      messages.push({
        key: `appeal:${appealId}:act:${entryId}:${notice}:visit:${visitId}:person:${person.id}`,
        to: person,
        kind: 'notice',
        params: { subject: 'appeal', id: appealId, personId: person.id, notice, entryId, visitId, formEnded: false },
        silent: !sounds(person, call),
      });
    }
    // One that is brought takes the place of the card at home.
    messages.push(...redraws(person, ({ messenger }) => !heard?.move || messenger !== person.messenger));
  }
  await say(tx, messages, now);
  for (const absence of isOneOfMany ? [] : unheard(announcements, people))
    await tellOfUnreachedDeputy(tx, { appealId, entryId, ...absence }, presserId, around);
  await tellUncoveredAsItArrives(tx, appealId, arrivedAt(announcements), presserId, around);
}

/** What tells an approver that an appeal is theirs now, or will be once the coordinators have entered it into ПОС. */
const ARRIVES: readonly Notice[] = [
  'answerToApprove',
  'draftAgreed',
  'draftEntered',
  'redirectToApprove',
  'passedOn',
  'replaced',
];
const arrivedAt = (announcements: readonly Announcement[]): number[] =>
  announcements.flatMap(({ place, notice, personIds }) =>
    place === 'approving' && ARRIVES.includes(notice) ? personIds : [],
  );

/** Who is away, among those whom it calls, while nobody who stands in for them is there and can be reached. */
function unheard(
  announcements: readonly Announcement[],
  people: readonly Hearer[],
): Pick<Unheard, 'absentId' | 'deputyId' | 'missing'>[] {
  return announcements.flatMap(({ loud, place, personIds }) =>
    (loud ? personIds : []).flatMap((absentId) => {
      const deputies = people.filter((one) => steadsOf(one, place).includes(absentId));
      const [deputy] = deputies;
      if (!deputy?.missing || deputies.some(({ missing }) => missing === null)) return [];
      return [{ absentId, deputyId: deputy.id, missing: deputy.missing }];
    }),
  );
}
