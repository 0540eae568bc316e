import type { Json } from '../../../proof/canonical';

/** What becomes of a text of an appeal. */
export type Hides = (appealId: number, text: string) => string;

/** Moments, hashes and names of files that a messenger has given: nobody has written them. */
const NO_WORDS = /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?|[\w-]{20,})$/;

export function hiddenIn(value: Json, hide: (text: string) => string): Json {
  if (typeof value === 'string') return NO_WORDS.test(value) ? value : hide(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => hiddenIn(one, hide));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, one === undefined ? null : hiddenIn(one, hide)]),
  );
}
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
