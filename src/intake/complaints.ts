import type { z } from 'zod';
import type { Words } from '../i18n';
import type texts from '../../locales/ru/intake.json';

/** What is wrong with somebody's data, in their words. */
export interface Complaint {
  /** Where: `[3].applicant.email`; empty for the whole. */
  readonly path: string;
  readonly reason: string;
  /** What to do about it, where that does not follow from the reason. */
  readonly todo?: string;
}

export type Path = readonly PropertyKey[];

export interface Refused {
  readonly ok: false;
  readonly complaints: readonly Complaint[];
  /** There are others, which nobody has counted. */
  readonly more?: true;
}
export type Reading<T> = { readonly ok: true; readonly value: T } | Refused;

/** Whoever has made so many mistakes has made one, many times. Each has words of its own: those of a megabyte take seconds. */
const MOST_COMPLAINTS = 100;

/** The first of these, and whether there are more. No word is looked for that is not said. */
export function refused(found: Iterable<Complaint>): Refused {
  const complaints: Complaint[] = [];
  for (const one of found) {
    if (complaints.length === MOST_COMPLAINTS) return { ok: false, complaints, more: true };
    complaints.push(one);
  }
  return { ok: false, complaints };
}

type Singular<Key extends string> = Key extends `${infer Word}_${'one' | 'few' | 'many' | 'other'}` ? Word : Key;
type KeysOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string ? Singular<Key> : `${Key}.${KeysOf<Texts[Key]>}`;
}[keyof Texts & string];

/** A key of `locales/<language>/intake.json`. */
export type IntakeKey = KeysOf<typeof texts>;
/** `count` chooses the plural. */
export type Params = Readonly<Record<string, string | number>>;
/** The texts of one language, filled with values as they are: the answers are JSON, not HTML. */
export type IntakeWords = (key: IntakeKey, params?: Params) => string;

export function intakeWords({ plain }: Words): IntakeWords {
  return (key, params) => plain(`intake:${key}`, { ...params });
}

/** What a check of ours leaves in `issue.params`: the key of its reason, of its remedy, and their values. */
export interface Check {
  readonly reason: IntakeKey;
  readonly todo?: IntakeKey;
  readonly values?: Params;
}

/** A refinement of zod that says what is wrong with a key of the texts. */
export function check(reason: IntakeKey, values?: Params, todo?: IntakeKey): { params: { check: Check } } {
  return { params: { check: { reason, ...(values && { values }), ...(todo && { todo }) } } };
}

/** What a field is, in the description of the intake; see `openApi`. */
export const says = (key: IntakeKey): { readonly says: IntakeKey } => ({ says: key });

export function complaint(path: Path, reason: string, todo?: string): Complaint {
  return { path: pathText(path), reason, ...(todo && { todo }) };
}

/** Every complaint about a value that zod refused. The value must have been parsed with `reportInput: true`. */
export function* complaints(
  error: Pick<z.ZodError, 'issues'>,
  words: IntakeWords,
  root: Path = [],
): Generator<Complaint> {
  for (const issue of error.issues) {
    const path = [...root, ...issue.path];
    if (issue.code !== 'unrecognized_keys') yield* complain(issue, words, path);
    else for (const key of issue.keys) yield unknownField([...path, key], words);
  }
}

export const unknownField = (path: Path, words: IntakeWords): Complaint =>
  complaint(path, words('unknownField'), words('unknownFieldTodo'));

function complain(
  issue: Exclude<z.core.$ZodIssue, z.core.$ZodIssueUnrecognizedKeys>,
  words: IntakeWords,
  path: Path,
): Complaint[] {
  const one = (reason: string, todo?: string) => [complaint(path, reason, todo)];
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return one(words('required'));
      if (typeof issue.input === 'number' && !Number.isFinite(issue.input)) return one(words('tooLargeNumber'));
      const expected = words(typeWord(issue.expected));
      return one(words('wrongType', { expected, received: words(typeWord(typeName(issue.input))) }));
    }
    case 'invalid_value':
      if (issue.input === undefined) return one(words('required'));
      return one(words('oneOf', { values: issue.values.map(String).join(', ') }));
    case 'too_big':
      return one(words('notMore', { limit: Number(issue.maximum) }));
    case 'too_small':
      return one(words('notLess', { limit: Number(issue.minimum) }));
    case 'invalid_format':
      if (issue.format === 'datetime') return one(words('dateTime'), words('dateTimeTodo'));
      if (issue.format === 'email') return one(words('email'));
      return one(words('wrong'));
    case 'custom': {
      const { check: ours }: { readonly check?: Check } = issue.params ?? {};
      return ours
        ? one(words(ours.reason, ours.values), ours.todo && words(ours.todo, ours.values))
        : one(words('wrong'));
    }
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
      return one(words('wrong'));
  }
}

type TypeName = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null' | 'other';

function typeName(value: unknown): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const name = typeof value;
  return name === 'string' || name === 'number' || name === 'boolean' || name === 'object' ? name : 'other';
}

function typeWord(expected: string): `types.${TypeName}` {
  switch (expected) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'object':
    case 'array':
    case 'null':
      return `types.${expected}`;
    case 'int':
      return 'types.number';
    default:
      return 'types.other';
  }
}

/** Longer keys come from a stranger's file and say nothing more. */
const LONGEST_KEY = 60;

function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key).slice(0, LONGEST_KEY);
    if (!/^[\p{L}\p{N}_$-]+$/u.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
