import { BOOK, isMessageKind, paramsOf, topicOf, type MessageKind } from '../../../../src/usecases/kit/messages';

const DAY = '2026-11-25';
const NOON = '2026-11-25T09:00:00.000Z';
const COUNTED = { count: 3, change: null };
const LIST = {
  personId: 7,
  day: DAY,
  until: NOON,
  overdue: COUNTED,
  due: COUNTED,
  more: 0,
  lines: [
    {
      appealId: 12,
      number: '327441806',
      place: null,
      absent: null,
      terms: [{ reason: 'duty', stage: 'assigned', due: NOON, overdue: true }],
    },
  ],
};
const WEEK = {
  personId: 7,
  from: '2026-11-16',
  to: '2026-11-22',
  until: NOON,
  numbers: Object.fromEntries(
    ['received', 'answered', 'redirected', 'reexaminations', 'dutyKept', 'missed', 'running', 'ending'].map((name) => [
      name,
      { count: 1, change: -1 },
    ]),
  ),
  missed: Object.fromEntries(['stage', 'whole', 'duty', 'redirect'].map((kind) => [kind, { count: 0, change: 0 }])),
  people: [{ name: null, count: 1 }],
};
const DIGEST = { day: DAY, part: 1, parts: 1, fresh: COUNTED, stages: null, due: null, overdue: null, results: null };
const ABSENCE = { personId: 7, name: 'Петров П.П.', deputy: null, fromDay: DAY, untilDay: DAY, own: false };

