import type { Words } from '../../../src/i18n';
import type { StepState } from '../../../src/usecases/office/setup';
import { type Lack, readLacks } from '../../../src/usecases/people/store';
import { button, type Screen, messengerName } from '../kit/screen';
import { isSetUp, setupCaption, readSteps } from './setup';
import { openAccessOf, readOpenAccess } from '../../../src/usecases/office/access';
import { readWaiting } from '../../../src/usecases/upkeep/after-restore';
import { invitable } from '../../../src/usecases/office/invitations';
import { readReflecting, readAmounts } from '../../../src/usecases/office/amounts';
import { stageSharesConfirmed } from '../../../src/usecases/terms/calendar';
import { listCategories, listOrganizations } from '../../../src/usecases/office/books';
import { listPeople, readPerson } from '../../../src/usecases/people/people';
import { categoryScreen, organizationsScreen } from './book-screens';
import { personScreen } from './person-screen';
import type { SettingRoom } from './buttons';
import { numbersScreen, settingsScreen } from './settings';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { PeopleRefusal } from '../../../src/usecases/office/change-person';
import { refusal, type Reply } from '../kit/feature';

export interface Office {
  /** How many people work here. */
  readonly people: number;
  /** What the office cannot work without. */
  readonly lacks: readonly Lack[];
  /** It was restored from a copy, and nobody hears of anything yet. */
  readonly isSendingHeld: boolean;
  /** Of each messenger of the office how many could be invited there. */
  readonly invitations: readonly (readonly [messenger: string, count: number])[];
  /** Whose access waits for somebody's word. */
  readonly access: number;
  /** How far it is set up. */
  readonly steps: readonly StepState[];
}

/** /admin: what there is, and what the office lacks. */
export function adminScreen(
  { people, lacks, isSendingHeld, invitations, access, steps }: Office,
  words: Words,
): Screen {
  const { html, plain } = words;
  const setup = [button(setupCaption(steps, words), { kind: 'setup' })];
  return {
    text: [
      `<b>${html('people:admin.title')}</b>`,
      html('people:admin.people', { count: people }),
      ...lacks.map((lack) => `⚠️ ${html(`people:lack.${lack}`)}`),
    ].join('\n'),
    buttons: [
      // What is not finished stands first; what is, where nobody stumbles over it.
      ...(isSetUp(steps) ? [] : [setup]),
      [
        button(plain('people:admin.button.people'), { kind: 'people', page: 0 }),
        button(plain('people:admin.button.addPerson'), { kind: 'askName', what: 'addPerson' }),
      ],
      [
        button(plain('people:admin.button.organizations'), { kind: 'organizations', page: 0 }),
        button(plain('people:admin.button.categories'), { kind: 'categories', page: 0 }),
      ],
      [
        button(plain('people:admin.button.groups'), { kind: 'groups', page: 0 }),
        button(plain('people:admin.button.settings'), { kind: 'settings' }),
      ],
      [
        button(plain('calendar:button.calendar'), { kind: 'calendar' }),
        button(plain('reconcile:imports.button'), { kind: 'imports', page: 0 }),
      ],
      [
        button(plain('setup:table.button'), { kind: 'officeTable' }),
        button(plain('change:title'), { kind: 'changes', page: 0 }),
      ],
      [
        button(access === 0 ? plain('people:access.title') : plain('people:access.count', { count: access }), {
          kind: 'accesses',
        }),
      ],
      ...(isSetUp(steps) ? [setup] : []),
      ...invitations
        .filter(([, count]) => count > 0)
        .map(([messenger, count]) => [
          button(plain('people:home.button.inviteMany', { count, messenger: messengerName(messenger, words) }), {
            kind: 'inviteAllInto',
            messenger,
          }),
        ]),
      ...(isSendingHeld ? [[button(plain('backup:notice.allow'), { kind: 'allowSending' })]] : []),
      [button(plain('people:admin.button.menu'), { kind: 'menu' })],
    ],
  };
}

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

/** What the finger hears of a change that an admin has made, or was refused. */
export const outcome = (
  result: { readonly ok: true } | { readonly ok: false; readonly refusal: PeopleRefusal },
  done: string,
  { plain }: Words,
): Reply => (result.ok ? { toast: done } : refusal(plain(`people:refusal.${result.refusal}`)));
