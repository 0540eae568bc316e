/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The one way of writing a value that RFC 8785 allows: names in the order of their UTF-16 units, numbers and texts as ECMAScript writes
 * them, no blanks. What is undefined is left out, as JSON does.
 *
 * Own lines and no package: ECMAScript has all the rest of that RFC already, and every proof that was ever printed hangs on these not
 * changing.
 * @throws RangeError for a number that JSON has no word for, or half a character
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    // Two programs would write it in two ways.
    if (!value.isWellFormed()) throw new RangeError('Half a surrogate pair is no text');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`JSON has no word for ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const said: string[] = [];
  // Sorted as they are compared by default: by their UTF-16 units.
  for (const name of Object.keys(value).sort()) {
    const one = value[name];
    if (one !== undefined) said.push(`${canonicalJson(name)}:${canonicalJson(one)}`);
  }
  return `{${said.join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
