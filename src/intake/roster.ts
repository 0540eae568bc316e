import { z } from 'zod';
import { isSnils } from '../text/personal-data-rules';
import { FAST_TRACK_DAYS } from '../regulation/deadlines';
import { ROLES } from '../regulation/vocabulary';
import { cleanText } from '../text/plain-text';
import type { RosterData } from '../usecases/office/loading';
import type { KnownOffice } from '../usecases/office/tables';
import { check, complaint, complaints, type IntakeKey, type Path, type Reading, type IntakeWords } from './complaints';
import { MAX, maxAccount, type GroupMessenger, TELEGRAM, telegramAccount } from './messenger-chats';

const LONGEST = 200;

const name = z
  .string()
  .transform((text) => cleanText(text).replace(/\s+/g, ' '))
  .refine((text) => text !== '', check('roster.name'))
  .refine((text) => text.length <= LONGEST, check('tooLong', { count: LONGEST }));
/** For whoever reads the file: JSON has no comments. The bot does not look at it. */
const note = z.string().optional();

/** A number of a messenger: MAX' may be longer than JSON's readers keep, so it may stand as a text. */
const maxNumber = (pattern: RegExp, reason: IntakeKey) =>
  z
    .union([z.int(), z.string().trim()])
    .transform(String)
    .refine((id) => pattern.test(id), check(reason));

const user = z.strictObject({
  name,
  position: name.optional(),
  roles: z
    .array(z.enum(ROLES))
    .refine((roles) => roles.length > 0, check('roster.noRoles'))
    .transform((roles) => [...new Set(roles)]),
  canApprove: z.boolean().optional(),
  organization: name.optional(),
  supervisor: name.optional(),
  snils: z
    .string()
    .refine(isSnils, check('roster.snils', {}, 'roster.snilsTodo'))
    .transform((text) => text.replace(/\D/g, ''))
    .optional(),
  telegramId: z.int().min(1).optional(),
  maxId: maxNumber(/^[1-9]\d{0,18}$/, 'roster.maxId').optional(),
  note,
});

const organization = z.strictObject({ name, kind: z.enum(['subordinate', 'outside']), note });

const category = z.strictObject({
  category: name,
  subcategory: name.optional(),
  fact: name.optional(),
  fastTrackDays: z.literal(FAST_TRACK_DAYS).nullish(),
  executor: name.optional(),
  note,
});

const groupOf = (unnamed: GroupMessenger) =>
  z.strictObject({
    title: name,
    messenger: z.enum([TELEGRAM, MAX]).default(unnamed),
    chatId: maxNumber(/^-[1-9]\d{0,18}$/, 'roster.groupChatId'),
    note,
  });

const rosterWith = (unnamed: GroupMessenger) =>
  z.strictObject({
    users: z.array(user).default([]),
    organizations: z.array(organization).default([]),
    categories: z.array(category).default([]),
    groups: z.array(groupOf(unnamed)).default([]),
    note,
  });

/** People, organizations, categories and groups, each named once and referring to names that are there. СНИЛС: 11 digits. */
type Roster = z.output<ReturnType<typeof rosterWith>>;

/** How whoever reads the complaints finds a record: in a file of JSON by its list and number. */
export type PlaceOf = (list: string, index: number) => string;
const PLACE_IN_JSON: PlaceOf = (list, index) => `${list}[${index}]`;

/** A file of JSON has to name everybody itself: it says the same whatever the office has. */
const NOBODY: KnownOffice = { people: [], organizations: [] };

/** Something to be loud about that does not stop the loading. */
export interface ReadRoster {
  readonly roster: RosterData;
  readonly warnings: readonly string[];
}

/**
 * A roster file's text (contract.md).
 * @param unnamed of which messenger a group is that names none
 */
export function readRoster(text: string, words: IntakeWords, unnamed: GroupMessenger = TELEGRAM): Reading<ReadRoster> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, complaints: [complaint([], words('roster.badJson', { detail }), words('roster.badJsonTodo'))] };
  }
  const parsed = checkRoster(json, NOBODY, PLACE_IN_JSON, unnamed);
  if (!parsed.success) return { ok: false, complaints: [...complaints(parsed.error, words)] };
  const approves = parsed.data.users.some(({ canApprove }) => canApprove);
  // Whom a file of JSON does not call an approver is none; a table without that column says nothing of it.
  const users = parsed.data.users.map((user) => ({ ...user, canApprove: user.canApprove ?? false }));
  return {
    ok: true,
    value: {
      roster: rosterData({ ...parsed.data, users }),
      warnings: approves ? [] : [words('roster.nobodyApproves')],
    },
  };
}

/**
 * What stands in a file in the shape of the roster, wherever it was written.
 * @param known whom and what the office has beside the file, so that the file may refer to it
 */
export const checkRoster = (said: unknown, known: KnownOffice, placeOf: PlaceOf, unnamed: GroupMessenger = TELEGRAM) =>
  rosterWith(unnamed)
    .superRefine((data, context) => checkReferences(data, context, known, placeOf))
    .safeParse(said, { reportInput: true });

