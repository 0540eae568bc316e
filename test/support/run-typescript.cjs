// `node --require` this file to run the project's TypeScript in a child process, compiled as jest compiles it. What was compiled is kept by
// its contents: tests start hundreds of such processes, and the compiler was half of what one cost.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { jest } = require('../../package.json');
const { version } = require('@swc/core/package.json');

const [, options] = jest.transform['^.+\\.ts$'];
const FOLDER = path.join(__dirname, '../../node_modules/.cache/typescript');
const COMPILER = `${version} ${JSON.stringify(options)}`;

function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(COMPILER).update(filename).update(source).digest('hex');
  const kept = path.join(FOLDER, `${key}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { transformSync } = require('@swc/core');
    const { code } = transformSync(source, { ...options, filename, swcrc: false, sourceMaps: 'inline' });
    keep(kept, code);
    return code;
  }
}

/** Whole or not at all: processes start side by side. Where nothing can be kept, each compiles for itself. */
function keep(file, code) {
  const aside = `${file}.${process.pid}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(aside, code);
    renameSync(aside, file);
  } catch {
    // a full or read-only disk, which some tests make on purpose
  }
}

require.extensions['.ts'] = (module, filename) => module._compile(compiled(filename), filename);
