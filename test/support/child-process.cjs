// Stands for node:child_process under jest: a program of the project is TypeScript, compiled as jest compiles it.
const children = process.getBuiltinModule('child_process');
const path = require('node:path');

const LOADER = path.join(__dirname, 'run-typescript.cjs');

/** A shell that begins with a limit of memory hands on to Node, whose arguments follow its path. */
function load(execArgv) {
  const node = execArgv.indexOf(process.execPath) + 1;
  return [...execArgv.slice(0, node), '--require', LOADER, ...execArgv.slice(node)];
}

function fork(file, ...rest) {
  const args = Array.isArray(rest[0]) ? rest[0] : [];
  const options = { ...rest.find((one) => !Array.isArray(one)) };
  const execArgv = options.execArgv ?? process.execArgv;
  if (!file.endsWith('.ts') || execArgv.includes(LOADER)) return children.fork(file, args, options);
  // The compiler's allocator would take a gigabyte in advance, of which it uses nothing: no limit of memory has room for that.
  const env = { ...(options.env ?? process.env), MIMALLOC_ARENA_RESERVE: '0' };
  return children.fork(file, args, { ...options, env, execArgv: load(execArgv) });
}

module.exports = { ...children, fork };
