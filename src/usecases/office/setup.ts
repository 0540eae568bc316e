import { z } from 'zod';
import { type Rows, databaseOf, statement, type Transaction } from '../../database/database';
import type { StageShares } from '../../regulation/deadlines';
import { edgesOf } from '../../regulation/district';
import { isOneOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import { shortName, type Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { stampOf } from '../kit/redraw';
import {
  TOLD_STEPS,
  NAMED_STEPS,
  settingOf,
  holdSetting,
  keepSetting,
  type NamedStep,
  isSetting,
  readLetterhead,
  type ToldStep,
} from '../kit/settings';
import { lackingPeople, lockPeople } from '../people/store';

/** What the program goes by until an admin has said that exactly this is so: what changes meanwhile is to be confirmed anew. */
export const CONFIRMED_STEPS = ['intake', 'delivery', 'backup', 'approvers', 'district'] as const;
export type ConfirmedStep = (typeof CONFIRMED_STEPS)[number];

/** What an office sets up before its first day, in this order. */
export const SETUP_STEPS = {
  office: ['letterhead', 'people', 'organizations', 'categories', 'group', 'intake', 'delivery', 'backup'],
  known: ['shares', 'export', ...TOLD_STEPS, 'approvers', 'managesAffairs', 'district'],
} as const;
export type SetupPart = keyof typeof SETUP_STEPS;
export const SETUP_PARTS = ['office', 'known'] as const satisfies readonly SetupPart[];
export type SetupStep = (typeof SETUP_STEPS)[SetupPart][number];
export const ALL_STEPS: readonly SetupStep[] = [...SETUP_STEPS.office, ...SETUP_STEPS.known];

export const partOfStep = (step: SetupStep): SetupPart =>
  SETUP_STEPS.office.some((one) => one === step) ? 'office' : 'known';

const answersSchema = z
  .object({
    told: z.partialRecord(z.enum(TOLD_STEPS), z.string()).default({}),
    /** Ids of people. */
    named: z.partialRecord(z.enum(NAMED_STEPS), z.array(z.number())).default({}),
    /** What was so when an admin has confirmed it. */
    confirmed: z.partialRecord(z.enum(CONFIRMED_STEPS), z.array(z.string())).default({}),
  })
  .readonly();
export type Answers = z.infer<typeof answersSchema>;

/** What the office has said of itself, as far as it has. */
export const readAnswers = async (rows: Rows): Promise<Answers> =>
  answersSchema.parse((await settingOf(rows, 'office_answers')) ?? {});

const selectCoordinators = statement(
  'setup.coordinators',
  `select id, name from person where disabled_at is null and 'coordinator' = any(roles) order by name`,
);

/**
 * Whether somebody is one of those who do it in ПОС: their phones sound first, and tasks name them. Whoever may do it no more is left out
 * by the way.
 * @idempotent: the second one changes and journals nothing
 */
export async function nameInPos(
  desk: Desk,
  actor: Official,
  { step, personId, isNamed }: { readonly step: NamedStep; readonly personId: number; readonly isNamed: boolean },
): Promise<'named' | 'notAdmin' | 'noCoordinator'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'office_answers');
    const people = await tx.query<{ id: number; name: string }>(selectCoordinators);
    if (isNamed && !people.some(({ id }) => id === personId)) return 'noCoordinator';
    const answers = await readAnswers(tx);
    const before = new Set(answers.named[step]);
    const after = people.filter(({ id }) => (id === personId ? isNamed : before.has(id)));
    const named = { ...answers.named, [step]: after.map(({ id }) => id) };
    if (await keepSetting(tx, 'office_answers', { ...answers, named })) {
      const names = (all: typeof people) => all.map(({ name }) => shortName(name)).join(', ') || null;
      await noteChange(tx, desk.clock.now(), actor, {
        named: step,
        text: names(after),
        before: names(people.filter(({ id }) => before.has(id))),
      });
    }
    return 'named';
  });
}

/** What the environment says of it: whoever asks has it, since a use case reads no environment. */
export interface SetByEnvironment {
  readonly intakeByHttp: boolean;
  readonly intakeFolder: boolean;
  readonly backupFolder: boolean;
}

/** A step as it stands. */
export interface StepState {
  readonly step: SetupStep;
  readonly isDone: boolean;
  /** What is so at present, in the office's own words: names, an answer. Empty: nothing of the kind. */
  readonly said: readonly string[];
  /** How many there are of what is counted; null: nothing is. */
  readonly count: number | null;
  /** What a confirmation of it is given for; null: it is confirmed by nobody. */
  readonly stamp: string | null;
  /** Of a step that names people: those who may be named. */
  readonly people: readonly { readonly id: number; readonly name: string; readonly isNamed: boolean }[];
  /** Of the step about them; null: of any other. */
  readonly shares: StageShares | null;
}

