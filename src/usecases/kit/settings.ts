import { Equal } from 'typeorm';
import { z } from 'zod';
import { Setting } from '../../../entities/office';
import {
  statement,
  type Queries,
  type Rows,
  type Transaction,
  repositoryOf,
  databaseOf,
} from '../../database/database';
import { PHOTO_RULES, type PhotoRules } from '../../regulation/evidence';
import { hasRight } from '../../regulation/rights';
import type { StageRules } from '../../regulation/visits';
import { noteChange } from './journal';
import type { Official } from './officials';
import type { Office, Desk } from './ports';

/** Of a messenger that is down: since when. */
export type OutageKey = `outage:${string}`;
/** Of a messenger: what the process that speaks with it knows. */
export type HeardKey = `heard:${string}`;

/** What an office keeps under a name; a missing row is a default in code. */
type SettingKey =
  | 'stage_shares'
  | 'plan_basis'
  | 'clock_trusted'
  | 'dots_told'
  | 'drafts_to_enter'
  | 'least_visit'
  | 'postponable_days'
  | 'letterhead'
  | 'photo_rules'
  | 'photo_years'
  | 'import_days'
  | 'contact_years'
  | 'intake_rest'
  | 'repeat_weeks'
  | 'reflect_in_pos'
  | 'engagement'
  | 'widget_office'
  | 'widget_numbers'
  | 'office_answers'
  | 'restored'
  | 'forget_again'
  | 'copy_due'
  | 'copy_check_due'
  | 'copy_watched'
  | 'copy_alarm'
  | 'copy_ahead'
  | 'outage_minutes'
  | 'case_minutes'
  | 'unguarded'
  | OutageKey
  | HeardKey
  | `disk:${string}`
  /** When a messenger last brought updates, as far as anybody knows. */
  | `receiving:${string}`
  /** As which bot a messenger knew us last. */
  | `bot:${string}`
  /** How far a messenger's updates were taken in. */
  | `mark:${string}`;

/** What only the office knows: no published source tells it, and an admin answers in a few words. */
export const TOLD_STEPS = ['entersInPos', 'commentsInPos', 'signsInPos', 'statusesOfPos'] as const;
export type ToldStep = (typeof TOLD_STEPS)[number];
/** Of these it also names people: whose phone sounds first, and whom a task names. */
export const NAMED_STEPS = ['entersInPos', 'commentsInPos'] as const satisfies readonly ToldStep[];
export type NamedStep = (typeof NAMED_STEPS)[number];

/** As it was kept, for whoever knows its shape; undefined: it never was. */
export const settingOf = async (rows: Rows, key: SettingKey): Promise<unknown> =>
  (await repositoryOf(rows, Setting).findOneBy({ key }))?.value;

/** Whether anything was ever kept. */
export const hasSetting = (rows: Rows, key: SettingKey): Promise<boolean> =>
  repositoryOf(rows, Setting).existsBy({ key });

/** Whether exactly this is kept, its fields in any order. */
export const isSetting = (rows: Rows, key: SettingKey, value: object): Promise<boolean> =>
  repositoryOf(rows, Setting).existsBy({ key, value: Equal(value) });

/**
 * Keeps a setting, in one statement, so that of two who keep the same at once one alone has changed it.
 * @returns whether it was another one before, or none
 */
export async function keepSetting(tx: Transaction, key: SettingKey, value: object): Promise<boolean> {
  const written = await repositoryOf(tx, Setting).upsert(
    { key, value },
    { conflictPaths: ['key'], skipUpdateIfNoValuesChanged: true, returning: ['key'] },
  );
  const changed: unknown = written.raw;
  return Array.isArray(changed) && changed.length > 0;
}

// Any number that no other lock has as its first.
const SETTINGS = 334_000_012;
const hold = statement('hold-setting', `select pg_advisory_xact_lock(${SETTINGS}, hashtext($1))`);

/** Until this transaction ends nobody else who holds it changes it: for what is read, changed in part and kept. There need be no row yet. */
export const holdSetting = async (tx: Transaction, key: SettingKey): Promise<void> =>
  void (await tx.query(hold, [key]));

/** The default holds again. */
export async function forgetSetting(rows: Rows, key: SettingKey): Promise<void> {
  await repositoryOf(rows, Setting).delete({ key });
}

/** What stands on the office's letters beside their text; an empty part is left out. */
const letterheadSchema = z
  .object({
    nameRu: z.string().default(''),
    nameTt: z.string().default(''),
    contacts: z.string().default(''),
    /** By which an applicant reaches the executor. */
    phone: z.string().default(''),
  })
  .readonly();
export type Letterhead = z.infer<typeof letterheadSchema>;

/** Null: the office is not named yet, and has no paper. */
export async function readLetterhead(rows: Rows): Promise<Letterhead | null> {
  const head = await keptLetterhead(rows);
  return head.nameRu === '' ? null : head;
}

/** As far as it is written. */
export async function keptLetterhead(rows: Rows): Promise<Letterhead> {
  const kept = await repositoryOf(rows, Setting).findOneBy({ key: 'letterhead' });
  return letterheadSchema.parse(kept?.value ?? {});
}

