/**
 * What the compiler and the linter say of the tree in the working directory, as a JSON array of `file:line: rule: message`.
 * From one program: each of them spends most of its time on reading the tree and finding its types, and here it is done once.
 */
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const cwd = process.cwd();
const [, , ...folders] = process.argv;

const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(path.join(cwd, 'tsconfig.json'), undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  },
});
const program = ts.createProgram({ rootNames: fileNames, options });

const typed = [...errors, ...ts.getPreEmitDiagnostics(program)].map(({ file, start, code, messageText }) => {
  const place = file
    ? `${path.relative(cwd, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}`
    : '';
  return `${place}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
});

const eslint = new ESLint({
  overrideConfigFile: path.join(import.meta.dirname, 'eslint.config.mjs'),
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, programs: [program] } } },
  errorOnUnmatchedPattern: false,
});
const linted = (await eslint.lintFiles(folders)).flatMap(({ filePath, messages }) =>
  messages.map(({ line, ruleId, message }) => `${path.relative(cwd, filePath)}:${line}: ${ruleId ?? ''}: ${message}`),
);

process.stdout.write(JSON.stringify([...typed, ...linted]));
