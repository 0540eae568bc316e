/** Before each test file: with RANDOM_SEED the games of fast-check are those of the run that told this seed. */
if (process.env.RANDOM_SEED !== undefined) {
  // only then: most files have no use for it, and it takes a moment to load
  const { configureGlobal } = require('fast-check') as typeof import('fast-check');
  configureGlobal({ seed: Number(process.env.RANDOM_SEED) });
}
