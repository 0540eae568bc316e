import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Words } from '../../i18n';
import { pause } from '../../process/pause';
import type { Calls } from './calls';
import type { Report } from './report';

/** Whoever sits at the terminal with a phone in the hand. */
export interface TesterOptions {
  readonly calls: Calls;
  readonly report: Report;
  readonly words: Words;
  readonly input: NodeJS.ReadableStream;
  /** A line at the terminal. */
  readonly say: (line: string) => void;
  readonly stopped: AbortSignal;
}

export const update = z.looseObject({ update_type: z.string(), timestamp: z.union([z.number(), z.string()]) });
export type Update = z.output<typeof update>;
const answer = z.object({ updates: z.array(update), marker: z.union([z.int(), z.string()]).nullish() });

const POLL_SECONDS = 5;
/** As MAX asks for it. */
const BETWEEN_ANSWERS_MS = 300;

export class Tester {
  /** Everything that has come, in the order in which it came. */
  readonly updates: Update[] = [];
  private marker: string | number | null = null;
  private readonly lines: string[] = [];
  private hasLeft = false;
  private wake: () => void = () => undefined;

  private readonly close: () => void;

  constructor(private readonly options: TesterOptions) {
    const lines = createInterface({ input: options.input });
    this.close = () => lines.close();
    lines.on('line', (line) => {
      this.lines.push(line.trim());
      this.wake();
    });
    lines.on('close', () => {
      this.hasLeft = true;
      this.wake();
    });
    options.stopped.addEventListener('abort', () => this.wake());
  }

  /** Nothing more is asked. */
  leave(): void {
    this.close();
  }

  /** A question to be answered in words, which go into the report. Enter alone: nothing to say. */
  async ask(question: string): Promise<string> {
    this.options.say(`❓ ${question}`);
    while (this.lines.length === 0 && !this.isOver) await new Promise<void>((resolve) => (this.wake = resolve));
    const said = this.lines.shift() ?? '';
    this.options.report.note(`${question} — ${said === '' ? '…' : said}`);
    return said;
  }

  /** Something to be done in MAX, until an update tells that it was; null: Enter was pressed instead. */
  async until<Found>(request: string, find: (update: Update) => Found | null): Promise<Found | null> {
    const { words, report, say } = this.options;
    say(`👉 ${request} ${words.plain('trial:skip')}`);
    for (;;) {
      const found = (await this.poll(POLL_SECONDS)).map(find).find((one) => one !== null);
      if (found !== undefined && found !== null) return found;
      if (this.lines.length > 0 || this.isOver) {
        this.lines.shift();
        report.note(words.plain('trial:skipped'));
        return null;
      }
    }
  }

  /** One poll. @returns what has come; a line at the terminal ends the waiting */
  async poll(seconds: number): Promise<Update[]> {
    const ending = new AbortController();
    this.wake = () => ending.abort();
    const query = { timeout: seconds, limit: 100, ...(this.marker === null ? {} : { marker: this.marker }) };
    const { body } = await this.options.calls.ask('GET', '/updates', { query, quietly: true, signal: ending.signal });
    const parsed = answer.safeParse(body).data;
    if (!parsed) {
      await pause(BETWEEN_ANSWERS_MS, ending.signal);
      return [];
    }
    this.marker = parsed.marker ?? this.marker;
    this.updates.push(...parsed.updates);
    for (const one of parsed.updates) this.options.report.answered(`(update)`, 200, 0, one);
    await pause(BETWEEN_ANSWERS_MS);
    return parsed.updates;
  }

  private get isOver(): boolean {
    return this.hasLeft || this.options.stopped.aborted;
  }
}
