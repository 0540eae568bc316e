import { dayOf, workingTimeBetween, type OfficeCalendar, type PlainDate } from '../../regulation/calendar';
import { isFinal, type Stage } from '../../regulation/vocabulary';
import { bucketOf } from './rows';
import type { Story } from './story';
import { finishesOf, type Finish, givenTo, lastingActs, type LastingAct } from './timeline';

/*
 * What one appeal brings to all figures: found anew from its whole story whenever an entry about it comes, and put in the place of what
 * it brought before. So whatever moves a figure later needs no rule of its own:
 *
 * - a re-examination gives the `answered` before it an end (`until`): it counts in periods that end before that day and in no other;
 * - «Исправить сведения» changes the keys under which everything of the appeal stands, the days of before included;
 * - an act that is undone is not among the lasting ones, and all that it had brought goes;
 * - a fact that is answered, or is nobody's, is not there any more;
 * - what is entered twice, or again after a crash, brings the same.
 */

/** Under which rows: of every slice, of every slice but `executor`, of `executor` alone. */
export type Rows = 'all' | 'others' | 'executor';

/** Something that is counted on a day. */
export interface Brought {
  readonly day: PlainDate;
  /** It counts in periods that end before this day; null: in all. */
  readonly until: PlainDate | null;
  readonly what: string;
  /** Of what is measured; null: it is counted only. */
  readonly bucket: number | null;
  readonly rows: Rows;
  readonly executorId: number | null;
}

/** That an appeal is open from a day on, or no more. */
export interface OpenChange {
  readonly day: PlainDate;
  readonly by: 1 | -1;
  readonly rows: Rows;
  readonly executorId: number | null;
}

export interface Share {
  readonly kind: string;
  /** With subcategory and fact, as they came: which is the same as which is asked for when it is read. */
  readonly category: readonly (string | null)[] | null;
  readonly settlement: string | null;
  readonly channel: string | null;
  /** To which it was passed. */
  readonly organizations: readonly number[];
  readonly brought: readonly Brought[];
  readonly open: readonly OpenChange[];
  /** It was registered before the bot had its first appeal. */
  readonly isBacklog: boolean;
}

/** In contract's words; training's samples stand for what comes over HTTP. */
const CHANNELS: Readonly<Record<string, string>> = {
  http: 'http',
  sample: 'http',
  file: 'file',
  by_hand: 'hand',
  // an official of the ОГ role has made an appeal of it
  direct_line: 'hand',
};

/** Acts that begin another stay at the stage where it is. */
const BEGINNING = ['assign', 'assignAsThere'];

/** @param began the day on which the bot had its first appeal */
export function shareOf(story: Story, began: PlainDate | null, calendar: OfficeCalendar): Share {
  const acts = lastingActs(story, calendar);
  const registeredOn = dayOf(new Date(story.registered), calendar);
  const finishes = finishesOf(story, acts, calendar);
  // All that was done with it is taken back, that it came included: nothing of it is in any figure.
  const hasCome = acts.length > 0 || (story.entries ?? []).length === 0;
  const brought = [
    once(registeredOn, 'received', 'others', null),
    ...given(acts),
    ...finishes.flatMap((finish) => broughtBy(finish, story)),
    ...reached(acts, 'postponed'),
    ...reached(acts, 'closed'),
    ...acts
      .filter(({ action }) => action === 'returnForReexamination')
      .map(({ day, details, before }) =>
        once(day, `reexamined.${details.reexaminationReason ?? 'other'}`, 'all', before),
      ),
    ...staysOf(story, acts, calendar),
    ...missedOf(story, calendar),
    ...dutiesOf(story, calendar),
    ...marksOf(story, acts, calendar),
  ];
  return {
    kind: story.kind,
    category: story.category === null ? null : [story.category, story.subcategory, story.fact],
    settlement: story.settlement,
    channel: CHANNELS[acts[0]?.details.source ?? ''] ?? null,
    organizations: organizationsOf(acts),
    brought: hasCome ? brought : [],
    open: openOf(acts, registeredOn),
    isBacklog: began !== null && registeredOn < began,
  };
}

/** From the first day to the last that it changes anything on, as a range of the database; what is open stays so for as long as it is. */
export function daysOf({ brought, open }: Pick<Share, 'brought' | 'open'>): string {
  const days = [...brought, ...open].map(({ day }) => day).sort();
  const last = open.at(-1)?.by === 1 ? '' : days.at(-1);
  return days.length === 0 ? 'empty' : `[${days[0]},${last}]`;
}

