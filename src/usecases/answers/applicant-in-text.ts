import { Applicant } from '../../../entities/appeal';
import { columns } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import {
  findPersonalData,
  isAmong,
  mailOf,
  numberOf,
  type Contacts,
  type FoundData,
  withoutFlat,
} from '../../text/personal-data';
import type { Desk } from '../kit/ports';

/** What can be found in a text of an official: this applicant's own, or a contact or a number that is not the office's. */
export const FOUND_KINDS = [
  'applicantName',
  'applicantPhone',
  'applicantEmail',
  'applicantAddress',
  'phone',
  'email',
  'document',
] as const;

export interface Found {
  readonly kind: (typeof FOUND_KINDS)[number];
  /** Enough to be recognized by whoever has just written it. */
  readonly mask: string;
}

export type ApplicantData = Readonly<Pick<Applicant, 'type' | 'name' | 'phone' | 'email' | 'address'>>;

/**
 * What a text of an official holds that should be there only on purpose.
 * @param applicant of this appeal; null: nobody knows
 * @param place of the problem, which is shown to everybody though the applicant may live there
 */
export function findInText(text: string, applicant: ApplicantData | null, place: string, office: Contacts): Found[] {
  const own = contactsOf(applicant);
  const shaped = findPersonalData(text)
    .filter((piece) => !isAmong(office, piece))
    .map((piece): Found => ({ kind: kindOf(piece, own), mask: piece.mask }));
  const found = [
    ...(applicant === null ? [] : findApplicant(text, applicant, place)),
    ...(shaped.some(({ kind }) => kind === 'applicantPhone') ? [] : findPhones(text, own)),
    ...shaped,
  ];
  const known = new Set<string>();
  return found.filter(({ kind, mask }) => {
    const seen = known.has(kind + mask);
    known.add(kind + mask);
    return !seen;
  });
}

function kindOf(piece: FoundData, own: Contacts): Found['kind'] {
  if (piece.kind === 'document' || !isAmong(own, piece)) return piece.kind;
  return piece.kind === 'phone' ? 'applicantPhone' : 'applicantEmail';
}

/** Of the applicant by themselves. A row may hold several phones in one field. */
export function contactsOf(applicant: Pick<ApplicantData, 'phone' | 'email'> | null): Contacts {
  const phone = applicant?.phone ?? '';
  const written = findPersonalData(phone).map((piece) => piece.written);
  return {
    numbers: (written.length === 0 ? [phone] : written).map(numberOf).filter((number) => number !== ''),
    mails: applicant?.email ? [mailOf(applicant.email)] : [],
  };
}

// ── What has no shape of its own ────────────────────────────────────────────

/** Their digits in a writing that is no phone's by itself: `8/917/123/45/67`, a number of the town without a word before it. */
function findPhones(text: string, { numbers }: Contacts): Found[] {
  return numbers
    .filter((number) => number.length >= 5)
    .filter((number) => new RegExp(phoneShape(number), 'u').test(text))
    .map((number) => ({ kind: 'applicantPhone', mask: `•••${number.slice(-2)}` }));
}

const phoneShape = (number: string): string =>
  `(?<!\\d)(?:\\+?[78]${BETWEEN_DIGITS})?${[...number].join(BETWEEN_DIGITS)}(?!\\d)`;
const BETWEEN_DIGITS = '[^\\p{L}\\d\\n]{0,6}';

function findApplicant(text: string, { type, name, address }: ApplicantData, place: string): Found[] {
  const found: Found[] = [];
  const named = type === 'person' && name !== null ? nameShape(name)?.exec(text) : null;
  if (named) found.push({ kind: 'applicantName', mask: initial(named) });
  const home = address === null ? null : homeShape(address);
  const lives = home?.exec(text);
  if (lives && !home?.test(place)) found.push({ kind: 'applicantAddress', mask: initial(lives) });
  return found;
}

const initial = ([found]: RegExpExecArray): string => `${[...found][0] ?? ''}•••`;

