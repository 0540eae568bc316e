import { Absence, Account, type Chat } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import { listed } from '../../database/listed';
import { dayOf, isWorkingTime } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { ringsBesideDuty } from '../../regulation/recipients';
import { hasRight, PLACES } from '../../regulation/rights';
import type { Role } from '../../regulation/vocabulary';
import { say, type Message } from '../kit/messages';
import { shortName, type Official, awayOn } from '../kit/officials';
import { today, type Desk } from '../kit/ports';
import { redrawOfSaid } from '../kit/redraw';
import { soundsForAll } from './on-duty';

// domain.md, Nags: whoever may approve needs a deputy who may. Where there is none, those hear of it who can name one, give the appeal to
// somebody else, or see to it that one of them does.

const OF_ABSENCE = columns(Absence, ['personId', 'fromDay', 'untilDay'], 'b');
interface Uncovered extends RowOf<typeof OF_ABSENCE> {
  readonly id: number;
  readonly name: string;
}

/** Whoever stands in for the person of `b` as a supervisor, who may approve and is there on this day; null: whether they are is not asked. */
const standsIn = (day: string | null) => `exists (
    select from person d where d.disabled_at is null and d.can_approve and '${PLACES.approving.role}' = any(d.roles)
      and (d.id = b.deputy_id or d.id in (select r.deputy_id from deputy r where r.absence_id = b.id and r.role = '${PLACES.approving.role}'))
      ${day === null ? '' : `and not exists (select from absence o where o.person_id = d.id and ${awayOn('o', day)})`})`;
const OF_APPROVER = `b.cancelled_at is null and p.disabled_at is null and p.can_approve and '${PLACES.approving.role}' = any(p.roles)`;
const uncovered = (name: string, where: string, day: string | null) =>
  statement(
    name,
    `select b.id, ${OF_ABSENCE}, p.name from absence b join person p on p.id = b.person_id
     where ${OF_APPROVER} and not ${standsIn(day)} and ${where}`,
  );
const selectEntered = uncovered('uncovered-as-entered', 'b.id = $1', null);
const selectBegun = uncovered('uncovered-as-it-begins', 'b.id = $1', '$2');
// A deputy who is away themselves is told of by itself, see `deputy-unreached`.
const selectNow = uncovered('uncovered-now', `b.person_id = any($1::int[]) and ${awayOn('b', '$2')}`, null);

/** How many a message offers to take from them. */
const NAMED = 4;
const selectWaiting = statement(
  'waiting-for-approver',
  `select id, number from appeal where approving_id = $1 and stage in (${listed(PLACES.approving.stages)}) order by due_at, id limit ${NAMED}`,
);
// Whoever stands in may be away themselves: that is told as the absence begins.
const selectAll = statement(
  'uncovered-absences',
  `select b.id, ${OF_ABSENCE}, p.name, coalesce(w.appeals, '[]') as appeals from absence b join person p on p.id = b.person_id
   left join lateral (select jsonb_agg(jsonb_build_object('id', a.id, 'number', a.number) order by a.due_at, a.id) as appeals
     from (select id, number, due_at from appeal where approving_id = b.person_id and stage in (${listed(PLACES.approving.stages)})
       order by due_at, id limit ${NAMED}) a) w on true
   where ${OF_APPROVER} and b.person_id <> $2 and b.until_day >= $1
     and (not ${standsIn(null)} or b.from_day <= $1 and not ${standsIn('$1')}) order by b.from_day, b.id`,
);
const selectTold = statement(
  'uncovered-told-today',
  `select m.id::text as "messageId", (m.params ->> 'personId')::int as "personId", m.messenger, m.chat_id as "chatId"
   from outbox_message m where m.key = any($1::text[]) and not m.mergeable`,
);
const selectCurators = statement('curators-to-watch', `select id from person where 'curator' = any(roles) order by id`);
const selectAppeal = statement('uncovered-appeal', 'select id, number from appeal where id = $1');

const CHAT = columns(Account, ['messenger', 'chatId'], 'account');
const selectHearers = statement(
  'hearers-of-uncovered',
  `select p.id, p.roles, ${CHAT},
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as "isAway"
   from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and p.roles && array['admin', 'coordinator', 'curator'] and p.id <> $2 order by p.id`,
);
interface Hearer extends RowOf<typeof CHAT> {
  readonly id: number;
  readonly roles: readonly Role[];
  readonly isAway: boolean;
}

type Now = Pick<Circumstances, 'now' | 'calendar'>;

interface Waiting {
  readonly id: number;
  readonly number: string;
}

