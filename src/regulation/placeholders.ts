import { entriesOf } from './lists';
/**
 * What a template of an answer may leave to the appeal, and its names: one set for all, whatever language somebody's bot speaks, since a
 * template is one text for the whole office.
 *
 * number    of the appeal in ПОС; of all that are worked as one
 * date      of its registration; of theirs
 * address   of the problem, with its settlement
 * topic     the nearest of fact, subcategory and category
 * executor  surname and initials
 * term      until when the appeal is answered: the nearest of theirs
 * today     the day on which the text is put into an answer
 */
const PLACEHOLDERS = {
  number: ['номер'],
  date: ['дата', 'көн'],
  address: ['адрес'],
  topic: ['тема'],
  executor: ['исполнитель', 'башкаручы'],
  term: ['срок'],
  today: ['сегодня', 'бүген'],
} as const satisfies Record<string, readonly string[]>;
export type Placeholder = keyof typeof PLACEHOLDERS;

/** Null: it is not known of this appeal. */
export type PlaceholderValues = Readonly<Record<Placeholder, string | null>>;

/** As they are written in a template, the first name of each: «{номер}». */
export const KNOWN_PLACEHOLDERS: readonly string[] = Object.values(PLACEHOLDERS).map(([name]) => `{${name}}`);

const WRITTEN = /\{([^{}\n]{0,40})\}/gu;

function placeholderOf(written: string): Placeholder | null {
  const name = written.trim().toLowerCase();
  return entriesOf(PLACEHOLDERS).find(([, names]) => names.some((one) => one === name))?.[0] ?? null;
}

/** What stands in braces and is no placeholder, as it is written, each once. */
export function unknownPlaceholders(text: string): string[] {
  const unknown = [...text.matchAll(WRITTEN)].filter(([, name = '']) => placeholderOf(name) === null);
  return [...new Set(unknown.map(([whole]) => whole))];
}

/** Placeholders that nobody has filled in: a text with one of them is no answer yet. As they are written, each once. */
export function placeholdersLeft(text: string): string[] {
  const left = [...text.matchAll(WRITTEN)].filter(([, name = '']) => placeholderOf(name) !== null);
  return [...new Set(left.map(([whole]) => whole))];
}

const WITH_STOP = new RegExp(`${WRITTEN.source}(\\.?)`, 'gu');

/**
 * The text with what is known in place of each placeholder; what is not stays for whoever writes the answer. Initials end with a full
 * stop, which ends their sentence too.
 */
export const filledIn = (text: string, values: PlaceholderValues): string =>
  text.replace(WITH_STOP, (whole, name: string, stop: string) => {
    const placeholder = placeholderOf(name);
    const value = placeholder === null ? null : values[placeholder];
    return value === null ? whole : value.endsWith('.') ? value : value + stop;
  });
