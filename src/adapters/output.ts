import { write, writeSync } from 'node:fs';

const AGAIN_MS = 100;
/** In characters, of what waits for a reader that is stuck; what comes beyond is lost. */
const MOST_WAITING = 16 * 1_024 * 1_024;

export interface Output {
  write(lines: string): void;
}

/**
 * Standard output (1) or error (2) of a process that works on whether it is read or not: nobody waits until a line is written, so a terminal
 * that stands still holds up nothing, and what a full disk or a closed terminal does not take is lost. Lines after it are tried anew.
 */
export function outputTo(descriptor: 1 | 2): Output {
  let waiting = '';
  let isWriting = false;

  function writeOn(bytes: Buffer): void {
    write(descriptor, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(writeOn, AGAIN_MS, bytes);
      else if (error === null && written < bytes.length) writeOn(bytes.subarray(written));
      else writeNext();
    });
  }

  function writeNext(): void {
    isWriting = waiting !== '';
    if (isWriting) writeOn(Buffer.from(waiting));
    waiting = '';
  }

  // What is under way then, the system's threads still write.
  process.once('exit', () => {
    try {
      writeSync(descriptor, waiting);
    } catch {
      // lost, as above
    }
  });
  return {
    write(lines) {
      if (waiting.length < MOST_WAITING) waiting += lines;
      if (!isWriting) writeNext();
    },
  };
}
