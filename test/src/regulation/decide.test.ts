import { ASKS, type Ask } from '../../../src/regulation/asks';
import type { Answers, Submission } from '../../../src/regulation/answers';
import { asksOf, availableActions, decide, type Decision } from '../../../src/regulation/decide';
import {
  CLOCK,
  standings,
  type Actor,
  type AppealFacts,
  type Circumstances,
  type Extension,
  type Presser,
} from '../../../src/regulation/facts';
import type { Refusal } from '../../../src/regulation/refusals';
import { replaceable } from '../../../src/regulation/rights';
import { TRANSITIONS } from '../../../src/regulation/transitions';
import { EVERY_ACTION, type Action, type Capacity, type Stage } from '../../../src/regulation/vocabulary';
import {
  actor,
  admin,
  agreeing,
  anotherCoordinator,
  anotherExecutor,
  anotherSupervisor,
  approving,
  around,
  authorisedSupervisor,
  coordinator,
  curator,
  day,
  DISABLED_EXECUTOR,
  DISABLED_SUPERVISOR,
  engagement,
  executor,
  executorsDeputy,
  facts,
  msk,
  NOW,
  organizationExecutor,
  ONE_OF_EACH,
  OUTSIDE,
  paperAuthor,
  giver,
  invited,
  planned,
  reportedTo,
  stranger,
  submission,
  SUBORDINATE,
  SUBORDINATE_WITHOUT_EXECUTORS,
  verifying,
} from './office';

interface Case {
  readonly appeal: AppealFacts;
  readonly by: Presser;
  readonly action: Action;
  readonly with?: Submission | null;
  readonly at?: Circumstances;
  readonly seen?: number;
}
const press = ({ appeal, by, action, with: gathered = null, at = around, seen = appeal.version }: Case): Decision =>
  decide({ appeal, action, presser: by, seenVersion: seen, submission: gathered, circumstances: at });
const refusalOf = (it: Case): Refusal | null => {
  const decision = press(it);
  return decision.ok ? null : decision.refusal;
};
const forbidding: Circumstances = { ...around, fourEyes: 'forbid' };
const later = (ms: number): Circumstances => ({ ...around, now: new Date(NOW.getTime() + ms) });
const undo = { byId: coordinator.personId, at: NOW, stage: 'coordination' } as const;
const reported = { toId: reportedTo.personId, at: NOW, acknowledged: false };
const draft = (more: Partial<NonNullable<AppealFacts['draft']>> = {}) => ({
  authorId: executor.personId,
  type: 'resolved' as const,
  text: 'Яма заделана 24.11',
  postponedUntil: null,
  withoutPhoto: 'Работы скрыты под асфальтом.',
  ...more,
});
const postponedDraft = draft({ type: 'postponed', postponedUntil: day('2026-12-01') });

/** «Отложено» to that date, in answer_approval since then. */
const ofDate = (date: string, since: string) =>
  facts('answer_approval', {
    draft: { ...postponedDraft, postponedUntil: day(date) },
    stageEnteredAt: msk(since),
  });

describe('a press that the table does not know', () => {
  test.each<[string, Stage, Presser, Action, Refusal]>([
    ['another stage', 'answered', executor, 'takeIntoWork', 'notNow'],
    ['a final stage', 'redirected', coordinator, 'returnForReexamination', 'notNow'],
    ['somebody else’s appeal', 'in_progress', anotherExecutor, 'submitAnswer', 'notYours'],
    ['the executor approves', 'answer_approval', executor, 'approveAnswer', 'notYours'],
    ['another supervisor agrees', 'answer_agreement', anotherSupervisor, 'agreeAnswer', 'notYours'],
    ['the agreeing one approves', 'answer_approval', agreeing, 'approveAnswer', 'notYours'],
    ['one with the right, but not this appeal’s', 'answer_approval', authorisedSupervisor, 'approveAnswer', 'notYours'],
    ['a supervisor without the right extends', 'in_progress', anotherSupervisor, 'extendTerm', 'notYours'],
    ['a coordinator takes into work', 'assigned', coordinator, 'takeIntoWork', 'notYours'],
    ['a curator assigns', 'coordination', curator, 'assign', 'notYours'],
    ['an admin assigns', 'coordination', admin, 'assign', 'notYours'],
    ['time assigns', 'coordination', CLOCK, 'assign', 'notYours'],
  ])('%s', (_what, stage, by, action, refusal) => {
    const appeal = facts(stage, { kind: 'appeal59' });
    expect(press({ appeal, by, action })).toEqual({ ok: false, refusal, ask: null });
  });

  test.each([admin, engagement, stranger])(
    'people without a part in processing may do nothing, at any stage: %j',
    (by) => {
      for (const stage of ['coordination', 'assigned', 'in_progress', 'answer_approval', 'answered'] as const)
        expect(availableActions(facts(stage, { undo, report: reported }), by, around)).toEqual([]);
    },
  );

  test('a place without its role gives nothing: a person who lost the role of executor may not act as one', () => {
    expect(availableActions(facts('in_progress'), actor(executor.personId, ['admin']), around)).toEqual([]);
    expect(
      availableActions(facts('answer_approval'), actor(approving.personId, ['executor'], { canApprove: true }), around),
    ).toEqual([]);
  });
});

describe('a stale card', () => {
  test.each([2, 4, 0, -1])('version %i of an appeal at version 3 is refused, whoever presses whatever', (seen) => {
    const anyVersion = TRANSITIONS.filter((row) => row.atAnyVersion).map(({ action }) => action);
    for (const action of EVERY_ACTION.filter((one) => !anyVersion.includes(one)))
      expect(press({ appeal: facts('in_progress'), by: executor, action, seen })).toEqual({
        ok: false,
        refusal: 'stale',
        ask: null,
      });
  });

  test.each([2, 4])(
    'but photos of the applicant are taken at version %i, too: they hang on nothing that others change',
    (seen) => {
      const asked = { appeal: facts('in_progress'), by: coordinator, action: 'addApplicantPhotos' as const, seen };
      expect(press(asked)).toMatchObject({ ok: true, raisesVersion: false });
      expect(press({ ...asked, by: executor })).toMatchObject({ ok: false, refusal: 'notYours' });
    },
  );

  const leadingOf = (...followers: Partial<AppealFacts>[]) =>
    facts('in_progress', { followers: followers.map((more) => facts('in_progress', more)) });
  test('an answer that hangs on a term has to hold for each of the appeals that it serves', () => {
    const postponed = submission({ answerType: 'postponed', postponedUntil: day('2026-12-17') });
    const check = (appeal: AppealFacts) => ASKS.postponedUntil.holds(postponed, appeal, executor, around);
    expect(check(leadingOf({}))).toBeNull();
    expect(check(leadingOf({ kind: 'appeal59' }))).toBe('tooCloseToDue');
    expect(check(leadingOf({}, { postponementUsed: true }))).toBe('postponedAlready');
  });

  test('what is of one appeal alone asks nothing of those that go along with it', () => {
    const appeal = facts('in_progress', { kind: 'appeal59', followers: [facts('in_progress')] });
    expect(press({ appeal, by: authorisedSupervisor, action: 'extendTerm' })).toMatchObject({
      ok: true,
      joined: 'alone',
    });
  });

  test.each([
    [true, { ok: true, joined: 'each' }, { ok: false, refusal: 'follows' }],
    [false, { ok: true, joined: 'alone' }, { ok: true, joined: 'alone' }],
  ])('what was taken over from ПОС, of each: %s, is taken back as it was done', (wasOfEach, ofLeading, ofFollower) => {
    const before = { stage: 'assigned', wasOfEach } as const;
    const leading = facts('in_progress', { before, followers: [facts('in_progress', { before })] });
    const follower = facts('in_progress', { before, follows: { id: 1, number: '327441800' } });
    const restore = (appeal: AppealFacts) => press({ appeal, by: coordinator, action: 'restoreBefore' });
    expect(restore(leading)).toMatchObject(ofLeading);
    expect(restore(follower)).toMatchObject(ofFollower);
  });

  test('acts that change stage, people, draft or term raise the version, the rest leave it alone', () => {
    const raises = (
      stage: Stage,
      by: Presser,
      action: Action,
      gathered: Submission | null,
      more: Partial<AppealFacts> = {},
    ) => {
      const decision = press({ appeal: facts(stage, more), by, action, with: gathered });
      return decision.ok && decision.raisesVersion;
    };
    expect(raises('assigned', executor, 'takeIntoWork', null)).toBe(true);
    expect(
      raises('answer_agreement', agreeing, 'passAgreement', submission({ agreeingId: anotherSupervisor.personId })),
    ).toBe(true);
    expect(raises('postponed', coordinator, 'replaceParticipant', null, { unavailable: ['executor'] })).toBe(true);
    expect(raises('assigned', coordinator, 'undoAssignment', null, { undo: { ...undo, stage: 'assigned' } })).toBe(
      true,
    );
    expect(
      raises('answer_agreement', agreeing, 'editDraft', submission({ editedText: 'Иначе' }), { draft: draft() }),
    ).toBe(true);
    expect(raises('in_progress', approving, 'extendTerm', null, { kind: 'appeal59' })).toBe(true);
    for (const action of ['report', 'planVisit', 'planMeeting', 'requestDocuments', 'comment'] as const)
      expect([action, raises('in_progress', executor, action, null)]).toEqual([action, false]);
    expect(raises('in_progress', reportedTo, 'acknowledgeReport', null, { report: reported })).toBe(false);
    for (const by of [executor, coordinator])
      expect(raises('answer_approval', by, 'markEntered', null, { draft: draft(), awaitsEntry: true })).toBe(false);
  });
});

