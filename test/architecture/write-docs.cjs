// `npm run docs`: prints what documents repeat of the code, so that nobody copies by hand. `docs.test.ts` compares.
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { KINDS, NEEDS_DATABASE, PARTLY, RUNS, TIERS } = require('../tiers/tiers.cjs');

const ROOT = path.join(__dirname, '../..');
const SNAPSHOT = path.join(ROOT, 'test/src/regulation/__snapshots__/transitions.test.ts.snap');
const ENGAGEMENTS = path.join(ROOT, 'test/src/regulation/engagement/__snapshots__/matrix.test.ts.snap');
const MATRIX = path.join(ROOT, 'docs/maintainer/who-may-what.md');
const TESTS = path.join(ROOT, 'docs/maintainer/tests.md');

/** The matrix of the table, as its test has it. */
function matrix() {
  const tables = { ...require(SNAPSHOT), ...require(ENGAGEMENTS) };
  const printed = (name) => tables[`${name} 1`].trim().replace(/^"|"$/g, '').trim();
  const of = (name) => printed(`кто что может на каком этапе ${name}`);
  const withEngagements = (name) => printed(`кто что может с тем, что делает ОГ ${name}`);
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

## ОГ: опросы, голосования, обсуждения, слушания, прямые линии, новости

Printed from \`src/regulation/engagement/transitions.ts\`; the level is always «муниципальный», else nothing of it is allowed.

\`\`\`text
${withEngagements('at each stage')}
\`\`\`

## Вопрос прямой линии

Printed from \`src/regulation/engagement/line-questions.ts\`; while the line runs and its results are summed up.

\`\`\`text
${withEngagements('and with a question of a direct line')}
\`\`\`

## Группа жителей, из которой прямая линия собирает вопросы

Printed from \`src/regulation/engagement/asked-in-group.ts\`; groups of a domestic messenger alone.

\`\`\`text
${withEngagements('and with a group of citizens')}
\`\`\`
`;
}

/** As prettier sets it. */
function table([head, ...rows]) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map((row) => line(row)).join('\n');
}

const code = (text) => `\`${text}\``;

/** Where each kind of test runs, as test/tiers has it. */
function tests() {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const commandOf = (run) => {
    const [name] = Object.entries(scripts).find(([, script]) => script === `node test/tiers/run.cjs ${run}`);
    return code(name === 'test' ? 'npm test' : `npm run ${name}`);
  };
  const kinds = [
    ...KINDS.map(({ kind, tier, where }) => [kind, where.map(code).join(' '), tier]),
    ['whatever else has a database or starts the program', `reaches ${NEEDS_DATABASE.map(code).join(' ')}`, 'office'],
    ['all the rest', '', 'unit'],
  ];
  const runs = Object.entries(RUNS).map(([run, whole]) => [
    commandOf(run),
    ...TIERS.map((tier) => (whole.includes(tier) ? 'all' : (PARTLY[run]?.[tier] ?? ''))),
  ]);
  return `# Where each kind of test runs

Printed from \`test/tiers/tiers.cjs\` by \`npm run docs\`. A test file is in one tier, that of the first line which fits; the
commands run tiers. \`npm test\` and \`npm run quick\` ask the tools too (types of the bot, of the stand's page, typography, lint),
which remember what they have read; \`architecture.test.ts\` asks them without their memory. \`.ci/run\` is \`npm run check\` on a fresh
checkout: everything.

${table([['what', 'where', 'tier'], ...kinds])}

${table([['command', ...TIERS], ...runs])}
`;
}

module.exports = { matrix, MATRIX, tests, TESTS };

if (require.main === module) {
  for (const [file, text] of [
    [MATRIX, matrix()],
    [TESTS, tests()],
  ]) {
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(ROOT, file)}\n`);
  }
}
