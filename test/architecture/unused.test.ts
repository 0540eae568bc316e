import { execFile } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

test('nothing is exported, declared as a package or kept as a file that nobody uses', async () => {
  const knip = path.join(ROOT, 'node_modules/knip/bin/knip.js');
  const args = ['-c', 'test/architecture/knip.json', '--include', 'exports,files,dependencies', '--no-progress'];
  const found = await new Promise<string>((resolve) => {
    execFile(process.execPath, [knip, ...args], { cwd: ROOT }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  expect(found.trim()).toBe('');
});