const extendedBy = (byId: number, more: Partial<Extension> = {}): AppealFacts =>
  facts('in_progress', {
    kind: 'appeal59',
    extended: true,
    extension: { byId, byIsAway: false, days: 10, noticeHasLeft: false, ...more },
  });

describe('guards: what the appeal itself forbids', () => {
  const due = facts('in_progress').due.getTime();
  test.each<[string, Case, Refusal | null]>([
    [
      'an assignment is taken back within a minute',
      { appeal: facts('assigned', { undo }), by: coordinator, action: 'undoAssignment', at: later(60_000) },
      null,
    ],
    [
      'not after it',
      { appeal: facts('assigned', { undo }), by: coordinator, action: 'undoAssignment', at: later(60_001) },
      'undoTooLate',
    ],
    [
      'not by another coordinator',
      { appeal: facts('assigned', { undo }), by: anotherCoordinator, action: 'undoAssignment' },
      'notYours',
    ],
    [
      'not when something else has happened since',
      { appeal: facts('assigned'), by: coordinator, action: 'undoAssignment' },
      'notYours',
    ],
    [
      'one reports once',
      { appeal: facts('assigned', { report: reported }), by: executor, action: 'report' },
      'alreadyReported',
    ],
    ['one reports at assigned', { appeal: facts('assigned'), by: executor, action: 'report' }, null],
    [
      'a report is acknowledged',
      { appeal: facts('assigned', { report: reported }), by: reportedTo, action: 'acknowledgeReport' },
      null,
    ],
    [
      'and once',
      {
        appeal: facts('assigned', { report: { ...reported, acknowledged: true } }),
        by: reportedTo,
        action: 'acknowledgeReport',
      },
      'alreadyAcknowledged',
    ],
    [
      'an instruction may follow',
      {
        appeal: facts('in_progress', { report: { ...reported, acknowledged: true } }),
        by: reportedTo,
        action: 'instruct',
      },
      null,
    ],
    [
      'not by another supervisor',
      { appeal: facts('in_progress', { report: reported }), by: anotherSupervisor, action: 'instruct' },
      'notYours',
    ],
    [
      'no visit, no result',
      { appeal: facts('in_progress', { pending: planned('meeting') }), by: executor, action: 'recordVisit' },
      'noOpenVisit',
    ],
    [
      'no meeting, no result',
      { appeal: facts('in_progress', { pending: planned('visit') }), by: executor, action: 'recordMeeting' },
      'noOpenMeeting',
    ],
    [
      'no request, nothing to cancel',
      { appeal: facts('in_progress'), by: executor, action: 'cancelRequest' },
      'noOpenRequest',
    ],
    [
      'an instruction without a day waits for nothing',
      { appeal: facts('in_progress'), by: executor, action: 'fulfilInstruction' },
      'noOpenInstruction',
    ],
    [
      'an instruction is its giver’s to take back, at whatever stage',
      { appeal: facts('answer_approval', { pending: ONE_OF_EACH }), by: giver, action: 'withdrawInstruction' },
      null,
    ],
    [
      'no other supervisor’s',
      {
        appeal: facts('answer_approval', { pending: ONE_OF_EACH }),
        by: anotherSupervisor,
        action: 'withdrawInstruction',
      },
      'notYours',
    ],
    [
      'whoever is invited says that they cannot come',
      { appeal: facts('in_progress', { pending: ONE_OF_EACH }), by: invited, action: 'declineVisit' },
      null,
    ],
    [
      'not after it has begun',
      {
        appeal: facts('in_progress', { pending: ONE_OF_EACH }),
        by: invited,
        action: 'declineVisit',
        at: { ...around, now: msk('2026-11-26 10:00') },
      },
      'notInvited',
    ],
    [
      'nobody else does',
      { appeal: facts('in_progress', { pending: ONE_OF_EACH }), by: anotherExecutor, action: 'declineVisit' },
      'notYours',
    ],
    [
      'no request, nothing received',
      { appeal: facts('in_progress'), by: executor, action: 'receiveDocuments' },
      'noOpenRequest',
    ],
    [
      'an approver who lost the right may not approve',
      {
        appeal: facts('answer_approval', { draft: draft() }),
        by: actor(approving.personId, ['supervisor']),
        action: 'approveAnswer',
      },
      'cannotApprove',
    ],
    [
      'nor a redirect',
      { appeal: facts('redirect_approval'), by: actor(approving.personId, ['supervisor']), action: 'approveRedirect' },
      'cannotApprove',
    ],
    [
      'but may reject',
      {
        appeal: facts('answer_approval', { draft: draft() }),
        by: actor(approving.personId, ['supervisor']),
        action: 'rejectAnswer',
      },
      null,
    ],
    [
      'and pass it on',
      {
        appeal: facts('answer_approval', { draft: draft() }),
        by: actor(approving.personId, ['supervisor']),
        action: 'passApproval',
      },
      null,
    ],
    [
      'everybody is at work: nobody to replace',
      { appeal: facts('in_progress'), by: coordinator, action: 'replaceParticipant' },
      'nobodyToReplace',
    ],
    [
      'somebody is away',
      { appeal: facts('in_progress', { unavailable: ['executor'] }), by: coordinator, action: 'replaceParticipant' },
      null,
    ],
    [
      'a message is not extended',
      { appeal: facts('in_progress'), by: authorisedSupervisor, action: 'extendTerm' },
      'only59',
    ],
    [
      'an appeal59 is',
      { appeal: facts('in_progress', { kind: 'appeal59' }), by: authorisedSupervisor, action: 'extendTerm' },
      null,
    ],
    [
      'once',
      {
        appeal: facts('in_progress', { kind: 'appeal59', extended: true }),
        by: authorisedSupervisor,
        action: 'extendTerm',
      },
      'extendedAlready',
    ],
    [
      'the last second of the due still belongs to it',
      {
        appeal: facts('in_progress', { kind: 'appeal59' }),
        by: authorisedSupervisor,
        action: 'extendTerm',
        at: { ...around, now: new Date(due + 999) },
      },
      null,
    ],
    [
      'after the due never',
      {
        appeal: facts('in_progress', { kind: 'appeal59' }),
        by: authorisedSupervisor,
        action: 'extendTerm',
        at: { ...around, now: new Date(due + 1_000) },
      },
      'afterDue',
    ],
    [
      'whoever has extended it takes that back',
      { appeal: extendedBy(authorisedSupervisor.personId), by: authorisedSupervisor, action: 'withdrawExtension' },
      null,
    ],
    [
      'no one else who may approve',
      { appeal: extendedBy(approving.personId), by: authorisedSupervisor, action: 'withdrawExtension' },
      'extendedByAnother',
    ],
    [
      'unless whoever did it is away',
      {
        appeal: extendedBy(approving.personId, { byIsAway: true }),
        by: authorisedSupervisor,
        action: 'withdrawExtension',
      },
      null,
    ],
    [
      'not once the applicant may have read of it',
      {
        appeal: extendedBy(approving.personId, { noticeHasLeft: true }),
        by: approving,
        action: 'withdrawExtension',
      },
      'noticeHasLeft',
    ],
    [
      'not after the former due',
      {
        appeal: extendedBy(approving.personId),
        by: approving,
        action: 'withdrawExtension',
        at: { ...around, now: new Date(due - 10 * 86_400_000 + 1_000) },
      },
      'afterFormerDue',
    ],
    [
      'nor what ПОС has extended',
      {
        appeal: facts('in_progress', { kind: 'appeal59', extended: true }),
        by: approving,
        action: 'withdrawExtension',
      },
      'notExtendedHere',
    ],
    [
      'a second «Отложено» is not approved',
      {
        appeal: facts('answer_approval', { draft: postponedDraft, postponementUsed: true }),
        by: approving,
        action: 'approveAnswer',
      },
      'postponedAlready',
    ],
    [
      'a date of «Отложено» that had come before the draft stood in ПОС: «Изменить проект» first',
      { appeal: ofDate('2026-11-25', '2026-11-25 09:00'), by: approving, action: 'approveAnswer' },
      'dateNotLater',
    ],
    [
      'one that has come since: it may have been signed before',
      { appeal: ofDate('2026-11-25', '2026-11-24 16:00'), by: approving, action: 'approveAnswer' },
      null,
    ],
    [
      'signed here, the date is asked of now',
      { appeal: ofDate('2026-11-25', '2026-11-24 16:00'), by: approving, action: 'approveAnswer', at: verifying },
      'dateNotLater',
    ],
    [
      'a draft that is not yet in ПОС is not signed there',
      {
        appeal: facts('answer_approval', { draft: draft(), awaitsEntry: true }),
        by: approving,
        action: 'approveAnswer',
      },
      'notEnteredYet',
    ],
    [
      'signed here, it needs no entry',
      {
        appeal: facts('answer_approval', { draft: draft(), awaitsEntry: true }),
        by: approving,
        action: 'approveAnswer',
        at: verifying,
      },
      null,
    ],
    [
      'nor is there one',
      {
        appeal: facts('answer_approval', { draft: draft(), awaitsEntry: true }),
        by: coordinator,
        action: 'markEntered',
        at: verifying,
      },
      'notNow',
    ],
    [
      'it is entered once',
      { appeal: facts('answer_approval', { draft: draft() }), by: executor, action: 'markEntered' },
      'enteredAlready',
    ],
    [
      'what was entered is rejected, not withdrawn',
      { appeal: facts('answer_approval', { draft: draft() }), by: executor, action: 'withdrawDraft' },
      'enteredAlready',
    ],
    [
      'what was not is withdrawn',
      {
        appeal: facts('answer_approval', { draft: draft(), awaitsEntry: true }),
        by: executor,
        action: 'withdrawDraft',
      },
      null,
    ],
    [
      'and what is still to be agreed',
      { appeal: facts('answer_agreement', { draft: draft() }), by: executor, action: 'withdrawDraft' },
      null,
    ],
    [
      'an executor’s redirect is not the coordinators’ to withdraw',
      { appeal: facts('delivery', { redirectAskedAt: 'in_progress' }), by: coordinator, action: 'withdraw' },
      'notYours',
    ],
    [
      'nor a coordinator’s the executor’s',
      { appeal: facts('redirect_approval', { redirectAskedAt: 'coordination' }), by: executor, action: 'withdraw' },
      'notYours',
    ],
    [
      'any coordinator withdraws what one of them asked',
      { appeal: facts('delivery', { redirectAskedAt: 'coordination' }), by: anotherCoordinator, action: 'withdraw' },
      null,
    ],
    [
      'an answer on its way is not withdrawn but examined anew',
      { appeal: facts('delivery', { draft: draft() }), by: coordinator, action: 'withdraw' },
      'notNow',
    ],
    [
      'as it is',
      { appeal: facts('delivery', { draft: draft() }), by: curator, action: 'returnForReexamination' },
      null,
    ],
    [
      'a redirect on its way is not examined anew',
      { appeal: facts('delivery', { redirectAskedAt: 'coordination' }), by: curator, action: 'returnForReexamination' },
      'notNow',
    ],
    [
      'another answer after «Отложено» is',
      {
        appeal: facts('answer_approval', { draft: draft(), postponementUsed: true }),
        by: approving,
        action: 'approveAnswer',
      },
      null,
    ],
  ])('%s', (_what, it, refusal) => {
    expect(refusalOf(it)).toBe(refusal);
  });
});

