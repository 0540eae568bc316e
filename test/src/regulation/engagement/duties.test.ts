import {
  dutyActorOf,
  hearersOfDuty,
  inPlaceOf,
  isHeldBy,
  whyUnheld,
  officialsAmong,
} from '../../../../src/regulation/engagement/duties';
import { actsOnPaper, maySeePaper, paperActorOf, type PaperFacts } from '../../../../src/regulation/engagement/papers';
import { actsOnTask } from '../../../../src/regulation/engagement/tasks';
import type { Colleague } from '../../../../src/regulation/recipients';
import { actor, NOW } from '../office';

const colleague = (personId: number, more: Partial<Colleague> = {}): Colleague => ({
  ...{ personId, roles: ['executor'], canApprove: false, supervisorId: null, absent: false, deputies: {} },
  ...more,
});
const away = (deputies: Colleague['deputies'], more: Partial<Colleague> = {}) =>
  colleague(1, { absent: true, deputies, ...more });
const ids = (colleagues: readonly Colleague[], kind: 'questions' | 'papers' = 'questions', approves = false) =>
  hearersOfDuty(1, kind, colleagues, approves).map(({ personId, absentId }) => [personId, absentId]);

test('whoever has it hears; while they are away, who stands in for them, and then not they', () => {
  expect(ids([colleague(1), colleague(2)])).toEqual([[1, null]]);
  expect(ids([away({ executor: 2 }), colleague(2)])).toEqual([[2, 1]]);
});

test('one deputy for all roles hears once, two hear both', () => {
  const roles = ['executor', 'supervisor'] as const;
  expect(ids([away({ executor: 2, supervisor: 2 }), colleague(2, { roles: [...roles] })])).toEqual([[2, 1]]);
  expect(ids([away({ executor: 2, supervisor: 3 }), colleague(2), colleague(3, { roles: ['supervisor'] })])).toEqual([
    [2, 1],
    [3, 1],
  ]);
});

test.each<[string, Colleague[]]>([
  ['is named', [away({})]],
  ['works here any more', [away({ executor: 2 })]],
  ['is there: a deputy’s deputy stands in for nobody', [away({ executor: 2 }), colleague(2, { absent: true })]],
  ['has the role', [away({ executor: 2 }), colleague(2, { roles: ['curator'] })]],
])('while nobody %s, the absent person hears themselves, and it stands with nobody', (_, colleagues) => {
  expect(ids(colleagues)).toEqual([[1, null]]);
  expect(whyUnheld(1, 'questions', colleagues)).toBe('absent');
});

test('a deputy whom nothing reaches is not relied on, and yet it stands with somebody', () => {
  const colleagues = [away({ executor: 2 }), colleague(2, { unreached: true })];
  expect(ids(colleagues)).toEqual([[1, null]]);
  expect(whyUnheld(1, 'questions', colleagues)).toBeNull();
});

test('papers go to the deputy of the supervisor, and where it is to be approved to one who may', () => {
  const executor = [away({ executor: 2 }), colleague(2)];
  expect([ids(executor, 'papers'), whyUnheld(1, 'papers', executor)]).toEqual([[[1, null]], 'absent']);
  const signer = away({ supervisor: 2 }, { roles: ['supervisor'], canApprove: true });
  const supervisor = [signer, colleague(2, { roles: ['supervisor'] })];
  expect([ids(supervisor, 'papers'), whyUnheld(1, 'papers', supervisor)]).toEqual([[[2, 1]], null]);
  expect(ids(supervisor, 'papers', true)).toEqual([[1, null]]);
});

test('who was switched off hears nothing, and what they have stands with nobody', () => {
  expect([ids([colleague(2)]), whyUnheld(1, 'questions', [colleague(2)])]).toEqual([[], 'disabled']);
});

test.each<[string, Partial<Colleague>, ReturnType<typeof whyUnheld>, ReturnType<typeof whyUnheld>]>([
  ['has lost every role', { roles: [] }, 'roleless', 'roleless'],
  ['may approve no more', { roles: ['supervisor'] }, null, 'mayNotSign'],
  ['is a supervisor no more', { roles: ['executor'], canApprove: true }, null, 'mayNotSign'],
  ['has everything they need', { roles: ['supervisor'], canApprove: true }, null, null],
])('whoever %s: what they have by name, and papers to sign', (_, holder, questions, papers) => {
  const colleagues = [colleague(1, holder), colleague(2)];
  expect([whyUnheld(1, 'questions', colleagues), whyUnheld(1, 'papers', colleagues)]).toEqual([questions, papers]);
});

test('of ОГ those hear who are there, and all of them where nobody is', () => {
  const official = (personId: number, absent: boolean) => colleague(personId, { roles: ['engagement'], absent });
  expect(officialsAmong([official(1, true), official(2, false), colleague(3)])).toEqual([2]);
  expect(officialsAmong([official(1, true), official(2, true)])).toEqual([1, 2]);
});

const deputy = actor(2, ['executor', 'supervisor'], {
  deputyFor: [
    { absentId: 1, role: 'executor' },
    { absentId: 1, role: 'supervisor' },
  ],
});

test('a deputy acts in the place of whoever has it, and the journal says in whose', () => {
  const standing = dutyActorOf(deputy);
  expect([isHeldBy(1, standing), isHeldBy(2, standing), isHeldBy(3, standing), isHeldBy(null, standing)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([inPlaceOf(1, standing), inPlaceOf(2, standing)]).toEqual([1, null]);
  expect(actsOnTask({ state: 'given', givenToId: 1 }, standing)).toEqual(['finish', 'giveBack']);
  expect(actsOnTask({ state: 'given', givenToId: 1 }, dutyActorOf(actor(2, ['executor'])))).toEqual([]);
});

test('a paper names its signer: who stands in sees it and gives it back, and never signs it', () => {
  const facts: PaperFacts = {
    ...{ state: 'waiting', signerId: 1, sentById: 9, stage: 'finished', stageAt: NOW, issuedAt: NOW },
  };
  const standing = paperActorOf({ ...deputy, canApprove: true });
  expect(maySeePaper(facts, standing)).toBe(true);
  expect(actsOnPaper(facts, standing, 'warn')).toEqual(['reject']);
  const signer = paperActorOf(actor(1, ['supervisor'], { canApprove: true }));
  expect(actsOnPaper(facts, signer, 'warn')).toEqual(['sign', 'reject']);
  expect(maySeePaper(facts, paperActorOf(actor(3, ['supervisor'], { canApprove: true })))).toBe(false);
});
