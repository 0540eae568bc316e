import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES } from '../../src/i18n';

type Texts = { readonly [key: string]: string | Texts };

const folder = path.join(__dirname, '../../locales');
const topics = readdirSync(path.join(folder, 'ru')).map((file) => path.parse(file).name);
const PLURALS = ['one', 'few', 'many', 'other'];

const read = (locale: string, topic: string) => readFileSync(path.join(folder, locale, `${topic}.json`), 'utf8');

/** `key → text`, the way to the key joined by dots. */
function textsOf(locale: string, topic: string): Map<string, string> {
  if (!existsSync(path.join(folder, locale, `${topic}.json`))) return new Map();
  const flatten = (texts: Texts, before: string): [string, string][] =>
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === 'string' ? [[`${before}${key}`, text] as [string, string]] : flatten(text, `${before}${key}.`),
    );
  return new Map(flatten(JSON.parse(read(locale, topic)) as Texts, ''));
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

  // Months, «координатор» and «фото» are the same word in both languages; a phrase never is.
  test('is translated, not copied', () => {
    const copied = [...ru].filter(
      ([key, text]) => (text.match(/[а-яё]{2,}/gi) ?? []).length > 1 && tt.get(key) === text,
    );
    expect(copied.map(([key]) => key)).toEqual([]);
  });

  test.each([...LOCALES])('names every key of %s once: JSON keeps the last of two and says nothing', (locale) => {
    const inText = read(locale, topic).match(/"(?:[^"\\\n]|\\.)*"\s*:/g) ?? [];
    const groups = (texts: Texts): number =>
      Object.values(texts).reduce((sum, text) => sum + 1 + (typeof text === 'string' ? 0 : groups(text)), 0);
    expect(inText.length).toBe(groups(JSON.parse(read(locale, topic)) as Texts));
  });

  test('does not shout', () => {
    expect([...ru, ...tt].filter(([, text]) => text.includes('!')).map(([key]) => key)).toEqual([]);
  });

  // «Кузнецова Ю.Ю.» brings a full stop of its own.
  test('ends no sentence with a name', () => {
    const doubled = [...ru, ...tt].filter(([, text]) => /\{\{(?:name|deputy|holder|by)\}\}\.(?!\S)/.test(text));
    expect(doubled.map(([key]) => key)).toEqual([]);
  });
});
