export const say = (line: string): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** As a shell has it for what Ctrl+C has ended. */
export const INTERRUPTED = 130;

/** The first Ctrl+C, or the end of the terminal, lets the piece that is in hand end, or takes it back, and a server stop that was started for it; the second Ctrl+C ends the command at once. */
export function interruption(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  // Said by the shell and by the system, so more than once; and nobody reads on.
  process.on('SIGHUP', () => {
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
    stopping.abort();
  });
  return stopping.signal;
}

/** In a terminal only: a log needs no line that is drawn over. */
export function progressLine(words: (count: number) => string) {
  const { isTTY } = process.stderr;
  return {
    draw: (count: number): void => void (isTTY && process.stderr.write(`\r${words(count)}`)),
    clear: (): void => void (isTTY && process.stderr.write('\r\u001b[K')),
  };
}
