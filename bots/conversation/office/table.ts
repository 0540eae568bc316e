import { escapeHtml, inSentence, type Words } from '../../../src/i18n';
import type { LoadedPerson, LoadedRoster, RosterCounts } from '../../../src/usecases/office/loading';
import { type TriedTable, loadTable, tryTable, type OfficeTables } from '../../../src/usecases/office/tables';
import { shortName } from '../../../src/usecases/kit/officials';
import { button, shorten, type Screen } from '../kit/screen';
import { lastFileOfForm } from '../../../src/usecases/kit/attachments';
import { confirm } from '../kit/choice-question';
import { wordsRefused, type Asked, type Question } from '../kit/question';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Step } from '../kit/dialog';
import { drawSetup } from './setup';
import { TableDialog } from '../kit/table-dialog';

/** What one reads at a glance; whoever mends a table mends these first. */
const MOST_FAULTS = 10;
const LONGEST_FAULT = 240;
const MOST_NAMES = 12;
const MOST_COLUMNS = 5;
const PARTS = ['people', 'organizations', 'categories'] as const satisfies readonly (keyof RosterCounts)[];

/** Why a table is not loaded, or what would change; in HTML. */
export function triedLines(tried: Exclude<TriedTable, 'notAdmin'>, words: Words): string[] {
  if (tried.ok)
    return [
      words.html('setup:table.preview'),
      ...loadedLines(tried.loaded, words),
      ...ignoredLines(tried.ignored, words),
    ];
  const { faults, more } = tried;
  const { html } = words;
  const shown = faults.slice(0, MOST_FAULTS);
  const isWhole = faults.length === 1 && faults[0]?.place === null;
  const first = isWhole
    ? html('setup:table.unreadable')
    : html(more ? 'setup:table.faultsMore' : 'setup:table.faults', { count: faults.length });
  return [
    first,
    ...shown.map(({ place, reason }) => {
      const said = shorten(reason, LONGEST_FAULT);
      return `⚠️ ${place === null ? escapeHtml(said) : html('setup:table.fault', { place, reason: said })}`;
    }),
    ...(faults.length > shown.length ? [html('setup:table.rest', { count: faults.length - shown.length })] : []),
  ];
}

/** What a loading does or did; in HTML. */
export function loadedLines({ added, changed, people, warnings }: LoadedRoster, words: Words): string[] {
  const { html, plain } = words;
  const count = (verb: 'added' | 'changed', counts: RosterCounts) =>
    PARTS.filter((part) => counts[part] > 0).map((part) =>
      html(`people:roster.${verb}`, { what: plain(`people:roster.${part}`, { count: counts[part] }) }),
    );
  const counted = [...count('added', added), ...count('changed', changed)];
  const named = (key: 'newPeople' | 'changedPeople' | 'approvesNoMore', whose: readonly LoadedPerson[]) =>
    whose.length === 0 ? [] : [html(`setup:table.${key}`, { names: namesOf(whose, words) })];
  const losing = people.filter(({ lost }) => lost.length > 0);
  const leaving = people.filter(({ left }) => left > 0);
  return [
    ...(counted.length > 0 ? counted : [html('setup:table.nothing')]),
    ...named(
      'newPeople',
      people.filter(({ isNew }) => isNew),
    ),
    ...named(
      'changedPeople',
      people.filter(({ isNew }) => !isNew),
    ),
    ...losing
      .slice(0, MOST_NAMES)
      .map(
        ({ name, lost }) => `⚠️ ${html('setup:table.lost', { name: shortName(name), roles: rolesOf(lost, words) })}`,
      ),
    ...(losing.length > MOST_NAMES ? [html('setup:table.rest', { count: losing.length - MOST_NAMES })] : []),
    ...named(
      'approvesNoMore',
      people.filter(({ approvesNoMore }) => approvesNoMore),
    ).map((line) => `⚠️ ${line}`),
    ...leaving
      .slice(0, MOST_NAMES)
      .map(({ name, left }) => `⚠️ ${html('setup:table.left', { name: shortName(name), count: left })}`),
    ...(leaving.length > MOST_NAMES ? [html('setup:table.rest', { count: leaving.length - MOST_NAMES })] : []),
    ...warnings.map((warning) => `⚠️ ${warningLine(warning, words)}`),
  ];
}

const rolesOf = (roles: LoadedPerson['lost'], { plain }: Words): string =>
  roles.map((role) => inSentence(plain(`people:role.${role}`))).join(', ');

