/**
 * What the compiler and the linter say of the tree in the working directory, as a JSON array of `file:line: rule: message`.
 * From one program for the bot and one for the stand's page: each of them spends most of its time on reading the tree and finding its
 * types, and here it is done once.
 */
import path from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const cwd = process.cwd();
const [, , ...folders] = process.argv;

/** What a project's compiler settings name, and what they themselves are to blame for. */
function compiled(settings) {
  const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(path.join(cwd, settings), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  return { errors, program: ts.createProgram({ rootNames: fileNames, options }) };
}

const bot = compiled('tsconfig.json');
const page = compiled('src/stand/page/tsconfig.json');
const said = [bot, page].flatMap(({ errors, program }) => [...errors, ...ts.getPreEmitDiagnostics(program)]);

const typed = said.map(({ file, start, code, messageText }) => {
  const place = file
    ? `${path.relative(cwd, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}`
    : '';
  return `${place}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
});

const eslint = new ESLint({
  overrideConfigFile: path.join(import.meta.dirname, 'eslint.config.mjs'),
  overrideConfig: [
    { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null, programs: [bot.program] } } },
    { files: ['src/stand/page/*.js'], languageOptions: { parserOptions: { project: null, programs: [page.program] } } },
  ],
  errorOnUnmatchedPattern: false,
});
const linted = (await eslint.lintFiles(folders)).flatMap(({ filePath, messages }) =>
  messages.map(({ line, ruleId, message }) => `${path.relative(cwd, filePath)}:${line}: ${ruleId ?? ''}: ${message}`),
);

process.stdout.write(JSON.stringify([...typed, ...linted]));
