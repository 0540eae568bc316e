// Before every start: builds where what is here is not what was built, so that what runs is what is here. Told by the contents
// and not by times, which a checkout sets as it likes. An installation without the development packages
// (`npm ci --omit=dev`) has no compiler, and runs what was built before.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/** What `npm run build` reads; the lock says which compiler and which types. */
const SOURCES = ['src', 'bots', 'entities', 'migrations', 'locales'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const BUILT_FROM = path.join(__dirname, 'dist/built-from');

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
/** In the office's language, as far as it is known before anything was built. */
const words = () => {
  const named = process.env.DEFAULT_LOCALE ?? /^DEFAULT_LOCALE=\W*(\w+)/m.exec(read(path.join(__dirname, '.env')))?.[1];
  const locale = named === 'tt' ? 'tt' : 'ru';
  return JSON.parse(read(path.join(__dirname, 'locales', locale, 'common.json'))).start;
};

/** SHA-256 over the names and the bytes of all that the build reads: some 40 ms for 4 MB. */
function fingerprint() {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) =>
    readdirSync(path.join(__dirname, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)),
  ).sort();
  for (const file of [...files, ...SETTINGS.map((name) => path.join(__dirname, name))])
    hash
      .update(`${path.relative(__dirname, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** All of them: the compiler, or types that it needs, may come with a package that the program works by. */
function hasDevelopmentPackages() {
  const { devDependencies = {} } = JSON.parse(read(path.join(__dirname, 'package.json')));
  return Object.keys(devDependencies).every((name) =>
    existsSync(path.join(__dirname, 'node_modules', name, 'package.json')),
  );
}

function main() {
  const isBuilt = existsSync(path.join(__dirname, 'dist/src/main.js'));
  if (!hasDevelopmentPackages()) {
    if (!isBuilt) process.stderr.write(`${words().notBuilt}\n`);
    return isBuilt ? 0 : 1;
  }
  // before the build: what is changed meanwhile is built by the next start
  const present = fingerprint();
  if (isBuilt && read(BUILT_FROM) === present) return 0;

  process.stdout.write(`${words().building}\n`);
  rmSync(BUILT_FROM, { force: true });
  const { status } = spawnSync('npm run --silent build', { cwd: __dirname, stdio: 'inherit', shell: true });
  if (status !== 0) return status ?? 1;
  mkdirSync(path.dirname(BUILT_FROM), { recursive: true });
  writeFileSync(BUILT_FROM, present);
  return 0;
}

process.exitCode = main();