/** People write either. */
const EITHER = /[её]/giu;
const VOWELS_AT_END = /[аеёийоуыьэюя]{1,2}$/iu;
const PATRONYMIC = /(?:[оеё]вич|ич|вна|чна)$/iu;
/** «Льва» of «Лев». */
const SOFT_SIGN = /ь?/.source;
/** Of a father's name before it, in Tatar and its neighbours: «Рустам улы», «Мамед оглы». */
const CHILD_OF = /^(?:улы|кызы|углы|оглы|гызы)$/iu;
/** Words of an address that are left out as often as not. */
const DESIGNATOR = /(?:ул|улица|пер|переулок|пр|проспект|дом\p{L}?|д|корп|корпус|к|кв|квартира)/u.source;
/** «на Садовой в доме 7» */
const BEFORE_HOUSE = /(?:(?:в|во|у|из|к)\s{1,2})?/u.source;
/** The flat may follow without a blank. */
const HOUSE_ENDS = /(?!\p{N}|(?!кв)\p{L})/u.source;

/** Nothing in it has a meaning of its own in a pattern. */
const literally = (word: string): string => word.replace(/[^\p{L}\p{N}-]/gu, '').replace(EITHER, EITHER.source);
/** A word in any case: its ending may be another one. */
function inAnyCase(word: string): string {
  const stem = word.replace(VOWELS_AT_END, '');
  return `${literally(stem.length < 3 ? word : stem)}\\p{L}{0,3}(?!\\p{L})`;
}

/** A name or a patronymic in any case of Russian or Tatar; «Павла» and «Льва» have lost a vowel on the way. */
function nameInAnyCase(word: string): string {
  const stem = word.replace(VOWELS_AT_END, '');
  const [, head, last] = /^(.*\p{L})[еёо](\p{L})$/iu.exec(word) ?? [];
  const shorter = head === undefined || last === undefined ? [] : [`${literally(head)}${SOFT_SIGN}${literally(last)}`];
  return `(?:${[literally(stem.length < 2 ? word : stem), ...shorter].join('|')})\\p{L}{0,5}(?!\\p{L})`;
}

interface NameParts {
  readonly surname: string | undefined;
  readonly first: string | undefined;
  /** In one word, or as «Рустам улы». */
  readonly patronymic: readonly string[];
}

/** A registry has the surname first, and people write their own name as they speak it. */
function partsOf(name: string): NameParts {
  const parts = name.split(/[\s.]+/).filter((part) => /\p{L}/u.test(part));
  const childAt = parts.findIndex((part, index) => index >= 2 && CHILD_OF.test(part));
  const at = childAt < 0 ? parts.findIndex((part, index) => index > 0 && PATRONYMIC.test(part)) : childAt - 1;
  const patronymic = at < 0 ? [] : parts.slice(at, childAt < 0 ? at + 1 : childAt + 1);
  const rest = parts.filter((part) => !patronymic.includes(part));
  const [one, other] = rest;
  if (patronymic.length > 0 && rest.length === 1) return { surname: undefined, first: one, patronymic };
  return at === 1 ? { surname: other, first: one, patronymic } : { surname: one, first: other, patronymic };
}

/** The name with the patronymic, as a letter begins: nobody else of this appeal is addressed so. */
function addressShape({ first, patronymic }: NameParts): string | null {
  if (!first || first.length < 2 || patronymic.length === 0) return null;
  return [first, ...patronymic].map(nameInAnyCase).join('\\s{1,3}');
}

/**
 * The surname with the name or its initial, in either order, or the name with the patronymic. Null: of one word it can't be told
 * what it is.
 */
function nameShape(name: string): RegExp | null {
  const parts = partsOf(name);
  const { surname, first, patronymic } = parts;
  const address = addressShape(parts);
  if (!surname || !first) return address === null ? null : new RegExp(`(?<!\\p{L})${address}`, 'iu');
  const begin = '(?<!\\p{L})';
  const family = begin + inAnyCase(surname);
  const letter = `${literally(first.charAt(0))}\\.`;
  const named = first.length === 1 ? [] : [inAnyCase(first)];
  const initials = `${letter}(?:\\s?\\p{L}\\.)?`;
  const child = patronymic.map(nameInAnyCase).join('\\s{1,3}');
  const after = [initials, ...(child === '' ? named : [...named.map((one) => `${one}\\s{1,3}${child}`), ...named])];
  const before = [
    `${letter}\\s{0,2}(?:\\p{L}\\.\\s{0,2})?`,
    ...named.map((written) => `${written}\\s{1,3}(?:\\p{L}{2,20}\\s{1,3})?`),
  ];
  const shapes = [
    `${family}\\s{1,3}(?:${after.join('|')})`,
    `${begin}(?:${before.join('|')})${family}`,
    ...(address === null ? [] : [begin + address]),
  ];
  return new RegExp(shapes.join('|'), 'iu');
}

