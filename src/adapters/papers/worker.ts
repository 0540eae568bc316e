import { parentPort } from 'node:worker_threads';
import { describeError } from '../../log';
import type { Letter, Protocol } from '../../usecases/ports';
import type { TaskOf, WordOf } from '../apart';
import { writeLetter } from './letter';
import { writeProtocol } from './protocol';

/** What can be asked of the worker. */
export type Tasks = {
  letter: { readonly asks: { readonly letter: Letter }; readonly answers: Uint8Array };
  protocol: { readonly asks: { readonly protocol: Protocol }; readonly answers: Uint8Array };
};

const say = (word: WordOf<Tasks>): void => parentPort?.postMessage(word);

parentPort?.on('message', (task: TaskOf<Tasks>) => {
  carryOut(task).then(
    (done) => say({ done }),
    (error: unknown) => say({ failed: describeError(error) }),
  );
});
say('ready');

const carryOut = (task: TaskOf<Tasks>): Promise<Uint8Array> =>
  task.name === 'letter' ? writeLetter(task.letter) : writeProtocol(task.protocol);
