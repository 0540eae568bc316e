import { advance, back, changed, notPassed, standing, type Step } from '../../../../src/usecases/kit/form-engine';

/** A step of a form of which only the names matter: «-name» holds no more, «name?» is left out while nothing was said. */
const steps = (...named: string[]): Step[] =>
  named.map((one) => ({
    name: one.replace(/[-?]/g, ''),
    objection: one.startsWith('-') ? 'wrong' : null,
    silent: one.endsWith('?'),
  }));
const form = (answers: object, view: object = {}, revision = 3) => ({
  answers: { ...answers },
  view: { ...view },
  revision,
});

describe('where a form stands', () => {
  test.each<[string, string[], object, string | null, string[], boolean]>([
    ['nothing is said', ['one', 'two'], {}, 'one', [], false],
    ['the first is passed', ['one', 'two'], { passed: ['one'] }, 'two', ['one'], true],
    ['all is passed', ['one', 'two'], { passed: ['two', 'one'] }, null, ['one', 'two'], true],
    ['what was passed holds no more', ['-one', 'two'], { passed: ['one', 'two'] }, 'one', ['one', 'two'], false],
    ['the second is left out', ['one', 'two?', 'three'], { passed: ['one'] }, 'three', ['one'], true],
    ['only what may be left out comes after it', ['one', 'two?'], {}, 'one', [], true],
    ['what may be left out was said', ['two?', 'three'], { two: 'so', passed: [] }, 'two', [], false],
    ['what may be left out does not hold', ['-two?', 'three'], {}, 'two', [], false],
    ['a step that is no more was passed', ['one'], { passed: ['gone'] }, 'one', [], true],
    ['it has kept no passes, but an answer', ['one', 'two'], { one: 'so' }, 'two', ['one'], true],
  ])('when %s', (_, names, answers, asked, passed, last) => {
    const at = standing(steps(...names), { ...answers });
    expect([at.step?.name ?? null, at.passed, at.last]).toEqual([asked, passed, last]);
  });
});

describe('what comes of an answer', () => {
  test.each<[string, string[], string[], string | null, string, string | null]>([
    ['the next question', ['one', 'two'], ['one'], 'one', 'next', 'two'],
    ['the same question, when it does not hold', ['-one', 'two'], ['one'], 'one', 'complaint', 'one'],
    ['an earlier one, when that holds no more', ['-one', 'two'], ['one', 'two'], 'two', 'next', 'one'],
    ['nothing to complain of, when nothing was answered', ['-one'], [], null, 'next', 'one'],
    ['the end, when nothing is left to ask', ['one', 'two?'], ['one'], 'one', 'finish', null],
  ])('%s', (_, names, passed, answered, kind, asked) => {
    const came = advance(steps(...names), { passed }, answered);
    expect([came.kind, came.standing.step?.name ?? null]).toEqual([kind, asked]);
  });
});

describe('what a change leaves of a form', () => {
  const all = steps('one', 'two', 'three');
  const leaves = (
    answers: object,
    step: string | null,
    change: Parameters<typeof changed>[3],
    by: 'press' | 'words' = 'press',
  ) => changed(form(answers, { page: 2, grown: { question: 'one', since: 1 } }), all, step, change, by);

  test('an answer passes its step, and those that it answers too', () => {
    const change = { answers: { one: 'so', three: 'so' }, view: {}, passes: true, passesAlso: ['three'] } as const;
    expect(leaves({ passed: [] }, 'one', change)).toEqual({
      answers: { one: 'so', three: 'so', passed: ['one', 'three'] },
      view: {},
    });
  });

  test('what is answered once more was passed last', () => {
    const { answers } = leaves({ passed: ['one', 'two'] }, 'one', { passes: true });
    expect(answers.passed).toEqual(['two', 'one']);
  });

  test('words that pass nothing let an older copy of the question stand, and a press does not', () => {
    const words = leaves({ passed: [] }, 'one', { answers: { one: 'so' } }, 'words');
    expect(words.view).toEqual({ page: 2, grown: { question: 'one', since: 1 } });
    expect(leaves({ passed: [] }, 'two', {}, 'words').view).toEqual({ page: 2, grown: { question: 'two', since: 3 } });
    expect(leaves({ passed: [] }, 'one', {}, 'press').view).toEqual({ page: 2 });
    expect(leaves({ passed: [] }, 'one', { passes: true }, 'words').view).toEqual({ page: 2 });
  });

  test('where nothing is left to ask, nothing is passed', () => {
    expect(leaves({ passed: ['one'] }, null, { passes: true }).answers).toEqual({ passed: ['one'] });
  });

  test('an answer that does not hold is passed no more', () => {
    expect(notPassed({ one: 'so', passed: ['one', 'two'] }, 'two')).toEqual({ one: 'so', passed: ['one'] });
  });
});

describe('back', () => {
  const all = steps('one', 'two', 'three');

  test('leads to what was answered last, and its answer stays', () => {
    const change = back(form({ one: 'so', two: 'so', passed: ['one', 'two'] }, { page: 1 }), all, 'three');
    expect(change).toEqual({ answers: { one: 'so', two: 'so', passed: ['one'] }, view: {} });
  });

  test('from one that was asked again leads to where that was wanted, with what was said before', () => {
    const whole = { one: 'so', two: 'so', three: 'so', passed: ['one', 'two', 'three'] };
    const reopened = changed(form(whole), all, null, { reopens: ['two'] }, 'press');
    expect(standing(all, reopened.answers).step?.name).toBe('two');
    const typed = { ...reopened.answers, two: 'otherwise' };
    expect(back(form(typed), all, 'two').answers).toEqual({ ...whole, applicant: undefined });
  });

  test('an applicant’s contacts stay in one place when something is asked again', () => {
    const whole = { applicant: { phone: '1' }, one: 'so', passed: ['one'] };
    const { answers } = changed(form(whole), all, null, { reopens: ['one'] }, 'press');
    expect(answers).toEqual({ ...whole, passed: [], reopened: ['one'], asItWas: { one: 'so', passed: ['one'] } });
    expect(back(form(answers), all, 'one').answers).toEqual(whole);
  });
});
