import type { Words } from '../../../src/i18n';
import { PARTICIPANTS, type Participant, type Role } from '../../../src/regulation/vocabulary';
import { type OpenWorkCounts, openWorkOf } from '../../../src/usecases/acts/pass-on';
import { type FitPerson, peopleFitFor, readPerson, type PersonView } from '../../../src/usecases/people/people';
import type { TakenRight } from './buttons';
import type { Button } from '../kit/buttons';
import { button, type Screen, choiceScreen } from '../kit/screen';
import { hasRight, placesBy } from '../../../src/regulation/rights';
import type { PersonChange } from '../../../src/usecases/office/change-person';
import { disablePerson, type Disabled } from '../../../src/usecases/office/disable-person';
import { heldOfEngagement, type HeldOfEngagement } from '../../../src/usecases/lines/duties';
import { isOnlyAdmin } from '../../../src/usecases/people/store';
import { drawPerson } from './admin-screens';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { countLines } from '../lines/duty';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { isAdminAnyhow, personChanged, said } from './people';

/** To whom the places go, as far as it was said: it stands in the buttons themselves. */
export type Chosen = Pick<Button<'confirmDisable'>, Participant>;

/** What is known when an account is to be switched off, or a right taken away. */
export interface Disabling {
  readonly personId: number;
  readonly name: string;
  /** Null: everything, the access itself. */
  readonly right: TakenRight | null;
  /** It is the admin's own. */
  readonly own: boolean;
  /** Open appeals in which the person holds each place. */
  readonly work: OpenWorkCounts;
  /** What ОГ have given to the person, as far as nobody could do it then: a line each, in HTML. */
  readonly duties: readonly string[];
  readonly chosen: Chosen;
}

function titleOf({ name, right }: Disabling, { html, plain }: Words): string {
  if (right === null) return `<b>${html('people:disable.title', { name })}</b>`;
  return right === 'canApprove'
    ? `<b>${html('people:take.titleApproval', { name })}</b>`
    : `<b>${html('people:take.title', { name, what: plain(`people:role.${right}`) })}</b>`;
}

const asking = ({ personId, right }: Disabling) =>
  right === null ? ({ kind: 'disable', personId } as const) : ({ kind: 'takeRight', personId, right } as const);
const confirming = ({ personId, right, chosen }: Disabling): Button =>
  right === null
    ? { kind: 'confirmDisable', personId, ...chosen }
    : { kind: 'confirmTake', personId, right, ...chosen };

/** To whom the appeals go in which the person holds this place. */
export function successorsScreen(
  disabling: Disabling,
  place: Participant,
  people: readonly FitPerson[],
  page: number,
  words: Words,
): Screen {
  const { personId, work, chosen } = disabling;
  const choose = (successor: number): Button => ({ ...asking(disabling), ...chosen, [place]: successor });
  return choiceScreen(
    {
      text: `${titleOf(disabling, words)}\n${words.html(`people:disable.${place}`, { count: work[place] })}`,
      page,
      items: people.map(({ id, name }) => ({ caption: name, press: choose(id) })),
      turn: (next) => ({ ...asking(disabling), ...chosen, page: next }),
      none: { caption: words.plain('people:disable.leave'), press: choose(0) },
      back: { kind: 'person', personId },
    },
    words,
  );
}

/**
 * What will become of the open appeals, and the button that does it.
 * @param successors names; null: that place is left to the coordinators
 * @param mayReplace whose appeals go to whom is a coordinator's to say; another admin leaves it to them
 */
export function confirmDisableScreen(
  disabling: Disabling,
  successors: Readonly<Record<Participant, string | null>>,
  mayReplace: boolean,
  words: Words,
): Screen {
  const { html, plain } = words;
  const { personId, work, duties, right, own } = disabling;
  const held = PARTICIPANTS.filter((place) => work[place] > 0);
  const fateOf = (place: Participant) => {
    const caption = plain(`appeal:participant.${place}`);
    const name = successors[place];
    return name === null
      ? html('people:disable.left', { place: caption })
      : html('people:disable.chosen', { place: caption, name });
  };
  const fates = mayReplace ? held.map(fateOf) : [html('people:disable.leaveToCoordinators')];
  return {
    text: [
      titleOf(disabling, words),
      ...(own && right === 'admin' ? [html('people:take.own')] : []),
      ...(held.length > 0 ? fates : right === null ? [html('people:disable.nothing')] : []),
      ...(duties.length === 0 ? [] : ['', html('people:disable.duties'), ...duties]),
    ].join('\n'),
    buttons: [
      [button(plain('people:disable.confirm'), confirming(disabling))],
      [button(plain('people:admin.button.back'), { kind: 'person', personId })],
    ],
  };
}

