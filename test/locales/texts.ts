import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locale } from '../../src/i18n';

type Texts = { readonly [key: string]: string | Texts };

const root = path.join(__dirname, '../..');

const flatten = (texts: Texts, before: string): [string, string][] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[`${before}${key}`, text] as [string, string]] : flatten(text, `${before}${key}.`),
  );

/** `topic:key` → text, of everything that the bot says in a language. */
export function textsOf(locale: Locale): ReadonlyMap<string, string> {
  const folder = path.join(root, 'locales', locale);
  return new Map(
    readdirSync(folder).flatMap((file) =>
      flatten(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Texts, `${path.parse(file).name}:`),
    ),
  );
}

/** The same of the page of the stand: a module for the browser that imports nothing. */
export function standTextsOf(locale: Locale): ReadonlyMap<string, string> {
  const source = readFileSync(path.join(root, 'src/stand/page', `texts.${locale}.js`), 'utf8').replace('export ', '');
  return new Map(flatten(Function(`${source}; return texts;`)() as Texts, 'stand:'));
}

/** What stands between the values that are filled in. */
export const withoutValues = (text: string): string => text.replace(/\{\{.*?\}\}|\{\w+\}/g, ' ');
