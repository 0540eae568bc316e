import { type Transaction, databaseOf } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { leaveToCoordinators } from '../acts/pass-on';
import { addPeopleEntry } from '../kit/journal';
import type { Office, Records } from '../kit/ports';
import { areGuardsUp } from '../people/access';
import { redrawNamed, placesLost, tellAdminsOfRights, tellOfRights } from '../people/rights';
import { refreshCommands, tellFirstCoordinators, lackingPeople, lockPeople } from '../people/store';
import { tellOfWithheld } from './admins';
import { alikeIn, namesIn, officeNames } from './books';
import { loadPeople } from './load-people';
import {
  loadCategories,
  loadGroups,
  loadOrganizations,
  type LoadedPerson,
  type LoadedRoster,
  type Loading,
  type LoadOptions,
  type Counter,
  type RosterData,
} from './loading';

const nothing = (): Counter => ({ people: 0, organizations: 0, categories: 0, groups: 0 });

/** Whether a phone may sound hangs on the hour. */
type OfficeRecords = Records & { readonly office: Pick<Office, 'calendar'> };
type Moment = Pick<Circumstances, 'now' | 'calendar'>;
const momentOf = ({ clock, office }: OfficeRecords): Moment => ({ now: clock.now(), calendar: office.calendar() });

/**
 * Brings the office's people, organizations, categories and groups to what the file says, in one transaction. Whoever and whatever
 * is not in the file is left alone, disabled people stay disabled.
 * @idempotent: a second loading changes, counts and journals nothing
 */
export const loadRoster = (desk: OfficeRecords, roster: RosterData, options: LoadOptions = {}): Promise<LoadedRoster> =>
  databaseOf(desk).transaction((tx) => loadIn(tx, momentOf(desk), roster, options));

/** What a trial has found, thrown so that the transaction takes all of it back. */
class TakenBack extends Error {
  constructor(readonly loaded: LoadedRoster) {
    super('A roster was loaded on trial');
  }
}

/** What a loading would do at this moment: it is done, looked at, and taken back. */
export async function tryRoster(
  desk: OfficeRecords,
  roster: RosterData,
  options: LoadOptions = {},
): Promise<LoadedRoster> {
  try {
    return await databaseOf(desk).transaction(async (tx) => {
      throw new TakenBack(await loadIn(tx, momentOf(desk), roster, options));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.loaded;
    throw error;
  }
}

async function loadIn(
  tx: Transaction,
  moment: Moment,
  roster: RosterData,
  { admins = [], by, atStart = false }: LoadOptions,
): Promise<LoadedRoster> {
  await lockPeople(tx);
  const { now } = moment;
  const loading: Loading = {
    tx,
    now,
    roster,
    admins,
    by,
    atStart,
    added: nothing(),
    changed: nothing(),
    people: [],
    warnings: [],
    withheld: [],
    journal: [],
    refreshed: [],
    givenUp: [],
    turned: [],
    // Whoever loads it at the server has the server's word.
    isGuarded: by !== undefined && (await areGuardsUp(tx)),
    calendar: moment.calendar,
  };
  const lacked = await lackingPeople(tx);
  const there = await officeNames(tx);
  const organizations = await loadOrganizations(loading);
  const known = await loadPeople(loading, organizations);
  await loadCategories(loading, known);
  await loadGroups(loading);
  const { added, changed, warnings, journal, refreshed } = loading;
  const people = await tellOfTurned(loading, moment);
  if (atStart) {
    await tellAdminsOfRights(tx, loading.turned, now);
    await tellOfWithheld(tx, loading.withheld, now);
  }
  await tellFirstCoordinators(tx, lacked, now);
  for (const alike of alikeIn(there, namesIn(roster))) warnings.push({ kind: 'alike', ...alike });
  // Who administers is the environment's word, too.
  for (const kind of await lackingPeople(tx)) if (kind !== 'nobodyAdministers') warnings.push({ kind });
  await refreshCommands(tx, refreshed, now);
  if (Object.values(added).some(Boolean) || Object.values(changed).some(Boolean)) {
    await addPeopleEntry(tx, {
      at: now,
      action: 'loadRoster',
      personId: by?.personId ?? null,
      capacity: by ? 'admin' : null,
      details: { added, changed, people: journal },
    });
  }
  return { added, changed, people, warnings };
}

/** Whoever may do something else from now on hears of it, as when an admin changes it by hand, and what nobody can act on any more is named. */
async function tellOfTurned({ tx, now, by, turned, people }: Loading, moment: Moment): Promise<LoadedPerson[]> {
  const working = turned.filter(({ person }) => person.disabledAt === null);
  const byId = by?.personId ?? null;
  for (const { before, person } of working) await tellOfRights(tx, byId, before, person, now);
  const losing = working.map(({ before, person }) => ({ person, places: placesLost(before, person) }));
  const left = await leaveToCoordinators(tx, byId, losing, moment);
  await redrawNamed(
    tx,
    turned.map(({ person }) => person.id),
    now,
  );
  const leftOf = new Map(turned.map(({ person }) => [person.name, left.get(person.id) ?? 0]));
  return people.map((person) => ({ ...person, left: leftOf.get(person.name) ?? 0 }));
}
