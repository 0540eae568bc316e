import { Account } from '../../../entities/person';
import type { RegistryTakeover } from '../../../entities/registry-takeover';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { isWorkingTime } from '../../regulation/calendar';
import { ACT_OF, type Remedy } from '../../regulation/differences';
import { tellWhereNobodyTakes } from '../acts/participant-left';
import { say, type Message, type OfMany } from '../kit/messages';
import { shortName, standingIn } from '../kit/officials';
import { circumstances, today, type Desk } from '../kit/ports';
import { sayOfMany, sayTakenAway } from '../people/turn-of-absences';

const CHAT = columns(Account, ['personId', 'messenger', 'chatId'], 'account');
// Whoever stands in for an executor who is away has their appeals too, so they hear of them.
const selectHearers = statement(
  'takeover.hearers',
  `select ${CHAT}, account.person_id as "executorId", null as "insteadOf" from account where is_home and person_id = any($1::int[])
   union all
   select ${CHAT}, s.absent_id, absent.name from ${standingIn('$2')} s join account on account.person_id = s.deputy_id and account.is_home
     join person deputy on deputy.id = s.deputy_id join person absent on absent.id = s.absent_id
   where s.role = 'executor' and s.absent_id = any($1::int[]) and deputy.disabled_at is null and 'executor' = any(deputy.roles)
   order by 1, 4`,
);
interface Hearer extends RowOf<typeof CHAT> {
  readonly executorId: number;
  readonly insteadOf: string | null;
}

interface Named {
  readonly id: number;
  readonly number: string;
}
/** How many appeals a message names; the list «Мои обращения» has them all. */
const NAMED = 8;

/**
 * Each executor gets one message with all that came to them so, however much it is, and so does whoever stands in for them.
 * @param appeals of each executor, in the order of their terms
 * @idempotent by the key
 */
export async function sayTakenOver(
  tx: Transaction,
  desk: Desk,
  key: string,
  appeals: ReadonlyMap<number, readonly Named[]>,
): Promise<void> {
  const now = desk.clock.now();
  const silent = !isWorkingTime(now, desk.office.calendar());
  const hearers = await tx.query<Hearer>(selectHearers, [[...appeals.keys()], today(desk)]);
  await say(
    tx,
    hearers.map(({ personId, executorId, insteadOf, ...to }): Message => {
      const theirs = appeals.get(executorId) ?? [];
      const named = { personId, count: theirs.length, appeals: theirs.slice(0, NAMED) };
      const params = insteadOf === null ? named : { ...named, insteadOf: shortName(insteadOf) };
      const whose = insteadOf === null ? '' : `:instead:${executorId}`;
      return { key: `${key}:person:${personId}${whose}`, to, kind: 'takenOver', params, silent };
    }),
    now,
  );
}

const selectItems = statement(
  'takeover.items-done',
  `select i.executor_id as "executorId", a.id, a.number, i.done, i.failed from registry_takeover_item i join appeal a on a.id = i.appeal_id
   where i.takeover_id = $1 order by a.due_at, a.id`,
);
interface Item extends Named {
  readonly executorId: number | null;
  readonly done: boolean;
  readonly failed: boolean;
}
// The first such entry since the press is its own: what somebody had acted on before was left to them.
const selectMoved = statement(
  'takeover.moved',
  `select a.id as "appealId", j.former_id as "formerId", a.executor_id as "executorId" from registry_takeover_item i join appeal a on a.id = i.appeal_id
   join lateral (select (e.details ->> 'formerExecutorId')::int as former_id, e.from_stage from journal_entry e
     where e.appeal_id = a.id and e.action = $2 and e.at >= $3 order by e.id limit 1) j
     on j.former_id is distinct from a.executor_id or j.from_stage <> a.stage
   where i.takeover_id = $1 and i.done order by a.id`,
);
interface Moved {
  readonly appealId: number;
  readonly formerId: number | null;
  readonly executorId: number | null;
}
const selectChat = statement('takeover.chat', `select ${CHAT} from account where is_home and person_id = $1`);

/** What those hear who work on them. Of «Оставить как есть» nothing follows for anybody. */
const ABOUT: Readonly<Partial<Record<Remedy, OfMany['about']>>> = {
  term: 'termAsThere',
  postponement: 'termAsThere',
  extension: 'termAsThere',
  details: 'termByCategory',
  answered: 'answeredThere',
  redirected: 'redirectedThere',
  closed: 'closedThere',
};

/** It is over: whoever has pressed hears what became of it, and those whom it concerns hear of all in one message. @idempotent by it */
export async function tellOfEndedTakeover(tx: Transaction, desk: Desk, takeover: RegistryTakeover): Promise<void> {
  const { id, kind, remedy, undoOfId, personId } = takeover;
  const items = await tx.query<Item>(selectItems, [id]);
  const done = items.filter((item) => item.done);
  const key = `takeover:${id}`;
  const people = new Map<number, Named[]>();
  for (const { executorId, id: appealId, number } of done)
    if (executorId !== null) people.set(executorId, [...(people.get(executorId) ?? []), { id: appealId, number }]);
  const isAssigning = remedy === 'assign' && undoOfId === null;
  if (isAssigning) await sayTakenOver(tx, desk, key, people);
  await tellOfMoved(tx, desk, key, takeover);
  const about = undoOfId === null ? ABOUT[remedy] : remedy === 'keep' ? undefined : 'restored';
  if (about !== undefined) {
    const roles =
      about === 'answeredThere' || about === 'redirectedThere' || about === 'closedThere' ? [] : (['curator'] as const);
    const appealIds = done.map((one) => one.id);
    await sayOfMany(tx, desk, { key, about, words: null, exceptId: personId, roles, appealIds });
  }
  const [chat] = await tx.query<RowOf<typeof CHAT>>(selectChat, [personId]);
  if (!chat) return;
  const { personId: _personId, ...to } = chat;
  const failed = items.filter((item) => item.failed).map(({ id: appealId, number }) => ({ id: appealId, number }));
  const params = {
    personId,
    of: kind,
    remedy,
    // What takes back is not taken back itself.
    takeoverId: undoOfId === null && done.length > 0 ? id : null,
    undoes: undoOfId !== null,
    count: done.length,
    left: items.length - done.length - failed.length,
    people: people.size,
    failed: failed.slice(0, NAMED),
    failures: failed.length,
  };
  await say(tx, [{ key: `${key}:done`, to, kind: 'takeoverDone', params, silent: true }], desk.clock.now());
}

/** Where an appeal is in other hands now, or at another stage: whoever had it hears of that, and so do coordinators if whoever has it has left. */
async function tellOfMoved(
  tx: Transaction,
  desk: Desk,
  key: string,
  { id, remedy, undoOfId, personId, pressedAt }: RegistryTakeover,
): Promise<void> {
  const action = undoOfId === null ? ACT_OF[remedy] : 'restoreBefore';
  const moved = await tx.query<Moved>(selectMoved, [id, action, pressedAt]);
  const taken = moved.flatMap(({ appealId, formerId, executorId }) =>
    formerId === null || formerId === executorId ? [] : [{ appealId, formerId }],
  );
  await sayTakenAway(tx, desk, { key: `${key}:former`, exceptId: personId, taken });
  const movedIds = moved.map(({ appealId }) => appealId);
  await tellWhereNobodyTakes(tx, movedIds, { key, presserId: personId }, circumstances(desk));
}
