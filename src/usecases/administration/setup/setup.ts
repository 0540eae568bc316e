import { z } from 'zod';
import { databaseOf, statement, type Rows, type Transaction } from '../../../database/database';
import { edgesOf } from '../../../regulation/district';
import { isOneOf } from '../../../regulation/lists';
import { hasRight } from '../../../regulation/rights';
import { addPeopleEntry } from '../../journal/journal';
import { shortName } from '../../people/names';
import type { Official } from '../../people/officials';
import { lackingPeople } from '../../people/people-store';
import type { Desk } from '../../ports';
import { isSetting, keepSetting, readLetterhead, settingOf, TOLD_STEPS, type ToldStep } from '../../settings';
import { ALL_STEPS, CONFIRMED_STEPS, type ConfirmedStep, type SetupStep } from './questions';

/** What the environment says of it: whoever asks has it, since a use case reads no environment. */
export interface SetByEnvironment {
  readonly intakeByHttp: boolean;
  readonly intakeFolder: boolean;
  readonly backupFolder: boolean;
}

const answersSchema = z
  .object({
    told: z.partialRecord(z.enum(TOLD_STEPS), z.string()).default({}),
    /** What was so when an admin has confirmed it. */
    confirmed: z.partialRecord(z.enum(CONFIRMED_STEPS), z.array(z.string())).default({}),
  })
  .readonly();
type Answers = z.infer<typeof answersSchema>;

const readAnswers = async (rows: Rows): Promise<Answers> =>
  answersSchema.parse((await settingOf(rows, 'office_answers')) ?? {});

/** A step as it stands. */
export interface StepState {
  readonly step: SetupStep;
  readonly isDone: boolean;
  /** What is so at present, in the office's own words: names, an answer. Empty: nothing of the kind. */
  readonly said: readonly string[];
  /** How many there are of what is counted; null: nothing is. */
  readonly count: number | null;
}

interface Counted {
  readonly people: number;
  readonly organizations: number;
  readonly categories: number;
  readonly groups: number;
  readonly exports: number;
  readonly managers: readonly string[];
  readonly approvers: readonly { readonly id: number; readonly name: string }[];
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
       where disabled_at is null and can_approve and 'supervisor' = any(roles)) as approvers`,
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
    sharesConfirmed: await isSetting(database, 'stage_shares', desk.office.shares),
  };
  return ALL_STEPS.map((step) => ({ step, count: null, said: [], ...STATES[step](facts) }));
}

interface Facts {
  readonly counted: Counted;
  readonly environment: SetByEnvironment;
  readonly answers: Answers;
  /** What holds at present of what is to be confirmed. */
  readonly now: Readonly<Record<ConfirmedStep, readonly string[]>>;
  readonly letterhead: string | null;
  readonly lacksPeople: boolean;
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
  backup: (facts) => ({ isDone: facts.environment.backupFolder || isConfirmed(facts, 'backup') }),
  shares: ({ sharesConfirmed }) => ({ isDone: sharesConfirmed }),
  export: ({ counted }) => counts(counted.exports),
  entersInPos: told('entersInPos'),
  commentsInPos: told('commentsInPos'),
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
    backup: [],
    approvers: approvers.map(({ id }) => String(id)),
    district: edgesOf(district),
  };
}

/** @idempotent: the same words again change and journal nothing */
export async function answerSetup(
  desk: Desk,
  actor: Official,
  step: ToldStep,
  text: string,
): Promise<'answered' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    const answers = await readAnswers(tx);
    const kept = await keepSetting(tx, 'office_answers', { ...answers, told: { ...answers.told, [step]: text } });
    if (kept) await note(tx, desk, actor, { answered: step, text, before: answers.told[step] ?? null });
  });
  return 'answered';
}

/** That what the program goes by is so. @idempotent: the second confirmation of the same changes and journals nothing */
export async function confirmSetup(
  desk: Desk,
  actor: Official,
  step: string,
  environment: SetByEnvironment,
): Promise<'confirmed' | 'notAdmin' | 'unknown'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (!isOneOf(CONFIRMED_STEPS, step)) return 'unknown';
  await databaseOf(desk).transaction(async (tx) => {
    const [counted] = await tx.query<Counted>(countOffice);
    if (!counted) return;
    const value = presentOf(desk, counted, environment)[step];
    const answers = await readAnswers(tx);
    const confirmed = { ...answers.confirmed, [step]: [...value] };
    if (await keepSetting(tx, 'office_answers', { ...answers, confirmed }))
      await note(tx, desk, actor, { confirmed: step, value });
  });
  return 'confirmed';
}

const note = (tx: Transaction, { clock }: Desk, { personId }: Official, details: Record<string, unknown>) =>
  addPeopleEntry(tx, { at: clock.now(), action: 'changeOffice', personId, capacity: 'admin', details });
