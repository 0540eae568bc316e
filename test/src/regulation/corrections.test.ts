import {
  afterCorrection,
  changed,
  correctable,
  correctionRefusal,
  countsAnew,
  isStillMissed,
  wholeTerms,
  type Corrected,
  type CorrectedAppeal,
  type CorrectionFacts,
  type Course,
} from '../../../src/regulation/corrections';
import { asksOf, decide } from '../../../src/regulation/decide';
import type { Actor } from '../../../src/regulation/facts';
import { NO_VISITS } from '../../../src/regulation/visits';
import { STAGES, type Stage } from '../../../src/regulation/vocabulary';
import {
  admin,
  around,
  calendar,
  coordinator,
  curator,
  day,
  executor,
  facts,
  msk,
  NOW,
  stranger,
  submission,
} from './office';

const REGISTERED = msk('2026-11-02 10:00');
const NOTHING_MOVED: Course = { returns: [], chosen: [], extension: null, postponement: null };
const known = (more: Partial<CorrectionFacts['present']> = {}): CorrectionFacts => ({
  present: {
    kind: 'message',
    category: 'Дороги',
    subcategory: null,
    fact: null,
    registeredAt: REGISTERED,
    number: '1',
    epguNumber: null,
    settlement: 'Мамадыш',
    address: null,
    latitude: null,
    longitude: null,
    text: 'Яма',
    fastTrackDays: null,
    termDays: 30,
    ...more,
  },
  receivedAt: msk('2026-11-03 08:00'),
  numberTakenBy: null,
  categories: [
    { id: 1, category: 'Вода', subcategory: null, fact: null, days: 3 },
    { id: 2, category: 'Дороги', subcategory: null, fact: null, days: 10 },
  ],
  course: NOTHING_MOVED,
});
const END = (text: string) => msk(`${text} 23:59:59`);

describe('what the data becomes', () => {
  test('a term that was given with the appeal stays while kind and category do', () => {
    expect(afterCorrection(known(), { text: 'Люк' }).termDays).toBe(30);
    expect(afterCorrection(known({ fastTrackDays: 7, termDays: 7 }), { settlement: 'Елабуга' }).termDays).toBe(7);
  });

  test.each<[string, Corrected, number]>([
    ['another category', { category: 'Вода' }, 3],
    ['a category that nobody has listed', { category: 'Лифты' }, 30],
    ['59-ФЗ', { kind: 'appeal59', category: 'Вода' }, 30],
  ])('%s brings its own days', (_, corrected, days) => {
    expect(afterCorrection(known(), corrected).termDays).toBe(days);
  });

  test('back from 59-ФЗ the category speaks again', () => {
    expect(afterCorrection(known({ kind: 'appeal59' }), { kind: 'message' }).termDays).toBe(10);
  });

  test('only what is another is corrected, and only kind, date and days move terms', () => {
    const { present } = known();
    expect(changed(present, { ...present, registeredAt: new Date(REGISTERED), address: 'ул. Ленина' })).toEqual([
      'place',
    ]);
    expect(countsAnew(known(), { text: 'Люк', number: '2', address: 'ул. Ленина' })).toBe(false);
    expect(countsAnew(known(), { category: 'Лифты' })).toBe(false);
    expect(countsAnew(known(), { category: 'Вода' })).toBe(true);
    expect(countsAnew(known(), { kind: 'appeal59' })).toBe(true);
    expect(countsAnew(known(), { registeredAt: msk('2026-11-02 09:00') })).toBe(true);
  });
});

