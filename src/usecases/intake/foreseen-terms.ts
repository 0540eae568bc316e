import { databaseOf, statement, type Queries } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { fastTrackDays, overallDue, termDays, type FastTrackDays } from '../../regulation/deadlines';
import type { Kind } from '../../regulation/vocabulary';
import type { Desk } from '../ports';
import type { KnownCategory } from './learn-categories';

const selectCategories = statement(
  'category-terms',
  `select id, category, subcategory, fact, fast_track_days as days, is_new as "isNew" from category`,
);

/** What of an appeal's record tells how long its term is. `fastTrackDays`: undefined asks the category, null says there is none. */
export interface Termed {
  readonly kind: Kind;
  readonly category?: string | undefined;
  readonly subcategory?: string | undefined;
  readonly fact?: string | undefined;
  readonly fastTrackDays?: FastTrackDays | null | undefined;
}

/** `fast`: days of the fast track, if it is one. */
export interface ForeseenDays {
  readonly fast: FastTrackDays | null;
  readonly days: number;
}

export interface ForeseenTerm extends ForeseenDays {
  readonly due: Date;
}

/** Terms of appeals that are about to be registered, by the categories as they are now. */
export interface ForeseenTerms {
  readonly known: readonly KnownCategory[];
  daysOf(record: Termed): ForeseenDays;
  dueOf(registeredAt: Date, days: number): Date;
}

export async function foreseenTerms(queries: Queries, calendar: OfficeCalendar): Promise<ForeseenTerms> {
  const known = await queries.query<KnownCategory>(selectCategories);
  return {
    known,
    daysOf({ kind, category = null, subcategory = null, fact = null, fastTrackDays: said }) {
      const ofCategory = () => fastTrackDays(known, { kind, category, subcategory, fact });
      const fast = kind === 'appeal59' ? null : said === undefined ? ofCategory() : said;
      return { fast, days: termDays({ kind, fastTrackDays: fast }) };
    },
    dueOf: (registeredAt, days) => overallDue(registeredAt, days, calendar),
  };
}

/** What term an appeal will have, to be shown before it is registered. */
export async function foreseeTerm(desk: Desk, record: Termed & { readonly registeredAt: Date }): Promise<ForeseenTerm> {
  const terms = await foreseenTerms(databaseOf(desk), desk.office.calendar());
  const foreseen = terms.daysOf(record);
  return { ...foreseen, due: terms.dueOf(record.registeredAt, foreseen.days) };
}
