import { maskPersonalData } from '../../../src/text/personal-data';
import { lengthInCharacters } from '../../../src/text/plain-text';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { dayOf } from '../../../src/regulation/calendar';
import type { Ask } from '../../../src/regulation/asks';
import { type PersonAsk, type PersonChoice, PERSON_ASKS } from '../../../src/usecases/acts/choices';
import {
  ALL_WHEN_NONE_FITS,
  choice,
  isSame,
  narrowed,
  nobodyFound,
  nothingFound,
  nothingFoundAdd,
  queryOf,
  type Choice,
  type Inside,
  type Item,
} from '../kit/choice-question';
import {
  SAYS_WHAT_WAS_TYPED,
  answered,
  forward,
  idIn,
  textOf,
  wordsRefused,
  type Asked,
  type Question,
} from '../kit/question';
import { append } from '../kit/writing-question';
import { button, CAPTION, shorten, type ScreenButton } from '../kit/screen';
import { moment, shortDay } from '../kit/calendar-words';
import type { Reading } from '../kit/turn';
import type { ActState } from './act-state';

/** What a name of an organization has at least. */
const SHORTEST_NAME = 3;
const OUTSIDE_PEOPLE = 500;

type ActAsked = Asked<ActState>;

/** Somebody of the office; whether they may be named is the regulation's to say. */
export function person(ask: PersonAsk, aside?: Choice<ActState>['aside']): Question<ActState> {
  return choice({
    items: people,
    pick: picked(ask),
    ...ALL_WHEN_NONE_FITS,
    nothing: (items, asked) => nobodyFits(asked) ?? ALL_WHEN_NONE_FITS.nothing(items, asked),
    ...(asksFirst(ask) && { inside: askedOf }),
    ...(aside && { aside }),
    pressedAside: (asked, move, value) =>
      move === 'other' && (value === 'approval' || value === 'agreement')
        ? { answers: { ...asked.answers, redirectBy: value }, view: {} }
        : null,
  });
}

/** Who has the right is for an admin to say, and they are named: whoever reads this can ask them. Null: there is somebody. */
function nobodyFits({ state: { choices }, reading: { words } }: ActAsked): string[] | null {
  if (choices.kind !== 'people' || choices.people.length > 0 || !choices.admins?.length) return null;
  return [words.html('form:nobodyFits', { names: choices.admins.join(', ') })];
}

const byId =
  (key: string): Choice<ActState>['pick'] =>
  (asked, value) => {
    const id = idIn(value);
    return id === null ? null : answered(asked, { [key]: id });
  };

/** By these the work itself goes to somebody, so whoever is away is asked about first. */
const asksFirst = (ask: Ask): boolean => ask === 'executor' || ask === 'organizationExecutor';

/** Before the id of somebody who is asked about first. */
const ASKED_ABOUT = 'a';
/** Before the id of somebody who is chosen although they are away, which was seen. */
const ALL_THE_SAME = 's';

const picked =
  (ask: PersonAsk): Choice<ActState>['pick'] =>
  (asked, value) => {
    const take = byId(PERSON_ASKS[ask]);
    if (value.startsWith(ALL_THE_SAME)) return take(asked, value.slice(ALL_THE_SAME.length));
    const id = idIn(value.startsWith(ASKED_ABOUT) ? value.slice(ASKED_ABOUT.length) : value);
    if (id === null) return null;
    // Whoever was offered and has gone away since is asked about too.
    const isAway = asksFirst(ask) && choiceOf(asked, id)?.absentUntil != null;
    return isAway || value.startsWith(ASKED_ABOUT) ? { view: { sure: id } } : take(asked, value);
  };

const choiceOf = ({ state: { choices } }: ActAsked, id: number): PersonChoice | undefined =>
  choices.kind === 'people' ? choices.people.find((one) => one.id === id) : undefined;

/** «Закиров Р.А. отсутствует до 30.11, замещает Сидоров С.С. Назначить всё равно?», or merely whether the one who was offered shall have it. */
function askedOf(asked: ActAsked): Inside | null {
  const { view, reading, move } = asked;
  const chosen = typeof view.sure === 'number' ? choiceOf(asked, view.sure) : undefined;
  if (!chosen) return null;
  const { id, name, deputy, absentUntil } = chosen;
  const { html, plain } = reading.words;
  const rows = [
    [button(plain('form:button.allTheSame'), move('pick', `${absentUntil === null ? '' : ALL_THE_SAME}${id}`))],
  ];
  if (absentUntil === null) return { text: html('form:isOffered', { name }), rows };
  const until = shortDay(absentUntil, dayOf(reading.now, reading.calendar));
  return {
    text:
      deputy === null ? html('form:isAbsent', { name, until }) : html('form:isAbsentDeputy', { name, until, deputy }),
    rows,
  };
}