describe('asks: what the form’s answers must be', () => {
  const someone = (answers: Answers, more: Partial<Submission> = {}) => submission(answers, more);
  const checked = (ask: Ask, gathered: Submission, appeal: AppealFacts, by: Presser = executor, at = around) =>
    ASKS[ask].holds(gathered, appeal, by, at);
  const inProgress = facts('in_progress', { agreeingId: null, approvingId: null });

  const joining = (...others: AppealFacts[]) => ({
    self: { id: 1, appeal: facts('in_progress') },
    others: others.map((appeal, index) => ({ id: index + 2, appeal })),
  });

  type Asked = [
    ask: Ask,
    what: string,
    gathered: Submission,
    refusal: Refusal | null,
    appeal?: AppealFacts,
    by?: Presser,
  ];
  const awaiting = facts('in_progress', { pending: ONE_OF_EACH });
  const withPaper = facts('in_progress', { papers: new Map([[1, paperAuthor.personId]]) });
  const table: Asked[] = [
    ['executor', 'another executor', someone({ executorId: anotherExecutor.personId }), null],
    ['executor', 'the same', someone({ executorId: executor.personId }), 'sameExecutor'],
    ['executor', 'nobody', someone({}), 'executorUnknown'],
    ['executor', 'a number that no one has', someone({ executorId: 999 }), 'executorUnknown'],
    ['executor', 'a disabled one', someone({ executorId: DISABLED_EXECUTOR }), 'executorUnknown'],
    ['executor', 'a supervisor', someone({ executorId: agreeing.personId }), 'notAnExecutor'],
    [
      'organizationExecutor',
      'of that organization',
      someone({ executorId: organizationExecutor.personId }, { organization: SUBORDINATE }),
      null,
    ],
    [
      'organizationExecutor',
      'of another',
      someone({ executorId: organizationExecutor.personId }, { organization: SUBORDINATE_WITHOUT_EXECUTORS }),
      'notOfOrganization',
    ],
    [
      'organizationExecutor',
      'of the committee',
      someone({ executorId: anotherExecutor.personId }, { organization: SUBORDINATE }),
      'notOfOrganization',
    ],
    ['organizationExecutor', 'nobody', someone({}, { organization: SUBORDINATE }), 'executorUnknown'],
    ['subordinate', 'a subordinate one', someone({}, { organization: SUBORDINATE }), null],
    ['subordinate', 'an outside one', someone({}, { organization: OUTSIDE }), 'notSubordinate'],
    ['subordinate', 'none', someone({}), 'organizationUnknown'],
    ['outside', 'an outside one', someone({}, { organization: OUTSIDE }), null],
    ['outside', 'a subordinate one', someone({}, { organization: SUBORDINATE }), 'notOutside'],
    ['outside', 'none', someone({}), 'organizationUnknown'],
    ['reason', 'words', someone({ reason: 'Не наш участок' }), null],
    ['reason', 'nothing', someone({}), 'reasonMissing'],
    ['reason', 'spaces', someone({ reason: ' \n ' }), 'reasonMissing'],
    ['reason', 'an emoji', someone({ reason: '👍' }), 'reasonMissing'],
    ['reason', 'dots', someone({ reason: '…' }), 'reasonMissing'],
    ['agreeing', 'a supervisor', someone({ agreeingId: agreeing.personId }), null],
    ['agreeing', 'an executor', someone({ agreeingId: anotherExecutor.personId }), 'notASupervisor'],
    ['agreeing', 'a disabled one', someone({ agreeingId: DISABLED_SUPERVISOR }), 'supervisorUnknown'],
    ['agreeing', 'nobody', someone({}), 'supervisorUnknown'],
    ['approving', 'one with the right', someone({ approvingId: approving.personId }), null],
    ['approving', 'one without', someone({ approvingId: anotherSupervisor.personId }), 'cannotApprove'],
    ['approving', 'an executor', someone({ approvingId: anotherExecutor.personId }), 'notASupervisor'],
    ['approving', 'a disabled one', someone({ approvingId: DISABLED_SUPERVISOR }), 'supervisorUnknown'],
    ['redirectAgreeing', 'a supervisor', someone({ agreeingId: agreeing.personId }), null],
    ['redirectAgreeing', 'an executor', someone({ agreeingId: anotherExecutor.personId }), 'notASupervisor'],
    ['redirectApproving', 'one with the right', someone({ approvingId: approving.personId }), null],
    ['redirectApproving', 'one without', someone({ approvingId: agreeing.personId }), 'cannotApprove'],
    [
      'anotherAgreeing',
      'another',
      someone({ agreeingId: anotherSupervisor.personId }),
      null,
      facts('answer_agreement'),
    ],
    [
      'anotherAgreeing',
      'the same',
      someone({ agreeingId: agreeing.personId }),
      'sameSupervisor',
      facts('answer_agreement'),
    ],
    [
      'anotherApproving',
      'another with the right',
      someone({ approvingId: authorisedSupervisor.personId }),
      null,
      facts('answer_approval'),
    ],
    [
      'anotherApproving',
      'one without',
      someone({ approvingId: anotherSupervisor.personId }),
      'cannotApprove',
      facts('answer_approval'),
    ],
    [
      'anotherApproving',
      'the same',
      someone({ approvingId: approving.personId }),
      'sameSupervisor',
      facts('redirect_approval'),
    ],
    ['supervisor', 'any supervisor', someone({ supervisorId: anotherSupervisor.personId }), null],
    ['supervisor', 'a coordinator', someone({ supervisorId: coordinator.personId }), 'notASupervisor'],
    ['supervisor', 'nobody', someone({}), 'supervisorUnknown'],
    ['instruction', 'words', someone({ instruction: 'Выехать сегодня' }), null],
    ['instruction', 'nothing', someone({}), 'textMissing'],
    ['instructionDay', 'today', someone({ instructionDay: day('2026-11-25') }), null],
    ['instructionDay', 'a day off', someone({ instructionDay: day('2026-11-28') }), null],
    ['instructionDay', 'none: it is a word', someone({ instructionDay: null }), null],
    ['instructionDay', 'yesterday', someone({ instructionDay: day('2026-11-24') }), 'instructionDayInPast'],
    ['instructionDay', 'nothing said', someone({}), 'instructionDayMissing'],
    ['instructionDone', 'an open one', someone({ instructionId: 1 }, { itemIsOpen: true }), null],
    ['instructionDone', 'done before', someone({ instructionId: 1 }, { itemIsOpen: false }), 'noOpenInstruction'],
    ['instructionDone', 'none', someone({}, { itemIsOpen: true }), 'noOpenInstruction'],
    [
      'instructionWithdrawn',
      'taken back before',
      someone({ instructionId: 1 }, { itemIsOpen: false }),
      'noOpenInstruction',
    ],
    [
      'instructionWithdrawn',
      'another’s',
      someone({ instructionId: 1 }, { itemIsOpen: true }),
      'notYourInstruction',
      facts('in_progress', { pending: ONE_OF_EACH }),
    ],
    ['instructionWithdrawn', 'one’s own', someone({ instructionId: 1 }, { itemIsOpen: true }), null, awaiting, giver],
    ['invitation', 'to a visit', someone({ visitId: 1 }, { itemIsOpen: true }), null, awaiting, invited],
    ['invitation', 'another’s', someone({ visitId: 2 }, { itemIsOpen: true }), 'notInvited', awaiting, invited],
    ['invitation', 'recorded before', someone({ visitId: 1 }), 'notInvited', awaiting, invited],
    ['paperKind', 'one', someone({ paperKind: 'act' }), null],
    ['paperKind', 'none', someone({}), 'paperKindMissing'],
    ['paperName', 'words', someone({ paperName: 'Акт осмотра' }), null],
    ['paperName', 'dots', someone({ paperName: '…' }), 'paperNameMissing'],
    ['paper', 'one’s own', someone({ paperId: 1 }), null, withPaper, paperAuthor],
    ['paper', 'any, for a coordinator', someone({ paperId: 1 }), null, withPaper, coordinator],
    ['paper', 'another’s', someone({ paperId: 1 }), 'noPaper', withPaper, executor],
    ['paper', 'one that an answer holds', someone({ paperId: 2 }), 'noPaper', withPaper, coordinator],
    ['invitation', 'to nothing', someone({ visitId: 1 }, { itemIsOpen: true }), 'notInvited'],
    ['organizationAnswer', 'words', someone({ text: 'Яма заделана' }), null],
    ['organizationAnswer', 'a file alone', someone({}, { files: 1 }), null],
    ['organizationAnswer', 'nothing', someone({}), 'textMissing'],
    ['answeredOn', 'today', someone({ answeredOn: day('2026-11-25') }), null],
    ['answeredOn', 'tomorrow', someone({ answeredOn: day('2026-11-26') }), 'answerDateInFuture'],
    ['answeredOn', 'no day', someone({}), 'answerDateMissing'],
    ['applicantPhotos', 'a photo', someone({}, { photos: 1 }), null],
    ['applicantPhotos', 'a document alone', someone({}, { files: 1 }), 'photoMissing'],
    ['file', 'a photo', someone({}, { photos: 1 }), null],
    ['file', 'none', someone({}), 'fileMissing'],
    ['visitAt', 'in an hour', someone({ visitAt: msk('2026-11-25 11:00') }), null],
    ['visitAt', 'now', someone({ visitAt: NOW }), 'visitInPast'],
    ['visitAt', 'no time', someone({}), 'visitDateMissing'],
    ['visitPlace', 'words', someone({ visitPlace: 'ул. Ленина, 5' }), null],
    ['visitPlace', 'nothing', someone({ visitPlace: '—' }), 'placeMissing'],
    ['visitPeople', 'nobody else', someone({}), null],
    ['visitPeople', 'a colleague', someone({ visitPeople: [anotherExecutor.personId] }), null],
    [
      'visitPeople',
      'a number that no one has',
      someone({ visitPeople: [anotherExecutor.personId, 999] }),
      'guestUnknown',
    ],
    [
      'visitPeople',
      'one disabled since: nobody tells them, that is all',
      someone({ visitPeople: [DISABLED_EXECUTOR] }),
      null,
    ],
    ['visit', 'an open one of this appeal', someone({ visitId: 1 }, { itemIsOpen: true }), null],
    ['visit', 'another appeal’s, or recorded before', someone({ visitId: 1 }, { itemIsOpen: false }), 'noOpenVisit'],
    ['visit', 'none', someone({}, { itemIsOpen: true }), 'noOpenVisit'],
    ['result', 'words', someone({ result: 'Осмотрено' }), null],
    ['result', 'nothing', someone({}), 'textMissing'],
    ['requestBody', 'an office', someone({ requestBody: 'Росреестр' }), null],
    ['requestBody', 'a court', someone({ requestBody: 'Мамадышский районный суд' }), 'bodyMayNotBeAsked'],
    ['requestBody', 'what is much like one', someone({ requestBody: 'Федерация судей' }), 'bodyInDoubt'],
    [
      'requestBody',
      'the same, of which its asker has said that it is another',
      someone({ requestBody: 'Федерация судей', bodyConfirmed: 'Федерация судей' }),
      null,
    ],
    [
      'requestBody',
      'another than that of which it was said',
      someone({ requestBody: 'ГИБДД', bodyConfirmed: 'Федерация судей' }),
      'bodyInDoubt',
    ],
    [
      'requestBody',
      'a court, whatever was said of it',
      someone({ requestBody: 'Райсуд', bodyConfirmed: 'Райсуд' }),
      'bodyMayNotBeAsked',
    ],
    ['requestBody', 'nothing', someone({}), 'bodyMissing'],
    ['requestWhat', 'words', someone({ requestWhat: 'Выписка' }), null],
    ['requestWhat', 'nothing', someone({}), 'whatMissing'],
    ['requestBy', 'today', someone({ requestBy: day('2026-11-25') }), null],
    ['requestBy', 'yesterday', someone({ requestBy: day('2026-11-24') }), 'requestDateInPast'],
    ['requestBy', 'no day', someone({}), 'requestDateMissing'],
    ['request', 'an open one', someone({ requestId: 1 }, { itemIsOpen: true }), null],
    [
      'request',
      'another appeal’s, or received before',
      someone({ requestId: 1 }, { itemIsOpen: false }),
      'noOpenRequest',
    ],
    ['request', 'none', someone({}), 'noOpenRequest'],
    ['comment', 'words', someone({ comment: 'Работы начаты' }), null],
    ['comment', 'a photo alone', someone({}, { photos: 1 }), null],
    ['comment', 'an emoji alone', someone({ comment: '🙂' }), 'commentEmpty'],
    ['progress', 'one', someone({ progress: 'inspected' }), null],
    ['progress', 'left as it is', someone({ progress: null }), null],
    ['progress', 'none', someone({}), 'progressMissing'],
    ['answerType', 'one', someone({ answerType: 'declined' }), null],
    ['answerType', 'none', someone({}), 'answerTypeMissing'],
    ['answerType', '«Отложено»', someone({ answerType: 'postponed' }), null],
    [
      'answerType',
      '«Отложено» a second time',
      someone({ answerType: 'postponed' }),
      'postponedAlready',
      facts('in_progress', { postponementUsed: true }),
    ],
    ['answerText', 'words', someone({ answerText: 'Яма заделана 24.11' }), null],
    ['answerText', 'an emoji', someone({ answerText: '👍👍' }), 'answerTextMissing'],
    ['photos', '«Решено» with one', someone({ answerType: 'resolved' }, { photos: 1 }), null],
    ['photos', '«Решено» without', someone({ answerType: 'resolved' }), 'photoOrReasonMissing'],
    ['photos', '«Решено» without, and why', someone({ answerType: 'resolved', withoutPhoto: 'Разъяснение' }), null],
    ['photos', 'another type without', someone({ answerType: 'declined' }), null],
    ['editedText', 'left alone', someone({}), 'answerTextMissing'],
    ['editedText', 'changed', someone({ editedText: 'Иначе' }), null],
    [
      'editedText',
      'the same as it was',
      someone({ editedText: draft().text }),
      'sameText',
      facts('answer_approval', { draft: draft() }),
    ],
    [
      'editedText',
      'the same, while the date of «Отложено» may differ',
      someone({ editedText: postponedDraft.text }),
      null,
      facts('answer_approval', { draft: postponedDraft }),
    ],
    ['editedText', 'emptied', someone({ editedText: ' ' }), 'answerTextMissing'],
    ['signature', 'signed as it was entered', someone({ signedText: 'as_entered' }), null],
    ['signature', 'signed with an edit in ПОС', someone({ signedText: 'edited_in_pos' }), null],
    ['signature', 'no word', someone({}), 'signatureMissing'],
    ['textInPos', 'none, for it was signed as entered', someone({ signedText: 'as_entered' }), null],
    ['textInPos', 'the text as it was signed', someone({ signedText: 'edited_in_pos', textInPos: 'Иначе' }), null],
    ['textInPos', 'edited, and not said how', someone({ signedText: 'edited_in_pos' }), 'signedTextMissing'],
    ['signatureFile', 'a file', someone({}, { files: 1 }), null],
    ['signatureFile', 'none', someone({}), 'signatureFileMissing'],
    ['notice', 'words', someone({ notice: 'Ваше обращение перенаправлено' }), null],
    ['notice', 'an emoji', someone({ notice: '🙂' }), 'noticeMissing'],
    ['notice', 'none', someone({}), 'noticeMissing'],
    ['reexaminationReason', 'one', someone({ reexaminationReason: 'formal_answer' }), null],
    ['reexaminationReason', 'none', someone({}), 'reexaminationReasonMissing'],
    ['closure', 'one', someone({ closure: 'withdrawn' }), null],
    ['closure', 'none', someone({}), 'closureMissing'],
    ['reexaminationText', 'words', someone({ reexaminationText: 'Нет фактов' }), null],
    ['reexaminationText', 'none', someone({}), 'textMissing'],
    [
      'participant',
      'who is away',
      someone({ participant: 'executor' }),
      null,
      facts('in_progress', { unavailable: ['executor'] }),
    ],
    [
      'participant',
      'who is at work',
      someone({ participant: 'agreeing' }),
      'participantAvailable',
      facts('answer_agreement', { unavailable: ['executor'] }),
    ],
    [
      'participant',
      'who is away and has no more to do here',
      someone({ participant: 'agreeing' }),
      'participantAvailable',
      facts('answer_approval', { unavailable: ['agreeing', 'approving'] }),
    ],
    ['participant', 'none', someone({}), 'participantMissing'],
    [
      'replacement',
      'an executor by another',
      someone({ participant: 'executor', replacementId: anotherExecutor.personId }),
      null,
    ],
    [
      'replacement',
      'by themself',
      someone({ participant: 'executor', replacementId: executor.personId }),
      'samePerson',
    ],
    [
      'replacement',
      'by a supervisor',
      someone({ participant: 'executor', replacementId: agreeing.personId }),
      'notAnExecutor',
    ],
    ['replacement', 'an executor by nobody', someone({ participant: 'executor' }), 'executorUnknown'],
    [
      'replacement',
      'an executor by a disabled one',
      someone({ participant: 'executor', replacementId: DISABLED_EXECUTOR }),
      'executorUnknown',
    ],
    [
      'replacement',
      'the agreeing one by a supervisor',
      someone({ participant: 'agreeing', replacementId: anotherSupervisor.personId }),
      null,
    ],
    [
      'replacement',
      'the agreeing one by an executor',
      someone({ participant: 'agreeing', replacementId: anotherExecutor.personId }),
      'notASupervisor',
    ],
    ['replacement', 'the agreeing one by nobody', someone({ participant: 'agreeing' }), 'supervisorUnknown'],
    [
      'replacement',
      'the approver by one with the right',
      someone({ participant: 'approving', replacementId: authorisedSupervisor.personId }),
      null,
    ],
    [
      'replacement',
      'the approver by one without',
      someone({ participant: 'approving', replacementId: anotherSupervisor.personId }),
      'cannotApprove',
    ],
    ['replacement', 'of nobody', someone({ replacementId: anotherExecutor.personId }), 'participantMissing'],
    ['extensionDays', '1', someone({ extensionDays: 1 }), null],
    ['extensionDays', '30', someone({ extensionDays: 30 }), null],
    ['extensionDays', '31', someone({ extensionDays: 31 }), 'extensionDaysWrong'],
    ['extensionDays', '0', someone({ extensionDays: 0 }), 'extensionDaysWrong'],
    ['extensionDays', '1.5', someone({ extensionDays: 1.5 }), 'extensionDaysWrong'],
    ['extensionDays', 'none', someone({}), 'extensionDaysWrong'],
    ...(['text', 'place', 'point'] as const).flatMap((lack): Asked[] => {
      const [ask, key] = {
        text: ['lackingText', 'lackingText'],
        place: ['lackingPlace', 'lackingPlace'],
        point: ['lackingPoint', 'lackingPoint'],
      }[lack] as [Ask, keyof Answers];
      const lacking = facts('in_progress', { lacks: [lack] });
      return [
        [ask, 'what is there is not asked for', someone({}), null],
        [ask, 'what is not there is', someone({}), 'stillLacking', lacking],
        [ask, 'and may be left out', someone({ [key]: null }), null, lacking],
      ];
    }),
    [
      'completion',
      'nothing filled in',
      someone({ lackingText: null }),
      'nothingCompleted',
      facts('in_progress', { lacks: ['text'] }),
    ],
    ['completion', 'what is not empty stays', someone({ lackingText: 'Яма', confirmed: true }), 'nothingCompleted'],
    [
      'completion',
      'not said',
      someone({ lackingText: 'Яма' }),
      'notConfirmed',
      facts('in_progress', { lacks: ['text'] }),
    ],
    [
      'completion',
      'filled in',
      someone({ lackingText: 'Яма', confirmed: true }),
      null,
      facts('in_progress', { lacks: ['text'] }),
    ],
    ['joinWith', 'one at the same stage', someone({}, { joining: joining(facts('in_progress')) }), null],
    ['joinWith', 'nobody', someone({}, { joining: joining() }), 'joinNobody'],
    ['joinWith', 'one that lags behind', someone({}, { joining: joining(facts('coordination')) }), null],
    [
      'joinWith',
      'one whose answer is being decided',
      someone({}, { joining: joining(facts('answer_agreement')) }),
      'joinOtherStage',
    ],
    [
      'joinWith',
      'one that goes along with another',
      someone({}, { joining: joining(facts('in_progress', { follows: { id: 7, number: '7' } })) }),
      'joinFollows',
    ],
    [
      'joinWith',
      'one in which a visit is awaited',
      someone({}, { joining: joining(facts('in_progress', { pending: planned('visit') })) }),
      'joinAwaited',
    ],
    [
      'joinWith',
      'more than a letter can name',
      someone({}, { joining: joining(...Array.from({ length: 20 }, () => facts('in_progress'))) }),
      'joinTooMany',
    ],
    ['confirmation', 'given', someone({ confirmed: true }), null],
    ['confirmation', 'not given', someone({}), 'notConfirmed'],
  ];
  test.each<Asked>(table)('%s: %s', (ask, _what, gathered, refusal, appeal = inProgress, by = executor) => {
    expect(checked(ask, gathered, appeal, by)).toBe(refusal);
  });

  test('every ask of every row is in this table, with a refusal and without one', () => {
    const asked = new Set(TRANSITIONS.flatMap(({ asks = [] }) => asks));
    // Dates have tables of their own below; corrections in corrections.test.ts.
    for (const ask of ['postponedUntil', 'anotherDate', 'doneOn', 'correction'] as const) asked.delete(ask);
    const passing = new Set(table.flatMap(([ask, , , refusal]) => (refusal === null ? [ask] : [])));
    const refused = new Set(table.flatMap(([ask, , , refusal]) => (refusal === null ? [] : [ask])));
    expect([...asked].filter((ask) => !passing.has(ask) || !refused.has(ask))).toEqual([]);
  });

  const until = (date: string | null, type: 'postponed' | 'resolved' = 'postponed') =>
    someone({ answerType: type, ...(date === null ? {} : { postponedUntil: day(date) }) });
  test.each<[string, Submission, AppealFacts, Refusal | null]>([
    ['another type needs no date', until(null, 'resolved'), inProgress, null],
    ['«Отложено» needs one', until(null), inProgress, 'postponedDateMissing'],
    ['later than today', until('2026-11-25'), inProgress, 'dateNotLater'],
    ['tomorrow will do', until('2026-11-26'), inProgress, null],
    ['a Saturday too: it becomes Monday', until('2026-11-28'), inProgress, null],
    ['never twice', until('2026-11-26'), facts('in_progress', { postponementUsed: true }), 'postponedAlready'],
    [
      'an appeal59: three working days before the due',
      until('2026-12-16'),
      facts('in_progress', { kind: 'appeal59' }),
      null,
    ],
    ['and not later', until('2026-12-17'), facts('in_progress', { kind: 'appeal59' }), 'tooCloseToDue'],
    ['a message: the last working day of the ninety', until('2027-02-20'), inProgress, null],
    ['and not later', until('2027-02-21'), inProgress, 'tooFarAhead'],
    ['nor as far as 2035', until('2035-01-01'), inProgress, 'tooFarAhead'],
    ['an office may allow less', until('2026-12-10'), facts('in_progress', { postponableDays: 14 }), 'tooFarAhead'],
    [
      'each of those that are worked as one allows it',
      until('2026-12-10'),
      facts('in_progress', { followers: [facts('in_progress', { postponableDays: 14 })] }),
      'tooFarAhead',
    ],
  ])('«Отложено»: %s', (_what, gathered, appeal, refusal) => {
    expect(checked('postponedUntil', gathered, appeal)).toBe(refusal);
  });

  const later3 = (date: string | null, more: Answers = {}) =>
    someone({ editedText: postponedDraft.text, ...(date === null ? {} : { postponedUntil: day(date) }), ...more });
  test.each<[string, Submission, AppealFacts['draft'], Refusal | null]>([
    ['a final answer has no date', someone({ editedText: 'Иначе' }), draft(), null],
    ['«Отложено» is asked for one', later3(null), postponedDraft, 'postponedDateMissing'],
    ['another one', later3('2026-12-02'), postponedDraft, null],
    ['the same date with the same text changes nothing', later3('2026-12-01'), postponedDraft, 'sameText'],
    ['the same date with another text does', later3('2026-12-01', { editedText: 'Иначе' }), postponedDraft, null],
    [
      'a day off becomes the working day that it was already',
      later3('2026-11-28'),
      { ...postponedDraft, postponedUntil: day('2026-11-30') },
      'sameText',
    ],
    ['one that has come', later3('2026-11-25'), postponedDraft, 'dateNotLater'],
    ['another text keeps it', later3(null, { editedText: 'Иначе' }), postponedDraft, null],
    [
      'unless another is wished',
      later3(null, { editedText: 'Иначе', otherDate: true }),
      postponedDraft,
      'postponedDateMissing',
    ],
    ['and chosen', later3('2026-12-02', { editedText: 'Иначе', otherDate: true }), postponedDraft, null],
    [
      'what is kept has to hold still',
      later3(null, { editedText: 'Иначе' }),
      { ...postponedDraft, postponedUntil: day('2026-11-25') },
      'dateNotLater',
    ],
    [
      'a final answer that becomes «Отложено» has none to keep',
      later3(null, { editedText: 'Иначе', answerType: 'postponed' }),
      draft(),
      'postponedDateMissing',
    ],
  ])('«Изменить проект», the date: %s', (_what, gathered, of, refusal) => {
    expect(checked('anotherDate', gathered, facts('answer_approval', { draft: of }), approving)).toBe(refusal);
  });

  const enteredOn = (stage: Stage, more: Partial<AppealFacts> = {}) =>
    facts(stage, { stageEnteredAt: msk('2026-11-20 12:00'), ...more });
  const gone = { due: msk('2026-11-24 23:59:59') };
  test.each<[string, Answers, AppealFacts, Refusal | null]>([
    ['nothing has ended meanwhile', {}, enteredOn('delivery'), null],
    ['the whole has', {}, enteredOn('delivery', gone), 'doneDayMissing'],
    ['the stage has', {}, enteredOn('answer_approval', { stageDue: msk('2026-11-25 09:59:58') }), 'doneDayMissing'],
    ['its last second still belongs to it', {}, enteredOn('answer_approval', { stageDue: NOW }), null],
    [
      'it was over before the stage was entered, so no day can mend it',
      {},
      facts('delivery', { due: msk('2026-11-23 23:59:59') }),
      null,
    ],
    ['the day itself', { doneOn: day('2026-11-24') }, enteredOn('delivery', gone), null],
    ['today', { doneOn: day('2026-11-25') }, enteredOn('delivery', gone), null],
    ['tomorrow', { doneOn: day('2026-11-26') }, enteredOn('delivery', gone), 'doneDayInFuture'],
    ['the date of «Отложено» has come', {}, ofDate('2026-11-24', '2026-11-20 12:00'), 'doneDayMissing'],
    ['signed before it', { doneOn: day('2026-11-23') }, ofDate('2026-11-24', '2026-11-20 12:00'), null],
    [
      'signed on it',
      { doneOn: day('2026-11-24') },
      ofDate('2026-11-24', '2026-11-20 12:00'),
      'doneDayAfterPostponement',
    ],
    ['the day on which the stage was entered', { doneOn: day('2026-11-20') }, enteredOn('delivery', gone), null],
    ['a day before it', { doneOn: day('2026-11-19') }, enteredOn('delivery', gone), 'doneDayBeforeStage'],
    [
      'the seven days of a redirect',
      {},
      enteredOn('delivery', {
        kind: 'appeal59',
        registeredAt: msk('2026-11-16 09:00'),
        redirectAskedAt: 'coordination',
      }),
      'doneDayMissing',
    ],
    [
      'which limit no answer',
      {},
      enteredOn('delivery', { kind: 'appeal59', registeredAt: msk('2026-11-16 09:00') }),
      null,
    ],
  ])('the day of the deed, where a term ended meanwhile: %s', (_what, answers, appeal, refusal) => {
    expect(checked('doneOn', someone(answers), appeal, coordinator)).toBe(refusal);
  });

  test('a refusal names the step at which the form stumbled, the first in the row’s order', () => {
    const appeal = inProgress;
    const gathered = someone({ answerType: 'resolved', answerText: '', agreeingId: 999 });
    expect(press({ appeal, by: executor, action: 'submitAnswer', with: gathered })).toEqual({
      ok: false,
      refusal: 'answerTextMissing',
      ask: 'answerText',
    });
  });

  test('a press that asks nothing acts at once; one that is not yours has no form', () => {
    expect(
      asksOf({
        appeal: facts('assigned'),
        action: 'takeIntoWork',
        presser: executor,
        seenVersion: 3,
        submission: null,
        circumstances: around,
      }),
    ).toEqual([]);
    expect(
      asksOf({
        appeal: facts('assigned'),
        action: 'assign',
        presser: executor,
        seenVersion: 3,
        submission: null,
        circumstances: around,
      }),
    ).toBeNull();
  });

  test.each<[string, Submission, readonly Ask[]]>([
    ['before an organization is chosen', someone({}), ['subordinate', 'reason']],
    [
      'with an organization that has its people here',
      someone({}, { organization: SUBORDINATE }),
      ['subordinate', 'organizationExecutor', 'reason'],
    ],
    ['with one that has not', someone({}, { organization: SUBORDINATE_WITHOUT_EXECUTORS }), ['subordinate', 'reason']],
  ])('a form grows with its answers: passing to an organization, %s', (_what, gathered, asks) => {
    expect(
      asksOf({
        appeal: inProgress,
        action: 'passToSubordinate',
        presser: executor,
        seenVersion: 3,
        submission: gathered,
        circumstances: around,
      }),
    ).toEqual(asks);
  });
});

