import { visit, type JSONPath } from 'jsonc-parser';
import { complaint, type Complaint, type IntakeWords, type Path, type Reading } from './complaints';

/**
 * JSON as a caller must have meant it: UTF-8 without broken bytes, no name twice in one object (whichever of them JSON.parse keeps, the
 * other was meant too), none that would be the object's prototype.
 * @param root where it stands in what was sent
 */
export function readJson(bytes: Uint8Array, words: IntakeWords, root: Path = []): Reading<unknown> {
  const refused = (reason: string, todo: string): Reading<unknown> => ({
    ok: false,
    complaints: [complaint(root, reason, todo)],
  });
  const text = textOf(bytes);
  if (text === null) return refused(words('json.notUtf8', { byte: brokenAt(bytes) }), words('json.notUtf8Todo'));
  if (text.trim() === '') return refused(words('json.empty'), words('json.emptyTodo'));
  const value = parsed(text);
  try {
    if (value) {
      const faults = faultsOfNames(text, words, root);
      return faults.length === 0 ? { ok: true, value: value.value } : { ok: false, complaints: faults };
    }
    const place = placeOfFault(text);
    return refused(words(place ? 'json.syntax' : 'json.wrong', place ?? {}), words('json.syntaxTodo'));
  } catch (error) {
    // the walk is as deep as the value, which goes deeper than any appeal
    if (error instanceof RangeError) return refused(words('json.tooDeep'), words('json.tooDeepTodo'));
    throw error;
  }
}

const STRICT = { disallowComments: true, allowTrailingComma: false };
/** A megabyte of one name would be answered with many. */
const MOST_FAULTS = 100;

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

function faultsOfNames(text: string, words: IntakeWords, root: Path): Complaint[] {
  const faults: Complaint[] = [];
  const names: Set<string>[] = [];
  const complain = (name: string, pathOf: () => JSONPath, reason: string, todo: string) => {
    if (faults.length < MOST_FAULTS) faults.push(complaint([...root, ...pathOf(), name], reason, todo));
  };
  visit(
    text,
    {
      onObjectBegin: () => void names.push(new Set()),
      onObjectEnd: () => void names.pop(),
      onObjectProperty(name, _offset, _length, _line, _column, pathOf) {
        const known = names.at(-1);
        if (name === '__proto__') complain(name, pathOf, words('unknownField'), words('unknownFieldTodo'));
        else if (known?.has(name)) complain(name, pathOf, words('json.twice'), words('json.twiceTodo'));
        known?.add(name);
      },
    },
    STRICT,
  );
  return faults;
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
