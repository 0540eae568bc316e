import { actFormView, formScreen } from '../../../../bots/conversation/acts/act-form';
import type { Screen } from '../../../../bots/conversation/kit/screen';
import { appealCard } from '../../../../bots/conversation/card/appeal-card';
import { deliveryCard, whyTask } from '../../../../bots/conversation/delivery/delivery-card';
import { historyScreen } from '../../../../bots/conversation/card/history';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf } from '../../../../src/i18n';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { EVERY_CORRECTION, type Registration } from '../../../../src/regulation/corrections';
import { actionsByImportance } from '../../../../src/regulation/importance';
import { EVERY_ACTION, ROLES, STAGES } from '../../../../src/regulation/vocabulary';
import type { DeliveryCard } from '../../../../src/usecases/delivery/deliveries';
import type { Advice, AppealCard, PersonName } from '../../../../src/usecases/card/card';
import type { HistoryLine } from '../../../../src/usecases/card/history';
import {
  admin,
  agreeing,
  anotherExecutor,
  anotherSupervisor,
  approving,
  around,
  authorisedSupervisor,
  coordinator,
  curator,
  executor,
  executorsDeputy,
  facts,
  reportedTo,
} from '../../../src/regulation/office';
import { NOTHING } from './history-facts';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const reading: Reading = {
  words: wordsOf('ru'),
  now: new Date('2026-11-25T10:00:00+03:00'),
  calendar,
  longest: 4_096,
};
const at = (text: string) => new Date(`${text}+03:00`);
const person = (name: string, more: Partial<PersonName> = {}): PersonName => ({
  id: 1,
  name,
  unreachable: null,
  absent: false,
  deputy: null,
  deputyActed: null,
  ...more,
});

