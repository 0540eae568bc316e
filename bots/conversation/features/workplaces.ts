import { listOrganizations, type OrganizationLine } from '../../../src/usecases/office/books';
import { peopleFitFor } from '../../../src/usecases/people/people';
import { refusal, type Feature } from '../feature';
import { supervisorsScreen, workplacesScreen } from '../screens/office/workplace-screens';
import type { Talk } from '../talk';
import { personChanged } from './change-person';

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
