const { inRoot } = require('./imports.cjs');

/** Says at the end which files took longest: the next one to be made shorter, or longer by mistake. */
module.exports = class Slowest {
  onRunComplete(_contexts, { testResults }) {
    const slowest = testResults
      .map(({ testFilePath, perfStats }) => ({ file: testFilePath, seconds: (perfStats.end - perfStats.start) / 1000 }))
      .sort((one, other) => other.seconds - one.seconds)
      .slice(0, 8);
    if (testResults.length <= slowest.length) return;
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${inRoot(file)}`);
    process.stderr.write(`\nSlowest:\n${lines.join('\n')}\n`);
  }
};