const NEW: AppealCard = {
  id: 7,
  number: '327441801',
  epguNumber: null,
  saidInPos: null,
  isOutside: false,
  outsideAssumed: false,
  kind: 'message',
  fastTrackDays: 10,
  path: ['Дороги', 'Содержание дорог', 'Яма'],
  text: 'Яма напротив дома 15, третий день никто не приезжает.',
  address: 'ул. Советская, 15',
  settlement: 'Мамадыш',
  registeredAt: at('2026-11-25T09:00:00'),
  receivedAt: at('2026-11-25T09:00:00'),
  passing: null,
  postponableUntil: toPlainDate('2027-02-22'),
  outcome: null,
  round: null,
  stage: 'coordination',
  lacks: [],
  timesAtHouse: 0,
  joined: { follows: null, followers: [], kind: 'message', heldDue: null, nearestDue: null },
  repeats: [],
  finished: false,
  version: 1,
  due: at('2026-12-05T23:59:59'),
  shownDue: toPlainDate('2026-12-04'),
  assumptions: { shares: false, due: null, noDay: false },
  stageDue: { stage: 'coordination', due: at('2026-11-26T10:00:00'), cut: false, number: null },
  dutyDue: null,
  executor: null,
  agreeing: null,
  approving: null,
  report: null,
  organization: null,
  redirectReason: null,
  redirectNotice: null,
  draft: null,
  answerType: null,
  postponedUntil: null,
  postponementUsed: false,
  progress: null,
  reexaminations: 0,
  extended: false,
  photos: 0,
  reportPhotos: [],
  applicantPhotos: 0,
  unreadableApplicantPhotos: 0,
  files: 0,
  smallCopies: 0,
  visits: [],
  requests: [],
  instructions: [],
  papers: [],
  ownTask: null,
  remarks: [],
  sentBack: null,
  organizationAnswer: null,
  comment: null,
  deliveries: [],
  latest: { action: 'register', by: null, at: at('2026-11-25T09:00:00') },
  reason: null,
  capacities: ['coordinator'],
  standsInFor: [],
  actions: ['assign', 'passToSubordinate', 'redirect'],
  dateGone: null,
  contacts: false,
  folder: false,
  applicant: false,
  destroyed: false,
  isForgotten: false,
  offer: null,
  namedInPos: null,
};
const IN_PROGRESS: AppealCard = {
  ...NEW,
  stage: 'in_progress',
  version: 3,
  stageDue: { stage: 'in_progress', due: at('2026-11-24T09:00:00'), cut: false, number: null },
  dutyDue: at('2026-11-26T10:00:00'),
  executor: person('Петров П.П.', { unreachable: 'blocked' }),
  progress: 'works_under_way',
  photos: 3,
  files: 1,
  reexaminations: 2,
  comment: { text: 'Огородили.', at: at('2026-11-25T09:30:00'), by: { name: 'Петров П.П.', insteadOf: null } },
  remarks: [
    {
      action: 'returnForReexamination',
      by: { name: 'Насибулина Г.Р.', insteadOf: null },
      at: at('2026-11-25T08:10:00'),
      why: 'formal_answer',
      text: 'Нет даты работ.',
    },
  ],
  visits: [
    {
      id: 1,
      kind: 'visit',
      at: at('2026-11-24T14:30:00'),
      place: 'ул. Советская, 15',
      people: ['Сидоров С.С.'],
      outside: null,
      result: 'Яма 2 на 3 метра',
    },
  ],
  requests: [{ id: 1, body: 'Росреестр', what: 'выписка', by: toPlainDate('2026-12-01'), received: false }],
  actions: [
    'comment',
    'submitAnswer',
    'report',
    'receiveDocuments',
    'planVisit',
    'requestDocuments',
    'planMeeting',
    'passToSubordinate',
    'redirect',
    'returnToCoordination',
  ],
};
const TO_APPROVE: AppealCard = {
  ...NEW,
  kind: 'appeal59',
  fastTrackDays: null,
  stage: 'answer_approval',
  version: 6,
  stageDue: { stage: 'answer_approval', due: at('2026-11-30T17:00:00'), cut: false, number: null },
  executor: person('Петров П.П.'),
  agreeing: person('Шафеев И.Р.', { absent: true }),
  approving: person('Гарипов Р.М.'),
  extended: true,
  report: { to: person('Шафеев И.Р.'), at: at('2026-11-24T16:00:00'), acknowledged: true },
  draft: {
    state: 'draft',
    type: 'resolved',
    text: 'Яма засыпана 25.11.2026.',
    author: 'Шафеев И.Р.',
    preparedBy: 'Петров П.П.',
    postponedUntil: null,
    withoutPhoto: 'темно',
    textBeforeEdit: 'Яма засыпана.',
    change: null,
    photos: 0,
    files: 0,
    advice: null,
    signature: null,
    signedThere: null,
  },
  actions: ['approveAnswer', 'rejectAnswer', 'passApproval', 'extendTerm'],
};
const ANSWERED: AppealCard = {
  ...TO_APPROVE,
  stage: 'answered',
  finished: true,
  stageDue: null,
  draft: {
    state: 'answer',
    type: 'resolved',
    text: 'Яма засыпана 25.11.2026.',
    author: 'Петров П.П.',
    preparedBy: 'Петров П.П.',
    postponedUntil: null,
    withoutPhoto: null,
    textBeforeEdit: null,
    change: null,
    photos: 0,
    files: 0,
    advice: null,
    signature: null,
    signedThere: null,
  },
  deliveries: [
    {
      id: 1,
      kind: 'answer',
      placedAt: at('2026-11-25T09:50:00'),
      placedBy: 'Кузнецова Ю.Ю.',
      removes: null,
      withdrawn: false,
      shipments: [],
    },
  ],
  actions: ['returnForReexamination'],
};
const REDIRECT: AppealCard = {
  ...NEW,
  stage: 'redirect_approval',
  version: 4,
  stageDue: { stage: 'redirect_approval', due: at('2026-11-26T10:00:00'), cut: false, number: null },
  approving: person('Гарипов Р.М.'),
  organization: 'Минтранс РТ',
  redirectReason: 'Дорога республиканская.',
  redirectNotice: 'Ваше обращение перенаправлено по компетенции: Минтранс РТ.',
  actions: ['approveRedirect', 'rejectRedirect', 'passApproval'],
};

