// `npm run faults [-- NAME…]`
require('reflect-metadata');
require('../support/run-typescript.cjs');
require('./faults.ts');
