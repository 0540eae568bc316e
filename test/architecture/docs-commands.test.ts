import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';
import { VARIABLES } from '../../src/config';
import { standTextsOf, textsOf } from '../locales/texts';
import {
  blocksOf,
  DOCUMENTS,
  linesOf,
  OFFICIAL,
  orderOf,
  pagesIn,
  readDocument as read,
  type Order,
} from '../support/docs-shell';

const { commands } = require('../../deploy/bundle/launcher.cjs') as { commands: () => readonly (readonly [string])[] };
const ROOT = path.join(__dirname, '../..');

/** Programs of the system that a page may tell to run. */
const PROGRAMS = [
  ...['cat', 'cd', 'chmod', 'chown', 'cp', 'du', 'echo', 'install', 'ln', 'ls', 'mkdir', 'mv', 'sha256sum', 'tar'],
  ...['caddy', 'curl', 'docker', 'git', 'journalctl', 'nginx', 'openssl', 'promtool', 'systemctl', 'useradd'],
];
/** Variables that are not the bot's own: of Node, of compose.yaml. */
const OTHERS_VARIABLES = ['NODE_EXTRA_CA_CERTS', 'POSTGRES_PASSWORD', 'RANDOM_SEED', 'TEST_DATABASE_URL', 'PLAIN_JEST'];
/** Where an office has unpacked the archive, whichever version. */
const UNPACKED = /^(?:\.|\/opt\/murajagat)\/(?:current|murajagat-[^/]*)\//;
const LONGEST_CAPTION = 60;
const STAND_FOR_WHATEVER = /^[А-Я]/;

const OUR_COMMANDS = commands().map(([name]) => name);
const sourceOf = (command: string): string => read(`src/commands/${command.replace(':', '-')}.ts`);

/** What is wrong with a command of ours, or null. */
function faultOf(command: string, args: readonly string[]): string | null {
  if (!OUR_COMMANDS.includes(command)) return `there is no command ${command}`;
  if (!existsSync(path.join(ROOT, `src/commands/${command.replace(':', '-')}.ts`))) return null;
  const source = sourceOf(command);
  const unknown = args
    .filter((arg) => /^--\w/.test(arg))
    .filter((arg) => !new RegExp(`\\b${arg.slice(2)}\\b`).test(source));
  return unknown.length > 0 ? `${command} has no ${unknown.join(', ')}` : null;
}

function faultOfOrder({ variables, program, args }: Order): string | null {
  const strange = variables.filter((name) => ![...VARIABLES, ...OTHERS_VARIABLES].includes(name));
  if (strange.length > 0) return `no variable ${strange.join(', ')}`;
  const lost = args
    .filter((arg) => UNPACKED.test(arg) && !arg.includes('*'))
    .map((arg) => arg.replace(UNPACKED, ''))
    .filter((file) => !existsSync(path.join(ROOT, file)));
  if (lost.length > 0) return `not in the archive: ${lost.join(', ')}`;
  if (/(?:^|\/)murajagat$/.test(program)) return args.length === 0 ? null : faultOf(args[0] ?? '', args.slice(1));
  if (program === 'npx') return args[0] === 'jest' ? null : `npx ${args[0]}`;
  if (program !== 'npm') return PROGRAMS.includes(program) ? null : `what is ${program}?`;
  const [verb = '', name = '', ...more] = args;
  if (verb === 'run' && OUR_COMMANDS.includes(name)) return faultOf(name, more);
  if (verb === 'run') return name in scripts ? null : `npm has no ${name}`;
  return ['ci', 'start', 'test'].includes(verb) ? null : `npm ${verb}`;
}

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  test('has only commands that a shell can read, with programs, options, variables and files that are there', () => {
    const blocks = blocksOf(text);
    for (const block of blocks) execFileSync('sh', ['-n'], { input: block });
    const faults = blocks.flatMap(linesOf).flatMap((line) => {
      const fault = faultOfOrder(orderOf(line));
      return fault === null ? [] : [`${line}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  test('names only commands of npm that are there', () => {
    const named = [...text.matchAll(/npm run ([\p{L}:-]+)/gu)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts) && !STAND_FOR_WHATEVER.test(name))).toEqual([]);
  });
});

test.each([...pagesIn('docs/administrator'), 'README.ru.md'])('%s names only variables that are there', (document) => {
  const named = [...read(document).matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  expect(named.filter((name) => ![...VARIABLES, ...OTHERS_VARIABLES].includes(name))).toEqual([]);
});

// What an official is to press they must find.
describe('pages for officials', () => {
  const texts = [...textsOf('ru').values(), ...standTextsOf('ru').values()].flatMap((text) => [
    // headings of one column stand in a row
    ...text.split('|'),
    ...['Telegram', 'MAX'].map((messenger) => text.replaceAll('{{messenger}}', messenger)),
  ]);
  const plain = (caption: string): string => caption.replace(/^[^\p{L}\d«📍]+/u, '').trim();
  const captions = new Set(texts.flatMap((text) => [plain(text), plain(text.replace(/[:·,]? *\{\{.*$/s, ''))]));
  const SETTINGS = ['Согласование и утверждение', 'Сроки оповещения'];
  /** No caption: said so in the decree, by the messenger, as an example; and settings that are named and not shown. */
  const SAID = [
    'Начать',
    'Файл',
    'после',
    'Уполномоченный муниципальный',
    'позже срока',
    ...SETTINGS,
    'Итого',
    'Поручение',
    'ПЛ-…',
    'формирование варианта оформления и кода Виджета голосований',
  ];

  test.each(OFFICIAL)('%s: what stands in bold, and in «», is on a button or in a message', (document) => {
    const prose = read(document).replace(/^#.*$/gm, '');
    const named = [
      ...[...prose.matchAll(/«([^«»]+)»/g)].map(([, name = '']) => name),
      ...[...prose.matchAll(/\*\*([А-ЯЁ📍][^*]*?)[.:]?\*\*/gu)].map(([, name = '']) => name),
    ].map((name) => name.replace(/\s+/g, ' '));
    // what is longer than a button holds is a citation, what has a number in it an example
    const pressed = named.filter((name) => name.length < LONGEST_CAPTION && !/\d/.test(name) && !SAID.includes(name));
    expect(pressed.filter((name) => !captions.has(plain(name)))).toEqual([]);
  });
});
