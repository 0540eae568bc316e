import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locale } from '../../src/i18n';
import { spelling } from '../support/hunspell';
import { standTextsOf, textsOf, withoutValues } from './texts';

const RUSSIAN = /[А-Яа-яЁё]+/g;
const TATAR = /[А-Яа-яЁёӘәӨөҮүҖҗҢңҺһ]+/g;

const lettersOf = (locale: Locale, letters: RegExp): ReadonlySet<string> =>
  new Set(
    [...textsOf(locale).values(), ...standTextsOf(locale).values()].flatMap(
      (text) => withoutValues(text).match(letters) ?? [],
    ),
  );
const listed = (file: string): ReadonlySet<string> =>
  new Set(readFileSync(path.join(__dirname, file), 'utf8').split('\n').filter(Boolean));

// Names, abbreviations and the words of this trade are in russian-words.txt: a new one is added there when it is spelt rightly.
test('every Russian word is spelt as the dictionary has it', () => {
  const isRight = spelling(path.join(__dirname, '../../node_modules/dictionary-ru'));
  const known = listed('russian-words.txt');
  expect([...lettersOf('ru', RUSSIAN)].filter((word) => !known.has(word.toLowerCase()) && !isRight(word))).toEqual([]);
});

// No dictionary of Tatar exists as a package. tatar-words.txt holds the forms that somebody has looked at; add a new one when you have.
test('every Tatar word is one that has been looked at', () => {
  const looked = listed('tatar-words.txt');
  expect([...lettersOf('tt', TATAR)].filter((word) => !looked.has(word.toLowerCase()))).toEqual([]);
});
