// The first thing that a child process loads: `failpoint` kills at what its first argument names.
[process.env.FAILPOINT] = process.argv.slice(2);
const file = require.resolve('../../src/process/failpoint');
require.cache[file] = { id: file, filename: file, loaded: true, exports: require('../faults/inside/failpoint.cjs') };
