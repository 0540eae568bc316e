import { IsNull, Raw } from 'typeorm';
import { z } from 'zod';
import { Widget } from '../../../entities/engagement';
import { Setting } from '../../../entities/office';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
import { LOOKS, unreadableIn } from '../../regulation/engagement/palette';
import {
  ASSUMED_NUMBERS,
  isOfficePart,
  KIND_NUMBERS,
  WIDGET_KINDS,
  withNumber,
  type KindNumber,
  type KindNumbers,
  type OfficePart,
  type WidgetKind,
  type WidgetOffice,
  LETTER_SIZES,
  paletteOf,
  WIDGET_BOUNDS,
  WIDGET_FONTS,
  WIDGET_FORMS,
  type WidgetDesign,
} from '../../regulation/engagement/widget';
import { keysOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { holdSetting, keepSetting } from '../kit/settings';
import { keepNamed, type NamedKept } from '../people/rights';

// What the office is in ПОС, by which its widgets are found there: an admin says it once.

const kept = z.object({
  municipality: z.string().default(''),
  organization: z.string().default(''),
  registration: z.string().default(''),
  region: z.string().default(''),
});
const number = z.literal(KIND_NUMBERS);
const keptNumbers = z.object({
  numbers: z.object({ poll: number, vote: number, discussion: number, directLine: number }),
  confirmed: z.boolean(),
});

/** Which number is which kind of ПОС, and whether an admin has said so. */
export interface NumbersOfKinds {
  readonly numbers: KindNumbers;
  readonly confirmed: boolean;
}

export interface OfficeInPos {
  readonly office: WidgetOffice;
  readonly kinds: NumbersOfKinds;
}

export const readOfficeInPos = (desk: Desk): Promise<OfficeInPos> => officeInPos(databaseOf(desk));

async function officeInPos(rows: Rows): Promise<OfficeInPos> {
  const settings = repositoryOf(rows, Setting);
  const office = await settings.findOneBy({ key: 'widget_office' });
  const kinds = await settings.findOneBy({ key: 'widget_numbers' });
  return {
    office: kept.parse(office?.value ?? {}),
    kinds: keptNumbers.safeParse(kinds?.value).data ?? { numbers: ASSUMED_NUMBERS, confirmed: false },
  };
}

/** @idempotent */
export async function changeOfficeInPos(
  desk: Desk,
  actor: Official,
  part: OfficePart,
  text: string,
): Promise<'changed' | 'notAdmin' | 'malformed'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  if (!isOfficePart(part, text)) return 'malformed';
  await databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'widget_office');
    const { office } = await officeInPos(tx);
    if (!(await keepSetting(tx, 'widget_office', { ...office, [part]: text }))) return;
    await noteChange(tx, desk.clock.now(), actor, { inPos: part, text, before: office[part] ?? null });
  });
  return 'changed';
}

/** A kind gets this number, and what had it gets that kind's: the table is an assumption again until it is confirmed. @idempotent */
export const giveNumber = (desk: Desk, actor: Official, kind: WidgetKind, given: KindNumber) =>
  keepNumbers(desk, actor, ({ numbers, confirmed }) =>
    numbers[kind] === given ? { numbers, confirmed } : { numbers: withNumber(numbers, kind, given), confirmed: false },
  );

/**
 * Confirms exactly the table that was looked at.
 * @param seen its numbers in the order of WIDGET_KINDS, as the pressed screen showed them
 * @idempotent
 */
export const confirmNumbers = (desk: Desk, actor: Official, seen: KindNumbers) =>
  keepNumbers(desk, actor, ({ numbers }) => (isSame(numbers, seen) ? { numbers, confirmed: true } : null));

const isSame = (one: KindNumbers, other: KindNumbers): boolean =>
  WIDGET_KINDS.every((kind) => one[kind] === other[kind]);

async function keepNumbers(
  desk: Desk,
  actor: Official,
  change: (before: NumbersOfKinds) => NumbersOfKinds | null,
): Promise<'changed' | 'notAdmin' | 'changedMeanwhile'> {
  if (!hasRight(actor, 'administer')) return 'notAdmin';
  return databaseOf(desk).transaction(async (tx) => {
    await holdSetting(tx, 'widget_numbers');
    const { kinds: before } = await officeInPos(tx);
    const after = change(before);
    if (after === null) return 'changedMeanwhile';
    if (isSame(before.numbers, after.numbers) && before.confirmed === after.confirmed) return 'changed';
    if (await keepSetting(tx, 'widget_numbers', after))
      await noteChange(tx, desk.clock.now(), actor, { widgetNumbers: after.numbers, confirmed: after.confirmed });
    return 'changed';
  });
}

export interface WidgetLine extends Readonly<Pick<Widget, 'id' | 'name'>> {
  readonly design: WidgetDesign;
  readonly isRemoved: boolean;
}

