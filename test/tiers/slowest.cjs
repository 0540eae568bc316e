const { inRoot } = require('./imports.cjs');
const { BUDGETS, tiers } = require('./tiers.cjs');

const line = ({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`;

/** Files over the budget of their tier, as lines. `byFile`: file → tier; one of no tier has no budget. */
function overBudget(took, byFile = tiers()) {
  return took
    .map((one) => ({ ...one, budget: BUDGETS[byFile.get(one.file)] }))
    .filter(({ seconds, budget }) => seconds > budget)
    .map((one) => `${line(one)} (${byFile.get(one.file)}: ${one.budget} s)`);
}

/**
 * Says at the end which files took longest: the next one to be made shorter, or longer by mistake. In `.ci/run` (TEST_BUDGETS=told)
 * also which are over their budget; that fails nothing.
 */
module.exports = class Slowest {
  onRunComplete(_contexts, { testResults }) {
    const took = testResults
      .map(({ testFilePath, perfStats: { start, end } }) => ({
        file: inRoot(testFilePath),
        seconds: (end - start) / 1000,
      }))
      .sort((one, other) => other.seconds - one.seconds);
    const slowest = took.slice(0, 8);
    if (took.length <= slowest.length) return;
    const over = process.env.TEST_BUDGETS === 'told' ? overBudget(took) : [];
    const budgets = over.length > 0 ? `\nOver their budget:\n${over.join('\n')}\n` : '';
    process.stderr.write(`${budgets}\nSlowest:\n${slowest.map(line).join('\n')}\n`);
  }
};
module.exports.overBudget = overBudget;
