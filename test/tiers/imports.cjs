const { existsSync, readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const FOLDERS = ['src', 'bots', 'entities', 'test'];
/** `from '…'`, `import '…'`, `import('…')`, `require('…')`, of our own files. */
const IMPORT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** As git names it. */
const inRoot = (file) => path.relative(ROOT, file).split(path.sep).join('/');

/** Every TypeScript file of the tree, by its path from the root. */
function sources() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => inRoot(path.join(ROOT, folder, file))),
  ).sort();
}

/** File → those that it imports, by their paths from the root. Read as text: 1,100 files in some 0.2 s, and no compiler. */
function importsOf(files = sources()) {
  return new Map(
    files.map((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8');
      const wanted = [...text.matchAll(IMPORT)].map(([, target]) => {
        const whole = path.resolve(ROOT, path.dirname(file), target);
        return [whole, `${whole}.ts`].find((one) => /\.\w+$/.test(one) && existsSync(one));
      });
      return [file, [...new Set(wanted.filter((one) => one !== undefined).map(inRoot))]];
    }),
  );
}

/** All that is reached from `start` by these steps, itself included; what `stops` is reached and not gone through. */
function reachable(start, steps, stops = () => false) {
  const reached = new Set(start);
  for (const file of reached) if (!stops(file)) for (const next of steps.get(file) ?? []) reached.add(next);
  return reached;
}

/** The same arrows the other way round. */
function reversed(steps) {
  const back = new Map([...steps.keys()].map((file) => [file, []]));
  for (const [file, targets] of steps)
    for (const target of targets) back.set(target, [...(back.get(target) ?? []), file]);
  return back;
}

module.exports = { ROOT, importsOf, inRoot, reachable, reversed };
