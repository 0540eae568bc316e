import { maskPersonalData } from '../../../src/text/personal-data';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import type { Change, Complaint } from '../../../src/usecases/kit/form-engine';
import { button, CAPTION, shorten, quoted, quotedEnd } from './screen';
import { answered, forward, textOf, type Asked, type Question } from './question';

/** Of a text being written; whoever wrote it knows how it began, so its end is the news. */
const PREVIEW = 1200;

/** A messenger cuts a long text into messages. Where one of them was refused, those after it still come, and nobody would see the gap. */
export const LEFT_OUT = 'leftOut';
/** Of a message that is not in the text: by these characters its writer knows it, and another attempt at it. */
const BEGINNING = 60;
const SAME = 12;

const leftOutOf = ({ view }: Pick<Asked<unknown>, 'view'>): readonly string[] => {
  const left = view[LEFT_OUT];
  return Array.isArray(left) ? left.filter((one): one is string => typeof one === 'string') : [];
};
/** Another attempt at it begins with the same letters: what was refused may have been marks of HTML, or a number in between. */
const lettersOf = (text: string): string =>
  text
    .replace(/<[^>]*>/g, '')
    .toLocaleLowerCase('ru')
    .replace(/[^\p{L}]+/gu, '');
const beginsAlike = (one: string, other: string): boolean =>
  lettersOf(one).slice(0, SAME) === lettersOf(other).slice(0, SAME);
/** How much was written when it was refused: there is a gap once more has come behind it. */
const LEFT_OUT_AT = 'leftOutAt';
const hasGap = (asked: Pick<Asked<unknown>, 'view' | 'answers'>, key: string): boolean => {
  const at = asked.view[LEFT_OUT_AT];
  return textOf(asked.answers, key).length > (typeof at === 'number' ? at : 0);
};

export interface Writing<State> {
  readonly key: string;
  /** Characters. */
  readonly limit: number;
  /** A short text, that the first message says: see `say`. */
  readonly inOneMessage?: true;
  /** Photos and files are an answer too; true for those that have come and suffice. */
  readonly files?: (asked: Asked<State>) => boolean;
  /** A text that may stay as it is; null: there is none. */
  readonly asIs?: (asked: Asked<State>) => string | null;
  /** A text to begin with: it is sent as it stands, or another is typed in its place. Null: there is none. */
  readonly template?: (asked: Asked<State>) => string | null;
  /** A text of an earlier time that need not be typed anew; null: there is none. */
  readonly earlier?: (asked: Asked<State>) => string | null;
  /** How the text is shown while it is written; by default as it is. */
  readonly shown?: (text: string) => string;
  /** A text that is known and may be the answer; its button says it. Null: there is none. */
  readonly known?: (asked: Asked<State>) => string | null;
  /** The check of the whole text. */
  readonly check?: (text: string, asked: Asked<State>) => { readonly value: string } | Complaint;
}

/** A text in as many messages as it takes, then «Готово»; or in one. */
export function writing<State>(question: Writing<State>): Question<State> {
  const {
    key,
    limit,
    inOneMessage,
    files,
    asIs,
    template,
    earlier,
    known,
    shown = (text: string) => text,
    check,
  } = question;
  return {
    ...(files && { takes: { files: true, caption: true } }),
    rows(asked) {
      const { plain } = asked.reading.words;
      const done = button(forward(asked), asked.move('done'));
      if (textOf(asked.answers, key) !== '')
        return [[done, button(plain('form:button.again'), asked.move('other', 'again'))]];
      if (asIs) return [[button(plain('form:button.asIs'), asked.move('done'))]];
      if ((template?.(asked) ?? null) !== null)
        return [[button(plain('form:button.asIs'), asked.move('other', 'template'))]];
      if (files?.(asked)) return [[done]];
      const text = known?.(asked) ?? null;
      if (text !== null) return [[button(shorten(maskPersonalData(text), CAPTION), asked.move('pick'))]];
      return earlier?.(asked) ? [[button(plain('form:button.earlierText'), asked.move('other', 'earlier'))]] : [];
    },
    empty(asked) {
      const { html } = asked.reading.words;
      return (hasGap(asked, key) ? leftOutOf(asked) : []).map(
        (beginning) => `⚠️ ${html('form:leftOut', { beginning })}`,
      );
    },
    soFar(asked, room) {
      const text = textOf(asked.answers, key);
      if (text !== '') return written(asked, shown(text), room(PREVIEW));
      const present = asIs?.(asked) ?? template?.(asked) ?? null;
      return present === null ? [] : [quoted(present, room(PREVIEW), asked.reading.words)];
    },
    pressed(asked, move, value) {
      if (move === 'done') return { view: {}, passes: true };
      if (move === 'other' && value === 'again') return { answers: { ...asked.answers, [key]: undefined }, view: {} };
      const ready = move === 'other' && value === 'template' ? template?.(asked) : null;
      if (ready) return answered(asked, { [key]: ready });
      const text = move === 'pick' ? known?.(asked) : null;
      if (text) return answered(asked, { [key]: text });
      const before = move === 'other' && value === 'earlier' ? earlier?.(asked) : null;
      return before ? { answers: { ...asked.answers, [key]: before }, view: {} } : null;
    },
    typed: (asked, text) => (inOneMessage ? say : append)(asked, key, limit, text, check),
    ...(!inOneMessage && { leavesOut: (asked: Asked<State>, text: string) => leavesOut(asked, key, text) }),
  };
}

