import { Account } from '../../../entities/account';
import { Attachment } from '../../../entities/attachment';
import { Card } from '../../../entities/card';
import { Delivery } from '../../../entities/delivery';
import { columns, type RowOf } from '../../columns';
import { statement, type Transaction, databaseOf } from '../../database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { redraw } from '../cards/redraw';
import { addEntry } from '../journal/journal';
import { say } from '../messages';
import { shortName } from '../people/names';
import type { Listener } from '../people/officials';
import type { Desk } from '../ports';

const OF_DELIVERY = columns(Delivery, ['id', 'appealId', 'kind', 'text', 'placedAt'], 'y');

/** The coordinators' task «Разместить в ПОС». */
export interface DeliveryCard extends Readonly<RowOf<typeof OF_DELIVERY>> {
  readonly number: string;
  /** To which a redirected appeal goes. */
  readonly organization: string | null;
  readonly due: Date;
  readonly files: number;
  readonly placedBy: string | null;
}

const OF_FILE = columns(Attachment, ['messenger', 'fileRef', 'sha256', 'kind', 'compressed', 'fileName'], 't');
/** A file that came through a chat: `fileRef` is of its messenger; another takes the bytes under their SHA-256 (`FileStore`). */
export type KeptFile = Readonly<RowOf<typeof OF_FILE>>;

const FILES = `(y.form_id is not null and t.form_id = y.form_id) or (y.kind in ('answer', 'interim_answer') and t.appeal_id = y.appeal_id
  and t.form_id in (select j.form_id from journal_entry j where j.appeal_id = y.appeal_id and j.action = 'submitAnswer'))`;
const readDelivery = statement(
  'read-delivery',
  `select ${OF_DELIVERY}, a.number, p.name as "placedBy",
     a.due_at as due, (select o.name from organization o where o.id = a.organization_id) as organization,
     (select count(*)::int from attachment t where t.appeal_id = y.appeal_id and (${FILES})) as files
   from delivery y join appeal a on a.id = y.appeal_id left join person p on p.id = y.placed_by_id where y.id = $1`,
);
const deliveryFiles = statement(
  'delivery-files',
  `select ${OF_FILE} from attachment t join delivery y on y.id = $1 where t.appeal_id = y.appeal_id and (${FILES}) order by t.id`,
);
const appealFiles = statement(
  'appeal-files',
  `select ${OF_FILE} from attachment t where t.appeal_id = $1 order by t.id`,
);
const PLACED = columns(Delivery, ['appealId', 'kind']);
const place = statement(
  'place-delivery',
  `update delivery set placed_at = $2, placed_by_id = $3 where id = $1 and placed_at is null returning ${PLACED}`,
);
const OF_CARD = columns(Card, ['subject', 'subjectId'], 'c');
const cardHolders = statement(
  'card-holders',
  `select c.person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')}, ${OF_CARD}
   from card c join person p on p.id = c.person_id join account on account.person_id = p.id
   where p.disabled_at is null
     and ((c.subject = 'delivery' and c.subject_id = $1) or (c.subject = 'appeal' and c.subject_id = $2))`,
);

export async function readDeliveryCard(desk: Desk, deliveryId: number): Promise<DeliveryCard | null> {
  const [row] = await databaseOf(desk).query<DeliveryCard>(readDelivery, [deliveryId]);
  return row ? { ...row, placedBy: row.placedBy === null ? null : shortName(row.placedBy) } : null;
}

export const filesOfDelivery = (desk: Desk, deliveryId: number) =>
  databaseOf(desk).query<KeptFile>(deliveryFiles, [deliveryId]);
export const filesOfAppeal = (desk: Desk, appealId: number) =>
  databaseOf(desk).query<KeptFile>(appealFiles, [appealId]);

export type PlaceResult = 'placed' | 'placedBefore' | 'notYours' | 'gone';

/**
 * «Размещено»: a coordinator's word that the text is in ПОС. Everybody's cards say so.
 * @idempotent: the second one changes nothing
 */
export async function placeDelivery(desk: Desk, actor: Actor, deliveryId: number): Promise<PlaceResult> {
  if (!hasRight(actor, 'place')) return 'notYours';
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx: Transaction) => {
    const [placed] = await tx.query<RowOf<typeof PLACED>>(place, [deliveryId, now, actor.personId]);
    if (!placed) return (await readDeliveryIn(tx, deliveryId)) ? 'placedBefore' : 'gone';
    await addEntry(tx, placed.appealId, {
      at: now,
      action: 'place',
      personId: actor.personId,
      capacity: 'coordinator',
      onBehalfOfId: null,
      clause: null,
      fromStage: null,
      toStage: null,
      formId: null,
      details: { deliveryId, delivery: placed.kind },
    });
    const holders = await tx.query<RowOf<typeof OF_CARD> & Listener>(cardHolders, [deliveryId, placed.appealId]);
    await say(
      tx,
      holders
        .filter(({ id, subject }) => id !== actor.personId || subject === 'appeal')
        .map((holder) => redraw(holder.subject, holder.subjectId, holder)),
      now,
    );
    return 'placed';
  });
}

async function readDeliveryIn(tx: Transaction, deliveryId: number): Promise<boolean> {
  return (await tx.query(readDelivery, [deliveryId])).length > 0;
}
