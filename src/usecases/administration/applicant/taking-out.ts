import { maskFlat, maskPersonalData, maskPersons, type Contacts } from '../../../text/personal-data';
import { contactsOf, tracesOf, type ApplicantData, type Traces } from '../../submission/applicant-in-text';

/** Whose data are taken out of texts, and what is known of them. */
export interface Whose extends ApplicantData {
  /** Of the problem; their house is shown where it is this place. */
  readonly place: string;
  /** Numbers and mails that they have written down themselves. */
  readonly written: Contacts;
}

/** What of them is taken out of a text. */
export interface TakesOut {
  /** Of their own words, of which whatever has the form of a contact goes. */
  readonly own: (text: string) => string;
  /** Of what officials have written: the office's contacts stay. */
  readonly officials: (text: string) => string;
  /** What may be somebody else: a surname by itself, a name that is an official's or a street's as well. */
  readonly doubtful: (text: string) => readonly string[];
}

/**
 * Of what is doubtful. `unless-anothers`: nobody was asked, since a term has ended: a surname goes unless an official or a street has it.
 */
export type Doubtful = 'keep' | 'hide' | 'unless-anothers';

const MASK = '•••';
/** Two digits are left of a number that people are to tell from another. */
const wholly = (masked: string): string => ((masked.match(/\d/g) ?? []).length > 3 ? MASK : masked);
const NOBODY: ApplicantData = { type: 'person', name: null, phone: null, email: null, address: null };
const NEVER = /(?!)/g;
/** «ул. Гарипова» is where somebody lives, and not who. */
const OF_STREET = /(?:ул|улиц\p{L}*|пер|переул\p{L}*|пр|просп\p{L}*|площад\p{L}*|урам\p{L}*)\.?\s{0,2}$/iu;

/** @param officials whole names of whoever works here */
export function takingOut(whose: Whose, office: Contacts, officials: readonly string[], doubtful: Doubtful): TakesOut {
  const traces = tracesOf(whose);
  const { numbers, mails } = contactsOf(whose);
  const { written } = whose;
  const contacts: Contacts = { numbers: [...numbers, ...written.numbers], mails: [...mails, ...written.mails] };
  // Only a namesake can be taken for them.
  const namesakes = officials
    .filter((name) => traces.surname !== null && name.search(traces.surname) >= 0)
    .map((name) => tracesOf({ ...NOBODY, name }));
  const isAnothers = (found: string, before: string) =>
    OF_STREET.test(before.slice(-20)) || namesakes.some(({ name }) => name !== null && found.search(name) >= 0);
  const isHidden = (found: string, before: string, isBare: boolean): boolean => {
    if (doubtful === 'hide') return true;
    const isOfAnother = isBare ? namesakes.length > 0 || isAnothers(found, before) : isAnothers(found, before);
    return isBare && doubtful === 'keep' ? false : !isOfAnother;
  };
  const replaced = (text: string, shape: RegExp | null, isBare: boolean) =>
    shape === null
      ? text
      : text.replace(shape, (found: string, ...rest: unknown[]) =>
          isHidden(found, text.slice(0, offsetIn(rest)), isBare) ? MASK : found,
        );
  // A rule may see but a part of a number that is known: «8917555 1122».
  const knownPhones = (text: string) =>
    traces.phones.reduce((left, shape) => left.replace(shape, (phone) => wholly(maskPersonalData(phone))), text);
  const common = (text: string) => {
    const withoutPhones = traces.phones.reduce((left, shape) => left.replace(shape, MASK), text);
    const withoutNames = replaced(replaced(withoutPhones, traces.name, false), traces.surname, true);
    return maskFlat(withoutHome(withoutNames, traces, whose.place));
  };
  return {
    own: (text) => common(maskPersonalData(knownPhones(text))),
    officials: (text) => common(maskPersons(text, contacts, office)),
    doubtful: (text) =>
      [
        ...found(text, traces.name).filter(([name, before]) => isAnothers(name, before)),
        ...found(
          text.replace(traces.name ?? NEVER, (name) => ' '.repeat(name.length)),
          traces.surname,
        ),
      ].map(([name, before]) =>
        `${before.slice(-AROUND)}${name}${text.slice(before.length + name.length, before.length + name.length + AROUND)}`.trim(),
      ),
  };
}
/** So much of a text lets people tell who is meant. */
const AROUND = 40;

const offsetIn = (rest: readonly unknown[]): number => rest.findLast((one) => typeof one === 'number') ?? 0;

const found = (text: string, shape: RegExp | null): (readonly [string, string])[] =>
  shape === null ? [] : [...text.matchAll(shape)].map((match) => [match[0], text.slice(0, match.index)] as const);

/** Their house goes, unless it is the place of the problem: then the flat alone does. */
function withoutHome(text: string, { home, house }: Traces, place: string): string {
  if (!home || !house) return text;
  const isPlace = place.search(house) >= 0;
  const without = text.replace(home, isPlace ? `$1, ${MASK}` : MASK);
  return isPlace ? without : without.replace(house, MASK);
}
