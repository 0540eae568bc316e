import type { Screen } from '../../../../bots/conversation/kit/screen';
import { photoLines, reasonInWords, photoCaption } from '../../../../bots/conversation/photos/photo-lines';
import { distanceWords } from '../../../../bots/conversation/kit/calendar-words';
import { albumScreen, sendingLine } from '../../../../bots/conversation/photos/photos';
import { comparisonScreen, drawnLines, pairsOf, pinsOf } from '../../../../bots/conversation/photos/pairs';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { PLACE_VERDICTS, REUSE_VERDICTS, TIME_VERDICTS } from '../../../../src/regulation/evidence';
import type { ReportPhoto } from '../../../../src/usecases/photos/photos';
import type { PhotoName, ShownPhoto } from '../../../../src/usecases/photos/shown-photos';

const at = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const reading = {
  words: wordsOf('ru'),
  now: at('2026-11-25 12:00'),
  calendar: loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
  longest: 4_096,
};
const NUMBER = '327441806';
const photo = (position: number, of: Partial<ShownPhoto> = {}): ShownPhoto => ({
  id: 100 + position,
  appealId: 7,
  appealNumber: NUMBER,
  position,
  origin: 'official',
  mark: null,
  by: 'Петров П.П.',
  compressed: true,
  fileName: null,
  receivedAt: at('2026-11-25 10:20'),
  takenAt: null,
  originalDeletedAt: null,
  point: null,
  evidence: null,
  since: null,
  twin: null,
  inAnswer: false,
  sha256: 'ab',
  fileRef: null,
  originalRef: null,
  ...of,
});
const judged = (of: Partial<NonNullable<ShownPhoto['evidence']>> = {}): ShownPhoto['evidence'] => ({
  time: 'confirmed',
  place: 'confirmed',
  distance: 40,
  placeBy: 'picture',
  reuse: 'none',
  ...of,
});
const twin: PhotoName = { id: 55, appealId: 3, appealNumber: '327441801', position: 2 };
const takenAt = at('2026-11-25 10:15');

describe('what a card says of photos', () => {
  const verdict = { ...judged()!, reuseOf: null };
  const report = (position: number, of: Partial<ReportPhoto> = {}): ReportPhoto => ({
    id: 100 + position,
    position,
    receivedAt: at('2026-11-25 10:20'),
    takenAt,
    verdict,
    since: null,
    warnings: [],
    remark: null,
    software: null,
    flaws: [],
    ...of,
  });
  const lines = (...photos: readonly ReportPhoto[]) => photoLines(photos, reading, (characters) => characters);

  test.each<[string, Partial<ReportPhoto>, string]>([
    ['a date that never was', { flaws: ['absurdTime'] }, 'дата съёмки в файле невозможная'],
    ['a place that is nowhere', { flaws: ['absurdPlace'] }, 'координаты в файле невозможные'],
    [
      'half a file of no camera',
      { remark: 'noCamera', flaws: ['incomparable'] },
      'данных камеры в файле нет; повреждено или однотонное, с другими не сравнить',
    ],
    ['a program', { remark: 'software', software: 'GIMP 2.10' }, 'файл записан программой GIMP 2.10'],
  ])('%s is said as it is', (_, of, words) => {
    expect(lines(report(1, of))[1]).toBe(`Фото 1: ${words}`);
  });

  test('a reason ends with one full stop, whatever its last word is', () => {
    const reuseOf = {
      ...twin,
      number: '327441801',
      at: takenAt,
      by: 'Петров П.П.',
      origin: 'official',
      isHere: false,
    } as const;
    const repeated = report(2, { verdict: { ...verdict, reuse: 'same', reuseOf }, warnings: ['same'] });
    const early = report(3, { warnings: ['earlier'], since: { by: 'postponed', at: at('2026-11-25 09:00') } });
    expect(reasonInWords([repeated, early], 'photo_used_before', reading)).toBe(
      'Фото 2: то же фото в обращении № 327441801, 25.11, Петров П.П.',
    );
    expect(reasonInWords([repeated, early], 'photo_other_time', reading)).toMatch(
      /до утверждения промежуточного ответа 25\.11 09:00\.$/,
    );
  });

  test('warnings come before what is merely remarked, in their order, where not all have room', () => {
    const remarked = [1, 2, 3, 4, 5, 6].map((position) => report(position, { remark: 'noCamera' }));
    const warned = report(7, { warnings: ['later'] });
    expect(lines(...remarked, warned).slice(1)).toEqual([
      ...[1, 2, 3, 4].map((position) => `Фото ${position}: данных камеры в файле нет`),
      'Фото 7: по данным файла снято 25.11 10:15, позже, чем пришло',
      'И ещё 2 фото с замечаниями',
    ]);
  });
});

