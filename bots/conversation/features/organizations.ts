import { refused } from '../../../src/usecases/office/change-person';
import { keepOrganization, listOrganizations } from '../../../src/usecases/office/books';
import { drawOrganizations } from '../dialogs/draw-office';
import type { Feature } from '../feature';
import type { Talk } from '../talk';
import { outcome } from './outcome';

/** The organizations that the office knows, and which of them are its own. */
export function organizationsFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    presses: {
      organizations: async (turn, { page }) => ({ screen: await drawOrganizations(talk, turn, page) }),
      organizationKind: async (turn, { organizationId, becomes, page }) => {
        const { official, words } = turn;
        const organization = (await listOrganizations(desk)).find(({ id }) => id === organizationId);
        const result = organization
          ? await keepOrganization(desk, official, organization.name, becomes)
          : refused('gone');
        return {
          ...outcome(result, words.plain(`people:organizations.kind.${becomes}`), words),
          screen: await drawOrganizations(talk, turn, page),
        };
      },
    },
  };
}
