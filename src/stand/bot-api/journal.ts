import { machineNow } from '../clock';

const capacity = 10_000;

export interface JournalEntry {
  readonly id: number;
  /** When it was answered, in milliseconds of the machine's clock. */
  readonly at: number;
  readonly method: string;
  readonly chatId: number | null;
  readonly ok: boolean;
  readonly code: number;
  readonly description: string | null;
  /** The fault that was ordered and struck this request. */
  readonly fault: string | null;
}

/** Every Bot API request with its verdict, the newest ten thousand. Numbered when answered. */
export class Journal {
  private readonly entries: JournalEntry[] = [];
  private lastId = 0;

  add(entry: Omit<JournalEntry, 'id' | 'at'>): void {
    this.entries.push({ id: ++this.lastId, at: machineNow(), ...entry });
    if (this.entries.length > capacity * 1.1) this.entries.splice(0, this.entries.length - capacity);
  }

  after(id: number): JournalEntry[] {
    return this.entries.filter((entry) => entry.id > id);
  }
}