/** A screen as one reads it: tags away, buttons in brackets, a row a line. */
const read = ({ text, buttons }: Screen): string =>
  `${text.replace(/<[^>]*>/g, '')}\n\n${buttons.map((row) => row.map((one) => `[${one.text}]`).join(' ')).join('\n')}`;

test.each([
  ['a new appeal for a coordinator', NEW, 'registered'],
  ['work in the executor’s hands, returned once', IN_PROGRESS, 'reexamination'],
  ['an answer for the approver', TO_APPROVE, 'answerToApprove'],
  ['an answer that was sent', ANSWERED, null],
  ['a redirect for the approver', REDIRECT, 'redirectToApprove'],
] as const)('%s', (_, card, notice) => {
  expect(`\n${read(appealCard(card, reading, notice))}\n`).toMatchSnapshot();
});

test.each([
  [0, '2026-12-04', 'Ответ направлен 04.12, срок был до 04.12'],
  [1, '2026-12-05', 'Ответ направлен 05.12, срок был до 04.12, просрочка 1 день'],
  [2, '2026-12-06', 'Ответ направлен 06.12, срок был до 04.12, просрочка 2 дня'],
])('a card of an answer says when it was sent and whether in time: %d days late', (daysLate, done, line) => {
  const outcome = {
    stage: 'answered',
    day: toPlainDate(done),
    due: at('2026-12-04T23:59:59'),
    daysLate,
    closed: null,
    isReturned: false,
  } as const;
  expect(appealCard({ ...ANSWERED, outcome }, reading, null).text.split('\n')).toContain(line);
});

test('a card of what was closed without an answer says why, and nothing of a term', () => {
  const closed = { closure: 'withdrawn', reason: 'Заявитель позвонил' } as const;
  const due = at('2026-12-04T23:59:59');
  const outcome = {
    stage: 'closed',
    day: toPlainDate('2026-12-05'),
    due,
    daysLate: 1,
    closed,
    isReturned: false,
  } as const;
  const lines = read(appealCard({ ...ANSWERED, stage: 'closed', outcome }, reading, null)).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining(['Закрыто без ответа 05.12', 'Причина: отозвано заявителем. Заявитель позвонил']),
  );
  expect(lines.join()).not.toContain('просроч');
  const returned = read(
    appealCard(
      { ...ANSWERED, stage: 'closed', outcome: { ...outcome, closed: null, isReturned: true } },
      reading,
      null,
    ),
  );
  expect(returned).toContain('Отозвано 05.12: вопрос вернули в прямую линию');
  expect(returned.split('\n')[0]).toMatch(/ · Отозвано$/);
});

test('a card that comes when its appeal is finished calls nobody to a move', () => {
  expect(appealCard(ANSWERED, reading, 'draftEntered')).toEqual(appealCard(ANSWERED, reading, null));
});

test('an answer that is not in ПОС yet is «Ответ утверждён», since nobody has sent it', () => {
  const waiting = ANSWERED.deliveries.map((delivery) => ({ ...delivery, placedAt: null, placedBy: null }));
  const head = (card: AppealCard) => read(appealCard(card, reading, null)).split('\n')[0];
  expect(head({ ...ANSWERED, deliveries: waiting })).toBe('№ 327441801 · Ответ утверждён');
  expect(head(ANSWERED)).toBe('№ 327441801 · Ответ направлен');
});

test('a sent text that a supervisor has changed is theirs, and its draft the executor’s', () => {
  const edited = { ...ANSWERED.draft!, author: 'Шафеев И.Р.', textBeforeEdit: 'Яма засыпана.' };
  expect(appealCard({ ...ANSWERED, draft: edited }, reading, null).text).toContain(
    'Ответ «Решено», Шафеев И.Р. (проект: Петров П.П.)',
  );
  expect(appealCard({ ...ANSWERED, draft: { ...edited, author: edited.preparedBy } }, reading, null).text).toContain(
    'Ответ «Решено», Петров П.П.\n',
  );
});

