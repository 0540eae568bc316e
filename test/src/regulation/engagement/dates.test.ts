import { nextWorkingDay, plusDays, toPlainDate as day, workingDayOnOrAfter } from '../../../../src/regulation/calendar';
import { NO_CONTENT, type EngagementContent } from '../../../../src/regulation/engagement/content';
import { dateObjection, shortNotice, USUAL_NOTICE, type DateField } from '../../../../src/regulation/engagement/dates';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { isNewlyLate, nagOfDay } from '../../../../src/regulation/engagement/given-days';
import { engagementNags, engagementTurns } from '../../../../src/regulation/engagement/moments';
import { numbersOfDay } from '../../../../src/regulation/engagement/numbers';
import type { EngagementStage } from '../../../../src/regulation/engagement/vocabulary';
import { calendar, msk, NOW } from '../office';

const content = (more: Partial<EngagementContent>): EngagementContent => ({ ...NO_CONTENT, ...more });

// NOW is Wednesday 25.11.2026.
test.each<[string, DateField, Partial<EngagementContent>, string | null]>([
  ['today is no past day', 'opensOn', { opensOn: day('2026-11-25') }, null],
  ['yesterday is', 'opensOn', { opensOn: day('2026-11-24') }, 'past'],
  ['one day is enough', 'closesOn', { opensOn: day('2026-12-01'), closesOn: day('2026-12-01') }, null],
  ['not before it opens', 'closesOn', { opensOn: day('2026-12-02'), closesOn: day('2026-12-01') }, 'endBeforeOpening'],
  ['not in the past', 'closesOn', { closesOn: day('2026-11-24') }, 'endPast'],
  [
    'results not before the end',
    'resultsBy',
    { closesOn: day('2026-12-02'), resultsBy: day('2026-12-01') },
    'resultsBeforeEnd',
  ],
  ['not after its end', 'opensOn', { opensOn: day('2026-12-03'), closesOn: day('2026-12-02') }, 'openingAfterEnd'],
  [
    'an end not after the results',
    'closesOn',
    { closesOn: day('2026-12-03'), resultsBy: day('2026-12-02') },
    'endAfterResults',
  ],
  ['hearings on a Sunday', 'heldAt', { heldAt: msk('2026-12-06 10:00').toISOString() }, 'heldOnDayOff'],
  ['hearings on a holiday', 'heldAt', { heldAt: msk('2027-01-04 10:00').toISOString() }, 'heldOnDayOff'],
  ['hearings an hour ago', 'heldAt', { heldAt: msk('2026-11-25 09:00').toISOString() }, 'heldPast'],
  [
    'hearings before they are announced',
    'heldAt',
    { opensOn: day('2026-12-08'), heldAt: msk('2026-12-07 10:00').toISOString() },
    'heldBeforeOpening',
  ],
  [
    'hearings after the last day',
    'closesOn',
    { closesOn: day('2026-12-06'), heldAt: msk('2026-12-07 10:00').toISOString() },
    'heldAfterEnd',
  ],
])('%s', (_, field, more, objection) => {
  expect(dateObjection(field, content(more), { stage: 'draft', now: NOW, calendar })).toBe(objection);
});

test('what runs has opened, and opens on no other day', () => {
  const more = content({ opensOn: day('2026-12-01') });
  expect(dateObjection('opensOn', more, { stage: 'running', now: NOW, calendar })).toBe('begun');
});

test('fewer days than the office gives are told, as many are not', () => {
  const hearings = (held: string) =>
    content({ opensOn: day('2026-12-01'), heldAt: msk(`${held} 10:00`).toISOString() });
  expect(shortNotice('hearings', hearings('2026-12-07'), USUAL_NOTICE, calendar)).toEqual({ given: 6, wanted: 7 });
  expect(shortNotice('hearings', hearings('2026-12-08'), USUAL_NOTICE, calendar)).toBeNull();
  const discussion = content({ opensOn: day('2026-12-01'), closesOn: day('2026-12-13') });
  expect(shortNotice('discussion', discussion, USUAL_NOTICE, calendar)).toEqual({ given: 13, wanted: 14 });
  expect(shortNotice('poll', discussion, USUAL_NOTICE, calendar)).toBeNull();
});

