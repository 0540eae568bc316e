import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const layers = require('./layers.cjs') as { forbidden: readonly { name: string }[] };
const ROOT = path.join(__dirname, '../..');
const FOLDERS = ['src', 'bots', 'entities', 'test'];
/** The compiler and the linter read the whole tree. */
const WHOLE_TREE_MS = 900_000;
/** They make much that is short-lived: with room for it a tenth of their time is saved. */
const ROOM = '--max-semi-space-size=64';

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
    // both programs exit with the number of findings: what they print tells whether they worked
    execFile(
      process.execPath,
      [ROOM, path.resolve(ROOT, 'node_modules', program), ...args],
      options,
      (error, stdout, stderr) => {
        if (stdout.trimStart().startsWith('[') || stdout.trimStart().startsWith('{')) resolve(stdout);
        else reject(new Error(`${program} failed: ${stderr || stdout}`, { cause: error }));
      },
    );
  });
}

/** `file → imported: rule`, of the tree in `cwd`. */
async function brokenLayers(cwd: string): Promise<string[]> {
  const config = path.join(ROOT, 'test/architecture/layers.cjs');
  const args = ['--config', config, '--output-type', 'json', ...FOLDERS];
  const report = JSON.parse(await run('dependency-cruiser/bin/dependency-cruise.mjs', args, cwd)) as {
    summary: { violations: Violation[] };
  };
  return report.summary.violations.map(({ rule, from, to }) => `${from} → ${to}: ${rule.name}`);
}

/** `file:line: rule: message` of the compiler and the linter, of the tree in `cwd`. */
async function findings(cwd: string): Promise<string[]> {
  const program = path.join(ROOT, 'test/architecture/findings.mjs');
  return JSON.parse(await run(program, FOLDERS, cwd)) as string[];
}

/** Files that are not as the formatter sets them; what it cannot read at all breaks the test. */
const unformatted = (): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const prettier = path.join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
    execFile(process.execPath, [prettier, '--list-different', '.'], { cwd: ROOT }, (error, stdout, stderr) => {
      if (error !== null && error.code !== 1) reject(new Error(stderr, { cause: error }));
      else resolve(stdout.split('\n').filter((file) => file !== ''));
    });
  });

/** The floors whose rooms are subjects, each with what it may look at. */
const BY_SUBJECT = { usecases: 'src/usecases', conversation: 'bots/conversation' } as const;
/** What stands over the rooms of a floor. */
const ABOVE: readonly string[] = ['front'];
const namedAfter = (prefix: string): string[] =>
  layers.forbidden.flatMap((rule) => (rule.name.startsWith(prefix) ? [rule.name.slice(prefix.length)] : []));
