/**
 * Phone numbers, e-mails, document and card numbers in free text: hidden in an applicant's before it reaches a chat, and in
 * every line of the log (41-ФЗ of 2025, 149-ФЗ); found in what officials write, so that they can be asked. What the work
 * needs is none of it: numbers of appeals, dates, sums, cadastral numbers, coordinates.
 */

export type PersonalDataKind = 'phone' | 'email' | 'document';

interface Rule {
  readonly kind: PersonalDataKind;
  readonly shape: RegExp;
  /** Says no to what only looks like it. */
  readonly accepts?: (found: string) => boolean;
  readonly mask: (found: string) => string;
}

interface Span extends Pick<Rule, 'kind'> {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

/** Not in the middle of a number, and not on the two digits that an earlier masking has left. */
const start = '(?=\\d)(?<!\\d)(?!(?<=••-?)\\d\\d(?!\\d))';
const end = '(?!\\d)';
/** At most four characters between two digits of one number. */
const gap = '[ ().-]{0,4}';
/** The same where the digits themselves say that it is a phone: people part them by whatever their thumb finds. */
const phoneGap = '[ ()./*_-]{0,4}';
/** The same over the end of a line, where the country and the code leave no doubt what goes on there. */
const overLine = '[ ()./*_-]{0,4}(?:\\r?\\n[ (-]{0,2})?';
/** Between digits that are written one by one. */
const oneByOne = '[ ./*_-]{1,3}';
/** Coordinates have as many digits after the point as phones have. */
const notFraction = '(?<!(?<![.\\d])\\d{1,3}[.,])';
const notMoney = '(?! ?(?:руб|₽|тыс|млн|млрд|коп))';
/** A number of ЕПГУ and an organization's ИНН have ten digits, as a mobile phone has; the word before tells them apart. */
const notAppeal =
  '(?<!(?:епгу|(?<!\\p{L})инн|обращени[а-яё]{1,3})[ №:]{0,4}|(?:сообщени|заявлени|заявк)[а-яё]{1,3} ?№ ?)';
const openBracket = '(?:\\((?=\\d{3,5}\\)))?';
const localPhone = `${start}(?:\\d{1,3}[ -]\\d\\d[ -]\\d\\d|\\d{5,7})(?!-?\\d)`;

const part = '[\\p{L}\\p{N}-]+';
/** Whose names say that a mail ends here, whatever has become of the dot. */
const provider =
  '(?:mail|yandex|ya|gmail|bk|inbox|list|rambler|icloud|outlook|hotmail|tatar|мейл|мэйл|майл|яндекс|гмейл|джимейл|рамблер)';
const dog = 'соба(?:ка|чка)|сабака|dog';
/** «@» in words and in brackets; without brackets only after a name in Latin, which no dog has. */
const inBrackets = `[(<] ?(?:at|a|эт|${dog}|@) ?[)>]`;
const bareDog = `(?<=[a-z0-9._%+-] {1,3})(?:(?:${dog})(?= )|at(?= {1,3}${provider}(?![\\p{L}\\p{N}])))`;
const atSign = ` {0,3}(?:@{1,2}|${inBrackets}|${bareDog}) {0,3}`;
const dot = '(?: {0,2}\\.{1,2} {0,2}|,| {0,2}\\( ?(?:dot|точка) ?\\) {0,2}| {1,3}точка {1,3})';
/** What may stand after a dot with blanks around it, so that the next sentence is none. */
const zone = '(?:ru|рф|su|com|net|org|info|pro|online|biz|by|kz|ua|uz|am|рус|tatar|дети|онлайн)(?![\\p{L}\\p{N}])';
const known = `${provider}(?:(?:${dot}| {1,2})(?:${zone}|(?:ру|ком)(?![\\p{L}\\p{N}]))|(?![\\p{L}\\p{N}.-]))`;
const domain = `(?:${part}(?:\\.{1,2}${part})+|${part}(?:${dot}${part}){0,2}${dot}${zone}|${known})`;

const SPOKEN = 'тел|телефон[а-яё]{0,3}|звонит[а-яё]{0,2}|позвонит[а-яё]{0,2}';

/**
 * Ordered: what a word gives away, then the longest. Every repetition is bounded, or is a run that starts once, so
 * hostile text costs linear time. No rule crosses `•` or what an earlier rule has found, and a line break only the rules of phones whose
 * beginning leaves no doubt.
 */
const RULES: readonly Rule[] = [
  {
    kind: 'email',
    shape: pattern('(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]+', atSign, domain),
    mask: () => '•••@•••',
  },
  {
    kind: 'document',
    shape: pattern(
      start,
      afterWord('паспорт[а-яё]{0,3}|пасп|сери[яюи]', 25),
      digits(4, gap),
      '(?:[ №().-]{0,4}|,? ?(?:номер|№) ?)',
      digits(6, ' ?'),
      end,
    ),
    mask: lastTwo,
  },
  // a passport for abroad, a driver's licence, a certificate of birth or marriage
  {
    kind: 'document',
    shape: pattern(start, afterWord('(?:загран)?паспорт[а-яё]{0,3}', 20), '\\d\\d[ №N]{0,3}\\d{7}', end),
    mask: lastTwo,
  },
  {
    kind: 'document',
    shape: pattern(
      start,
      afterWord('удостоверени[а-яё]{1,2}|права|в/у|ву', 12),
      '\\d\\d ?(?:\\d\\d|[а-яё]{2})[ №N]{0,3}\\d{6}',
      end,
    ),
    mask: lastTwo,
  },
  {
    kind: 'document',
    shape: pattern('(?<![\\p{L}\\p{N}])[ivxl]{1,5} ?- ?[а-яё]{2}[ №N]{0,3}\\d{6}', end),
    mask: lastTwo,
  },
  // a person's; an organization's has ten digits and is anybody's to know
  { kind: 'document', shape: pattern(start, afterWord('инн', 12), digits(12, '[ -]?'), end), mask: lastTwo },
  { kind: 'document', shape: pattern(start, afterWord('снилс', 12), digits(11, gap), end), mask: lastTwo },
  {
    kind: 'document',
    shape: pattern(start, afterWord('полис[а-яё]{0,2}|омс|енп', 20), digits(16, '[ -]?'), end),
    mask: lastTwo,
  },
  {
    kind: 'phone',
    shape: pattern(
      start,
      afterWord(`${SPOKEN}|моб|сот|факс`, 4, '\\n?'),
      localPhone,
      `(?:(?:, ?|; ?| и )${localPhone}){0,5}`,
      notMoney,
    ),
    mask: (found) => found.replace(pattern(localPhone), lastTwo),
  },
  // «телефон для связи», «звоните по номеру»: farther from the word a number must look more like one
  {
    kind: 'phone',
    shape: pattern(
      start,
      afterWord(SPOKEN, 16),
      `(?:\\d-\\d\\d-\\d\\d|${digits(10, '[ ()-]{0,3}')})(?![ ()-]{0,3}\\d)`,
      notMoney,
    ),
    mask: lastTwo,
  },
  {
    kind: 'phone',
    shape: pattern(start, afterWord('т|домашн[а-яё]{2}', 3), '\\d{1,3}-\\d\\d-\\d\\d(?!-?\\d)'),
    mask: lastTwo,
  },
  // accounts; years in a row have as many digits
  {
    kind: 'document',
    shape: pattern(start, notFraction, digits(20, '[ .-]?'), end),
    accepts: isNotYears,
    mask: lastTwo,
  },
  { kind: 'document', shape: pattern(start, afterWord('карт[а-яё]{0,3}', 12), '\\d{16,19}', end), mask: lastTwo },
  {
    kind: 'document',
    shape: pattern(start, afterWord('карт[а-яё]{0,3}', 12), digits(16, '[ ._-]{0,3}'), end),
    accepts: isLuhn,
    mask: lastTwo,
  },
  // policies and cards: in one piece, then in fours
  { kind: 'document', shape: pattern(start, notFraction, '\\d{16}', end), mask: lastTwo },
  { kind: 'document', shape: pattern(start, notFraction, '\\d{17,19}', end), accepts: isLuhn, mask: lastTwo },
  {
    kind: 'document',
    shape: pattern(start, '\\d{4}(?:[ _-]\\d{4}){3}(?:[ _-]?\\d{1,3})?', end),
    accepts: isNotYears,
    mask: lastTwo,
  },
  {
    kind: 'document',
    shape: pattern(start, notFraction, '\\d{4}(?:[ ./-]{1,2}\\d{4}){3}', end),
    accepts: isLuhn,
    mask: lastTwo,
  },
  { kind: 'document', shape: pattern(start, '\\d{3}[ -]\\d{3}[ -]\\d{3}[ -]\\d\\d', end), mask: lastTwo },
  { kind: 'document', shape: pattern(start, '(?:\\d\\d \\d\\d ?№? ?|\\d{4} ?№ ?)\\d{6}', end), mask: lastTwo },
  // phones: abroad and at home, with and without the country, mobile and of a town
  { kind: 'phone', shape: pattern('\\+', gap, '7', gap, digits(10, gap), end), mask: phone },
  { kind: 'phone', shape: pattern('\\+', gap, '7', overLine, digits(10, overLine), end), mask: phone },
  {
    kind: 'phone',
    shape: pattern(start, notFraction, '[78]', overLine, '9\\d\\d', overLine, digits(7, overLine), end, notMoney),
    accepts: isNotDate,
    mask: phone,
  },
  { kind: 'phone', shape: pattern(start, '89([ -])\\d\\d\\1\\d{3}\\1\\d\\d\\1\\d\\d', end, notMoney), mask: phone },
  { kind: 'phone', shape: pattern('\\+', gap, `\\d(?:${gap}\\d){9,13}`, end), mask: lastTwo },
  {
    kind: 'phone',
    shape: pattern(
      start,
      notFraction,
      '[78][ ./*_-]{0,3}\\(?[3489]\\d\\d',
      phoneGap,
      digits(7, phoneGap),
      end,
      notMoney,
    ),
    accepts: isNotDate,
    mask: phone,
  },
  {
    kind: 'phone',
    shape: pattern(openBracket, start, notFraction, notAppeal, '9\\d\\d', phoneGap, digits(7, phoneGap), end, notMoney),
    accepts: isNotDate,
    mask: phone,
  },
  {
    kind: 'phone',
    shape: pattern(
      start,
      '(?<!\\d[ ./*_-])',
      notFraction,
      notAppeal,
      `(?:[78]${oneByOne}[3489]|9)(?:${oneByOne}\\d){9}`,
      `(?!${oneByOne}\\d)`,
      end,
      notMoney,
    ),
    mask: phone,
  },
  {
    kind: 'phone',
    shape: pattern('\\([3489]\\d{2,4}\\)', gap, `\\d(?:${gap}\\d){4,6}`, end),
    accepts: hasTenDigits,
    mask: phone,
  },
  {
    kind: 'phone',
    shape: pattern(start, '[3489]\\d{2,4}[ -]\\d{1,3}-\\d\\d-\\d\\d', end),
    accepts: hasTenDigits,
    mask: phone,
  },
  { kind: 'phone', shape: pattern(start, '(?<!\\d-)\\d{3}-\\d\\d-\\d\\d(?!-?\\d)'), mask: lastTwo },
  { kind: 'document', shape: pattern(start, notFraction, '\\d{11}', end), accepts: isSnils, mask: lastTwo },
];

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
  /(?<!\p{L})((?:кв|квартир[а-яё]{1,3})(?!\p{L})\.?[ №]{0,3})\d{1,4}(?:[ -]?[а-яё](?!\p{L}))?(?![\p{L}\d])/giu;
const FLAT_TATAR = /(?<!\d)\d{1,4}(?:[ -]?н?ч[еы])?( ?фатир\p{L}{0,5})/giu;

/** The place of a problem, which everybody may see, but for the flat in it: that is somebody's home. */
export const maskPlace = (place: string): string =>
  maskPersonalData(place.replace(FLAT, '$1•••').replace(FLAT_TATAR, '•••$1'));

/** The same without the flat, for a text that is to be used on. */
export const withoutFlat = (place: string): string =>
  place
    .replace(FLAT, '')
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

function pattern(...parts: string[]): RegExp {
  return new RegExp(parts.join(''), 'giu');
}

/** `count` digits, each but the first after `between`. */
function digits(count: number, between: string): string {
  return `\\d(?:${between}\\d){${count - 1}}`;
}

/** At most `distance` characters after a whole word, no digit and no mask among them; `last` before the number itself. */
function afterWord(words: string, distance: number, last = ''): string {
  return `(?<=(?<!\\p{L})(?:${words})(?!\\p{L})[^\\d•\\n\\0]{0,${distance}}${last})`;
}

function digitsOf(found: string): string {
  return found.replace(/\D/g, '');
}

function lastTwo(found: string): string {
  return `•••${digitsOf(found).slice(-2)}`;
}

function phone(found: string): string {
  return `+7 ••• •••-••-${digitsOf(found).slice(-2)}`;
}

function hasTenDigits(found: string): boolean {
  return digitsOf(found).length === 10;
}

function isNotDate(found: string): boolean {
  return !/(?<!\d)(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:\d{2}|\d{4})(?!\d)/.test(found);
}

function isNotYears(found: string): boolean {
  return !/^(?:(?:19|20)\d\d\D){2}/.test(found);
}

function isLuhn(found: string): boolean {
  const sum = [...digitsOf(found)].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** The control number of a СНИЛС: the sum of nine digits weighted 9…1, modulo 101; 100 is written 00. */
export function isSnils(found: string): boolean {
  const all = digitsOf(found);
  const sum = [...all.slice(0, 9)].reduce((total, digit, place) => total + Number(digit) * (9 - place), 0);
  return all.length === 11 && (sum % 101) % 100 === Number(all.slice(9));
}
