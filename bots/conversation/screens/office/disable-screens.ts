import type { Words } from '../../../../src/i18n';
import { PARTICIPANTS, type Participant } from '../../../../src/regulation/vocabulary';
import type { OpenWorkCounts } from '../../../../src/usecases/acts/pass-on';
import type { FitPerson } from '../../../../src/usecases/people/people';
import type { TakenRight } from '../../button-rows/office';
import type { Button } from '../../button-rows/buttons';
import { button, type Screen } from '../../screen';
import { choiceScreen } from './choice-screen';

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
