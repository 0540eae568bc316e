import type { Words } from '../../../../src/i18n';
import type { OrganizationLine } from '../../../../src/usecases/office/books';
import type { FitPerson } from '../../../../src/usecases/people/people';
import type { Screen } from '../../screen';
import { choiceScreen } from './choice-screen';

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
