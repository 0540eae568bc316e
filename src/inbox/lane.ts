import type { WaitingUpdate } from './update';

/** `resting`: its first update waits for the next try, or for the moment at which a process before us would have tried. */
type LaneState = 'ready' | 'running' | 'resting';

/** What one person has sent and what is not done yet, in order; the first one is being handled, or waits for its next try. */
export class Lane {
  private readonly queue: WaitingUpdate[] = [];
  private state: LaneState = 'ready';
  private alarm: NodeJS.Timeout | undefined;

  constructor(readonly name: string) {}

  get head(): WaitingUpdate | undefined {
    return this.queue[0];
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }

  /** Updates overtake each other on their way. Whatever comes while the first one is in work or waits goes behind it. */
  add(update: WaitingUpdate): void {
    const first = this.state === 'ready' ? 0 : 1;
    let index = this.queue.length;
    while (index > first && isLater(this.queue[index - 1], update)) index -= 1;
    this.queue.splice(index, 0, update);
  }

  run(): void {
    this.state = 'running';
  }

  /** @param head what its first update has become by a try; absent: as it was */
  rest(milliseconds: number, onReady: () => void, head = this.queue[0]): void {
    if (head) this.queue[0] = { ...head, nextAttemptAt: null };
    this.state = 'resting';
    this.alarm = setTimeout(() => {
      this.state = 'ready';
      onReady();
    }, milliseconds);
  }

  /** Its first update is over. @returns whether there is another one, for which it is ready */
  shift(): boolean {
    this.queue.shift();
    this.state = 'ready';
    return this.queue.length > 0;
  }

  /** Keeps what is being handled. @returns what it has let go: another process may work it */
  letGo(): WaitingUpdate[] {
    clearTimeout(this.alarm);
    return this.queue.splice(this.isRunning ? 1 : 0);
  }
}

function isLater(one: WaitingUpdate | undefined, other: WaitingUpdate): boolean {
  return one !== undefined && (one.place - other.place || one.id - other.id) > 0;
}
