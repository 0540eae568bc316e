// `node --require` this file to run the project's TypeScript in a child process, compiled as jest compiles it.
const { transformSync } = require('@swc/core');
const { jest } = require('../../package.json');

const [, options] = jest.transform['^.+\\.ts$'];
require.extensions['.ts'] = (module, filename) => {
  const source = require('node:fs').readFileSync(filename, 'utf8');
  module._compile(transformSync(source, { ...options, filename, swcrc: false, sourceMaps: 'inline' }).code, filename);
};