interface Counted {
  readonly people: number;
  readonly organizations: number;
  readonly categories: number;
  readonly groups: number;
  readonly exports: number;
  readonly managers: readonly string[];
  readonly approvers: readonly { readonly id: number; readonly name: string }[];
  readonly coordinators: readonly { readonly id: number; readonly name: string }[];
}

const countOffice = statement(
  'setup.count',
  `select (select count(*)::int from person where disabled_at is null) as people,
     (select count(*)::int from organization) as organizations,
     (select count(*)::int from category where not is_new and same_as_id is null) as categories,
     (select count(*)::int from group_chat where stopped_at is null) as groups,
     (select count(*)::int from registry_file where headings is not null and refusal is null) as exports,
     (select coalesce(array_agg(name order by name), '{}') from person where disabled_at is null and manages_affairs) as managers,
     (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]') from person
       where disabled_at is null and can_approve and 'supervisor' = any(roles)) as approvers,
     (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]') from person
       where disabled_at is null and 'coordinator' = any(roles)) as coordinators`,
);

/** Everything that an office sets up, step by step, with what is done. */
export async function readSetup(desk: Desk, environment: SetByEnvironment): Promise<readonly StepState[]> {
  const database = databaseOf(desk);
  const [counted] = await database.query<Counted>(countOffice);
  if (!counted) throw new Error('An office could not be counted');
  const facts: Facts = {
    counted,
    environment,
    answers: await readAnswers(database),
    now: presentOf(desk, counted, environment),
    letterhead: (await readLetterhead(database))?.nameRu ?? null,
    lacksPeople: (await lackingPeople(database)).length > 0,
    shares: desk.office.shares,
    sharesConfirmed: await isSetting(database, 'stage_shares', desk.office.shares),
  };
  return ALL_STEPS.map((step) => ({
    step,
    count: null,
    said: [],
    people: [],
    shares: null,
    stamp: isOneOf(CONFIRMED_STEPS, step) ? stampOf(facts.now[step]) : null,
    ...STATES[step](facts),
  }));
}

interface Facts {
  readonly counted: Counted;
  readonly environment: SetByEnvironment;
  readonly answers: Answers;
  /** What holds at present of what is to be confirmed. */
  readonly now: Readonly<Record<ConfirmedStep, readonly string[]>>;
  readonly letterhead: string | null;
  readonly lacksPeople: boolean;
  readonly shares: StageShares;
  readonly sharesConfirmed: boolean;
}

type State = Pick<StepState, 'isDone'> & Partial<StepState>;

const counts = (count: number): State => ({ isDone: count > 0, count });
const told =
  (step: ToldStep) =>
  ({ answers }: Facts): State => {
    const text = answers.told[step];
    return { isDone: text !== undefined, said: text === undefined ? [] : [text] };
  };
/** People who are named, and words of theirs about it, such as whose account it is under. */
const named = (step: NamedStep) => {
  const inWords = told(step);
  return (facts: Facts): State => {
    const ids = facts.answers.named[step] ?? [];
    const people = facts.counted.coordinators.map(({ id, name }) => ({
      id,
      name: shortName(name),
      isNamed: ids.includes(id),
    }));
    const words = inWords(facts);
    return { ...words, people, isDone: words.isDone || people.some(({ isNamed }) => isNamed) };
  };
};
const isConfirmed = ({ answers, now }: Facts, step: ConfirmedStep): boolean =>
  JSON.stringify(answers.confirmed[step]) === JSON.stringify(now[step]);

