import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** The longest that a change may stay unwritten. */
const delayMs = 150;

/** Writes a state behind its changes: the whole of it, beside the old one, then renamed over it. */
export class Snapshot {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly file: string,
    private readonly state: () => unknown,
  ) {}

  /** @returns undefined when nothing was ever written */
  static read(file: string): unknown {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
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
    writeFileSync(this.draft, JSON.stringify(this.state()));
    renameSync(this.draft, this.file);
  }

  private async write(): Promise<void> {
    this.timer = undefined;
    try {
      await writeFile(this.draft, JSON.stringify(this.state()));
      await rename(this.draft, this.file);
    } catch (error) {
      // A full disk must not end the lesson; the next change tries again.
      console.error(error);
    }
  }

  private get draft(): string {
    return `${this.file}.new`;
  }
}
