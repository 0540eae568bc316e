import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whether one folder is the other, or lies in it, by whichever of its names it is reached; either may not be there yet. */
export function areOneWithin(one: string, other: string): boolean {
  const [ofOne, ofOther] = [lineage(one), lineage(other)];
  return ofOne.includes(ofOther[0] ?? '') || ofOther.includes(ofOne[0] ?? '');
}

/** It and all above it: by the disk's own numbers, which a link, a second mount and another case of letters share. */
function lineage(folder: string): readonly string[] {
  const above: string[] = [];
  for (let at = realOf(path.resolve(folder)); ; at = path.dirname(at)) {
    above.push(numbersOf(at) ?? at);
    if (path.dirname(at) === at) return above;
  }
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? folder : path.join(realOf(parent), path.basename(folder));
  }
}

function numbersOf(folder: string): string | null {
  try {
    const { dev, ino } = statSync(folder, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

/** What an office has in DATA_DIR; each may be a link to another disk. */
const PARTS = ['', 'files', 'pg', 'folders'];

/** Copies in what they are copies of would go with it, and a sweep of one would be a sweep of the other. */
export const isWithData = (directory: string, dataDir: string): boolean =>
  PARTS.some((part) => areOneWithin(directory, path.join(path.resolve(dataDir), part)));
