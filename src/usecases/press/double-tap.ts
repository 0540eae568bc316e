import type { JournalEntry } from '../../../entities/journal-entry';
import { statement, type Queries } from '../../database/database';
import { isOfOneAlone } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import { awaitsEntry } from '../../regulation/rights';
import type { Action } from '../../regulation/vocabulary';
import type { LoadedAppeal } from '../appeals/appeal-store';
import { holdersOf, selectHolders, type Holders } from '../appeals/holders';
import { parseAnswers } from '../forms/form-store';
import type { Done } from './perform';

/** Taps that are farther apart are two decisions. */
const DOUBLE_TAP_MS = 5_000;

/** The entry of the first tap. */
interface Entry extends Holders, Pick<JournalEntry, 'details'> {
  readonly entryId: number;
  readonly action: Action;
  readonly appealId: number;
  /** Of its form; null: the act asks nothing. */
  readonly answers: Record<string, unknown> | null;
}

const SELECT = `select j.id as "entryId", j.action, j.appeal_id as "appealId", j.told as details, f.answers, ${selectHolders('a')}
   from journal_entry j join appeal a on a.id = j.appeal_id left join form f on f.id = j.form_id
   where j.person_id = $1 and j.at > $2`;
const entryOnCard = statement(
  'first-tap-on-card',
  `${SELECT} and j.action = $4 and j.form_id is null and j.id = (select max(id) from journal_entry where appeal_id = $3)`,
);
const entryOfForm = statement('first-tap-on-form', `${SELECT} and j.form_id = $3 and j.appeal_id = f.appeal_id`);

const since = (now: Date): Date => new Date(now.getTime() - DOUBLE_TAP_MS);

/** What this person did with a button of the card a moment ago, if nobody has acted since; null: nothing. */
export async function firstTapOnCard(
  queries: Queries,
  actor: Actor,
  action: Action,
  appeal: LoadedAppeal,
  now: Date,
): Promise<Done | null> {
  const [entry] = await queries.query<Entry>(entryOnCard, [actor.personId, since(now), appeal.id, action]);
  return entry ? doneOf(entry, appeal) : null;
}

/** The same of the last button of a form; its appeal is still to be loaded. */
export async function firstTapOnForm(queries: Queries, actor: Actor, formId: number, now: Date): Promise<Entry | null> {
  const [entry] = await queries.query<Entry>(entryOfForm, [actor.personId, since(now), formId]);
  return entry ?? null;
}

/** What `perform` said to the first tap. */
export function doneOf(entry: Entry, { state, followers, signatures }: LoadedAppeal): Done {
  const { entryId, details, answers, action } = entry;
  const beside = isOfOneAlone(action) ? [] : followers.map((one) => one.state.dueAt);
  return {
    ok: true,
    state,
    dueAt: [state.dueAt, ...beside].reduce((first, due) => (due < first ? due : first)),
    holders: holdersOf(entry),
    answers: parseAnswers(answers ?? {}),
    entryId,
    details,
    awaitsEntry: awaitsEntry(state, signatures),
  };
}