/** Where somebody lives, in two pieces: the street with the house, and what follows it. */
interface HomePieces {
  readonly house: string;
  /** Empty: the address ends with the house. */
  readonly flat: string;
}

/** The street with the house and what follows it: the town before them is left out as often as not. Null: there is no house. */
function homeShape(address: string): RegExp | null {
  const pieces = homePieces(address);
  return pieces && new RegExp(`(?<!\\p{L})${pieces.house}${pieces.flat}(?![\\p{L}\\p{N}])`, 'iu');
}

function homePieces(address: string): HomePieces | null {
  const words = address.match(/\d+\p{L}?(?!\p{L})|\p{L}+/gu) ?? [];
  const designator = new RegExp(`^${DESIGNATOR}$`, 'iu');
  const named = words.filter((word) => !designator.test(word));
  const street = named.findLastIndex((word) => /^\p{L}{3,}$/u.test(word));
  if (street < 0 || street === named.length - 1) return null;
  const between = `(?:[^\\p{L}\\p{N}]{1,4}|[^\\p{L}\\p{N}]{0,4}${BEFORE_HOUSE}${DESIGNATOR}[^\\p{L}\\p{N}]{0,4})`;
  const [first = '', house = '', ...rest] = named.slice(street);
  return { house: inAnyCase(first) + between + house, flat: rest.map((number) => between + number).join('') };
}

// ── What is taken out of a text when they are forgotten ─────────────────────

/** What a text has of somebody, for whoever takes it out. */
export interface Traces {
  /** Their name in its forms, wherever more than the surname is there. Null: it can't be told what of it is a name. */
  readonly name: RegExp | null;
  /** The surname by itself. */
  readonly surname: RegExp | null;
  /** Their home: `$1` is the street with the house, and what follows it is the flat. */
  readonly home: RegExp | null;
  /** The house, without what follows it. */
  readonly house: RegExp | null;
  /** Their phones in a writing that is no phone's by itself. */
  readonly phones: readonly RegExp[];
}

const everywhere = (shape: string): RegExp => new RegExp(shape, 'giu');

/** @param data of a legal entity the name is nobody's */
export function tracesOf({ type, name, phone, email, address }: ApplicantData): Traces {
  const shape = type === 'person' && name !== null ? nameShape(name) : null;
  const surname = type === 'person' && name !== null ? partsOf(name).surname : undefined;
  const pieces = address === null ? null : homePieces(address);
  return {
    name: shape && everywhere(shape.source),
    surname: surname === undefined || surname.length < 3 ? null : everywhere(`(?<!\\p{L})${inAnyCase(surname)}`),
    home:
      pieces &&
      everywhere(`(?<!\\p{L})(${pieces.house})(?:${pieces.flat === '' ? '(?!)' : pieces.flat})(?![\\p{L}\\p{N}])`),
    house: pieces && everywhere(`(?<!\\p{L})${pieces.house}${HOUSE_ENDS}`),
    phones: contactsOf({ phone, email })
      .numbers.filter((number) => number.length >= 5)
      .map((number) => everywhere(phoneShape(number))),
  };
}

const OF_APPLICANT = columns(Applicant, ['type', 'name', 'phone', 'email', 'address'], 'n');
type Row = { readonly place: string } & (ApplicantData | { readonly type: null });

const readApplicant = statement(
  'applicant-to-find',
  `select ${OF_APPLICANT}, concat_ws(', ', a.settlement, a.address) as place
   from appeal a left join applicant n on n.appeal_id = a.id where a.id = $1`,
);

/**
 * Looks through texts that officials write about this appeal. The applicant's data stay inside: whoever asks learns what is
 * in the text, never what it was compared with.
 */
export async function textFinder(desk: Desk, appealId: number): Promise<(text: string) => readonly Found[]> {
  const [row] = await databaseOf(desk).query<Row>(readApplicant, [appealId]);
  const applicant = row && row.type !== null ? row : null;
  return (text) => findInText(text, applicant, withoutFlat(row?.place ?? ''), desk.office.contacts);
}
