// What a test's worker for pictures runs: the program's own, as TypeScript.
require('./run-typescript.cjs');
require('../../src/adapters/pictures/worker.ts');
