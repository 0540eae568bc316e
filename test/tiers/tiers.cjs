const { importsOf, reachable, reversed } = require('./imports.cjs');

/**
 * Tests that are told by where they lie (`*` is anything), and their tier: the first that fits counts. `long` belongs to no hour of
 * work; `stand` is the training stand's own, which shares nothing with the bot. The rest need a database (`office`) or none
 * (`unit`), as their imports tell. `npm run docs` prints this as docs/maintainer/tests.md.
 */
const KINDS = [
  {
    kind: 'types, lint, borders, typography without memory',
    tier: 'long',
    where: ['test/architecture/architecture.test.ts'],
  },
  { kind: 'the page in a browser', tier: 'long', where: ['test/browser/*'] },
  { kind: 'network, database, disk, clock and process that fail by script', tier: 'long', where: ['test/faults/*'] },
  { kind: 'strangers’ bytes at every door', tier: 'long', where: ['test/hostile/*'] },
  {
    kind: 'whole lives amid kills, broken sockets and hostile people',
    tier: 'long',
    where: ['test/scenarios/hostile-*'],
  },
  {
    kind: 'whole lives through months, outages, two messengers, and an office that is full',
    tier: 'long',
    where: [
      'virtual-month',
      'fortnight',
      'landed-office',
      'outage',
      'failover',
      'lost-machine',
      'jobs',
      'max-office',
      'two-messengers',
      'two-processes',
    ].map((life) => `test/scenarios/${life}.test.ts`),
  },
  {
    kind: 'long walks of one subject, of which a shorter one is beside them',
    tier: 'long',
    where: [
      'applicant-data',
      'by-hand',
      'coordinators-day',
      'curators-quarter',
      'curators-week',
      'delivery-hindered',
      'direct-line',
      'engagement',
      'engagement-decision',
      'engagement-gateway',
      'engagement-papers',
      'engagement-pictures',
      'engagement-results',
      'field-work',
      'files-of-versions',
      'first-day',
      'first-monday',
      'folder',
      'folder-of-everything',
      'forgotten-nowhere',
      'group-digest',
      'held-rows',
      'joined-days',
      'joining',
      'kept',
      'line-file',
      'line-group',
      'line-many',
      'line-protocol',
      'month-of-og',
      'monthly-report',
      'people',
      'photo-reception',
      'reexamination',
      'reflect-in-pos',
      'registry-files',
      'restored',
      'signed-here',
      'violations',
      'visits',
    ].map((life) => `test/scenarios/${life}.test.ts`),
  },
  {
    kind: 'an export that wants more memory than there is for it',
    tier: 'long',
    where: ['test/src/adapters/registry/registry-reader.test.ts'],
  },
  { kind: 'games of chance at full length', tier: 'long', where: ['*-property.test.ts'] },
  {
    kind: 'whatever bytes of a signature, a copy or a watched folder may become',
    tier: 'long',
    where: [
      'test/src/adapters/backup/copy.test.ts',
      'test/src/adapters/signature/bit-flips.test.ts',
      'test/src/intake/registry/watched-folder.test.ts',
    ],
  },
  {
    kind: 'commands and the training as an office starts them, process by process',
    tier: 'long',
    where: [
      ...['access', 'backup', 'import', 'journal', 'max-try', 'roster', 'signature'].map(
        (command) => `test/src/commands/${command}.test.ts`,
      ),
      'test/src/training/kept-people.test.ts',
      'test/src/training/start-anew.test.ts',
      'test/architecture/build-if-needed.test.ts',
    ],
  },
  { kind: 'the archive with everything in it', tier: 'long', where: ['test/deploy/bundle.test.ts'] },
  { kind: 'every command that a page tells to type', tier: 'long', where: ['test/deploy/docs-run.test.ts'] },
  { kind: 'the PostgreSQL that comes along', tier: 'long', where: ['test/src/adapters/embedded-postgres.test.ts'] },
  { kind: 'the stand, as bots and people use it', tier: 'stand', where: ['test/src/stand/*'] },
];
const fits = (file, where) =>
  where.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(file));

const TIERS = ['unit', 'office', 'stand', 'long'];
/** Which run, as package.json names them, has which tiers whole. */
const RUNS = {
  unit: ['unit'],
  stand: ['stand'],
  quick: ['unit'],
  test: ['unit', 'office'],
  long: ['long'],
  all: TIERS,
};
/** And which in part. */
const PARTLY = { quick: { office: 'near the change', stand: 'if it changed' } };

/**
 * Seconds which a file of a tier may take in `.ci/run`, four to ten times what most take on two quiet cores: what is over it is told of
 * before the summary, and fails nothing, since machines differ.
 */
const BUDGETS = { unit: 60, office: 180, stand: 120, long: 900 };

/** A change of these is followed by the stand's own tests. */
const STAND = /^(src\/stand|test\/src\/stand)\//;

/** Whoever reaches one of these has a server, or starts the program itself. */
const NEEDS_DATABASE = ['test/support/database.ts', 'test/support/program.ts', 'test/support/child.ts'];

/** Three lives in which most of the house takes part. */
const SMOKE = ['test/scenarios/life.test.ts', 'test/scenarios/taps.test.ts', 'test/scenarios/redirect.test.ts'];

/** Where everything meets: whoever changes a part need not run all that starts the whole. */
const MEETS =
  /^(src\/(application|training)\/|src\/main\.ts$|test\/support\/(world|office-work|phone|program)\w*\.ts$)/;
const isTest = (file) => file.endsWith('.test.ts');

/** Test file → `unit` (needs no database), `office` (one), `stand` or `long`. */
function tiers(imports = importsOf()) {
  return new Map(
    [...imports.keys()].filter(isTest).map((file) => {
      const told = KINDS.find(({ where }) => fits(file, where));
      if (told) return [file, told.tier];
      const reached = reachable([file], imports);
      return [file, NEEDS_DATABASE.some((needed) => reached.has(needed)) ? 'office' : 'unit'];
    }),
  );
}

/** The tests near these files: their own, and of those that use them over this many others. */
function near(changed, climbs, imports = importsOf()) {
  const users = reversed(imports);
  let reached = new Set(changed);
  for (let climb = 0; climb <= climbs; climb++) {
    const next = [...reached].filter((file) => !MEETS.test(file)).flatMap((file) => users.get(file) ?? []);
    reached = new Set([...reached, ...next]);
  }
  const beside = new Set(changed.map((file) => `test/${file.replace(/\.ts$/, '.test.ts')}`));
  return [...imports.keys()].filter((file) => isTest(file) && (reached.has(file) || beside.has(file)));
}

module.exports = { BUDGETS, KINDS, PARTLY, RUNS, NEEDS_DATABASE, SMOKE, STAND, TIERS, fits, near, tiers };
