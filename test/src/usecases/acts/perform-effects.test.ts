import { runDueReminders } from '../../../../src/jobs/tick';
import { databaseOf } from '../../../../src/database/database';
import type { Answers, Submission } from '../../../../src/regulation/answers';
import { stageAfter } from '../../../../src/regulation/decide';
import { holds } from '../../../../src/regulation/cases';
import type { AppealFacts } from '../../../../src/regulation/facts';
import type { Carrier } from '../../../../src/regulation/carriers';
import { TRANSITIONS } from '../../../../src/regulation/transitions';
import type { Action, Stage } from '../../../../src/regulation/vocabulary';
import { factsOf, loadAppeal } from '../../../../src/usecases/appeals/appeal-store';
import type { Carried } from '../../../../src/usecases/kit/parcel';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { claimShipment } from '../../../../src/usecases/delivery/mark';
import { settleShipment } from '../../../../src/usecases/delivery/settle';
import { day, MORNING, msk, openOffice, type Files, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});

/** «Исправить сведения», what ПОС' registry says, and a question taken back to its direct line have tests of their own. */
const OF_THEIR_OWN: readonly Action[] = [
  'correctDetails',
  'assignAsThere',
  'answeredThere',
  'takeTermThere',
  'takeFastTrack',
  'keepDifference',
  'redirectedThere',
  'closedThere',
  'takePostponementThere',
  'takeExtensionThere',
  'takeDetailsThere',
  'takeAnswerThere',
  'restoreBefore',
  'returnToLine',
];

type Step = readonly [who: PersonName, action: Action, answers?: () => Record<string, unknown>, files?: Files];
const id = (name: PersonName) => office.people[name];

// Ways to each stage, as presses.
const assign: Step = ['coordinator', 'assign', () => ({ executorId: id('executor') })];
const take: Step = ['executor', 'takeIntoWork'];
const report: Step = ['executor', 'report', () => ({ supervisorId: id('agreeing') })];
const paper: Step = ['executor', 'addPaper', () => ({ paperKind: 'act', paperName: 'Акт' }), { documents: 1 }];
const instruct: Step = ['agreeing', 'instruct', () => ({ instruction: 'выехать', instructionDay: day('2026-11-27') })];
const submit = (type: string, more: Record<string, unknown> = {}): Step => [
  'executor',
  'submitAnswer',
  () => ({
    answerType: type,
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    agreeingId: id('agreeing'),
    ...more,
  }),
];
const agree: Step = ['agreeing', 'agreeAnswer', () => ({ approvingId: id('approving') })];
const enter: Step = ['coordinator', 'markEntered'];
const approve: Step = ['approving', 'approveAnswer', () => ({ signedText: 'as_entered' })];
const send: Step = ['coordinator', 'confirmSent'];
const working: readonly Step[] = [assign, take];
const agreement: readonly Step[] = [...working, submit('resolved')];
const approval: readonly Step[] = [...agreement, agree];
const entered: readonly Step[] = [...approval, enter];
const answered: readonly Step[] = [...entered, approve];
const interim: readonly Step[] = [...working, submit('postponed', { postponedUntil: day('2026-12-05') }), agree, enter];
const postponed: readonly Step[] = [...interim, approve];
const toOrganization = (who: PersonName): Step => [
  who,
  'passToSubordinate',
  () => ({ organizationId: office.organizations.water, reason: 'их сети' }),
];
const toRoads = (who: PersonName): Step => [
  who,
  'passToSubordinate',
  () => ({ organizationId: office.organizations.roads, executorId: id('roadworker'), reason: 'их дорога' }),
];
const redirect = (who: PersonName, straight: boolean): Step => [
  who,
  'redirect',
  () => ({
    organizationId: office.organizations.highways,
    reason: 'федеральная дорога',
    notice: 'Ваше обращение перенаправлено.',
    redirectBy: straight ? 'approval' : 'agreement',
    ...(straight ? { approvingId: id('approving') } : { agreeingId: id('agreeing') }),
  }),
];
const agreeRedirect: Step = ['agreeing', 'agreeRedirect', () => ({ approvingId: id('approving') })];
const approveRedirect: Step = ['approving', 'approveRedirect', () => ({ confirmed: true })];
const reason = () => ({ reason: 'потому что' });
const sure = () => ({ confirmed: true });
const closed = () => ({ closure: 'deleted', reason: 'дубль', confirmed: true });
const edited = () => ({ editedText: 'Яма на ул. Ленина заделана 24.11' });
const request: Step = [
  'executor',
  'requestDocuments',
  () => ({ requestBody: 'Росреестр', requestWhat: 'выписка', requestBy: day('2026-11-30') }),
];
const visitAt = () => ({
  visitAt: msk('2026-11-27 14:00').toISOString(),
  visitPlace: 'ул. Ленина, 5',
  visitPeople: [id('executor2')],
});
const again = () => ({ reexaminationReason: 'formal_answer', reexaminationText: 'нет фактов' });
const visitId = async () => (await office.rows<{ id: number }>('select max(id) as id from visit'))[0]!.id;
const paperId = async () =>
  (await office.rows<{ id: number }>('select max(id) as id from attachment where paper is not null'))[0]!.id;
const instructionId = async () => (await office.rows<{ id: number }>('select max(id) as id from instruction'))[0]!.id;
const requestId = async () => (await office.rows<{ id: number }>('select max(id) as id from document_request'))[0]!.id;

/** What one press did, in the words of the office. */
interface Outcome {
  readonly stage: Stage;
  /** executor / agreeing / approving */
  readonly people: string;
  /** A new card with a sound. */
  readonly rings?: string;
  /** A line without one. */
  readonly tells?: string;
  /** A line with a sound. */
  readonly calls?: string;
  /** «Разместить в ПОС», for both coordinators; of a comment, for its author. */
  readonly queued?: string;
}
type Row = readonly [what: string, before: readonly Step[], press: Step, after: Outcome];