describe('FOUR_EYES=forbid: whoever sent the draft may neither agree nor approve it', () => {
  const allRounder = actor(executor.personId, ['executor', 'supervisor'], { canApprove: true });
  const people = new Map(
    [
      [allRounder.personId, { ...allRounder, disabled: false, organizationId: null }],
      ...submission().people,
    ].reverse() as [number, never][],
  );
  const naming = (answers: Answers) =>
    submission({ answerType: 'declined', answerText: 'Нет', ...answers }, { people });
  const me = allRounder.personId;
  const agreementByMe = facts('answer_agreement', { agreeingId: me, draft: draft() });
  const approvalByMe = facts('answer_approval', { approvingId: me, draft: draft() });

  test.each<[string, Omit<Case, 'at'>, Refusal]>([
    ['agree', { appeal: agreementByMe, by: allRounder, action: 'agreeAnswer' }, 'fourEyes'],
    ['approve', { appeal: approvalByMe, by: allRounder, action: 'approveAnswer' }, 'fourEyes'],
    [
      'approve an interim answer',
      {
        appeal: facts('answer_approval', { approvingId: me, draft: postponedDraft }),
        by: allRounder,
        action: 'approveAnswer',
      },
      'fourEyes',
    ],
    [
      'name themself when sending',
      { appeal: facts('in_progress'), by: allRounder, action: 'submitAnswer', with: naming({ agreeingId: me }) },
      'fourEyes',
    ],
    [
      'be named as approver',
      {
        appeal: facts('answer_agreement', { draft: draft() }),
        by: agreeing,
        action: 'agreeAnswer',
        with: naming({ approvingId: me }),
      },
      'fourEyes',
    ],
    [
      'be passed the agreement',
      {
        appeal: facts('answer_agreement', { draft: draft() }),
        by: agreeing,
        action: 'passAgreement',
        with: naming({ agreeingId: me }),
      },
      'fourEyes',
    ],
    [
      'be passed the approval',
      {
        appeal: facts('answer_approval', { draft: draft() }),
        by: approving,
        action: 'passApproval',
        with: naming({ approvingId: me }),
      },
      'fourEyes',
    ],
    [
      'take the place of an agreeing one who is away',
      {
        appeal: facts('answer_agreement', { draft: draft(), unavailable: ['agreeing'] }),
        by: coordinator,
        action: 'replaceParticipant',
        with: naming({ participant: 'agreeing', replacementId: me, reason: 'отпуск' }),
      },
      'fourEyes',
    ],
    [
      'take the place of an approver who is away',
      {
        appeal: facts('answer_approval', { draft: draft(), unavailable: ['approving'] }),
        by: coordinator,
        action: 'replaceParticipant',
        with: naming({ participant: 'approving', replacementId: me, reason: 'отпуск' }),
      },
      'fourEyes',
    ],
  ])('they may not %s; by default they may', (_what, it, refusal) => {
    expect(refusalOf({ ...it, at: forbidding })).toBe(refusal);
    expect(refusalOf(it)).toBeNull();
  });

  test.each<[string, Case]>([
    [
      'one person may agree and approve',
      {
        appeal: facts('answer_approval', { agreeingId: approving.personId, draft: draft() }),
        by: approving,
        action: 'approveAnswer',
      },
    ],
    ['the author may reject what came back to them', { appeal: agreementByMe, by: allRounder, action: 'rejectAnswer' }],
    [
      'and pass it on',
      {
        appeal: agreementByMe,
        by: allRounder,
        action: 'passAgreement',
        with: naming({ agreeingId: agreeing.personId }),
      },
    ],
    [
      'a redirect has no draft: the sender may agree to it',
      {
        appeal: facts('redirect_agreement', { agreeingId: me, draft: draft() }),
        by: allRounder,
        action: 'agreeRedirect',
      },
    ],
    [
      'and be named for it',
      {
        appeal: facts('in_progress'),
        by: allRounder,
        action: 'redirect',
        with: submission(
          { reason: 'чужой вопрос', notice: 'Ваше обращение перенаправлено', agreeingId: me },
          { people, organization: OUTSIDE },
        ),
      },
    ],
    [
      'and take a place in it',
      {
        appeal: facts('redirect_agreement', { draft: draft(), unavailable: ['agreeing'] }),
        by: coordinator,
        action: 'replaceParticipant',
        with: naming({ participant: 'agreeing', replacementId: me, reason: 'отпуск' }),
      },
    ],
  ])('%s', (_what, it) => {
    expect(refusalOf({ ...it, at: forbidding })).toBeNull();
  });

  test('a new executor who did not write the draft may approve it', () => {
    const other = actor(anotherExecutor.personId, ['executor', 'supervisor'], { canApprove: true });
    expect(
      refusalOf({
        appeal: facts('answer_approval', { executorId: other.personId, approvingId: other.personId, draft: draft() }),
        by: other,
        action: 'approveAnswer',
        at: forbidding,
      }),
    ).toBeNull();
  });
});

