import { visit } from 'jsonc-parser';
import {
  complaint,
  refused,
  unknownField,
  type Complaint,
  type IntakeWords,
  type Path,
  type Reading,
} from './complaints';

/**
 * JSON as a caller must have meant it: UTF-8 without broken bytes, no name twice in one object (whichever of them JSON.parse keeps, the
 * other was meant too), none that would be the object's prototype.
 * @param root where it stands in what was sent
 */
export function readJson(bytes: Uint8Array, words: IntakeWords, root: Path = []): Reading<unknown> {
  const not = (reason: string, todo: string): Reading<unknown> => refused([complaint(root, reason, todo)]);
  const text = textOf(bytes);
  if (text === null) return not(words('json.notUtf8', { byte: brokenAt(bytes) }), words('json.notUtf8Todo'));
  if (text.trim() === '') return not(words('json.empty'), words('json.emptyTodo'));
  const { depth, values } = extentOf(text);
  if (depth > DEEPEST) return not(words('json.tooDeep'), words('json.tooDeepTodo'));
  if (values > MOST_VALUES)
    return not(words('json.tooMany', { thousands: MOST_VALUES / 1_000 }), words('json.tooManyTodo'));
  const value = parsed(text);
  if (value) {
    const faults = refused(faultsOfNames(text, words, root));
    return faults.complaints.length === 0 ? { ok: true, value: value.value } : faults;
  }
  const place = placeOfFault(text);
  return not(words(place ? 'json.syntax' : 'json.wrong', place ?? {}), words('json.syntaxTodo'));
}

const STRICT = { disallowComments: true, allowTrailingComma: false };
/** A list of appeals, each with its applicant, is three. */
const DEEPEST = 50;
/** Names and what they name, and items of lists. A megabyte of the shortest appeals that there can be has ninety thousand. */
const MOST_VALUES = 100_000;

/** How deep and of how many values, before anything is made of them. What is no JSON has an extent, too. */
function extentOf(text: string): { readonly depth: number; readonly values: number } {
  let [depth, deepest, values] = [0, 0, 0];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) at += sign === '\\' ? 1 : 0;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, (depth += 1));
    else if (sign === '}' || sign === ']') depth -= 1;
    // Between two there is one of these, or the other.
    else if (sign === ',' || sign === ':') values += 1;
  }
  return { depth: deepest, values };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Counted from 1. */
function brokenAt(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return Buffer.byteLength(text.slice(0, text.indexOf('\ufffd'))) + 1;
}

function parsed(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function* faultsOfNames(text: string, words: IntakeWords, root: Path): Generator<Complaint> {
  const unknown: Path[] = [];
  const twice: Path[] = [];
  const names: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => void names.push(new Set()),
      onObjectEnd: () => void names.pop(),
      onObjectProperty(name, _offset, _length, _line, _column, pathOf) {
        const known = names.at(-1);
        if (name === '__proto__') unknown.push([...root, ...pathOf(), name]);
        else if (known?.has(name)) twice.push([...root, ...pathOf(), name]);
        known?.add(name);
      },
    },
    STRICT,
  );
  for (const path of unknown) yield unknownField(path, words);
  for (const path of twice) yield complaint(path, words('json.twice'), words('json.twiceTodo'));
}

/** Where the text stops being JSON, counted from 1; null where only JSON.parse knows. */
function placeOfFault(text: string): { readonly line: number; readonly column: number } | null {
  const places: { line: number; column: number }[] = [];
  const onError = (_code: number, _offset: number, _length: number, line: number, column: number) => {
    if (places.length === 0) places.push({ line: line + 1, column: column + 1 });
  };
  visit(text, { onError }, STRICT);
  return places[0] ?? null;
}
