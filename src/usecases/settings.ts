import { Equal } from 'typeorm';
import { z } from 'zod';
import { Setting } from '../../entities/setting';
import { statement, type Queries, type Rows, type Transaction, repositoryOf } from '../database/database';
import type { StageRules } from '../regulation/visits';
import type { Office } from './ports';

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

/** Two appeals about one place and matter within so many weeks are likely one. */
const REPEAT_WEEKS = 8;
const selectRepeatWeeks = statement(
  'repeat-weeks',
  `select (value ->> 'weeks')::int as weeks from setting where key = 'repeat_weeks'`,
);

/** Within how many weeks an appeal about the same place and matter is a likely repeat. */
export async function repeatWeeks(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ weeks: number }>(selectRepeatWeeks);
  return kept?.weeks ?? REPEAT_WEEKS;
}

/** As long as a claim may be brought, by the general rule. */
const PHOTO_YEARS = 3;
const selectPhotoYears = statement(
  'photo-years',
  `select (value ->> 'years')::int as years from setting where key = 'photo_years'`,
);

/** For how many years after an appeal was finished the originals of its photos are kept. */
export async function photoYears(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ years: number }>(selectPhotoYears);
  return kept?.years ?? PHOTO_YEARS;
}

/** As long as an office keeps what it has answered: five years. */
const CONTACT_YEARS = 5;
const selectContactYears = statement(
  'contact-years',
  `select (value ->> 'years')::int as years from setting where key = 'contact_years'`,
);

/** For how many years after an appeal was finished its applicant's contacts are kept. */
export async function contactYears(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ years: number }>(selectContactYears);
  return kept?.years ?? CONTACT_YEARS;
}

/** A quarter: nobody asks about a file of the one before. */
const IMPORT_DAYS = 90;
const selectImportDays = statement(
  'import-days',
  `select (value ->> 'days')::int as days from setting where key = 'import_days'`,
);

/** For how many days registry files of ПОС and their rows are kept. */
export async function importDays(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ days: number }>(selectImportDays);
  return kept?.days ?? IMPORT_DAYS;
}

/** Two looks of some seconds were less than a share takes to stall: of 40 rows nine were taken. */
const INTAKE_REST_MINUTES = 1;
const selectIntakeRest = statement(
  'intake-rest',
  `select (value ->> 'minutes')::float8 as minutes from setting where key = 'intake_rest'`,
);

/** For how long a file in the watched folder must not have changed before it is taken. */
export async function intakeRestMinutes(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ minutes: number }>(selectIntakeRest);
  return kept?.minutes ?? INTAKE_REST_MINUTES;
}

/** A quarter of an hour: most silences are shorter, and a turn that comes so late is still in time. */
const OUTAGE_MINUTES = 15;
const selectOutageMinutes = statement(
  'outage-minutes',
  `select (value ->> 'minutes')::int as minutes from setting where key = 'outage_minutes'`,
);

/** After how many minutes of silence of a messenger people are written to in another. */
export async function outageMinutes(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ minutes: number }>(selectOutageMinutes);
  return kept?.minutes ?? OUTAGE_MINUTES;
}

/** Of working time: who is late by less has done it, and has nothing to answer for. */
const CASE_MINUTES = 5;
const selectCaseMinutes = statement(
  'case-minutes',
  `select (value ->> 'minutes')::int as minutes from setting where key = 'case_minutes'`,
);

/** By how many minutes of working time a stage or a duty must be late to be a case of the journal of violations. */
export async function caseMinutes(queries: Queries): Promise<number> {
  const [kept] = await queries.query<{ minutes: number }>(selectCaseMinutes);
  return kept?.minutes ?? CASE_MINUTES;
}