function people({ state: { choices, step }, reading }: ActAsked): Item[] {
  if (choices.kind !== 'people') return [];
  return choices.people.map((one) => ({
    value: `${one.absentUntil !== null && asksFirst(step.ask) ? ASKED_ABOUT : ''}${one.id}`,
    search: `${one.name} ${one.organization ?? ''}`,
    // Whose people these are has just been said.
    caption: personCaption(step.ask === 'organizationExecutor' ? { ...one, organization: null } : one, reading),
  }));
}

/** Name, load, until when away; the organization has what room is left. */
function personCaption(person: PersonChoice, { words: { plain }, now, calendar }: Reading): string {
  const { load, absentUntil, deputy, usual, organization } = person;
  const name = usual ? plain('form:usual', { name: person.name }) : person.name;
  const loaded = load === null ? name : plain(load.overdue > 0 ? 'form:loadOverdue' : 'form:loaded', { name, ...load });
  const until = absentUntil === null ? null : shortDay(absentUntil, dayOf(now, calendar));
  const caption =
    until === null
      ? loaded
      : deputy === null
        ? plain('form:absent', { name: loaded, until })
        : plain('form:absentDeputy', { name: loaded, until, deputy });
  if (organization === null) return caption;
  const whole = plain('form:withOrganization', { name: caption, organization });
  const room = CAPTION - [...whole].length + [...organization].length;
  return room < SHORTEST_NAME
    ? caption
    : plain('form:withOrganization', { name: caption, organization: shorten(organization, room) });
}

/** A redirect may leave the agreement out, and take it in again. */
export const straightToApproval = ({ reading, move }: ActAsked): ScreenButton[][] => [
  [button(reading.words.plain('form:button.straightToApproval'), move('other', 'approval'))],
];
export const throughAgreement = ({ reading, move, state }: ActAsked): ScreenButton[][] =>
  state.step.submission.answers.redirectBy === 'approval'
    ? [[button(reading.words.plain('form:button.throughAgreement'), move('other', 'agreement'))]]
    : [];

/** Whoever was written by mistake is taken out again, and would be invited otherwise. */
const WITHOUT_OUTSIDE = 'withoutOutside';

/** Any number of colleagues by toggles, found by typed words; people from elsewhere by a button of their own. */
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
    nothing: nobodyFound,
    typed: searched,
    aside: (asked) => [
      ...outsideRow(asked),
      [button(forward(asked), asked.move('done'))],
      ...(textOf(asked.answers, 'visitOutside') === ''
        ? []
        : [[button(asked.reading.words.plain('form:button.withoutOutside'), asked.move('other', WITHOUT_OUTSIDE))]]),
    ],
    pressedAside(asked, move, value) {
      if (move === 'done') return { view: {}, passes: true };
      if (value === SAYS_WHAT_WAS_TYPED && queryOf(asked) !== '') {
        const added = append(asked, 'visitOutside', OUTSIDE_PEOPLE, queryOf(asked));
        return 'complaint' in added ? added : { ...added, view: {} };
      }
      return value === WITHOUT_OUTSIDE ? { answers: { ...asked.answers, visitOutside: undefined } } : null;
    },
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

/** Words that find nobody may become people from elsewhere, so none of them is cut off. */
function searched({ reading }: ActAsked, text: string): Change | Complaint {
  const length = lengthInCharacters(text);
  return length > OUTSIDE_PEOPLE
    ? { complaint: reading.words.plain('form:tooLong', { length, limit: OUTSIDE_PEOPLE }) }
    : { view: { query: text } };
}

function outsideRow(asked: ActAsked): ScreenButton[][] {
  const query = queryOf(asked);
  if (query === '') return [];
  const name = shorten(maskPersonalData(query), 40);
  return [
    [button(asked.reading.words.plain('form:button.asOutside', { name }), asked.move('other', SAYS_WHAT_WAS_TYPED))],
  ];
}

function chosenPeople({ answers: { visitPeople } }: ActAsked): readonly number[] {
  return Array.isArray(visitPeople) ? visitPeople.filter((id) => typeof id === 'number') : [];
}

/** An organization that the office knows, or, of those outside, a new one by its name. */
export function organization(ask: 'subordinate' | 'outside'): Question<ActState> {
  return choice({
    items: organizations,
    pick: byId('organizationId'),
    typed: (_, text) => narrowed(text),
    ...(ask === 'subordinate' && ALL_WHEN_NONE_FITS),
    ...(ask === 'outside' && {
      nothing: (items, asked) => (newOrganization(asked).length > 0 ? nothingFoundAdd : nothingFound)(items, asked),
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

/** A visit, a request or an instruction that is still open, or a paper. */
export const openItem = (key: 'visitId' | 'requestId' | 'instructionId' | 'paperId'): Question<ActState> =>
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
