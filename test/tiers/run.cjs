// `run.cjs TIER [--since REV] [what jest is given]`: the tests of a tier, with what the tools say of the tree.
//   unit   what needs no database          quick  what needs none, what is near a change, three whole lives
//   test   every commit                    long   what kills, walks months and plays games of chance
//   stand  the training stand's own        all    everything
// The tools remember what they have read (node_modules/.cache), by contents; architecture.test.ts asks them without their memory.
const { spawn, spawnSync } = require('node:child_process');
const path = require('node:path');
const { ROOT, importsOf } = require('./imports.cjs');
const { RUNS, SMOKE, STAND, near, tiers } = require('./tiers.cjs');

const CACHE = 'node_modules/.cache';
/** They make much that is short-lived: with room for it a tenth of their time is saved. */
const ROOM = '--max-semi-space-size=64';
/** More than an hour's change is near to is `npm test`'s: of a change to a cornerstone only what is nearest. */
const MOST_NEAR = 12;

const TOOLS = {
  'types and lint': ['test/tiers/types-and-lint.cjs'],
  typography: [
    'node_modules/prettier/bin/prettier.cjs',
    ...['--check', '--cache', '--cache-location', `${CACHE}/typography`, '.'],
  ],
};

/** `aside`: what it says is shown when it has ended, whole. @returns how it ended, and after how many seconds */
function run({ name, program, args, env = {}, aside = false }) {
  const start = performance.now();
  const child = spawn(process.execPath, [...(aside ? [ROOM] : []), path.join(ROOT, program), ...args], {
    cwd: ROOT,
    stdio: aside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => output.push(bytes));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(output));
      resolve({ name, status, seconds: Math.round((performance.now() - start) / 1000) });
    });
  });
}
const git = (...args) =>
  spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line !== '');

/** What differs from `since`, kept or not: where nothing does, the last commit. */
function changedFiles(since) {
  const differing = (rev) => [
    ...new Set([...git('diff', '--name-only', rev), ...git('ls-files', '--others', '--exclude-standard')]),
  ];
  const changed = differing(since ?? 'HEAD');
  return changed.length > 0 || since !== undefined ? changed : differing('HEAD~1');
}

/** The tests of a tier, null for all. */
function filesOf(tier, since) {
  if (tier === 'all') return null;
  const imports = importsOf();
  const byFile = tiers(imports);
  const of = (...wanted) => [...byFile].filter(([, its]) => wanted.includes(its)).map(([file]) => file);
  if (tier !== 'quick') return of(...RUNS[tier]);

  const differing = changedFiles(since);
  const changed = differing.filter((file) => file.endsWith('.ts'));
  const office = new Set(of('office'));
  const byDistance = [2, 1, 0].map((climbs) => near(changed, climbs, imports).filter((file) => office.has(file)));
  const nearest = byDistance.find((files) => files.length <= MOST_NEAR) ?? byDistance[2].slice(0, MOST_NEAR);
  const left = byDistance[0].length - nearest.length;
  process.stdout.write(
    `Near ${changed.length} changed files: ${nearest.length} tests with a database${left > 0 ? `, ${left} more are for npm test` : ''}\n`,
  );
  const stand = differing.some((file) => STAND.test(file)) ? of('stand') : [];
  return [...new Set([...of(...RUNS.quick), ...stand, ...nearest, ...SMOKE])];
}

async function main([tier, ...given]) {
  const at = given.indexOf('--since');
  const [, since] = at < 0 ? [] : given.splice(at, 2);
  // whoever names files wants these and nothing else
  const named = given.some((one) => !one.startsWith('-') && one.startsWith('test'));
  const withTools = !named && (tier === 'quick' || tier === 'test');
  const tools = withTools ? Object.entries(TOOLS) : [];
  if (withTools) process.stdout.write(`${tools.map(([name]) => name).join(', ')}, tests …\n`);
  const files = named ? null : filesOf(tier, since);
  const filter = files ? ['--filter', path.join(__dirname, 'filter.cjs')] : [];
  const env = {
    ...(files ? { TEST_FILES: files.join('\n') } : {}),
    ...(tier === 'unit' || tier === 'stand' ? { TEST_SERVER: 'none' } : {}),
  };
  // Each tool is one thread, so all go side by side: one after another they would leave a core with nothing to do.
  const took = await Promise.all([
    ...tools.map(([name, [program, ...args]]) => run({ name, program, args, aside: true })),
    run({ name: 'tests', program: 'node_modules/jest/bin/jest.js', args: [...filter, ...given], env }),
  ]);
  if (took.length > 1)
    process.stdout.write(
      `\n${took.map(({ name, status, seconds }) => `${name} ${seconds} s${status === 0 ? '' : ' FAILED'}`).join(' · ')}\n`,
    );
  process.exitCode = took.some(({ status }) => status !== 0) ? 1 : 0;
}

void main(process.argv.slice(2));
