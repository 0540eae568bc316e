import { describeError } from '../../log';
import type { RegistryPart } from '../../intake/registry/bring-in';
import { endWithBot } from '../limited-process';
import { readParts, type ReadingOrder, type Said } from './read-parts';

// A stranger's file is read apart from everything else: by a process of its own, which it may overflow. Each part is asked for, so
// that no more than one waits.

const END: RegistryPart = { what: 'end' };
const say = (said: Said): void => void process.send?.(said);

process.once('message', (order) => {
  const parts: AsyncGenerator<RegistryPart, undefined> = readParts(order as ReadingOrder);
  process.on('message', () => {
    void parts.next().then(
      ({ value }) => say({ part: value ?? END }),
      (error: unknown) => say({ fault: describeError(error) }),
    );
  });
});
endWithBot();