const alone = 'executor/–/–';
const nobody = '–/–/–';
const rows: readonly Row[] = [
  ['assign', [], assign, { stage: 'assigned', people: alone, rings: 'executor: assigned' }],
  [
    'assign another, who was at work',
    working,
    ['coordinator', 'assign', () => ({ executorId: id('executor2') })],
    { stage: 'assigned', people: 'executor2/–/–', rings: 'executor2: assigned', tells: 'executor: assignmentTaken' },
  ],
  [
    'undo a first assignment',
    [assign],
    ['coordinator', 'undoAssignment'],
    { stage: 'coordination', people: nobody, tells: 'executor: assignmentTaken' },
  ],
  [
    'undo a second assignment',
    [assign, ['coordinator', 'assign', () => ({ executorId: id('executor2') })]],
    ['coordinator', 'undoAssignment'],
    { stage: 'assigned', people: alone, rings: 'executor: assigned', tells: 'executor2: assignmentTaken' },
  ],
  [
    'undo an assignment away from someone at work',
    [...working, ['coordinator', 'assign', () => ({ executorId: id('executor2') })]],
    ['coordinator', 'undoAssignment'],
    { stage: 'in_progress', people: alone, rings: 'executor: assigned', tells: 'executor2: assignmentTaken' },
  ],

  [
    'pass to an organization with people here',
    [],
    toRoads('coordinator'),
    { stage: 'assigned', people: 'roadworker/–/–', rings: 'roadworker: assigned' },
  ],
  [
    'pass to one without',
    [],
    toOrganization('coordinator'),
    { stage: 'with_organization', people: nobody, queued: 'organization' },
  ],
  [
    'undo passing to an organization with people here',
    [toRoads('coordinator')],
    ['coordinator', 'undoAssignment'],
    { stage: 'coordination', people: nobody, tells: 'roadworker: assignmentTaken' },
  ],
  [
    'undo passing to one without: its task for ПОС goes as well',
    [toOrganization('coordinator')],
    ['coordinator', 'undoPassing'],
    { stage: 'coordination', people: nobody },
  ],
  [
    'the executor takes back what they passed to one without: it is at work again, and the coordinators hear of it',
    [...working, toOrganization('executor')],
    ['executor', 'undoPassing'],
    {
      stage: 'in_progress',
      people: 'executor/–/–',
      tells: 'coordinator: withdrawnFromOrganization, coordinator2: withdrawnFromOrganization',
    },
  ],
  [
    'the executor passes to an organization with people here',
    working,
    toRoads('executor'),
    { stage: 'assigned', people: 'roadworker/–/–', rings: 'roadworker: assigned' },
  ],
  [
    'the executor passes to one without: it is the coordinators’ now',
    working,
    toOrganization('executor'),
    {
      stage: 'with_organization',
      people: nobody,
      tells: 'coordinator: handedToOrganization, coordinator2: handedToOrganization',
      queued: 'organization',
    },
  ],
  [
    'the organization answered',
    [toOrganization('coordinator')],
    ['coordinator', 'organizationAnswered', () => ({ text: 'сделано', answeredOn: day('2026-11-25') })],
    { stage: 'coordination', people: nobody, rings: 'coordinator2: organizationAnswered' },
  ],
  [
    'the organization answered the applicant',
    [toOrganization('coordinator')],
    ['coordinator', 'organizationAnsweredApplicant', () => ({ answeredOn: day('2026-11-25') }), { documents: 1 }],
    { stage: 'answered', people: nobody },
  ],
  [
    'undo that it answered the applicant: it has the appeal as before',
    [
      toOrganization('coordinator'),
      ['coordinator', 'organizationAnsweredApplicant', () => ({ answeredOn: day('2026-11-25') }), { documents: 1 }],
    ],
    ['coordinator', 'undoOrganizationAnswer'],
    { stage: 'with_organization', people: nobody },
  ],

  [
    'redirect through agreement',
    [],
    redirect('coordinator', false),
    { stage: 'redirect_agreement', people: '–/agreeing/–', rings: 'agreeing: redirectToAgree' },
  ],
  [
    'redirect straight to approval',
    [],
    redirect('coordinator', true),
    { stage: 'redirect_approval', people: '–/–/approving', rings: 'approving: redirectToApprove' },
  ],
  [
    'the executor redirects through agreement',
    working,
    redirect('executor', false),
    { stage: 'redirect_agreement', people: 'executor/agreeing/–', rings: 'agreeing: redirectToAgree' },
  ],
  [
    'the executor redirects straight to approval',
    working,
    redirect('executor', true),
    { stage: 'redirect_approval', people: 'executor/–/approving', rings: 'approving: redirectToApprove' },
  ],
  [
    'agree to a redirect',
    [redirect('coordinator', false)],
    agreeRedirect,
    { stage: 'redirect_approval', people: '–/agreeing/approving', rings: 'approving: redirectToApprove' },
  ],
  [
    'approve a redirect',
    [redirect('coordinator', false), agreeRedirect],
    approveRedirect,
    { stage: 'delivery', people: '–/agreeing/approving', queued: 'redirect_notice' },
  ],
  [
    'approve an executor’s redirect',
    [...working, redirect('executor', true)],
    approveRedirect,
    {
      stage: 'delivery',
      people: 'executor/–/approving',
      tells: 'executor: redirectApproved',
      queued: 'redirect_notice',
    },
  ],
  [
    'a redirect is made in ПОС',
    [...working, redirect('executor', true), approveRedirect],
    send,
    { stage: 'redirected', people: 'executor/–/approving', tells: 'executor: sent' },
  ],
  [
    'a coordinator withdraws what was asked from coordination',
    [redirect('coordinator', false)],
    ['coordinator', 'withdraw', sure],
    { stage: 'coordination', people: nobody, tells: 'agreeing: redirectWithdrawn, coordinator2: redirectWithdrawn' },
  ],
  [
    'the executor withdraws what waits to be sent',
    [...working, redirect('executor', true), approveRedirect],
    ['executor', 'withdraw', sure],
    { stage: 'in_progress', people: alone, tells: 'approving: redirectWithdrawn' },
  ],
  [
    'a coordinator withdraws a redirect that was made: it is taken out of ПОС',
    [...working, redirect('executor', true), approveRedirect, send],
    ['coordinator', 'withdraw', reason],
    {
      stage: 'coordination',
      people: nobody,
      tells: 'coordinator2: redirectWithdrawn, executor: redirectWithdrawn',
      queued: 'removal',
    },
  ],
  [
    'a coordinator withdraws the appeal from an organization',
    [toOrganization('coordinator')],
    ['coordinator', 'withdraw', reason],
    { stage: 'coordination', people: nobody, tells: 'coordinator2: withdrawnFromOrganization' },
  ],
  [
    'reject a coordinator’s redirect',
    [redirect('coordinator', false)],
    ['agreeing', 'rejectRedirect', reason],
    { stage: 'coordination', people: nobody, rings: 'coordinator: redirectRejected, coordinator2: redirectRejected' },
  ],
  [
    'reject an executor’s redirect',
    [...working, redirect('executor', false)],
    ['agreeing', 'rejectRedirect', reason],
    { stage: 'in_progress', people: alone, rings: 'executor: redirectRejected' },
  ],
  [
    'the approver rejects a coordinator’s redirect',
    [redirect('coordinator', true)],
    ['approving', 'rejectRedirect', reason],
    { stage: 'coordination', people: nobody, rings: 'coordinator: redirectRejected, coordinator2: redirectRejected' },
  ],
  [
    'the approver rejects an executor’s redirect',
    [...working, redirect('executor', true)],
    ['approving', 'rejectRedirect', reason],
    { stage: 'in_progress', people: alone, rings: 'executor: redirectRejected' },
  ],

  ['take into work', [assign], take, { stage: 'in_progress', people: alone }],
  [
    'return to coordination',
    [assign],
    ['executor', 'returnToCoordination', reason],
    { stage: 'coordination', people: nobody, rings: 'coordinator: returned, coordinator2: returned' },
  ],
  ['report', [assign], report, { stage: 'assigned', people: alone, rings: 'agreeing: reported' }],
  [
    'acknowledge a report',
    [...working, report],
    ['agreeing', 'acknowledgeReport'],
    { stage: 'in_progress', people: alone },
  ],
  [
    'instruct',
    [...working, report],
    ['agreeing', 'instruct', () => ({ instruction: 'выехать сегодня', instructionDay: null })],
    { stage: 'in_progress', people: alone, rings: 'executor: instruction' },
  ],
  [
    'carry out an instruction',
    [...working, report, instruct],
    ['executor', 'fulfilInstruction', () => ({ instructionId: instructionId() })],
    { stage: 'in_progress', people: alone, tells: 'agreeing: instructionDone' },
  ],
  [
    'carry out an instruction after the draft was sent',
    [...working, report, instruct, submit('resolved')],
    ['executor', 'fulfilInstruction', () => ({ instructionId: instructionId() })],
    { stage: 'answer_agreement', people: 'executor/agreeing/–', tells: 'agreeing: instructionDone' },
  ],
  [
    'take an instruction back',
    [...working, report, instruct],
    ['agreeing', 'withdrawInstruction', () => ({ instructionId: instructionId() })],
    { stage: 'in_progress', people: alone, tells: 'executor: instructionWithdrawn' },
  ],
  [
    'plan a visit',
    working,
    ['executor', 'planVisit', visitAt],
    { stage: 'in_progress', people: alone, calls: 'executor2: visitPlanned' },
  ],
  [
    'plan a meeting',
    working,
    ['executor', 'planMeeting', visitAt],
    { stage: 'in_progress', people: alone, calls: 'executor2: meetingPlanned' },
  ],
  [
    'move a visit',
    [...working, ['executor', 'planVisit', visitAt]],
    ['executor', 'moveVisit', () => ({ visitId: visitId(), visitAt: msk('2026-11-30 10:00').toISOString() })],
    { stage: 'in_progress', people: alone, calls: 'executor2: visitMoved' },
  ],
  [
    'move a meeting',
    [...working, ['executor', 'planMeeting', visitAt]],
    ['executor', 'moveMeeting', () => ({ visitId: visitId(), visitAt: msk('2026-11-30 10:00').toISOString() })],
    { stage: 'in_progress', people: alone, calls: 'executor2: meetingMoved' },
  ],
  [
    'cancel a visit',
    [...working, ['executor', 'planVisit', visitAt]],
    ['executor', 'cancelVisit', () => ({ visitId: visitId(), ...reason() })],
    { stage: 'in_progress', people: alone, calls: 'executor2: visitCancelled' },
  ],
  [
    'cancel a meeting',
    [...working, ['executor', 'planMeeting', visitAt]],
    ['executor', 'cancelMeeting', () => ({ visitId: visitId(), ...reason() })],
    { stage: 'in_progress', people: alone, calls: 'executor2: meetingCancelled' },
  ],
  [
    'record a visit',
    [...working, ['executor', 'planVisit', visitAt]],
    ['executor', 'recordVisit', () => ({ visitId: visitId(), result: 'осмотрено' })],
    { stage: 'in_progress', people: alone },
  ],
  [
    'record a meeting',
    [...working, ['executor', 'planMeeting', visitAt]],
    ['executor', 'recordMeeting', () => ({ visitId: visitId(), result: 'решено' })],
    { stage: 'in_progress', people: alone },
  ],
  [
    'cannot come to a visit',
    [...working, ['executor', 'planVisit', visitAt]],
    ['executor2', 'declineVisit', () => ({ visitId: visitId(), ...reason() })],
    { stage: 'in_progress', people: alone, calls: 'executor: visitDeclined' },
  ],
  [
    'cannot come to a meeting',
    [...working, ['executor', 'planMeeting', visitAt]],
    ['executor2', 'declineVisit', () => ({ visitId: visitId(), ...reason() })],
    { stage: 'in_progress', people: alone, calls: 'executor: visitDeclined' },
  ],
  ['add a paper', working, paper, { stage: 'in_progress', people: alone }],
  ['add a paper to what is answered', answered, paper, { stage: 'answered', people: 'executor/agreeing/approving' }],
  [
    'remove a paper',
    [...working, paper],
    ['coordinator', 'removePaper', () => ({ paperId: paperId(), ...sure() })],
    { stage: 'in_progress', people: alone },
  ],
  ['request documents', working, request, { stage: 'in_progress', people: alone }],
  [
    'receive documents',
    [...working, request],
    ['executor', 'receiveDocuments', () => ({ requestId: requestId() })],
    { stage: 'in_progress', people: alone },
  ],
  [
    'cancel a request for documents',
    [...working, request],
    ['executor', 'cancelRequest', () => ({ requestId: requestId(), ...reason() })],
    { stage: 'in_progress', people: alone },
  ],
  [
    'a coordinator receives documents of an appeal that nobody executes',
    [...working, request, ['executor', 'returnToCoordination', reason]],
    ['coordinator', 'receiveDocuments', () => ({ requestId: requestId() })],
    { stage: 'coordination', people: nobody },
  ],
  [
    'a coordinator cancels a request of an appeal that nobody executes',
    [...working, request, ['executor', 'returnToCoordination', reason]],
    ['coordinator', 'cancelRequest', () => ({ requestId: requestId(), ...reason() })],
    { stage: 'coordination', people: nobody },
  ],
  [
    'a coordinator records a visit of an appeal that nobody executes',
    [...working, ['executor', 'planVisit', visitAt], ['executor', 'returnToCoordination', reason]],
    ['coordinator', 'recordVisit', () => ({ visitId: visitId(), result: 'осмотрено' })],
    { stage: 'coordination', people: nobody },
  ],
  [
    'a coordinator records a meeting of an appeal that nobody executes',
    [...working, ['executor', 'planMeeting', visitAt], ['executor', 'returnToCoordination', reason]],
    ['coordinator', 'recordMeeting', () => ({ visitId: visitId(), result: 'решено' })],
    { stage: 'coordination', people: nobody },
  ],
  [
    'comment',
    working,
    ['executor', 'comment', () => ({ comment: 'работы начаты', progress: 'works_under_way' })],
    { stage: 'in_progress', people: alone, queued: 'comment' },
  ],

  [
    'send an answer',
    working,
    submit('resolved'),
    { stage: 'answer_agreement', people: 'executor/agreeing/–', rings: 'agreeing: answerToAgree' },
  ],
  [
    'agree to an answer',
    agreement,
    agree,
    {
      stage: 'answer_approval',
      people: 'executor/agreeing/approving',
      tells: 'approving: draftAgreed, executor: draftAgreed',
      queued: 'draft_entry',
    },
  ],
  [
    'the executor withdraws a draft',
    agreement,
    ['executor', 'withdrawDraft', sure],
    { stage: 'in_progress', people: alone, tells: 'agreeing: draftWithdrawn' },
  ],
  [
    'the executor withdraws an agreed draft',
    approval,
    ['executor', 'withdrawDraft', sure],
    { stage: 'in_progress', people: alone, tells: 'agreeing: draftWithdrawn, approving: draftWithdrawn' },
  ],
  [
    'the agreeing one changes a draft',
    agreement,
    ['agreeing', 'editDraft', edited],
    { stage: 'answer_agreement', people: 'executor/agreeing/–', tells: 'executor: draftEdited' },
  ],
  [
    'a coordinator enters the draft into ПОС',
    approval,
    enter,
    { stage: 'answer_approval', people: 'executor/agreeing/approving', rings: 'approving: draftEntered' },
  ],
  [
    'the executor does',
    approval,
    ['executor', 'markEntered'],
    { stage: 'answer_approval', people: 'executor/agreeing/approving', rings: 'approving: draftEntered' },
  ],
  [
    'the approver changes an entered draft: it is entered again',
    entered,
    ['approving', 'editDraft', edited],
    {
      stage: 'answer_approval',
      people: 'executor/agreeing/approving',
      tells: 'executor: draftEdited',
      queued: 'draft_entry',
    },
  ],
  [
    'the approver rejects an entered answer: it is taken out of ПОС',
    entered,
    ['approving', 'rejectAnswer', reason],
    { stage: 'in_progress', people: alone, rings: 'executor: answerRejected', queued: 'removal' },
  ],
  [
    'a curator returns an entered answer',
    entered,
    ['curator', 'returnForReexamination', again],
    { stage: 'assigned', people: alone, rings: 'executor: reexamination', queued: 'removal' },
  ],
  [
    'a curator returns a postponed one',
    postponed,
    ['curator', 'returnForReexamination', again],
    { stage: 'assigned', people: alone, rings: 'executor: reexamination' },
  ],
  [
    'reject an answer',
    agreement,
    ['agreeing', 'rejectAnswer', reason],
    { stage: 'in_progress', people: alone, rings: 'executor: answerRejected' },
  ],
  [
    'the approver rejects an answer',
    approval,
    ['approving', 'rejectAnswer', reason],
    { stage: 'in_progress', people: alone, rings: 'executor: answerRejected' },
  ],
  [
    'pass the agreement on',
    agreement,
    ['agreeing', 'passAgreement', () => ({ agreeingId: id('agreeing2') })],
    { stage: 'answer_agreement', people: 'executor/agreeing2/–', rings: 'agreeing2: passedOn' },
  ],
  [
    'pass the agreement to a redirect on',
    [redirect('coordinator', false)],
    ['agreeing', 'passAgreement', () => ({ agreeingId: id('agreeing2') })],
    { stage: 'redirect_agreement', people: '–/agreeing2/–', rings: 'agreeing2: passedOn' },
  ],
  [
    'pass the approval on',
    entered,
    ['approving', 'passApproval', () => ({ approvingId: id('approving2') })],
    { stage: 'answer_approval', people: 'executor/agreeing/approving2', rings: 'approving2: passedOn' },
  ],
  [
    'pass on the approval of what is still to be entered',
    approval,
    ['approving', 'passApproval', () => ({ approvingId: id('approving2') })],
    { stage: 'answer_approval', people: 'executor/agreeing/approving2', tells: 'approving2: draftAgreed' },
  ],
  [
    'pass on the approval of a redirect',
    [redirect('coordinator', true)],
    ['approving', 'passApproval', () => ({ approvingId: id('approving2') })],
    { stage: 'redirect_approval', people: '–/–/approving2', rings: 'approving2: passedOn' },
  ],
  [
    'approve an answer',
    entered,
    approve,
    { stage: 'answered', people: 'executor/agreeing/approving', tells: 'executor: answerApproved' },
  ],
  [
    'approve an interim answer',
    interim,
    approve,
    { stage: 'postponed', people: alone, tells: 'executor: answerApproved' },
  ],
  ['resume by hand', postponed, ['executor', 'resume'], { stage: 'in_progress', people: alone }],

  [
    'a curator returns an answer from agreement',
    agreement,
    ['curator', 'returnForReexamination', again],
    { stage: 'assigned', people: alone, rings: 'executor: reexamination' },
  ],
  [
    'a coordinator returns a sent answer',
    answered,
    ['coordinator', 'returnForReexamination', again],
    { stage: 'assigned', people: alone, rings: 'executor: reexamination' },
  ],
  [
    'a curator returns an organization’s answer',
    [
      toOrganization('coordinator'),
      ['coordinator', 'organizationAnsweredApplicant', () => ({ answeredOn: day('2026-11-25') }), { documents: 1 }],
    ],
    ['curator', 'returnForReexamination', again],
    { stage: 'coordination', people: nobody, rings: 'coordinator: reexamination, coordinator2: reexamination' },
  ],
  [
    'add photos of the applicant',
    working,
    ['coordinator', 'addApplicantPhotos', () => ({}), { photos: 1 }],
    { stage: 'in_progress', people: alone },
  ],
  [
    'fill in what a registry file lacks',
    working,
    [
      'coordinator',
      'complete',
      () => ({ lackingText: 'Яма', lackingPlace: null, lackingPoint: null, confirmed: true }),
    ],
    { stage: 'in_progress', people: alone },
  ],
  [
    'join with another at coordination',
    [],
    ['coordinator', 'join', () => ({ joinIds: another([]), confirmed: true })],
    { stage: 'coordination', people: nobody },
  ],
  [
    'join with one that is assigned',
    [],
    ['coordinator', 'join', () => ({ joinIds: another([assign]), confirmed: true })],
    { stage: 'assigned', people: alone, tells: 'executor: joined' },
  ],
  [
    'join with one that is in work',
    [],
    ['coordinator', 'join', () => ({ joinIds: anotherAtWork(), confirmed: true })],
    { stage: 'in_progress', people: alone, tells: 'executor: joined' },
  ],
  [
    'join, assigned, with one that lags behind',
    [assign],
    ['coordinator', 'join', () => ({ joinIds: another([]), confirmed: true })],
    { stage: 'assigned', people: alone, tells: 'executor: joined' },
  ],
  [
    'join, assigned, with one that is in work',
    [assign],
    ['coordinator', 'join', () => ({ joinIds: anotherAtWork(), confirmed: true })],
    { stage: 'in_progress', people: alone, tells: 'executor: joined' },
  ],
  [
    'join with another',
    working,
    ['coordinator', 'join', () => ({ joinIds: anotherAtWork(), confirmed: true })],
    { stage: 'in_progress', people: alone, tells: 'executor: joined' },
  ],
  [
    'close without an answer',
    approval,
    ['coordinator', 'close', closed],
    {
      stage: 'closed',
      people: 'executor/agreeing/approving',
      tells: 'agreeing: closed, approving: closed, executor: closed',
    },
  ],
  [
    'open again',
    [...working, ['coordinator', 'close', closed]],
    ['coordinator', 'reopen', sure],
    { stage: 'in_progress', people: alone, tells: 'executor: reopened' },
  ],
  [
    'add a paper to what is closed',
    [...working, ['coordinator', 'close', closed]],
    paper,
    { stage: 'closed', people: alone },
  ],
  [
    'add photos of the applicant to what is closed',
    [...working, ['coordinator', 'close', closed]],
    ['coordinator', 'addApplicantPhotos', () => ({}), { photos: 1 }],
    { stage: 'closed', people: alone },
  ],
  [
    'disjoin',
    [...working, ['coordinator', 'join', () => ({ joinIds: anotherAtWork(), confirmed: true })]],
    ['coordinator', 'disjoin', () => ({ confirmed: true })],
    { stage: 'in_progress', people: alone, tells: 'executor: disjoined' },
  ],
  [
    'disjoin one that is answered',
    [
      ...working,
      ['coordinator', 'join', () => ({ joinIds: anotherAtWork(), confirmed: true })],
      submit('resolved'),
      agree,
      enter,
      approve,
    ],
    ['coordinator', 'disjoin', () => ({ confirmed: true })],
    { stage: 'answered', people: 'executor/agreeing/approving' },
  ],
  [
    'extend the term',
    working,
    [
      'approving',
      'extendTerm',
      () => ({ extensionDays: 10, reason: 'нужны документы', notice: 'Срок продлён.', confirmed: true }),
    ],
    { stage: 'in_progress', people: alone, tells: 'executor: termExtended', queued: 'extension_notice' },
  ],
  [
    'take an extension back',
    [
      ...working,
      [
        'approving',
        'extendTerm',
        () => ({ extensionDays: 10, reason: 'нужны документы', notice: 'Срок продлён.', confirmed: true }),
      ],
    ],
    ['approving', 'withdrawExtension', reason],
    { stage: 'in_progress', people: alone, tells: 'executor: extensionWithdrawn' },
  ],
];