describe('capacities: the journal takes the first that allows the press', () => {
  const everything = actor(100, ['admin', 'curator', 'coordinator', 'supervisor', 'executor'], { canApprove: true });
  const mine = (stage: Stage, more: Partial<AppealFacts> = {}) =>
    facts(stage, {
      executorId: 100,
      agreeingId: 100,
      approvingId: 100,
      report: { toId: 100, at: NOW, acknowledged: false },
      undo: { ...undo, byId: 100 },
      ...more,
    });

  test('executor, agreeing, approving, coordinator, curator', () => {
    const order = standings(everything, mine('in_progress')).map(({ capacity }) => capacity);
    const spoken: Capacity[] = ['executor', 'agreeing', 'approving', 'coordinator', 'curator'];
    expect(order.filter((capacity) => spoken.includes(capacity))).toEqual(spoken);
  });

  test.each<[Action, Stage, Capacity]>([
    ['returnForReexamination', 'answered', 'coordinator'],
    ['returnToCoordination', 'assigned', 'executor'],
    ['assign', 'assigned', 'coordinator'],
    ['undoAssignment', 'assigned', 'assigner'],
    ['undoPassing', 'with_organization', 'assigner'],
    ['undoOrganizationAnswer', 'answered', 'assigner'],
    ['redirect', 'in_progress', 'executor'],
    ['redirect', 'coordination', 'coordinator'],
    ['instruct', 'in_progress', 'reportedTo'],
    ['rejectAnswer', 'answer_agreement', 'agreeing'],
    ['rejectAnswer', 'answer_approval', 'approving'],
    ['rejectRedirect', 'redirect_approval', 'approving'],
    ['extendTerm', 'coordination', 'authorised'],
    ['resume', 'postponed', 'executor'],
    ['confirmSent', 'delivery', 'coordinator'],
    ['withdraw', 'delivery', 'coordinator'],
  ])('a person who is everything does «%s» at %s as %s', (action, stage, capacity) => {
    const appeal = mine(stage, { kind: 'appeal59', redirectAskedAt: 'coordination', draft: draft() });
    expect(press({ appeal, by: everything, action })).toMatchObject({
      ok: true,
      standing: { capacity, onBehalfOfId: null },
    });
  });
});

