import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

/** A JSON text in which something is wrong, at that line. */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';

  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** A value of a JSON text and the line on which it begins, counted from 1. */
export interface JsonNode {
  readonly value: unknown;
  readonly line: number;
  /** Of an object by key, of an array by index; null for a scalar. */
  readonly parts: ReadonlyMap<PropertyKey, JsonNode> | null;
}

const EXPECTED: Readonly<Record<string, string>> = {
  ValueExpected: 'a value',
  InvalidSymbol: 'a value or a key in quotation marks',
  PropertyNameExpected: 'a key in quotation marks',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: 'a comma or }',
  CloseBracketExpected: 'a comma or ]',
  EndOfFileExpected: 'the end of the file',
};

/**
 * Reads JSON and keeps the lines, so that a person is told where a fault is: JSON.parse gives a position in some Node
 * versions and for some faults only. A key that stands twice in one object is a fault, not the last one's victory.
 * @throws JsonFault
 */
export function parseJsonLines(text: string): JsonNode {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const [error] = errors;
  if (error) throw new JsonFault(lineOf(error.offset), fault(text, error));
  if (!root) throw new JsonFault(1, 'the file ends where a value is expected');
  try {
    // The tree tells places; what the text means is JSON.parse's word alone.
    JSON.parse(text);
  } catch (cause) {
    throw new JsonFault(1, cause instanceof Error ? cause.message : String(cause));
  }
  return nodeOf(root, lineOf);
}

function fault(text: string, { error, offset, length }: ParseError): string {
  const code = printParseErrorCode(error);
  const found = text.slice(offset, offset + length).trim();
  const expected = EXPECTED[code];
  if (expected === undefined) return `${code} at ${found === '' ? 'the end' : found}`;
  return `${found === '' ? 'the file ends' : `${found} stands`} where ${expected} is expected`;
}

function nodeOf(node: Node, lineOf: (offset: number) => number): JsonNode {
  const line = lineOf(node.offset);
  const children = node.children ?? [];
  if (node.type === 'array') {
    const items = children.map((child) => nodeOf(child, lineOf));
    return { line, parts: new Map(items.entries()), value: items.map(({ value }) => value) };
  }
  if (node.type !== 'object') return { line, parts: null, value: node.value };
  const parts = new Map<string, JsonNode>();
  for (const { children: [key, value] = [] } of children) {
    if (!key || !value) continue;
    const name = String(key.value);
    if (parts.has(name)) throw new JsonFault(lineOf(key.offset), `${name} stands twice in one object; keep one`);
    parts.set(name, nodeOf(value, lineOf));
  }
  return { line, parts, value: Object.fromEntries([...parts].map(([name, part]) => [name, part.value])) };
}

/** The line of what the path leads to; of the nearest thing around it when it is not there. */
export function lineAt(root: JsonNode, path: readonly PropertyKey[]): number {
  let node = root;
  for (const key of path) {
    const part = node.parts?.get(key);
    if (!part) break;
    node = part;
  }
  return node.line;
}
