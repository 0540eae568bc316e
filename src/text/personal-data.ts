/**
 * Phone numbers, e-mails, document and card numbers in free text: hidden in an applicant's before it reaches a chat, and in
 * every line of the log (41-ФЗ of 2025, 149-ФЗ); found in what officials write, so that they can be asked. What the work
 * needs is none of it: numbers of appeals, dates, sums, cadastral numbers, coordinates.
 */

import { atSign, digitsOf, dot, pattern, RULES, type Rule } from './personal-data-rules';

interface Span extends Pick<Rule, 'kind'> {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

/**
 * Hides personal data: `+7 ••• •••-••-22`, `•••22`, `•••@•••`. The two digits left let people tell numbers apart.
 * Masking twice changes nothing more; the time is linear in the length.
 */
export function maskPersonalData(text: string): string {
  // What a pass hides may have stood between two numbers that, seen without it, are personal data too: «тел. 00000-8917…».
  // So passes go on until one finds nothing; each hides characters for good, and the second is nearly always the last.
  for (let before = text; ;) {
    const masked = maskOnce(before);
    if (masked === before) return masked;
    before = masked;
  }
}

/** Of a flat: the word, and the number that makes it somebody's home. In Tatar the number goes first. */
const FLAT =
  /(?<!\p{L})((?:кв|кв-р[а-яё]{1,2}|квартир[а-яё]{1,3}|фатир\p{L}{0,5})(?!\p{L})\.?[ №]{0,3})\d{1,4}(?:[ -]?[а-яё](?!\p{L}))?(?![\p{L}\d])/giu;
/** «в 12-й квартире»; «50 квартир» is how many there are, and «дом 7 квартира 12» has the flat at its end. */
const FLAT_AFTER =
  /(?<![\d,.])\d{1,4}[ -]?(?:[йяюе]|ой|ая|ую|ей)( ?(?:кв|кв-р[а-яё]{1,2}|квартир[а-яё]{1,3})(?!\p{L}))/giu;
const FLAT_TATAR = /(?<!\d)\d{1,4}(?:[ -]?н?ч[еы])?( ?фатир\p{L}{0,5})/giu;

/** Whatever has the form of a flat. */
export const maskFlat = (text: string): string =>
  text.replace(FLAT, '$1•••').replace(FLAT_AFTER, '•••$1').replace(FLAT_TATAR, '•••$1');

/** The place of a problem, which everybody may see, but for the flat in it: that is somebody's home. */
export const maskPlace = (place: string): string => maskPersonalData(maskFlat(place));

/** The same without the flat, for a text that is to be used on. */
export const withoutFlat = (place: string): string =>
  place
    .replace(FLAT, '')
    .replace(FLAT_AFTER, '')
    .replace(FLAT_TATAR, '')
    .replace(/(?:\s*,){2,}/g, ',')
    .replace(/^[\s,]+|[\s,]+$/g, '');

/** A piece of personal data in a text. */
export interface FoundData extends Pick<Rule, 'kind'> {
  /** As it is written, with one kind of digit and blank. */
  readonly written: string;
  readonly mask: string;
}

/** What `maskPersonalData` hides, in the order of the text; of several phones after one word each is a piece. */
export function findPersonalData(text: string): FoundData[] {
  const plain = toPlain(text);
  return spansIn(text).flatMap(({ start, end, kind, mask }) => {
    const masks = mask.split(BETWEEN);
    return plain
      .slice(start, end)
      .split(BETWEEN)
      .map((written, index) => ({ kind, written, mask: masks[index] ?? mask }));
  });
}
const BETWEEN = /, ?|; ?| и /;

/** Two dots or more in a row: what a masking has left, and what nobody means to write. */
export const holdsMask = (text: string): boolean => text.includes('••');

/** Numbers and mails that are somebody's own, as `isAmong` compares them. */
export interface Contacts {
  /** Digits; of a phone without the country's 7 or 8. */
  readonly numbers: readonly string[];
  /** Addresses and domains, small. */
  readonly mails: readonly string[];
}

/** Whether what was found is one of these contacts, in whichever writing; a phone also without the code of its town. */
export function isAmong({ numbers, mails }: Contacts, { kind, written }: Pick<FoundData, 'kind' | 'written'>): boolean {
  if (kind === 'email') {
    const mail = mailOf(written);
    const domain = mail.slice(mail.indexOf('@') + 1);
    return mails.some((own) => own === mail || own === domain || domain.endsWith(`.${own}`));
  }
  const number = numberOf(written);
  return numbers.some((own) => own === number || (kind === 'phone' && number.length >= 5 && own.endsWith(number)));
}

/**
 * Hides what of a text is among these contacts, and leaves whatever else it has: of several phones after one word all or none.
 * @param office whose contacts stay, even if they are among the others
 */
export const maskContacts = (text: string, own: Contacts, office: Contacts): string =>
  maskWhere(text, (piece) => isAmong(own, piece) && !isAmong(office, piece));

/**
 * The same, and whatever has the form of somebody's own: a mail, a mobile number, a document. A number of a town may be any office's, and stays.
 * @param office whose contacts stay
 */
export const maskPersons = (text: string, own: Contacts, office: Contacts): string =>
  maskWhere(text, (piece) => !isAmong(office, piece) && (isPersons(piece) || isAmong(own, piece)));

const isPersons = ({ kind, written }: Pick<FoundData, 'kind' | 'written'>): boolean =>
  kind !== 'phone' || MOBILE.test(numberOf(written));
const MOBILE = /^9\d{9}$/;

function maskWhere(text: string, isHidden: (piece: Pick<FoundData, 'kind' | 'written'>) => boolean): string {
  const plain = toPlain(text);
  const spans = spansIn(text).filter(({ start, end, kind }) =>
    plain
      .slice(start, end)
      .split(BETWEEN)
      .some((written) => isHidden({ kind, written })),
  );
  return replaceSpans(text, spans, ({ mask }) => mask);
}

/** The digits of a number, of a phone without the country's 7 or 8. */
export function numberOf(written: string): string {
  const digits = digitsOf(written);
  return digits.length === 11 ? digits.replace(/^[78]/, '') : digits;
}

const AT_SIGN = pattern(atSign);
const DOT = pattern(dot);
/** A mail as it is compared. */
export const mailOf = (written: string): string =>
  written.toLowerCase().replace(AT_SIGN, '@').replace(DOT, '.').replace(/ /g, '');

function maskOnce(text: string): string {
  return replaceSpans(text, spansIn(text), ({ mask }) => mask);
}

/** In the order of the text. */
function spansIn(text: string): Span[] {
  let plain = toPlain(text);
  let spans: Span[] = [];
  for (const rule of RULES) {
    const found = find(rule, plain);
    if (found.length === 0) continue;
    // a NUL per character: the offsets stay, and no later rule can cross it
    plain = replaceSpans(plain, found, ({ start, end }) => '\0'.repeat(end - start));
    spans = spans.concat(found);
  }
  return spans.sort((one, other) => one.start - other.start);
}

function find({ kind, shape, accepts, mask }: Rule, plain: string): Span[] {
  const spans: Span[] = [];
  shape.lastIndex = 0;
  for (let match = shape.exec(plain); match; match = shape.exec(plain)) {
    const found = match[0];
    if (accepts?.(found) === false) {
      shape.lastIndex = match.index + 1;
    } else {
      spans.push({ kind, start: match.index, end: match.index + found.length, mask: mask(found) });
    }
  }
  return spans;
}

function replaceSpans(text: string, spans: readonly Span[], by: (span: Span) => string): string {
  let done = 0;
  const parts: string[] = [];
  for (const span of spans) {
    parts.push(text.slice(done, span.start), by(span));
    done = span.end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** Letters that are written for a digit, by mistake or to get past whoever looks for numbers. */
const DIGIT_LIKE: Readonly<Record<string, string>> = { O: '0', o: '0', О: '0', о: '0', З: '3', з: '3', I: '1', l: '1' };

/** The same length with one kind of digit, bracket, dash and blank: full-width, non-breaking, invisible ones are in use. */
function toPlain(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[[{]/g, '(')
    .replace(/[\]}]/g, ')')
    .replace(/(?<=\d)[OoОоЗзIl]{1,3}(?=[ ()-]?\d|(?!\p{L}))/gu, (letters) =>
      [...letters].map((letter) => DIGIT_LIKE[letter] ?? letter).join(''),
    )
    .replace(/[\t\u00a0\u00ad\u2000-\u200f\u202f\u2060\u20e3\u3000\ufe0f\ufeff]/g, ' ');
}
