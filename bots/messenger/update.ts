/** A body that is not an update; the message says what is wrong. */
export class NotAnUpdateError extends Error {
  override readonly name = 'NotAnUpdateError';
}

/** Messengers nest an update's objects about 10 deep; deeper than this overflows stacks, PostgreSQL's among them. */
const DEEPEST = 60;

/**
 * An update as jsonb takes it, which refuses NUL and halves of surrogate pairs: both become U+FFFD.
 * @throws NotAnUpdateError when it is nested too deep
 */
export const storableUpdate = <Update extends object>(update: Update): Update => storable(update, 0) as Update;

function storable(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new NotAnUpdateError(`an update is not nested deeper than ${DEEPEST}`);
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), storable(item, depth + 1)]));
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** An object of JSON: neither null nor a list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
