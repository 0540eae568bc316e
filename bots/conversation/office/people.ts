import { enablePerson } from '../../../src/usecases/office/disable-person';
import { invite } from '../../../src/usecases/office/invitations';
import { listPeople, type FitPerson, peopleFitFor } from '../../../src/usecases/people/people';
import { drawPerson, outcome } from './admin-screens';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { hashOf, invitationStart, newSecret } from '../kit/links';
import { only, type Screen, choiceScreen } from '../kit/screen';
import { moment } from '../kit/calendar-words';
import { peopleScreen } from './person-screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { escapeHtml, type Words } from '../../../src/i18n';
import {
  againstFile,
  isOfFile,
  type AgainstFile,
  accountsOfPerson,
  isAmong,
} from '../../../src/usecases/office/loading';
import { changePerson, type PersonChange } from '../../../src/usecases/office/change-person';
import type { Passed, Passing } from '../../../src/usecases/acts/pass-on';
import { type OrganizationLine, listOrganizations } from '../../../src/usecases/office/books';

/** Who works here, and of each: roles, the right to approve, the way in. */
export function peopleFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;

  async function invited(turn: Turn, personId: number): Promise<Reply> {
    const { official, words, reading, chatId } = turn;
    const secret = newSecret();
    const result = await invite(desk, official, personId, hashOf(secret));
    if (!result.ok) return refusal(words.plain(`people:refusal.${result.refusal}`));
    const sendLink = async () => {
      const text = words.html('people:invitation.ready', {
        name: result.name,
        moment: moment(result.expiresAt, reading.now, reading.calendar),
        address: await voice.linkTo(invitationStart(secret)),
      });
      await voice.send(chatId, only(text), { silent: true });
    };
    return {
      toast: words.plain('people:invitation.made'),
      screen: await drawPerson(talk, turn, personId),
      after: sendLink,
    };
  }

  return {
    presses: {
      people: async ({ words }, { page }) => ({ screen: peopleScreen(await listPeople(desk), page, words) }),
      person: async (turn, { personId }) => {
        const screen = await drawPerson(talk, turn, personId);
        return screen ? { screen } : refusal(turn.words.plain('people:refusal.gone'));
      },
      invite: async (turn, { personId }) => invited(turn, personId),
      enable: async (turn, { personId }) => {
        const { official, words } = turn;
        const result = await enablePerson(desk, official, personId);
        wake();
        return {
          ...outcome(result, words.plain('people:person.enabled'), words),
          screen: await drawPerson(talk, turn, personId),
        };
      },
    },
  };
}

/** What the file of the server will make of it at the next start, and what to write there. */
const fileWords = ({ does, what }: AgainstFile, { plain }: Words): string =>
  does === 'returnsAnyhow'
    ? plain('people:inFile.returnsAnyhow')
    : what === 'canApprove'
      ? plain(`people:inFile.${does}Approval`)
      : plain(`people:inFile.${does}`, { role: what });

/** And what has become of the open appeals. */
function passedWords(done: string, { moved, left }: Passed, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:take.doneBoth', { done, moved, left });
  if (moved > 0) return plain('people:take.doneMoved', { done, moved });
  return left > 0 ? plain('people:take.doneLeft', { done, left }) : done;
}

/** The environment names them: each start makes them an admin who may come in. */
export async function isAdminAnyhow({ desk, officeTables }: Talk, personId: number): Promise<boolean> {
  const accounts = await accountsOfPerson(desk, personId);
  return officeTables.admins.some((admin) => isAmong(accounts, admin));
}

const readAgainst = async (talk: Talk, personId: number, name: string, change: PersonChange) =>
  againstFile(await talk.officeTables.ofServer(), name, change, await isAdminAnyhow(talk, personId));

/** What an alert has room for. */
const ALERT = 200;

/** What does not fit beside what was done comes as a message. */
export function said({ voice }: Talk, { chatId }: Turn, done: string, beside: readonly string[]): Reply {
  if (beside.length === 0) return { toast: done };
  const whole = `${done}. ${beside.join(' ')}`;
  if (whole.length <= ALERT) return { toast: whole, alert: true };
  const rest = only(escapeHtml(beside.join('\n')));
  return { toast: done, alert: true, after: () => voice.send(chatId, rest, { silent: true }) };
}

