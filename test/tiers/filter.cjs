const { inRoot } = require('./imports.cjs');

/** Of the files that jest has found, those that run.cjs names: `--runTestsByPath` would repeat a hundred paths in its last line. */
module.exports = (found) => {
  const wanted = new Set((process.env.TEST_FILES ?? '').split('\n'));
  return { filtered: found.filter((file) => wanted.has(inRoot(file))) };
};
