import { awaitsEntry, contactsStanding, listsFor, maySee, SIGHTS, type Sight } from '../../../src/regulation/rights';
import type { Actor } from '../../../src/regulation/facts';
import { ROLES, type Capacity, type Role } from '../../../src/regulation/vocabulary';
import {
  admin,
  agreeing,
  anotherExecutor,
  anotherSupervisor,
  approving,
  authorisedSupervisor,
  coordinator,
  curator,
  executor,
  executorsDeputy,
  facts,
  NOW,
  reportedTo,
  stranger,
} from './office';

const EVERYTHING = Object.keys(SIGHTS) as readonly Sight[];
// Of tasks for ПОС an executor sees their own: whose it is is asked as it is read.
const OF_A_TASK: readonly Sight[] = ['task', 'taskText', 'taskFiles'];
const OF_AN_APPEAL: readonly Sight[] = [
  'card',
  'search',
  'history',
  'terms',
  'text',
  'draft',
  'files',
  'contacts',
  ...OF_A_TASK,
];
const OF_ITS_QUALITY: readonly Sight[] = ['formalSigns'];
const seenBy = (...roles: Role[]) => EVERYTHING.filter((what) => maySee({ roles }, what));
const sorted = (sights: readonly Sight[]) => [...sights].sort();

test.each<[Role, readonly Sight[]]>([
  ['executor', OF_AN_APPEAL],
  ['supervisor', [...OF_AN_APPEAL, ...OF_ITS_QUALITY]],
  // who controls terms collects the folder for a prosecutor
  ['curator', [...OF_AN_APPEAL, ...OF_ITS_QUALITY, 'folder']],
  ['coordinator', EVERYTHING],
  ['engagement', []],
  ['admin', []],
])('%s sees what their work needs', (role, seen) => {
  expect(sorted(seenBy(role))).toEqual(sorted(seen));
});

test('several roles see the union; nobody without a role sees anything', () => {
  expect(seenBy('admin', 'executor')).toEqual(OF_AN_APPEAL);
  expect(seenBy()).toEqual([]);
});

test('whoever sees no card has no list either', () => {
  for (const role of ROLES)
    expect([role, listsFor({ roles: [role] }).size > 0]).toEqual([role, maySee({ roles: [role] }, 'card')]);
});

describe('contacts are for those who work on this appeal', () => {
  const appeal = facts('in_progress', {
    report: { toId: reportedTo.personId, at: NOW, acknowledged: false },
  });
  test.each<[string, Actor, Capacity | undefined]>([
    ['its executor', executor, 'executor'],
    ['another executor', anotherExecutor, undefined],
    ['the deputy of its executor', executorsDeputy, 'executor'],
    ['its executor who has lost the role', { ...executor, roles: ['admin'] }, undefined],
    ['whoever agrees it', agreeing, 'agreeing'],
    ['whoever approves it', approving, 'approving'],
    ['whoever was reported to', reportedTo, 'reportedTo'],
    ['another supervisor', anotherSupervisor, undefined],
    ['another who may approve', authorisedSupervisor, undefined],
    ['a coordinator', coordinator, 'coordinator'],
    ['a curator', curator, undefined],
    ['an administrator', admin, undefined],
    ['nobody', stranger, undefined],
  ])('%s', (_who, viewer, capacity) => {
    expect(contactsStanding(viewer, appeal)?.capacity).toBe(capacity);
  });
});

test('an agreed draft waits for its entry only where it is signed in ПОС', () => {
  const agreed = { stage: 'answer_approval', draftId: 2, enteredDraftId: null } as const;
  expect(awaitsEntry(agreed, 'mark')).toBe(true);
  expect(awaitsEntry({ ...agreed, enteredDraftId: 2 }, 'mark')).toBe(false);
  expect(awaitsEntry(agreed, 'verify')).toBe(false);
});
