import type { Transition } from './acts';
import { ASKS, type Ask } from './asks';
import type { Submission } from './answers';
import { holds } from './cases';
import { outdatesButtons, type Effect } from './effects';
import { standings, type AppealFacts, type Circumstances, type Presser, type Standing } from './facts';
import { asOwnDeputy } from './guards';
import { together } from './joining';
import type { Refusal } from './refusals';
import { TRANSITIONS } from './transitions';
import { EVERY_ACTION, INITIAL_STAGE, STAGES, type Action, type Stage } from './vocabulary';

type Joined = 'each' | Exclude<NonNullable<Transition['joined']>, 'remembered'>;
export interface Permission {
  readonly ok: true;
  readonly to: Stage;
  readonly clause: string;
  readonly standing: Standing;
  readonly effects: readonly Effect[];
  /** Stage, people, draft, kind or term change: buttons drawn before this act are stale after it. */
  readonly raisesVersion: boolean;
  /** What becomes of the appeals that follow this one: the same, only their journals', or nothing. */
  readonly joined: Joined;
}
export interface Denial {
  readonly ok: false;
  readonly refusal: Refusal;
  /** The step of the form at which it stumbled, if it was one. */
  readonly ask: Ask | null;
}
export type Decision = Permission | Denial;

export interface Press {
  readonly appeal: AppealFacts;
  readonly action: Action;
  readonly presser: Presser;
  /** Version of the card that was pressed. */
  readonly seenVersion: number;
  /** Null when only asked whether the button may be drawn or the form opened. */
  readonly submission: Submission | null;
  readonly circumstances: Circumstances;
}

/** Each button that is drawn or pressed asks for the rows of its action. */
const ROWS: ReadonlyMap<Action, readonly Transition[]> = new Map(
  EVERY_ACTION.map((action) => [action, TRANSITIONS.filter((row) => row.action === action)]),
);
const rowsOf = (action: Action): readonly Transition[] => ROWS.get(action) ?? [];
const ROWS_AT: ReadonlyMap<Stage, ReadonlyMap<Action, readonly Transition[]>> = new Map(
  STAGES.map((stage) => [
    stage,
    new Map(
      EVERY_ACTION.map((action) => [action, rowsOf(action).filter(({ from }) => from.includes(stage))] as const).filter(
        ([, rows]) => rows.length > 0,
      ),
    ),
  ]),
);
/** Of the actions that the table has at a stage, in its order. */
const rowsAt = (stage: Stage): ReadonlyMap<Action, readonly Transition[]> => ROWS_AT.get(stage) ?? new Map();

/** Whether the table has the act at that stage at all, whoever presses. */
export const isPossibleAt = (action: Action, stage: Stage): boolean => rowsAt(stage).has(action);

/** Draws the buttons and refuses the press: the one place that answers «кто что может». Pure. */
export function decide(press: Press): Decision {
  const { appeal, action, presser, seenVersion, submission, circumstances } = press;
  if (isStale(action, seenVersion, appeal)) return deny('stale');

  const found = matching(press);
  if ('refusal' in found) return deny(found.refusal);
  const { row, standing } = found;

  const objection = objectionTo(found, press);
  if (objection) return deny(objection);
  if (submission) {
    for (const ask of row.asks) {
      const refusal = ASKS[ask].holds(submission, appeal, presser, circumstances);
      if (refusal) return { ok: false, refusal, ask };
    }
  }
  return {
    ok: true,
    to: stageAfter(row, appeal),
    clause: row.clause,
    standing,
    effects: row.effects,
    raisesVersion: row.to !== 'same' || outdatesButtons(row.effects),
    joined: joinedIn(row, appeal),
  };
}

/** Where a row leads an appeal. */
export function stageAfter(
  { to }: Pick<Transition, 'to'>,
  { stage, closedAt, before }: Pick<AppealFacts, 'stage' | 'closedAt'> & Partial<Pick<AppealFacts, 'before'>>,
): Stage {
  if (to === 'before') return closedAt ?? INITIAL_STAGE;
  if (to === 'remembered') return before?.stage ?? stage;
  return to === 'same' ? stage : to;
}

/** What becomes of those that are worked as one with it. */
const joinedIn = ({ joined }: Pick<Transition, 'joined'>, { before }: Pick<AppealFacts, 'before'>): Joined => {
  if (joined === 'remembered') return before?.wasOfEach === true ? 'each' : 'alone';
  return joined ?? 'each';
};

/** Whether the appeal has gone on since the button was drawn, or the form was opened, in a way that this act hangs on. */
export const isStale = (action: Action, seenVersion: number, { version }: Pick<AppealFacts, 'version'>): boolean =>
  seenVersion !== version && !rowsOf(action).some(({ atAnyVersion }) => atAnyVersion);

/** Which buttons to draw: the same table, asked the other way round, in the table's order. */
export function availableActions(appeal: AppealFacts, presser: Presser, circumstances: Circumstances): Action[] {
  return [...rowsAt(appeal.stage).keys()].filter(
    (action) => decide({ appeal, action, presser, seenVersion: appeal.version, submission: null, circumstances }).ok,
  );
}

/** Whether it is done to the one appeal alone, whatever is worked as one with it. */
export const isOfOneAlone = (action: Action): boolean => rowsOf(action).some(({ joined }) => joined === 'alone');

/** Where an act is possible at all. */
export const stagesOf = (action: Action): Stage[] => rowsOf(action).flatMap(({ from }) => from);

/**
 * What a form must ask for this press, in order; an empty list: the press acts at once, null: it is refused.
 * `submission` as gathered so far: where a row hangs on an answer, the list grows with it.
 */
export function asksOf(press: Press): readonly Ask[] | null {
  const found = matching(press);
  return 'refusal' in found ? null : found.row.asks;
}

/** The row that answers, and in which standing: the first that allows the press, else the first that objects. */
function matching(press: Press): { row: Transition; standing: Standing } | { refusal: Refusal } {
  const { appeal, action, presser, submission, circumstances } = press;
  const here = rowsAt(appeal.stage).get(action);
  if (here === undefined) return { refusal: 'notNow' };
  if (appeal.follows !== null && here.every((row) => joinedIn(row, appeal) !== 'alone')) return { refusal: 'follows' };

  const rows = standings(presser, appeal).flatMap((standing) => {
    const row = here.find(
      ({ by, when }) =>
        by.includes(standing.capacity) &&
        (when === undefined || holds(when, appeal, submission, circumstances) !== false),
    );
    return row ? [{ row, standing }] : [];
  });
  return rows.find((one) => objectionTo(one, press) === null) ?? rows[0] ?? { refusal: 'notYours' };
}

/** Why this row does not allow the press, before any form is looked at. */
function objectionTo(
  { row, standing }: { readonly row: Transition; readonly standing: Standing },
  { appeal, presser, circumstances }: Press,
): Refusal | null {
  const own = asOwnDeputy(standing, appeal, presser, circumstances);
  if (own) return own;
  for (const one of joinedIn(row, appeal) === 'each' ? together(appeal) : [appeal]) {
    for (const guard of row.guards) {
      const refusal = guard(one, presser, circumstances);
      if (refusal) return refusal;
    }
  }
  return null;
}

function deny(refusal: Refusal): Denial {
  return { ok: false, refusal, ask: null };
}
