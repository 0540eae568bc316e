import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { describeError } from '../../log';
import type { Examination } from '../../usecases/ports';
import { examine } from './examine';
import { sideBySide, type Side } from './side-by-side';
import { thumbnail } from './thumbnail';

/** What can be asked of the worker. */
export interface Tasks {
  examine: { readonly asks: { readonly bytes: Uint8Array }; readonly answers: Examination };
  thumbnail: {
    readonly asks: { readonly bytes: Uint8Array; readonly side: number };
    readonly answers: Uint8Array | null;
  };
  sideBySide: { readonly asks: { readonly left: Side; readonly right: Side }; readonly answers: Uint8Array | null };
}
export type Task = { [Name in keyof Tasks]: { readonly name: Name } & Tasks[Name]['asks'] }[keyof Tasks];

/** Said once when it can work, then for each task. */
export type Word = 'ready' | { readonly done: Tasks[keyof Tasks]['answers'] } | { readonly failed: string };

const say = (word: Word): void => parentPort?.postMessage(word);

// One picture at a time, on one core: the other is for whoever presses. Nothing is opened twice, so nothing is remembered.
sharp.concurrency(1);
sharp.cache(false);

parentPort?.on('message', (task: Task) => {
  carryOut(task).then(
    (done) => say({ done }),
    (error: unknown) => say({ failed: describeError(error) }),
  );
});
say('ready');

function carryOut(task: Task): Promise<Tasks[keyof Tasks]['answers']> {
  switch (task.name) {
    case 'examine':
      return examine(task.bytes);
    case 'thumbnail':
      return thumbnail(task.bytes, task.side);
    case 'sideBySide':
      return sideBySide(task.left, task.right);
  }
}