describe('where it leads hangs on what waits', () => {
  const leads = (it: Case) => {
    const decision = press(it);
    return decision.ok ? decision.to : decision.refusal;
  };
  const inPos = submission({ signedText: 'as_entered' });
  const signedHere = submission({}, { files: 1 });
  test.each<[string, Case, Stage]>([
    [
      'agreed, to be entered',
      { appeal: facts('answer_agreement'), by: agreeing, action: 'agreeAnswer' },
      'answer_approval',
    ],
    [
      'signed in ПОС, which sends it by itself',
      { appeal: facts('answer_approval', { draft: draft() }), by: approving, action: 'approveAnswer', with: inPos },
      'answered',
    ],
    [
      'an interim one',
      {
        appeal: facts('answer_approval', { draft: postponedDraft }),
        by: approving,
        action: 'approveAnswer',
        with: inPos,
      },
      'postponed',
    ],
    [
      'signed here, it waits to be sent',
      {
        appeal: facts('answer_approval', { draft: draft() }),
        by: approving,
        action: 'approveAnswer',
        with: signedHere,
        at: verifying,
      },
      'delivery',
    ],
    [
      'an interim one too',
      {
        appeal: facts('answer_approval', { draft: postponedDraft }),
        by: approving,
        action: 'approveAnswer',
        with: signedHere,
        at: verifying,
      },
      'delivery',
    ],
    [
      'a redirect sent',
      {
        appeal: facts('delivery', { draft: draft(), redirectAskedAt: 'in_progress' }),
        by: coordinator,
        action: 'confirmSent',
      },
      'redirected',
    ],
    [
      'an answer sent',
      { appeal: facts('delivery', { draft: draft() }), by: coordinator, action: 'confirmSent' },
      'answered',
    ],
    [
      'an interim one sent',
      { appeal: facts('delivery', { draft: postponedDraft }), by: coordinator, action: 'confirmSent' },
      'postponed',
    ],
    [
      'and sent on its date',
      {
        appeal: facts('delivery', { draft: { ...postponedDraft, postponedUntil: day('2026-11-25') } }),
        by: coordinator,
        action: 'confirmSent',
      },
      'in_progress',
    ],
  ])('%s', (_what, it, stage) => {
    expect(leads(it)).toBe(stage);
  });

  test('the approver’s phone is silent until the draft stands in ПОС', () => {
    const passed = (awaitsEntry: boolean) => {
      const decision = press({
        appeal: facts('answer_approval', { draft: draft(), awaitsEntry }),
        by: approving,
        action: 'passApproval',
        with: submission({ approvingId: authorisedSupervisor.personId }),
      });
      return decision.ok && decision.effects.flatMap((it) => (it.kind === 'notify' ? [it.move] : []));
    };
    expect([passed(true), passed(false)]).toEqual([[false], [true]]);
  });
});

