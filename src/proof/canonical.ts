/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json | undefined };

/**
 * The one way of writing a value that RFC 8785 allows: names in the order of their UTF-16 units, numbers and texts as ECMAScript writes
 * them, no blanks. What is undefined is left out, as JSON does.
 *
 * Own lines and no package: ECMAScript has all the rest of that RFC already, and every proof that was ever printed hangs on these not
 * changing.
 * @throws RangeError for a number that JSON has no word for, or half a character
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`JSON has no word for ${value}`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value, undefined);
}

/** The same of an object, of which what is `absent` is left out, too; of what it holds within, no more than ever. */
export function canonicalObject(value: JsonObject, absent: null | undefined): string {
  const said: string[] = [];
  for (const { name, text } of namesOf(value)) {
    const one = value[name];
    if (one !== undefined && (one !== null || absent !== null)) said.push(text + canonicalJson(one));
  }
  // Joined at once: a text that grows by pieces is a chain of them, which took half as long again.
  return `{${said.join(',')}}`;
}

function canonicalText(text: string): string {
  // Two programs would write it in two ways.
  if (!text.isWellFormed()) throw new RangeError('Half a surrogate pair is no text');
  return JSON.stringify(text);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

interface Name {
  readonly name: string;
  /** As JSON writes it, and its colon. */
  readonly text: string;
}

/**
 * How the names of the last object with so many were ordered. Rows of one table have the same names, millions of them one after
 * another: to sort and to quote them anew for each took half of the time in which a journal is verified.
 */
const lastOrders = new Map<number, { readonly names: readonly string[]; readonly ordered: readonly Name[] }>();

function namesOf(value: JsonObject): readonly Name[] {
  const names = Object.keys(value);
  const last = lastOrders.get(names.length);
  if (last?.names.every((name, index) => name === names[index])) return last.ordered;
  // Sorted as they are compared by default: by their UTF-16 units.
  const ordered = [...names].sort().map((name) => ({ name, text: `${canonicalText(name)}:` }));
  lastOrders.set(names.length, { names, ordered });
  return ordered;
}
