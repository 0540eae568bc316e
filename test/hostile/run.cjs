// `npm run hostile [-- DOOR…]`
require('reflect-metadata');
require('../support/run-typescript.cjs');
require('./hostile.ts');