describe('deputies stand where the absent person stands', () => {
  const stands = (by: Actor, appeal: AppealFacts, action: Action) => press({ appeal, by, action });

  test('and the journal names both', () => {
    expect(stands(executorsDeputy, facts('assigned'), 'takeIntoWork')).toMatchObject({
      ok: true,
      standing: { capacity: 'executor', onBehalfOfId: executor.personId },
    });
  });

  test('their own place comes without another’s name', () => {
    expect(
      stands(executorsDeputy, facts('assigned', { executorId: executorsDeputy.personId }), 'takeIntoWork'),
    ).toMatchObject({ ok: true, standing: { capacity: 'executor', onBehalfOfId: null } });
  });

  test.each<[string, Actor, AppealFacts, Action, Refusal]>([
    [
      'a deputy without the role of executor may not work',
      actor(50, ['coordinator'], { deputyFor: [{ absentId: executor.personId, role: 'executor' }] }),
      facts('assigned'),
      'takeIntoWork',
      'notYours',
    ],
    [
      'a deputy of somebody else neither',
      actor(51, ['executor'], { deputyFor: [{ absentId: anotherExecutor.personId, role: 'executor' }] }),
      facts('assigned'),
      'takeIntoWork',
      'notYours',
    ],
    [
      'the right to approve is one’s own, and without it there is nothing to do in that place',
      actor(52, ['supervisor'], { deputyFor: [{ absentId: approving.personId, role: 'supervisor' }] }),
      facts('answer_approval', { draft: draft() }),
      'rejectAnswer',
      'notYours',
    ],
    [
      'a deputy in another role',
      actor(56, ['executor', 'supervisor'], { deputyFor: [{ absentId: agreeing.personId, role: 'executor' }] }),
      facts('answer_agreement', { draft: draft() }),
      'agreeAnswer',
      'notYours',
    ],
    [
      'an assignment is undone by its own coordinator',
      actor(53, ['coordinator'], { deputyFor: [{ absentId: coordinator.personId, role: 'executor' }] }),
      facts('assigned', { undo }),
      'undoAssignment',
      'notYours',
    ],
  ])('%s', (_what, by, appeal, action, refusal) => {
    expect(refusalOf({ appeal, by, action })).toBe(refusal);
  });

  test('one with the right approves for the absent one', () => {
    const deputy = actor(54, ['supervisor'], {
      canApprove: true,
      deputyFor: [{ absentId: approving.personId, role: 'supervisor' }],
    });
    expect(stands(deputy, facts('answer_approval', { draft: draft() }), 'approveAnswer')).toMatchObject({
      ok: true,
      standing: { capacity: 'approving', onBehalfOfId: approving.personId },
    });
  });

  test('FOUR_EYES=forbid looks at the one who presses: a deputy who sent the draft may not agree for the absent one', () => {
    const deputy = actor(55, ['executor', 'supervisor'], {
      deputyFor: [{ absentId: agreeing.personId, role: 'supervisor' }],
    });
    const appeal = facts('answer_agreement', { draft: draft({ authorId: 55 }) });
    expect(refusalOf({ appeal, by: deputy, action: 'agreeAnswer', at: forbidding })).toBe('fourEyes');
    // nor send it back, nor pass it on: whatever is done with it is done by somebody else
    expect(refusalOf({ appeal, by: deputy, action: 'rejectAnswer', at: forbidding })).toBe('fourEyes');
    expect(refusalOf({ appeal, by: deputy, action: 'passAgreement', at: forbidding })).toBe('fourEyes');
    expect(refusalOf({ appeal, by: deputy, action: 'rejectAnswer' })).not.toBe('fourEyes');
  });

  const reportedToAway = { absentId: reportedTo.personId, role: 'supervisor' } as const;
  test.each<[string, Actor]>([
    ['the executor', actor(executor.personId, ['executor', 'supervisor'], { deputyFor: [reportedToAway] })],
    [
      'the executor’s deputy',
      actor(57, ['executor', 'supervisor'], {
        deputyFor: [{ absentId: executor.personId, role: 'executor' }, reportedToAway],
      }),
    ],
  ])('%s is not the one who takes the report for the absent supervisor', (_who, by) => {
    const appeal = facts('in_progress', { report: { toId: reportedTo.personId, at: NOW, acknowledged: false } });
    expect(refusalOf({ appeal, by, action: 'acknowledgeReport' })).toBe('ownReport');
    expect(refusalOf({ appeal, by, action: 'instruct' })).toBe('ownReport');
    const other = actor(58, ['supervisor'], { deputyFor: [reportedToAway] });
    expect(stands(other, appeal, 'acknowledgeReport')).toMatchObject({
      ok: true,
      standing: { capacity: 'reportedTo', onBehalfOfId: reportedTo.personId },
    });
  });
});

