import { IsNull } from 'typeorm';
import { Category } from '../../../entities/category';
import { Organization } from '../../../entities/office';
import { type MessengerAccount, Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import type { Language } from '../../regulation/language';
import { hasRight } from '../../regulation/rights';
import type { Role } from '../../regulation/vocabulary';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { loadRoster, tryRoster } from './load-roster';
import type { LoadedRoster, RosterData } from './loading';

/** Whom and what the office has: a table may refer to them without naming them anew. */
export interface KnownOffice {
  readonly people: readonly { readonly name: string; readonly roles: readonly Role[] }[];
  readonly organizations: readonly Pick<Organization, 'name' | 'kind'>[];
}

/** What is wrong with a table, in the words of whoever has sent it. */
export interface TableFault {
  /** The sheet, the row and the column as a spreadsheet shows them; null: the whole file. */
  readonly place: string | null;
  readonly reason: string;
}

export type ReadTable =
  /** `ignored`: headings of columns that mean nothing to us. */
  | { readonly ok: true; readonly roster: RosterData; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly faults: readonly TableFault[]; readonly more: boolean };

/** People, organizations and categories in a spreadsheet. */
export interface OfficeTables {
  /** What a file that was kept says. No file breaks it. @param sha256 of its bytes */
  read(sha256: string, locale: Language, known: KnownOffice): Promise<ReadTable>;
  /** A workbook (XLSX) with what the office has, to be filled in further. */
  write(office: OfficeNow, locale: Language): Promise<Uint8Array>;
  /** Whom the environment makes admins, whatever a table says. */
  readonly admins: readonly MessengerAccount[];
  /** What the file on the server says that is loaded at each start; null: there is none, or it can't be read now. */
  readonly ofServer: () => Promise<RosterData | null>;
}

/** The office as it is. Numbers of people are not in it: what a table leaves empty stays as it is. */
export type OfficeNow = Omit<RosterData, 'groups'>;

const byName = new Intl.Collator('ru');

export async function readOfficeNow(desk: Desk): Promise<OfficeNow> {
  const database = databaseOf(desk);
  const people = await repositoryOf(database, Person).findBy({ disabledAt: IsNull() });
  const organizations = await repositoryOf(database, Organization).find();
  const categories = await repositoryOf(database, Category).findBy({ isNew: false, sameAsId: IsNull() });
  // What a table may not say is not said by us either: a supervisor who is none any more.
  const holding = (role: Role) =>
    new Map(people.filter(({ roles }) => roles.includes(role)).map(({ id, name }) => [id, name]));
  const [supervisors, executors] = [holding('supervisor'), holding('executor')];
  const places = new Map(organizations.filter(({ kind }) => kind === 'subordinate').map(({ id, name }) => [id, name]));
  return {
    users: people
      .map(({ name, position, roles, canApprove, organizationId, supervisorId }) => ({
        name,
        position: position ?? undefined,
        roles,
        canApprove,
        organization: places.get(organizationId ?? 0),
        supervisor: supervisors.get(supervisorId ?? 0),
      }))
      .sort((one, other) => byName.compare(one.name, other.name)),
    organizations: organizations
      .map(({ name, kind }) => ({ name, kind }))
      .sort((one, other) => byName.compare(one.name, other.name)),
    categories: categories
      .map(({ category, subcategory, fact, fastTrackDays, executorId }) => ({
        category,
        subcategory: subcategory ?? undefined,
        fact: fact ?? undefined,
        fastTrackDays: fastTrackDays ?? undefined,
        executor: executors.get(executorId ?? 0),
      }))
      .sort((one, other) => byName.compare(pathOf(one), pathOf(other))),
  };
}

async function readKnown(desk: Desk): Promise<KnownOffice> {
  const { users: people, organizations } = await readOfficeNow(desk);
  return { people, organizations };
}

const pathOf = ({ category, subcategory = '', fact = '' }: OfficeNow['categories'][number]): string =>
  [category, subcategory, fact].join('\n');

/** A table that was sent, and what it would do. */
export type TriedTable =
  | { readonly ok: true; readonly loaded: LoadedRoster; readonly ignored: readonly string[] }
  | (ReadTable & { readonly ok: false })
  | 'notAdmin';

type Loading = typeof loadRoster;

const withTable =
  (load: Loading) =>
  async (desk: Desk, tables: OfficeTables, actor: Official, sha256: string, locale: Language): Promise<TriedTable> => {
    if (!hasRight(actor, 'administer')) return 'notAdmin';
    const read = await tables.read(sha256, locale, await readKnown(desk));
    if (!read.ok) return read;
    const loaded = await load(desk, read.roster, { admins: tables.admins, by: actor });
    return { ok: true, loaded, ignored: read.ignored };
  };

/** Reads it and looks what it would change, without changing anything. */
export const tryTable = withTable(tryRoster);

/** The same, done. @idempotent: a table that is loaded again changes nothing */
export const loadTable = withTable(loadRoster);
