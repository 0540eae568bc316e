import { workingTimeBetween, type OfficeCalendar } from '../../../../src/regulation/calendar';
import type { WorkingOffice } from '../working-office';

// The figures once more, act by act, by the words of the contract: it knows nothing of how they are kept. One period and one row are
// counted by looking at every appeal of the office.

interface Standing {
  readonly stage: string;
  readonly executorId: number | null;
}
/** An act as it was seen from outside: how the appeal stood before it and after it. */
interface PlayedAct {
  readonly appealId: number;
  readonly action: string;
  readonly at: Date;
  readonly before: Standing | null;
  readonly after: Standing;
  readonly told: Readonly<Record<string, any>>;
}

interface Appeal {
  readonly id: number;
  readonly kind: string;
  readonly category: string | null;
  readonly settlement: string | null;
  readonly registeredAt: Date;
  readonly receivedAt: Date;
  readonly fastTrack: boolean;
}
interface Fact {
  readonly appealId: number;
  readonly kind: string;
  readonly stage: string;
  readonly dueAt: Date;
  readonly holder: string | null;
  readonly holderIds: readonly number[];
  readonly unnamed: string | null;
  readonly answered: boolean;
}
interface Duty {
  readonly appealId: number;
  readonly dueAt: Date;
  readonly doneAt: Date;
  readonly executorId: number | null;
}
export interface Played {
  readonly appeals: readonly Appeal[];
  readonly acts: readonly PlayedAct[];
  readonly facts: readonly Fact[];
  readonly duties: readonly Duty[];
  readonly marks: readonly { readonly appealId: number; readonly at: Date; readonly mark: number }[];
  readonly channels: ReadonlyMap<number, string>;
  /** On which the office had its first appeal. */
  readonly firstDay: string;
}

/** Writes down what happens in an office, by looking at it after each act. */
export class Onlooker {
  private readonly acts: PlayedAct[] = [];
  private readonly standings = new Map<number, Standing>();
  private seen = 0;
  readonly channels = new Map<number, string>();
  readonly marks: { appealId: number; at: Date; mark: number }[] = [];

  constructor(private readonly office: WorkingOffice) {}

  /** After one act, which may have been done to several appeals. */
  async look(): Promise<void> {
    const entries = await this.office.rows<{
      id: number;
      appealId: number;
      action: string;
      at: Date;
      told: Record<string, unknown>;
    }>(
      `select id, appeal_id as "appealId", action, at, details as told from journal_entry
       where id > $1 and appeal_id is not null and action not in ('missTerm', 'answerTerm', 'receiveMark', 'replan', 'tellOverdue') order by id`,
      [this.seen],
    );
    for (const { id, appealId, action, at, told } of entries) {
      this.seen = Math.max(this.seen, id);
      const [after] = await this.office.rows<Standing>(
        'select stage, executor_id as "executorId" from appeal where id = $1',
        [appealId],
      );
      this.acts.push({ appealId, action, at, before: this.standings.get(appealId) ?? null, after: after!, told });
      this.standings.set(appealId, after!);
    }
  }

  async played(): Promise<Played> {
    const { acts, channels, marks, office } = this;
    const appeals = await office.rows<Appeal>(
      `select id, kind, category, settlement, registered_at as "registeredAt", received_at as "receivedAt",
         kind = 'message' and fast_track_days is not null as "fastTrack" from appeal`,
    );
    return {
      acts,
      channels,
      marks,
      appeals,
      firstDay: localDay(new Date(Math.min(...appeals.map(({ receivedAt }) => receivedAt.getTime())))),
      facts: await office.rows<Fact>(
        `select appeal_id as "appealId", kind, stage, due_at as "dueAt", holder, holder_ids as "holderIds", unnamed,
           answered_at is not null as answered from overdue`,
      ),
      duties: await office.rows<Duty>(
        `select appeal_id as "appealId", due_at as "dueAt", done_at as "doneAt", executor_id as "executorId" from duty_done`,
      ),
    };
  }
}

const HOUR = 3_600_000;
/** Of Moscow. */
export const localDay = (moment: Date): string => new Date(moment.getTime() + 3 * HOUR).toISOString().slice(0, 10);
/** What was done to an appeal that was returned was done after the return, whatever day somebody tells. */
interface LastingAct extends PlayedAct {
  readonly returnedAt: Date;
}
const momentOfDeed = ({ at, told, returnedAt }: LastingAct): Date => {
  const end = new Date(`${told.answeredOn ?? told.doneOn ?? localDay(at)}T23:59:59.999+03:00`);
  const done = end < at ? end : at;
  return done < returnedAt ? returnedAt : done;
};
const dayOfDeed = (act: LastingAct): string => localDay(momentOfDeed(act));