/**
 * «Отключить», and taking away what appeals hang on: to whom the open appeals go, place by place, then «Подтвердить». The use case
 * checks who fits.
 */
export function disableFeature(talk: Talk): Feature {
  const ask = (turn: Turn, asked: Button<'disable'> | Button<'takeRight'>) => askFirst(talk, turn, asked);

  /** A press that takes something away: at once where nothing hangs on it, else it is asked about first. */
  async function toggle(turn: Turn, personId: number, right: Role | 'canApprove', change: PersonChange, done: string) {
    if (isTaking(change) && (await hangs(talk, turn, personId, right)))
      return ask(turn, { kind: 'takeRight', personId, right });
    return personChanged(talk, turn, personId, change, done);
  }

  async function take(turn: Turn, { personId, right, ...chosen }: Button<'confirmTake'>): Promise<Reply> {
    const { plain } = turn.words;
    const change: PersonChange =
      right === 'canApprove' ? { kind: 'canApprove', allowed: false } : { kind: 'role', role: right, held: false };
    const done =
      right === 'canApprove'
        ? plain('people:person.approvalTaken')
        : plain('people:person.roleTaken', { role: plain(`people:role.${right}`) });
    const reason = plain('people:take.reason');
    return personChanged(talk, turn, personId, change, done, { successors: successorsOf(chosen), reason });
  }

  return {
    presses: {
      disable: ask,
      confirmDisable: (turn, confirmed) => disable(talk, turn, confirmed),
      takeRight: ask,
      confirmTake: take,
      role: async (turn, { personId, role, held }) => {
        const { plain } = turn.words;
        const done = held === 'on' ? 'people:person.roleGiven' : 'people:person.roleTaken';
        const change = { kind: 'role', role, held: held === 'on' } as const;
        return toggle(turn, personId, role, change, plain(done, { role: plain(`people:role.${role}`) }));
      },
      canApprove: async (turn, { personId, allowed }) => {
        const done = allowed === 'on' ? 'people:person.approvalGiven' : 'people:person.approvalTaken';
        const change = { kind: 'canApprove', allowed: allowed === 'on' } as const;
        return toggle(turn, personId, 'canApprove', change, turn.words.plain(done));
      },
    },
  };
}

/** Once it is known to whom the open appeals go; what the server will make of it is said beside. */
async function disable(talk: Talk, turn: Turn, { personId, ...chosen }: Button<'confirmDisable'>): Promise<Reply> {
  const { desk, wake } = talk;
  const { official, words } = turn;
  const reason = words.plain('people:disable.reason');
  const result = await disablePerson(desk, official, { personId, successors: successorsOf(chosen), reason });
  wake();
  if (!result.ok)
    return {
      ...refusal(words.plain(`people:refusal.${result.refusal}`)),
      screen: await drawPerson(talk, turn, personId),
    };
  const duties = Object.values(await heldOfEngagement(desk, personId)).reduce((sum, count) => sum + count, 0);
  const beside = [
    ...((await isAdminAnyhow(talk, personId)) ? [words.plain('people:inFile.enablesAnyhow')] : []),
    ...result.lacks.slice(0, 1).map((lack) => words.plain(`people:lack.${lack}`)),
  ];
  return {
    ...said(talk, turn, doneWords(result, duties, words), beside),
    screen: await drawPerson(talk, turn, personId),
  };
}

/** To whom the open appeals go, one place after another; then what will become of them. */
async function askFirst(talk: Talk, turn: Turn, asked: Button<'disable'> | Button<'takeRight'>): Promise<Reply> {
  const { personId, executor = '-', agreeing = '-', approving = '-', page = 0 } = asked;
  const person = await readPerson(talk.desk, personId);
  if (!person) return refusal(turn.words.plain('people:refusal.gone'));
  const right = asked.kind === 'takeRight' ? asked.right : null;
  const held = await heldOfEngagement(talk.desk, personId);
  const disabling = {
    personId,
    name: person.name,
    right,
    own: personId === turn.official.personId,
    work: workBy(right, await openWorkOf(talk.desk, personId)),
    duties: countLines(dutiesBy(right, person, held), turn.words),
    chosen: { executor, agreeing, approving },
  };
  const place = mayReplace(turn) ? nextPlace(disabling) : null;
  if (place === null) return { screen: await confirmation(talk, turn, disabling) };
  const people = await peopleFitFor(talk.desk, place, personId);
  return { screen: successorsScreen(disabling, place, people, page, turn.words) };
}

