// `npm run docs`: prints what documents repeat of the code, so that nobody copies by hand. `docs.test.ts` compares.
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const SNAPSHOT = path.join(ROOT, 'test/src/regulation/__snapshots__/transitions.test.ts.snap');
const MATRIX = path.join(ROOT, 'docs/maintainer/who-may-what.md');

/** The matrix of the table, as its test has it. */
function matrix() {
  const tables = require(SNAPSHOT);
  const of = (name) => tables[`кто что может на каком этапе ${name} 1`].trim().replace(/^"|"$/g, '').trim();
  return `# Кто что может на каком этапе

Printed from \`src/regulation/transitions.ts\` by \`npm run docs\`, so that an official can proof-read it beside the decree. An arrow says where
the appeal goes; in brackets are the clause and the conditions. П1/2 is Приложение № 1, пункт 2.

\`\`\`text
${of('as the decree has it')}
\`\`\`

## Where answers are signed here (SIGNATURES=verify)

\`\`\`text
${of('and where answers are signed here (SIGNATURES=verify)')}
\`\`\`
`;
}

module.exports = { matrix, MATRIX };

if (require.main === module) {
  writeFileSync(MATRIX, matrix());
  process.stdout.write(`${path.relative(ROOT, MATRIX)}\n`);
}
