import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { packages } = require('../../deploy/bundle/packages.cjs') as {
  packages: (root: string) => { readonly places: readonly string[]; readonly wrong: readonly string[] };
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'murajagat-packages-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** What package-lock.json says of packages, and the versions that are installed. */
function chosen(locked: Readonly<Record<string, object>>, installed: Readonly<Record<string, string>>) {
  const packagesOf = Object.entries(locked).map(([name, one]) => [
    `node_modules/${name}`,
    { version: '1.0.0', ...one },
  ]);
  const lock = { packages: { '': {}, 'src/stand': {}, ...Object.fromEntries(packagesOf) } };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lock));
  for (const [name, version] of Object.entries(installed)) {
    mkdirSync(path.join(root, 'node_modules', name), { recursive: true });
    writeFileSync(path.join(root, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
  }
  return packages(root);
}

test('what only makes the program stays out, also where a package of production would use it if it were there', () => {
  const locked = {
    telegraf: {},
    jest: { dev: true },
    typescript: { devOptional: true },
    stand: { link: true },
    'typeorm/node_modules/glob': {},
  };
  const installed = Object.fromEntries(Object.keys(locked).map((name) => [name, '1.0.0']));
  expect(chosen(locked, installed)).toEqual({
    places: ['node_modules/telegraf', 'node_modules/typeorm/node_modules/glob'],
    wrong: [],
  });
});

test('what is lacking or of another version is named, but for what others may do without', () => {
  const locked = { pg: {}, zod: {}, 'pg-native': { optional: true }, elsewhere: { os: ['none-such'] } };
  expect(chosen(locked, { zod: '0.9.0' })).toEqual({ places: ['node_modules/zod'], wrong: ['pg', 'zod'] });
});
