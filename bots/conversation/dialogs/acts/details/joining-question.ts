import { dayOf } from '../../../../../src/regulation/calendar';
import { JOINED_AT_MOST, leadingOf, stageTogether } from '../../../../../src/regulation/joining';
import type { NamedMember } from '../../../../../src/usecases/appeals/likely-repeats';
import { choice } from '../../../questions/choice';
import { idIn, type Asked, type Question } from '../../../questions/question';
import { button } from '../../../screen';
import { shortDay } from '../../../screens/dates';
import { becauseAlike } from '../../../screens/appeals/repeat-lines';
import type { ActState } from '../asked/act-state';

type ActAsked = Asked<ActState>;

/** Appeals of the same matter, by toggles; another one by its number. */
export const joinWith: Question<ActState> = {
  ...choice<ActState>({
    items: (asked) => {
      const { state, reading } = asked;
      const { words, now, calendar } = reading;
      if (state.choices.kind !== 'joinable') return [];
      return state.choices.appeals.map(({ id, number, registeredAt, alike }) => {
        const day = shortDay(dayOf(registeredAt, calendar), dayOf(now, calendar));
        const name = [
          words.plain('form:joinItem', { number, day }),
          ...(alike === null ? [] : becauseAlike(alike, words).slice(0, 1)),
        ].join(' · ');
        const isChosen = chosenIds(asked).includes(id);
        return {
          value: String(id),
          search: number,
          caption: isChosen ? words.plain('form:picked', { name }) : name,
        };
      });
    },
    pick(asked, value) {
      const id = idIn(value);
      if (id === null) return null;
      const chosen = chosenIds(asked);
      const joinIds = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
      return joinIds.length > JOINED_AT_MOST ? null : { answers: { ...asked.answers, joinIds } };
    },
    nothing: (_, { state: { card }, reading: { words } }) => {
      const elsewhere = (card?.repeats ?? []).map(({ number }) => words.plain('card:title', { number })).join(', ');
      return [elsewhere === '' ? words.html('form:nobodyToJoin') : words.html('form:repeatsElsewhere', { elsewhere })];
    },
    typed: (asked, text) => ({ answers: { ...asked.answers, joinNumber: text.replace(/[№\s]/gu, '') } }),
    aside: (asked) =>
      chosenIds(asked).length === 0
        ? []
        : [[button(asked.reading.words.plain('form:button.done'), asked.move('done'))]],
    pressedAside: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
  }),
  isCopied: true,
};

function chosenIds({ answers: { joinIds } }: ActAsked): readonly number[] {
  return Array.isArray(joinIds) ? joinIds.filter((id) => typeof id === 'number') : [];
}

/** What follows, before it is confirmed: which one leads, by when the one answer is due, how it is signed; in HTML. */
export function joiningLines({ state: { step }, reading }: ActAsked): string[] {
  const { words, now, calendar } = reading;
  const { joining } = step.submission;
  if (joining === null || step.ask === 'joinWith') return [];
  const all: readonly NamedMember[] = [joining.self, ...joining.others];
  const leading = leadingOf(all);
  const every = all.flatMap(({ appeal }) => [appeal, ...appeal.followers]);
  const due = every.reduce((nearest, { due: its }) => (its < nearest ? its : nearest), joining.self.appeal.due);
  const numbers = all.map(({ number }) => `№ ${number}`).join(', ');
  const stage = stageTogether(joining);
  const moved = all.filter(({ appeal }) => appeal.stage !== stage);
  return [
    words.html('form:joinSummary', {
      numbers,
      leading: all.find((one) => one === leading)?.number ?? '',
      day: shortDay(dayOf(due, calendar), dayOf(now, calendar)),
    }),
    ...(stage !== null && moved.length > 0
      ? [
          words.html('form:joinMoves', {
            numbers: moved.map(({ number }) => `№ ${number}`).join(', '),
            stage: words.plain(`appeal:stage.${stage}`),
          }),
        ]
      : []),
    ...(every.some(({ kind }) => kind === 'appeal59') && every.some(({ kind }) => kind === 'message')
      ? [words.html('card:joined.qualified')]
      : []),
  ];
}