/** When a step is done, and what it is now. */
const STATES: Readonly<Record<SetupStep, (facts: Facts) => State>> = {
  letterhead: ({ letterhead }) => ({ isDone: letterhead !== null, said: letterhead === null ? [] : [letterhead] }),
  // One person is the admin who reads this.
  people: ({ counted: { people }, lacksPeople }) => ({ isDone: people > 1 && !lacksPeople, count: people }),
  organizations: ({ counted }) => counts(counted.organizations),
  categories: ({ counted }) => counts(counted.categories),
  group: ({ counted }) => counts(counted.groups),
  intake: (facts) => ({ isDone: facts.now.intake.length > 0 || isConfirmed(facts, 'intake'), said: facts.now.intake }),
  delivery: (facts) => ({
    isDone: facts.now.delivery.length > 0 || isConfirmed(facts, 'delivery'),
    said: facts.now.delivery,
  }),
  backup: (facts) => {
    const byServer = !facts.environment.backupFolder && isConfirmed(facts, 'backup');
    const said = facts.environment.backupFolder ? ['copiesOfBot'] : byServer ? ['copiesOfServer'] : [];
    return { isDone: said.length > 0, said };
  },
  shares: ({ sharesConfirmed, shares }) => ({ isDone: sharesConfirmed, shares }),
  export: ({ counted }) => counts(counted.exports),
  entersInPos: named('entersInPos'),
  commentsInPos: named('commentsInPos'),
  signsInPos: told('signsInPos'),
  statusesOfPos: told('statusesOfPos'),
  approvers: (facts) => ({
    isDone: facts.counted.approvers.length > 0 && isConfirmed(facts, 'approvers'),
    said: facts.counted.approvers.map(({ name }) => shortName(name)),
  }),
  managesAffairs: ({ counted: { managers } }) => ({
    isDone: managers.length > 0,
    said: managers.map((name) => shortName(name)),
  }),
  district: (facts) => ({ isDone: isConfirmed(facts, 'district'), said: facts.now.district }),
};

/** What a confirmation holds for: another state voids it by itself. */
function presentOf(
  { office: { carriers, district } }: Desk,
  { approvers }: Pick<Counted, 'approvers'>,
  { intakeByHttp, intakeFolder }: SetByEnvironment,
): Facts['now'] {
  return {
    intake: [...(intakeByHttp ? ['http'] : []), ...(intakeFolder ? ['folder'] : [])],
    delivery: [...carriers],
    // exactly what the button says
    backup: ['copiesOfServer'],
    approvers: approvers.map(({ id }) => String(id)),
    district: edgesOf(district),
  };
}

/** Somebody has answered while another was writing. */
export interface AnsweredMeanwhile {
  readonly text: string;
  /** Null: nobody knows any more. */
  readonly by: string | null;
}

const selectAnswerer = statement(
  'setup.who-answered',
  `select p.name from journal_entry j join person p on p.id = j.person_id
   where j.appeal_id is null and j.engagement_id is null and j.action = 'changeOffice' and j.told ->> 'answered' = $1
   order by j.id desc limit 1`,
);

/**
 * @param seen the answer that stood when they were asked; null: there was none. Another one that has come since stays.
 * @idempotent: the same words again change and journal nothing
 */
export async function answerSetup(
  desk: Desk,
  actor: Official,
  step: ToldStep,
  text: string,
  seen: string | null,
): Promise<'answered' | 'notAdmin' | AnsweredMeanwhile> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'office_answers');
    const answers = await readAnswers(tx);
    const before = answers.told[step] ?? null;
    if (before !== null && before !== seen && before !== text) {
      const [answerer] = await tx.query<{ name: string }>(selectAnswerer, [step]);
      return { text: before, by: answerer ? shortName(answerer.name) : null };
    }
    const kept = await keepSetting(tx, 'office_answers', { ...answers, told: { ...answers.told, [step]: text } });
    if (kept) await note(tx, desk, actor, { answered: step, text, before });
    return 'answered';
  });
}

/**
 * That what the program goes by is so.
 * @param seen the stamp of what their screen shows: something else that holds by now is not confirmed by it
 * @idempotent: the second confirmation of the same changes and journals nothing
 */
export async function confirmSetup(
  desk: Desk,
  actor: Official,
  { step, seen }: { readonly step: string; readonly seen: string },
  environment: SetByEnvironment,
): Promise<'confirmed' | 'notAdmin' | 'unknown' | 'changedMeanwhile'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (!isOneOf(CONFIRMED_STEPS, step)) return 'unknown';
  return databaseOf(desk).transaction(async (tx) => {
    // Whoever gives or takes the right to approve waits, so that what is compared is what is kept.
    if (step === 'approvers') await lockPeople(tx);
    await holdSetting(tx, 'office_answers');
    const [counted] = await tx.query<Counted>(countOffice);
    if (!counted) throw new Error('An office could not be counted');
    const value = presentOf(desk, counted, environment)[step];
    if (stampOf(value) !== seen) return 'changedMeanwhile';
    const answers = await readAnswers(tx);
    const confirmed = { ...answers.confirmed, [step]: [...value] };
    if (await keepSetting(tx, 'office_answers', { ...answers, confirmed }))
      await note(tx, desk, actor, { confirmed: step, value });
    return 'confirmed';
  });
}

const note = (tx: Transaction, { clock }: Desk, { personId }: Official, details: Record<string, unknown>) =>
  noteChange(tx, clock.now(), { personId }, details);
