import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { DrawnPicture, Examination } from '../../usecases/ports';
import { workForBot, type TaskOf } from '../apart';
import { examine } from './examine';
import { sideBySide } from './side-by-side';
import { thumbnail } from './thumbnail';

/** A kept photo, and what stands under it. */
export interface Side {
  readonly path: string;
  readonly lines: readonly string[];
}

/** What can be asked of the worker. It reads the files itself: their bytes never come into the bot. */
export type Tasks = {
  examine: { readonly asks: { readonly path: string }; readonly answers: Examination };
  thumbnail: {
    readonly asks: { readonly path: string; readonly side: number };
    readonly answers: DrawnPicture | null;
  };
  sideBySide: { readonly asks: { readonly left: Side; readonly right: Side }; readonly answers: Uint8Array | null };
};

// One picture at a time, on one core: the other is for whoever presses. Nothing is opened twice, so nothing is remembered.
sharp.concurrency(1);
sharp.cache(false);
// No bytes reach a library for what is no photograph: SVG and its kin would be drawn to learn how large they are.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}`) });

workForBot<Tasks>(carryOut);

async function carryOut(task: TaskOf<Tasks>): Promise<Tasks[keyof Tasks]['answers']> {
  switch (task.name) {
    case 'examine':
      return examine(await readFile(task.path));
    case 'thumbnail':
      return thumbnail(await readFile(task.path), task.side);
    case 'sideBySide': {
      const { left, right } = task;
      const read = async ({ path, lines }: Side) => ({ bytes: await readFile(path), lines });
      return sideBySide(await read(left), await read(right));
    }
  }
}
