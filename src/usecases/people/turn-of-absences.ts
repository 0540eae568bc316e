import type { Absence } from '../../../entities/absence';
import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays } from '../../regulation/calendar';
import type { HoldingRole } from '../../regulation/deputies';
import type { Circumstances } from '../../regulation/facts';
import { say, type Params } from '../messages';
import { shortName } from './names';
import type { Listener } from './officials';
import { redrawNamed } from './redraw-named';
import { redrawUncovered, tellUncoveredAsItBegins } from './uncovered';

type Span = Readonly<Pick<Absence, 'personId' | 'fromDay' | 'untilDay'>>;

/** An absence was entered or cancelled: where it is now, every open card that names the person shows it, and so does what was told today of approvals. */
export async function redrawOfAbsence(
  tx: Transaction,
  { personId, fromDay, untilDay }: Span,
  around: Circumstances,
): Promise<void> {
  const { now, calendar } = around;
  const today = dayOf(now, calendar);
  if (fromDay <= today && today <= untilDay) await redrawNamed(tx, [personId], now);
  await redrawUncovered(tx, around);
}

/** What a message about an absence says to this reader: their own, or one in which they stand in. */
export function absenceParams(
  {
    personId,
    name,
    fromDay,
    untilDay,
    deputies,
  }: Span & {
    readonly name: string;
    readonly deputies: readonly { readonly id: number; readonly name: string; readonly role: HoldingRole | null }[];
  },
  reader: number,
): Params<'absenceAdded'> {
  return {
    personId: reader,
    name,
    fromDay,
    untilDay,
    deputy: deputies.find(({ role }) => role === null)?.name ?? null,
    deputies: deputies.flatMap((one) => (one.role === null ? [] : [{ name: one.name, role: one.role }])),
    roles: deputies.flatMap(({ id, role }) => (id === reader && role !== null ? [role] : [])),
    own: reader === personId,
  };
}

const OF_PERSON = columns(Person, ['name'], 'p');
interface Turn extends RowOf<typeof OF_PERSON>, Span {
  readonly id: number;
}
const selectTurns = statement(
  'absences-that-turn',
  `select b.id, b.person_id as "personId", b.from_day as "fromDay", b.until_day as "untilDay", ${OF_PERSON}
   from absence b join person p on p.id = b.person_id
   where b.cancelled_at is null and (b.from_day = $1::date or b.until_day = $2::date)`,
);
const selectBegun = statement(
  'absences-begun',
  `select b.id, b.person_id as "personId", b.from_day as "fromDay", b.until_day as "untilDay", ${OF_PERSON}
   from absence b join person p on p.id = b.person_id
   where b.cancelled_at is null and b.from_day > $2::date and b.from_day <= $1::date and b.until_day >= $1::date`,
);
const selectDeputies = statement(
  'deputies-of-absence',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}, array_remove(array_agg(d.role order by d.role), null) as roles
   from (select deputy_id, null as role from absence where id = $1 and deputy_id is not null
     union all select deputy_id, role from deputy where absence_id = $1) d
   join person p on p.id = d.deputy_id join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null group by p.id, account.messenger, account.chat_id`,
);

/** A day begins: with it absences begin, and those of yesterday are over. Open cards show it. Nobody is told at midnight. */
export async function turnAbsences(tx: Transaction, { now, calendar }: Circumstances): Promise<void> {
  const day = dayOf(now, calendar);
  const turns = await tx.query<Turn>(selectTurns, [day, plusDays(day, -1)]);
  await redrawNamed(
    tx,
    turns.map(({ personId }) => personId),
    now,
  );
}

/** The office opens: whoever stands in since the last working day's closing is told, without a sound. */
export async function tellTurns(tx: Transaction, { now, calendar }: Circumstances): Promise<void> {
  const day = dayOf(now, calendar);
  const before = lastWorkingDayOnOrBefore(plusDays(day, -1), calendar);
  for (const { id, personId, fromDay, untilDay, name } of await tx.query<Turn>(selectBegun, [day, before])) {
    const deputies = await tx.query<Listener & { roles: HoldingRole[] }>(selectDeputies, [id]);
    await say(
      tx,
      deputies.map(({ roles, ...to }) => ({
        key: `absenceBegins:${id}:person:${to.id}`,
        to,
        kind: 'absenceBegins',
        silent: true,
        params: {
          ...absenceParams({ personId, fromDay, untilDay, name: shortName(name), deputies: [] }, to.id),
          roles,
        },
      })),
      now,
    );
    await tellUncoveredAsItBegins(tx, id, { now, calendar });
  }
}