async function confirmation({ desk }: Talk, turn: Turn, disabling: Disabling): Promise<Screen> {
  const { executor, agreeing, approving } = successorsOf(disabling.chosen);
  const nameOf = async (id: number | undefined) =>
    id === undefined ? null : ((await readPerson(desk, id))?.name ?? null);
  const names = {
    executor: await nameOf(executor),
    agreeing: await nameOf(agreeing),
    approving: await nameOf(approving),
  };
  return confirmDisableScreen(disabling, names, mayReplace(turn), turn.words);
}

/** Something depends on it, so it is asked about first. */
async function hangs({ desk }: Talk, { official }: Turn, personId: number, right: TakenRight): Promise<boolean> {
  const person = await readPerson(desk, personId);
  if (right === 'admin') {
    // What is refused anyhow is not asked about.
    if (!(person?.roles.includes('admin') ?? false) || (await isOnlyAdmin(desk, personId))) return false;
    if (personId === official.personId) return true;
  }
  const work = workBy(right, await openWorkOf(desk, personId));
  const duties = person ? Object.values(dutiesBy(right, person, await heldOfEngagement(desk, personId))) : [];
  return PARTICIPANTS.some((place) => work[place] > 0) || duties.some((count) => count > 0);
}

const isTaking = (change: PersonChange): boolean =>
  (change.kind === 'role' && !change.held) || (change.kind === 'canApprove' && !change.allowed);

/** Of the person's open work what hangs on this right; null: all of it. */
function workBy(right: TakenRight | null, work: OpenWorkCounts): OpenWorkCounts {
  if (right === null) return work;
  const places = placesBy(right);
  const count = (place: Participant) => (places.includes(place) ? work[place] : 0);
  return { executor: count('executor'), agreeing: count('agreeing'), approving: count('approving') };
}

const NOTHING: HeldOfEngagement = { questions: 0, tasks: 0, papers: 0, agreements: 0, approvals: 0 };

/**
 * Of what ОГ have given, what nobody could do any more: without access or any role all of it, without the right to approve what only whoever
 * approves may do.
 */
function dutiesBy(
  right: TakenRight | null,
  { roles, canApprove }: Pick<PersonView, 'roles' | 'canApprove'>,
  held: HeldOfEngagement,
): HeldOfEngagement {
  const left = right === null ? [] : roles.filter((role) => role !== right);
  if (left.length === 0) return held;
  if (right !== 'supervisor' && right !== 'canApprove') return NOTHING;
  const [approves, agrees] = [
    canApprove && right !== 'canApprove' && left.includes('supervisor'),
    left.includes('supervisor'),
  ];
  const unless = (stays: boolean, count: number) => (stays ? 0 : count);
  return {
    ...{ questions: 0, tasks: 0 },
    papers: unless(approves, held.papers),
    agreements: unless(agrees, held.agreements),
    approvals: unless(approves, held.approvals),
  };
}

const mayReplace = ({ official }: Turn): boolean => hasRight(official, 'replace');

/** Whose successor is still to be named; null: nobody's. */
const nextPlace = ({ work, chosen }: Disabling): Participant | null =>
  PARTICIPANTS.find((place) => work[place] > 0 && chosen[place] === '-') ?? null;

/** Of the places that are not left to the coordinators. */
function successorsOf(chosen: Chosen): Partial<Record<Participant, number>> {
  const successors: Partial<Record<Participant, number>> = {};
  for (const place of PARTICIPANTS) {
    const successor = chosen[place];
    if (successor !== '-' && successor !== 0) successors[place] = successor;
  }
  return successors;
}

/** @param duties of ОГ that nobody has now */
function doneWords(result: Extract<Disabled, { ok: true }>, duties: number, words: Words): string {
  const done = passedWords(result, words);
  return duties > 0 ? words.plain('people:disable.doneDuties', { done, count: duties }) : done;
}

function passedWords({ moved, left }: Extract<Disabled, { ok: true }>, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:disable.doneBoth', { moved, left });
  if (moved > 0) return plain('people:disable.doneMoved', { count: moved });
  return left > 0 ? plain('people:disable.doneLeft', { count: left }) : plain('people:disable.done');
}
