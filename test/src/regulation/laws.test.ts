import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, wordsOf } from '../../../src/i18n';
import { LAWS } from '../../../src/regulation/laws';
import { keysOf } from '../../../src/regulation/lists';
import { TRANSITIONS } from '../../../src/regulation/transitions';
import { textsOf } from '../../locales/texts';

const page = readFileSync(path.join(__dirname, '../../../docs/administrator/law.md'), 'utf8');

/** How an article of 59-ФЗ and of ТК is cited, in both languages: its article, then its part, or the other way round. */
const OF_59 = [
  /част[ьи] (?<part>\d+) статьи (?<article>\d+) Федерального закона от 02\.05\.2006 № 59-ФЗ/g,
  /2006 елның 2 маендагы 59-ФЗ номерлы Федераль законның (?<article>\d+) статьясы, (?<part>\d+) өлеш/g,
];
const OF_TK = [/(?:ст\.|статья) (\d+) (?:ТК|Трудового кодекса)/g, /(?:ХК|Хезмәт кодексы),? (\d+) ст\./g];

const texts = LOCALES.flatMap((locale) => [...textsOf(locale)]);

test('texts cite articles of two laws, each of them on the list', () => {
  const [of59, ofTk] = [new Set<string>(), new Set<string>()];
  for (const [, text] of texts) {
    for (const cited of OF_59)
      for (const { groups } of text.matchAll(cited)) of59.add(`${groups?.['article']}/${groups?.['part']}`);
    for (const cited of OF_TK) for (const [, article = ''] of text.matchAll(cited)) ofTk.add(article);
  }
  expect(LAWS.appeals59.articles).toEqual(expect.arrayContaining([...of59]));
  expect(of59.size).toBe(3);
  expect(LAWS.labour.articles).toEqual(expect.arrayContaining([...ofTk]));
  expect([...ofTk].sort()).toEqual(['112', '193', '95']);
});

test('no text cites an article in another way, or another law', () => {
  const known = [...OF_59, ...OF_TK];
  const strange = texts.filter(([key, text]) => {
    const rest = known.reduce((left, cited) => left.replace(cited, ''), text);
    return (
      !key.startsWith('setup:') &&
      /(?:ст\.|стать[еяию]|статьясы) ?\d|\d+-ФЗ(?<!59-ФЗ)|(?<![А-Яа-яё])(?:ТК|ГрК|КоАП)(?![А-Яа-яё])/.test(rest)
    );
  });
  expect(strange).toEqual([]);
});

test('the table of acts cites nothing of 59-ФЗ beside the list', () => {
  const cited = TRANSITIONS.flatMap(({ clause }) => {
    const [, article, part] = /^59-ФЗ ст\. (\d+) ч\. (\d+)$/.exec(clause) ?? [];
    return article === undefined ? [] : [`${article}/${part}`];
  });
  expect(new Set(cited)).toEqual(new Set(['12/2']));
  expect(LAWS.appeals59.articles).toContain('12/2');
});

test('an administrator reads of each law whether it was read, or is known by memory', () => {
  const { plain } = wordsOf('ru');
  for (const law of keysOf(LAWS)) {
    const { articles, readIn } = LAWS[law];
    const row = page.split('\n').find((line) => line.startsWith(`| ${plain(`setup:law.${law}`)} `));
    expect(row ?? `no row of ${law}`).toContain(readIn === null ? 'по памяти' : readIn.split('-').reverse().join('.'));
    for (const one of articles) expect(row).toContain(one.split('/').reverse().join(' ст. '));
  }
});
