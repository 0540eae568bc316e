import { availableActions } from '../../../src/regulation/decide';
import type { AppealFacts } from '../../../src/regulation/facts';
import { actionsByImportance } from '../../../src/regulation/importance';
import { EVERY_ACTION, ROLES, STAGES, type Action, type Role, type Stage } from '../../../src/regulation/vocabulary';
import { actor, agreeing, approving, around, coordinator, executor, facts, NOW, planned, reportedTo } from './office';

const first = (count: number, appeal: AppealFacts, personId: number, roles: Role[], canApprove = false): Action[] =>
  actionsByImportance(appeal, { ...actor(personId, roles), canApprove }, around).slice(0, count);

test.each<[string, Stage, Partial<AppealFacts>, number, Role[], Action[]]>([
  [
    'whoever agrees and coordinates',
    'answer_agreement',
    {},
    agreeing.personId,
    ['coordinator', 'supervisor'],
    ['agreeAnswer', 'rejectAnswer', 'editDraft', 'passAgreement'],
  ],
  [
    'whoever approves and coordinates',
    'answer_approval',
    {},
    approving.personId,
    ['coordinator', 'curator', 'supervisor'],
    ['approveAnswer', 'rejectAnswer', 'editDraft', 'passApproval'],
  ],
  [
    'whoever was reported to and coordinates',
    'in_progress',
    { report: { toId: reportedTo.personId, at: NOW, acknowledged: false } },
    reportedTo.personId,
    ['coordinator', 'supervisor'],
    ['acknowledgeReport', 'instruct', 'assign'],
  ],
  [
    'whoever executes and coordinates',
    'assigned',
    {},
    executor.personId,
    ['coordinator', 'executor'],
    ['takeIntoWork', 'report', 'returnToCoordination', 'addPaper', 'assign'],
  ],
  [
    'whoever executes',
    'in_progress',
    {},
    executor.personId,
    ['executor'],
    ['comment', 'submitAnswer', 'report', 'planVisit', 'requestDocuments'],
  ],
  [
    'whoever executes after a visit',
    'in_progress',
    { pending: planned('visit'), report: { toId: 1, at: NOW, acknowledged: true } },
    executor.personId,
    ['executor'],
    ['comment', 'submitAnswer', 'recordVisit'],
  ],
  [
    'whoever has just assigned',
    'assigned',
    { undo: { byId: coordinator.personId, at: NOW, stage: 'coordination' } },
    coordinator.personId,
    ['coordinator'],
    ['undoAssignment', 'assign'],
  ],
])('%s sees first what is the natural next act (%s)', (_who, stage, changes, personId, roles, actions) => {
  expect(first(actions.length, facts(stage, changes), personId, roles, true)).toEqual(actions);
});

test('it is what the table allows, no more and no less', () => {
  for (const stage of STAGES) {
    const appeal = facts(stage);
    for (const personId of [appeal.executorId, appeal.agreeingId, appeal.approvingId, coordinator.personId]) {
      const everything = { ...actor(personId ?? 0, [...ROLES]), canApprove: true };
      const inOrder = actionsByImportance(appeal, everything, around);
      expect([...inOrder].sort()).toEqual([...availableActions(appeal, everything, around)].sort());
      expect(inOrder.every((action) => EVERY_ACTION.includes(action))).toBe(true);
    }
  }
});
