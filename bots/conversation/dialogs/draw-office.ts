import type { PlainDate } from '../../../src/regulation/calendar';
import { openAccessOf, readOpenAccess } from '../../../src/usecases/administration/access/read-access';
import { readWaiting } from '../../../src/usecases/administration/after-restore';
import { listTemplates, readTemplate } from '../../../src/usecases/administration/answer-templates';
import { invitable } from '../../../src/usecases/administration/invite-into';
import { readReflecting } from '../../../src/usecases/administration/reflecting';
import { readAmounts } from '../../../src/usecases/administration/office-amounts';
import { stageSharesConfirmed } from '../../../src/usecases/administration/stage-shares';
import { listNewCategories, readNewCategory } from '../../../src/usecases/administration/new-categories';
import { listCategories, listOrganizations } from '../../../src/usecases/administration/office-books';
import { checkDay } from '../../../src/usecases/calendar/check-day';
import { readCalendar } from '../../../src/usecases/calendar/local-days';
import { groupLine, listGroups } from '../../../src/usecases/groups/group-books';
import { absencesOf } from '../../../src/usecases/absences/absences';
import { readLacks } from '../../../src/usecases/people/people-store';
import { listPeople, readPerson } from '../../../src/usecases/people/read-people';
import type { Screen } from '../screen';
import { firstOfMonth } from '../screens/day-picker';
import { absencesScreen } from '../screens/office/absences-screen';
import { adminScreen } from '../screens/office/admin-screen';
import { dayScreen, monthScreen } from '../screens/office/calendar-screens';
import { categoryScreen } from '../screens/office/category-screens';
import { groupScreen, groupsScreen } from '../screens/office/group-screens';
import { newCategoriesScreen, newCategoryScreen } from '../screens/office/new-category-screens';
import { organizationsScreen } from '../screens/office/organizations-screen';
import { personScreen } from '../screens/office/person-screen';
import { settingsScreen } from '../screens/office/settings-screen';
import { templateScreen, templatesScreen } from '../screens/office/template-screens';
import type { Talk } from '../talk';
import type { Reading, Turn } from '../turn';
import { readSteps } from './draw-setup';

// The screens of the office in which presses and dialogs end, with what is so at this moment.

export async function drawAdmin(talk: Talk, { words }: Turn): Promise<Screen> {
  const { desk, messengers } = talk;
  const [people, lacks] = [await listPeople(desk), await readLacks(desk)];
  const isSendingHeld = (await readWaiting(desk)) !== null;
  const invitations: [string, number][] = [];
  for (const messenger of messengers.names()) invitations.push([messenger, (await invitable(desk, messenger)).length]);
  const working = people.filter(({ disabled }) => !disabled).length;
  return adminScreen(
    {
      people: working,
      lacks,
      isSendingHeld,
      invitations,
      access: (await readOpenAccess(desk)).length,
      steps: await readSteps(talk),
    },
    words,
  );
}

export async function drawSettings({ desk, messengers }: Talk, { words }: Turn): Promise<Screen> {
  const { outageMinutes, ...amounts } = await readAmounts(desk);
  return settingsScreen(
    {
      sharesConfirmed: await stageSharesConfirmed(desk),
      reflecting: await readReflecting(desk),
      // where there is one messenger, none can take another's place
      amounts: messengers.names().length > 1 ? { ...amounts, outageMinutes } : amounts,
    },
    words,
  );
}

/** Null: there is no such person. */
export async function drawPerson(
  { desk, messengers }: Talk,
  { official, reading }: Turn,
  personId: number,
): Promise<Screen | null> {
  const person = await readPerson(desk, personId);
  const pressedIn = official.personId === personId ? official.messenger : null;
  const open = await openAccessOf(desk, personId);
  return person && personScreen(person, messengers.names(), pressedIn, open, reading);
}

export async function drawOrganizations({ desk }: Talk, { words }: Turn, page: number): Promise<Screen> {
  return organizationsScreen(await listOrganizations(desk), page, words);
}

/** Null: there is no such category. */
export async function drawCategory({ desk }: Talk, { words }: Turn, categoryId: number): Promise<Screen | null> {
  const category = (await listCategories(desk)).find(({ id }) => id === categoryId);
  return category ? categoryScreen(category, words) : null;
}

export async function drawAbsences({ desk }: Talk, turn: Turn, personId: number): Promise<Screen> {
  const isOwn = personId === turn.official.personId;
  const absences = await absencesOf(desk, personId);
  const name = isOwn ? null : ((await readPerson(desk, personId))?.name ?? '');
  return absencesScreen({ personId, name, absences }, turn.reading);
}

/** With the days as they have just been changed: the notice of it may still be on its way to the office's calendar. */
export async function readingWithLocalDays({ desk }: Talk, { reading }: Turn): Promise<Reading> {
  return { ...reading, calendar: await readCalendar(desk) };
}

/** The month that the day is of. */
export async function drawMonth(talk: Talk, turn: Turn, day: PlainDate): Promise<Screen> {
  return monthScreen(firstOfMonth(day), await readingWithLocalDays(talk, turn));
}

export async function drawDay(talk: Talk, turn: Turn, day: PlainDate): Promise<Screen> {
  return dayScreen(await checkDay(talk.desk, day), await readingWithLocalDays(talk, turn));
}

export async function drawGroups({ desk }: Talk, { reading }: Turn, page: number): Promise<Screen> {
  return groupsScreen(await listGroups(desk), page, reading);
}

/** The list of groups where there is no such group any more. */
export async function drawGroup(talk: Talk, turn: Turn, groupId: number): Promise<Screen> {
  const group = await groupLine(talk.desk, groupId);
  return group ? groupScreen(group, turn.reading) : drawGroups(talk, turn, 0);
}

export async function drawTemplates({ desk }: Talk, { words }: Turn, page: number): Promise<Screen> {
  return templatesScreen(await listTemplates(desk), page, words);
}

/** The list of them where there is no such template. */
export async function drawTemplate(talk: Talk, turn: Turn, templateId: number): Promise<Screen> {
  const template = await readTemplate(talk.desk, templateId);
  return template ? templateScreen(template, turn.words) : drawTemplates(talk, turn, 0);
}

export async function drawNewCategories({ desk }: Talk, { words }: Turn, page: number): Promise<Screen> {
  return newCategoriesScreen(await listNewCategories(desk), page, words);
}

/** The list of them where there is no such category. */
export async function drawNewCategory(talk: Talk, turn: Turn, categoryId: number): Promise<Screen> {
  const category = await readNewCategory(talk.desk, categoryId);
  return category ? newCategoryScreen(category, turn.words) : drawNewCategories(talk, turn, 0);
}
