// What `tsc` and `eslint` say of the tree, by one look at it: the linter asks of types, and would find all of them out once more by itself,
// which was a third of what it took. What each has read before it remembers as it does alone (node_modules/.cache), by contents.
const path = require('node:path');
const { ESLint } = require('eslint');
const ts = require('typescript');
const { ROOT } = require('./imports.cjs');

const CACHE = path.join(ROOT, 'node_modules/.cache');
const FOLDERS = ['src', 'bots', 'entities', 'test'];
/** tsconfig.json → what is remembered of it. */
const PROJECTS = { 'tsconfig.json': 'types.json', 'src/stand/page/tsconfig.json': 'types-of-page.json' };

const FORMAT = { getCurrentDirectory: () => ROOT, getCanonicalFileName: (file) => file, getNewLine: () => '\n' };

/** As `tsc --noEmit --incremental`. */
function checked(file, memory) {
  const incremental = { noEmit: true, incremental: true, tsBuildInfoFile: path.join(CACHE, memory) };
  const config = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, file), incremental, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.formatDiagnostic(diagnostic, FORMAT));
    },
  });
  const host = ts.createIncrementalCompilerHost(config.options);
  const builder = ts.createIncrementalProgram({ rootNames: config.fileNames, options: config.options, host });
  const diagnostics = [
    ...config.errors,
    ...builder.getOptionsDiagnostics(),
    ...builder.getSyntacticDiagnostics(),
    ...builder.getGlobalDiagnostics(),
    ...builder.getSemanticDiagnostics(),
    ...builder.emit().diagnostics,
  ];
  return { program: builder.getProgram(), diagnostics };
}

async function main() {
  const projects = Object.entries(PROJECTS).map(([file, memory]) => checked(file, memory));
  const faults = projects.flatMap(({ diagnostics }) => diagnostics);
  if (faults.length > 0) process.stdout.write(ts.formatDiagnosticsWithColorAndContext(faults, FORMAT));

  // eslint.config.mjs hands them on to its parser
  globalThis.programsOfTypes = projects.map(({ program }) => program);
  const linter = new ESLint({
    cwd: ROOT,
    overrideConfigFile: path.join(ROOT, 'test/architecture/eslint.config.mjs'),
    cache: true,
    cacheStrategy: 'content',
    cacheLocation: `${path.join(CACHE, 'lint')}/`,
  });
  const results = await linter.lintFiles(FOLDERS);
  process.stdout.write(await (await linter.loadFormatter('stylish')).format(results));
  const isClean = results.every(({ errorCount, warningCount }) => errorCount + warningCount === 0);
  process.exitCode = faults.length === 0 && isClean ? 0 : 1;
}

void main();
