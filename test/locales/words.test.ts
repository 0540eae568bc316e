import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, wordsOf, type Locale } from '../../src/i18n';

const folder = path.join(__dirname, '../../locales');

/** Every text of a language as `topic:line`. */
function linesOf(locale: Locale): string[] {
  return readdirSync(path.join(folder, locale)).flatMap((file) =>
    readFileSync(path.join(folder, locale, file), 'utf8')
      .split('\n')
      .map((line) => `${file}:${line.trim()}`),
  );
}
const saying = (locale: Locale, words: RegExp): string[] => linesOf(locale).filter((line) => words.test(line));

// ── One term for one thing ──────────────────────────────────────────────────

test.each([
  ['the seven days are for a redirect, not for «передача»', 'ru', /7 дней на передач|передать в другую организацию/],
  ['what is over is «просрочено», and nobody is «с опозданием»', 'ru', /опоздани|срок близко|срок прошёл/i],
  ['a deputy «замещает»; «вместо» is said of a replacement', 'ru', /вместо(?:: | вас )/i],
  ['a clause is cited as «п. 2 Порядка»', 'ru', /§/],
  ['an hour that passes Friday and Monday is a working one', 'ru', /остался час/i],
  [
    'redirecting has one word',
    'tt',
    /күчерү(?:не|\b)(?!ләр)|күчерелгән"|тапшыру өчен 7|башка оешмага .*тапшыр|җибәрүне килештерә/i,
  ],
  ['an applicant has one word', 'tt', /гариза бирүче/i],
  ['a category has one word, a group chat has another', 'tt', /"category": "Төркем/],
  ['what is over is «срогы узган»', 'tt', /соңга кал|соңар|срок[^"]* чык|сроклар чыкмый|срогы чыга|срок тула/i],
  [
    'a deputy is «урынбасар»; «алыштыру» is said of a replacement',
    'tt',
    /урынына: |алыштырасыз|алыштыручы(?!л)|сезнең урынга/i,
  ],
  ['a clause is cited by the order', 'tt', /§/],
] as const)('%s (%s)', (_, locale, other) => {
  expect(saying(locale, other)).toEqual([]);
});

test('until when is in the dative: digits take the suffix that their reading asks for', () => {
  const bare = saying('tt', /\{\{(?:moment|day|time|until|from)\}\}\)? кадәр/);
  expect(bare).toEqual([]);
  const { plain } = wordsOf('tt');
  expect(plain('nag:duty.half', { moment: '30.11 09:30' })).toBe('Җитәкчегә 30.11 09:30га кадәр хәбәр итегез');
  expect(plain('nag:redirect.twoDays', { day: '30.11' })).toContain('30.11 көненә кадәр');
});

// ── What help promises ──────────────────────────────────────────────────────

test.each([...LOCALES])('help in %s promises no polls, votes and discussions: there are none yet', (locale) => {
  expect(wordsOf(locale).plain('people:help.engagement')).toMatch(/пока|әлегә/);
});