const facts = (more: Partial<EngagementFacts>): EngagementFacts => ({
  kind: 'poll',
  level: 'municipal',
  stage: 'placing',
  content: content({ opensOn: day('2026-12-01'), closesOn: day('2026-12-14'), resultsBy: day('2026-12-19') }),
  number: 1,
  placed: null,
  misplaced: null,
  agreeingId: null,
  approvingId: null,
  handedOverById: null,
  stageBefore: null,
  isAgreed: false,
  ...more,
});
const placed = { address: 'https://pos.gosuslugi.ru/1', number: 1 };

test('what is placed opens and closes by itself, and what runs closes', () => {
  const turns = (more: Partial<EngagementFacts>) =>
    engagementTurns(facts(more), calendar).map((at) => at.toISOString());
  expect(turns({ placed })).toEqual(['2026-11-30T21:00:00.000Z', '2026-12-14T20:59:59.000Z']);
  expect(turns({ placed, stage: 'running' })).toEqual(['2026-12-14T20:59:59.000Z']);
  for (const stage of ['draft', 'placing', 'summing_up', 'finished'] as const) expect(turns({ stage })).toEqual([]);
  expect(turns({ placed, kind: 'news' })).toEqual([]);
});

const since = { stage: day('2026-11-25'), version: day('2026-11-25') };
/** What each working morning of these days tells. */
function heard(more: Partial<EngagementFacts>, first: string, last: string): string[] {
  const told: string[] = [];
  let after = plusDays(day(first), -1);
  for (let one = workingDayOnOrAfter(day(first), calendar); one <= day(last); one = nextWorkingDay(one, calendar)) {
    for (const { what } of engagementNags(facts(more), since, { day: one, after }, calendar))
      told.push(`${what} ${one.slice(5)}`);
    after = one;
  }
  return told;
}

test.each<[string, Partial<EngagementFacts>, string, string, string[]]>([
  ['a draft tells nothing', { stage: 'draft' }, '2026-11-26', '2026-12-31', []],
  [
    'not yet in ПОС: the working day before it opens, and from its opening on each working morning',
    {},
    '2026-11-26',
    '2026-12-02',
    ['placeSoon 11-30', 'placeLate 12-01', 'placeLate 12-02'],
  ],
  ['in ПОС: it opens', { placed }, '2026-11-26', '2026-12-01', ['opensSoon 11-30', 'opened 12-01']],
  [
    'it runs: before its end; two that days off bring together are the nearer one',
    { placed, stage: 'running' },
    '2026-12-02',
    '2026-12-14',
    ['oneDay 12-11'],
  ],
  [
    'over: the morning after tells; its results are due on a Saturday, which Thursday, Friday and Monday tell',
    { stage: 'summing_up', placed },
    '2026-12-15',
    '2026-12-22',
    ['closed 12-15', 'resultsSoon 12-17', 'resultsToday 12-18', 'resultsLate 12-21', 'resultsLate 12-22'],
  ],
  [
    'over, and its results are due two days later: one word',
    { stage: 'summing_up', placed, content: { ...facts({}).content, resultsBy: day('2026-12-16') } },
    '2026-12-15',
    '2026-12-16',
    ['resultsSoon 12-15', 'resultsToday 12-16'],
  ],
  [
    'changed since: from the next working morning',
    { stage: 'finished', kind: 'news', placed, number: 2 },
    '2026-11-25',
    '2026-11-27',
    ['changeLate 11-26', 'changeLate 11-27'],
  ],
  ['given up here and still there', { stage: 'removed', placed }, '2026-11-25', '2026-11-26', ['removalLate 11-26']],
  ['given up and not there', { stage: 'removed' }, '2026-11-25', '2026-11-30', []],
  ['it waits for a supervisor', { stage: 'agreement' }, '2026-11-25', '2026-11-27', ['waits 11-26', 'waits 11-27']],
  ['news to be placed', { kind: 'news' }, '2026-11-25', '2026-11-26', ['placeLate 11-26']],
])('%s', (_, more, first, last, told) => {
  expect(heard(more, first, last)).toEqual(told);
});