const roomsIn = (parent: string): string[] =>
  readdirSync(path.join(ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
const ROOMS = [
  ...Object.entries(BY_SUBJECT).flatMap(([name, parent]) => [
    { parent, room: 'kit', rule: `kit-of-${name}` },
    ...namedAfter(`looks-of-${name}-`).map((room) => ({ parent, room, rule: `looks-of-${name}-${room}` })),
  ]),
].map(({ parent, room, rule }) => ({ room: `${parent}/${room}/r.ts`, above: `${parent}/unknown/r.ts`, rule }));

const planted: string[] = [];
afterAll(() => {
  for (const folder of planted) rmSync(folder, { recursive: true, force: true });
});

/** A small tree of its own, beside the same packages. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-architecture-'));
  planted.push(folder);
  for (const file of ['package.json', 'tsconfig.json', 'src/stand/package.json', 'src/stand/page/tsconfig.json'])
    cpSync(path.join(ROOT, file), path.join(folder, file));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const name of FOLDERS) mkdirSync(path.join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

describe('who imports whom', () => {
  test.each(Object.entries(BY_SUBJECT))('every room of %s is the kit or a subject of the table', (name, parent) => {
    expect(['kit', ...namedAfter(`looks-of-${name}-`)].sort()).toEqual(
      roomsIn(parent)
        .filter((room) => !ABOVE.includes(room))
        .sort(),
    );
  });

  test('nobody imports what the layers do not allow', async () => {
    expect(await brokenLayers(ROOT)).toEqual([]);
  });

  test('every rule bites', async () => {
    const found = await brokenLayers(
      plant({
        'src/main.ts': `import './adapters/a'; import './config'; import './application/a';`,
        'src/application/a.ts': `import '../adapters/a'; import '../training/t'; import '../../bots/telegram/b';`,
        'src/training/t.ts': `import '../adapters/a';`,
        'src/clock.ts': 'export const clock = 1;',
        'src/process/log.ts': `import '../database/database';`,
        'src/database/database.ts': 'export interface Database { readonly open: true }',
        'src/config.ts': `import './usecases/u';`,
        'src/regulation/r.ts': `import 'node:fs';`,
        'src/usecases/u.ts': `import 'telegraf'; import '../outbox/enqueue'; import './unknown/r';`,
        'src/outbox/enqueue.ts': 'export const enqueue = 1;',
        ...Object.fromEntries(
          ROOMS.flatMap(({ room, above }) => [
            [room, `import '../unknown/r';`],
            [above, `import '../kit/r'; export const r = 1;`],
          ]),
        ),
        'src/inbox/i.ts': `import type { B } from '../../bots/telegram/b'; export type I = B;`,
        'src/outbox/o.ts': `import type { B } from '../../bots/telegram/b'; export type O = B;`,
        'src/intake/i.ts': `import type { Database } from '../database/database'; export type I = Database;`,
        'src/jobs/j.ts': `import 'fastify';`,
        'src/waking/w.ts': `import '../jobs/j';`,
        'src/stand/s.ts': `import '../clock';`,
        'src/stand/page/p.js': `import '../s';`,
        'src/adapters/a.ts': `import '../../bots/telegram/b'; import 'fast-check'; import 'never-installed';`,
        'src/lonely.ts': 'export const lonely = 1;',
        'bots/telegram/b.ts': `import type { Database } from '../../src/database/database'; import './c'; import '../../src/training/t'; export type B = Database;`,
        'bots/conversation/c.ts': `import '../telegram/b'; import 'telegraf';`,
        'bots/conversation/front/f.ts': `import '../c';`,
        'src/proof/p.ts': `import '../clock';`,
        'bots/max/x.ts': `import type { Database } from '../../src/database/database'; export type X = Database;`,
        'bots/messenger/m.ts': `import '../telegram/b';`,
        'bots/telegram/c.ts': `import './b'; import '../../test/t'; import '../../src/main';`,
        'entities/e.ts': `import '../src/usecases/u';`,
        'test/t.ts': 'export const t = 1;',
      }),
    );
    const expected = [
      'src/process/log.ts → src/database/database.ts: words-know-no-part',
      'src/config.ts → src/usecases/u.ts: foundations-know-no-part',
      'src/regulation/r.ts → fs: regulation-is-pure',
      'src/usecases/u.ts → node_modules/telegraf/lib/index.js: usecases-use-ports',
      ...ROOMS.map(({ room, above, rule }) => `${room} → ${above}: ${rule}`),
      'src/usecases/unknown/r.ts → src/usecases/kit/r.ts: rooms-of-usecases',
      'bots/conversation/unknown/r.ts → bots/conversation/kit/r.ts: rooms-of-conversation',
      'bots/conversation/front/f.ts → bots/conversation/c.ts: front-of-conversation',
      'src/inbox/i.ts → bots/telegram/b.ts: inbox-knows-no-messenger',
      'src/outbox/o.ts → bots/telegram/b.ts: outbox-knows-no-messenger',
      'src/outbox/o.ts → bots/telegram/b.ts: only-main-wires',
      'src/usecases/u.ts → src/outbox/enqueue.ts: one-way-into-the-outbox',
      'src/intake/i.ts → src/database/database.ts: intake-is-an-edge',
      'src/jobs/j.ts → node_modules/fastify/fastify.js: jobs-are-an-edge',
      'src/waking/w.ts → src/jobs/j.ts: waking-knows-no-part',
      'src/stand/s.ts → src/clock.ts: stand-shares-nothing',
      'src/stand/page/p.js → src/stand/s.ts: page-is-for-browsers',
      'src/adapters/a.ts → bots/telegram/b.ts: adapters-know-no-bot',
      'src/adapters/a.ts → node_modules/fast-check/lib/cjs/fast-check.js: tools-stay-in-tests',
      'src/adapters/a.ts → never-installed: only-declared-packages',
      'src/lonely.ts → src/lonely.ts: no-dead-code',
      'bots/conversation/c.ts → bots/telegram/b.ts: conversation-knows-no-messenger',
      'bots/conversation/c.ts → node_modules/telegraf/lib/index.js: telegraf-stays-with-telegram',
      'src/proof/p.ts → src/clock.ts: proof-is-pure',
      'bots/max/x.ts → src/database/database.ts: max-is-an-adapter',
      'bots/messenger/m.ts → bots/telegram/b.ts: messenger-is-any-messenger',
      'bots/telegram/b.ts → src/database/database.ts: telegram-is-an-adapter',
      'bots/telegram/b.ts → bots/telegram/c.ts: no-circular',
      'src/training/t.ts → src/adapters/a.ts: only-main-wires',
      'bots/telegram/b.ts → src/training/t.ts: only-main-starts',
      'bots/telegram/c.ts → test/t.ts: not-to-test',
      'bots/telegram/c.ts → src/main.ts: nobody-imports-main',
      'entities/e.ts → src/usecases/u.ts: entities-are-shapes',
    ];
    const plain = found.map((line) => line.replace(/→ .*node_modules/, '→ node_modules'));
    expect(plain).toEqual(expect.arrayContaining(expected));
    // the wiring may reach all that it is forbidden to the others to reach
    expect(plain.filter((line) => /^src\/(main\.ts|application\/).*: only-main/.test(line))).toEqual([]);
    const proven = new Set(expected.map((line) => line.split(': ')[1]));
    expect(layers.forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });
});

test('every file is set as `npm run format` sets it', async () => {
  expect(await unformatted()).toEqual([]);
});

describe('what the compiler and the linter say', () => {
  test(
    'nothing',
    async () => {
      expect(await findings(ROOT)).toEqual([]);
    },
    WHOLE_TREE_MS,
  );

  const CLOCK = 'Ask the Clock';
  const SPEECH = 'go through the outbox';
  const WORDS = 'is in locales';
  /** Each line of a planted file is one thing that is not done here, with what the linter should say of it. */
  const bad: Readonly<Record<string, readonly (readonly [line: string, finding: string])[]>> = {
    'src/usecases/bad.ts': [
      [`declare const stage: 'assigned' | 'answered', maybe: string | undefined, anything: any;`, 'no-explicit-any'],
      ['declare const bot: { sendMessage(text: string): Promise<void>; callApi(method: string): Promise<void> };', ''],
      ['export const now = new Date();', CLOCK],
      ['export const ms = Date.now();', CLOCK],
      ['export const text = Date();', CLOCK],
      ['export const measured = performance.now();', ''],
      [`export const said = bot.sendMessage('a');`, SPEECH],
      [`export const called = bot.callApi('sendPhoto');`, SPEECH],
      [`export const asked = bot.callApi('getUpdates');`, ''],
      ['declare const call: (method: string) => Promise<void>;', ''],
      [`export const sent = call('sendMessage');`, SPEECH],
      [`export const word = 'слово';`, WORDS],
      ['export const template = `${ms} дней`;', WORDS],
      ['export const shape = /слово/;', ''],
      ['export enum Colour { Red }', 'no-restricted-syntax'],
      [`bot.callApi('getMe');`, 'no-floating-promises'],
      ['export const length = maybe!.length;', 'no-non-null-assertion'],
      [`switch (stage) { case 'assigned': break; }`, 'switch-exhaustiveness-check'],
      ['export const unsafe: string = anything;', 'no-unsafe-assignment'],
      [`export const loose = maybe == 'a';`, 'eqeqeq'],
      [`console.log('a');`, 'no-console'],
      [`export * from './other';`, 'no barrels'],
      ['export default stage;', 'Name what you export'],
      [`export const seven: number = 'seven';`, 'TS2322'],
    ],
    'src/usecases/other.ts': [['export const other = 1; // eslint-disable-line no-console', 'Unused eslint-disable']],
    'src/clock.ts': [
      ['export const now = () => new Date();', ''],
      [`export const word = 'слово';`, WORDS],
    ],
    'bots/telegram/messages.ts': [
      ['declare const call: (method: string) => Promise<void>;', ''],
      [`export const said = call('sendMessage');`, ''],
      ['export const now = new Date();', CLOCK],
    ],
    'src/regulation/clauses.ts': [
      [`export const clause = 'П1/2';`, ''],
      ['export const now = new Date();', CLOCK],
    ],
    'src/stand/clock.ts': [[`export const now = ['сейчас', new Date()];`, '']],
    'src/stand/texts.ts': [[`export const now = ['сейчас', new Date()];`, CLOCK]],
    'src/stand/page/page.js': [
      [`export const sum = (one, other) => [one, other];`, 'TS7006'],
      ['export const label = document.title.legnth;', 'TS2551'],
      ['export const now = new Date();', CLOCK],
      [`export const word = 'слово';`, WORDS],
      ['export const loose = location.hash == label;', 'eqeqeq'],
      [`fetch('/stand/state');`, 'no-floating-promises'],
    ],
    'src/stand/page/scenario.js': [[`export const word = 'слово';`, '']],
    'test/some.ts': [[`export const some = ['что-то'][0]!;`, '']],
  };

  test('what is planted, line by line', async () => {
    const files = Object.entries(bad).map(([file, lines]) => [file, lines.map(([line]) => line).join('\n')] as const);
    const found = await findings(plant(Object.fromEntries(files)));
    for (const [file, lines] of Object.entries(bad)) {
      lines.forEach(([line, finding], index) => {
        const said = found.filter((text) => text.startsWith(`${file}:${index + 1}:`));
        const verdict = { file, line, said };
        if (finding === '') expect(verdict).toEqual({ file, line, said: [] });
        else expect(verdict).toEqual({ file, line, said: expect.arrayContaining([expect.stringContaining(finding)]) });
      });
    }
  });
});