describe('what is refused', () => {
  const refusal = (
    corrected: Corrected | undefined,
    stage: Stage = 'in_progress',
    more: Partial<CorrectionFacts> = {},
  ) => correctionRefusal({ ...known(), ...more }, corrected, stage, NOW);

  test('nothing new, a date to come, a date after the receipt, a number in use', () => {
    expect(refusal(undefined)).toBe('nothingCorrected');
    expect(refusal({ settlement: 'Мамадыш' })).toBe('nothingCorrected');
    expect(refusal({ registeredAt: msk('2026-11-25 10:01') })).toBe('registeredInFuture');
    expect(refusal({ registeredAt: msk('2026-11-03 08:01') })).toBe('registeredAfterReceipt');
    expect(refusal({ registeredAt: msk('2026-11-03 08:00') })).toBeNull();
    expect(refusal({ number: '2' }, 'assigned', { numberTakenBy: 5 })).toBe('numberTaken');
    expect(refusal({ number: '2' })).toBeNull();
  });

  test.each(STAGES)('at %s', (stage) => {
    const isFixed = stage === 'delivery' || stage === 'answered' || stage === 'redirected';
    expect(refusal({ kind: 'appeal59' }, stage)).toBe(isFixed ? 'notCorrectable' : null);
    expect(refusal({ number: '2' }, stage)).toBe(isFixed ? 'notCorrectable' : null);
    expect(refusal({ registeredAt: msk('2026-11-01 09:00'), text: 'Люк' }, stage)).toBeNull();
    expect(correctable(stage).includes('kind')).toBe(!isFixed);
  });
});

describe('who may', () => {
  const press = (by: Actor, stage: Stage, corrected: Corrected) =>
    decide({
      appeal: facts(stage),
      action: 'correctDetails',
      presser: by,
      seenVersion: 3,
      submission: submission({ corrected, reason: 'в ПОС иначе', confirmed: true }, { correction: known() }),
      circumstances: around,
    });

  test.each(STAGES)('at %s a coordinator, and nobody else', (stage) => {
    expect(press(coordinator, stage, { text: 'Люк' })).toMatchObject({ ok: true, to: stage, raisesVersion: false });
    for (const other of [executor, curator, admin, stranger])
      expect(press(other, stage, { text: 'Люк' }).ok).toBe(false);
  });

  test('buttons are stale after it only where kind or term is another, and curators are told then', () => {
    const text = press(coordinator, 'assigned', { text: 'Люк' });
    const date = press(coordinator, 'assigned', { registeredAt: msk('2026-11-01 09:00') });
    const hears = (decision: typeof text) =>
      decision.ok && decision.effects.some((effect) => effect.kind === 'notify' && effect.whom === 'curator');
    expect(date).toMatchObject({ ok: true, raisesVersion: true });
    expect([hears(text), hears(date)]).toEqual([false, true]);
  });

  test('asks what, why, and for a word', () => {
    const asks = asksOf({
      appeal: facts('assigned'),
      action: 'correctDetails',
      presser: coordinator,
      seenVersion: 3,
      submission: null,
      circumstances: around,
    });
    expect(asks).toEqual(['correction', 'reason', 'confirmation']);
  });
});

describe('the term counted anew', () => {
  const dues = (kind: 'message' | 'appeal59', course: Partial<Course>, termDays = 30) =>
    wholeTerms({ kind, registeredAt: REGISTERED, termDays }, { ...NOTHING_MOVED, ...course }, calendar).map(
      ({ due }) => due,
    );
  const extension = { at: msk('2026-11-10 10:00'), days: 10 };
  const postponement = { approvedAt: msk('2026-11-10 10:00'), date: day('2026-11-20'), resumedAt: null };

  test('registration + N', () => {
    expect(dues('message', {}, 3)).toEqual([END('2026-11-05')]);
    expect(dues('appeal59', {})).toEqual([END('2026-12-02')]);
  });

  test('an extension is of 59-ФЗ, a postponement of a message', () => {
    expect(dues('appeal59', { extension, postponement })).toEqual([END('2026-12-12')]);
    expect(dues('message', { extension, postponement })).toEqual([END('2026-12-12')]);
    expect(dues('message', { extension })).toEqual([END('2026-12-02')]);
    expect(dues('appeal59', { postponement })).toEqual([END('2026-12-02')]);
  });

  test('a postponement leaves three working days, and one that ended early only the days that passed', () => {
    expect(dues('message', { postponement }, 3)).toEqual([END('2026-11-25')]);
    expect(dues('message', { postponement: { ...postponement, resumedAt: msk('2026-11-13 09:00') } })).toEqual([
      END('2026-12-05'),
    ]);
  });

  test('a return of the answer begins N days anew, without what moved the former term', () => {
    const returns = [msk('2026-11-24 10:00')];
    expect(dues('message', { returns, postponement })).toEqual([END('2026-12-12'), END('2026-12-24')]);
  });

  test('of an appeal59 only when the law’s days have passed: they run from the registration', () => {
    const [within, after] = [[msk('2026-11-24 10:00')], [msk('2026-12-03 10:00')]];
    expect(dues('appeal59', { returns: within })).toEqual([END('2026-12-02'), END('2026-12-02')]);
    expect(dues('appeal59', { returns: within, extension })).toEqual([END('2026-12-12'), END('2026-12-12')]);
    expect(dues('appeal59', { returns: within, extension: { at: msk('2026-11-25 09:00'), days: 5 } })).toEqual([
      END('2026-12-02'),
      END('2026-12-07'),
    ]);
    const chosen = [{ at: msk('2026-11-10 09:00'), day: day('2026-12-04') }];
    expect(dues('appeal59', { returns: after, chosen })).toEqual([END('2026-12-04'), END('2026-12-04')]);
    expect(dues('appeal59', { returns: after })).toEqual([END('2026-12-02'), END('2027-01-02')]);
  });
});