/** Why a widget was not changed; each is a key under `widget:refusal`. */
export type WidgetRefusal = 'notYours' | 'gone' | 'nameTaken' | 'unreadable' | 'malformed';
export type WidgetKept = NamedKept<WidgetRefusal>;
const NAMED = { right: 'widgets', capacity: 'engagement', idAs: 'widgetId' } as const;

const between = ({ least, most }: { readonly least: number; readonly most: number }) => z.int().min(least).max(most);
const colour = z.string().regex(/^[0-9a-f]{6}$/);
/** What a widget may be, whoever says it: it ends in the code of a public page. */
const designs = z.object({
  form: z.enum(WIDGET_FORMS),
  kinds: z.array(z.enum(WIDGET_KINDS)).min(1),
  elements: between(WIDGET_BOUNDS.elements),
  width: between(WIDGET_BOUNDS.width).nullable(),
  height: between(WIDGET_BOUNDS.height),
  look: z.enum([...keysOf(LOOKS), 'own']),
  own: z.object({ paper: colour, ink: colour, accent: colour }).nullable(),
  font: z.enum(WIDGET_FONTS),
  letters: z.enum(keysOf(LETTER_SIZES)),
});

/** Those that are offered, by name; none for whoever may not see them. */
export async function listWidgets(desk: Desk, viewer: Official): Promise<readonly WidgetLine[]> {
  if (!hasRight(viewer, 'widgets')) return [];
  const rows = await repositoryOf(databaseOf(desk), Widget).find({ order: { name: 'asc', id: 'asc' } });
  return rows.map(lineOf).filter(({ isRemoved }) => !isRemoved);
}

/** One of them, a removed one too. Null: there is none, or not for this person. */
export async function readWidget(desk: Desk, viewer: Official, id: number): Promise<WidgetLine | null> {
  if (!hasRight(viewer, 'widgets')) return null;
  const row = await repositoryOf(databaseOf(desk), Widget).findOneBy({ id });
  return row && lineOf(row);
}

const lineOf = ({ id, name, design, removedAt }: Widget): WidgetLine => ({
  id,
  name,
  design: designs.parse(design),
  isRemoved: removedAt !== null,
});

/** @idempotent by its name and design */
export async function addWidget(desk: Desk, actor: Official, name: string, design: WidgetDesign): Promise<WidgetKept> {
  return keepNamed<WidgetRefusal>(desk, actor, NAMED, async (rows, now) => {
    const refusal = faultOf(design);
    if (refusal) return { ok: false, refusal };
    const same = await named(rows, name);
    if (same) {
      const isIt = JSON.stringify(designs.parse(same.design)) === JSON.stringify(designs.parse(design));
      return isIt ? { ok: true, id: same.id } : { ok: false, refusal: 'nameTaken' };
    }
    const row = { name, design, writtenById: actor.personId, writtenAt: now, removedAt: null };
    const { id } = await repositoryOf(rows, Widget).save(row);
    return { ok: true, id, did: { name, design } };
  });
}

/** @idempotent */
export async function changeWidget(
  desk: Desk,
  actor: Official,
  id: number,
  change: { readonly name?: string; readonly design?: Partial<WidgetDesign> },
): Promise<WidgetKept> {
  return keepNamed<WidgetRefusal>(desk, actor, NAMED, async (rows, now) => {
    const before = await repositoryOf(rows, Widget).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!before || before.removedAt !== null) return { ok: false, refusal: 'gone' };
    const { name = before.name } = change;
    const design = { ...before.design, ...change.design };
    const refusal = faultOf(design);
    if (refusal) return { ok: false, refusal };
    const same = await named(rows, name);
    if (same && same.id !== id) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(rows, Widget).save({ ...before, name, design, writtenById: actor.personId, writtenAt: now });
    return { ok: true, id, did: change };
  });
}

/** Takes a widget out of the list, or puts it back. What stands on pages already stays there. @idempotent */
export async function removeWidget(desk: Desk, actor: Official, id: number, isRemoved: boolean): Promise<WidgetKept> {
  return keepNamed<WidgetRefusal>(desk, actor, NAMED, async (rows, now) => {
    const row = await repositoryOf(rows, Widget).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!row) return { ok: false, refusal: 'gone' };
    if ((row.removedAt !== null) === isRemoved) return { ok: true, id };
    if (!isRemoved && (await named(rows, row.name))) return { ok: false, refusal: 'nameTaken' };
    await repositoryOf(rows, Widget).save({ ...row, removedAt: isRemoved ? now : null });
    return { ok: true, id, did: { isRemoved } };
  });
}

function faultOf(design: WidgetDesign): WidgetRefusal | null {
  if (!designs.safeParse(design).success) return 'malformed';
  return unreadableIn(paletteOf(design)).length > 0 ? 'unreadable' : null;
}

/** Of those that are offered. */
const named = (rows: Rows, name: string): Promise<Widget | null> =>
  repositoryOf(rows, Widget).findOneBy({
    name: Raw((column) => `lower(${column}) = lower(:name)`, { name }),
    removedAt: IsNull(),
  });
