import type { Json } from '../../../proof/canonical';

/** What becomes of a text of an appeal. */
export type Hides = (appealId: number, text: string) => string;

/**
 * Moments, hashes and names of files that a messenger has given: nobody has written them. A number digit by digit, however long, somebody has.
 */
const NO_WORDS =
  /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?|(?=.*[a-f])[0-9a-f-]{20,}|(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w-]{20,})$/;

/** @param ofAppeal whose texts they are: what is inside of it and says that it is another's is left */
export function hiddenIn(value: Json, hide: (text: string) => string, ofAppeal: number | null = null): Json {
  if (typeof value === 'string') return NO_WORDS.test(value) ? value : hide(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((one) => hiddenIn(one, hide, ofAppeal));
  const { appealId } = value;
  if (ofAppeal !== null && typeof appealId === 'number' && appealId !== ofAppeal) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, one === undefined ? null : hiddenIn(one, hide, ofAppeal)]),
  );
}
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
