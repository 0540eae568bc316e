import type { Letter, Protocol } from '../../usecases/ports';
import { workForBot } from '../apart';
import { writeLetter } from './letter';
import { writeProtocol } from './protocol';

/** What can be asked of the worker. */
export type Tasks = {
  letter: { readonly asks: { readonly letter: Letter }; readonly answers: Uint8Array };
  protocol: { readonly asks: { readonly protocol: Protocol }; readonly answers: Uint8Array };
};

workForBot<Tasks>((task) => (task.name === 'letter' ? writeLetter(task.letter) : writeProtocol(task.protocol)));
