import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCALES, wordsOf, type Locale } from '../../src/i18n';
import { standTextsOf, textsOf } from './texts';

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
  ['a whole term «истёк»', 'ru', /[Сс]рок(?!и)[^"]{0,20} (?:прош[её]л|вышел)|[Пп]рошли 7 дней/],
  ['what nobody has ordered is «в Порядке не сказано»', 'ru', /наше прочтение/],
  ['the bot says «я», of itself «бот»', 'ru', /(?<![а-яё])(?:мы|нас|нам|наш(?!л)[а-яё]*|жд[её]м|пробуем)(?![а-яё])/i],
  ['a nag is told later, «Отложено» is a stage', 'ru', /[Оо]тложить (?:на час|до завтра)/],
  ['one is let in by «ссылка для входа»', 'ru', /ссылк[а-яё]*-приглашени|[Вв]ыдано приглашение/],
  ['what comes from ПОС is a «выгрузка»', 'ru', /[Фф]айл[а-яё]* ПОС/],
  ['a mark of a text is a «знак»', 'ru', /символ/],
  ['a range of days is closed up', 'ru', /\{(?:from|day)\}\} – \{/],
  ['a range of days is closed up', 'tt', /\{(?:from|day)\}\} – \{/],
  ['to agree is «килештерү»', 'tt', /килешенгән(?!чә)/],
  ['a button is a verbal noun', 'tt', /"(?:Расларга|Йөкләргә|Кабатларга|Күчерергә|Туктатырга)"/],
  ['a body that is not subordinate is not disobedient', 'tt', /буйсынмаган/i],
  ['a visit has one word', 'tt', /чыгып кара/i],
  ['what is asked for is «соратылган»', 'tt', /соралган/i],
  ['an interim answer is «арадаш»', 'tt', /аралык җавап/i],
  ['to examine is «карау», to resume «дәвам итү»', 'tt', /карап тикшер|карауны? яңарт/i],
  ['a term that is missed «узган»', 'tt', /срок[^"]* үткәреп җибәр|вакыты (?:үткән|чыккан|чыккач)/i],
  ['the production calendar is «җитештерү календаре»', 'tt', /производство/i],
  ['to sign is «имзалау»', 'tt', /имза (?:сал|куй|куел|кую)|имзасын ку/i],
  ['a signature is «квалификацияле булмаган»', 'tt', /квалификациясез/i],
  ['certificates are issued by «таныклау үзәге»', 'tt', /таныклык үзәк/i],
  ['a certificate is «кире алынган»', 'tt', /чакырып ал/i],
  ['an account of the machine is «хисап язмасы»', 'tt', /исәп язма/i],
  ['the database inside is «эчке»', 'tt', /эчтәге база/i],
  ['a menu is «сайлак»', 'tt', /меню/i],
  ['an office book is «белешмәлек»', 'tt', /белешмә(?!лек)/i],
  ['a deputy is told whose, not asked', 'tt', /кемнең урынбасар/i],
  ['one enters INTO ПОС, and places and passes IN it', 'tt', /ПОСка (?:урнаштыр|тапшыр)/],
  ['a report to the supervisor is «доклад»', 'tt', /"Хәбәр (?:кабул ителде|кабул ителгән инде\.|сезнеке|ителмәгән)/],
  [
    'a request of HTTP is «сорату»',
    'tt',
    /^(?:config|intake)\.json:(?!"(?:question|noLine|line|sameIdTodo"|unknownQuestion")).*сорау/i,
  ],
] as const)('%s (%s)', (_, locale, other) => {
  expect(saying(locale, other)).toEqual([]);
});

test.each([
  ['ru', /местоположен|фотографи|учётн|(?<![а-яё])шл[её]т|пробуем/i],
  ['tt', /урнашу урын|фотосурәт|хисап язма|тоташабыз/i],
] as const)('the page of the stand says in %s what the bot says', (locale, other) => {
  expect([...standTextsOf(locale)].filter(([, text]) => other.test(text))).toEqual([]);
});

// The answer «Отложено» and the stage «Отложено» are two words in Tatar; the rest begins another sentence.
const TWO_TATAR = ['Отложено', 'Снято'];

test('one Russian text has one Tatar text', () => {
  const [ru, tt] = [textsOf('ru'), textsOf('tt')];
  const said = new Map<string, Set<string>>();
  for (const [key, text] of ru) said.set(text, (said.get(text) ?? new Set()).add((tt.get(key) ?? '').toLowerCase()));
  expect([...said].filter(([text, others]) => others.size > 1 && !TWO_TATAR.includes(text))).toEqual([]);
});

// ── What is named in «» is what stands on the button ────────────────────────

/** Columns of ПОС' export, and a format of Excel's cells. */
const COLUMNS = ['Дата поступления', 'ФЗ', 'Стадия', 'Статус', 'Числовой'] as const;
/** Said, not pressed: marks of photos, an example of a day, captions of other programs. */
const SAID = {
  ru: ['после', 'После', 'До 02.12', 'сделаны', 'Книга Excel (.xlsx)', 'добавить сертификат в подпись', ...COLUMNS],
  tt: [
    ...['эшкә кадәр', 'эштән соң', 'Эштән соң', '02.12 көненә кадәр', 'төшерелгән', 'Книга Excel (.xlsx)', 'Госуслуги'],
    'сертификатны имзага өстәргә',
    ...COLUMNS,
  ],
} as const;

test.each([...LOCALES])('every «…» in %s is a caption of the same language', (locale) => {
  const texts = [...textsOf(locale), ...standTextsOf(locale)];
  const unadorned = (caption: string) => caption.replace(/^[^\p{L}\d«]+/u, '').replace(/:? …$/, '');
  const captions = new Set<string>(SAID[locale]);
  for (const [, text] of texts)
    for (const caption of [text, text.replace(/[:·,]? *\{\{.*$/s, '')]) captions.add(unadorned(caption));
  const named = texts.flatMap(([key, text]) =>
    [...text.matchAll(/«([^«»]*)»/g)].map(([, name = '']) => ({ key, name })),
  );
  expect(named.filter(({ name }) => !/\{\{?\w/.test(name) && !captions.has(unadorned(name)))).toEqual([]);
});

// ── What is joined to a text ────────────────────────────────────────────────

// «Уже {{what}}: {{name}}»
test('what an act has done begins with a participle, so that it reads after «Уже»', () => {
  const did = [...textsOf('ru')].filter(([key]) => key.startsWith('history:did.'));
  expect(did.length).toBeGreaterThan(50);
  expect(did.filter(([, text]) => !/^[А-ЯЁ][а-яё]*(?:[аеё]н|[ыия]т)[аоы]?(?![а-яё])/.test(text))).toEqual([]);
});

test('in Tatar no suffix stands after a value, and none apart from its digits', () => {
  const joined = /\}\}-?[а-яәөүҗңһё]/i;
  const apart =
    /(?:\d|\}\}|МБ|КБ|%|ПОС|PDF|Telegram|HTTP|СНИЛС)[ -](?:[гк][әа]|[дт][әа]н?|н[әа]н|н[еы]ң?|ы|е|нч[еы])(?![а-яәөүҗңһё])/;
  const texts = [...textsOf('tt'), ...standTextsOf('tt')];
  expect(texts.filter(([, text]) => joined.test(text) || apart.test(text))).toEqual([]);
});

test.each([...LOCALES])('no hyphen stands for a dash in %s', (locale) => {
  expect([...textsOf(locale), ...standTextsOf(locale)].filter(([, text]) => text.includes(' - '))).toEqual([]);
});

test('until when is in the dative: digits take the suffix that their reading asks for', () => {
  const bare = saying('tt', /\{\{(?:moment|day|time|until|from)\}\}\)? кадәр/);
  expect(bare).toEqual([]);
  const { plain } = wordsOf('tt');
  expect(plain('nag:duty.half', { moment: '30.11 09:30' })).toBe('Җитәкчегә 30.11 09:30га кадәр хәбәр итегез');
  expect(plain('nag:redirect.twoDays', { day: '30.11' })).toContain('30.11 көненә кадәр');
});

// ── What help promises ──────────────────────────────────────────────────────

test.each([...LOCALES])('help in %s says that what the ОГ role makes is placed in ПОС by hand', (locale) => {
  expect(wordsOf(locale).plain('people:help.engagement')).toContain('ПОС');
});
