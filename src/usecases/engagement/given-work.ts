import { Person } from '../../../entities/person';
import { repositoryOf, type Transaction } from '../../database/database';
import { addWorkingDays, dayOf, type PlainDate } from '../../regulation/calendar';
import type { DutyKind } from '../../regulation/engagement/duties';
import { circumstances, type Desk } from '../ports';
import { listenersOfDuty, officialsThere, type DutyListener } from './duty-hearers';

// What an official is given by name, with a day: a task that follows from results, a question of a direct line.

/** To whom, and until when. */
export interface Giving {
  readonly personId?: number | undefined;
  /** Working days after today. */
  readonly days?: number | undefined;
  /** Of many at once: the last day itself; whoever gets them is told of all together. */
  readonly passedUntil?: PlainDate | undefined;
}

/** The last day, or why they can't have it. @param mostDays working days that an official gets at most */
export async function givenUntil(
  tx: Transaction,
  desk: Desk,
  { personId = 0, days = 0, passedUntil }: Giving,
  mostDays: number,
): Promise<PlainDate | { readonly refusal: 'malformed' | 'noSuchPerson' }> {
  if (passedUntil === undefined && (!Number.isInteger(days) || days < 1 || days > mostDays))
    return { refusal: 'malformed' };
  if (!(await worksHere(tx, personId))) return { refusal: 'noSuchPerson' };
  const { now, calendar } = circumstances(desk);
  return passedUntil ?? addWorkingDays(dayOf(now, calendar), days, calendar);
}

export async function worksHere(tx: Transaction, personId: number): Promise<boolean> {
  const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
  return person !== null && person.disabledAt === null && person.roles.length > 0;
}

/** holder: whoever has it, or stands in for them. giver: whoever has given it, or ОГ in their place. Null: nobody. */
export interface Hearing<News> {
  readonly to: 'holder' | 'giver';
  readonly personId: number | null;
  readonly news: News;
}

/** Whoever is written to of it: all but the one who has done it. */
export async function listenersTo(
  tx: Transaction,
  desk: Desk,
  { to, personId }: Hearing<unknown>,
  { kind, actorId }: { readonly kind: DutyKind; readonly actorId: number },
): Promise<readonly DutyListener[]> {
  if (personId === null) return [];
  const listeners =
    to === 'giver'
      ? (await officialsThere(tx, desk, personId)).map((one) => ({ ...one, absent: null }))
      : await listenersOfDuty(tx, desk, personId, kind);
  return listeners.filter(({ id }) => id !== actorId);
}