test('a morning that an outage swallowed is told by the next, unless that has something nearer to say', () => {
  const on = (today: string, after: string) =>
    engagementNags(facts({ placed, stage: 'running' }), since, { day: day(today), after: day(after) }, calendar);
  expect(on('2026-12-02', '2026-11-30')).toEqual([{ what: 'opened', day: '2026-12-01' }]);
  expect(on('2026-12-02', '2026-12-01')).toEqual([]);
  expect(on('2026-12-11', '2026-11-30')).toEqual([{ what: 'oneDay', day: '2026-12-14' }]);
});

test('whoever comes back after weeks hears nothing of mornings that are two weeks old', () => {
  const lasts = facts({ placed, stage: 'running' });
  const long = { ...lasts, content: { ...lasts.content, closesOn: day('2027-02-15'), resultsBy: day('2027-03-01') } };
  const on = (today: string) => engagementNags(long, since, { day: day(today), after: day('2026-11-30') }, calendar);
  expect(on('2026-12-15')).toEqual([{ what: 'opened', day: '2026-12-01' }]);
  expect(on('2026-12-16')).toEqual([]);
});

describe('the last day of what was given', () => {
  test.each([
    // Friday: Thursday before, itself, and each working morning after
    ['2026-12-09', '2026-12-11', null],
    ['2026-12-10', '2026-12-11', 'soon'],
    ['2026-12-11', '2026-12-11', 'today'],
    ['2026-12-14', '2026-12-11', 'late'],
    ['2026-12-15', '2026-12-11', 'late'],
    ['2026-12-11', '2026-12-14', 'soon'],
    // a day that has become a day off since
    ['2026-12-10', '2026-12-12', 'soon'],
    ['2026-12-11', '2026-12-12', 'today'],
    ['2026-12-14', '2026-12-12', 'late'],
  ])('on %s of what is due on %s: %p', (today, dueOn, nag) => {
    expect(nagOfDay(day(dueOn), day(today), calendar)).toBe(nag);
  });

  test('ОГ hear of it once: in the first list after it, however many mornings were missed', () => {
    const late = (today: string, after: string) =>
      isNewlyLate(day('2026-12-11'), { day: day(today), after: day(after) });
    expect([late('2026-12-11', '2026-12-10'), late('2026-12-14', '2026-12-11')]).toEqual([false, true]);
    expect([late('2026-12-15', '2026-12-14'), late('2026-12-15', '2026-12-10')]).toEqual([false, true]);
  });
});

test('in numbers: what opens, what ends within three days, and whose results are due or late', () => {
  const numbers = (stage: EngagementStage, today: string) =>
    numbersOfDay({ ...facts({}).content, stage }, day(today), calendar);
  expect(numbers('placing', '2026-12-01')).toEqual(['opens']);
  expect(numbers('running', '2026-12-10')).toEqual([]);
  expect(numbers('running', '2026-12-11')).toEqual(['closesLater']);
  expect(['2026-12-13', '2026-12-14'].map((one) => numbers('running', one))).toEqual([['closesSoon'], ['closesSoon']]);
  // due on a Saturday
  expect(['2026-12-17', '2026-12-18', '2026-12-21'].map((one) => numbers('summing_up', one))).toEqual([
    [],
    ['resultsDue'],
    ['resultsLate'],
  ]);
  for (const stage of ['draft', 'finished', 'removed'] as const) expect(numbers(stage, '2026-12-14')).toEqual([]);
});
