import fc from 'fast-check';
import { LISTS, type Button } from '../../../bots/conversation/kit/buttons';
import { BUTTON_KINDS, decode, encode } from '../../../bots/conversation/button-table';
import { toPlainDate as day } from '../../../src/regulation/calendar';
import { keysOf } from '../../../src/regulation/lists';
import { ACTIONS } from '../../../src/regulation/vocabulary';
import { ACTS, DRAWN } from './drawn-buttons';

const LARGEST = 2_147_483_647;
const LARGEST_PAGE = 99_999;

describe('a button of a message that the landed version sent means what it meant', () => {
  test.each(DRAWN)('%s', (wire, button) => {
    expect(decode(wire)).toEqual(button);
    expect(encode(button)).toBe(wire);
  });

  test('no form is listed twice', () => {
    expect(new Set(DRAWN.map(([wire]) => wire)).size).toBe(DRAWN.length);
  });

  test('every kind has an example: a new one is listed here from its first release on', () => {
    expect(new Set(DRAWN.map(([, { kind }]) => kind))).toEqual(new Set(BUTTON_KINDS));
  });

  test('every list has one too', () => {
    const drawn = DRAWN.flatMap(([, button]) => (button.kind === 'list' ? [button.list] : []));
    expect(new Set(drawn)).toEqual(new Set(keysOf(LISTS)));
  });

  test('every act has one too', () => {
    expect(Object.fromEntries(ACTS.map(([code, action]) => [action, code]))).toEqual(ACTIONS);
  });
});

/** As its message would have it; one whose words are too long for a button is never drawn. */
function redrawn(button: Button): Button | null {
  try {
    return decode(encode(button));
  } catch (error) {
    if (error instanceof RangeError) return button;
    throw error;
  }
}

