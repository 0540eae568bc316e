import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../src/stand/page');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort();
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const scripts = files.filter((file) => file.endsWith('.js'));
const isTexts = (file: string): boolean => file.startsWith('texts.');

/** The texts are a module for the browser with one object literal in it. */
function textsOf(language: 'ru' | 'tt'): Record<string, string | Record<string, string>> {
  const [, literal] = /export const texts = (\{[\s\S]*\});/.exec(read(`texts.${language}.js`)) ?? [];
  return Function(`return ${literal ?? ''}`)() as Record<string, string | Record<string, string>>;
}

const parametersOf = (text: string | Record<string, string> | undefined): string[] => {
  const all = typeof text === 'string' ? text : Object.values(text ?? {}).join(' ');
  return [...new Set(all.match(/\{\w+\}/g) ?? [])].sort();
};

test('the page says the same things in Russian and in Tatar, with the same parameters', () => {
  const [ru, tt] = [textsOf('ru'), textsOf('tt')];
  expect(Object.keys(ru).length).toBeGreaterThan(100);
  expect(Object.keys(tt)).toEqual(Object.keys(ru));
  expect(Object.fromEntries(Object.entries(tt).map(([key, text]) => [key, parametersOf(text)]))).toEqual(
    Object.fromEntries(Object.entries(ru).map(([key, text]) => [key, parametersOf(text)])),
  );
});

test.each([
  ['README.md', '## Try it'],
  ['README.ru.md', '## Попробовать за пять минут'],
])('%s tells to press what the page has to be pressed', (file, heading) => {
  const [, section = ''] = readFileSync(join(__dirname, '../../..', file), 'utf8').split(heading);
  const [beforePictures = ''] = section.split(/!\[|\n## /);
  const named = [...beforePictures.matchAll(/«([^»]+)»/g)].map(([, words]) => words);
  expect(named.length).toBeGreaterThan(3);
  const texts = Object.values(textsOf('ru'));
  expect(named.filter((words) => !texts.includes(words ?? ''))).toEqual([]);
});

test('every text that the page asks for exists', () => {
  const texts = textsOf('ru');
  const asked = scripts
    .filter((file) => !isTexts(file))
    .flatMap((file) => [...read(file).matchAll(/\bt\('([\w.-]+)'/g)]);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.map(([, key]) => key ?? '').filter((key) => !(key in texts))).toEqual([]);
});

test.each(scripts)('%s never reads a text as markup and keeps no Russian of its own', (file) => {
  const source = read(file);
  expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/);
  // The scenario names the bot's buttons exactly as the bot writes them.
  if (!isTexts(file) && file !== 'scenario.js')
    expect(source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')).not.toMatch(/[а-яё]{2}/i);
});

test.each(files)('%s asks nothing of another address and is not crowded', (file) => {
  const source = read(file);
  const outside = [...source.matchAll(/https?:\/\/[^\s'"`)]+/g)].map(([address]) => address);
  expect(outside.filter((address) => !address.includes('www.w3.org/') && !address.includes('${'))).toEqual([]);
  expect(source.split('\n').length).toBeLessThan(400);
});

test('everything that the page and its scripts name is there', () => {
  const named = [...read('index.html').matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file ?? '');
  const imported = scripts.flatMap((file) =>
    [...read(file).matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name ?? ''),
  );
  expect([...named, ...imported].filter((file) => !files.includes(file))).toEqual([]);
  const reachable = new Set([...named, ...imported]);
  const asked = ['index.html', 'tsconfig.json'];
  expect(files.filter((file) => !asked.includes(file) && !reachable.has(file))).toEqual([]);
});

test('the page holds no script and no style of its own, so that its content policy can refuse them all', () => {
  expect(read('index.html')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('the page asks for all its scripts at once: each is no further than one request from the first', () => {
  const preloaded = [...read('index.html').matchAll(/rel="modulepreload" href="([^"]+)"/g)].map(([, file]) => file);
  expect(preloaded).toEqual(scripts);
});

test.each([
  ['https://t.me/some_bot?start=a12', 'telegram', 'a12'],
  ['http://telegram.me/Some_Bot?start=A-_9', 'telegram', 'A-_9'],
  ['tg://resolve?domain=some_bot&start=a12', 'telegram', 'a12'],
  [`https://t.me/some_bot?start=${'a'.repeat(64)}`, 'telegram', 'a'.repeat(64)],
  [`https://t.me/some_bot?start=${'a'.repeat(65)}`, 'telegram', ''],
  ['https://t.me/some_bot?start=a%20b', 'telegram', ''],
  ['https://t.me/some_bot', 'telegram', ''],
  ['https://t.me/another_bot?start=a12', undefined, undefined],
  ['https://example.com/some_bot?start=a12', undefined, undefined],
  ['a12', undefined, undefined],
  ['https://max.ru/Max_Bot?start=a12', 'max', 'a12'],
  [`https://max.ru/max_bot?start=${'a'.repeat(128)}`, 'max', 'a'.repeat(128)],
  [`https://max.ru/max_bot?start=${'a'.repeat(129)}`, 'max', ''],
  ['https://max.ru/some_bot?start=a12', undefined, undefined],
])('the link %s starts the bot of %j with %j', (address, messenger, payload) => {
  const source = read('addresses.js').replace(/^export /gm, '');
  const startOf = Function(`${source}; return startOf;`)() as (
    address: string,
    bots: ReadonlyMap<string, { readonly username: string }>,
  ) => { messenger: string; payload: string } | null;
  const bots = new Map([
    ['telegram', { username: 'some_bot' }],
    ['max', { username: 'max_bot' }],
  ]);
  expect({ ...startOf(address, bots) }).toEqual(messenger === undefined ? {} : { messenger, payload });
});

test('one number names one chat on the page, whichever messenger it is of, and goes out as its own', () => {
  const source = read('messengers.js').replace(/^export /gm, '');
  const { parseFor, stringify, messengerOf } = Function(
    `${source}; return { parseFor, stringify, messengerOf };`,
  )() as {
    parseFor(
      this: void,
      messenger: string,
      json: string,
    ): { id: number; members: number[]; message_id: number; chatId: number };
    stringify(this: void, body: object): string;
    messengerOf(this: void, id: number): string;
  };
  const body = { id: 1001, chatId: -7001, members: [1001, 1002], message_id: 5 };
  const json = JSON.stringify(body);
  const [inTelegram, inMax] = [parseFor('telegram', json), parseFor('max', json)];
  expect(inTelegram).toEqual(body);
  const numbers = ({ id, chatId, members }: typeof inMax) => [id, chatId, ...members];
  expect(new Set([...numbers(inTelegram), ...numbers(inMax)]).size).toBe(6);
  expect(numbers(inMax).map(messengerOf)).toEqual(Array(4).fill('max'));
  expect(inMax.message_id).toBe(5);
  expect(stringify(inMax)).toBe(json);
});
