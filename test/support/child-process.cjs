// Stands for node:child_process under jest: a program of the project is TypeScript, compiled as jest compiles it.
const children = process.getBuiltinModule('child_process');
const path = require('node:path');

const LOADER = path.join(__dirname, 'run-typescript.cjs');

function fork(file, ...rest) {
  const args = Array.isArray(rest[0]) ? rest[0] : [];
  const options = { ...rest.find((one) => !Array.isArray(one)) };
  const execArgv = options.execArgv ?? process.execArgv;
  const isLoaded = !file.endsWith('.ts') || execArgv.includes(LOADER);
  return children.fork(file, args, isLoaded ? options : { ...options, execArgv: ['--require', LOADER, ...execArgv] });
}

module.exports = { ...children, fork };
