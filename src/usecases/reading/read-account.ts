import { databaseOf, statement } from '../../database/database';
import { accountsOf, type TermAccount } from '../../regulation/account';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import type { Stage } from '../../regulation/vocabulary';
import { assumptionsOf, selectAssumptions, type AssumptionFacts, type Assumptions } from '../appeals/assumptions';
import { loadAppeal, termFactsOf } from '../appeals/appeal-store';
import { circumstances, type Desk } from '../ports';
import { stageRules } from '../settings';
import { readCorrection } from '../submission/correction';

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

/** Null: there is no such appeal, or the reader takes no part in the work. */
export async function readAccounts(desk: Desk, appealId: number, reader: Actor): Promise<Accounts | null> {
  if (!maySee(reader, 'terms')) return null;
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { calendar } = around;
  const appeal = await loadAppeal(database, appealId, around, false);
  const registered = await readCorrection(database, appealId, undefined);
  const [kept] = await database.query<Around>(readAround, [appealId, JSON.stringify(desk.office.shares)]);
  if (!appeal || !registered || !kept) return null;
  const { kind, termDays, firstDueAt, state } = appeal;
  return {
    number: appeal.number,
    stage: state.stage,
    terms: accountsOf(
      {
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
      },
      calendar,
    ),
    assumptions: assumptionsOf(appeal, kept.assumed, calendar),
  };
}