const once = (day: PlainDate, what: string, rows: Rows, executorId: number | null): Brought => ({
  day,
  until: null,
  what,
  bucket: null,
  rows,
  executorId,
});

/** A period counts what the last of several brings: each one before counts until the next. */
const lastInPeriod = (brought: readonly Brought[]): Brought[] =>
  brought.map((one, index) => ({ ...one, until: brought[index + 1]?.day ?? null }));

/** «Назначено»: distinct appeals of a period, so one that is given twice counts by its last time. */
function given(acts: readonly LastingAct[]): Brought[] {
  const byExecutor = new Map<number, Brought[]>();
  for (const act of acts) {
    const id = givenTo(act);
    if (id !== null) byExecutor.set(id, [...(byExecutor.get(id) ?? []), once(act.day, 'received', 'executor', id)]);
  }
  return [...byExecutor.values()].flatMap(lastInPeriod);
}

function broughtBy(finish: Finish, { kind, fastTrack }: Story): Brought[] {
  const { day, until, executorId, isLate } = finish;
  const one = (what: string, more: Partial<Brought> = {}): Brought => ({
    ...once(day, what, 'all', executorId),
    until,
    ...more,
  });
  const verdict = isLate ? 'late' : 'kept';
  return [
    finish.stage === 'redirected' ? one('redirected') : one(`answered.${finish.as}`),
    one(`term.${verdict}`),
    ...(fastTrack && kind === 'message' ? [one(`fast.${verdict}`)] : []),
    ...(finish.minutes === null ? [] : [one('working', { bucket: bucketOf(finish.minutes), rows: 'others' })]),
    ...(finish.minutesOfExecutor === null
      ? []
      : [one('working', { bucket: bucketOf(finish.minutesOfExecutor), rows: 'executor' })]),
  ];
}

const reached = (acts: readonly LastingAct[], stage: Stage): Brought[] =>
  lastInPeriod(
    acts
      .filter(({ from, to }) => to === stage && from !== stage)
      .map(({ day, before }) => once(day, stage, 'all', before)),
  );

/** From entering a stage to leaving it, of the day of leaving. */
function staysOf(story: Story, acts: readonly LastingAct[], calendar: OfficeCalendar): Brought[] {
  let entered = story.received;
  return acts.flatMap(({ action, from, to, at, moment, day, before }) => {
    if (from !== null && from === to && !BEGINNING.includes(action)) return [];
    const began = entered;
    entered = at;
    if (from === null || isFinal(from)) return [];
    const ms = workingTimeBetween(new Date(began), new Date(Math.max(began, moment)), calendar);
    // of an executor who is nobody no time is told
    const rows = before === null ? 'others' : 'all';
    return [{ ...once(day, `stage.${from}`, rows, before), bucket: bucketOf(ms / 60_000) }];
  });
}

/** Of the day on which the term ended. By executor: whoever held it, where a name may stand beside it. */
function missedOf({ facts }: Story, calendar: OfficeCalendar): Brought[] {
  return (facts ?? [])
    .filter(({ counts }) => counts)
    .flatMap(({ kind, stage, due, assumed, personId }) => {
      const day = dayOf(new Date(due), calendar);
      const what = kind === 'stage' ? `missed.stage.${stage}` : `missed.${kind}`;
      return [
        once(day, what, 'others', null),
        ...(assumed ? [once(day, 'missed.assumed', 'others', null)] : []),
        ...(personId === null ? [] : [once(day, what, 'executor', personId)]),
      ];
    });
}

/** A term is of whole seconds, and its last second still belongs to it. */
const SECOND = 1_000;

const dutiesOf = ({ duties }: Story, calendar: OfficeCalendar): Brought[] =>
  (duties ?? [])
    .filter(({ due, done }) => done < due + SECOND)
    .map(({ due, executorId }) => once(dayOf(new Date(due), calendar), 'duty.kept', 'all', executorId));

/** Of the day on which the file came; by executor: of whoever had the appeal then. */
function marksOf({ entries }: Story, acts: readonly LastingAct[], calendar: OfficeCalendar): Brought[] {
  return (entries ?? []).flatMap(({ action, at, broughtAt, details: { mark } }) => {
    if (mark === undefined || (action !== 'receiveMark' && action !== 'register')) return [];
    const executorId = acts.findLast((act) => act.at <= at)?.after ?? null;
    return [once(dayOf(new Date(broughtAt ?? at), calendar), `marks.${mark}`, 'all', executorId)];
  });
}

