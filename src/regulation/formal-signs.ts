import { EMPTY_PHRASES, FACT_WORDS, MONTHS } from './formal-phrases';
import type { PlainDate } from './calendar';

/** What an answer is compared with. */
export interface AnsweredAppeal {
  readonly number: string;
  readonly epguNumber: string | null;
  readonly registeredOn: PlainDate;
  readonly settlement: string | null;
  readonly address: string | null;
  /** As the applicant wrote it: an answer that takes up its numbers has read it. */
  readonly text: string | null;
}

/**
 * A sign that an answer is formal («формальный подход», §2 and §3), with its reason. It is advice: nothing is refused for it.
 *
 * short     fewer words than an answer can do with; `words`: how many
 * phrases   general words, and no date, term or amount beside those of the appeal; `phrases`: as they are written
 * stranger  neither the number nor the date nor the place of the appeal
 * repeat    nearly the text of an earlier answer; which one is no matter of this text alone, see near-repeats
 */
export type FormalSign =
  | { readonly sign: 'short'; readonly words: number }
  | { readonly sign: 'phrases'; readonly phrases: readonly string[] }
  | { readonly sign: 'stranger' }
  | { readonly sign: 'repeat' };

/** Fewer are hardly what was found, what was done and by when. */
const LEAST_WORDS = 15;
const SHOWN_PHRASES = 3;

/** The signs that a text carries by itself, in Russian or Tatar; none for a good one. Linear in its length. */
export function formalSigns(text: string, appeal: AnsweredAppeal): FormalSign[] {
  const words = wordsIn(text).length;
  const phrases = emptyPhrasesIn(text);
  return [
    ...(words < LEAST_WORDS ? [{ sign: 'short', words } as const] : []),
    ...(phrases.length > 0 && !hasOwnFacts(text, appeal) ? [{ sign: 'phrases', phrases } as const] : []),
    ...(namesAppeal(text, appeal) ? [] : [{ sign: 'stranger' } as const]),
  ];
}

const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [];

/** As they are written, each once. */
function emptyPhrasesIn(text: string): string[] {
  const found = EMPTY_PHRASES.flatMap((phrase) => {
    const match = phrase.exec(text);
    return match ? [match[0].replace(/\s+/g, ' ').toLowerCase()] : [];
  });
  return [...new Set(found)].slice(0, SHOWN_PHRASES);
}

/** «59-ФЗ», laws and their articles, telephones to ask by: digits that say nothing of what was done. */
const NO_FACTS = [
  /(?<!\p{L})(?:федеральн\p{L}* )?закон\p{L}*(?: рф| рт)?(?: от [\d.]+(?: г(?:ода|\.)?)?)? № ?[\d-]+(?:-\p{L}+)?/giu,
  /\d+-(?:ФЗ|ФЗ-РТ|ЗРТ)(?!\p{L})/giu,
  /(?<!\p{L})(?:стат(?:ь\p{L}{1,3}|ей)|ст\.|част\p{L}{1,3}|ч\.|пункт\p{L}{0,3}|п\.) ?\d+(?:\.\d+)*/giu,
  /(?<!\p{L})(?:тел|телефон)\p{L}{0,6}[.: ]{0,3}[\d ()+-]{5,20}/giu,
];

/** A date, a term, an amount that was not in the appeal itself: somebody has found or decided something. */
function hasOwnFacts(text: string, appeal: AnsweredAppeal): boolean {
  let rest = text;
  for (const pattern of [...NO_FACTS, ...datePatterns(appeal.registeredOn)]) rest = rest.replace(pattern, ' ');
  const known = new Set([appeal.number, appeal.epguNumber, appeal.settlement, appeal.address].flatMap(numbersIn));
  return numbersIn(rest).some((number) => !known.has(number)) || FACT_WORDS.test(rest);
}

const numbersIn = (text: string | null): readonly string[] => text?.match(/\d+(?:[.,:/]\d+)*/g) ?? [];

/** The day of an appeal in the ways in which people write it, the year left out or not. */
function datePatterns(day: PlainDate): RegExp[] {
  const [year = '', month = '', date = ''] = day.split('-');
  const short = (part: string) => `0?${Number(part)}`;
  const name = MONTHS[Number(month) - 1] ?? '';
  const inYear = `(?: ?(?:${year}|${year.slice(2)})(?: ?(?:г\\.|год\\p{L}{0,2}))?)?`;
  return [
    new RegExp(`(?<!\\d)${short(date)}\\.${short(month)}(?:\\.(?:${year}|${year.slice(2)}))?(?![.\\d]*\\d)`, 'gu'),
    new RegExp(`(?:${year} ел\\p{L}* )?(?<!\\d)${short(date)}(?: ?н?ч[еы])? ${name}\\p{L}*${inYear}`, 'giu'),
  ];
}

/** Words of an address that every address has. */
const DESIGNATORS =
  /^(?:ул|улица|улице|урам|урамы|дом|йорт|йорты|кв|квартира|пер|переулок|пр|проспект|проспекты|пл|площадь|тупик|посёлок|поселок|пос|пгт|село|деревня|авыл|авылы|город|гор|шәһәр|шәһәре|район|районы|республика|татарстан)$/iu;
/** A name is inflected: «Советская», «на Советской»; «Тукай», «Тукайда». */
const INFLECTED = 3;
const LEAST_STEM = 4;

/** Whether the answer shows which appeal it belongs to: by its number, its day, its place, or a number that the applicant wrote. */
function namesAppeal(text: string, appeal: AnsweredAppeal): boolean {
  const numbers = new Set(numbersIn(text));
  const its = [appeal.number, appeal.epguNumber].filter((number) => number !== null);
  if (its.some((number) => number !== '' && text.includes(number))) return true;
  if (datePatterns(appeal.registeredOn).some((pattern) => pattern.test(text))) return true;
  if (numbersIn(appeal.text).some((number) => number.length > 1 && numbers.has(number))) return true;
  // Half of an office's appeals come from one town: its name says little where the street is known.
  return placeNames(appeal).some((stem) => text.toLowerCase().includes(stem));
}

function placeNames({ address, settlement }: AnsweredAppeal): string[] {
  const inAddress = stemsOf(address).filter((stem) => !stemsOf(settlement).includes(stem));
  return inAddress.length > 0 ? inAddress : stemsOf(settlement);
}

const stemsOf = (place: string | null): string[] =>
  wordsIn(place ?? '')
    .filter((word) => word.length >= LEAST_STEM && !DESIGNATORS.test(word) && !/^\d/.test(word))
    .map((word) => word.toLowerCase().slice(0, Math.max(LEAST_STEM, word.length - INFLECTED)));
