import { endLines, previewLines } from '../../../src/intake/registry/file-words';
import type texts from '../../../locales/ru/reconcile.json';
import { dayOf, parsePlainDate } from '../../../src/regulation/calendar';
import type { Actor } from '../../../src/regulation/facts';
import { hasRight } from '../../../src/regulation/rights';
import { revealHidden } from '../../../src/text/plain-text';
import {
  type ImportLine,
  type ImportOf,
  type ImportRow,
  type ImportRowsPage,
  type Imports,
  askErrorsAgain,
  readImport,
  readImportRows,
  readImports,
} from '../../../src/usecases/registry/imports';
import { button, inRows, shorten, type Screen, type ScreenButton, pager } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment, shortDay } from '../kit/calendar-words';
import { shortNumber } from '../kit/fit';
import { readAmount } from '../../../src/usecases/office/amounts';
import { readLowMarks } from '../../../src/usecases/registry/marks';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { lowMarksScreen } from './registry';
import type { Talk } from '../kit/talk';

/** Characters of a value that was replaced. */
const VALUE = 60;
/** Of a file's name on a button. */
const CAPTION = 30;

/** «Загрузки»: which registry files came, when and by whom. */
export function importsScreen(view: Imports, actor: Actor, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const title = `<b>${html('reconcile:imports.title')}</b>`;
  return {
    text: [
      title,
      ...(view.lines.length === 0
        ? [html('reconcile:imports.empty')]
        : view.lines.map((line) => lineText(line, reading))),
    ].join('\n\n'),
    buttons: [
      ...view.lines.map((line) => [
        button(
          plain('reconcile:imports.line', {
            moment: moment(line.takenAt, reading.now, reading.calendar),
            who: shorten(revealHidden(line.name), CAPTION),
          }),
          { kind: 'importOf', fileId: line.id },
        ),
      ]),
      ...pager(view, words, (page) => ({ kind: 'imports', page })),
      [
        hasRight(actor, 'reconcile')
          ? button(plain('reconcile:back'), { kind: 'differences' })
          : button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

function lineText(line: ImportLine, reading: Reading): string {
  const { html } = reading.words;
  const { fresh, changed, bad } = line.state === 'refused' ? broughtIn(line) : line.counts;
  const counts = [
    ...(fresh > 0 ? [html('registry:fresh', { count: fresh })] : []),
    ...(changed > 0 ? [html('registry:changed', { count: changed })] : []),
    ...(bad > 0 ? [html('registry:bad', { count: bad })] : []),
  ];
  const state = html(`reconcile:imports.state.${shownState(line, fresh + changed)}`);
  return [
    `<b>${html('reconcile:imports.line', { moment: moment(line.takenAt, reading.now, reading.calendar), who: whoWords(line, reading) })}</b>`,
    `${html('reconcile:imports.name', { name: shorten(revealHidden(line.name), VALUE) })} · ${state}`,
    ...(counts.length > 0 ? [counts.join(' · ')] : []),
  ].join('\n');
}

const shownState = ({ state, loadedAnyway }: ImportLine, broughtIn: number) => {
  if (state === 'refused' && broughtIn > 0) return 'partly';
  return state === 'done' && loadedAnyway ? 'anyway' : state;
};

/** Of one that was refused, rows that were only read say nothing: they are nowhere. */
const broughtIn = ({ result: { open, finished, changed } }: ImportLine) => ({
  fresh: open + finished,
  changed,
  bad: 0,
});

function whoWords({ source, by }: Pick<ImportLine, 'source' | 'by'>, { words: { plain } }: Reading): string {
  switch (source) {
    case 'chat':
      return by ?? '';
    case 'folder':
      return plain('reconcile:imports.fromFolder');
    case 'command':
    case 'trial':
      return plain('reconcile:imports.byCommand');
  }
}

/** One of them: what was in it, what it has brought, and the rows as long as they are kept. */
export function importScreen(view: ImportOf, actor: Actor, days: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { file, fresh, changed, badKept, marks } = view;
  const { id: fileId } = file;
  const isForgotten = file.forgottenAt !== null;
  const rows: ScreenButton[] = [];
  if (!isForgotten && hasRight(actor, 'reconcile')) {
    if (fresh > 0)
      rows.push(
        button(plain('reconcile:imports.new', { count: fresh }), {
          kind: 'importRows',
          fileId,
          what: 'fresh',
          page: 0,
        }),
      );
    if (changed > 0)
      rows.push(
        button(plain('reconcile:imports.changed', { count: changed }), {
          kind: 'importRows',
          fileId,
          what: 'changed',
          page: 0,
        }),
      );
  }
  if (marks > 0 && hasRight(actor, 'marks'))
    rows.push(button(plain('reconcile:imports.marks', { count: marks }), { kind: 'lowMarks', fileId, page: 0 }));
  if (badKept > 0) rows.push(button(plain('reconcile:imports.errors'), { kind: 'importErrors', fileId }));
  return {
    text: [
      `<b>${html('registry:title', { name: revealHidden(file.name) })}</b>`,
      html('reconcile:imports.head', {
        moment: moment(file.takenAt, reading.now, reading.calendar),
        who: whoWords({ source: file.source, by: view.by }, reading),
      }),
      '',
      ...(file.refusal ? endLines(file, html) : previewLines(view, html)),
      ...(file.state === 'done' ? ['', ...endLines(file, html)] : []),
      ...(file.state === 'dropped' ? ['', html('registry:dropped')] : []),
      ...(isForgotten ? ['', `<i>${html('reconcile:imports.forgotten', { count: days })}</i>`] : []),
    ].join('\n'),
    buttons: [...inRows(rows, 2), [button(plain('reconcile:imports.back'), { kind: 'imports', page: 0 })]],
  };
}

/** Its new or changed rows, a page of them. */
export function importRowsScreen(view: ImportRowsPage, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const { fileId, name, what, count, lines } = view;
  const title = html(what === 'fresh' ? 'reconcile:imports.titleNew' : 'reconcile:imports.titleChanged', {
    name,
    count,
  });
  return {
    text: [`<b>${title}</b>`, ...lines.map((line) => rowText(line, reading))].join('\n\n'),
    buttons: [
      ...inRows(
        lines.flatMap(({ number, appealId }) =>
          appealId === null ? [] : [button(shortNumber(number), { kind: 'open', appealId })],
        ),
        4,
      ),
      ...pager(view, words, (page) => ({ kind: 'importRows', fileId, what, page })),
      [button(plain('reconcile:imports.backToFile'), { kind: 'importOf', fileId })],
    ],
  };
}

type Field = keyof (typeof texts)['imports']['field'];
const SHOWN: readonly Field[] = [
  'stage',
  'status',
  'plannedDay',
  'finishedDay',
  'decision',
  'mark',
  'repeated',
  'executor',
  'coordinator',
  'supervisor',
  'standsAt',
  'overdue',
  'fastTrack',
  'receivedDay',
  'kind',
  'category',
  'subcategory',
  'fact',
  'source',
  'cameTo',
];

function rowText({ number, there, changes }: ImportRow, reading: Reading): string {
  const { html, plain } = reading.words;
  const head = `<b>${html('reconcile:line', { number })}</b>`;
  if (changes === null) {
    const state = there.finished ? html('reconcile:imports.finished') : html('reconcile:imports.open');
    return `${head} · ${state}`;
  }
  const changed = SHOWN.flatMap((field) => {
    const change = changes[field];
    if (!change) return [];
    const [before, after] = change.map((value) => shorten(valueWords(value, reading), VALUE));
    return [
      html('reconcile:imports.change', {
        what: plain(`reconcile:imports.field.${field}`),
        before: before ?? '',
        after: after ?? '',
      }),
    ];
  });
  return [head, ...changed].join('\n');
}

function valueWords(value: unknown, { words: { plain }, now, calendar }: Reading): string {
  if (value === null || value === undefined) return plain('reconcile:imports.nothing');
  if (typeof value === 'boolean') return plain(value ? 'reconcile:imports.yes' : 'reconcile:imports.no');
  if (value === 'appeal59' || value === 'message') return plain(`reconcile:law.${value}`);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const day = parsePlainDate(text);
  return day === null ? text : shortDay(day, dayOf(now, calendar));
}

/** «Загрузки»: registry files that came, what each has brought, and for how long that is kept. */
export function importsFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const shown = (screen: Screen | null, { words }: Turn): Reply =>
    screen ? { screen } : refusal(words.plain('reconcile:notYours'));
  return {
    presses: {
      async imports(turn, { page }) {
        const view = await readImports(desk, turn.official, page);
        return shown(view && importsScreen(view, turn.official, turn.reading), turn);
      },
      async importOf(turn, { fileId }) {
        const view = await readImport(desk, turn.official, fileId);
        return shown(
          view && importScreen(view, turn.official, await readAmount(desk, 'importDays'), turn.reading),
          turn,
        );
      },
      async importRows(turn, { fileId, what, page }) {
        const view = await readImportRows(desk, turn.official, fileId, what, page);
        return shown(view && importRowsScreen(view, turn.reading), turn);
      },
      async importErrors(turn, { fileId }) {
        const isSent = await askErrorsAgain(desk, turn.official, fileId);
        wake();
        return isSent ? {} : refusal(turn.words.plain('registry:toast.forgotten'));
      },
      async lowMarks(turn, { fileId, page }) {
        const view = await readLowMarks(desk, turn.official, fileId, page);
        return shown(view && lowMarksScreen(view, turn.reading), turn);
      },
    },
  };
}
