import { statement, type Transaction } from '../../database/database';
import { columns } from '../../database/columns';
import { Account } from '../../../entities/account';
import { isWorkingTime } from '../../regulation/calendar';
import type { EngagementAction, EngagementStage } from '../../regulation/engagement/vocabulary';
import { say, type Message, type Params } from '../messages';
import { shortName } from '../people/names';
import type { Listener, Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';

export type EngagementNotice = Params<'engagementNews'>['what'];

/** An act as those hear of it whom it concerns. */
export interface ToldAct {
  readonly id: number;
  readonly title: string;
  readonly action: EngagementAction;
  readonly to: EngagementStage;
  /** After the act: it makes its messages its own. */
  readonly version: number;
  readonly reason: string | null;
  readonly before: { readonly agreeingId: number | null; readonly approvingId: number | null };
  readonly after: { readonly agreeingId: number | null; readonly approvingId: number | null };
  readonly handedOverById: number | null;
}

interface Told {
  readonly personId: number | null;
  readonly what: EngagementNotice;
  /** It is their move now. */
  readonly isTheirs: boolean;
}

function toldOf({ action, to, before, after, handedOverById }: ToldAct): readonly Told[] {
  const next: Told =
    to === 'agreement'
      ? { personId: after.agreeingId, what: 'toAgree', isTheirs: true }
      : { personId: after.approvingId, what: 'toApprove', isTheirs: true };
  switch (action) {
    case 'handOver':
      return to === 'agreement' ? [next] : [];
    case 'agreeContent':
    case 'passContent':
      return [next];
    case 'approveContent':
      return [{ personId: handedOverById, what: 'approved', isTheirs: true }];
    case 'rejectContent':
      return [{ personId: handedOverById, what: 'rejected', isTheirs: true }];
    case 'takeBack':
      return [{ personId: before.approvingId ?? before.agreeingId, what: 'takenBack', isTheirs: false }];
    default:
      return [];
  }
}

const selectListener = statement(
  'listener-to-engagement',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')} from person p join account on account.person_id = p.id and account.is_home
   where p.id = $1 and p.disabled_at is null`,
);

/**
 * In the transaction of the act: whose move it is hears of it, with a sound in working time; never whoever has pressed.
 * @returns who hears
 */
export async function tellOfAct(
  tx: Transaction,
  desk: Desk,
  actor: Official | null,
  act: ToldAct,
): Promise<readonly number[]> {
  const { now, calendar } = circumstances(desk);
  const messages: Message[] = [];
  const heard: number[] = [];
  for (const { personId, what, isTheirs } of toldOf(act)) {
    if (personId === null || personId === actor?.personId) continue;
    const [to] = await tx.query<Listener>(selectListener, [personId]);
    if (!to) continue;
    heard.push(personId);
    const { id, title, version, reason } = act;
    messages.push({
      key: `engagement:${id}:v${version}:${what}:person:${personId}`,
      to,
      kind: 'engagementNews',
      params: {
        ...{ personId, id, title, what, by: actor === null ? null : shortName(actor.name), reason },
        ...{ trouble: null, address: null },
      },
      silent: !isTheirs || !isWorkingTime(now, calendar),
    });
  }
  await say(tx, messages, now);
  return heard;
}
