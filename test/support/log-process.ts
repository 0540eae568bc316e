import { write } from 'node:fs';
import { createLog } from '../../src/adapters/log';

/**
 * A process with the program's log. `{ log: 5 }`: so many lines, answered with `{ logged: 5, error }` when standard output has taken a
 * line of another writer or has refused it with this code. `{ leave: 5 }`: as many, and it ends at once with code 3.
 */
const log = createLog('info');
const say = (lines: number): void => {
  for (let line = 1; line <= lines; line += 1) log.info({ line }, 'x');
};

process.on('message', (asked: { log: number } | { leave: number }) => {
  if ('leave' in asked) {
    say(asked.leave);
    process.exit(3);
  }
  say(asked.log);
  write(1, '\n', (error) => process.send?.({ logged: asked.log, error: error?.code ?? null }));
});
process.send?.({ ready: true });