/** Params as version 0.1.0 wrote them, from each place that did, and migrations left them: rows wait in the outbox over an update. */
const OLD_ROWS: readonly (readonly [MessageKind, object])[] = [
  ['card', { subject: 'appeal', id: 12, personId: 7, notice: 'assigned', entryId: 40 }],
  ['card', { subject: 'appeal', id: 12, personId: 7, notice: 'registered' }],
  ['card', { subject: 'delivery', id: 3, personId: 7, notice: null }],
  ['card', { subject: 'appeal', id: 12, personId: 7 }],
  ['redraw', { subject: 'delivery', id: 3, personId: 7 }],
  ['notice', { subject: 'appeal', id: 12, personId: 7, notice: 'returned', entryId: 40 }],
  ['batch', { count: 21, personId: 7 }],
  ['registryFile', { personId: 7, fileId: 3 }],
  ['registryErrors', { personId: 7, fileId: 3 }],
  ['registryAsks', { personId: 7, fileId: 3 }],
  ['registryDone', { personId: 7, fileId: 3 }],
  ['lowMarks', { personId: 7, fileId: 3 }],
  ['takenOver', { personId: 7, count: 143, appeals: [{ id: 3, number: '327441806' }] }],
  ['takenOver', { personId: 7, count: 1, appeals: [{ id: 3, number: '327441806' }], insteadOf: 'Сидоров С.С.' }],
  ['takeoverDone', { personId: 7, count: 143, left: 1, people: 12 }],
  [
    'takeoverDone',
    { personId: 7, of: 'term', count: 5, left: 0, people: 0, failed: [{ id: 3, number: '327441806' }], failures: 1 },
  ],
  [
    'ofMany',
    { personId: 7, about: 'termByCategory', words: 'решено', count: 1, appeals: [{ id: 3, number: '327441806' }] },
  ],
  ['nags', { personId: 7, root: 'nags:1:person:7' }],
  ['redrawNags', { personId: 7, root: 'nags:1:person:7' }],
  [
    'engagementNews',
    { personId: 7, id: 3, title: 'Парк', what: 'rejected', by: 'Петров П.П.', reason: 'рано', trouble: null },
  ],
  ['engagementNags', { personId: 7, lines: [{ id: 3, title: 'Парк', what: 'oneDay', day: DAY }] }],
  ['morning', { ...LIST, escalated: COUNTED, holders: [{ name: null, count: 1, appeals: [] }] }],
  ['weekend', { ...LIST, firstWorkingDay: '2026-11-30' }],
  ['weekly', WEEK],
  ['weeklyFile', WEEK],
  ['monthly', { personId: 7, from: '2026-11-01', to: '2026-11-30', until: '2026-12-01T14:00:00.000Z' }],
  ['groupDigest', { digest: DIGEST }],
  ['groupDigest', { threadId: 5, digest: DIGEST }],
  ['commands', { personId: 7 }],
  ['joined', { personId: 7, name: 'Петров П.П.' }],
  ['invitedInto', { personId: 7, messenger: 'max', invitationId: 5 }],
  ['accessTold', { personId: 7, changeId: 3, reader: 'former' }],
  ['accountAdded', { personId: 7, messenger: 'max' }],
  ['homeMoved', { personId: 7, messenger: 'max', former: 'telegram', why: 'silent', since: NOON }],
  ['homeMoved', { personId: 7, messenger: 'max', former: 'telegram', why: 'removed', since: null }],
  ['cardLeft', { personId: 7, message: '1001/55', number: '327441806', messenger: 'max' }],
  ['messengerSilent', { personId: 7, messenger: 'telegram', since: NOON, carried: 12, left: 5 }],
  [
    'deputyUnreached',
    { personId: 7, appealId: 12, number: '327441806', absent: 'Петров П.П.', deputy: 'Сидоров С.С.' },
  ],
  ['participantLeft', { personId: 7, name: 'Петров П.П.', count: 1, appeals: [{ id: 12, number: '327441806' }] }],
  [
    'participantsLeft',
    { personId: 7, people: [{ name: 'Петров П.П.', count: 3 }], appeals: [{ id: 12, number: '327441806' }] },
  ],
  ['accessEnded', { personId: 7, formEnded: false }],
  ['contactsHeld', { personId: 7, count: 1, letters: 0, appeals: [{ id: 12, number: '327441806' }] }],
  ['rightsChanged', { personId: 7, given: [], taken: ['executor'], approves: null }],
  [
    'rightsByFile',
    {
      personId: 7,
      people: [{ name: 'Петров П.П.', given: [], taken: ['executor'], approves: null, managesAffairs: null }],
    },
  ],
  ['nobodyCoordinates', { personId: 7 }],
  ['accountWithheld', { personId: 7, name: 'Петров П.П.', userId: '1001', why: 'kept' }],
  ['accountWithheld', { personId: 7, name: null, userId: '1001', why: 'removed' }],
  ['absenceAdded', ABSENCE],
  ['absenceCancelled', { ...ABSENCE, deputy: 'Сидоров С.С.', own: true }],
  ['absenceBegins', { ...ABSENCE, roles: ['executor'] }],
  ['onDuty', { personId: 7, days: [DAY] }],
  [
    'lineQuestion',
    { personId: 7, questionId: 3, number: 1, title: 'Дороги', news: 'given', text: 'Когда?', dueOn: DAY },
  ],
  ['lineGroup', { personId: 7, lineId: 3, title: 'Дороги', group: 'Жители', why: 'kicked', count: 5 }],
  ['lineInGroup', { title: 'Дороги', news: 'begun', until: DAY }],
  ['lineGroup', { personId: 7, lineId: 3, title: 'Дороги', group: 'Жители', why: 'over', count: 5, passedOver: 21 }],
  ['lineInGroup', { title: 'Дороги', news: 'over', until: null }],
  ['lineInGroup', { title: 'Дороги', news: 'removed', until: null }],
  [
    'engagementPaper',
    { personId: 7, paperId: 3, title: 'Парк', what: 'protocol', news: 'toSign', by: 'Петров П.П.', reason: null },
  ],
  ['engagementTask', { personId: 7, taskId: 3, title: 'Парк', text: 'Осветить', news: 'given', dueOn: DAY }],
  ['dutiesUnheld', { personId: 7, holderId: 3, name: 'Петров П.П.', why: 'absent', questions: 2, tasks: 1, papers: 0 }],
  [
    'lineQuestions',
    {
      ...{ personId: 7, lineId: 3, title: 'О жилье', news: 'given', numbers: [1, 2], count: 2 },
      ...{ dueOn: DAY, absent: null },
    },
  ],
  ['dutiesPassed', { personId: 7, news: 'given', name: 'Петров П.П.', questions: 2, tasks: 1 }],
  ['approvalsUncovered', { personId: 7, name: 'Гарипов Р.М.', fromDay: DAY, untilDay: DAY }],
  ['uncoveredToday', { personId: 7, day: DAY }],
  ['absenceToConfirm', { personId: 7, absenceId: 3, absentId: 8, name: 'Гарипов Р.М.', fromDay: DAY, untilDay: DAY }],
  ['groupAdded', {}],
  ['groupAdded', { threadId: 5 }],
  ['groupAdded', { threadId: '5' }],
  ['groupUnreachable', { personId: 7, groupId: 2, title: 'Аппарат', trouble: 'kicked' }],
  ['groupInvites', { personId: 7, groupChatId: -100123, title: 'Аппарат' }],
  ['groupInvites', { personId: 7, messenger: 'pigeon', groupChatId: 'c', title: 'Аппарат' }],
  ['keptQuestion', { personId: 7 }],
  ['saidOfFile', { personId: 7, said: 'fileTooBig' }],
  ['remove', { message: '1001/55' }],
  ['textPart', { personId: 7, html: '<b>Проект</b>', opens: 12 }],
  ['redrawSaid', { personId: 7, messageId: '12' }],
  ['failed', { personId: 7 }],
  ['undelivered', { personId: 7, since: NOON }],
  ['mailFailed', { personId: 7, shipmentId: 4 }],
  ['shipmentFailed', { personId: 7, shipmentId: 4 }],
  ['parked', { updateId: 900, personId: 7 }],
  ['redrawParked', { updateId: '900', messenger: 'telegram', hour: 490000, personId: 7 }],
  ['reminderFailed', { personId: 7, reminderId: 31 }],
  ['jobFailed', { job: 'group_digest', at: null, until: NOON, personId: 7 }],
  ['termsCountedAnew', { personId: 7, count: 12 }],
  ['listMorning', { personId: 7, subscriptionId: 5, until: NOON }],
  ['listMonday', { subscriptionId: 5, until: NOON }],
  ['listFile', { personId: 7, list: 'overdue', to: [{ by: 'executor', code: 'z' }] }],
  ['folder', { personId: 7, appealId: 46 }],
  [
    'folderPart',
    { personId: 7, appealId: 46, file: '327441806-91-2.zip', name: 'Папка для проверки 327441806, часть 2 из 3.zip' },
  ],
  [
    'statisticsFile',
    {
      personId: 7,
      format: 'pdf',
      unit: 'month',
      from: '2026-11-01',
      to: '2026-11-30',
      parts: [{ by: 'executor', code: 'z' }],
    },
  ],
  ['draftsToEnter', { personId: 7, count: 3 }],
  ['violation', { personId: 7, violationId: 3, news: 'asked' }],
  [
    'violationsFile',
    { personId: 7, format: 'pdf', unit: 'month', from: '2026-11-01', to: '2026-11-30', ofId: null, only: null },
  ],
  ['dotsInTexts', { personId: 7, numbers: ['327441806'], count: 3 }],
  ['journalHead', { personId: 7, size: 12, root: 'ab'.repeat(32), sealedAt: NOON }],
  ['unheard', { personId: 7, messenger: 'max' }],
  ['silence', { personId: 7, messenger: 'MAX', since: NOON, until: NOON, isCertain: false }],
  [
    'copyOld',
    {
      personId: 7,
      folder: '/mnt/copies',
      takenAt: null,
      why: 'folder',
      params: { folder: '/mnt/copies', reason: 'ENOENT' },
    },
  ],
  ['copyAhead', { personId: 7, folder: '/mnt/copies/2035-01-01T023000', takenAt: NOON }],
  ['copyChecked', { personId: 7, takenAt: NOON, found: 'good', why: null, params: {} }],
  ['clockStepped', { personId: 7, before: NOON, after: NOON }],
  ['sendingWaits', { personId: 7, takenAt: NOON }],
  ['restored', { personId: 7, takenAt: NOON }],
  ['diskNearlyFull', { personId: 7, folder: '/var/lib/murajagat/files', free: 812_000_000 }],
  ['calendarUnloaded', { personId: 7, year: 2028 }],
  ['calendarUnloadedUsed', { personId: 7, year: 2028 }],
];

