// `npm run build`: the program as Node runs it, in `dist`. File by file by swc, as the tests compile it, which takes a second or two: the compiler of
// types took a minute of everybody's first start. What that one says is asked by `npm run types`.
const { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** What is compiled, and what lies among it and is read as it is. */
const SOURCES = ['src', 'bots', 'entities', 'migrations', 'locales'];

/** As the tests have it. But an `import()` stays one: it asks for packages that no `require` of an older Node 20 gets. */
function howToCompile() {
  const [, options] = require('./package.json').jest.transform['^.+\\.ts$'];
  return { ...options, swcrc: false, module: { ...options.module, ignoreDynamic: true } };
}

/** By their paths from the root, in one order. */
const sourceFiles = () =>
  SOURCES.flatMap((folder) =>
    readdirSync(path.join(__dirname, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.d.ts'))
      .map((entry) => path.relative(__dirname, path.join(entry.parentPath ?? entry.path, entry.name))),
  ).sort();

/** Into this folder; what else lies there stays. */
function build(to) {
  const { transformSync } = require('@swc/core');
  const how = howToCompile();
  for (const file of sourceFiles()) {
    const [from, target] = [path.join(__dirname, file), path.join(to, file)];
    mkdirSync(path.dirname(target), { recursive: true });
    if (!file.endsWith('.ts')) cpSync(from, target);
    else
      writeFileSync(
        target.replace(/\.ts$/, '.js'),
        transformSync(readFileSync(from, 'utf8'), { ...how, filename: from }).code,
      );
  }
}

module.exports = { build, sourceFiles };
if (require.main === module) build(path.join(__dirname, 'dist'));
