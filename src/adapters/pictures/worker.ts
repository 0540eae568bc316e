import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { describeError } from '../../log';
import type { Examination } from '../../usecases/ports';
import type { TaskOf, WordOf } from '../apart';
import { examine } from './examine';
import { sideBySide, type Side } from './side-by-side';
import { thumbnail } from './thumbnail';

/** What can be asked of the worker. */
export type Tasks = {
  examine: { readonly asks: { readonly bytes: Uint8Array }; readonly answers: Examination };
  thumbnail: {
    readonly asks: { readonly bytes: Uint8Array; readonly side: number };
    readonly answers: Uint8Array | null;
  };
  sideBySide: { readonly asks: { readonly left: Side; readonly right: Side }; readonly answers: Uint8Array | null };
};

const say = (word: WordOf<Tasks>): void => parentPort?.postMessage(word);

// One picture at a time, on one core: the other is for whoever presses. Nothing is opened twice, so nothing is remembered.
sharp.concurrency(1);
sharp.cache(false);

parentPort?.on('message', (task: TaskOf<Tasks>) => {
  carryOut(task).then(
    (done) => say({ done }),
    (error: unknown) => say({ failed: describeError(error) }),
  );
});
say('ready');

function carryOut(task: TaskOf<Tasks>): Promise<Tasks[keyof Tasks]['answers']> {
  switch (task.name) {
    case 'examine':
      return examine(task.bytes);
    case 'thumbnail':
      return thumbnail(task.bytes, task.side);
    case 'sideBySide':
      return sideBySide(task.left, task.right);
  }
}