/** The one with which an appeal is joined. */
async function another(steps: readonly Step[]): Promise<number[]> {
  const other = await office.register();
  for (const step of steps) await doStep(other, step);
  return [other];
}
const anotherAtWork = () => another(working);

/** Puts what was awaited in its place: ids of visits and requests are read only then. */
async function settled(answers: Record<string, unknown> | undefined): Promise<Record<string, unknown> | undefined> {
  if (!answers) return undefined;
  return Object.fromEntries(await Promise.all(Object.entries(answers).map(async ([key, value]) => [key, await value])));
}
const doStep = async (appealId: number, [who, action, answers, files]: Step) =>
  office.must(who, action, appealId, await settled(answers?.()), files);

async function people(appealId: number): Promise<string> {
  const [row] = await office.rows('select executor_id, agreeing_id, approving_id from appeal where id = $1', [
    appealId,
  ]);
  return [row!.executor_id, row!.agreeing_id, row!.approving_id].map((one) => office.nameOf(one) ?? '–').join('/');
}
const lastMessage = async () =>
  Number((await office.rows('select coalesce(max(id), 0) as id from outbox_message'))[0]!.id);
async function heard(
  since: number,
  appealId: number,
  presser: PersonName | null = null,
): Promise<{ rings: string; tells: string; calls: string; queued: string; redrawn: string }> {
  const messages = await office.rows(
    `select kind, params, silent from outbox_message where id > $1 and kind <> 'visit' and (params ->> 'id')::int in
       (select $2 where params ->> 'subject' = 'appeal' union all select id from delivery where appeal_id = $2 and params ->> 'subject' = 'delivery')`,
    [since, appealId],
  );
  const list = (of: typeof messages) =>
    of
      .map(({ params }) => [office.nameOf(params.personId), params.notice])
      .sort()
      .map((it) => it.join(': '))
      .join(', ');
  const isDelivery = ({ params }: (typeof messages)[number]) => params.subject === 'delivery';
  // Nor does a task for ПОС sound on the phone of whoever has caused it.
  const isOwnTask = ({ params }: (typeof messages)[number]) =>
    params.subject === 'delivery' && presser !== null && params.personId === id(presser);
  // A task for ПОС sounds with one of those whose it is, and a report with nobody.
  const sounds = ({ kind, params }: (typeof messages)[number]) => kind === 'card' && params.notice !== 'reported';
  const others = messages.filter((it) => it.kind !== 'notice' && !isDelivery(it));
  expect(others.filter((it) => sounds(it) === it.silent)).toEqual([]);
  const rungByTask = messages.filter((it) => isDelivery(it) && !it.silent);
  expect(rungByTask.length).toBeLessThan(2);
  expect(rungByTask.filter(isOwnTask)).toEqual([]);
  return {
    rings: list(messages.filter((it) => it.kind === 'card' && !isDelivery(it))),
    tells: list(messages.filter(({ kind, silent }) => kind === 'notice' && silent)),
    calls: list(messages.filter(({ kind, silent }) => kind === 'notice' && !silent)),
    queued: messages
      .filter((it) => it.kind === 'card' && isDelivery(it))
      .map(({ params }) => office.nameOf(params.personId))
      .sort()
      .join(', '),
    redrawn: messages
      .filter(({ kind }) => kind === 'redraw')
      .map(({ params }) => office.nameOf(params.personId))
      .sort()
      .join(', '),
  };
}

