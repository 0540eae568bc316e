// `npm run bench [-- NAME …]`: the named programs one after another, all of them without a name. `press-versions --other DIR` is
// by name only: it wants another checkout, built.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const named = process.argv.slice(2);
const at = named.indexOf('--other');
const [, other] = at < 0 ? [] : named.splice(at, 2);
for (const name of named.length > 0
  ? named
  : [
      'press',
      'press-max',
      'outbox',
      'start',
      'nags',
      'digest',
      'repository',
      'near-repeats',
      'direct-line',
      'whose',
      'letter',
      'folder',
      'charts',
      'pictures',
      'signature',
      'import',
      'year',
      'statistics',
      'screens',
      'follower',
      'beside',
      'journal',
      'backup',
    ]) {
  const { status } = spawnSync(
    process.execPath,
    ['--require', require.resolve('../support/run-typescript.cjs'), path.join(__dirname, `${name}.ts`)],
    { stdio: 'inherit', env: { ...process.env, ...(other ? { BENCH_OTHER: other } : {}) } },
  );
  if (status !== 0) process.exitCode = 1;
}