test('a card says when it was registered, its number on the applicant’s side, and marks the term that is our reading', () => {
  const assumed = (by: 'reexamination' | 'postponement') =>
    appealCard(
      {
        ...NEW,
        epguNumber: '3141592653',
        assumptions: { shares: true, due: { by, first: toPlainDate('2026-11-30') }, noDay: false },
      },
      reading,
      null,
    ).text;
  expect(assumed('reexamination')).toContain('\nЗарегистрировано 25.11 · ЕПГУ 3141592653\n');
  expect(assumed('reexamination')).toContain(
    '\nСрок до 05.12?, последний рабочий день 04.12\nРаспределить до 26.11 10:00',
  );
  expect(assumed('postponement')).not.toContain('в Порядке не сказано');
  expect(appealCard(NEW, reading, null).text).not.toMatch(/ЕПГУ|\?|предположительная/);
});

const captionsOf = ({ buttons }: Screen): string[] => buttons.flat().map(({ text }) => text);

test('a card has five rows of buttons at most, the others are behind «Ещё», and none is lost', () => {
  expect(captionsOf(appealCard(IN_PROGRESS, reading, null))).toEqual([
    '📷 Комментарий и фото',
    '📝 Ответ на согласование',
    '📣 Доложить руководителю',
    'Показать фото',
    'Письмо: Росреестр',
    'Ещё',
  ]);
  const rest = captionsOf(appealCard(IN_PROGRESS, reading, null, true));
  expect(rest.slice(0, 6)).toEqual([
    'Документы получены',
    'Выезд',
    'Запросить документы',
    'Совещание',
    'Передать в подведомственную',
    'Перенаправить',
  ]);
  expect(rest.at(-1)).toBe('Назад');
  const few = { ...NEW, actions: NEW.actions.slice(0, 1) };
  expect(captionsOf(appealCard(few, reading, null))).not.toContain('Ещё');
});

const PRESSERS = {
  ...{ executor, anotherExecutor, agreeing, approving, anotherSupervisor, authorisedSupervisor, reportedTo },
  ...{ coordinator, curator, admin, executorsDeputy },
  everybody: { ...executor, roles: ROLES, canApprove: true },
};

test.each(STAGES)('so it is at %s, for whomever: what is likeliest stands in front', (stage) => {
  for (const presser of Object.values(PRESSERS)) {
    const actions = actionsByImportance(facts(stage), presser, around);
    for (const card of [IN_PROGRESS, TO_APPROVE, ANSWERED].map((one) => ({ ...one, stage, actions }))) {
      const screen = appealCard(card, reading, null);
      expect(screen.buttons.length).toBeLessThanOrEqual(5);
      const acts = ({ buttons: rows }: Screen) =>
        rows.flat().flatMap((one) => ('press' in one && one.press.kind === 'act' ? [one.press.action] : []));
      const front = acts(screen);
      const behind = screen.buttons.flat().some((one) => 'press' in one && one.press.kind === 'more')
        ? acts(appealCard(card, reading, null, true))
        : [];
      expect([...front, ...behind].sort()).toEqual([...actions].sort());
      expect(front).toEqual(expect.arrayContaining(actions.slice(0, 3)));
    }
  }
});

// ── The worst case ──────────────────────────────────────────────────────────

const long = (length: number) =>
  [...'Длинное слово <b> & «кавычки» 😀 '.repeat(Math.ceil(length / 30))].slice(0, length).join('');
