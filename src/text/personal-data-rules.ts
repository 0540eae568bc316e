/** By what phone numbers, e-mails, document and card numbers are known in free text, and how each is hidden. */

export type PersonalDataKind = 'phone' | 'email' | 'document';

export interface Rule {
  readonly kind: PersonalDataKind;
  readonly shape: RegExp;
  /** Says no to what only looks like it. */
  readonly accepts?: (found: string) => boolean;
  readonly mask: (found: string) => string;
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
export const atSign = ` {0,3}(?:@{1,2}|${inBrackets}|${bareDog}) {0,3}`;
export const dot = '(?: {0,2}\\.{1,2} {0,2}|,| {0,2}\\( ?(?:dot|точка) ?\\) {0,2}| {1,3}точка {1,3})';
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
export const RULES: readonly Rule[] = [
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

export function pattern(...parts: string[]): RegExp {
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

export function digitsOf(found: string): string {
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
