import { databaseOf, statement, type Queries } from '../../database/database';
import { accountsOf, type AccountFacts, type TermAccount } from '../../regulation/account';
import type { Actor } from '../../regulation/facts';
import {
  pastAccounts,
  type Beside,
  type KnownEnd,
  type Led,
  type PastAccount,
  type StageMove,
} from '../../regulation/past-accounts';
import { maySee } from '../../regulation/rights';
import type { Stage } from '../../regulation/vocabulary';
import { readCorrection } from '../answers/submission';
import { loadAppeal, termFactsOf, type LoadedAppeal } from '../appeals/appeal-store';
import { assumptionsOf, selectAssumptions, type AssumptionFacts, type Assumptions } from '../appeals/contacts';
import { circumstances, type Desk } from '../kit/ports';
import { stageRules } from '../kit/settings';
import { movesOf } from '../terms/former-visits';

/** «Почему такой срок»: of each term of an appeal how it has come about. */
export interface Accounts {
  readonly number: string;
  readonly stage: Stage;
  readonly terms: readonly TermAccount[];
  /** What they rest on by our reading alone. */
  readonly assumptions: Assumptions;
}

interface Around {
  readonly assumed: AssumptionFacts;
  readonly corrections: readonly { readonly at: string; readonly before: string; readonly after: string }[];
}
/** Of acts that were taken back the end of before stands again: they have moved nothing. */
const readAround = statement(
  'account-of-terms',
  `select ${selectAssumptions('a', '$2')} as assumed,
     (select coalesce(jsonb_agg(jsonb_build_object('at', j.at, 'before', j.details ->> 'dueBefore', 'after', j.details ->> 'dueAt') order by j.id), '[]')
      from journal_entry j where j.appeal_id = a.id and j.action in ('correctDetails', 'takeDetailsThere', 'takeFastTrack') and j.details ? 'dueBefore'
        and not exists (select from journal_entry u where u.appeal_id = j.appeal_id and u.action = 'restoreBefore'
          and (u.details -> 'restores' ->> 'at')::timestamptz = j.at)) as corrections
   from appeal a where a.id = $1`,
);

interface Known {
  readonly appeal: LoadedAppeal;
  readonly assumed: AssumptionFacts;
  readonly facts: AccountFacts;
}

/** What the accounts of an appeal are drawn from; null: there is no such appeal. */
async function factsOf(desk: Desk, appealId: number): Promise<Known | null> {
  const database = databaseOf(desk);
  const appeal = await loadAppeal(database, appealId, circumstances(desk), false);
  const registered = await readCorrection(database, appealId, undefined);
  const [kept] = await database.query<Around>(readAround, [appealId, JSON.stringify(desk.office.shares)]);
  if (!appeal || !registered || !kept) return null;
  const { kind, termDays, firstDueAt, state } = appeal;
  const facts = {
    terms: { ...termFactsOf(appeal), visits: state.visits },
    kind,
    termDays,
    fastTrackDays: registered.present.fastTrackDays,
    firstDueAt,
    course: registered.course,
    corrections: kept.corrections.map(({ at, before, after }) => ({
      at: new Date(at),
      before: new Date(before),
      after: new Date(after),
    })),
    rules: await stageRules(database, desk.office),
  };
  return { appeal, assumed: kept.assumed, facts };
}

/** Null: there is no such appeal, or the reader takes no part in the work. */
export async function readAccounts(desk: Desk, appealId: number, reader: Actor): Promise<Accounts | null> {
  if (!maySee(reader, 'terms')) return null;
  const known = await factsOf(desk, appealId);
  if (!known) return null;
  const { appeal, assumed, facts } = known;
  const { calendar } = circumstances(desk);
  return {
    number: appeal.number,
    stage: appeal.state.stage,
    terms: accountsOf(facts, calendar),
    assumptions: assumptionsOf(appeal, assumed, calendar),
  };
}