const NAME = person(long(200), { unreachable: 'never_started' });
const ADVICE: Advice = {
  signs: [
    { sign: 'short', words: 14 },
    { sign: 'phrases', phrases: [long(60), long(60), long(60)] },
    { sign: 'stranger' },
    { sign: 'repeat' },
  ],
  repeated: { appealId: 2_000_000_000, number: long(64) },
};
const WORST: AppealCard = {
  ...TO_APPROVE,
  number: '9'.repeat(40),
  path: [long(200), long(200), long(200)],
  text: long(20_000),
  address: long(500),
  settlement: long(200),
  fastTrackDays: 10,
  executor: NAME,
  agreeing: NAME,
  approving: NAME,
  organization: long(500),
  redirectReason: long(1000),
  redirectNotice: long(5000),
  report: { to: NAME, at: reading.now, acknowledged: true },
  dutyDue: at('2026-11-01T10:00:00'),
  stageDue: { stage: 'answer_approval', due: at('2026-11-01T10:00:00'), cut: false, number: null },
  due: at('2029-12-05T23:59:59'),
  postponedUntil: toPlainDate('2029-11-01'),
  progress: 'works_completed',
  reexaminations: 22,
  photos: 100,
  reportPhotos: Array.from({ length: 12 }, (_, index) => ({
    id: 2_000_000_000 + index,
    position: index + 1,
    receivedAt: reading.now,
    takenAt: reading.now,
    verdict: {
      time: 'earlier',
      place: 'elsewhere',
      distance: 12_345,
      placeBy: 'shared',
      reuse: 'alike',
      reuseOf: {
        id: 2_100_000_000 + index,
        position: 100,
        appealId: 8,
        number: '9'.repeat(40),
        at: reading.now,
        by: long(200),
        origin: 'official',
        isHere: false,
      },
    },
    since: { by: 'postponed', at: reading.now },
    warnings: ['earlier', 'elsewhere', 'alike'],
    remark: 'software',
    software: long(500),
    flaws: ['absurdTime', 'absurdPlace', 'incomparable'],
  })),
  applicantPhotos: 100,
  files: 100,
  smallCopies: 100,
  comment: { text: long(10_000), at: reading.now, by: { name: NAME.name, insteadOf: NAME.name } },
  remarks: (['returnForReexamination', 'instruct'] as const).map((action) => ({
    action,
    by: { name: long(100), insteadOf: long(100) },
    at: reading.now,
    why: 'photo_other_place',
    text: long(1000),
  })),
  organizationAnswer: { organization: long(500), text: long(10_000), at: reading.now, on: null, toApplicant: false },
  visits: [1, 2, 3, 4].map((id) => ({
    id,
    kind: 'meeting',
    at: reading.now,
    place: long(1000),
    people: [long(100)],
    outside: long(500),
    result: id > 2 ? null : long(1000),
  })),
  requests: [1, 2, 3, 4].map((id) => ({
    id,
    body: long(300),
    what: long(1000),
    by: toPlainDate('2026-12-01'),
    received: true,
  })),
  draft: {
    state: 'draft',
    type: 'not_resolved',
    text: long(10_000),
    author: long(100),
    preparedBy: long(100),
    postponedUntil: toPlainDate('2026-12-01'),
    withoutPhoto: long(1000),
    textBeforeEdit: long(10_000),
    change: null,
    photos: 0,
    files: 0,
    advice: ADVICE,
    signature: null,
    signedThere: null,
  },
  deliveries: [1, 2, 3, 4, 5].map((id) => ({
    id,
    kind: 'extension_notice',
    placedAt: reading.now,
    placedBy: NAME.name,
    removes: null,
    withdrawn: false,
    shipments: (['gateway', 'mail'] as const).map((carrier) => ({
      carrier,
      state: 'refused',
      queuedAt: reading.now,
      settledAt: reading.now,
      trouble: 'refused',
      detail: long(300),
      twice: true,
    })),
  })),
  reason: `${long(900)} другое`,
  standsInFor: [NAME.name, NAME.name],
  actions: EVERY_ACTION,
  contacts: true,
};

