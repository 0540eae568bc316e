import { Reflection } from '../../../entities/reflection';
import type { Event } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { mayReflect, REFLECTED_BY, type Reflection as Kind } from '../../regulation/reflections';
import { addEntry } from '../journal/journal';
import type { Desk } from '../ports';

const OF_REFLECTION = columns(Reflection, ['id', 'appealId', 'kind', 'executorId', 'endedAt', 'endedById'], 'r');
type Row = RowOf<typeof OF_REFLECTION>;
const holdReflection = statement(
  'hold-reflection',
  `select ${OF_REFLECTION}, a.number from reflection r join appeal a on a.id = r.appeal_id where r.id = $1 for update of r`,
);
const endReflection = statement(
  'end-reflection',
  'update reflection set ended_at = $2, ended_by_id = $3 where id = $1',
);

/** What was ticked, or is in the list again. */
export interface Ticked {
  readonly id: number;
  readonly number: string;
  readonly kind: Kind;
}

/** «Отражено»: it stands in ПОС. @returns null: it is not theirs, or there is no such line @idempotent */
export const tickReflection = (desk: Desk, actor: Actor, id: number): Promise<Ticked | null> =>
  change(desk, actor, id, 'reflect', ({ endedAt }) => endedAt === null, desk.clock.now());

/** Ticked by mistake: it is in the list again. @returns null: somebody else has ticked it, or nobody @idempotent */
export const untickReflection = (desk: Desk, actor: Actor, id: number): Promise<Ticked | null> =>
  change(desk, actor, id, 'reflectNot', ({ endedById }) => endedById === actor.personId, null);

function change(
  desk: Desk,
  actor: Actor,
  id: number,
  action: Extract<Event, 'reflect' | 'reflectNot'>,
  changes: (row: Row) => boolean,
  endedAt: Date | null,
): Promise<Ticked | null> {
  return databaseOf(desk).transaction(async (tx) => {
    const [row] = await tx.query<Row & { readonly number: string }>(holdReflection, [id]);
    if (!row || !mayReflect(actor, row.kind, row.executorId)) return null;
    const ticked = { id, number: row.number, kind: row.kind };
    if (!changes(row)) return action === 'reflect' ? ticked : null;
    await tx.query(endReflection, [id, endedAt, endedAt && actor.personId]);
    await note(tx, row, action, actor, desk.clock.now());
    return ticked;
  });
}

const note = (
  tx: Transaction,
  { appealId, kind }: Row,
  action: Extract<Event, 'reflect' | 'reflectNot'>,
  { personId }: Actor,
  at: Date,
): Promise<number> =>
  addEntry(tx, appealId, {
    at,
    action,
    personId,
    capacity: REFLECTED_BY[kind],
    onBehalfOfId: null,
    clause: null,
    fromStage: null,
    toStage: null,
    formId: null,
    details: { reflection: kind },
  });
