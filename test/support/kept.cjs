const { readFileSync } = require('node:fs');

/** What kept-runtime.cjs takes hold of within jest-runtime: no part of what jest promises, so a new version may not have it. */
const INSIDES = [
  '_environment',
  '_config',
  'compile(',
  'injectedModuleParameters',
  'registries',
  'getActiveCjsRegistry',
  'transformCache',
  'sourceMaps',
  'requireModuleOrMock',
];

/**
 * Whether the bot can be loaded once per worker (kept-environment.cjs, kept-runtime.cjs). Where jest-runtime's own text has not all of
 * these any more, and with PLAIN_JEST=1, tests run as jest runs them by itself: each file alone, and slower.
 */
function canKeep(text = readFileSync(require.resolve('jest-runtime'), 'utf8')) {
  return process.env.PLAIN_JEST !== '1' && INSIDES.every((inside) => text.includes(inside));
}

module.exports = { INSIDES, canKeep };