const LEAST_VISIT_MINUTES = 120;
const selectStageRules = statement(
  'stage-rules',
  `select (select (value ->> 'minutes')::int from setting where key = 'least_visit') as minutes,
     exists (select from setting where key = 'stage_shares' and value = $1::jsonb) as confirmed`,
);

/** How an office counts stages. */
export interface OfficeRules extends StageRules {
  /** An admin has confirmed the shares. */
  readonly confirmed: boolean;
}

/** How this office counts stages: the shares, and the working time that a visit has at least. */
export async function stageRules(queries: Queries, { shares }: Pick<Office, 'shares'>): Promise<OfficeRules> {
  const [kept] = await queries.query<{ minutes: number | null; confirmed: boolean }>(selectStageRules, [
    JSON.stringify(shares),
  ]);
  return {
    shares,
    least: (kept?.minutes ?? LEAST_VISIT_MINUTES) * 60_000,
    confirmed: kept?.confirmed === true,
  };
}

/** What waits for more than a quarter is not examined: in SQL, for how many calendar days «Отложено» is possible at most. */
export const POSTPONABLE_DAYS = `coalesce((select (value ->> 'days')::int from setting where key = 'postponable_days'), 90)`;

/** What an admin chooses among a few numbers: under which name it is kept, what is offered, and what holds until somebody has chosen. */
export const AMOUNTS = {
  /** Of the originals of photos, after their appeal was finished: as long as a claim may be brought, by the general rule. */
  photoYears: { key: 'photo_years', unit: 'years', offered: [1, 2, 3, 5, 10], first: 3 },
  /** Of an applicant's contacts, after the end of their appeal: as long as an office keeps what it has answered. */
  contactYears: { key: 'contact_years', unit: 'years', offered: [1, 3, 5, 10], first: 5 },
  /** Of registry files and their rows: a quarter, nobody asks about a file of the one before. */
  importDays: { key: 'import_days', unit: 'days', offered: [30, 90, 180, 365], first: 90 },
  /** A file in the watched folder has not changed for so long. Two looks of some seconds were less than a share takes to stall: of 40 rows nine were taken. */
  intakeRest: { key: 'intake_rest', unit: 'minutes', offered: [1, 5, 15, 60], first: 1 },
  /** Within which an appeal about the same place and matter is a likely repeat; 0: a place alone makes no appeal alike. */
  repeatWeeks: { key: 'repeat_weeks', unit: 'weeks', offered: [0, 2, 4, 8, 16], first: 8 },
  /** Of working time, by which a stage or a duty is late to be a case of the journal of violations: who is late by less has done it. 0: every second is. */
  caseMinutes: { key: 'case_minutes', unit: 'minutes', offered: [0, 1, 5, 15, 30], first: 5 },
  /** Of a messenger's silence, after which people are written to in another: most are shorter, and a turn that late is still in time. */
  outageMinutes: { key: 'outage_minutes', unit: 'minutes', offered: [5, 15, 30, 60], first: 15 },
} as const satisfies Record<string, { key: SettingKey; unit: string; offered: readonly number[]; first: number }>;
export type Amount = keyof typeof AMOUNTS;

const selectAmount = statement('office-amount', 'select (value ->> $2)::float8 as amount from setting where key = $1');

/** As an admin has chosen it, else as it is at first. */
export async function amountOf(queries: Queries, amount: Amount): Promise<number> {
  const { key, unit, first } = AMOUNTS[amount];
  const [kept] = await queries.query<{ amount: number | null }>(selectAmount, [key, unit]);
  return kept?.amount ?? first;
}

export const LETTERHEAD_PARTS = [
  'nameRu',
  'nameTt',
  'contacts',
  'phone',
] as const satisfies readonly (keyof Letterhead)[];
export type LetterheadPart = (typeof LETTERHEAD_PARTS)[number];

/** What stands on letters now, for an admin to change. */
export const letterheadOf = (desk: Desk): Promise<Letterhead> => keptLetterhead(databaseOf(desk));

/** One part of the paper on which letters are issued from now on; those that were issued stay. @idempotent */
export async function changeLetterhead(
  desk: Desk,
  actor: Official,
  part: LetterheadPart,
  text: string,
): Promise<'changed' | 'notAdmin'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  await databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'letterhead');
    const before = await keptLetterhead(tx);
    if (!(await keepSetting(tx, 'letterhead', { ...before, [part]: text }))) return;
    await noteChange(tx, desk.clock.now(), actor, {
      letterhead: part,
      text,
      before: before[part] === '' ? null : before[part],
    });
  });
  return 'changed';
}

const selectRules = statement(
  'photo-rules',
  `select (value ->> 'toleranceMinutes')::float as tolerance, (value ->> 'radiusMetres')::float as radius
   from setting where key = 'photo_rules'`,
);

/** How strictly this office judges photos. */
export async function photoRules(queries: Queries): Promise<PhotoRules> {
  const [kept] = await queries.query<{ tolerance: number | null; radius: number | null }>(selectRules);
  return {
    tolerance: kept?.tolerance ? kept.tolerance * 60_000 : PHOTO_RULES.tolerance,
    radius: kept?.radius ?? PHOTO_RULES.radius,
  };
}
