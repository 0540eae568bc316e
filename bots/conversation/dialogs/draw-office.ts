import { openAccessOf, readOpenAccess } from '../../../src/usecases/office/access';
import { readWaiting } from '../../../src/usecases/upkeep/after-restore';
import { invitable } from '../../../src/usecases/office/invitations';
import { readReflecting, readAmounts } from '../../../src/usecases/office/amounts';
import { stageSharesConfirmed } from '../../../src/usecases/terms/calendar';
import { listCategories, listOrganizations } from '../../../src/usecases/office/books';
import { readLacks } from '../../../src/usecases/people/store';
import { listPeople, readPerson } from '../../../src/usecases/people/people';
import type { Screen } from '../screen';
import { adminScreen } from '../screens/office/admin-screen';
import { categoryScreen } from '../screens/office/category-screens';
import { organizationsScreen } from '../screens/office/organizations-screen';
import { personScreen } from '../screens/office/person-screen';
import type { SettingRoom } from '../button-rows/office';
import { numbersScreen, settingsScreen } from '../screens/office/settings-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
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

export async function drawSettings({ desk, messengers }: Talk, { words }: Turn, room?: SettingRoom): Promise<Screen> {
  const { outageMinutes, ...amounts } = await readAmounts(desk);
  const settings = {
    sharesConfirmed: await stageSharesConfirmed(desk),
    reflecting: await readReflecting(desk),
    // where there is one messenger, none can take another's place
    amounts: messengers.names().length > 1 ? { ...amounts, outageMinutes } : amounts,
  };
  return room === undefined ? settingsScreen(settings, words) : numbersScreen(room, settings, words);
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
