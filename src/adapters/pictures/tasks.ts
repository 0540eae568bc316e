import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { examine } from './examine';
import { sideBySide } from './side-by-side';
import { thumbnail } from './thumbnail';

/** A kept photo, and what stands under it. */
export interface Side {
  readonly path: string;
  readonly lines: readonly string[];
}

// One picture at a time, on one core: the other is for whoever presses. Nothing is opened twice, so nothing is remembered.
sharp.concurrency(1);
sharp.cache(false);
// No bytes reach a library for what is no photograph: SVG and its kin would be drawn to learn how large they are.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}`) });

// They read the files themselves: their bytes never come into the bot.

const examined = async ({ path }: { readonly path: string }) => examine(await readFile(path));
const drawn = async ({ path, side }: { readonly path: string; readonly side: number }) =>
  thumbnail(await readFile(path), side);
const beside = async ({ left, right }: { readonly left: Side; readonly right: Side }) =>
  sideBySide(await read(left), await read(right));
const read = async ({ path, lines }: Side) => ({ bytes: await readFile(path), lines });

export { examined as examine, drawn as thumbnail, beside as sideBySide };
