// Called by `npm version X.Y.Z`, which has written the number into package.json and package-lock.json: into the program, too, and into
// CHANGELOG.md with the day, so that «Pending» is over.
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const version = process.env.npm_package_version;
const day = new Date().toLocaleDateString('ru-RU');

function edit(file, from, to) {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  if (!from.test(text)) throw new Error(`${file} has nothing like ${from}`);
  writeFileSync(path.join(ROOT, file), text.replace(from, to));
}

edit('src/version.ts', /'.*'/, `'${version}'`);
edit('CHANGELOG.md', /^## Pending$/m, `## ${version}, ${day}`);
