import { databaseOf, type Queries } from '../../database/database';
import type { Answers } from '../../regulation/answers';
import { ASKS, type Ask } from '../../regulation/asks';
import { idsAs, invitationsOf, removablePapers, type Actor } from '../../regulation/facts';
import { keysOf } from '../../regulation/lists';
import { replaceable } from '../../regulation/rights';
import { visitKindsOf } from '../../regulation/vocabulary';
import { offeredTemplates, type OfferedTemplate } from '../answers/check-answer';
import type { ActForm, FormStep } from '../answers/submission';
import { joinableAppeals, type JoinableAppeal } from '../appeals/likely-repeats';
import { circumstances, today, type Desk } from '../kit/ports';
import {
  colleagues,
  instructionChoices,
  organizationChoices,
  paperChoices,
  PERSON_ASKS,
  adminsByName,
  personChoices,
  requestChoices,
  visitChoices,
  type OpenItem,
  type OrganizationChoice,
  type PersonAsk,
  type PersonChoice,
} from './choices';

export type Choices =
  /** `admins`: who could give somebody what it takes, where there is nobody to choose. */
  | { readonly kind: 'people'; readonly people: readonly PersonChoice[]; readonly admins?: readonly string[] }
  | { readonly kind: 'organizations'; readonly organizations: readonly OrganizationChoice[] }
  | { readonly kind: 'items'; readonly items: readonly OpenItem[] }
  | { readonly kind: 'templates'; readonly templates: readonly OfferedTemplate[] }
  | { readonly kind: 'joinable'; readonly appeals: readonly JoinableAppeal[] }
  | { readonly kind: 'none' };

/** Who asks, in which form, and where it stands. */
interface Asking {
  readonly queries: Queries;
  readonly desk: Desk;
  readonly actor: Actor;
  readonly form: ActForm;
  readonly step: FormStep;
}
interface Offer {
  readonly read: (asking: Asking) => Promise<Choices>;
  /** The answer that a choice fills, where one that is alone is chosen by itself. */
  readonly fills?: keyof Answers;
}

const people = (ask: PersonAsk): Offer => ({
  fills: PERSON_ASKS[ask],
  read: async ({ queries, desk, actor, form, step: { appeal, submission } }) => {
    const presser = { appealId: form.appealId, appeal, presser: actor, submission, circumstances: circumstances(desk) };
    const found = await personChoices(queries, ask, presser);
    if (found.length > 0) return { kind: 'people', people: found };
    return { kind: 'people', people: [], admins: await adminsByName(queries) };
  },
});
const organizations = (ask: 'subordinate' | 'outside'): Offer => ({
  fills: 'organizationId',
  read: async ({ queries, desk, actor, step: { appeal, submission } }) => ({
    kind: 'organizations',
    organizations: await organizationChoices(queries, ask, submission, appeal, actor, circumstances(desk)),
  }),
});
const personOffers = Object.fromEntries(keysOf(PERSON_ASKS).map((ask) => [ask, people(ask)]));

/** What each question offers to choose from; one that is not here offers nothing that has to be read. */
const OFFERS: { readonly [Of in Ask]?: Offer } = {
  ...personOffers,
  subordinate: organizations('subordinate'),
  outside: organizations('outside'),
  visitPeople: {
    read: async ({ queries, desk, actor, form }) => ({
      kind: 'people',
      people: await colleagues(queries, form.appealId, actor.personId, desk.clock.now(), today(desk)),
    }),
  },
  visit: {
    fills: 'visitId',
    read: async ({ queries, form }) => ({
      kind: 'items',
      items: await visitChoices(queries, form.appealId, visitKindsOf(form.subject)),
    }),
  },
  invitation: {
    fills: 'visitId',
    read: async ({ queries, desk, actor, form, step: { appeal } }) => {
      const invitations = invitationsOf(appeal, actor, desk.clock.now());
      const visits = await visitChoices(queries, form.appealId, visitKindsOf(form.subject));
      return { kind: 'items', items: visits.filter(({ id }) => invitations.includes(id)) };
    },
  },
  paper: {
    fills: 'paperId',
    read: async ({ queries, actor, form, step: { appeal } }) => {
      const removable = removablePapers(appeal, actor);
      const papers = await paperChoices(queries, form.appealId);
      return { kind: 'items', items: papers.filter(({ id }) => removable.includes(id)) };
    },
  },
  instructionDone: {
    fills: 'instructionId',
    read: async ({ queries, form }) => ({ kind: 'items', items: await instructionChoices(queries, form.appealId) }),
  },
  instructionWithdrawn: {
    fills: 'instructionId',
    read: async ({ queries, actor, form, step: { appeal } }) => {
      const givers = idsAs('giver', actor, appeal);
      const isTheirs = (id: number) => givers.includes(appeal.pending.instructions.get(id)?.giverId ?? 0);
      return {
        kind: 'items',
        items: (await instructionChoices(queries, form.appealId)).filter(({ id }) => isTheirs(id)),
      };
    },
  },
  request: {
    fills: 'requestId',
    read: async ({ queries, form }) => ({ kind: 'items', items: await requestChoices(queries, form.appealId) }),
  },
  answerText: {
    read: async ({ queries, form }) => ({
      kind: 'templates',
      templates: await offeredTemplates(queries, form.appealId),
    }),
  },
  joinWith: {
    read: async ({ queries, desk, step: { submission } }) => ({
      kind: 'joinable',
      appeals:
        submission.joining === null ? [] : await joinableAppeals(queries, submission.joining, circumstances(desk)),
    }),
  },
};

const NOTHING: Choices = { kind: 'none' };

/** What the step offers to choose from. */
export const readChoices = async (desk: Desk, actor: Actor, form: ActForm, step: FormStep): Promise<Choices> =>
  (step.ask === null
    ? undefined
    : await OFFERS[step.ask]?.read({ queries: databaseOf(desk), desk, actor, form, step })) ?? NOTHING;

/** The answer of a step at which nothing else can be chosen; null: there is a choice, or nothing to choose. */
export async function onlyAnswer(
  queries: Queries,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  step: FormStep,
): Promise<Record<string, unknown> | null> {
  const { ask, appeal } = step;
  if (ask === null || ASKS[ask].openEnded) return null;
  if (ask === 'participant') {
    const [only, ...others] = replaceable(appeal);
    return only && others.length === 0 ? { participant: only } : null;
  }
  const offer = OFFERS[ask];
  if (!offer?.fills) return null;
  const id = aloneIn(await offer.read({ queries, desk, actor, form, step }));
  return id === null ? null : { [offer.fills]: id };
}

function aloneIn(choices: Choices): number | null {
  switch (choices.kind) {
    case 'people': {
      // somebody absent is chosen by whoever knows of it
      const [only, ...others] = choices.people;
      return only && others.length === 0 && only.absentUntil === null ? only.id : null;
    }
    case 'organizations':
      return choices.organizations.length === 1 ? (choices.organizations[0]?.id ?? null) : null;
    case 'items':
      return choices.items.length === 1 ? (choices.items[0]?.id ?? null) : null;
    case 'templates':
    case 'joinable':
    case 'none':
      return null;
  }
}
