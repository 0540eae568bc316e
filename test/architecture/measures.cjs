const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { ROOT, importsOf, reachable } = require('../tiers/imports.cjs');

/** What the house measures now may not grow: see ceilings.test.ts. `node test/architecture/measures.cjs --lower` writes what has fallen. */
const CEILINGS = path.join(ROOT, 'test/architecture/ceilings.json');

/** The program that an office runs; the stand is another. */
const isProduct = (file) => /^(?:src|bots|entities)\//.test(file) && !file.startsWith('src/stand/');
const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
const linesOf = (text) => text.split('\n').length - 1;
/** From `import` or `export … from` to its semicolon. */
const importLines = (text) =>
  [...text.matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?'[^']+';$/gm)].reduce(
    (sum, [statement]) => sum + statement.split('\n').length,
    0,
  );
const quantile = (counts, share) =>
  [...counts].sort((one, other) => one - other)[Math.floor((counts.length - 1) * share)] ?? 0;
const tenths = (share) => Math.round(share * 1_000) / 10;

/** The names that a table of the code has: its keys at this depth of indentation. */
function keysOf(file, begins, indent = '  ') {
  const text = read(file);
  const from = text.indexOf(begins);
  if (from < 0) throw new Error(`${file} has no «${begins}»: measure it where it has gone`);
  const body = text.slice(from, text.indexOf('\n}', from));
  return [...body.matchAll(new RegExp(`^${indent}(\\w+):`, 'gm'))].map(([, key]) => key);
}

/** How many files name it, as a literal or as a key of a table. */
const placesOf = (texts, names) =>
  names.map((name) => {
    const named = new RegExp(`'${name}'|^\\s+${name}[:,]`, 'm');
    return texts.filter((text) => named.test(text)).length;
  });
/** Whatever its spelling: photoYears, photo_years, PHOTO_YEARS. */
const placesOfSettings = (texts, keys) =>
  keys.map((key) => {
    const spelt = new RegExp(key.replaceAll('_', '_?'), 'i');
    return texts.filter((text) => spelt.test(text)).length;
  });

/** Numbers that an admin chooses in the chat. */
const CHOSEN = ['photo_years', 'import_days', 'contact_years', 'repeat_weeks', 'outage_minutes', 'case_minutes'];
/** Dialogs of a few questions, each of which a reader should hold with little beside it. */
const SMALL = [
  'bots/conversation/answers/letter.ts',
  'bots/conversation/photos/photos.ts',
  'bots/conversation/terms/calendar.ts',
  'bots/conversation/office/templates.ts',
];

function measures() {
  const steps = importsOf();
  // What makes the tables is read like any other file, though nothing imports it.
  const migrations = readdirSync(path.join(ROOT, 'migrations')).map((file) => `migrations/${file}`);
  const files = [...[...steps.keys()].filter(isProduct), ...migrations];
  const texts = files.map(read);
  const lines = texts.map(linesOf);
  const all = lines.reduce((sum, one) => sum + one, 0);
  const folders = new Map();
  for (const file of files) folders.set(path.dirname(file), (folders.get(path.dirname(file)) ?? 0) + 1);
  const arrows = new Set(
    files.flatMap((file) =>
      (steps.get(file) ?? [])
        .filter((target) => path.dirname(target) !== path.dirname(file))
        .map((target) => `${path.dirname(file)} ${path.dirname(target)}`),
    ),
  );
  const acts = placesOf(texts, keysOf('src/regulation/vocabulary.ts', 'export const ACTIONS'));
  const messages = placesOf(texts, keysOf('src/usecases/kit/messages.ts', 'export const BOOK'));
  const settings = placesOfSettings(texts, CHOSEN);
  const closures = SMALL.map((file) => [...reachable([file], steps)].filter(isProduct));
  return {
    files: files.length,
    lines: all,
    'percent of lines that import': tenths(texts.map(importLines).reduce((sum, one) => sum + one, 0) / all),
    'files under 40 lines': lines.filter((one) => one < 40).length,
    'files of the fullest folder': Math.max(...folders.values()),
    'folders of over 30 files': [...folders.values()].filter((count) => count > 30).length,
    'looks of a folder at another': arrows.size,
    'files that name an act, at the median': quantile(acts, 0.5),
    'files that name an act, of nine in ten': quantile(acts, 0.9),
    'files that name a message, at the median': quantile(messages, 0.5),
    'files that name a message, of nine in ten': quantile(messages, 0.9),
    'files that name a number of an admin, at most': Math.max(...settings),
    'files that a small dialog reaches, at most': Math.max(...closures.map((closure) => closure.length)),
    'lines that a small dialog reaches, at most': Math.max(
      ...closures.map((closure) => closure.reduce((sum, file) => sum + linesOf(read(file)), 0)),
    ),
  };
}

module.exports = { CEILINGS, measures };

if (require.main === module) {
  const now = measures();
  const before = JSON.parse(readFileSync(CEILINGS, 'utf8'));
  console.table(Object.fromEntries(Object.entries(now).map(([of, is]) => [of, { is, 'at most': before[of] }])));
  if (process.argv.includes('--lower')) {
    const lowered = Object.entries(now).map(([of, is]) => [of, Math.min(is, before[of] ?? is)]);
    writeFileSync(CEILINGS, `${JSON.stringify(Object.fromEntries(lowered), null, 2)}\n`);
  }
}
