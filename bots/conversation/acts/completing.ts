import { CUT_LINES, pastedLines, type CutLine } from '../../../src/text/pasted-lines';
import { maskPersonalData, maskPlace } from '../../../src/text/personal-data';
import type { Ask } from '../../../src/regulation/asks';
import { filledBy } from '../../../src/regulation/completing';
import { confirm, choice } from '../kit/choice-question';
import { answered, textOf, type Asked, type Question, pointSaid, idIn } from '../kit/question';
import { writing } from '../kit/writing-question';
import { button, CAPTION, shorten, type ScreenButton } from '../kit/screen';
import { checkField } from '../intake/register-said';
import { type ActState, askedOf, isAsking } from './act-state';
import { dayOf } from '../../../src/regulation/calendar';
import { JOINED_AT_MOST, leadingOf, stageTogether } from '../../../src/regulation/joining';
import type { NamedMember } from '../../../src/usecases/appeals/likely-repeats';
import { shortDay } from '../kit/calendar-words';
import { becauseAlike } from '../card/buttons-below';
import { currentStep, type ActForm } from '../../../src/usecases/answers/submission';
import { placeAskedIn } from '../../../src/usecases/kit/places';
import type { Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { wantsPlace } from './form-files';

type ActAsked = Asked<ActState>;

/** Characters. */
const TEXT = 20_000;
const LINE = 300;

/** Whoever fills in what ПОС' file lacks may not know it either. */
const skip = ({ reading: { words }, move }: ActAsked): ScreenButton[] => [
  button(words.plain('form:button.skip'), move('done', 'skip')),
];
const isSkipped = (move: string, value: string): boolean => move === 'done' && value === 'skip';

const pasted = writing<ActState>({
  key: 'lackingText',
  limit: TEXT,
  // the applicant's own words
  shown: maskPersonalData,
  check: (whole, { reading }) => checkField('text', whole, reading.words),
});
/** What was cut out of the text by now; the question shows it for as long as it is asked. */
const cutIn = ({ view }: ActAsked): readonly CutLine[] => {
  const { cut } = view;
  return Array.isArray(cut) ? CUT_LINES.filter((what) => cut.includes(what)) : [];
};

/** Pasted from ПОС, in as many messages as it takes: an applicant's lines are cut out of it, and an address is kept for the place. */
export const lackingText: Question<ActState> = {
  ...pasted,
  isCopied: true,
  typed(asked, text) {
    const { rest, cut, address } = pastedLines(text);
    if (cut.length === 0 && address === null) return pasted.typed(asked, text);
    const answers = address === null ? asked.answers : { ...asked.answers, offeredPlace: address };
    const view = { ...asked.view, cut: [...cutIn(asked), ...cut] };
    if (rest === '') return { answers, view };
    const change = pasted.typed({ ...asked, answers, view }, rest);
    return 'complaint' in change ? change : { view, ...change };
  },
  empty(asked) {
    const { html, plain } = asked.reading.words;
    const cut = cutIn(asked).map((what) => plain(`form:cut.${what}`));
    return [
      ...(pasted.empty?.(asked) ?? []),
      ...(cut.length === 0 ? [] : [html('form:cut.line', { what: cut.join(', ') })]),
    ];
  },
  rows: (asked) => (textOf(asked.answers, 'lackingText') === '' ? [skip(asked)] : pasted.rows(asked)),
  pressed: (asked, move, value) =>
    isSkipped(move, value) ? answered(asked, { lackingText: null }) : pasted.pressed(asked, move, value),
};

/** An address, or a location, which is a point as well. */
export const lackingPlace: Question<ActState> = {
  isCopied: true,
  rows(asked) {
    const offered = textOf(asked.answers, 'offeredPlace');
    const stood = offered === '' ? [] : [[button(shorten(maskPlace(offered), CAPTION), asked.move('pick', 'offered'))]];
    return [...stood, skip(asked)];
  },
  pressed(asked, move, value) {
    if (isSkipped(move, value)) return answered(asked, { lackingPlace: null });
    const offered = textOf(asked.answers, 'offeredPlace');
    if (move !== 'pick' || value !== 'offered' || offered === '') return null;
    const checked = checkField('address', offered, asked.reading.words);
    return 'complaint' in checked ? checked : answered(asked, { lackingPlace: checked.value });
  },
  typed(asked, text) {
    const checked = checkField('address', text, asked.reading.words);
    return 'complaint' in checked ? checked : answered(asked, { lackingPlace: checked.value });
  },
  // The point is known by it, and is not asked for once more.
  placed: (asked, { latitude, longitude }) => ({
    ...answered(asked, { lackingPlace: null, lackingPoint: { latitude, longitude } }),
    passesAlso: ['lackingPoint' satisfies Ask],
  }),
};

export const lackingPoint: Question<ActState> = {
  isCopied: true,
  rows: (asked) => [skip(asked)],
  pressed: (asked, move, value) => (isSkipped(move, value) ? answered(asked, { lackingPoint: null }) : null),
  typed(asked, text) {
    const said = pointSaid(asked, text) ?? { complaint: asked.reading.words.plain('form:correction.badPoint') };
    return 'complaint' in said ? said : answered(asked, { lackingPoint: said });
  },
  placed: (asked, { latitude, longitude }) => answered(asked, { lackingPoint: { latitude, longitude } }),
};

/** What is about to be written into what is empty. */
export const completion: Question<ActState> = {
  ...confirm<ActState>('confirmed', ({ reading: { words } }) => words.plain('form:button.confirm')),
  soFar({ state: { step }, reading: { words } }, room) {
    const { answers } = step.submission;
    const shown = {
      text: answers.lackingText ?? '',
      place: answers.lackingPlace ?? '',
      point: answers.lackingPoint ? `${answers.lackingPoint.latitude}, ${answers.lackingPoint.longitude}` : '',
    };
    return filledBy(answers, step.appeal.lacks).map((lack) =>
      words.html('form:completed', {
        what: words.plain(`card:lacks.${lack}`),
        value: shorten((lack === 'place' ? maskPlace : maskPersonalData)(shown[lack]), room(LINE)),
      }),
    );
  },
};

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

/**
 * A message of its own with the messenger's button for it, kept with the form, so that it goes when nobody waits for a place any
 * more. A second press brings it to the bottom of the chat. Null: nothing asks for a place now.
 */
export async function askPlace(talk: Talk, turn: Turn, form: ActForm): Promise<Reply | null> {
  const { desk, voice } = talk;
  const { official, words, chatId, reading } = turn;
  const step = await currentStep(desk, official, form);
  if (!step || !isAsking(step) || !wantsPlace(askedOf(form, step, reading))) return null;
  return {
    after: async () => {
      const message = await voice.askPlace(chatId, {
        text: words.html('form:place.ask'),
        caption: words.plain('form:place.send'),
      });
      await placeAskedIn(desk, official, form.id, message);
      talk.wake();
    },
  };
}