/** Passed to a subordinate one, or redirected to one outside; a redirect that was only asked for has reached nobody. */
function organizationsOf(acts: readonly LastingAct[]): readonly number[] {
  const passed = new Set<number>();
  let asked: number | null = null;
  for (const { action, to, details } of acts) {
    if (action === 'redirect') asked = details.organizationId ?? null;
    else if (action === 'passToSubordinate' && details.organizationId !== undefined) passed.add(details.organizationId);
    if (to === 'redirected' && asked !== null) passed.add(asked);
    if (to === 'coordination' || to === 'in_progress') asked = null;
  }
  return [...passed].sort((one, other) => one - other);
}

/** At the end of each day the last of the acts that were done by then says whether it is open and who has it. */
function openOf(acts: readonly LastingAct[], registeredOn: PlainDate): OpenChange[] {
  const states = acts.flatMap(({ action, day, to, after }) => {
    const state = { day, isOpen: !isFinal(to), executorId: after };
    if (action !== 'register') return [state];
    const registered = { day: registeredOn, isOpen: true, executorId: null };
    return state.isOpen ? [{ ...registered, executorId: after }] : [registered, state];
  });
  const changes: OpenChange[] = [];
  let [isOpen, executorId, latest]: [boolean, number | null, number] = [false, null, -1];
  for (const day of [...new Set(states.map((state) => state.day))].sort()) {
    latest = Math.max(
      latest,
      states.findLastIndex((state) => state.day === day),
    );
    const state = states[latest];
    if (!state) continue;
    if (state.isOpen !== isOpen) changes.push({ day, by: state.isOpen ? 1 : -1, rows: 'others', executorId: null });
    if (isOpen && (!state.isOpen || state.executorId !== executorId))
      changes.push({ day, by: -1, rows: 'executor', executorId });
    if (state.isOpen && (!isOpen || state.executorId !== executorId))
      changes.push({ day, by: 1, rows: 'executor', executorId: state.executorId });
    [isOpen, executorId] = [state.isOpen, state.executorId];
  }
  return changes;
}

// Of each appeal one is kept for ever, so names of fields are left out: by their places it is a third as long.

type PackedBrought = readonly [PlainDate, PlainDate | 0, string, number, Rows, number];
type PackedOpen = readonly [PlainDate, 1 | -1, Rows, number];
export type PackedShare = readonly [
  kind: string,
  category: Share['category'],
  settlement: string | null,
  channel: string | null,
  organizations: readonly number[],
  isBacklog: boolean,
  brought: readonly PackedBrought[],
  open: readonly PackedOpen[],
];

/** Nothing is measured in it; buckets begin at 0. */
const UNMEASURED = -1;
/** Ids begin at 1. */
const NOBODY = 0;

export function packed(share: Share): PackedShare {
  const { kind, category, settlement, channel, organizations, isBacklog, brought, open } = share;
  return [
    ...([kind, category, settlement, channel, organizations, isBacklog] as const),
    brought.map(({ day, until, what, bucket, rows, executorId }): PackedBrought => [
      day,
      until ?? 0,
      what,
      bucket ?? UNMEASURED,
      rows,
      executorId ?? NOBODY,
    ]),
    open.map(({ day, by, rows, executorId }): PackedOpen => [day, by, rows, executorId ?? NOBODY]),
  ];
}

/** What the appeal is, without what it has brought: of many that are of no part asked for, that is not unpacked. */
export function appealIn([kind, category, settlement, channel, organizations, isBacklog]: PackedShare): Share {
  return { kind, category, settlement, channel, organizations, isBacklog, brought: [], open: [] };
}

export function unpacked(kept: PackedShare): Share {
  const [, , , , , , brought, open] = kept;
  return {
    ...appealIn(kept),
    brought: brought.map(([day, until, what, bucket, rows, executorId]): Brought => ({
      day,
      until: until === 0 ? null : until,
      what,
      bucket: bucket === UNMEASURED ? null : bucket,
      rows,
      executorId: executorId === NOBODY ? null : executorId,
    })),
    open: open.map(([day, by, rows, executorId]): OpenChange => ({
      day,
      by,
      rows,
      executorId: executorId === NOBODY ? null : executorId,
    })),
  };
}
