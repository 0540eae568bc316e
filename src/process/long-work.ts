/** Whoever has waited so long wonders whether it hangs. */
const SILENT_MS = 10_000;
const REDRAWN_MS = 1_000;

/** Where people look: of a terminal standard error, beside what it says for good; else the output, since it is no complaint. */
interface Watched {
  readonly isTTY?: boolean | undefined;
  readonly write: (text: string) => unknown;
}

export interface LongWork {
  /** What it is at, and how far. */
  readonly at: (line: string) => void;
  readonly end: () => void;
}

/**
 * Tells what a long piece of work is at, from the tenth second on: in a terminal by a line that is drawn over, each second; elsewhere, where
 * it would fill a log, by one line in all. Of quick work it says nothing.
 */
export function longWork(
  watched: Watched = process.stderr.isTTY ? process.stderr : process.stdout,
  { silentMs, redrawnMs } = { silentMs: SILENT_MS, redrawnMs: REDRAWN_MS },
): LongWork {
  let now: string | null = null;
  let told = false;
  const tell = (): void => {
    if (now === null || (told && !watched.isTTY)) return;
    watched.write(watched.isTTY ? `\r\u001b[K${now}` : `${now}\n`);
    told = true;
  };
  let timer = setTimeout(() => {
    tell();
    timer = setInterval(tell, redrawnMs);
    timer.unref();
  }, silentMs);
  // What it belongs to keeps the process alive.
  timer.unref();
  return {
    at: (line) => {
      now = line;
    },
    end: () => {
      clearTimeout(timer);
      if (told && watched.isTTY) watched.write('\r\u001b[K');
      now = null;
    },
  };
}