const fits = ({ text, buttons }: Screen, longest = reading.longest): void => {
  expect(visibleLength(text)).toBeLessThanOrEqual(longest);
  expect(text).not.toMatch(/\p{Surrogate}/u);
  // Shortening never cuts a tag or an entity.
  expect((text.match(/<(?!\/)/g) ?? []).length).toBe((text.match(/<\//g) ?? []).length);
  expect(text.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
  expect(buttons.flat().length).toBeLessThanOrEqual(100);
  for (const row of buttons) expect(row.length).toBeLessThanOrEqual(8);
  expect(Buffer.byteLength(JSON.stringify(buttons))).toBeLessThan(10_000);
};

test('a stage that ends with the whole is not said to be late besides it', () => {
  const due = at('2026-11-24T23:59:59');
  const text = read(
    appealCard(
      {
        ...TO_APPROVE,
        receivedAt: at('2026-11-10T09:00:00'),
        due,
        shownDue: null,
        stageDue: { stage: 'answer_approval', due: at('2026-11-24T17:00:00'), cut: true, number: null },
      },
      reading,
      null,
    ),
  );
  expect(text).toContain('Просрочено, срок был 24.11');
  expect(text).not.toContain('этап просрочен');
});

test('a card with the longest of everything fits a message', () => {
  fits(appealCard(WORST, reading, 'answerToApprove'));
  fits(appealCard(WORST, { ...reading, longest: 4_000 }, 'answerToApprove'), 4_000);
});

test('a history with the longest of everything fits a message', () => {
  const line: HistoryLine = {
    id: 1,
    at: reading.now,
    action: 'requestDocuments',
    by: long(200),
    onBehalfOf: long(200),
    capacity: 'authorised',
    clause: '59-ФЗ ст. 12 ч. 2',
    toStage: 'redirect_agreement',
    person: long(200),
    organization: long(500),
    told: [long(200), long(200)],
    heldBy: [],
    deputy: null,
    words: long(10_000),
    selfApproved: true,
    facts: {
      reflection: 'reexamination',
      version: { number: 12, isSent: true },
      missed: 'redirect',
      dueAt: reading.now,
      answeredBy: { reason: 'organization', day: toPlainDate('2027-01-01') },
      formerRules: true,
      answerType: 'postponed',
      progress: 'works_completed',
      placed: 'removal',
      removes: 'redirect_notice',
      reexaminationReason: 'photo_other_place',
      closure: null,
      postponedUntil: toPlainDate('2027-01-01'),
      mark: null,
      carried: null,
      difference: null,
      answeredOn: toPlainDate('2027-01-01'),
      requestBody: long(300),
      bodyConfirmed: true,
      requestBy: toPlainDate('2027-01-01'),
      instructionDay: toPlainDate('2027-01-01'),
      visitAt: reading.now,
      extensionDays: 30,
      photos: 10,
      files: 10,
      edited: true,
      withoutPhoto: long(1000),
      signature: null,
      signedThere: null,
      photoWarnings: { earlier: 10, later: 10, elsewhere: 10, same: 10, alike: 10 },
      corrected: null,
      together: ['9'.repeat(40)],
      completed: ['text', 'place', 'point'],
      leads: '9'.repeat(40),
    },
  };
  fits(
    historyScreen({ number: '9'.repeat(40), total: 100, lines: Array.from({ length: 8 }, () => line) }, 7, 3, reading),
  );
});

test('a history of corrections with the longest of everything fits a message', () => {
  const registration: Registration = {
    kind: 'appeal59',
    category: long(200),
    subcategory: long(200),
    fact: long(200),
    registeredAt: reading.now,
    number: '9'.repeat(40),
    epguNumber: '8'.repeat(40),
    settlement: long(200),
    address: long(500),
    latitude: -54.123456,
    longitude: -152.123456,
    text: long(20_000),
  };
  const facts = {
    ...NOTHING,
    dueAt: reading.now,
    corrected: { what: EVERY_CORRECTION, before: registration, after: registration },
  };
  const line: HistoryLine = {
    id: 1,
    at: reading.now,
    action: 'correctDetails',
    by: long(200),
    onBehalfOf: null,
    capacity: 'coordinator',
    clause: 'П1/2 Координатор',
    toStage: null,
    person: null,
    organization: null,
    told: [],
    heldBy: [],
    deputy: null,
    words: long(1000),
    selfApproved: false,
    facts,
  };
  fits(
    historyScreen({ number: '9'.repeat(40), total: 100, lines: Array.from({ length: 8 }, () => line) }, 7, 3, reading),
  );
});

test('a form with the longest of everything fits a message', () => {
  const people = Array.from({ length: 40 }, (_, id) => ({
    id,
    name: long(100),
    organization: long(200),
    load: { open: 12, overdue: 3 },
    absentUntil: toPlainDate('2026-11-30'),
    deputy: long(100),
    usual: true,
  }));
  const form = {
    id: 123456,
    personId: 1,
    subject: 'submitAnswer',
    appealId: 7,
    version: 6,
    answers: { answerText: long(10_000), passed: ['answerType'] },
    view: { query: 'слово', compressed: true },
    revision: 99,
    heard: [],
    messageRef: 'chat/1',
    expiresAt: reading.now,
    state: 'open',
  } as const;
  const answers = {
    answerType: 'postponed',
    postponedUntil: toPlainDate('2026-11-28'),
    visitAt: reading.now,
    visitPlace: long(1000),
    visitOutside: long(500),
    requestBody: long(300),
    bodyConfirmed: true,
  } as const;
  const own = Array.from({ length: 24 }, (_, id) => ({
    id,
    kind: id % 2 ? 'photo' : 'document',
    mark: id % 3 ? 'before' : 'after',
  }));
  const former = own.map((file) => ({ ...file, id: file.id + 100, position: 1, taken: true, wasIn: true }));
  const around = { arriving: 5, place: { at: reading.now, live: true } };
  const step = {
    refusal: 'notASupervisor',
    passed: ['answerType'],
    last: true,
    appeal: { kind: 'message', due: reading.now, postponableDays: 90, followers: [] },
    submission: { answers, photos: 12, files: 12, own, former },
    draftText: long(10_000),
  };
  for (const ask of ['answerText', 'agreeing', 'visitPeople', 'photos', 'postponedUntil'] as const) {
    const view = {
      card: WORST,
      form: {
        form,
        step: { ...step, ask },
        choices: { kind: 'people', people },
        photos: WORST.reportPhotos,
        advice: ADVICE,
        signature: null,
        signedThere: null,
      },
    } as unknown as Parameters<typeof actFormView>[0];
    for (const longest of [4_096, 4_000]) {
      const reader = { ...reading, longest };
      const told = { complaint: long(200), notice: 'instruction', around } as const;
      fits(formScreen(actFormView(view, reader, told), reader), longest);
    }
  }
});

test('a text to place is whole or not there to copy', () => {
  const task: DeliveryCard = {
    id: 1,
    appealId: 7,
    number: '327441801',
    appealKind: 'message',
    epguNumber: null,
    removes: null,
    replaces: null,
    progress: null,
    authorUntil: null,
    kind: 'answer',
    draftId: null,
    withdrawnAt: null,
    answerType: null,
    postponedUntil: null,
    organization: null,
    signer: null,
    text: long(3000),
    files: 10,
    isSigned: false,
    placedAt: null,
    placedBy: null,
    takenById: null,
    takenBy: null,
    takenUntil: null,
    passing: null,
    together: [],
    parts: [],
    shipments: [],
    inPos: {},
  };
  fits(deliveryCard(task, 1, reading));
  expect(read(deliveryCard(task, 1, reading))).toContain('Скопируйте текст в ПОС:');
  expect(read(deliveryCard(task, 1, reading))).not.toContain('исполком не указал');
  expect(read(deliveryCard(task, 1, reading))).toContain('[Почему так]');
  expect(whyTask(task, reading.words)).toContain('исполком не указал; предположительно координатор');
  const told = { ...task, inPos: { entersInPos: 'общий отдел', commentsInPos: 'общий отдел' } };
  expect(read(deliveryCard(told, 1, reading))).not.toContain('[Почему так]');
  expect(read(deliveryCard(told, 1, reading))).toMatch(/В ПОС (?:вносит|переносит): общий отдел/);
  const longer = deliveryCard({ ...task, text: long(3001) }, 1, reading);
  fits(longer);
  expect(longer.text).not.toContain('<pre>');
  expect(read(longer)).toContain('[Весь текст]');
  expect(read(longer)).toContain('из 3\u00a0001 знаков');
});
