// `npm run bundle [-- --to DIR]`: everything that an office needs to run, in one archive for a machine without network and without Node.
// The same sources, packages and Node give the same bytes, wherever and whenever it is made. tar is GNU's, which every glibc Linux has.
const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const {
  chmodSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');
const { parseArgs } = require('node:util');
const { createGzip } = require('node:zlib');
const { MACHINES, launcher } = require('./launcher.cjs');
const { NEVER_RUN, packages } = require('./packages.cjs');

const ROOT = path.join(__dirname, '../..');
const inRoot = (file) => path.join(ROOT, file);
const read = (file) => readFileSync(inRoot(file), 'utf8');

/** For whoever unpacks it: what to set, how to install it, whose work it is. */
const PAPERS = [
  ...['.env.example', 'roster.example.json', 'package.json', 'LICENSE', 'NOTICE', 'CHANGELOG.md', 'README.ru.md'],
  ...['docs/administrator', 'docs/official', 'docs/integrator', 'docs/README.md', 'deploy', 'test/screenshots'],
];
/** When a file was made is no part of what the archive is: all have this moment. */
const MOMENT = '@1767225600';

const DRAFT = '.unfinished-';

/** What whoever calls it must mend, by its words in locales/. */
class Refused extends Error {
  constructor(why, params = {}) {
    const locale = process.env.DEFAULT_LOCALE === 'tt' ? 'tt' : 'ru';
    super(wordsOf(locale).refused[why].replace(/\{\{(\w+)\}\}/g, (_, name) => params[name]));
  }
}
const wordsOf = (locale) => JSON.parse(read(`locales/${locale}/bundle.json`));

/** From the tenth second on, every ten seconds: what is being done, and how far it is. */
const SILENT_MS = 10_000;
let toldAt = Date.now();
function tell(what, done, total) {
  if (Date.now() - toldAt < SILENT_MS) return;
  toldAt = Date.now();
  const line = wordsOf(process.env.DEFAULT_LOCALE === 'tt' ? 'tt' : 'ru').making[what];
  process.stderr.write(`${line.replace('{{done}}', done).replace('{{total}}', total)}\n`);
}
const megabytes = (bytes) => Math.round(bytes / 1_000_000);

/** The licence of Node, where the ways of installing it put it. */
const licenceOfNode = (node) =>
  ['LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/nodejs/copyright', 'share/doc/node/LICENSE']
    .map((file) => path.join(path.dirname(node), '..', file))
    .find((file) => existsSync(file));

/** @throws Refused where what is made here would not run elsewhere, or might not be handed on */
function nodeOfHere() {
  if (process.platform !== 'linux') throw new Refused('notLinux', { platform: process.platform });
  if (process.report.getReport().header.glibcVersionRuntime === undefined) throw new Refused('musl');
  if (!(process.arch in MACHINES)) throw new Refused('architecture', { arch: process.arch });
  const isShared = Object.entries(process.config.variables).some(
    ([name, value]) => /^node_shared/.test(name) && value === true,
  );
  if (isShared) throw new Refused('sharedNode', { node: process.execPath });
  const licence = licenceOfNode(process.execPath);
  if (licence === undefined) throw new Refused('noLicence', { node: process.execPath });
  return { program: process.execPath, licence };
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();

/** What `npm run build` has left, but nothing whose source is gone. */
function copyBuilt(folder) {
  for (const file of filesIn(inRoot('dist'))) {
    const source = file.replace(/\.js$/, '.ts');
    if (![file, source].some((one) => existsSync(inRoot(one)))) continue;
    cpSync(inRoot(`dist/${file}`), path.join(folder, 'dist', file));
  }
}

function copyPackages(folder) {
  const { places, wrong } = packages();
  if (wrong.length > 0) throw new Refused('packages', { packages: wrong.join(', ') });
  for (const [index, at] of places.entries()) {
    tell('packages', index, places.length);
    const from = inRoot(at);
    const nested = path.join(from, 'node_modules');
    const filter = (file) => file !== nested && !NEVER_RUN.test(file);
    // links of the embedded server lead to their neighbours
    cpSync(from, path.join(folder, at), { recursive: true, verbatimSymlinks: true, filter });
  }
}

function copyNode(folder, { program, licence }) {
  mkdirSync(path.join(folder, 'node/bin'), { recursive: true });
  cpSync(program, path.join(folder, 'node/bin/node'), { dereference: true });
  cpSync(licence, path.join(folder, 'node/LICENSE'), { dereference: true });
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** As `sha256sum -c` reads them. */
async function writeSums(folder) {
  const lines = [];
  const files = filesIn(folder);
  for (const [index, file] of files.entries()) {
    tell('sums', index, files.length);
    lines.push(`${await sha256(path.join(folder, file))}  ${file}\n`);
  }
  writeFileSync(path.join(folder, 'SHA256SUMS'), lines.join(''));
}

/** Names in one order, owners, rights and times that tell nothing of who made it. */
async function pack(stage, name, archive) {
  const order = ['--sort=name', `--mtime=${MOMENT}`, '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  const rights = '--mode=u+rwX,go+rX,go-w';
  const tar = spawn('tar', ['--create', ...order, rights, '--file=-', name], {
    cwd: stage,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const total = filesIn(path.join(stage, name)).reduce(
    (sum, file) => sum + statSync(path.join(stage, name, file)).size,
    0,
  );
  let done = 0;
  tar.stdout.on('data', (bytes) => tell('packing', megabytes((done += bytes.length)), megabytes(total)));
  const ended = new Promise((resolve, reject) => tar.once('error', reject).once('close', resolve));
  await pipeline(tar.stdout, createGzip(), createWriteStream(archive));
  if ((await ended) !== 0) throw new Error('tar has failed');
}

/** @returns the archive's path; its SHA-256 lies beside it */
async function makeBundle(to) {
  const node = nodeOfHere();
  const { version } = JSON.parse(read('package.json'));
  const name = `murajagat-${version}-linux-${process.arch}`;
  mkdirSync(to, { recursive: true });
  // of one that was killed
  for (const left of readdirSync(to).filter((one) => one.startsWith(DRAFT)))
    rmSync(path.join(to, left), { recursive: true });
  const stage = mkdtempSync(path.join(to, DRAFT));
  const clear = () => rmSync(stage, { recursive: true, force: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (clear(), process.exit(130)));
  try {
    const folder = path.join(stage, name);
    copyBuilt(folder);
    copyPackages(folder);
    copyNode(folder, node);
    for (const paper of PAPERS) cpSync(inRoot(paper), path.join(folder, paper), { recursive: true });
    writeFileSync(path.join(folder, 'murajagat'), launcher(process.arch));
    chmodSync(path.join(folder, 'murajagat'), 0o755);
    await writeSums(folder);
    const draft = path.join(stage, 'archive');
    await pack(stage, name, draft);
    const archive = path.join(to, `${name}.tar.gz`);
    writeFileSync(`${archive}.sha256`, `${await sha256(draft)}  ${path.basename(archive)}\n`);
    renameSync(draft, archive);
    return archive;
  } finally {
    clear();
  }
}

async function main() {
  const { values } = parseArgs({ options: { to: { type: 'string', default: inRoot('dist-bundle') } } });
  const archive = await makeBundle(path.resolve(values.to));
  process.stdout.write(
    `${archive}, ${megabytes(statSync(archive).size)} MB\n${readFileSync(`${archive}.sha256`, 'utf8')}`,
  );
}

main().catch((error) => {
  const isCallers = error instanceof Refused || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isCallers ? error.message : error.stack}\n`);
  process.exitCode = isCallers ? 2 : 1;
});
