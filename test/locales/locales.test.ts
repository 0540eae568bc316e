import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES } from '../../src/i18n';

type Texts = { readonly [key: string]: string | Texts };

const folder = path.join(__dirname, '../../locales');
const topics = readdirSync(path.join(folder, 'ru')).map((file) => path.parse(file).name);
const PLURALS = ['one', 'few', 'many', 'other'];

/** `key → text`, the way to the key joined by dots. */
function textsOf(locale: string, topic: string): Map<string, string> {
  const file = path.join(folder, locale, `${topic}.json`);
  if (!existsSync(file)) return new Map();
  const flatten = (texts: Texts, before: string): [string, string][] =>
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' ? [[`${before}${key}`, text] as [string, string]] : flatten(text, `${before}${key}.`),
    );
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Texts, ''));
}

const variables = (text: string) =>
  [...new Set(text.match(/\{\{-?\s*[\w.]+/g)?.map((found) => found.replace(/\W+/g, '')))].sort();

test.each([...LOCALES])('%s has the same topics as ru', (locale) => {
  expect(
    readdirSync(path.join(folder, locale))
      .map((file) => path.parse(file).name)
      .sort(),
  ).toEqual([...topics].sort());
});

describe.each(topics)('%s', (topic) => {
  const ru = textsOf('ru', topic);
  const tt = textsOf('tt', topic);

  test('has the same keys in both languages', () => {
    expect([...tt.keys()].sort()).toEqual([...ru.keys()].sort());
  });

  test('fills the same values in both languages', () => {
    const differing = [...ru].filter(([key, text]) => variables(text).join() !== variables(tt.get(key) ?? '').join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('leaves no text empty', () => {
    expect([...ru, ...tt].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  test('has every plural of a counted text', () => {
    const counted = [...ru.keys()]
      .filter((key) => /_(one|few|many)$/.test(key))
      .map((key) => key.replace(/_(one|few|many)$/, ''));
    const missing = [...new Set(counted)]
      .flatMap((key) => PLURALS.map((plural) => `${key}_${plural}`))
      .filter((key) => !ru.has(key));
    expect(missing).toEqual([]);
  });

  test('is translated, not copied', () => {
    const copied = [...ru].filter(([key, text]) => /[а-яё]{4}/i.test(text) && tt.get(key) === text).map(([key]) => key);
    expect(copied.length).toBeLessThanOrEqual(Math.ceil(ru.size / 5));
  });
});
