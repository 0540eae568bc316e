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
  return new JsonReader(text).read();
}

class JsonReader {
  private readonly tokens = new RegExp(TOKEN);
  private line = 1;
  private token = '';

  constructor(private readonly text: string) {}

  read(): JsonNode {
    this.advance();
    const root = this.node();
    if (this.token !== '') throw this.fault('the end of the file');
    return root;
  }

  private node(): JsonNode {
    if (this.token === '[') return this.array();
    if (this.token === '{') return this.object();
    const { line } = this;
    const value = this.scalar();
    this.advance();
    return { value, line, parts: null };
  }

  private array(): JsonNode {
    const { line } = this;
    const parts = new Map<number, JsonNode>();
    this.members(']', () => parts.set(parts.size, this.node()));
    return { value: [...parts.values()].map(({ value }) => value), line, parts };
  }

  private object(): JsonNode {
    const { line } = this;
    const parts = new Map<string, JsonNode>();
    this.members('}', () => {
      const key = this.key();
      if (parts.has(key)) throw new JsonFault(this.line, `${key} stands twice in one object; keep one`);
      this.advance();
      if (this.token !== ':') throw this.fault('a colon');
      this.advance();
      parts.set(key, this.node());
    });
    return { value: Object.fromEntries([...parts].map(([key, { value }]) => [key, value])), line, parts };
  }

  /** Reads members with commas between, and the `end` behind them. */
  private members(end: ']' | '}', member: () => void): void {
    this.advance();
    for (let first = true; this.token !== end; first = false) {
      if (!first) {
        if (this.token !== ',') throw this.fault(`a comma or ${end}`);
        this.advance();
      }
      member();
    }
    this.advance();
  }

  private key(): string {
    if (!this.token.startsWith('"') || this.token === '"') throw this.fault('a key in quotation marks');
    return String(this.scalar());
  }

  private scalar(): unknown {
    try {
      return JSON.parse(this.token);
    } catch {
      throw this.fault('a value');
    }
  }

  private advance(): void {
    const from = this.tokens.lastIndex;
    this.token = this.tokens.exec(this.text)?.[1] ?? '';
    const passed = this.text.slice(from, this.tokens.lastIndex - this.token.length);
    this.line += passed.split('\n').length - 1;
  }

  private fault(expected: string): JsonFault {
    const found = this.token === '' ? 'the file ends' : `${this.token} stands`;
    return new JsonFault(this.line, `${found} where ${expected} is expected`);
  }
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
