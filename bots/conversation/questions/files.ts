import { button } from '../screen';
import { forward, textOf, type Asked, type Question } from './question';
import { say, written } from './writing';

const REASON = 1_000;
const SHOWN = 1_200;

interface Received {
  readonly photos: number;
  readonly files: number;
}

export interface FilesQuestion<State> {
  readonly received: (asked: Asked<State>) => Received;
  /** What has come is enough, or nothing has to. */
  readonly isEnough: (asked: Asked<State>) => boolean;
}

const photoAsked = ({ reading }: Asked<unknown>) => ({ complaint: reading.words.plain('form:photoAsked') });

/** A file, and nothing else will do. */
export function file<State>({ isEnough }: FilesQuestion<State>): Question<State> {
  return {
    takes: { files: true, caption: false },
    rows: (asked) => (isEnough(asked) ? [[button(forward(asked), asked.move('done'))]] : []),
    pressed: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
    typed: photoAsked,
  };
}

export const asksReason = ({ view }: Pick<Asked<unknown>, 'view'>): boolean => view.withoutPhoto === true;

/** Photos, or in words why there are none. */
export function photos<State>(key: string, { received, isEnough }: FilesQuestion<State>): Question<State> {
  return {
    takes: { files: true, caption: false },
    rows(asked) {
      const { plain } = asked.reading.words;
      const done = button(forward(asked), asked.move('done'));
      if (asksReason(asked))
        return textOf(asked.answers, key) === ''
          ? []
          : [[done, button(plain('form:button.again'), asked.move('other', 'again'))]];
      if (received(asked).photos > 0) return [[done]];
      return [
        [
          isEnough(asked)
            ? button(plain('form:button.skip'), asked.move('done'))
            : button(plain('form:button.withoutPhoto'), asked.move('other', 'withoutPhoto')),
        ],
      ];
    },
    soFar(asked, room) {
      const reason = textOf(asked.answers, key);
      return asksReason(asked) && reason !== '' ? written(asked, reason, room(SHOWN)) : [];
    },
    pressed(asked, move, value) {
      if (move === 'done') return { view: {}, passes: true };
      if (move !== 'other') return null;
      if (value === 'withoutPhoto') return { view: { withoutPhoto: true } };
      return value === 'again' ? { answers: { ...asked.answers, [key]: undefined } } : null;
    },
    typed: (asked, text) => (asksReason(asked) ? say(asked, key, REASON, text) : photoAsked(asked)),
    isInside: asksReason,
  };
}

/** Its own, so that «Подтвердить» of a dialog that was drawn before there was such a question skips none. */
const PHOTOS = 'photos';

/** Photos, or none. */
export function photosIfAny<State>(received: (asked: Asked<State>) => number): Question<State> {
  return {
    takes: { files: true, caption: false },
    rows(asked) {
      const { plain } = asked.reading.words;
      const caption = plain(received(asked) > 0 ? 'form:button.done' : 'form:button.skip');
      return [[button(caption, asked.move('done', PHOTOS))]];
    },
    pressed: (_, move, value) => (move === 'done' && value === PHOTOS ? { view: {}, passes: true } : null),
    typed: photoAsked,
  };
}
