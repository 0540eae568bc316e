// Before every start: builds where what is here is not what was built, so that what runs is what is here. Told by the contents
// and not by times, which a checkout sets as it likes. An installation without the development packages
// (`npm ci --omit=dev`) has no compiler, and runs what was built before.
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { build, sourceFiles } = require('./build.cjs');

/** What else makes another program of the same sources; the lock says which compiler. */
const SETTINGS = ['package.json', 'package-lock.json', 'build.cjs'];
const BUILT_FROM = path.join(__dirname, 'dist/built-from');

/** What may not be read is told by the program itself. */
const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
/** In the office's language, as far as it is known before anything was built. */
const words = () => {
  const named = process.env.DEFAULT_LOCALE ?? /^DEFAULT_LOCALE=\W*(\w+)/m.exec(read(path.join(__dirname, '.env')))?.[1];
  const locale = named === 'tt' ? 'tt' : 'ru';
  return JSON.parse(read(path.join(__dirname, 'locales', locale, 'common.json'))).start;
};

/** SHA-256 over the names and the bytes of all that is built: some 40 ms for 4 MB. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...sourceFiles(), ...SETTINGS])
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(__dirname, file)))
      .update('\0');
  return hash.digest('hex');
}

const hasCompiler = () => existsSync(path.join(__dirname, 'node_modules/@swc/core/package.json'));

function main() {
  const isBuilt = existsSync(path.join(__dirname, 'dist/src/main.js'));
  if (!hasCompiler()) {
    if (!isBuilt) process.stderr.write(`${words().notBuilt}\n`);
    return isBuilt ? 0 : 1;
  }
  // before the build: what is changed meanwhile is built by the next start
  const present = fingerprint();
  if (isBuilt && read(BUILT_FROM) === present) return 0;

  process.stdout.write(`${words().building}\n`);
  rmSync(BUILT_FROM, { force: true });
  build(path.join(__dirname, 'dist'));
  mkdirSync(path.dirname(BUILT_FROM), { recursive: true });
  writeFileSync(BUILT_FROM, present);
  return 0;
}

process.exitCode = main();