async function tell(
  tx: Transaction,
  { id, personId, name, fromDay, untilDay }: Uncovered,
  appeals: readonly Waiting[],
  { key, presserId }: { readonly key: string; readonly presserId: number | null },
  around: Now,
): Promise<void> {
  const { now, calendar } = around;
  const hearers = await tx.query<Hearer>(selectHearers, [dayOf(now, calendar), personId]);
  const isWorking = isWorkingTime(now, calendar);
  const forAll = await soundsForAll(tx, around);
  const rings = ({ id: hearerId, roles, isAway }: Hearer) =>
    isWorking && !isAway && hearerId !== presserId && (ringsBesideDuty(roles) || forAll(hearerId));
  const [watching, acting] = [hearers.filter(onlyWatches), hearers.filter((hearer) => !onlyWatches(hearer))];
  await tellWatching(tx, watching, rings, around);
  await say(
    tx,
    acting.map((hearer): Message => {
      const { id: hearerId, messenger, chatId } = hearer;
      return {
        key: `approvalsUncovered:${id}:${key}:person:${hearerId}`,
        to: { messenger, chatId },
        kind: 'approvalsUncovered',
        silent: !rings(hearer),
        params: {
          personId: hearerId,
          name: shortName(name),
          fromDay,
          untilDay,
          absenceId: id,
          absentId: personId,
          appeals,
          mayName: hasRight(hearer, 'administer'),
          mayReplace: hasRight(hearer, 'replace'),
        },
      };
    }),
    now,
  );
}

/** A curator can name nobody and replace nobody: they see to it that somebody does. */
const onlyWatches = ({ roles }: Hearer): boolean => !roles.includes('admin') && !roles.includes('coordinator');
const dayKey = (day: string, personId: number): string => `uncoveredToday:${day}:person:${personId}`;

/** It must not wait, and is one message a day: it sounds once, and what more arises is drawn into it. */
async function tellWatching(
  tx: Transaction,
  watching: readonly Hearer[],
  rings: (hearer: Hearer) => boolean,
  around: Now,
): Promise<void> {
  const day = dayOf(around.now, around.calendar);
  await redrawUncovered(tx, around);
  await say(
    tx,
    watching.map((hearer) => {
      const { id: personId, messenger, chatId } = hearer;
      const message = { key: dayKey(day, personId), to: { messenger, chatId }, silent: !rings(hearer) };
      return { ...message, kind: 'uncoveredToday' as const, params: { personId, day } };
    }),
    around.now,
  );
}

/** Of today's absences something is covered, or not any more: whoever watches sees it where they were told. */
export async function redrawUncovered(tx: Transaction, { now, calendar }: Now): Promise<void> {
  const day = dayOf(now, calendar);
  const people = await tx.query<{ id: number }>(selectCurators);
  const told = await tx.query<Chat & { messageId: string; personId: number }>(selectTold, [
    people.map(({ id }) => dayKey(day, id)),
  ]);
  await say(
    tx,
    told.map(({ messageId, personId, ...to }) => redrawOfSaid({ messageId, personId, to })),
    now,
  );
}

/** Whom nobody covers who is away, or will be, and what waits for them: as it is now. */
export const readUncovered = (desk: Desk, { personId }: Pick<Official, 'personId'>): Promise<UncoveredAbsence[]> =>
  databaseOf(desk).query<UncoveredAbsence>(selectAll, [today(desk), personId]);
export interface UncoveredAbsence extends Uncovered {
  readonly appeals: readonly Waiting[];
}

/** @returns whether approvals wait while it lasts. @idempotent by the absence */
export async function tellUncoveredAsEntered(
  tx: Transaction,
  absenceId: number,
  presserId: number,
  around: Now,
): Promise<boolean> {
  const [found] = await tx.query<Uncovered>(selectEntered, [absenceId]);
  if (!found) return false;
  const waiting = await tx.query<Waiting>(selectWaiting, [found.personId]);
  await tell(tx, found, waiting, { key: 'entered', presserId }, around);
  return true;
}

/** @idempotent by the absence */
export async function tellUncoveredAsItBegins(tx: Transaction, absenceId: number, around: Now): Promise<void> {
  const [found] = await tx.query<Uncovered>(selectBegun, [absenceId, dayOf(around.now, around.calendar)]);
  if (!found) return;
  const waiting = await tx.query<Waiting>(selectWaiting, [found.personId]);
  await tell(tx, found, waiting, { key: 'begins', presserId: null }, around);
}

/** An appeal has come to these approvers, or will once it is in ПОС. @idempotent by the absence and the appeal */
export async function tellUncoveredAsItArrives(
  tx: Transaction,
  appealId: number,
  approverIds: readonly number[],
  presserId: number | null,
  around: Now,
): Promise<void> {
  if (approverIds.length === 0) return;
  const all = await tx.query<Uncovered>(selectNow, [approverIds, dayOf(around.now, around.calendar)]);
  for (const found of all) {
    const waiting = await tx.query<Waiting>(selectAppeal, [appealId]);
    await tell(tx, found, waiting, { key: `appeal:${appealId}`, presserId }, around);
  }
}
