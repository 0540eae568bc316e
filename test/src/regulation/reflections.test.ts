import { isThereBy, mayReflect, reflectionsOf, type Reflection } from '../../../src/regulation/reflections';
import type { Action, Stage } from '../../../src/regulation/vocabulary';
import { actor } from './office';

const IVANOV = 4;
const PETROV = 5;
type At = readonly [Stage, number | null];
const of = ([stage, executorId]: At) => ({ stage, executorId });

test.each<readonly [what: string, Action, At, At, readonly Reflection[]]>([
  ['an assignment', 'assign', ['coordination', null], ['assigned', IVANOV], ['assignment']],
  ['an assignment to another', 'assign', ['in_progress', IVANOV], ['assigned', PETROV], ['assignment']],
  ['to the same once more: ПОС has them', 'assign', ['in_progress', IVANOV], ['assigned', IVANOV], []],
  ['to people of an organization', 'passToSubordinate', ['in_progress', IVANOV], ['assigned', PETROV], ['assignment']],
  ['to an organization: a task tells', 'passToSubordinate', ['coordination', null], ['with_organization', null], []],
  ['an assignment undone', 'undoAssignment', ['assigned', IVANOV], ['coordination', null], []],
  ['the one before is back', 'undoAssignment', ['assigned', IVANOV], ['assigned', PETROV], []],
  ['as ПОС has it', 'assignAsThere', ['coordination', null], ['in_progress', IVANOV], []],
  ['as it was before that', 'restoreBefore', ['in_progress', IVANOV], ['coordination', null], []],
  ['a participant replaced', 'replaceParticipant', ['in_progress', IVANOV], ['in_progress', PETROV], ['assignment']],
  [
    'replaced where a task tells ПОС',
    'replaceParticipant',
    ['answer_approval', IVANOV],
    ['answer_approval', PETROV],
    [],
  ],
  ['joined to what is at work', 'join', ['coordination', null], ['in_progress', IVANOV], ['assignment', 'taking']],
  ['taken into work', 'takeIntoWork', ['assigned', IVANOV], ['in_progress', IVANOV], ['taking']],
  ['resumed: nothing new', 'resume', ['postponed', IVANOV], ['in_progress', IVANOV], []],
  ['returned by its executor', 'returnToCoordination', ['in_progress', IVANOV], ['coordination', null], ['return']],
  ['back from an organization', 'withdraw', ['with_organization', null], ['coordination', null], []],
  ['an answer returned', 'returnForReexamination', ['answered', IVANOV], ['assigned', IVANOV], ['reexamination']],
  [
    'an answer of nobody returned',
    'returnForReexamination',
    ['answered', null],
    ['coordination', null],
    ['reexamination'],
  ],
  ['a draft that ПОС does not have', 'returnForReexamination', ['answer_agreement', IVANOV], ['assigned', IVANOV], []],
])('%s', (_what, action, before, after, expected) => {
  expect(reflectionsOf(action, of(before), of(after))).toEqual(expected);
});

test.each<readonly [Action, Stage, boolean]>([
  ['markEntered', 'answer_approval', true],
  ['confirmSent', 'postponed', true],
  ['answeredThere', 'answered', true],
  ['close', 'closed', true],
  ['agreeAnswer', 'answer_approval', false],
])('whether ПОС has caught up by %s to %s: %s', (action, to, expected) => {
  expect(isThereBy(action, to)).toBe(expected);
});

test('a coordinator repeats what coordinators decide, an executor what they have done themselves', () => {
  const [coordinator, executor] = [actor(1, ['coordinator']), actor(IVANOV, ['executor'])];
  expect(mayReflect(coordinator, 'assignment', IVANOV)).toBe(true);
  expect(mayReflect(coordinator, 'taking', IVANOV)).toBe(false);
  expect(mayReflect(executor, 'taking', IVANOV)).toBe(true);
  expect(mayReflect(executor, 'return', PETROV)).toBe(false);
  expect(mayReflect(executor, 'assignment', IVANOV)).toBe(false);
});
