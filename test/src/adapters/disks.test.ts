import { mkdtempSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDisks } from '../../../src/adapters/disks';

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-disks-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('folders on one disk are one disk, with what is free on it; a folder that is not there has none', async () => {
  const disks = await createDisks([folder, path.dirname(folder), path.join(folder, 'none')])();
  const { blocks, bsize } = await statfs(folder);
  expect(disks).toMatchObject([{ folder, size: blocks * bsize }]);
  expect(disks[0]?.free).toBeGreaterThan(0);
  expect(disks[0]?.free).toBeLessThanOrEqual(blocks * bsize);
});
