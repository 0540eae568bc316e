import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { appendFile, rename, writeFile } from 'node:fs/promises';

/** The longest that a change may stay unwritten. */
const delayMs = 150;

export interface Saved<State, Row> {
  readonly state: State;
  /** Oldest first; a later row about the same thing replaces the earlier. */
  readonly rows: Row[];
}

/**
 * Keeps a state on disk behind its changes. What is small is written whole, beside the old file and renamed over it;
 * rows, which grow without end, are appended to a second file and put together again at the next start.
 */
export class Snapshot<State, Row> {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private unwritten: Row[] = [];
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly state: () => State,
  ) {}

  /**
   * @returns undefined when nothing was ever written
   * @throws Error naming the files when they cannot be read
   */
  static read<State, Row>(file: string): Saved<State, Row> | undefined {
    if (!existsSync(file)) return undefined;
    try {
      const rows = existsSync(rowsOf(file)) ? readFileSync(rowsOf(file), 'utf8').split('\n') : [];
      // Whatever follows the last line end was being written when the process died.
      rows.pop();
      return {
        state: JSON.parse(readFileSync(file, 'utf8')) as State,
        rows: rows.map((line) => JSON.parse(line) as Row),
      };
    } catch (error) {
      throw new Error(`${file} cannot be read; remove it and ${rowsOf(file)} to begin anew`, { cause: error });
    }
  }

  /** Begins the file of rows anew with only those that still count. */
  compact(rows: readonly Row[]): void {
    replace(rowsOf(this.file), lines(rows));
  }

  append(row: Row): void {
    this.unwritten.push(row);
    this.changed();
  }

  changed(): void {
    if (this.closed) return;
    this.timer ??= setTimeout(() => {
      this.writing = this.writing.then(() => this.write());
    }, delayMs);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.writing;
    await this.write();
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    const rows = this.unwritten;
    this.unwritten = [];
    // Both as they are at this moment: a state that knows more messages than the rows would hand out ids twice.
    const state = JSON.stringify(this.state());
    try {
      if (rows.length > 0) await appendFile(rowsOf(this.file), lines(rows));
      await writeFile(draftOf(this.file), state);
      await rename(draftOf(this.file), this.file);
    } catch (error) {
      // A full disk must not end the lesson; the next start shows what is missing.
      console.error(error);
    }
  }
}

const rowsOf = (file: string): string => `${file}.messages`;
const draftOf = (file: string): string => `${file}.new`;
const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

function replace(file: string, content: string): void {
  writeFileSync(draftOf(file), content);
  renameSync(draftOf(file), file);
}
