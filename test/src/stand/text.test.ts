import { detectEntities } from '../../../src/stand/text/detect';
import { formatText } from '../../../src/stand/text/format';

/** The entities of a text as `type(what they cover)`, which reads better than offsets. */
function shown(source: string, parseMode = 'HTML'): string {
  const { text, entities } = formatText({ text: source, parseMode });
  const marks = entities.map(({ type, offset, length, url, language }) =>
    [`${type}(${text.slice(offset, offset + length)})`, url, language].filter((part) => part !== undefined).join(' '),
  );
  return [text, ...marks].join(' | ');
}

test.each([
  ['<b>а</b>', 'а | bold(а)'],
  ['<strong>а</strong> <em>б</em>', 'а б | bold(а) | italic(б)'],
  ['<B>а</B>', 'а | bold(а)'],
  ['<b>а<i>б</i></b>', 'аб | bold(аб) | italic(б)'],
  [
    '<u>а</u><ins>б</ins><s>в</s><strike>г</strike><del>д</del>',
    'абвгд | underline(а) | underline(б) | strikethrough(в) | strikethrough(г) | strikethrough(д)',
  ],
  ['<tg-spoiler>а</tg-spoiler><span class="tg-spoiler">б</span>', 'аб | spoiler(а) | spoiler(б)'],
  ['<blockquote>а</blockquote><blockquote expandable>б</blockquote>', 'аб | blockquote(а) | expandable_blockquote(б)'],
  ['<a href="https://example.com/?a=1&amp;b=2">а</a>', 'а | text_link(а) https://example.com/?a=1&b=2'],
  ['<a href="example.com">а</a>', 'а | text_link(а) http://example.com/'],
  ['<a href="нет">а</a>', 'а'],
  ['<a href="https://t.me/bot?start=a1">Открыть</a>', 'Открыть | text_link(Открыть) https://t.me/bot?start=a1'],
  ['<code>a<b>b</b></code>', 'ab | code(ab)'],
  ['<pre>a</pre>', 'a | pre(a)'],
  ['<pre><code class="language-sql">select 1</code></pre>', 'select 1 | pre(select 1) sql'],
  ['<code class="language-sql">a</code>', 'a | code(a)'],
  ['&lt;&gt;&amp;&quot;&#1078;&#x436;&nbsp;&copy; & &', '<>&"жж&nbsp;&copy; & &'],
  ['🕳 <b>яма</b>', '🕳 яма | bold(яма)'],
  ['  <b> а </b>  ', ' а | bold( а)'],
  ['\n\nа\n\n', 'а'],
  ['а\0б\r\nв\tг', 'а б\nв г'],
  ['<b>   </b>а', 'а'],
])('HTML %j is kept as %j', (html, kept) => {
  expect(shown(html)).toBe(kept);
});

test.each([
  ['*а* _б_ __в__ ~г~ ||д||', 'а б в г д | bold(а) | italic(б) | underline(в) | strikethrough(г) | spoiler(д)'],
  ['*а _б_*', 'а б | bold(а б) | italic(б)'],
  ['hello\\.', 'hello.'],
  ['`a_b*c` и ```sql\nselect 1\n```', 'a_b*c и select 1 | code(a_b*c) | pre(select 1) sql'],
  ['[Открыть](https://t.me/bot?start=a1)', 'Открыть | text_link(Открыть) https://t.me/bot?start=a1'],
])('MarkdownV2 %j is kept as %j', (source, kept) => {
  expect(shown(source, 'MarkdownV2')).toBe(kept);
});

test.each([
  ['*а', "Can't find end of Bold entity at byte offset 0"],
  ['*bold _italic\\_*', "Can't find end of Bold entity at byte offset 15"],
  ['hello.', "Character '.' is reserved and must be escaped with the preceding '\\'"],
  ['a-b', "Character '-' is reserved and must be escaped with the preceding '\\'"],
  ['[а](b', "Can't find end of a URL at byte offset 5"],
])('MarkdownV2 %j is refused: %s', (source, reason) => {
  expect(() => shown(source, 'MarkdownV2')).toThrow(`Bad Request: can't parse entities: ${reason}`);
});

test('offsets are counted in UTF-16 units', () => {
  expect(formatText({ text: '🕳🕳<b>яма</b>', parseMode: 'HTML' }).entities).toEqual([
    { type: 'bold', offset: 4, length: 3 },
  ]);
});

test('given entities are kept, and links beside them are found', () => {
  expect(
    formatText({ text: 'жир https://ya.ru', entities: [{ type: 'bold', offset: 0, length: 3 }] }).entities,
  ).toEqual([
    { type: 'bold', offset: 0, length: 3 },
    { type: 'url', offset: 4, length: 13 },
  ]);
});

test.each([
  ['/start abc', ['bot_command /start']],
  ['смотри /menu@my_bot, пожалуйста', ['bot_command /menu@my_bot']],
  ['и/или 5/7 /', []],
  ['https://example.com/a?b=1. Дальше', ['url https://example.com/a?b=1']],
  ['на mamadysh.tatarstan.ru, вчера', ['url mamadysh.tatarstan.ru']],
  ['anna@mail.ru', ['email anna@mail.ru']],
  ['@petrova и #дороги', ['mention @petrova', 'hashtag #дороги']],
  ['#1 +7 (917) 123-45-67', ['phone_number +7 (917) 123-45-67']],
])('in %j Telegram marks %j', (text, marks) => {
  expect(
    detectEntities(text).map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`),
  ).toEqual(marks);
});
