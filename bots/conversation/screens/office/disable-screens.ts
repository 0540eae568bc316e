import type { Words } from '../../../../src/i18n';
import { PARTICIPANTS, type Participant } from '../../../../src/regulation/vocabulary';
import type { OpenWorkCounts } from '../../../../src/usecases/administration/disable-person';
import type { FitPerson } from '../../../../src/usecases/people/read-people';
import type { Button } from '../../buttons';
import { button, type Screen } from '../../screen';
import { choiceScreen } from './choice-screen';

/** To whom the places go, as far as it was said: it stands in the buttons themselves. */
export type Chosen = Pick<Button<'confirmDisable'>, Participant>;

/** What is known when an account is to be switched off. */
export interface Disabling {
  readonly personId: number;
  readonly name: string;
  /** Open appeals in which the person holds each place. */
  readonly work: OpenWorkCounts;
  readonly chosen: Chosen;
}

const titleOf = ({ name }: Disabling, { html }: Words): string => `<b>${html('people:disable.title', { name })}</b>`;

/** To whom the appeals go in which the person holds this place. */
export function successorsScreen(
  disabling: Disabling,
  place: Participant,
  people: readonly FitPerson[],
  page: number,
  words: Words,
): Screen {
  const { personId, work, chosen } = disabling;
  const choose = (successor: number) => ({ kind: 'disable', personId, ...chosen, [place]: successor }) as const;
  return choiceScreen(
    {
      text: `${titleOf(disabling, words)}\n${words.html(`people:disable.${place}`, { count: work[place] })}`,
      page,
      items: people.map(({ id, name }) => ({ caption: name, press: choose(id) })),
      turn: (next) => ({ kind: 'disable', personId, ...chosen, page: next }),
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
  const { personId, work, chosen } = disabling;
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
    text: [titleOf(disabling, words), ...(held.length === 0 ? [html('people:disable.nothing')] : fates)].join('\n'),
    buttons: [
      [button(plain('people:disable.confirm'), { kind: 'confirmDisable', personId, ...chosen })],
      [button(plain('people:admin.button.back'), { kind: 'person', personId })],
    ],
  };
}