test.each(OLD_ROWS)('«%s» of the version before is still read: %j', (kind, params) => {
  expect(paramsOf(kind, params)).toMatchObject(
    kind === 'parked' ? { updateId: '900' } : 'personId' in params ? { personId: 7 } : {},
  );
});

test('a number of Telegram is a text by now', () => {
  expect(paramsOf('groupAdded', { threadId: 5 })).toEqual({ threadId: '5' });
  expect(topicOf({ threadId: 5, digest: DIGEST })).toBe('5');
  expect(topicOf({ personId: 7 })).toBeNull();
  expect(paramsOf('groupInvites', { personId: 7, groupChatId: -100123, title: 'Аппарат' })).toMatchObject({
    messenger: 'telegram',
    groupChatId: '-100123',
  });
});

test('no kind of the book is without such a row', () => {
  expect([...new Set(OLD_ROWS.map(([kind]) => kind))].sort()).toEqual(Object.keys(BOOK).sort());
});

test('params come back from the outbox as they were said: days, moments, what is not there', () => {
  for (const [kind, params] of OLD_ROWS) {
    const said = paramsOf(kind, params);
    expect(paramsOf(kind, JSON.parse(JSON.stringify(said)))).toEqual(said);
  }
});

test('what this program did not write is not taken for a message', () => {
  expect(['card', 'unknown', 'toString', '__proto__'].filter(isMessageKind)).toEqual(['card']);
  expect(() => paramsOf('jobFailed', { job: 'coffee', at: null, until: NOON, personId: 7 })).toThrow();
  expect(() => paramsOf('absenceAdded', { ...ABSENCE, fromDay: '2026-02-30' })).toThrow();
});
