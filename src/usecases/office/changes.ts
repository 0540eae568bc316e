import type { Event } from '../../../entities/journal-entry';
import { databaseOf, statement } from '../../database/database';
import { keysOf } from '../../regulation/lists';
import { shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { AMOUNTS, type Amount } from '../kit/settings';

/** Where an entry of the journal has what was changed: the detail that names it, and those of its former and its present value. */
interface Named {
  readonly by: string;
  readonly to?: string;
  readonly from?: string;
  /** What of it is changed by itself, with its former values under the same names in `before`; an entry of several has added it. */
  readonly parts?: readonly ChangedPart[];
}

/** Of a template of answers, and of a group. */
export const CHANGED_PARTS = ['text', 'name', 'categoryId', 'isRemoved', 'digestAt', 'shown', 'running'] as const;
export type ChangedPart = (typeof CHANGED_PARTS)[number];

/** Numbers are told alike: what it is now, and what it was. */
const OF_AMOUNTS = Object.fromEntries(
  keysOf(AMOUNTS).map((amount) => [amount, { by: amount, to: amount, from: 'before' }]),
) as { readonly [Each in Amount]: { readonly by: Each; readonly to: Each; readonly from: 'before' } };

/** What an admin changes of the office, each a key under `change:what`. An entry is told by the first that it has. */
export const CHANGES = {
  // before the terms: both say «days»
  onDuty: { by: 'onDuty' },
  letterhead: { by: 'letterhead', to: 'text', from: 'before' },
  photoRule: { by: 'photoRule', to: 'value', from: 'before' },
  ...OF_AMOUNTS,
  reflecting: { by: 'reflecting', to: 'reflecting', from: 'before' },
  answered: { by: 'answered', to: 'text', from: 'before' },
  named: { by: 'named', to: 'text', from: 'before' },
  confirmed: { by: 'confirmed' },
  day: { by: 'day', to: 'to', from: 'from' },
  // before the category that it is for
  template: { by: 'templateId', parts: ['text', 'name', 'categoryId', 'isRemoved'] },
  categoryTerm: { by: 'days', to: 'days', from: 'before' },
  categoryPhotoless: { by: 'photoless', to: 'photoless' },
  category: { by: 'categoryId' },
  organization: { by: 'organizationId', to: 'kind', from: 'before' },
  group: { by: 'groupId', parts: ['digestAt', 'shown', 'running'] },
  widget: { by: 'widgetId' },
  inPos: { by: 'inPos', to: 'text', from: 'before' },
  widgetNumbers: { by: 'widgetNumbers' },
  engagement: { by: 'engagement' },
  nameThere: { by: 'nameThere' },
  accessGuarded: { by: 'accessGuarded', to: 'accessGuarded' },
  sendingAllowed: { by: 'sendingAllowed' },
  clockConfirmed: { by: 'clockConfirmed' },
} as const satisfies Readonly<Record<string, Named>>;
export type ChangeName = keyof typeof CHANGES;

/** What is journaled of people and of the office, and of no appeal. */
const ACTIONS = [
  'changeOffice',
  'loadRoster',
  'changeRoles',
  'changePerson',
  'disablePerson',
  'enablePerson',
  'unlinkAccount',
  'answerAccess',
] as const satisfies readonly Event[];

/** Of what is journaled of people, that which has a value to be shown. */
const OF_PEOPLE: Readonly<Partial<Record<Change['action'], Named>>> = {
  unlinkAccount: { by: 'messenger', to: 'messenger' },
};

/** A value as it stands in the journal; null: none, or none that is a word. */
export type ChangedValue = string | number | boolean | null;

export interface Change {
  readonly at: Date;
  /** Null: a file on the server, or the environment. */
  readonly by: string | null;
  readonly action: (typeof ACTIONS)[number];
  /** Null: of a person, or of a kind that this program does not know. */
  readonly what: ChangeName | null;
  /** What was changed of it, such as a part of the letterhead; a category, a group, a person. */
  readonly of: string | null;
  /** Which part of it; null: the whole, or it has none. */
  readonly part: ChangedPart | null;
  /** Which section of a group's digest was shown or hidden; null: it is of none. */
  readonly section: string | null;
  /** It was not there before. */
  readonly isAdded: boolean;
  readonly from: ChangedValue;
  readonly to: ChangedValue;
}

export interface ChangesPage {
  readonly changes: readonly Change[];
  readonly page: number;
  readonly hasMore: boolean;
}

const PAGE = 8;

const selectChanges = statement(
  'read-changes',
  `select j.at, j.action, j.told as details, p.name as by,
     coalesce(s.name, o.name, g.title, t.name, concat_ws(' / ', c.category, c.subcategory, c.fact)) as subject,
     nullif(concat_ws(' / ', c.category, c.subcategory, c.fact), '') as category,
     nullif(concat_ws(' / ', w.category, w.subcategory, w.fact), '') as "formerCategory"
   from journal_entry j left join person p on p.id = j.person_id
     left join person s on s.id = (j.details ->> 'personId')::int
     left join organization o on o.id = (j.details ->> 'organizationId')::int
     left join group_chat g on g.id = (j.details ->> 'groupId')::int
     left join answer_template t on t.id = (j.details ->> 'templateId')::int
     left join category c on c.id = (j.details ->> 'categoryId')::int
     left join category w on w.id = (j.told -> 'before' ->> 'categoryId')::int
   where j.appeal_id is null and j.engagement_id is null and j.action = any($1::text[])
   order by j.id desc limit ${PAGE + 1} offset $2`,
);
interface Row {
  readonly at: Date;
  readonly action: Change['action'];
  readonly details: Readonly<Record<string, unknown>>;
  readonly by: string | null;
  readonly subject: string | null;
  /** Its path, of a template that is for one. */
  readonly category: string | null;
  readonly formerCategory: string | null;
}

/** Who has changed what of the office and its people, the latest first. */
export async function readChanges(desk: Desk, page: number): Promise<ChangesPage> {
  const rows = await databaseOf(desk).query<Row>(selectChanges, [ACTIONS, page * PAGE]);
  return { changes: rows.slice(0, PAGE).map(changeOf), page, hasMore: rows.length > PAGE };
}

function changeOf(row: Row): Change {
  const { at, action, details, by, subject } = row;
  const what = action === 'changeOffice' ? (keysOf(CHANGES).find((name) => CHANGES[name].by in details) ?? null) : null;
  const named: Named | null = (what && CHANGES[what]) ?? OF_PEOPLE[action] ?? null;
  const isOf = named && named.by !== named.to ? valueOf(details[named.by]) : null;
  const own = subject === '' ? null : subject;
  const said = named?.parts?.filter((part) => part in details) ?? [];
  const [part = null] = said.length === 1 ? said : [];
  return {
    at,
    action,
    what,
    by: by === null ? null : shortName(by),
    of: own ?? (typeof isOf === 'string' ? isOf : null),
    part,
    section: typeof details.part === 'string' ? details.part : null,
    isAdded: named?.parts !== undefined && part === null,
    ...(part === null
      ? {
          from: named?.from === undefined ? null : valueOf(details[named.from]),
          to: named?.to === undefined ? null : valueOf(details[named.to]),
        }
      : sidesOf(part, row)),
  };
}

/** Entries of before the former values were kept have none. */
function sidesOf(part: ChangedPart, { details, category, formerCategory }: Row): Pick<Change, 'from' | 'to'> {
  const { before } = details;
  const sides: [string, unknown][] = typeof before === 'object' && before !== null ? Object.entries(before) : [];
  const former = sides.find(([name]) => name === part)?.[1];
  const sideOf = (value: unknown, path: string | null): ChangedValue => {
    if (value === undefined) return null;
    if (part === 'categoryId') return value === null ? 'everyAppeal' : path;
    return part === 'digestAt' && value === null ? 'usualHour' : valueOf(value);
  };
  return { from: sideOf(former, formerCategory), to: sideOf(details[part], category) };
}

/** Of a day the journal has its kind beside its note. */
function valueOf(value: unknown): ChangedValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null;
  return typeof kind === 'string' ? kind : null;
}
