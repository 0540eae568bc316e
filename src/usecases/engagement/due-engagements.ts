import { z } from 'zod';
import { Account } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { waitsForId, type EngagementFacts } from '../../regulation/engagement/facts';
import { ENGAGEMENT_NAGS } from '../../regulation/engagement/moments';
import { say, type Message, type Params } from '../messages';
import type { Listener } from '../people/officials';
import { awayOn } from '../people/standing-in';
import { plainDay } from '../plain-day';
import { today, type Desk } from '../ports';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../reminders/work-off';
import { turnOf } from './act-on-engagement';
import { loadEngagement } from './engagement-store';
import { planEngagement } from './plan-engagement';

/** Opens and closes what its days say. @returns how many */
export const turnEngagements = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement_turn'], (tx, batch) => turn(tx, desk, batch), onFailure);

async function turn(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  const done: number[] = [];
  for (const { id, engagementId } of batch)
    // Somebody acts on the others right now, and wants the very reminder that is claimed here: the next tick comes.
    if (engagementId === null || (await turnOf(tx, desk, engagementId))) done.push(id);
  await settleReminders(
    tx,
    done.map((id) => ({ id, state: 'done' })),
  );
  return done.length;
}

/** Tells what is due: everything of a person in one message. @returns how much */
export const tellEngagements = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement'], (tx, batch) => tell(tx, desk, batch), onFailure);

type Line = Params<'engagementNags'>['lines'][number];
const told = z.object({ what: z.enum(ENGAGEMENT_NAGS), day: plainDay.nullable() });

async function tell(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  const now = desk.clock.now();
  const lines = new Map<number, Line[]>();
  const chats = new Map<number, Listener>();
  for (const { engagementId, params } of batch) {
    const kept = engagementId === null ? null : await loadEngagement(tx, engagementId);
    if (!kept) continue;
    const { row, content, facts } = kept;
    const line = { id: row.id, title: content.title, ...told.parse(params) };
    for (const person of await hearersOf(tx, desk, facts, line.what)) {
      chats.set(person.id, person);
      lines.set(person.id, [...(lines.get(person.id) ?? []), line]);
    }
  }
  const messages = [...lines].flatMap(([personId, theirs]): Message[] => {
    const to = chats.get(personId);
    const key = `engagement:${personId}:${theirs.map(({ id, what }) => `${id}${what}`).join()}:${now.toISOString()}`;
    return to ? [{ key, to, kind: 'engagementNags', params: { personId, lines: theirs }, silent: false }] : [];
  });
  await settleReminders(
    tx,
    batch.map(({ id }) => ({ id, state: 'done' })),
  );
  await say(tx, messages, now);
  for (const id of new Set(batch.flatMap(({ engagementId }) => engagementId ?? []))) {
    const kept = await loadEngagement(tx, id);
    if (kept) await planEngagement(tx, desk, id, kept.facts, 'clock');
  }
  return batch.length;
}

const HEARER = `p.id, ${columns(Account, ['messenger', 'chatId'], 'account')},
  exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as away`;
const selectOfficials = statement(
  'hearers-of-engagements',
  `select ${HEARER} from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and 'engagement' = any(p.roles) order by p.id`,
);
const selectSupervisor = statement(
  'supervisor-of-engagement',
  `select ${HEARER} from person p join account on account.person_id = p.id and account.is_home where p.disabled_at is null and p.id = $2`,
);

/** Whoever has the role and is there; all of them where nobody is. What waits for a supervisor is theirs alone. */
export async function hearersOf(
  tx: Transaction,
  desk: Desk,
  facts: EngagementFacts,
  what: Line['what'],
): Promise<readonly Listener[]> {
  const all =
    what === 'waits'
      ? await tx.query<Listener & { away: boolean }>(selectSupervisor, [today(desk), waitsForId(facts)])
      : await tx.query<Listener & { away: boolean }>(selectOfficials, [today(desk)]);
  const present = all.filter(({ away }) => !away);
  return present.length > 0 ? present : all;
}
