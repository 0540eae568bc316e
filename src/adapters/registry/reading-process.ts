import { describeError } from '../../process/log';
import type { RegistryPart } from '../../intake/registry/bring-in';
import { endWithBot } from '../limited-process';
import { readParts, type ReadingOrder, type Said } from './read-parts';

// A stranger's file is read apart from everything else: by a process of its own, which it may overflow. Each part is asked for, so
// that no more than one waits.

const END: RegistryPart = { what: 'end' };
const say = (said: Said | 'ready'): void => void process.send?.(said);
/** Of what is told of a fault: a library's words may have a cell of the file in them. */
const LONGEST_FAULT = 1_000;

process.once('message', (order) => {
  const parts: AsyncGenerator<RegistryPart, undefined> = readParts(order as ReadingOrder);
  process.on('message', () => {
    void parts.next().then(
      ({ value }) => say({ part: value ?? END }),
      (error: unknown) => say({ fault: describeError(error).slice(0, LONGEST_FAULT) }),
    );
  });
});
endWithBot();
say('ready');