describe('a fact of the past', () => {
  const rules = {
    shares: { coordination: 0.1, assigned: 0.1, in_progress: 0.6, answer_agreement: 0.1, answer_approval: 0.1 },
    least: 2 * 3_600_000,
  };
  const appeal = (termDays: number, more: Partial<CorrectedAppeal> & { kind?: 'appeal59' } = {}): CorrectedAppeal => ({
    kind: 'message',
    registeredAt: REGISTERED,
    stageEnteredAt: NOW,
    visits: NO_VISITS,
    wholes: wholeTerms({ kind: more.kind ?? 'message', registeredAt: REGISTERED, termDays }, NOTHING_MOVED, calendar),
    ...more,
  });
  const missed = (kind: 'whole' | 'stage' | 'duty' | 'redirect', term: string, due: string, ended: string) => ({
    kind,
    term,
    stage: 'coordination' as const,
    dueAt: END(due),
    endedAt: msk(ended),
  });

  test('stays where it was done after the corrected end, and only there', () => {
    const whole = missed('whole', 'whole:x', '2026-11-05', '2026-11-12 12:00');
    expect(isStillMissed(whole, appeal(10), rules, calendar)).toBe(false);
    expect(isStillMissed(whole, appeal(7), rules, calendar)).toBe(true);
  });

  test('a stage is counted anew from its entry; one that the whole cuts short is no fact', () => {
    const entry = msk('2026-11-03 08:00').toISOString();
    const stage = missed('stage', `stage:coordination:${entry}`, '2026-11-03', '2026-11-05 09:00');
    expect(isStillMissed(stage, appeal(10), rules, calendar)).toBe(true);
    expect(isStillMissed(stage, appeal(30), rules, calendar)).toBe(false);
  });

  test('the seven days are of 59-ФЗ', () => {
    const seven = missed('redirect', 'redirect', '2026-11-09', '2026-11-10 12:00');
    expect(isStillMissed(seven, appeal(30), rules, calendar)).toBe(false);
    expect(isStillMissed(seven, appeal(30, { kind: 'appeal59' }), rules, calendar)).toBe(true);
    const later = appeal(30, { kind: 'appeal59', registeredAt: msk('2026-11-03 07:00') });
    expect(isStillMissed(seven, later, rules, calendar)).toBe(false);
  });

  test('a report that was late is late whatever the term is, unless that ended before', () => {
    const duty = missed('duty', `duty:${msk('2026-11-09 10:00').toISOString()}`, '2026-11-10', '2026-11-11 12:00');
    expect(isStillMissed(duty, appeal(30), rules, calendar)).toBe(true);
    expect(isStillMissed(duty, appeal(3), rules, calendar)).toBe(false);
  });
});