/** «Прошлые этапы»: each visit and duty that is over, with its account. */
export interface PastAccounts {
  readonly number: string;
  readonly terms: readonly PastAccount[];
}

/** «stage:in_progress:2026-11-25T07:00:00.000Z»: when the visit, or the duty, began. */
const beganIn = (term: string): string => `substring(${term} from '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z')::timestamptz`;

// A fact comes before what was planned: it is the end that was missed. A visit without either is reckoned.
const selectEnds = statement(
  'known-ends-of-past',
  `select distinct on (kind, "from") * from (
     select o.kind, o.stage, o.due_at as due, coalesce(d.done_at, o.ended_at) as "doneAt", 0 as rank, ${beganIn('o.term')} as "from"
     from overdue o left join duty_done d on o.kind = 'duty' and d.appeal_id = o.appeal_id and d.began_at = ${beganIn('o.term')}
     where o.appeal_id = $1 and o.kind in ('stage', 'duty')
     union all select 'duty', null, d.due_at, d.done_at, 1, d.began_at from duty_done d where d.appeal_id = $1
     union all select 'stage', null, r.due_at - interval '1 second', null, 2, ${beganIn('r.term')}
     from reminder r where r.appeal_id = $1 and r.reason = 'lapse' and r.term like 'stage:%') e
   order by kind, "from", rank, due`,
);

// Whoever leads on says so; one that is parted without a word of another leads itself.
const selectLed = statement(
  'who-led-appeals',
  `select a.id, array_agg(jsonb_build_object('at', j.at, 'by', coalesce(j.details ->> 'leads', a.number)) order by j.id) as led
   from appeal a join journal_entry j on j.appeal_id = a.id and j.action in ('join', 'disjoin')
   where a.id = $1 or a.id in (select m.id from journal_entry o cross join lateral jsonb_array_elements_text(o.details -> 'together') as t (number)
     join appeal m on m.number = t.number where o.appeal_id = $1 and o.action = 'join')
   group by a.id order by a.id`,
);

/** Whom the appeal went with, and when. */
async function joinedOf(
  database: Queries,
  appealId: number,
): Promise<{ readonly led: readonly Led[]; readonly beside: readonly Beside[] }> {
  const rows = await database.query<{ id: number; led: { at: string; by: string }[] }>(selectLed, [appealId]);
  let own: readonly Led[] = [];
  const beside: Beside[] = [];
  for (const row of rows) {
    const led = row.led.map(({ at, by }) => ({ at: new Date(at), by }));
    if (row.id === appealId) own = led;
    else {
      const known = await readCorrection(database, row.id, undefined);
      if (known)
        beside.push({ ...known.present, course: known.course, led, moves: await stageMoves(database, row.id) });
    }
  }
  return { led: own, beside };
}

const stageMoves = async (database: Queries, appealId: number): Promise<StageMove[]> =>
  (await movesOf(database, appealId)).flatMap(({ fromStage: from, toStage: to, ...move }) =>
    from === null || to === null ? [] : [{ ...move, from, to }],
  );

/** Null: there is no such appeal, or the reader takes no part in the work. */
export async function readPastAccounts(desk: Desk, appealId: number, reader: Actor): Promise<PastAccounts | null> {
  if (!maySee(reader, 'terms')) return null;
  const known = await factsOf(desk, appealId);
  if (!known) return null;
  const database = databaseOf(desk);
  const ends = await database.query<KnownEnd>(selectEnds, [appealId]);
  const { dutyBeganAt } = known.facts.terms;
  return {
    number: known.appeal.number,
    terms: pastAccounts(
      { ...known.facts, ...(await joinedOf(database, appealId)) },
      await stageMoves(database, appealId),
      // One that runs is no past.
      ends.filter(
        ({ kind, from, doneAt }) => kind === 'stage' || doneAt !== null || from.getTime() !== dutyBeganAt?.getTime(),
      ),
      circumstances(desk).calendar,
    ),
  };
}
