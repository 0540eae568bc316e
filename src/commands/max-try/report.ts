/** Words of MAX' own that say nothing of anybody: they stand in the report as they came. */
const TOLD: readonly string[] = ['update_type', 'type', 'chat_type', 'status', 'code', 'format', 'intent', 'error'];
/** Of refusals: free words, which hold no more than what was wrong. */
const LONGEST_REFUSAL = 200;
const SMALL = 1_000;

/** A text and a number tell their length alone. */
const lengthOf = (kind: string, value: string): string => `<${kind} ${value.length}>`;

/**
 * What an answer looks like, without what it says: no token, name, number or address can be in it.
 * @returns of the same shape, with texts and numbers as their lengths
 */
export function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shapeOf(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOf(item, name)]));
  if (typeof value === 'number') return Math.abs(value) < SMALL ? value : lengthOf('number', String(value));
  if (typeof value !== 'string' || TOLD.includes(key)) return value;
  if (key === 'message') return value.slice(0, LONGEST_REFUSAL);
  return /^-?\d+$/.test(value) ? lengthOf('digits', value) : lengthOf('text', value);
}

const LONGEST_SHAPE = 1_500;

interface Tried {
  readonly title: string;
  readonly lines: string[];
}

/** What was tried and what was seen, for whoever maintains the bot. */
export class Report {
  private readonly tried: Tried[] = [];

  constructor(
    private readonly head: readonly string[],
    /** What must be in no line: the token, the tester's number. */
    private readonly secrets: readonly string[],
  ) {}

  begin(title: string): void {
    this.tried.push({ title, lines: [] });
  }

  note(line: string): void {
    this.tried.at(-1)?.lines.push(`- ${line}`);
  }

  answered(request: string, status: number, milliseconds: number, body: unknown): void {
    const shape = JSON.stringify(shapeOf(body)) ?? '';
    const shown = shape.length > LONGEST_SHAPE ? `${shape.slice(0, LONGEST_SHAPE)}…` : shape;
    this.note(`\`${request}\` → ${status}, ${Math.round(milliseconds)} ms\n  \`${shown.replaceAll('`', "'")}\``);
  }

  /** Markdown. */
  text(): string {
    const parts = this.tried.map(({ title, lines }) => [`## ${title}`, '', ...lines].join('\n'));
    const whole = [...this.head, '', parts.join('\n\n'), ''].join('\n');
    return this.secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), whole);
  }
}