describe('whoever may be replaced still has to act', () => {
  test.each<[Stage, string[]]>([
    ['coordination', []],
    ['with_organization', []],
    ['assigned', ['executor']],
    ['in_progress', ['executor']],
    ['postponed', ['executor']],
    ['redirect_agreement', ['executor', 'agreeing']],
    ['redirect_approval', ['executor', 'approving']],
    ['answer_agreement', ['executor', 'agreeing']],
    ['answer_approval', ['executor', 'approving']],
  ])('in %s: %j', (stage, places) => {
    const everybody = facts(stage, { unavailable: ['executor', 'agreeing', 'approving'] });
    expect(replaceable(everybody)).toEqual(places);
    expect(availableActions(everybody, coordinator, around).includes('replaceParticipant')).toBe(places.length > 0);
  });
});

describe('a report is never to oneself', () => {
  const to = (supervisorId: number) =>
    submission(
      { supervisorId },
      {
        people: new Map([
          [30, both],
          [31, both31],
        ]),
      },
    );
  const both = {
    personId: 30,
    roles: ['executor', 'supervisor'],
    canApprove: false,
    disabled: false,
    organizationId: null,
  } as const;
  const both31 = { ...both, personId: 31 };
  const deputy = actor(31, ['executor', 'supervisor'], { deputyFor: [{ absentId: 30, role: 'executor' }] });

  test.each<[string, number, Actor, Refusal | null]>([
    ['the executor to themselves', 30, actor(30, ['executor', 'supervisor']), 'reportToSelf'],
    ['the executor to another', 31, actor(30, ['executor', 'supervisor']), null],
    ['the deputy to themselves', 31, deputy, 'reportToSelf'],
    ['the deputy to the absent executor', 30, deputy, 'reportToSelf'],
  ])('%s', (_what, id, by, refusal) => {
    expect(ASKS.supervisor.holds(to(id), facts('in_progress', { executorId: 30 }), by, around)).toBe(refusal);
  });

  test('where there is no other supervisor it is not offered', () => {
    const alone = facts('in_progress', { othersSupervise: false });
    expect(availableActions(alone, executor, around)).not.toContain('report');
    expect(refusalOf({ appeal: alone, by: executor, action: 'report' })).toBe('nobodyToReportTo');
  });
});