export function rosterData({ users, groups, organizations, categories }: Roster): RosterData {
  return {
    users: users.map(({ telegramId, maxId, ...user }) => ({
      ...user,
      ...accountsOf(telegramId, maxId),
    })),
    organizations,
    categories,
    groups: groups.map(({ title, messenger, chatId }) => ({ title, messenger, chatId })),
  };
}

/** The first of a person who has none yet is where the bot writes to them until they press Start. */
function accountsOf(telegramId: number | undefined, maxId: string | undefined) {
  const accounts = [
    ...(telegramId === undefined ? [] : [telegramAccount(telegramId)]),
    ...(maxId === undefined ? [] : [maxAccount(maxId)]),
  ];
  return accounts.length > 0 && { accounts };
}

type Complain = (path: Path, ...wrong: Parameters<typeof check>) => void;

function checkReferences(roster: Roster, context: z.RefinementCtx, known: KnownOffice, placeOf: PlaceOf): void {
  const complain: Complain = (path, ...wrong) =>
    context.addIssue({ code: 'custom', path: [...path], ...check(...wrong) });
  // What the file says of somebody holds, whatever the office had of them.
  const people = new Map([...known.people, ...roster.users].map((person) => [person.name, person]));
  const places = new Map([...known.organizations, ...roster.organizations].map((place) => [place.name, place]));
  checkNamedOnce(roster, complain, placeOf);
  checkUsers(roster, complain, people, places);
  checkCategories(roster, complain, people);
}

type People = ReadonlyMap<string, KnownOffice['people'][number]>;
type Places = ReadonlyMap<string, KnownOffice['organizations'][number]>;

function checkNamedOnce(
  { users, organizations, categories, groups }: Roster,
  complain: Complain,
  placeOf: PlaceOf,
): void {
  const once = (list: string, field: string, values: readonly unknown[], reason: IntakeKey, todo?: IntakeKey) => {
    const places = new Map<unknown, number>();
    values.forEach((value, place) => {
      if (value === undefined) return;
      const earlier = places.get(value);
      if (earlier === undefined) places.set(value, place);
      else complain([list, place, field], reason, { path: placeOf(list, earlier) }, todo);
    });
  };
  const names = users.map((item) => item.name);
  const telegramIds = users.map((item) => item.telegramId);
  const snils = users.map((item) => item.snils);
  const organizationNames = organizations.map((item) => item.name);
  const chatIds = groups.map(({ messenger, chatId }) => `${messenger} ${chatId}`);
  const paths = categories.map((item) => JSON.stringify([item.category, item.subcategory, item.fact]));
  once('users', 'name', names, 'roster.nameTwice', 'roster.nameTwiceTodo');
  once('users', 'telegramId', telegramIds, 'roster.telegramIdTwice');
  once(
    'users',
    'maxId',
    users.map((item) => item.maxId),
    'roster.maxIdTwice',
  );
  once('users', 'snils', snils, 'roster.snilsTwice');
  once('organizations', 'name', organizationNames, 'roster.organizationTwice');
  once('groups', 'chatId', chatIds, 'roster.chatTwice');
  once('categories', 'category', paths, 'roster.categoryTwice');
}

function checkUsers({ users }: Roster, complain: Complain, people: People, places: Places): void {
  users.forEach(({ name: own, roles, canApprove, supervisor, organization: place }, index) => {
    const at = (field: string) => ['users', index, field];
    if (canApprove && !roles.includes('supervisor')) complain(at('canApprove'), 'roster.canApproveWithoutRole');
    if (supervisor === own) complain(at('supervisor'), 'roster.ownSupervisor');
    else if (supervisor !== undefined) {
      const person = people.get(supervisor);
      if (!person) complain(at('supervisor'), 'roster.unknownPerson', { name: supervisor }, 'roster.writeNameTodo');
      else if (!person.roles.includes('supervisor')) {
        complain(at('supervisor'), 'roster.notSupervisor', { name: supervisor }, 'roster.addRoleTodo');
      }
    }
    if (place !== undefined) {
      const found = places.get(place);
      if (!found) complain(at('organization'), 'roster.unknownOrganization', { name: place }, 'roster.writeNameTodo');
      else if (found.kind === 'outside') complain(at('organization'), 'roster.outsideOrganization', { name: place });
    }
  });
}

function checkCategories({ categories }: Roster, complain: Complain, people: People): void {
  categories.forEach(({ subcategory, fact, executor }, index) => {
    const at = (field: string) => ['categories', index, field];
    if (fact !== undefined && subcategory === undefined) complain(at('fact'), 'roster.factWithoutSubcategory');
    if (executor === undefined) return;
    const person = people.get(executor);
    if (!person) complain(at('executor'), 'roster.unknownPerson', { name: executor }, 'roster.writeNameTodo');
    else if (!person.roles.includes('executor')) {
      complain(at('executor'), 'roster.notExecutor', { name: executor }, 'roster.addRoleTodo');
    }
  });
}
