import { z } from 'zod';
import { Setting } from '../../../entities/setting';
import { databaseOf, repositoryOf, type Rows } from '../../database/database';
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
} from '../../regulation/engagement/widget';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import { holdSetting, keepSetting } from '../settings';

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
