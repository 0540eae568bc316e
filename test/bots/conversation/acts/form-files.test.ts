import type { ReportPhoto } from '../../../../src/usecases/photos/photos';
import {
  fileRows,
  filesPressed,
  NOTHING_AROUND,
  placeRow,
  receivedLines,
} from '../../../../bots/conversation/acts/form-files';
import { markIn } from '../../../../bots/conversation/kit/keep-file';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf } from '../../../../src/i18n';
import type { OwnFile } from '../../../../src/usecases/answers/submission';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const NOW = new Date('2026-11-25T10:42:00+03:00');

type Marks = readonly (OwnFile['mark'] | 'document')[];
const filesOf = (marks: Marks): OwnFile[] =>
  marks.map((mark, index) => ({
    id: index + 1,
    messageRef: `1/${index}`,
    fileName: null,
    receivedAt: NOW,
    position: index + 1,
    ...(mark === 'document' ? { kind: mark, mark: null } : { kind: 'photo', mark }),
  }));
const asked = (marks: Marks, answers: object = {}, view: object = {}, subject = 'submitAnswer', ask = 'answerText') => {
  const own = filesOf(marks);
  const photos = own.filter(({ kind }) => kind === 'photo').length;
  return {
    answers,
    view,
    last: false,
    state: {
      form: { subject },
      step: {
        ask,
        appeal: { followers: [], photoless: false },
        submission: { own, former: [], photos, files: own.length - photos },
      },
    },
    reading: { words: wordsOf('ru'), now: NOW, calendar, longest: 4_096 },
    move: (move: string, value = '') => ({ kind: 'form', formId: 1, revision: 0, move, value }),
  } as unknown as Parameters<typeof fileRows>[0];
};

test.each<[string, Marks, string[]]>([
  ['nothing', [], []],
  ['a document', ['document'], ['Убрать последнее']],
  ['a photo', [null], ['Это «до» | Это «после»', 'Убрать последнее']],
  [
    'three of which one is marked',
    ['before', null, null],
    ['«До»: 2 фото | «После»: 2 фото', 'Убрать последнее', 'Что войдёт: 3'],
  ],
])('with %s these buttons stand', (_, marks, captions) => {
  expect(fileRows(asked(marks)).map((row) => row.map(({ text }) => text).join(' | '))).toEqual(captions);
});

test('a place is asked for where photos are, and not where their lack is explained', () => {
  const captions = (...of: Parameters<typeof asked>) => placeRow(asked(...of), NOTHING_AROUND).flat().length;
  expect(captions([null])).toBe(1);
  expect(captions([])).toBe(0);
  expect(captions([], {}, {}, 'submitAnswer', 'photos')).toBe(1);
  expect(captions([], {}, {}, 'comment', 'comment')).toBe(1);
  expect(captions([null], {}, { withoutPhoto: true })).toBe(0);
  expect(captions([null], {}, {}, 'addApplicantPhotos')).toBe(0);
  expect(placeRow(asked([null]), { arriving: 0, place: { at: NOW, live: false } })).toEqual([]);
});

test('photos of the applicant are neither «до» nor «после», and nobody asks where they were taken', () => {
  const brought = asked([null, null], {}, { compressed: true }, 'addApplicantPhotos');
  expect(
    fileRows(brought)
      .flat()
      .map(({ text }) => text),
  ).toEqual(['Убрать последнее']);
  const around = { arriving: 0, place: { at: NOW, live: false } };
  expect(receivedLines(brought, around, [])).toEqual(receivedLines(brought, { arriving: 0, place: null }, []));
  expect(receivedLines(brought, around, [])).toEqual(['Принято фото: 2', expect.not.stringContaining('геопозици')]);
});

test.each<[string, Marks, object, string, number[] | null]>([
  ['those without a mark', ['before', null, null], {}, 'after-3', [2, 3]],
  ['nothing that has come since the buttons were drawn', [null, null, null], {}, 'after-2', [1, 2]],
  ['what was marked last, when all have one', ['before', 'after', 'after'], { markedFrom: 2 }, 'before-3', [2, 3]],
  ['the last one, when nobody remembers', ['before', 'after'], {}, 'before-2', [2]],
  ['no document', [null, 'document'], {}, 'before-2', [1]],
  ['nothing where there is no photo', ['document'], {}, 'before-1', null],
  ['nothing by a forged id', [null], {}, 'before-0', null],
])('a mark is given to %s', (_, marks, answers, value, ids) => {
  const change = filesPressed(asked(marks, answers), value);
  expect(change).toEqual(
    ids && { answers: { ...answers, markedFrom: ids[0] }, files: { mark: value.split('-')[0], ids } },
  );
});

test('only a file of this form is taken out of it', () => {
  expect(filesPressed(asked([null, null]), 'remove-2')).toEqual({ files: { remove: 2 } });
  expect(filesPressed(asked([null, null]), 'remove-3')).toBeNull();
  expect(filesPressed(asked([null]), 'again')).toBeNull();
});

const NOWHERE = { verdict: { place: 'unconfirmed' } } as ReportPhoto;

test.each<[string, Parameters<typeof asked>, Parameters<typeof receivedLines>[1], string[], ReportPhoto[]?]>([
  ['nothing', [[]], { arriving: 0, place: null }, []],
  [
    'photos and files',
    [['before', 'after', 'after', null, 'document']],
    { arriving: 0, place: null },
    ['Принято фото: 4', 'До: 1, после: 2', 'Принято файлов: 1'],
  ],
  [
    'what is still on its way',
    [[null, null]],
    { arriving: 1, place: null },
    ['Принято фото: 2', 'Сохранено 2 из 3, остальное ещё загружается. Ничего не потеряно.'],
  ],
  [
    'a photo without time and place',
    [[null], {}, { compressed: true }],
    { arriving: 0, place: null },
    [
      'Принято фото: 1',
      '<i>Если прислать фото файлом, сохранятся время и место съёмки. Геопозиция подтвердит место: кнопка «📍 Геопозиция».</i>',
    ],
  ],
  [
    'such a photo beside a place',
    [[null], {}, { compressed: true }],
    { arriving: 0, place: { at: NOW, live: true } },
    [
      'Принято фото: 1',
      '📍 Геопозиция передаётся, 10:42',
      '<i>Если прислать фото файлом, сохранятся время и место съёмки.</i>',
    ],
  ],
  [
    'a file that does not say where it was taken',
    [[null]],
    { arriving: 0, place: null },
    ['Принято фото: 1', '<i>Геопозиция подтвердит место: кнопка «📍 Геопозиция».</i>'],
    [NOWHERE],
  ],
  [
    'such a file beside a place',
    [[null]],
    { arriving: 0, place: { at: NOW, live: false } },
    ['Принято фото: 1', '📍 Геопозиция есть, 10:42'],
    [NOWHERE],
  ],
])('%s: is told of', (_, of, around, lines, judged = []) => {
  expect(receivedLines(asked(...of), around, judged)).toEqual(lines);
});

test.each([
  ['до', 'before'],
  ['После.', 'after'],
  ['ДО РАБОТ', 'before'],
  ['соң', 'after'],
  ['До понедельника', null],
  ['', null],
])('«%s» under a photo means %s', (caption, mark) => {
  expect(markIn(caption)).toBe(mark);
});
