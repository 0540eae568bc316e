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

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"|$)/y;

/**
 * Reads JSON and keeps the lines, so that a person is told where a fault is: JSON.parse gives a position in some Node
 * versions and for some faults only. A key that stands twice in one object is a fault, not the last one's victory.
 * @throws JsonFault
 */
export function parseJsonLines(text: string): JsonNode {
  const tokens = new RegExp(TOKEN);
  let line = 1;
  let token = '';
  const fault = (expected: string) =>
    new JsonFault(line, `${token === '' ? 'the file ends' : `${token} stands`} where ${expected} is expected`);

  function advance(): void {
    const from = tokens.lastIndex;
    token = tokens.exec(text)?.[1] ?? '';
    const passed = text.slice(from, tokens.lastIndex - token.length);
    line += passed.split('\n').length - 1;
  }

  function scalar(): unknown {
    try {
      return JSON.parse(token);
    } catch {
      throw fault('a value');
    }
  }

  /** Reads members until `end`, with commas between. */
  function members(end: string, member: () => void): void {
    advance();
    for (let first = true; token !== end; first = false) {
      if (!first) {
        if (token !== ',') throw fault(`a comma or ${end}`);
        advance();
      }
      member();
    }
  }

  function node(): JsonNode {
    const at = line;
    const parts = new Map<PropertyKey, JsonNode>();
    if (token === '[') {
      members(']', () => parts.set(parts.size, node()));
      advance();
      return { value: [...parts.values()].map(({ value }) => value), line: at, parts };
    }
    if (token === '{') {
      members('}', () => {
        if (!token.startsWith('"') || token === '"') throw fault('a key in quotation marks');
        const key = String(scalar());
        if (parts.has(key)) throw new JsonFault(line, `${key} stands twice in one object; keep one`);
        advance();
        if (token !== ':') throw fault('a colon');
        advance();
        parts.set(key, node());
      });
      advance();
      return { value: Object.fromEntries([...parts].map(([key, { value }]) => [key, value])), line: at, parts };
    }
    const value = scalar();
    advance();
    return { value, line: at, parts: null };
  }

  advance();
  const root = node();
  if (token !== '') throw fault('the end of the file');
  return root;
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