function leavesOut({ view, answers }: Asked<unknown>, key: string, text: string): Asked<unknown>['view'] {
  const before = leftOutOf({ view }).filter((one) => !beginsAlike(one, text));
  if (!isMeaningful(text)) return view;
  const at = before.length > 0 ? view[LEFT_OUT_AT] : textOf(answers, key).length;
  return { ...view, [LEFT_OUT]: [...before, shorten(text, BEGINNING)], [LEFT_OUT_AT]: at };
}

/**
 * What one message says: it answers, in place of what was said before. The last question of all is written as long texts are and
 * sent by its button, so that no slip of a thumb acts.
 */
export function say<State>(
  asked: Asked<State>,
  key: string,
  limit: number,
  text: string,
  check?: Writing<State>['check'],
): Change | Complaint {
  if (asked.last) return append(asked, key, limit, text, check);
  const said = append({ ...asked, answers: { ...asked.answers, [key]: undefined } }, key, limit, text, check);
  return 'complaint' in said ? said : { ...said, view: {}, passes: true };
}

/** A messenger has cut a sentence in two: no end before, and no beginning after; or a comma before, whatever comes. */
const isGoingOn = (before: string, text: string): boolean =>
  /,\s*$/u.test(before) || (/^\p{Ll}/u.test(text) && !/[.!?…:;]\s*$/u.test(before));

/** Adds a message to what is written under this key; one without words adds nothing and is refused. */
export function append<State>(
  asked: Asked<State>,
  key: string,
  limit: number,
  text: string,
  check: Writing<State>['check'] = (whole) => ({ value: whole }),
): Change | Complaint {
  if (!isMeaningful(text)) return { complaint: asked.reading.words.plain('form:noWords') };
  const before = textOf(asked.answers, key);
  const joined = before === '' ? text : `${before}${isGoingOn(before, text) ? ' ' : '\n'}${text}`;
  const length = lengthInCharacters(joined);
  // What is there stays, and «Готово» would send it without its end.
  const tooLong = before === '' ? 'form:tooLong' : 'form:tooLongTogether';
  if (length > limit) return { complaint: asked.reading.words.plain(tooLong, { length, limit }) };
  const checked = check(joined, asked);
  if ('complaint' in checked) return checked;
  const answers = { ...asked.answers, [key]: checked.value };
  const left = leftOutOf(asked);
  const stillLeft = left.filter((beginning) => !beginsAlike(beginning, text));
  return stillLeft.length === left.length ? { answers } : { answers, view: { ...asked.view, [LEFT_OUT]: stillLeft } };
}

/** «Написано:» and the end of it. */
export const written = ({ reading }: Asked<unknown>, text: string, limit: number): string[] => [
  reading.words.html('form:soFar'),
  quotedEnd(text, limit, reading.words),
];

export interface Line<State> {
  readonly key: string;
  readonly check: (text: string, asked: Asked<State>) => { readonly value: unknown } | Complaint;
  readonly isOptional?: boolean;
  readonly isSecret?: true;
  /** Where the value goes; by default under its key. Undefined: it was left out. */
  readonly put?: (answers: Asked<State>['answers'], value: unknown) => Readonly<Record<string, unknown>>;
}

/** An answer in one message. */
export function line<State>({ key, check, isOptional = false, isSecret, put }: Line<State>): Question<State> {
  const take = (asked: Asked<State>, value: unknown): Change =>
    put ? { answers: put(asked.answers, value), view: {}, passes: true } : answered(asked, { [key]: value });
  return {
    ...(isSecret && { isSecret }),
    rows: (asked) =>
      isOptional ? [[button(asked.reading.words.plain('form:button.skip'), asked.move('done', 'skip'))]] : [],
    pressed: (asked, move, value) =>
      isOptional && move === 'done' && value === 'skip' ? take(asked, undefined) : null,
    typed(asked, text) {
      const checked = check(text, asked);
      return 'complaint' in checked ? checked : take(asked, checked.value);
    },
  };
}

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
