const { importsOf, reachable, reversed } = require('./imports.cjs');

/**
 * What belongs to no hour of work: it kills processes, walks months, plays long games of chance, opens a browser, or reads the
 * whole tree. `.ci/run` runs it with everything else, `npm run test:long` alone.
 */
const LONG = [
  /^test\/architecture\/architecture\.test\.ts$/,
  /^test\/browser\//,
  /^test\/faults\//,
  /^test\/hostile\//,
  /^test\/scenarios\/hostile-/,
  /^test\/scenarios\/(virtual-month|fortnight|landed-office|outage|jobs)\.test\.ts$/,
  /-property\.test\.ts$/,
  /^test\/src\/adapters\/embedded-postgres\.test\.ts$/,
];

/** Whoever reaches one of these has a server, or starts the program itself. */
const NEEDS_DATABASE = ['test/support/database.ts', 'test/support/program.ts', 'test/support/child.ts'];

/** Three lives in which most of the house takes part. */
const SMOKE = ['test/scenarios/life.test.ts', 'test/scenarios/taps.test.ts', 'test/scenarios/redirect.test.ts'];

/** Where everything meets: whoever changes a part need not run all that starts the whole. */
const MEETS =
  /^(src\/(application|training)\/|src\/main\.ts$|test\/support\/(world|office-work|phone|program)\w*\.ts$)/;
const isTest = (file) => file.endsWith('.test.ts');

/** Test file → `unit` (needs no database), `office` (one) or `long`. */
function tiers(imports = importsOf()) {
  return new Map(
    [...imports.keys()].filter(isTest).map((file) => {
      if (LONG.some((pattern) => pattern.test(file))) return [file, 'long'];
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

module.exports = { SMOKE, LONG, near, tiers };