/**
 * Changes, names the result and what will become of it or what the office lacks by it, and draws the person anew, whatever came of it. What is
 * lacking stands in /admin, too.
 */
export async function personChanged(
  talk: Talk,
  turn: Turn,
  personId: number,
  change: PersonChange,
  done: string,
  passing?: Passing,
): Promise<Reply> {
  const { words } = turn;
  const result = await changePerson(talk.desk, turn.official, personId, change, passing);
  talk.wake();
  if (!result.ok) return { ...outcome(result, done, words), screen: await drawPerson(talk, turn, personId) };
  if (result.waitsUntil) {
    const until = moment(result.waitsUntil, turn.reading.now, turn.reading.calendar);
    const toast = words.plain('people:access.waits', { moment: until });
    return { toast, alert: true, screen: await drawPerson(talk, turn, personId) };
  }
  const against = isOfFile(change) ? await readAgainst(talk, personId, result.name, change) : null;
  const beside = [
    ...(against ? [fileWords(against, words)] : []),
    ...result.lacks.slice(0, 1).map((lack) => words.plain(`people:lack.${lack}`)),
  ];
  return {
    ...said(talk, turn, passedWords(done, result, words), beside),
    screen: await drawPerson(talk, turn, personId),
  };
}

/** To whom a person shall report. */
export function supervisorsScreen(personId: number, people: readonly FitPerson[], page: number, words: Words): Screen {
  const choose = (supervisorId: number) => ({ kind: 'supervisor', personId, supervisorId }) as const;
  return choiceScreen(
    {
      text: words.html(people.length > 0 ? 'people:person.askSupervisor' : 'people:person.nobody'),
      page,
      items: people.map(({ id, name }) => ({ caption: name, press: choose(id) })),
      turn: (next) => ({ kind: 'supervisors', personId, page: next }),
      none: { caption: words.plain('people:person.noSupervisor'), press: choose(0) },
      back: { kind: 'person', personId },
    },
    words,
  );
}

/** Where a person works. */
export function workplacesScreen(
  personId: number,
  organizations: readonly OrganizationLine[],
  page: number,
  words: Words,
): Screen {
  const choose = (organizationId: number) => ({ kind: 'workplace', personId, organizationId }) as const;
  return choiceScreen(
    {
      text: words.html('people:person.askOrganization'),
      page,
      items: organizations.map(({ id, name }) => ({ caption: name, press: choose(id) })),
      turn: (next) => ({ kind: 'workplaces', personId, page: next }),
      none: { caption: words.plain('people:person.noOrganization'), press: choose(0) },
      back: { kind: 'person', personId },
    },
    words,
  );
}

/** To whom a person reports, and where they work. 0 in a button: to nobody, and in the office itself. */
export function workplacesFeature(talk: Talk): Feature {
  const { desk } = talk;

  async function workplaces(): Promise<OrganizationLine[]> {
    return (await listOrganizations(desk)).filter(({ kind }) => kind === 'subordinate');
  }

  return {
    presses: {
      supervisors: async ({ words }, { personId, page }) => {
        const people = await peopleFitFor(desk, 'agreeing', personId);
        return { screen: supervisorsScreen(personId, people, page, words) };
      },
      supervisor: async (turn, { personId, supervisorId: named }) => {
        const change = { kind: 'supervisor', supervisorId: named === 0 ? null : named } as const;
        return personChanged(talk, turn, personId, change, turn.words.plain('people:person.saved'));
      },
      workplaces: async ({ words }, { personId, page }) => ({
        screen: workplacesScreen(personId, await workplaces(), page, words),
      }),
      workplace: async (turn, { personId, organizationId: named }) => {
        const { plain } = turn.words;
        const organizationId = named === 0 ? null : named;
        const isKnown = organizationId === null || (await workplaces()).some(({ id }) => id === organizationId);
        if (!isKnown) return refusal(plain('people:refusal.gone'));
        const change = { kind: 'organization', organizationId } as const;
        return personChanged(talk, turn, personId, change, plain('people:person.saved'));
      },
    },
  };
}