const NOTHING_ELSE: Omit<Submission, 'answers'> = {
  photos: 0,
  files: 0,
  takenFiles: [],
  changesFiles: false,
  people: new Map(),
  organization: null,
  itemIsOpen: false,
  correction: null,
  joining: null,
};
const covered = new Set<number>();
const factsNow = async (appealId: number): Promise<AppealFacts> =>
  factsOf((await loadAppeal(databaseOf(office.desk), appealId, circumstances(office.desk), false))!);
/** By which row of the table the latest act went. */
async function rowOf(
  appealId: number,
  result: { entryId: number; answers?: Answers },
  seen: AppealFacts,
): Promise<void> {
  const [entry] = await office.rows(
    'select action, from_stage, to_stage, capacity from journal_entry where id = $1 and appeal_id = $2',
    [result.entryId, appealId],
  );
  // Which place is taken is the only answer that tells rows apart which lead to one stage.
  const { participant } = result.answers ?? {};
  const answered = participant ? { ...NOTHING_ELSE, answers: { participant } } : null;
  const index = TRANSITIONS.findIndex(
    (row) =>
      row.action === entry!.action &&
      row.from.includes(entry!.from_stage) &&
      row.by.includes(entry!.capacity) &&
      stageAfter(row, { stage: entry!.from_stage, closedAt: seen.closedAt }) === entry!.to_stage &&
      (row.when === undefined || holds(row.when, seen, answered, circumstances(office.desk)) !== false),
  );
  expect(index).toBeGreaterThanOrEqual(0);
  covered.add(index);
}