function namesOf(people: readonly LoadedPerson[], { plain }: Words): string {
  const shown = people.slice(0, MOST_NAMES).map(({ name }) => shortName(name));
  const rest = people.length - shown.length;
  return [...shown, ...(rest > 0 ? [plain('setup:table.more', { count: rest })] : [])].join(', ');
}

const ignoredLines = (ignored: readonly string[], { html }: Words): string[] =>
  ignored.length === 0 ? [] : [html('setup:table.ignored', { names: ignored.slice(0, MOST_COLUMNS).join(', ') })];

function warningLine(warning: LoadedRoster['warnings'][number], { html }: Words): string {
  switch (warning.kind) {
    case 'nobodyCoordinates':
    case 'nobodyApproves':
      return html(`people:lack.${warning.kind}`);
    case 'accountTaken':
      return html('people:roster.accountTaken', { name: warning.name, id: warning.userId, holder: warning.holder });
    case 'accountKept':
      return html('people:roster.accountKept', { name: warning.name, id: warning.userId });
    case 'accountRemoved':
      return html('people:roster.accountRemoved', { name: warning.name, id: warning.userId });
    case 'waits':
      return html(`people:access.table.${warning.matter}`, { name: warning.name });
    case 'alike':
      return html('people:roster.alike', { name: warning.name, other: warning.other });
    case 'ownAdminLost':
      return html('people:roster.ownAdminLost');
    case 'lastAdminKept':
      return html('people:roster.lastAdminKept', { name: warning.name });
  }
}

/** What a loading has done. */
export function loadedScreen(loaded: LoadedRoster, words: Words): Screen {
  const { html, plain } = words;
  return {
    text: [
      `<b>${html('setup:table.done')}</b>`,
      ...loadedLines(loaded, words),
      ...(loaded.added.people > 0 ? [`<i>${html('setup:table.next')}</i>`] : []),
    ].join('\n'),
    buttons: [
      [
        button(plain('people:admin.button.people'), { kind: 'people', page: 0 }),
        button(plain('setup:title'), { kind: 'setup' }),
      ],
    ],
  };
}

declare module '../kit/talk' {
  interface Talk {
    readonly officeTables: OfficeTables;
  }
}

interface State {
  /** Of the file that has come last; null: none has. */
  readonly sha256: string | null;
  /** What it would do; null: there is none. */
  readonly tried: TriedTable | null;
}
type TableAsked = Asked<State>;

/** Another table takes the place of the one before: a mistake is mended there and sent again. */
const takes = { files: true, caption: false } as const;

const sending: Question<State> = {
  takes,
  rows: ({ reading: { words } }: TableAsked) => [
    [button(words.plain('setup:table.template'), { kind: 'officeTemplate' })],
  ],
  pressed: () => null,
  typed: wordsRefused,
};

const isLoadable = ({ tried }: State): boolean => tried !== null && tried !== 'notAdmin' && tried.ok;

const steps: readonly Step<State>[] = [
  {
    name: 'file',
    when: (_, state) => !isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null
        ? words.html('setup:table.ask')
        : tried === 'notAdmin'
          ? words.html('people:refusal.notAdmin')
          : triedLines(tried, words).join('\n'),
    question: sending,
  },
  {
    name: 'load',
    when: (_, state) => isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null || tried === 'notAdmin' ? '' : triedLines(tried, words).join('\n'),
    question: { ...confirm<State>('load', ({ reading }) => reading.words.plain('setup:table.load')), takes },
  },
];

/** People, organizations and categories from a spreadsheet: it comes, it is looked at, and one press loads it. */
export function officeTableDialog(talk: Talk): TableDialog<State> {
  const { desk, officeTables } = talk;
  return new TableDialog<State>(talk, {
    subject: 'officeTable',
    steps,
    async read({ official, words }: Turn, _answers, formId) {
      const sha256 = await lastFileOfForm(desk, formId);
      const tried = sha256 === null ? null : await tryTable(desk, officeTables, official, sha256, words.locale);
      return { sha256, tried };
    },
    head: ({ reading: { words } }) => [`<b>${words.html('setup:table.title')}</b>`],
    async finish(turn, _form, { state: { sha256 } }) {
      const { plain, locale } = turn.words;
      if (sha256 === null) return { complaint: plain('setup:table.gone') };
      const loaded = await loadTable(desk, officeTables, turn.official, sha256, locale);
      if (loaded === 'notAdmin') return { complaint: plain('people:refusal.notAdmin') };
      if (!loaded.ok) return { complaint: plain('setup:table.gone') };
      return { toast: plain('setup:table.done'), screen: loadedScreen(loaded.loaded, turn.words) };
    },
    cancelled: (turn) => drawSetup(talk, turn, 'office'),
  });
}