describe('what no button of ours says is no button', () => {
  test.each([
    ['nothing', ''],
    ['spaces', ' '],
    ['colons', ':::::'],
    ['a code that there is not', 'j'],
    ['a capital', 'M'],
    ['a name of the code', 'menu'],
    ['words', 'Кнопка'],
    ['a code after a colon', ':m'],
    ['a section without its name', 'x'],
    ['an empty section', 'x:'],
    ['only colons after it', 'x:::::'],
    ['a section that there is not', 'x:roles:1'],
    ['a section by its kind', 'x:addAbsence:1'],
    ['a section without its letter', 'admin'],
    ['a single code for a section', 'x:m'],
    ['a name that every object has', 'constructor'],
    ['its prototype', '__proto__'],
    ['a section so called', 'x:constructor'],
    ['a section that is a prototype', 'x:__proto__'],
    ['a section that is a method', 'x:toString:1'],
    ['an act so called', 'a:constructor:1:0'],
    ['an act that is a prototype', 'a:__proto__:1:0'],
    ['an act by its name', 'a:assign:1:0'],
    ['a list so called', 'l:__proto__:0'],
    ['a move so called', 'q:1:0:__proto__:'],
    ['a role so called', 'x:role:1:constructor:1'],
    ['a role that there is not', 'x:role:1:mayor:1'],
    ['a language that there is not', 'x:language:en'],
    ['a name of nothing', 'x:words:password'],
    ['a part that there is not', 'x:groupPart:4:all:on'],
    ['a snooze that there is not', 'w:y:1'],
    ['a flag that is neither', 'x:role:1:admin:2'],
    ['a flag by its name', 'x:approve:1:on'],
    ['a switch by its digit', 'x:groupRun:4:1'],
    ['a field too many', 'm:1'],
    ['an empty field too many', 'o:1:'],
    ['a field too many of an act', 'a:as:1:0:0'],
    ['a value with a colon', 'q:1:0:p:14:30'],
    ['a field too many of a section', 'x:admin:1'],
    ['a page too many', 'x:disable:1:-:-:-:0:0'],
    ['a field too few', 'a:as:1'],
    ['none', 'o'],
    ['a form without its value', 'q:1:0:p'],
    ['a role without its state', 'x:role:1:admin'],
    ['a list without its page', 'l:m'],
    ['an empty number', 'o:'],
    ['an empty number that may be left out', 'x:absence:'],
    ['an empty number between others', 'x:disable:1::-:-'],
    ['an open place that is asked for by nothing', 'x:disabled:1:-:-'],
    ['a negative number', 'o:-1'],
    ['a fraction', 'o:1.5'],
    ['a number in capitals', 'o:1A'],
    ['a number with a space', 'o: 1'],
    ['another alphabet', 'o:а'],
    ['an open place where a person is', 'x:person:-'],
    ['a day that February has not', 'x:day:2026-02-30'],
    ['a thirteenth month', 'x:day:2026-13-01'],
    ['a day before all calendars', 'x:calendar:1999-12-31'],
    ['a day after them', 'x:calendar:2101-01-01'],
    ['the last day that a database has', 'x:dayNote:9999-12-31'],
    ['a day as people write it', 'x:day:25.12.2026'],
    ['a moment', 'x:day:2026-12-25T00'],
    ['a day with a sign', 'x:day:+2026-12-25'],
    ['no day', 'x:day'],
    ['an empty day that may be left out', 'x:calendar:'],
    ['a kind of day that there is not', 'x:daySet:2026-12-25:holiday'],
    ['ten thousand characters', 'o'.repeat(10_000)],
    ['ten thousand digits', `o:${'1'.repeat(10_000)}`],
    ['ten thousand fields', `a${':1'.repeat(10_000)}`],
    ['a section of ten thousand characters', `x:${'a'.repeat(10_000)}`],
    ['a day of ten thousand characters', `x:day:2026-12-25${' '.repeat(10_000)}`],
    ['a control character', 'm\u0000'],
    ['a line after it', 'm\n'],
    ['a number with a line after it', 'o:1\n'],
  ])('%s', (_what, wire) => {
    expect(decode(wire)).toBeNull();
  });

  // The largest that PostgreSQL's integers take, and one more: its error would be the answer to a forged press.
  test.each([
    'o:?',
    'a:as:1:?',
    'e:?',
    'q:?:0:d:',
    'q:1:?:d:',
    'w:h:?',
    'x:absence:?',
    'x:person:?',
    'x:disable:1:?:-:-',
    'x:disabled:1:-:-:?',
    'x:workOf:?:0',
    'x:groupAsk:?',
  ])('a number beyond the integers of the database: %s', (wire) => {
    expect(decode(wire.replace('?', 'zik0zj'))).not.toBeNull();
    for (const beyond of ['zik0zk', 'zzzzzz', 'zzzzzzz', '10000000', '9'.repeat(300)])
      expect(decode(wire.replace('?', beyond))).toBeNull();
  });

  test.each([
    ['a page', ['h:1:?', 'l:m:?', 'x:work:stage:?', 'x:kind:1:outside:?', 'x:keptPage:1:?'], LARGEST_PAGE],
    ['days of a term', ['x:term:1:?'], 366],
    ['minutes of a day', ['x:groupHour:1:?'], 1440],
  ])('%s has its own end', (_what, wires, most) => {
    for (const wire of wires) {
      expect(decode(wire.replace('?', most.toString(36)))).not.toBeNull();
      expect(decode(wire.replace('?', (most + 1).toString(36)))).toBeNull();
    }
  });

  test('whatever stands in the fields of whichever row, it is none or one that we would have drawn ourselves', () => {
    const hostile = fc.oneof(
      fc.constantFrom(
        '0',
        '00',
        '-1',
        'zik0zj',
        'zik0zk',
        'zzzzzzz',
        '255r',
        '1e9',
        '',
        '-',
        '9999-12-01',
        '2100-12-31',
        '1',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.stringMatching(/^[0-9a-z]{1,9}$/),
      fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9]$/),
    );
    const codes = [
      ...new Set(
        DRAWN.map(([wire]) =>
          wire
            .split(':')
            .slice(0, wire.startsWith('x:') ? 2 : 1)
            .join(':'),
        ),
      ),
    ];
    expect(codes).toHaveLength(BUTTON_KINDS.length);
    for (const code of codes)
      fc.assert(
        fc.property(fc.array(hostile, { maxLength: 7 }), (fields) => {
          const button = decode([code, ...fields].join(':'));
          if (button === null) return;
          for (const value of Object.values(button).filter((it) => typeof it === 'number'))
            expect(value).toBeLessThanOrEqual(LARGEST);
          if ('day' in button && button.day) expect(button.day).toMatch(/^2[01]\d\d-/);
          expect([button, redrawn(button)]).toEqual([button, button]);
        }),
        { numRuns: 60 },
      );
  });

  test.each(['2000-01-01', '2100-12-31'])('%s is a day that a calendar could have', (text) => {
    expect(decode(`x:day:${text}`)).toEqual({ kind: 'day', day: text });
  });
});