const TAKES_BACK = ['undoAssignment', 'undoPassing', 'undoOrganizationAnswer'];

/** Without what was taken back, which is always the act right before it. */
function lasting(acts: readonly PlayedAct[]): LastingAct[] {
  const left: PlayedAct[] = [];
  for (const act of acts) {
    if (TAKES_BACK.includes(act.action)) left.pop();
    else left.push(act);
  }
  return left.map((act, index) => ({
    ...act,
    returnedAt: left.slice(0, index).findLast(({ action }) => action === 'returnForReexamination')?.at ?? new Date(0),
  }));
}

const comesTo = (stage: string, { before, after }: PlayedAct): boolean =>
  after.stage === stage && before?.stage !== stage;
const FINAL = ['answered', 'redirected', 'closed'];
const GIVES = ['assign', 'passToSubordinate', 'returnForReexamination'];
const gives = (act: PlayedAct): number | null => {
  const { before, after, action } = act;
  if (after.executorId === null) return null;
  return after.executorId !== before?.executorId || GIVES.includes(action) ? after.executorId : null;
};

export interface RowOf {
  readonly by: string;
  /** The id of a person or an organization, a name, a code; null: there is none. */
  readonly key: string | number | null;
}

/** The figures of a row of a period, as `Figures` has them; times as lists of minutes. */
export function reckon(played: Played, from: string, to: string, row: RowOf, calendar: OfficeCalendar) {
  const within = (day: string) => from <= day && day <= to;
  const ofExecutor = row.by === 'executor';
  const isOf = (executorId: number | null) => !ofExecutor || executorId === row.key;
  const minutes = (since: Date, until: Date) => workingTimeBetween(since, until, calendar) / 60_000;
  const sum = {
    received: 0,
    answered: { resolved: 0, notResolved: 0, declined: 0, other: 0 },
    postponed: 0,
    redirected: 0,
    closed: 0,
    open: 0,
    backlog: 0,
    missed: { total: 0, byStage: {} as Record<string, number>, whole: 0, duty: 0, redirect: 0, assumed: 0 },
    inTerm: { kept: 0, of: 0 },
    fastTrack: { kept: 0, of: 0 },
    duty: { kept: 0, of: 0 },
    reexamined: 0,
    reexaminedFor: {
      formal_answer: 0,
      photo_other_time: 0,
      photo_other_place: 0,
      photo_used_before: 0,
      other: 0,
    } as Record<string, number>,
    working: [] as number[],
    stages: {} as Record<string, number[]>,
    marks: { '1': 0, '2': 0, '3': 0, '4': 0, '5': 0 } as Record<string, number>,
  };

  for (const appeal of played.appeals) {
    const acts = lasting(played.acts.filter(({ appealId }) => appealId === appeal.id));
    if (!isInRow(appeal, acts, played, row)) continue;
    const registeredOn = localDay(appeal.registeredAt);
    const facts = played.facts.filter(({ appealId }) => appealId === appeal.id);

    if (ofExecutor)
      sum.received +=
        row.key !== null && acts.some((act) => within(localDay(act.at)) && gives(act) === row.key) ? 1 : 0;
    else sum.received += within(registeredOn) ? 1 : 0;

    const lastIn = (stage: string) => acts.findLastIndex((act) => comesTo(stage, act) && within(dayOfDeed(act)));
    const noteTerm = (act: PlayedAct) => {
      const late = facts.some(({ kind, answered, dueAt }) => kind === 'whole' && !answered && dueAt < act.at);
      for (const part of [sum.inTerm, ...(appeal.fastTrack ? [sum.fastTrack] : [])]) {
        part.of += 1;
        part.kept += late ? 0 : 1;
      }
    };

    const answeredAt = lastIn('answered');
    const answer = acts[answeredAt];
    const isReturned = acts
      .slice(answeredAt + 1)
      .some((act) => act.action === 'returnForReexamination' && localDay(act.at) <= to);
    if (answer && !isReturned && isOf(answer.before!.executorId)) {
      sum.answered[typeOf(acts.slice(0, answeredAt + 1))] += 1;
      noteTerm(answer);
      const earlier = acts.slice(0, answeredAt);
      if (ofExecutor) {
        const given = earlier.findLast((act) => gives(act) !== null);
        const drafted = earlier.findLast((act) => act.action === 'submitAnswer');
        if (given && drafted && earlier.indexOf(drafted) > earlier.indexOf(given) && row.key !== null)
          sum.working.push(minutes(given.at, drafted.at));
      } else {
        const since = earlier.findLast((act) => act.action === 'returnForReexamination')?.at ?? appeal.registeredAt;
        const until = momentOfDeed(answer);
        sum.working.push(since < until ? minutes(since, until) : 0);
      }
    }
    for (const stage of ['postponed', 'redirected', 'closed'] as const) {
      const reached = acts[lastIn(stage)];
      if (!reached || !isOf(reached.before!.executorId)) continue;
      sum[stage] += 1;
      if (stage === 'redirected') noteTerm(reached);
    }

    for (const { action, at, told, before } of acts)
      if (action === 'returnForReexamination' && within(localDay(at)) && isOf(before!.executorId)) {
        sum.reexamined += 1;
        sum.reexaminedFor[told.reexaminationReason]! += 1;
      }

    let entered = appeal.receivedAt;
    for (const act of acts.slice(1)) {
      const { before, after, action, at } = act;
      if (before!.stage === after.stage && action !== 'assign') continue;
      const left = momentOfDeed(act);
      const isTold = isOf(before!.executorId) && !(ofExecutor && row.key === null);
      if (!FINAL.includes(before!.stage) && within(dayOfDeed(act)) && isTold)
        (sum.stages[before!.stage] ??= []).push(left > entered ? minutes(entered, left) : 0);
      entered = at;
    }

    for (const fact of facts) {
      const { kind, stage, dueAt, holder, holderIds, unnamed, answered } = fact;
      if (!within(localDay(dueAt)) || answered) continue;
      if (unnamed === null ? holder === null : unnamed !== 'assumed') continue;
      const named =
        unnamed === null && ['executor', 'agreeing', 'approving'].includes(holder ?? '') ? holderIds[0] : undefined;
      if (ofExecutor && (named === undefined || named !== row.key)) continue;
      sum.missed.total += 1;
      sum.missed.assumed += unnamed === 'assumed' ? 1 : 0;
      if (kind === 'stage') sum.missed.byStage[stage] = (sum.missed.byStage[stage] ?? 0) + 1;
      else sum.missed[kind as 'whole' | 'duty' | 'redirect'] += 1;
      if (kind === 'duty') sum.duty.of += 1;
    }
    for (const { appealId, dueAt, doneAt, executorId } of played.duties)
      if (
        appealId === appeal.id &&
        within(localDay(dueAt)) &&
        doneAt.getTime() < dueAt.getTime() + 1_000 &&
        isOf(executorId)
      ) {
        sum.duty.kept += 1;
        sum.duty.of += 1;
      }
    for (const { appealId, at, mark } of played.marks)
      if (appealId === appeal.id && within(localDay(at)) && isOf(holderAt(acts, at))) sum.marks[String(mark)]! += 1;

    const standing = standingAt(acts, registeredOn, to);
    if (standing && !FINAL.includes(standing.stage) && isOf(standing.executorId)) {
      sum.open += 1;
      sum.backlog += registeredOn < played.firstDay ? 1 : 0;
    }
  }
  return sum;
}

