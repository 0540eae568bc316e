import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { NO_CONTENT, type EngagementContent } from '../../../../src/regulation/engagement/content';
import { dateObjection, shortNotice, USUAL_NOTICE, type DateField } from '../../../../src/regulation/engagement/dates';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { engagementMoments } from '../../../../src/regulation/engagement/moments';
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
  agreeingId: null,
  approvingId: null,
  handedOverById: null,
  stageBefore: null,
  isAgreed: false,
  ...more,
});
const placed = { address: 'https://pos.gosuslugi.ru/1', number: 1 };
const planned = (more: Partial<EngagementFacts>, now = NOW) =>
  engagementMoments(facts(more), { now, calendar }).map(({ what, at }) => `${what} ${at.toISOString()}`);

test.each<[string, Partial<EngagementFacts>, string, string[]]>([
  ['a draft has no moments', { stage: 'draft' }, '2026-11-25 10:00', []],
  [
    'not yet in ПОС: the day before it opens, and from its opening on each working morning',
    {},
    '2026-11-25 10:00',
    ['placeSoon 2026-11-30T05:15:00.000Z', 'placeLate 2026-12-01T05:15:00.000Z'],
  ],
  ['and again the next morning', {}, '2026-12-04 08:15', ['placeLate 2026-12-07T05:15:00.000Z']],
  [
    'in ПОС: its opening, and before its end; two that days off bring together are the nearer one',
    { placed },
    '2026-11-25 10:00',
    [
      'turn 2026-11-30T21:00:00.000Z',
      'opensSoon 2026-11-30T05:15:00.000Z',
      'opened 2026-12-01T05:15:00.000Z',
      'oneDay 2026-12-11T05:15:00.000Z',
      'turn 2026-12-14T20:59:59.000Z',
    ],
  ],
  [
    'over: its results are due on a Saturday, which Thursday, Friday and Monday tell',
    { stage: 'summing_up', placed },
    '2026-12-15 00:00',
    [
      'resultsSoon 2026-12-17T05:15:00.000Z',
      'resultsToday 2026-12-18T05:15:00.000Z',
      'resultsLate 2026-12-21T05:15:00.000Z',
    ],
  ],
  [
    'changed since: the next working morning',
    { stage: 'finished', kind: 'news', placed, number: 2 },
    '2026-11-27 10:00',
    ['changeLate 2026-11-30T05:15:00.000Z'],
  ],
  [
    'given up here and still there',
    { stage: 'removed', placed },
    '2026-11-25 10:00',
    ['removalLate 2026-11-26T05:15:00.000Z'],
  ],
  ['it waits for a supervisor', { stage: 'agreement' }, '2026-11-25 10:00', ['waits 2026-11-26T05:15:00.000Z']],
])('%s', (_, more, now, moments) => {
  expect(planned(more, msk(now))).toEqual(moments);
});