describe('after each row of the table: stage, people, who is rung, what is queued', () => {
  const walked = async (_what: string, before: readonly Step[], press: Step, after: Outcome) => {
    const appealId = await office.register(
      ['extendTerm', 'withdrawExtension'].includes(press[1]) ? 'appeal59' : 'message',
    );
    for (const step of before) await doStep(appealId, step);
    // An admin keeps a card of the appeal: it is drawn anew, without a sound, after every act of others.
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, 'telegram', 'appeal', $2, '1/1')`,
      [id('admin'), appealId],
    );
    const since = await lastMessage();
    const [{ lastTask }] = (await office.rows('select coalesce(max(id), 0)::int as "lastTask" from delivery')) as [
      { lastTask: number },
    ];

    const seen = await factsNow(appealId);
    const result = await doStep(appealId, press);
    await rowOf(appealId, result, seen);

    expect(result.state.stage).toBe(after.stage);
    expect(await people(appealId)).toBe(after.people);
    const { rings, tells, calls, queued, redrawn } = await heard(since, appealId, press[0]);
    expect({ rings, tells, calls, redrawn }).toEqual({
      rings: after.rings ?? '',
      tells: after.tells ?? '',
      calls: after.calls ?? '',
      redrawn: 'admin',
    });
    // Of a comment its author is asked first.
    const asked = after.queued === 'comment' ? 'executor' : 'coordinator, coordinator2';
    expect(queued).toBe(after.queued === undefined ? '' : asked);
    const deliveries = await office.rows('select kind from delivery where appeal_id = $1 and id > $2', [
      appealId,
      lastTask,
    ]);
    expect(deliveries.map(({ kind }) => kind)).toEqual(after.queued === undefined ? [] : [after.queued]);
  };
  test.each(rows)('%s', walked);

  test('an interim answer signed before its date and confirmed on it goes on at once', async () => {
    const appealId = await office.register();
    for (const step of interim) await doStep(appealId, step);
    office.setTime(msk('2026-12-07 10:00'));
    const seen = await factsNow(appealId);
    const result = await doStep(appealId, [
      'approving',
      'approveAnswer',
      () => ({ signedText: 'as_entered', doneOn: day('2026-12-04') }),
    ]);
    await rowOf(appealId, result, seen);
    expect(result.state).toMatchObject({ stage: 'in_progress', agreeingId: null, approvingId: null });
  });

  describe('where answers are signed here and sent from here (SIGNATURES=verify)', () => {
    const inPos = { office: null as WorkingOffice | null };
    beforeAll(async () => {
      inPos.office = office;
      office = await openOffice({ signatures: 'verify' });
    });
    afterAll(async () => {
      await office.fresh.drop();
      office = inPos.office!;
    });
    const sign: Step = ['approving', 'approveAnswer', () => ({}), { documents: 1 }];
    const toDate = [...working, submit('postponed', { postponedUntil: day('2026-12-04') }), agree];
    const all = 'executor/agreeing/approving';
    test.each<Row>([
      [
        'agree to an answer: it waits for its signature',
        agreement,
        agree,
        { stage: 'answer_approval', people: all, rings: 'approving: answerToApprove' },
      ],
      [
        'the approver changes a draft',
        approval,
        ['approving', 'editDraft', edited],
        { stage: 'answer_approval', people: all, tells: 'executor: draftEdited' },
      ],
      [
        'sign an answer',
        approval,
        sign,
        { stage: 'delivery', people: all, tells: 'executor: answerApproved', queued: 'answer' },
      ],
      [
        'sign an interim one',
        toDate,
        sign,
        { stage: 'delivery', people: all, tells: 'executor: answerApproved', queued: 'interim_answer' },
      ],
      ['an answer is sent', [...approval, sign], send, { stage: 'answered', people: all, tells: 'executor: sent' }],
      [
        'an interim one is sent',
        [...toDate, sign],
        send,
        { stage: 'postponed', people: alone, tells: 'executor: sent' },
      ],
      [
        'a curator returns what is not sent yet',
        [...approval, sign],
        ['curator', 'returnForReexamination', again],
        { stage: 'assigned', people: alone, rings: 'executor: reexamination' },
      ],
    ])('%s', walked);

    test('an interim answer sent on its date goes on at once', async () => {
      const appealId = await office.register();
      for (const step of [...toDate, sign]) await doStep(appealId, step);
      office.setTime(msk('2026-12-04 09:00'));
      const seen = await factsNow(appealId);
      const result = await doStep(appealId, send);
      await rowOf(appealId, result, seen);
      expect(result.state.stage).toBe('in_progress');
    });

    test('a later answer that is returned before it was sent leaves «Отложено» used up', async () => {
      const appealId = await office.register();
      for (const step of [...toDate, sign, send, ['executor', 'resume'] as const]) await doStep(appealId, step);
      for (const step of [submit('resolved'), agree, sign]) await doStep(appealId, step);
      const before = await factsNow(appealId);
      office.setTime(msk('2026-11-27 10:00'));
      const { state } = await doStep(appealId, ['curator', 'returnForReexamination', again]);
      expect(state.postponedAt).not.toBeNull();
      expect(state.dueAt).toEqual(before.due);
    });

    test('returned before it was sent, «Отложено» is not used up, and the due is as if resumed today', async () => {
      const appealId = await office.register();
      for (const step of [...toDate, sign]) await doStep(appealId, step);
      office.setTime(msk('2026-11-27 10:00'));
      const { state } = await doStep(appealId, ['curator', 'returnForReexamination', again]);
      expect(state).toMatchObject({ postponedAt: null, postponedUntil: null, dueAt: msk('2026-12-27 23:59:59') });
    });
  });

  describe('where a gateway and e-mail carry what was approved', () => {
    const byHand = { office: null as WorkingOffice | null };
    beforeAll(async () => {
      byHand.office = office;
      office = await openOffice({ signatures: 'verify', carriers: ['gateway', 'mail'] });
    });
    afterAll(async () => {
      await office.fresh.drop();
      office = byHand.office!;
    });
    const sign: Step = ['approving', 'approveAnswer', () => ({}), { documents: 1 }];
    const answer = [...approval, sign];
    const toDate = [...working, submit('postponed', { postponedUntil: day('2026-12-04') }), agree, sign];
    const redirected = [redirect('coordinator', true), approveRedirect];
    const DELIVERED: Carried = { outcome: 'delivered', reference: null };
    const REFUSED: Carried = { outcome: 'refused', trouble: 'refused', detail: 'нет такого номера' };
    const BUSY: Carried = { outcome: 'waits', trouble: 'busy', detail: null, afterMs: null, ofCarrier: true };

    async function walk(steps: readonly Step[], email: string | null = 'a@b.ru'): Promise<number> {
      // what other appeals wait for is not looked at
      await office.rows(`update shipment set due_at = 'infinity'`);
      const appealId = await office.register();
      await office.rows(`insert into applicant (appeal_id, type, email) values ($1, 'person', $2)`, [appealId, email]);
      for (const step of steps) await doStep(appealId, step);
      return appealId;
    }
    const carry = async (carrier: Carrier, carried: Carried) => {
      const claimed = await claimShipment(office.desk, carrier);
      if (!claimed) throw new Error(`Nothing waits for the ${carrier}`);
      await settleShipment(office.desk, claimed, carried);
      return claimed;
    };
    const shipments = async (appealId: number) =>
      Object.fromEntries(
        (
          await office.rows<{ carrier: string; state: string }>(
            `select carrier, state from shipment s join delivery y on y.id = s.delivery_id where y.appeal_id = $1`,
            [appealId],
          )
        ).map(({ carrier, state }) => [carrier, state]),
      );
    const tasks = async (appealId: number) =>
      (
        await office.rows<{ kind: string; open: boolean }>(
          `select kind, placed_at is null and withdrawn_at is null as open from delivery where appeal_id = $1 order by id`,
          [appealId],
        )
      ).map(({ kind, open }) => `${kind}${open ? '' : ' over'}`);

    test.each<[string, readonly Step[], string, string, Stage]>([
      ['an answer', answer, 'executor/agreeing/approving', 'executor: sent', 'answered'],
      ['an interim one', toDate, alone, 'executor: sent', 'postponed'],
      ['a redirect', redirected, '–/–/approving', '', 'redirected'],
    ])('%s goes on once both have it, whichever was first, and nobody is rung', async (_, steps, who, tells, stage) => {
      for (const order of [['gateway', 'mail'] as const, ['mail', 'gateway'] as const]) {
        const appealId = await walk(steps);
        const since = await lastMessage();
        const seen = await factsNow(appealId);
        await carry(order[0], DELIVERED);
        expect(await office.stage(appealId)).toBe('delivery');
        await carry(order[1], DELIVERED);
        expect([await office.stage(appealId), await people(appealId)]).toEqual([stage, who]);
        expect(await heard(since, appealId)).toMatchObject({ rings: '', tells, queued: '' });
        const [entry] = await office.rows<{ id: number; person_id: null }>(
          'select id, person_id from journal_entry where appeal_id = $1 order by id desc limit 1',
          [appealId],
        );
        expect(entry?.person_id).toBeNull();
        await rowOf(appealId, { entryId: entry!.id }, { ...seen, carriage: { gateway: 'delivered' } });
      }
    });

    test('an interim answer that arrives on its date goes on at once, and rings', async () => {
      const appealId = await walk(toDate, '');
      office.setTime(msk('2026-12-04 09:00'));
      const since = await lastMessage();
      const seen = await factsNow(appealId);
      await carry('gateway', DELIVERED);
      expect(await office.stage(appealId)).toBe('in_progress');
      expect(await heard(since, appealId)).toMatchObject({ rings: 'executor: resumed' });
      const [entry] = await office.rows<{ id: number }>(
        'select max(id) as id from journal_entry where appeal_id = $1',
        [appealId],
      );
      await rowOf(appealId, { entryId: entry!.id }, { ...seen, carriage: { gateway: 'delivered' } });
    });

    test('without an address the gateway alone decides', async () => {
      const appealId = await walk(answer, null);
      expect(await shipments(appealId)).toEqual({ gateway: 'waiting' });
      await carry('gateway', DELIVERED);
      expect(await office.stage(appealId)).toBe('answered');
    });

    test.each([
      ['the gateway refuses', 'gateway', 'mail', 'coordinator, coordinator2'],
      ['the e-mail is refused', 'mail', 'gateway', ''],
    ] as const)('where %s, a coordinator confirms', async (_, refused, other, queued) => {
      const appealId = await walk(answer);
      const since = await lastMessage();
      await carry(other, DELIVERED);
      await carry(refused, REFUSED);
      expect(await office.stage(appealId)).toBe('delivery');
      expect((await heard(since, appealId)).queued).toBe(queued);
      const told = await office.rows(`select key from outbox_message where id > $1 and kind = 'mailFailed'`, [since]);
      expect(told).toHaveLength(refused === 'mail' ? 2 : 0);
      await doStep(appealId, send);
      expect(await office.stage(appealId)).toBe('answered');
    });

    test('confirmed by hand while the gateway is silent, it is not placed once more, and the letter still goes', async () => {
      const appealId = await walk(answer);
      await carry('gateway', BUSY);
      await doStep(appealId, send);
      expect(await shipments(appealId)).toEqual({ gateway: 'withdrawn', mail: 'waiting' });
      await carry('mail', DELIVERED);
      expect(await shipments(appealId)).toEqual({ gateway: 'withdrawn', mail: 'delivered' });
    });

    test.each<[string, readonly Step[], Carrier | null, object]>([
      ['nothing of it out, the term is as it was', answer, null, { postponed: false, fresh: false }],
      ['the letter out, there is a new term', answer, 'mail', { postponed: false, fresh: true }],
      ['an interim one out, «Отложено» stays used', toDate, 'mail', { postponed: true, fresh: false }],
    ])('an answer is returned: %s', async (_, steps, out, expected) => {
      const appealId = await walk(steps);
      const before = await factsNow(appealId);
      if (out) await carry(out, DELIVERED);
      const seen = await factsNow(appealId);
      office.setTime(msk('2026-11-27 10:00'));
      const result = await doStep(appealId, ['curator', 'returnForReexamination', again]);
      if (out) await rowOf(appealId, result, seen);
      const { state } = result;
      const fresh = steps === answer && state.dueAt > before.due;
      expect({ postponed: state.postponedAt !== null, fresh }).toEqual(expected);
      expect(Object.values(await shipments(appealId)).filter((one) => one === 'waiting')).toEqual([]);
    });

    test('what is taken back while it is under way and arrives all the same is taken out of ПОС by hand', async () => {
      const appealId = await walk(redirected);
      const claimed = (await claimShipment(office.desk, 'gateway'))!;
      await doStep(appealId, ['coordinator', 'withdraw', sure]);
      const since = await lastMessage();
      await settleShipment(office.desk, claimed, DELIVERED);
      expect(await tasks(appealId)).toEqual(['redirect_notice over', 'removal']);
      expect((await heard(since, appealId)).queued).toBe('coordinator, coordinator2');
      expect(await office.stage(appealId)).toBe('coordination');
    });

    test('what the gateway has accepted is taken out of ПОС by hand when it is taken back', async () => {
      const appealId = await walk(redirected);
      await carry('gateway', { outcome: 'accepted', reference: null, afterMs: null });
      await doStep(appealId, ['coordinator', 'withdraw', sure]);
      expect(await tasks(appealId)).toEqual(['redirect_notice over', 'removal']);
    });

    test('an answer that comes after another process has taken the shipment changes nothing', async () => {
      const appealId = await walk(answer, null);
      const late = (await claimShipment(office.desk, 'gateway'))!;
      await office.rows(`update shipment set state = 'waiting', due_at = '2026-01-01' where id = $1`, [late.id]);
      const claimed = (await claimShipment(office.desk, 'gateway'))!;
      expect(claimed).toMatchObject({ id: late.id, key: late.key, tries: late.tries + 1 });
      await settleShipment(office.desk, late, REFUSED);
      expect(await shipments(appealId)).toEqual({ gateway: 'sending' });
      await settleShipment(office.desk, claimed, DELIVERED);
      await settleShipment(office.desk, claimed, DELIVERED);
      expect(await office.stage(appealId)).toBe('answered');
    });

    test('of letters nobody knows the end of there are three at most; one that is put off for days is given up', async () => {
      const appealId = await walk(answer);
      for (let sends = 0; sends < 3; sends += 1) {
        office.setTime(new Date(circumstances(office.desk).now.getTime() + 3_600_000));
        await carry('mail', { outcome: 'unknown', trouble: 'broken', detail: null });
      }
      expect(await shipments(appealId)).toMatchObject({ mail: 'unknown' });
      office.setTime(MORNING);
      const other = await walk(answer);
      office.setTime(msk('2026-12-01 10:00'));
      await carry('mail', { outcome: 'waits', trouble: 'busy', detail: 'Greylisted', afterMs: null, ofCarrier: false });
      expect(await shipments(other)).toMatchObject({ mail: 'refused' });
    });
  });

  test.each([
    ['executor', working, 'executor', 'executor2', 'executor2/–/–'],
    ['agreeing', agreement, 'agreeing', 'agreeing2', 'executor/agreeing2/–'],
    ['approving', entered, 'approving', 'approving2', 'executor/agreeing/approving2'],
    ['approving', approval, 'approving', 'approving2', 'executor/agreeing/approving2'],
    ['executor', approval, 'executor', 'executor2', 'executor2/agreeing/approving'],
  ] as const)(
    'an absent %s is replaced, and the replacement is rung unless there is nothing to sign yet',
    async (participant, before, absent, replacement, after) => {
      const appealId = await office.register();
      for (const step of before) await doStep(appealId, step);
      await office.rows(
        'insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, $2, $2, $1, $3)',
        [id(absent), '2026-11-25', MORNING],
      );
      try {
        const since = await lastMessage();
        const seen = await factsNow(appealId);
        const result = await office.must('coordinator', 'replaceParticipant', appealId, {
          participant,
          replacementId: id(replacement),
          reason: 'болен',
        });
        await rowOf(appealId, result, seen);
        expect(await people(appealId)).toBe(after);
        expect(await heard(since, appealId)).toMatchObject({
          ...(participant === 'approving' && before === approval
            ? { rings: '', tells: `approving: placeTaken, approving2: draftAgreed` }
            : { rings: `${replacement}: replaced`, tells: `${absent}: placeTaken` }),
          queued: '',
        });
      } finally {
        await office.rows('update absence set cancelled_at = $1 where cancelled_at is null', [MORNING]);
      }
    },
  );

  test('a postponed appeal resumes by itself as the office opens on its date, moved to Monday, and rings its executor', async () => {
    const appealId = await office.register();
    for (const step of postponed) await doStep(appealId, step);
    const since = await lastMessage();
    office.setTime(msk('2026-12-07 07:59'));
    await runDueReminders(office.desk);
    expect(await office.stage(appealId)).toBe('postponed');
    const seen = await factsNow(appealId);
    office.setTime(msk('2026-12-07 08:00'));
    await runDueReminders(office.desk);
    expect(await office.stage(appealId)).toBe('in_progress');
    expect(await heard(since, appealId)).toMatchObject({ rings: 'executor: resumed' });
    const [entry] = await office.rows(
      'select id, person_id, capacity from journal_entry where appeal_id = $1 order by id desc limit 1',
      [appealId],
    );
    expect(entry).toMatchObject({ person_id: null, capacity: 'clock' });
    await rowOf(appealId, { entryId: entry!.id }, seen);
  });

  test('where its executor has left it comes to the coordinators then', async () => {
    const appealId = await office.register();
    for (const step of postponed) await doStep(appealId, step);
    await office.rows('update person set disabled_at = $2 where id = $1', [office.people.executor, MORNING]);
    try {
      office.setTime(msk('2026-12-07 08:00'));
      const since = await lastMessage();
      const seen = await factsNow(appealId);
      await runDueReminders(office.desk);
      expect([await office.stage(appealId), await people(appealId)]).toEqual(['coordination', nobody]);
      expect(await heard(since, appealId)).toMatchObject({ rings: 'coordinator: resumed, coordinator2: resumed' });
      const [entry] = await office.rows<{ id: number }>(
        'select max(id) as id from journal_entry where appeal_id = $1',
        [appealId],
      );
      await rowOf(appealId, { entryId: entry!.id }, seen);
    } finally {
      await office.rows('update person set disabled_at = null');
    }
  });

  test('every row of the table was walked above', () => {
    expect(
      TRANSITIONS.filter(({ action }, index) => !covered.has(index) && !OF_THEIR_OWN.includes(action)).map(
        ({ action, from, by, to, when }) => `${action} ${from.join()} ${by.join()} ${to} ${when ?? ''}`,
      ),
    ).toEqual([]);
  });
});