const LONGEST_PERIOD = { unit: 'own', from: day('2000-01-01'), to: day('2100-12-31') } as const;
const FOUR_PARTS = (['executor', 'category', 'settlement', 'kind'] as const).map((by) => ({ by, code: '1z141z3' }));
/** The most that each kind can name: the largest ids, the longest words. */
const LONGEST: { readonly [Kind in Button['kind']]: Button<Kind> } = {
  nothing: { kind: 'nothing' },
  accesses: { kind: 'accesses' },
  access: { kind: 'access', changeId: LARGEST },
  accessWord: { kind: 'accessWord', changeId: LARGEST, word: 'yes', seen: 'contested' },
  guardAccess: { kind: 'guardAccess', guarded: 'off' },
  statistics: { kind: 'statistics', ...LONGEST_PERIOD, by: 'organization', code: '1z141z3' },
  periodNow: { kind: 'periodNow', unit: 'quarter', by: 'settlement', code: '1z141z3' },
  statisticsBy: { kind: 'statisticsBy', ...LONGEST_PERIOD, by: 'settlement', page: LARGEST_PAGE },
  behind: {
    kind: 'behind',
    figure: 'reexamined',
    page: LARGEST_PAGE,
    ...LONGEST_PERIOD,
    by: 'settlement',
    code: '1z141z3',
  },
  statisticsFile: { kind: 'statisticsFile', ...LONGEST_PERIOD, format: 'pictures' },
  weekTable: { kind: 'weekTable', day: LONGEST_PERIOD.from },
  met: { kind: 'met', ...LONGEST_PERIOD, parts: FOUR_PARTS },
  metNow: { kind: 'metNow', unit: 'quarter', parts: FOUR_PARTS },
  metBy: { kind: 'metBy', by: 'settlement', page: LARGEST_PAGE, ...LONGEST_PERIOD, parts: FOUR_PARTS },
  metBehind: { kind: 'metBehind', figure: 'reexamined', page: LARGEST_PAGE, ...LONGEST_PERIOD, parts: FOUR_PARTS },
  metFile: { kind: 'metFile', format: 'pictures', ...LONGEST_PERIOD, parts: FOUR_PARTS },
  askPeriod: { kind: 'askPeriod', parts: FOUR_PARTS },
  violations: { kind: 'violations', ...LONGEST_PERIOD, page: LARGEST_PAGE, ofId: LARGEST, only: 'explained' },
  violationKinds: { kind: 'violationKinds', ...LONGEST_PERIOD, ofId: LARGEST },
  violationsNow: { kind: 'violationsNow' },
  violationDays: { kind: 'violationDays', ofId: LARGEST },
  violationPeople: { kind: 'violationPeople', ...LONGEST_PERIOD, page: LARGEST_PAGE },
  violationsFile: { kind: 'violationsFile', ...LONGEST_PERIOD, format: 'xlsx', ofId: LARGEST, only: 'explained' },
  ownViolations: { kind: 'ownViolations', page: LARGEST_PAGE },
  violation: { kind: 'violation', violationId: LARGEST },
  violationPaper: { kind: 'violationPaper', violationId: LARGEST },
  violationFiles: { kind: 'violationFiles', violationId: LARGEST },
  explain: { kind: 'explain', violationId: LARGEST },
  askExplanation: { kind: 'askExplanation', violationId: LARGEST, personId: LARGEST },
  withdrawAsk: { kind: 'withdrawAsk', violationId: LARGEST },
  decideViolation: { kind: 'decideViolation', violationId: LARGEST },
  reopenViolation: { kind: 'reopenViolation', violationId: LARGEST },
  managesAffairs: { kind: 'managesAffairs', personId: LARGEST, named: 'off' },
  atHouse: { kind: 'atHouse', appealId: LARGEST, page: LARGEST_PAGE },
  folder: { kind: 'folder', appealId: LARGEST },
  why: { kind: 'why', appealId: LARGEST, term: 'redirect' },
  pastStages: { kind: 'pastStages', appealId: LARGEST, page: 999 },
  pastStage: { kind: 'pastStage', appealId: LARGEST, place: 999 },
  narrow: { kind: 'narrow', list: 'organizations' },
  narrowBy: {
    kind: 'narrowBy',
    list: 'organizations',
    by: 'organization',
    page: LARGEST_PAGE,
    to: FOUR_PARTS.slice(1),
  },
  narrowed: { kind: 'narrowed', list: 'organizations', by: 'organization', code: '1z141z3', page: LARGEST_PAGE },
  narrowedTo: { kind: 'narrowedTo', list: 'organizations', page: LARGEST_PAGE, to: FOUR_PARTS },
  listFile: { kind: 'listFile', list: 'organizations', to: FOUR_PARTS },
  sendList: { kind: 'sendList', list: 'organizations', by: 'organization', code: '1z141z3' },
  sendMorning: { kind: 'sendMorning', becomes: 'on', list: 'organizations', by: 'organization', code: '1z141z3' },
  sendMonday: {
    kind: 'sendMonday',
    groupId: LARGEST,
    becomes: 'on',
    list: 'organizations',
    by: 'organization',
    code: '1z141z3',
  },
  engagements: { kind: 'engagements', shown: 'open', page: LARGEST_PAGE },
  narrowEngagements: { kind: 'narrowEngagements', shown: 'open' },
  engagementDifference: { kind: 'engagementDifference', engagementId: LARGEST, from: LARGEST, to: LARGEST },
  engagementsFound: { kind: 'engagementsFound', page: LARGEST_PAGE },
  newEngagement: { kind: 'newEngagement', of: 'project_vote' },
  engagement: { kind: 'engagement', engagementId: LARGEST },
  changeEngagement: { kind: 'changeEngagement', engagementId: LARGEST, field: 'questions' },
  engagementAct: { kind: 'engagementAct', engagementId: LARGEST, version: LARGEST, action: 'change' },
  engagementPreview: { kind: 'engagementPreview', engagementId: LARGEST },
  engagementPieces: { kind: 'engagementPieces', engagementId: LARGEST },
  copyEngagement: { kind: 'copyEngagement', engagementId: LARGEST },
  engagementTemplates: { kind: 'engagementTemplates', page: LARGEST_PAGE },
  engagementTemplate: { kind: 'engagementTemplate', templateId: LARGEST },
  useEngagementTemplate: { kind: 'useEngagementTemplate', templateId: LARGEST },
  keepAsTemplate: { kind: 'keepAsTemplate', engagementId: LARGEST },
  renameEngagementTemplate: { kind: 'renameEngagementTemplate', templateId: LARGEST },
  removeEngagementTemplate: { kind: 'removeEngagementTemplate', templateId: LARGEST, removed: 'off' },
  engagementRules: { kind: 'engagementRules' },
  agreeEngagements: { kind: 'agreeEngagements', becomes: 'off', sure: 'yes' },
  engagementNotice: { kind: 'engagementNotice', of: 'discussion', days: 366, sure: 'yes' },
  confirmEngagementNotice: { kind: 'confirmEngagementNotice', seen: '0f3a9c1e' },
  engagementHistory: { kind: 'engagementHistory', engagementId: LARGEST, page: LARGEST_PAGE },
  act: { kind: 'act', action: 'returnForReexamination', appealId: LARGEST, version: LARGEST },
  open: { kind: 'open', appealId: LARGEST },
  card: { kind: 'card', appealId: LARGEST },
  history: { kind: 'history', appealId: LARGEST, page: LARGEST_PAGE },
  historyPaper: { kind: 'historyPaper', appealId: LARGEST },
  ahead: { kind: 'ahead', appealId: LARGEST, page: LARGEST_PAGE },
  files: { kind: 'files', appealId: LARGEST },
  contacts: { kind: 'contacts', appealId: LARGEST },
  difference: { kind: 'difference', appealId: LARGEST },
  copyDraft: { kind: 'copyDraft', appealId: LARGEST },
  wholeText: { kind: 'wholeText', appealId: LARGEST },
  whyTask: { kind: 'whyTask', deliveryId: LARGEST },
  wholeDelivery: { kind: 'wholeDelivery', deliveryId: LARGEST },
  takeRight: {
    kind: 'takeRight',
    personId: LARGEST,
    right: 'canApprove',
    executor: LARGEST,
    agreeing: LARGEST,
    approving: LARGEST,
    page: 99,
  },
  confirmTake: {
    kind: 'confirmTake',
    personId: LARGEST,
    right: 'canApprove',
    executor: LARGEST,
    agreeing: LARGEST,
    approving: LARGEST,
  },
  more: { kind: 'more', appealId: LARGEST },
  kept: { kind: 'kept', formId: LARGEST, appealId: LARGEST, action: 'returnForReexamination' },
  keptPage: { kind: 'keptPage', formId: LARGEST, page: LARGEST_PAGE },
  keptDrop: { kind: 'keptDrop', formId: LARGEST },
  sendAgain: { kind: 'sendAgain', sinceMinute: 29_600_000 },
  compare: { kind: 'compare', leftId: LARGEST, rightId: LARGEST },
  onMap: { kind: 'onMap', appealId: LARGEST },
  originals: { kind: 'originals', appealId: LARGEST },
  loadRegistry: { kind: 'loadRegistry', fileId: LARGEST },
  dropRegistry: { kind: 'dropRegistry', fileId: LARGEST },
  loadRegistryAnyway: { kind: 'loadRegistryAnyway', fileId: LARGEST },
  registryColumn: { kind: 'registryColumn', fileId: LARGEST, of: 'received', column: 29 },
  noRegistryColumn: { kind: 'noRegistryColumn', fileId: LARGEST, of: 'received', as: 'ordinary' },
  askRegistryAnew: { kind: 'askRegistryAnew', fileId: LARGEST },
  retryParked: { kind: 'retryParked', hour: LARGEST, messenger: 'telegram' },
  delivery: { kind: 'delivery', deliveryId: LARGEST },
  deliveryFiles: { kind: 'deliveryFiles', deliveryId: LARGEST },
  place: { kind: 'place', deliveryId: LARGEST },
  form: { kind: 'form', formId: LARGEST, revision: LARGEST, move: 'pick', value: 'photo_other_place' },
  menu: { kind: 'menu' },
  list: { kind: 'list', list: 'found', page: LARGEST_PAGE },
  register: { kind: 'register' },
  find: { kind: 'find' },
  report: { kind: 'report' },
  snooze: { kind: 'snooze', snooze: 'tomorrow', reminderId: LARGEST },
  language: { kind: 'language', locale: 'tt' },
  absences: { kind: 'absences', personId: LARGEST },
  addAbsence: { kind: 'addAbsence', personId: LARGEST },
  cancelAbsence: { kind: 'cancelAbsence', absenceId: LARGEST, personId: LARGEST },
  nameDeputy: { kind: 'nameDeputy', absenceId: LARGEST, personId: LARGEST },
  confirmAbsence: { kind: 'confirmAbsence', absenceId: LARGEST, personId: LARGEST },
  replaceIn: { kind: 'replaceIn', appealId: LARGEST },
  admin: { kind: 'admin' },
  settings: { kind: 'settings' },
  takeTask: { kind: 'takeTask', deliveryId: LARGEST },
  requestLetter: { kind: 'requestLetter', requestId: LARGEST },
  leaveTask: { kind: 'leaveTask', deliveryId: LARGEST },
  sound: { kind: 'sound' },
  tickNumber: { kind: 'tickNumber', deliveryId: LARGEST, partId: LARGEST, ticked: 'off' },
  speak: { kind: 'speak', locale: 'tt' },
  technical: { kind: 'technical' },
  allowSending: { kind: 'allowSending' },
  clockIsRight: { kind: 'clockIsRight' },
  reflections: { kind: 'reflections', page: LARGEST_PAGE },
  reflected: { kind: 'reflected', reflectionId: LARGEST },
  reflectedNot: { kind: 'reflectedNot', reflectionId: LARGEST },
  reflecting: { kind: 'reflecting', shown: 'off' },
  withoutSound: { kind: 'withoutSound', chosen: 'off' },
  morningAfter: { kind: 'morningAfter', minutes: 1440 },
  duty: { kind: 'duty' },
  dutyDay: { kind: 'dutyDay', day: day('2100-12-31') },
  setDuty: { kind: 'setDuty', day: day('2100-12-31'), personId: LARGEST, until: day('2100-12-31') },
  confirmShares: { kind: 'confirmShares', seen: '0f3a9c1e' },
  photoYears: { kind: 'photoYears', years: 10, sure: 'yes' },
  askName: { kind: 'askName', what: 'organization', personId: LARGEST },
  people: { kind: 'people', page: LARGEST_PAGE },
  person: { kind: 'person', personId: LARGEST },
  role: { kind: 'role', personId: LARGEST, role: 'coordinator', held: 'off' },
  canApprove: { kind: 'canApprove', personId: LARGEST, allowed: 'off' },
  supervisors: { kind: 'supervisors', personId: LARGEST, page: LARGEST_PAGE },
  supervisor: { kind: 'supervisor', personId: LARGEST, supervisorId: LARGEST },
  workplaces: { kind: 'workplaces', personId: LARGEST, page: LARGEST_PAGE },
  workplace: { kind: 'workplace', personId: LARGEST, organizationId: LARGEST },
  invite: { kind: 'invite', personId: LARGEST },
  enable: { kind: 'enable', personId: LARGEST },
  disable: {
    kind: 'disable',
    personId: LARGEST,
    executor: LARGEST,
    agreeing: LARGEST,
    approving: LARGEST,
    page: LARGEST_PAGE,
  },
  confirmDisable: {
    kind: 'confirmDisable',
    personId: LARGEST,
    executor: LARGEST,
    agreeing: LARGEST,
    approving: LARGEST,
  },
  organizations: { kind: 'organizations', page: LARGEST_PAGE },
  organizationKind: { kind: 'organizationKind', organizationId: LARGEST, becomes: 'subordinate', page: LARGEST_PAGE },
  categories: { kind: 'categories', page: LARGEST_PAGE },
  category: { kind: 'category', categoryId: LARGEST },
  categoryTerm: { kind: 'categoryTerm', categoryId: LARGEST, days: 366, sure: 'yes' },
  categoryPhotoless: { kind: 'categoryPhotoless', categoryId: LARGEST, photoless: 'off' },
  categoryExecutors: { kind: 'categoryExecutors', categoryId: LARGEST, page: LARGEST_PAGE },
  categoryExecutor: { kind: 'categoryExecutor', categoryId: LARGEST, executorId: LARGEST },
  calendar: { kind: 'calendar', day: day('2100-12-31') },
  calendarYears: { kind: 'calendarYears' },
  day: { kind: 'day', day: day('2100-12-31') },
  changeDay: { kind: 'changeDay', day: day('2100-12-31'), becomes: 'shortened', sure: 'yes' },
  dayNote: { kind: 'dayNote', day: day('2100-12-31') },
  dayCheck: { kind: 'dayCheck' },
  groups: { kind: 'groups', page: LARGEST_PAGE },
  group: { kind: 'group', groupId: LARGEST },
  groupHours: { kind: 'groupHours', groupId: LARGEST },
  groupHour: { kind: 'groupHour', groupId: LARGEST, minutes: 1440 },
  groupPart: { kind: 'groupPart', groupId: LARGEST, part: 'overdue', shown: 'off' },
  groupRun: { kind: 'groupRun', groupId: LARGEST, running: 'off' },
  groupHere: { kind: 'groupHere', chatId: '-9223372036854775808' },
  askGroup: { kind: 'askGroup', groupId: LARGEST },
  control: { kind: 'control' },
  work: { kind: 'work', by: 'executor', page: LARGEST_PAGE },
  workAt: { kind: 'workAt', stage: 'redirect_agreement', page: LARGEST_PAGE },
  workOf: { kind: 'workOf', executorId: LARGEST, page: LARGEST_PAGE },
  templates: { kind: 'templates', page: LARGEST_PAGE },
  template: { kind: 'template', templateId: LARGEST },
  writeTemplate: { kind: 'writeTemplate', part: 'category', templateId: LARGEST },
  removeTemplate: { kind: 'removeTemplate', templateId: LARGEST, removed: 'off' },
  lineQuestions: { kind: 'lineQuestions', engagementId: LARGEST, of: 'declined', page: LARGEST_PAGE },
  addLineQuestion: { kind: 'addLineQuestion', engagementId: LARGEST },
  lineFile: { kind: 'lineFile', engagementId: LARGEST },
  lineGroups: { kind: 'lineGroups', engagementId: LARGEST, page: LARGEST_PAGE },
  lineGroup: { kind: 'lineGroup', engagementId: LARGEST, groupId: LARGEST },
  tieGroup: { kind: 'tieGroup', engagementId: LARGEST, groupId: LARGEST },
  untieGroup: { kind: 'untieGroup', engagementId: LARGEST, groupId: LARGEST },
  lineProtocol: { kind: 'lineProtocol', engagementId: LARGEST },
  myLineQuestions: { kind: 'myLineQuestions', page: LARGEST_PAGE },
  lineQuestion: { kind: 'lineQuestion', questionId: LARGEST, of: 'declined', page: LARGEST_PAGE },
  chooseLineQuestions: { kind: 'chooseLineQuestions', engagementId: LARGEST, of: 'declined', page: LARGEST_PAGE },
  chooseMyLineQuestions: { kind: 'chooseMyLineQuestions', engagementId: LARGEST, page: LARGEST_PAGE },
  alikeLineQuestions: { kind: 'alikeLineQuestions', questionId: LARGEST, of: 'declined', page: LARGEST_PAGE },
  engagementResults: { kind: 'engagementResults', engagementId: LARGEST },
  returnedResults: { kind: 'returnedResults', engagementId: LARGEST },
  takeReturned: { kind: 'takeReturned', engagementId: LARGEST, returnedId: LARGEST },
  declineReturned: { kind: 'declineReturned', engagementId: LARGEST, returnedId: LARGEST },
  tellResults: { kind: 'tellResults', engagementId: LARGEST },
  resultsTemplate: { kind: 'resultsTemplate', engagementId: LARGEST },
  resultPictures: { kind: 'resultPictures', engagementId: LARGEST, locale: 'tt' },
  publishing: { kind: 'publishing', engagementId: LARGEST },
  publishingFile: { kind: 'publishingFile', engagementId: LARGEST },
  paperFiles: { kind: 'paperFiles', engagementId: LARGEST, what: 'conclusion' },
  sendPaper: { kind: 'sendPaper', engagementId: LARGEST, what: 'conclusion' },
  papersToSign: { kind: 'papersToSign' },
  engagementPaper: { kind: 'engagementPaper', paperId: LARGEST },
  paperFile: { kind: 'paperFile', paperId: LARGEST, part: 'signature' },
  paperAct: { kind: 'paperAct', paperId: LARGEST, version: LARGEST, act: 'withdraw' },
  engagementTasks: { kind: 'engagementTasks', engagementId: LARGEST, page: LARGEST_PAGE },
  newTask: { kind: 'newTask', engagementId: LARGEST },
  myTasks: { kind: 'myTasks', page: LARGEST_PAGE },
  engagementTask: { kind: 'engagementTask', taskId: LARGEST },
  taskAct: { kind: 'taskAct', taskId: LARGEST, version: LARGEST, act: 'giveBack' },
  lineAct: {
    ...{ kind: 'lineAct', questionId: LARGEST, version: LARGEST, act: 'makeAppeal59', number: LARGEST },
    ...{ of: 'declined', page: LARGEST_PAGE },
  },
  unheldDuties: { kind: 'unheldDuties', personId: LARGEST, page: LARGEST_PAGE },
  passDuties: { kind: 'passDuties', personId: LARGEST, toId: LARGEST },
  widgets: { kind: 'widgets', page: LARGEST_PAGE },
  widget: { kind: 'widget', widgetId: LARGEST, shows: 'parameters' },
  sendWidget: { kind: 'sendWidget', widgetId: LARGEST, as: 'picture' },
  writeWidget: { kind: 'writeWidget', part: 'elements', widgetId: LARGEST },
  removeWidget: { kind: 'removeWidget', widgetId: LARGEST, removed: 'off' },
  widgetOffice: { kind: 'widgetOffice' },
  askWidgetOffice: { kind: 'askWidgetOffice', part: 'registration' },
  widgetNumber: { kind: 'widgetNumber', of: 'directLine', number: 40 },
  confirmWidgetNumbers: { kind: 'confirmWidgetNumbers', poll: 40, vote: 30, discussion: 20, directLine: 10 },
  letter: { kind: 'letter', appealId: LARGEST },
  letterhead: { kind: 'letterhead' },
  protocol: { kind: 'protocol', signatureId: LARGEST },
  askLetterhead: { kind: 'askLetterhead', part: 'contacts' },
  differences: { kind: 'differences' },
  differing: { kind: 'differing', of: 'unfinished', page: LARGEST_PAGE },
  differenceOf: { kind: 'differenceOf', appealId: LARGEST },
  remedy: {
    kind: 'remedy',
    appealId: LARGEST,
    version: LARGEST,
    of: 'unfinished',
    remedy: 'fastTrack',
    days: 10,
    fileId: LARGEST,
  },
  takeover: { kind: 'takeover' },
  confirmTakeover: { kind: 'confirmTakeover', count: LARGEST, list: LARGEST },
  forMany: { kind: 'forMany', of: 'postponement', remedy: 'postponement' },
  confirmMany: { kind: 'confirmMany', of: 'postponement', list: LARGEST, remedy: 'postponement' },
  undoMany: { kind: 'undoMany', takeoverId: LARGEST },
  takeBack: { kind: 'takeBack', appealId: LARGEST },
  lowMarks: { kind: 'lowMarks', fileId: LARGEST, page: LARGEST_PAGE },
  imports: { kind: 'imports', page: LARGEST_PAGE },
  importOf: { kind: 'importOf', fileId: LARGEST },
  importRows: { kind: 'importRows', fileId: LARGEST, what: 'changed', page: LARGEST_PAGE },
  importErrors: { kind: 'importErrors', fileId: LARGEST },
  importDays: { kind: 'importDays', days: 366, sure: 'yes' },
  intakeRest: { kind: 'intakeRest', minutes: 60 },
  namesThere: { kind: 'namesThere', page: LARGEST_PAGE },
  nameThere: { kind: 'nameThere', nameId: LARGEST, of: 'executor' },
  photoRules: { kind: 'photoRules' },
  askPhotoRule: { kind: 'askPhotoRule', rule: 'radius' },
  takeExecutor: { kind: 'takeExecutor', appealId: 46, version: 3, executorId: 14 },
  takeTopic: { kind: 'takeTopic', appealId: 46, version: 3 },
  newCategories: { kind: 'newCategories', page: 0 },
  repeatWeeks: { kind: 'repeatWeeks', weeks: 16 },
  resume: { kind: 'resume', formId: LARGEST },
  newCategory: { kind: 'newCategory', categoryId: 7 },
  decideTerm: { kind: 'decideTerm', categoryId: 7, days: 10 },
  askSame: { kind: 'askSame', categoryId: 7 },
  decideBranch: { kind: 'decideBranch', categoryId: LARGEST, of: 'subcategory' },
  newExecutors: { kind: 'newExecutors', categoryId: 7, page: 0 },
  newExecutor: { kind: 'newExecutor', categoryId: 7, executorId: 14 },
  copyWritten: { kind: 'copyWritten', appealId: LARGEST },
  setup: { kind: 'setup', part: 'office' },
  setupStep: { kind: 'setupStep', step: 'managesAffairs' },
  answerSetup: { kind: 'answerSetup', step: 'statusesOfPos' },
  confirmSetup: { kind: 'confirmSetup', step: 'managesAffairs', seen: '0f3a9c1e' },
  setupOpen: { kind: 'setupOpen', step: 'managesAffairs' },
  setupShares: { kind: 'setupShares', seen: '0f3a9c1e' },
  nameInPos: { kind: 'nameInPos', step: 'commentsInPos', personId: LARGEST, named: 'off' },
  setupSheet: { kind: 'setupSheet' },
  officeTable: { kind: 'officeTable' },
  officeTemplate: { kind: 'officeTemplate' },
  changes: { kind: 'changes', page: LARGEST_PAGE },
  applicant: { kind: 'applicant', appealId: LARGEST },
  applicantFile: { kind: 'applicantFile', appealId: LARGEST },
  destructionAct: { kind: 'destructionAct', appealId: LARGEST },
  forgetApplicant: { kind: 'forgetApplicant', appealId: LARGEST },
  contactYears: { kind: 'contactYears', years: 10, sure: 'yes' },
  chooseHome: { kind: 'chooseHome', messenger: 'telegram' },
  inviteInto: { kind: 'inviteInto', messenger: 'telegram', personId: LARGEST },
  inviteAllInto: { kind: 'inviteAllInto', messenger: 'telegram' },
  confirmInviteAll: { kind: 'confirmInviteAll', messenger: 'telegram' },
  removeAccount: { kind: 'removeAccount', messenger: 'telegram', personId: LARGEST },
  confirmRemoveAccount: { kind: 'confirmRemoveAccount', messenger: 'telegram', personId: LARGEST },
  outageMinutes: { kind: 'outageMinutes', minutes: 60 },
  caseMinutes: { kind: 'caseMinutes', minutes: 30 },
};

describe('the least that a messenger takes is enough', () => {
  test.each(Object.values(LONGEST))('for the longest $kind', (button) => {
    const wire = encode(button);
    expect(Buffer.byteLength(wire)).toBeLessThanOrEqual(64);
    expect(decode(wire)).toEqual(button);
  });

  test('what is over it is a mistake of ours, said when it is drawn', () => {
    const value = 'ц'.repeat(30);
    expect(() => encode({ kind: 'form', formId: 1, revision: 0, move: 'pick', value })).toThrow(
      `A button is over 64 bytes: q:1:0:p:${value}`,
    );
  });

  test.each([
    ['a negative number', { kind: 'open', appealId: -1 }],
    ['a fraction', { kind: 'open', appealId: 1.5 }],
    ['an id beyond the database', { kind: 'open', appealId: LARGEST + 1 }],
  ] as const)('%s is not drawn', (_what, button) => {
    expect(() => encode(button)).toThrow();
  });
});
