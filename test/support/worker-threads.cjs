// Stands for node:worker_threads under jest: threads get the project's TypeScript, compiled as jest compiles it.
const threads = process.getBuiltinModule('worker_threads');
const path = require('node:path');

class Worker extends threads.Worker {
  constructor(file, options) {
    super(file, { execArgv: ['--require', path.join(__dirname, 'run-typescript.cjs')], ...options });
  }
}

module.exports = { ...threads, Worker };