describe('a distance', () => {
  test.each([
    [0, '10 м'],
    [4, '10 м'],
    [348, '350 м'],
    [994, '990 м'],
    [996, '1 км'],
    [2_440, '2,4 км'],
    [9_940, '9,9 км'],
    [9_960, '10 км'],
    [24_600, '25 км'],
  ])('%d m is «%s»', (metres, shown) => {
    for (const locale of LOCALES) expect(distanceWords(metres, wordsOf(locale))).toBe(shown);
  });
});

describe('words under a photo', () => {
  test.each<[string, Partial<ShownPhoto>, string[]]>([
    [
      'taken there and then',
      { takenAt, mark: 'after', evidence: judged() },
      ['Отчёт, «после», Петров П.П.', 'Снято 25.11 10:15, в 40 м от места обращения'],
    ],
    [
      'of which nothing is confirmed',
      { evidence: judged({ time: 'unconfirmed', place: 'unconfirmed', distance: null, placeBy: null }) },
      ['Отчёт, Петров П.П.', 'Получено 25.11 10:20', 'Время и место не подтверждены'],
    ],
    [
      'whose place a location confirms',
      { mark: 'before', evidence: judged({ time: 'unconfirmed', placeBy: 'shared' }) },
      [
        'Отчёт, «до», Петров П.П.',
        'Получено 25.11 10:20, геопозиция в 40 м от места обращения',
        'Время не подтверждено',
      ],
    ],
    [
      'with a place and no time of its own',
      { evidence: judged({ time: 'unconfirmed', place: 'elsewhere', distance: 2_400 }) },
      ['Отчёт, Петров П.П.', 'Получено 25.11 10:20, снято в 2,4 км от места обращения', 'Время не подтверждено'],
    ],
    [
      'taken before the assignment, elsewhere, used before',
      {
        takenAt: at('2026-11-20 09:00'),
        evidence: judged({ time: 'earlier', place: 'elsewhere', distance: 12_300, reuse: 'same' }),
        since: { by: 'assigned', at: at('2026-11-24 11:00') },
        twin,
      },
      [
        'Отчёт, Петров П.П.',
        'Снято 20.11 09:00, до назначения 24.11 11:00, в 12 км от места обращения',
        'Уже было: № 327441801, фото 2',
      ],
    ],
    [
      'whose clock is ahead, of an appeal without a point',
      {
        takenAt: at('2027-01-02 09:00'),
        evidence: judged({ time: 'later', place: 'no_point', distance: null, reuse: 'alike' }),
        twin: { ...twin, appealId: 7, appealNumber: NUMBER, position: 1 },
      },
      [
        'Отчёт, Петров П.П.',
        'По данным файла снято 02.01.2027 09:00, позже получения',
        'Похоже на фото 1 этого обращения',
      ],
    ],
    [
      'that nobody has judged yet, its original gone',
      { takenAt, originalDeletedAt: takenAt, by: null },
      ['Отчёт', 'Снято 25.11 10:15', 'Ещё проверяется', 'Оригинал удалён по сроку хранения'],
    ],
    // Of whoever has brought it nothing is said: it is not their photo.
    ['of the applicant', { origin: 'applicant' }, ['Заявитель', 'Получено 25.11 10:20']],
  ])('%s', (_, of, lines) => {
    expect(photoCaption(photo(3, of), 5, reading).split('\n')).toEqual([`№ ${NUMBER}. Фото 3 из 5`, ...lines]);
  });

  test('are short whatever there is to say, in both languages', () => {
    for (const locale of LOCALES)
      for (const time of TIME_VERDICTS)
        for (const place of PLACE_VERDICTS)
          for (const reuse of REUSE_VERDICTS) {
            const said = photo(300, { takenAt, twin, evidence: judged({ time, place, reuse, distance: 99_999 }) });
            const caption = photoCaption(said, 300, { ...reading, words: wordsOf(locale) });
            expect(caption.length).toBeLessThan(400);
            expect(caption).not.toMatch(/photo:|\{\{|undefined|null/);
          }
  });
});

describe('what stands above the album', () => {
  const read = ({ text, buttons }: Screen): string =>
    `${text}\n\n${buttons.map((row) => row.map((one) => `[${one.text}]`).join(' ')).join('\n')}`;
  const album = { appealId: 7, number: NUMBER, files: 0, isOnMap: true };

  test('is a line for each photo, and the ways to look closer', () => {
    const photos = [
      photo(1, { origin: 'applicant', by: null }),
      photo(2, { takenAt, compressed: false, evidence: judged(), by: 'Ли <б> & Ко' }),
      photo(3, { evidence: judged({ time: 'unconfirmed', reuse: 'same' }), twin }),
    ];
    expect(read(albumScreen({ ...album, photos, files: 2 }, reading))).toBe(
      [
        `<b>№ ${NUMBER} · 3 фото · 2 файла</b>`,
        '<b>1</b> · Заявитель · Получено 25.11 10:20',
        '<b>2</b> · Отчёт, Ли &lt;б&gt; &amp; Ко · Снято 25.11 10:15, в 40 м от места обращения',
        '<b>3</b> · Отчёт, Петров П.П. · Получено 25.11 10:20, снято в 40 м от места обращения · Время не подтверждено · Уже было: № 327441801, фото 2',
        '',
        '[Сравнить фото 3 с № 327441801]',
        '[Сравнить фото 1 и 2]',
        '[Сравнить фото 1 и 3]',
        '[На карте] [Оригиналы файлами]',
      ].join('\n'),
    );
  });

  test('offers nothing that is not there', () => {
    expect(albumScreen({ ...album, photos: [photo(1)], isOnMap: false }, reading).buttons).toEqual([]);
  });

  test('fits a message however many there are', () => {
    const photos = Array.from({ length: 120 }, (_, index) => photo(index + 1, { evidence: judged(), takenAt }));
    const { text } = albumScreen({ ...album, photos }, reading);
    expect(visibleLength(text)).toBeLessThanOrEqual(4_096);
    expect(text).toMatch(/^<b>40<\/b>/m);
    expect(text).toMatch(/И ещё \d+ фото, подписи под ними\.$/);
  });

  test.each([
    [1, 0, 'Отправляю 1 фото…'],
    [12, 1, 'Отправляю 12 фото…'],
    [0, 1, 'Отправляю 1 файл…'],
    [0, 3, 'Отправляю 3 файла…'],
    [0, 5, 'Отправляю 5 файлов…'],
  ])('says at once of %d photos and %d files: %s', (count, files, said) => {
    const photos = Array.from({ length: count }, (_, index) => photo(index + 1));
    expect(sendingLine({ ...album, photos, files }, reading)).toBe(`<b>№ ${NUMBER}</b>\n${said}`);
  });
});

describe('what is worth seeing side by side', () => {
  const before = (position: number) => photo(position, { mark: 'before' });
  const after = (position: number) => photo(position, { mark: 'after' });
  const complaint = (position: number) => photo(position, { origin: 'applicant' });

  test.each<[string, ShownPhoto[], [number, number][]]>([
    ['nothing of one', [photo(1)], []],
    ['nothing of two that nobody has marked', [photo(1), photo(2)], []],
    [
      '«до» and «после», each with its fellow',
      [before(1), before(2), after(3), after(4)],
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      'one «до» with every «после»',
      [before(1), after(2), after(3)],
      [
        [1, 2],
        [1, 3],
      ],
    ],
    ['a «до» that came later', [after(1), before(2)], [[2, 1]]],
    ['what the applicant complained of and what was done', [complaint(1), photo(2), after(3)], [[1, 3]]],
    ['the same without marks', [complaint(1), photo(2)], [[1, 2]]],
    [
      'of «после» only what the present answer takes along',
      [before(1), after(2), photo(3, { mark: 'after', inAnswer: true })],
      [[1, 3]],
    ],
    [
      'what an answer takes along beside what it has left out',
      [complaint(1), photo(2), photo(3, { inAnswer: true })],
      [[1, 3]],
    ],
    ['«до» rather than the complaint', [complaint(1), before(2), after(3)], [[2, 3]]],
    [
      'a reused one and its twin first',
      [before(1), photo(2, { mark: 'after', twin })],
      [
        [2, 55],
        [1, 2],
      ],
    ],
    ['a twin that is «до», once', [before(1), photo(2, { mark: 'after', twin: before(1) })], [[2, 1]]],
    [
      'four at most',
      Array.from({ length: 9 }, (_, index) => photo(index + 1, { twin })),
      [
        [1, 55],
        [2, 55],
        [3, 55],
        [4, 55],
      ],
    ],
  ])('%s', (_, photos, pairs) => {
    const name = ({ id }: PhotoName) => (id > 100 ? id - 100 : id);
    expect(pairsOf(photos).map(({ left, right }) => [name(left), name(right)])).toEqual(pairs);
  });

  test('of one appeal has its lines drawn, and needs no way to it', () => {
    const pair = [
      photo(1, { mark: 'before', takenAt }),
      photo(2, { mark: 'after', takenAt, evidence: judged() }),
    ] as const;
    expect(drawnLines(pair, reading)).toEqual([
      ['Фото 1', 'Отчёт, «до», Петров П.П.', 'Снято 25.11 10:15', 'Ещё проверяется'],
      ['Фото 2', 'Отчёт, «после», Петров П.П.', 'Снято 25.11 10:15, в 40 м от места обращения'],
    ]);
    expect(comparisonScreen(pair, reading)).toEqual({
      text: `Слева: № ${NUMBER}, фото 1\nСправа: № ${NUMBER}, фото 2`,
      buttons: [],
    });
  });

  test('of two appeals says which, and leads to each', () => {
    const pair = [photo(4), photo(2, { ...twin })] as const;
    expect(drawnLines(pair, reading).map(([name]) => name)).toEqual([`№ ${NUMBER}, фото 4`, '№ 327441801, фото 2']);
    expect(comparisonScreen(pair, reading).buttons).toEqual([
      [{ text: `Открыть № ${NUMBER}`, press: { kind: 'open', appealId: 7 } }],
      [{ text: 'Открыть № 327441801', press: { kind: 'open', appealId: 3 } }],
    ]);
  });
});

describe('pins', () => {
  const point = { latitude: 55.71, longitude: 51.41 };
  const appeal = { number: NUMBER, point, address: 'Мамадыш, ул. Советская, 15' };
  const placed = (position: number, distance: number | null, of: Partial<ShownPhoto> = {}) =>
    photo(position, {
      takenAt,
      point: { latitude: 55.7 - (distance ?? 0) / 100_000, longitude: 51.4 },
      evidence: judged({ distance }),
      ...of,
    });

  test('are the appeal’s point, then where its photos were taken, the farthest first', () => {
    const shared = judged({ distance: 350, placeBy: 'shared' });
    const photos = [placed(1, 350, { evidence: shared }), placed(2, 2_400), placed(3, 350), photo(4)];
    expect(pinsOf(appeal, photos, reading)).toEqual([
      { place: point, title: `Место обращения, № ${NUMBER}`, address: 'Мамадыш, ул. Советская, 15' },
      {
        place: photos[1]?.point,
        title: 'Фото 2: 2,4 км от места обращения',
        address: 'Снято 25.11 10:15',
      },
      {
        place: photos[0]?.point,
        title: 'Фото 1, 3: 350 м от места обращения',
        address: 'Геопозиция от 25.11 10:20',
      },
    ]);
  });

  test('of an appeal without a point, or without an address', () => {
    expect(pinsOf({ ...appeal, point: null }, [placed(1, null)], reading)).toMatchObject([{ title: 'Фото 1' }]);
    expect(pinsOf({ ...appeal, address: null }, [], reading)).toMatchObject([{ address: '55.71000, 51.41000' }]);
  });

  test('are no more than a chat can hold', () => {
    const photos = Array.from({ length: 20 }, (_, index) => placed(index + 1, 300 + index * 100));
    const pins = pinsOf(appeal, photos, reading);
    expect(pins).toHaveLength(5);
    expect(pins[1]?.title).toBe('Фото 20: 2,2 км от места обращения');
  });
});
