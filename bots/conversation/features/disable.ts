import type { Words } from '../../../src/i18n';
import { hasRight } from '../../../src/regulation/rights';
import { PARTICIPANTS, type Participant } from '../../../src/regulation/vocabulary';
import { disablePerson, openWorkOf, type Disabled } from '../../../src/usecases/administration/disable-person';
import { peopleFitFor, readPerson } from '../../../src/usecases/people/read-people';
import type { Button } from '../buttons';
import { drawPerson } from '../dialogs/draw-office';
import { refusal, type Feature, type Reply } from '../dispatch';
import type { Screen } from '../screen';
import { confirmDisableScreen, successorsScreen, type Chosen, type Disabling } from '../screens/office/disable-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Отключить»: to whom the open appeals go, place by place, then «Подтвердить». The use case checks who fits. */
export function disableFeature(talk: Talk): Feature {
  const { desk, wake } = talk;

  async function ask(turn: Turn, asked: Button<'disable'>): Promise<Reply> {
    const { personId, executor = '-', agreeing = '-', approving = '-', page = 0 } = asked;
    const person = await readPerson(desk, personId);
    if (!person) return refusal(turn.words.plain('people:refusal.gone'));
    const chosen = { executor, agreeing, approving };
    const disabling = { personId, name: person.name, work: await openWorkOf(desk, personId), chosen };
    const place = mayReplace(turn) ? nextPlace(disabling) : null;
    if (place === null) return { screen: await confirmation(turn, disabling) };
    const people = await peopleFitFor(desk, place, personId);
    return { screen: successorsScreen(disabling, place, people, page, turn.words) };
  }

  async function confirmation(turn: Turn, disabling: Disabling): Promise<Screen> {
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

  async function disable(turn: Turn, { personId, ...chosen }: Button<'confirmDisable'>): Promise<Reply> {
    const { official, words } = turn;
    const reason = words.plain('people:disable.reason');
    const result = await disablePerson(desk, official, { personId, successors: successorsOf(chosen), reason });
    wake();
    return {
      ...(result.ok ? { toast: doneWords(result, words) } : refusal(words.plain(`people:refusal.${result.refusal}`))),
      screen: await drawPerson(talk, turn, personId),
    };
  }

  return { presses: { disable: ask, confirmDisable: disable } };
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

function doneWords({ moved, left }: Extract<Disabled, { ok: true }>, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:disable.doneBoth', { moved, left });
  if (moved > 0) return plain('people:disable.doneMoved', { count: moved });
  return left > 0 ? plain('people:disable.doneLeft', { count: left }) : plain('people:disable.done');
}
