import { maskPersonalData } from '../../../../src/personal-data';
import type { PersonAsk, PersonChoice } from '../../../../src/usecases/acts/choices';
import { PERSON_ASKS } from '../../../../src/usecases/acts/choices';
import { choice, isSame, narrowed, nothingFound, queryOf, type Choice, type Item } from '../../questions/choice';
import { answered, forward, idIn, wordsRefused, type Asked, type Question } from '../../questions/question';
import { append } from '../../questions/writing';
import { button, shorten, type ScreenButton } from '../../screen';
import { moment } from '../../screens/dates';
import type { Reading } from '../../turn';
import type { ActState } from './act-state';

/** What a name of an organization has at least. */
const SHORTEST_NAME = 3;
const OUTSIDE_PEOPLE = 500;

type ActAsked = Asked<ActState>;

/** Somebody of the office; whether they may be named is the regulation's to say. */
export function person(ask: PersonAsk, aside?: Choice<ActState>['aside']): Question<ActState> {
  return choice({
    items: people,
    pick: byId(PERSON_ASKS[ask]),
    nothing: nothingFound,
    ...(aside && { aside }),
    pressedAside: (asked, move, value) =>
      move === 'other' && (value === 'approval' || value === 'agreement')
        ? { answers: { ...asked.answers, redirectBy: value }, view: {} }
        : null,
  });
}

const byId =
  (key: string): Choice<ActState>['pick'] =>
  (asked, value) => {
    const id = idIn(value);
    return id === null ? null : answered(asked, { [key]: id });
  };

function people({ state: { choices, step }, reading }: ActAsked): Item[] {
  if (choices.kind !== 'people') return [];
  return choices.people.map((one) => ({
    value: String(one.id),
    search: `${one.name} ${one.organization ?? ''}`,
    // Whose people these are has just been said.
    caption: personCaption(step.ask === 'organizationExecutor' ? { ...one, organization: null } : one, reading),
  }));
}

function personCaption(person: PersonChoice, { words: { plain } }: Reading): string {
  const { open, overdue, absent, deputy, usual, organization } = person;
  const name = organization === null ? person.name : `${person.name}, ${shorten(organization, 20)}`;
  if (absent) return deputy === null ? plain('form:absent', { name }) : plain('form:absentDeputy', { name, deputy });
  const loaded =
    overdue > 0
      ? plain('form:loadOverdue', { name, open, overdue })
      : open > 0
        ? plain('form:load', { name, open })
        : name;
  return usual ? plain('form:usual', { name: loaded }) : loaded;
}

/** A redirect may leave the agreement out, and take it in again. */
export const straightToApproval = ({ reading, move }: ActAsked): ScreenButton[][] => [
  [button(reading.words.plain('form:button.straightToApproval'), move('other', 'approval'))],
];
export const throughAgreement = ({ reading, move, state }: ActAsked): ScreenButton[][] =>
  state.step.submission.answers.redirectBy === 'approval'
    ? [[button(reading.words.plain('form:button.throughAgreement'), move('other', 'agreement'))]]
    : [];

/** Any number of colleagues by toggles; people from elsewhere in words. */
export const participants: Question<ActState> = {
  ...choice<ActState>({
    items: (asked) =>
      asked.state.choices.kind === 'people'
        ? asked.state.choices.people.map(({ id, name, organization }) => ({
            value: String(id),
            search: `${name} ${organization ?? ''}`,
            caption: chosenPeople(asked).includes(id) ? asked.reading.words.plain('form:picked', { name }) : name,
          }))
        : [],
    pick(asked, value) {
      const id = idIn(value);
      if (id === null) return null;
      const chosen = chosenPeople(asked);
      return {
        answers: {
          ...asked.answers,
          visitPeople: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id],
        },
      };
    },
    nothing: nothingFound,
    typed: (asked, text) => append(asked, 'visitOutside', OUTSIDE_PEOPLE, text),
    aside: (asked) => [[button(forward(asked), asked.move('done'))]],
    pressedAside: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
  }),
  soFar({ state: { step }, reading }, room) {
    const { visitOutside } = step.submission.answers;
    return visitOutside
      ? [
          reading.words.html('form:outsideOrganizations', {
            text: shorten(visitOutside, room(OUTSIDE_PEOPLE)),
          }),
        ]
      : [];
  },
};

function chosenPeople({ answers: { visitPeople } }: ActAsked): readonly number[] {
  return Array.isArray(visitPeople) ? visitPeople.filter((id) => typeof id === 'number') : [];
}

/** An organization that the office knows, or, of those outside, a new one by its name. */
export function organization(ask: 'subordinate' | 'outside'): Question<ActState> {
  return choice({
    items: organizations,
    pick: byId('organizationId'),
    typed: (_, text) => narrowed(text),
    nothing: nothingFound,
    ...(ask === 'outside' && {
      aside: newOrganization,
      pressedAside: (asked: ActAsked, move: string, value: string) =>
        move === 'other' && value === 'new' && queryOf(asked).length >= SHORTEST_NAME
          ? answered(asked, { newOrganization: queryOf(asked) })
          : null,
    }),
  });
}

const organizations = ({ state: { choices } }: ActAsked): Item[] =>
  choices.kind === 'organizations'
    ? choices.organizations.map(({ id, name }) => ({ value: String(id), caption: name, search: name }))
    : [];

function newOrganization(asked: ActAsked): ScreenButton[][] {
  const query = queryOf(asked);
  const isKnown = organizations(asked).some(({ caption }) => isSame(caption, query));
  if (query.length < SHORTEST_NAME || isKnown) return [];
  const name = shorten(maskPersonalData(query), 40);
  return [[button(asked.reading.words.plain('form:newOrganization', { name }), asked.move('other', 'new'))]];
}

/** A visit or a request that is still open. */
export const openItem = (key: 'visitId' | 'requestId'): Question<ActState> =>
  choice({
    items: ({ state: { choices }, reading: { now, calendar } }) =>
      choices.kind === 'items'
        ? choices.items.map(({ id, title, at }) => ({
            value: String(id),
            caption: at ? `${moment(at, now, calendar)} · ${title}` : title,
            search: title,
          }))
        : [],
    pick: byId(key),
    typed: wordsRefused,
  });
