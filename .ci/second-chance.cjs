// `second-chance.cjs STATUS RESULTS`: how jest ended and where its --json lies. Files that failed are run once more, alone:
// one that passes then failed for what else the machine did, and is told as flaky. Ends with the counts.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { findsRareThings } = require('./rare-things.cjs');

const ROOT = path.join(__dirname, '..');
const [, , status, results] = process.argv;

/** One failure of a test that looks for what happens once in a hundred times is a finding, and a second try would only hide it. */
function isFinding(file, { assertionResults }) {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const failed = assertionResults.filter(isFailed);
  // a file that could not even be loaded has none
  if (failed.length === 0) return findsRareThings(file, text, null);
  return failed.some(({ location }) => findsRareThings(file, text, location?.line ?? null));
}

/** Path → what became of its tests. */
function read(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (text === '') return null;
  return new Map(JSON.parse(text).testResults.map((result) => [path.relative(ROOT, result.name), result]));
}

const isFailed = ({ status }) => status === 'failed';
const seedOf = ({ message, assertionResults }) => {
  const said = [message, ...assertionResults.flatMap(({ failureMessages }) => failureMessages)].join('\n');
  const seed = /RANDOM_SEED=(-?\d+)/.exec(said) ?? /\bseed: (-?\d+)/.exec(said);
  return seed ? `, RANDOM_SEED=${seed[1]}` : '';
};

function summary(files) {
  const all = [...files.values()];
  const tests = all.flatMap(({ assertionResults }) => assertionResults);
  const count = (list, wanted) => list.filter(({ status }) => wanted.includes(status)).length;
  // a file that could not even be loaded has no tests, and has failed
  const broken = all.filter((file) => isFailed(file) && !file.assertionResults.some(isFailed)).length;
  const [passed, failed] = [count(tests, ['passed']), count(tests, ['failed']) + broken];
  const failedFiles = all.filter(isFailed).length;
  return {
    passed,
    failed,
    suites: `Test Suites: ${failedFiles} failed, ${all.length - failedFiles} passed, ${all.length} total`,
    tests: `Tests:       ${failed} failed, ${count(tests, ['pending', 'todo'])} skipped, ${passed} passed, ${tests.length + broken} total`,
  };
}

function main() {
  const files = read(results);
  // something before the tests failed
  if (files === null) return { lines: ['0 passed, 1 failed'], code: Number(status) || 1 };
  const failed = [...files].filter(([, result]) => isFailed(result)).map(([file]) => file);
  if (failed.length === 0) return verdict([], files, Number(status));

  const findings = failed.filter((file) => isFinding(file, files.get(file)));
  let code = 1;
  if (findings.length === 0) {
    console.log(`\nOnce more, alone: ${failed.join(' ')}`);
    const again = `${results}.again`;
    const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
    const options = ['--runInBand', '--json', `--outputFile=${again}`, '--runTestsByPath', ...failed];
    code = spawnSync(process.execPath, [jest, ...options], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
    for (const [file, result] of read(again) ?? []) files.set(file, result);
  }
  const verdictOn = (file) => {
    const result = files.get(file);
    if (findings.includes(file)) return `finding: ${file}${seedOf(result)}`;
    return `${isFailed(result) ? 'failed' : 'flaky'}: ${file}`;
  };
  return verdict(['', ...failed.map(verdictOn), ''], files, code);
}

/** A run that ended badly without a failed test has failed at something else, such as its own end. */
function verdict(lines, files, code) {
  const { suites, tests, passed, failed } = summary(files);
  const failures = code !== 0 && failed === 0 ? 1 : failed;
  const words = lines.length === 0 ? [] : [...lines, suites, tests];
  return { lines: [...words, `${passed} passed, ${failures} failed`], code: failures > 0 ? code || 1 : 0 };
}

const { lines, code } = main();
console.log(lines.join('\n'));
process.exit(code);
