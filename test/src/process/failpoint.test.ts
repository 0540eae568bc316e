import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileProgram } from '../../support/program';

test('what an office runs cannot be killed at its failpoints: nothing there reads the variable that the suite of faults sets, and passing one does nothing', () => {
  const compiled = compileProgram();
  try {
    const source = readFileSync(path.join(__dirname, '../../../src/process/failpoint.ts'), 'utf8');
    const names = [...source.matchAll(/\| '([\w-]+)'/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    const module = JSON.stringify(path.join(compiled.folder, 'dist/src/process/failpoint.js'));
    const passes = `for (const name of ${JSON.stringify(names)}) {
      process.env.FAILPOINT = name + ':1';
      delete require.cache[${module}];
      require(${module}).failpoint(name);
    }
    process.stdout.write('alive')`;
    expect(execFileSync(process.execPath, ['-e', passes], { encoding: 'utf8' })).toBe('alive');

    const readers = readdirSync(path.join(compiled.folder, 'dist'), { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith('.js'))
      .filter(({ parentPath, name }) => /\bFAILPOINT\b/.test(readFileSync(path.join(parentPath, name), 'utf8')));
    expect(readers).toEqual([]);
  } finally {
    compiled.remove();
  }
});
