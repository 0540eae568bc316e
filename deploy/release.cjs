// Called by `npm version X.Y.Z`, which has written the number into package.json and package-lock.json: into the program, too, and with the
// day into what tells of it. Entries of «Pending» become a page of CHANGELOG.md, a line each; their words stay in the history.
// The page of docs/official/news.md that is written for an office must be there before. Nothing is written unless all can be.
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = process.argv[2] ?? path.join(__dirname, '..');
const version = process.env.npm_package_version;
const day = new Date().toLocaleDateString('ru-RU');

function edited(file, from, to) {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  if (!from.test(text)) throw new Error(`${file} has nothing like ${from}`);
  return [file, text.replace(from, to)];
}

/** What «Pending» is called once it is over: its entries by their headings. */
function pageOf(entries) {
  const lines = [...entries.matchAll(/^### (.+)$/gm)].map(([, heading]) => `- ${heading}`);
  return `## ${version}, ${day}\n\nСлова каждой записи: \`git show v${version}^:CHANGELOG.md\`.\n\n${lines.join('\n')}\n`;
}

const files = [
  edited('src/version.ts', /'.*'/, `'${version}'`),
  edited('CHANGELOG.md', /^## Pending\n((?:(?!## ).*\n)*)/m, (_, entries) => `${pageOf(entries)}\n`),
  edited('docs/official/news.md', /^## Следующая версия$/m, `## ${version}, ${day}`),
];
for (const [file, text] of files) writeFileSync(path.join(ROOT, file), text.replace(/\n+$/, '\n'));