const holderAt = (acts: readonly PlayedAct[], moment: Date): number | null =>
  acts.findLast(({ at }) => at <= moment)?.after.executorId ?? null;

/** As it stood at the end of a day: by the last of its acts that were done by then. */
function standingAt(acts: readonly LastingAct[], registeredOn: string, day: string): Standing | null {
  const last = acts.slice(1).findLast((act) => dayOfDeed(act) <= day);
  if (last) return last.after;
  return registeredOn <= day ? acts[0]!.after : null;
}

const TYPES = { resolved: 'resolved', not_resolved: 'notResolved', declined: 'declined' } as const;
function typeOf(acts: readonly PlayedAct[]): 'resolved' | 'notResolved' | 'declined' | 'other' {
  if (acts.at(-1)!.action === 'organizationAnsweredApplicant') return 'other';
  const type = acts.findLast(({ told }) => told.answerType !== undefined)?.told.answerType as keyof typeof TYPES;
  return TYPES[type] ?? 'other';
}

function organizationsOf(acts: readonly PlayedAct[]): number[] {
  return acts.flatMap((act, index) => {
    if (act.action === 'passToSubordinate') return [act.told.organizationId as number];
    if (!comesTo('redirected', act)) return [];
    return [acts.slice(0, index).findLast(({ action }) => action === 'redirect')!.told.organizationId as number];
  });
}

function isInRow(appeal: Appeal, acts: readonly PlayedAct[], { channels }: Played, { by, key }: RowOf): boolean {
  switch (by) {
    case 'kind':
    case 'category':
    case 'settlement':
      return appeal[by] === key;
    case 'channel':
      return channels.get(appeal.id) === key;
    case 'organization': {
      const passed = organizationsOf(acts);
      return key === null ? passed.length === 0 : passed.includes(key as number);
    }
    default:
      return true;
  }
}

/** Nearest rank; null over nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
