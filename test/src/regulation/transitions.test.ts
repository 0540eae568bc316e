import captions from '../../../locales/ru/appeal.json';
import { faultsOfActs, transitionsOf, type Acts, type Transition } from '../../../src/regulation/acts';
import { holds } from '../../../src/regulation/cases';
import { availableActions, decide, isPossibleAt, stageAfter } from '../../../src/regulation/decide';
import { faultsOfTable } from '../../../src/regulation/faults-of-table';
import { CLOCK, type AppealFacts, type Presser } from '../../../src/regulation/facts';
import {
  answerOnly,
  askedAtCoordination,
  askedInProgress,
  beforeDue,
  beforeFormerDue,
  byExtender,
  carried,
  dateHeldAtEntry,
  dateStillHolds,
  differs,
  entered,
  extendedHere,
  fastTrackThere,
  finishedThere,
  fourEyes,
  interimNotUsed,
  instructionOpen,
  invitedAhead,
  is59,
  isJoined,
  lacksSomething,
  mayApprove,
  meetingOpen,
  noDots,
  noticeInTheHouse,
  paperToRemove,
  notEntered,
  notExtended,
  nothingEntered,
  notYetAcknowledged,
  notYetReported,
  notPostponed,
  plannedThere,
  closedInPos,
  redirectedInPos,
  takenOver,
  untouched,
  beforeStageDue,
  notReturned,
  requestOpen,
  somebodyToReportTo,
  somebodyUnavailable,
  standsForItself,
  nobodyExecutes,
  visitOpen,
  withinAMinute,
  type Guard,
} from '../../../src/regulation/guards';
import { ACTS, TRANSITIONS } from '../../../src/regulation/transitions';
import { EVERY_ACTION, isFinal, STAGES, type Action, type Stage } from '../../../src/regulation/vocabulary';
import {
  admin,
  agreeing,
  anotherExecutor,
  anotherSupervisor,
  approving,
  around,
  authorisedSupervisor,
  verifying,
  coordinator,
  curator,
  day,
  engagement,
  executor,
  executorsDeputy,
  facts,
  giver,
  invited,
  NOW,
  ONE_OF_EACH,
  paperAuthor,
  reportedTo,
  stranger,
  submission,
} from './office';

describe('the table as a whole', () => {
  test('is sound: every stage is reached and left, and one press has one answer', () => {
    expect(faultsOfTable()).toEqual([]);
  });

  const without = (bad: (row: Transition) => boolean) => TRANSITIONS.filter((row) => !bad(row));
  const row = (action: Action, stage?: Stage) =>
    TRANSITIONS.find((it) => it.action === action && (!stage || it.from.includes(stage)))!;

  test.each<[string, readonly Transition[], string[]]>([
    [
      'a stage that nobody reaches',
      without(({ to }) => to === 'redirected'),
      [
        'No row leads to the stage redirected',
        'No row for the action redirectedThere',
        'Nobody answers confirmSent at delivery by coordinator when redirectSent',
        'Nobody answers confirmSent at delivery by clock when redirectSent',
      ],
    ],
    [
      'a stage that nobody leaves',
      [
        ...without(({ from, to }) => from.includes('postponed') && to !== 'same'),
        { ...row('close'), from: ['coordination'] },
        { ...row('redirectedThere'), from: ['coordination'] },
        { ...row('closedThere'), from: ['coordination'] },
        { ...row('restoreBefore'), from: ['coordination'] },
      ],
      [
        'No row leads out of the stage postponed',
        'No row for the action resume',
        'No row for the action answeredThere',
      ],
    ],
    [
      'a stage whose only way out leads back into it',
      [
        ...without(({ from, to }) => from.includes('postponed') && to !== 'same'),
        { ...row('resume'), to: 'postponed' },
        { ...row('answeredThere'), from: ['coordination'] },
        { ...row('close'), from: ['coordination'] },
        { ...row('redirectedThere'), from: ['coordination'] },
        { ...row('closedThere'), from: ['coordination'] },
        { ...row('restoreBefore'), from: ['coordination'] },
      ],
      ['No row leads out of the stage postponed'],
    ],
    ['an action without a row', without(({ action }) => action === 'comment'), ['No row for the action comment']],
    [
      'the same row twice',
      [...TRANSITIONS, row('comment')],
      ['Two rows answer one press: comment at in_progress by executor'],
    ],
    [
      'a second row for one of the stages of a press',
      [...TRANSITIONS, { ...row('report'), from: ['assigned'] }],
      ['Two rows answer one press: report at assigned by executor'],
    ],
    [
      'a second row that differs by nothing but where it leads',
      [...TRANSITIONS, { ...row('takeIntoWork'), to: 'coordination' }],
      ['Two rows answer one press: takeIntoWork at assigned by executor'],
    ],
    [
      'a row with a case beside one without',
      [...TRANSITIONS, { ...row('takeIntoWork'), when: 'executorKnown' }],
      ['Two rows answer one press: takeIntoWork at assigned by executor'],
    ],
    [
      'cases of two questions, which may both hold',
      [...TRANSITIONS, { ...row('redirect', 'coordination'), when: 'executorKnown' }],
      [
        'Two rows answer one press: redirect at coordination by coordinator',
        'Nobody answers redirect at coordination by coordinator when executorUnknown',
      ],
    ],
    [
      'a case whose counterpart nobody answers',
      without(({ when }) => when === 'askedInProgress'),
      [
        'Nobody answers rejectRedirect at redirect_agreement by agreeing when askedInProgress',
        'Nobody answers rejectRedirect at redirect_approval by approving when askedInProgress',
      ],
    ],
  ])('%s is a fault', (_what, rows, faults) => {
    expect(faultsOfTable(rows)).toEqual(faults);
  });

  const acts = (change: Partial<Acts>): Acts => ({ ...ACTS, ...change });

  test('says once what is the same in all rows of an act', () => {
    expect(faultsOfActs(ACTS)).toEqual([]);
    const { rows: _rows, ...shared } = ACTS.resume;
    const resume = { ...shared, to: 'in_progress' } as const;
    const bothWays = acts({ resume: { ...resume, rows: [{ by: ['executor'], to: 'assigned' }, { by: ['clock'] }] } });
    expect(faultsOfActs(bothWays)).toEqual(['The act resume says to, and a row of it says another']);
    const apart = acts({
      resume: {
        ...resume,
        rows: [
          { by: ['executor'], asks: ['reason'] },
          { by: ['executor'], asks: ['reason', 'file'] },
        ],
      },
    });
    expect(faultsOfActs(apart)).toEqual([
      'All rows of the act resume say the same by: say it once',
      'All rows of the act resume say the same asks: say it once',
    ]);
  });

  test('an act that does not say who may do it is no row', () => {
    const nobody = acts({ takeIntoWork: { clause: 'П1/2 Исполнитель', from: ['assigned'], to: 'in_progress' } });
    expect(() => transitionsOf(nobody)).toThrow('of the act takeIntoWork');
  });

  test('names every clause on which a row stands', () => {
    for (const { clause } of TRANSITIONS) expect(clause).toMatch(/^(П1\/[23] \S|59-ФЗ ст\. 12 ч\. 2$)/u);
  });
});

/** Every kind of person that an official thinks of. */
const KINDS_OF_PERSON: Readonly<Record<string, Presser>> = {
  координатор: coordinator,
  'исполнитель обращения': executor,
  'другой исполнитель': anotherExecutor,
  согласующий: agreeing,
  утверждающий: approving,
  'руководитель, которому доложено': reportedTo,
  'руководитель, чьё указание не выполнено': giver,
  'приглашённый на выезд': invited,
  'кто добавил документ': paperAuthor,
  'другой руководитель': anotherSupervisor,
  'руководитель с правом утверждения': authorisedSupervisor,
  куратор: curator,
  администратор: admin,
  ОГ: engagement,
  'заместитель исполнителя': executorsDeputy,
  посторонний: stranger,
  'время, само': CLOCK,
};

/** Facts under which nothing is hidden: for each thing that a row may hang on, the appeal both ways. Made once a stage: there are hundreds. */
function variants(stage: Stage): readonly AppealFacts[] {
  const made = VARIANTS.get(stage) ?? variantsOf(stage);
  VARIANTS.set(stage, made);
  return made;
}
const VARIANTS = new Map<Stage, readonly AppealFacts[]>();

/** An executor passes to an organization what they have at work; all else is given by a coordinator. */
const passerTo = (stage: Stage, before: Stage) =>
  stage === 'with_organization' && before === 'in_progress' ? executor : coordinator;

function variantsOf(stage: Stage): AppealFacts[] {
  const all: AppealFacts[] = [];
  for (const kind of ['message', 'appeal59'] as const)
    for (const report of [null, { toId: reportedTo.personId, at: NOW, acknowledged: false }])
      for (const undoStage of ['coordination', 'assigned', 'in_progress'] as const)
        for (const redirectAskedAt of ['coordination', 'in_progress', null] as const)
          for (const type of ['resolved', 'postponed'] as const)
            for (const somebody of [executor.personId, null])
              for (const awaitsEntry of [false, true])
                for (const carriage of [{}, { gateway: 'delivered' }] as const)
                  all.push(
                    facts(stage, {
                      kind,
                      report,
                      redirectAskedAt,
                      executorId: somebody,
                      undo: { byId: passerTo(stage, undoStage).personId, at: NOW, stage: undoStage },
                      draft: {
                        authorId: executor.personId,
                        type,
                        text: 'Яма заделана',
                        postponedUntil: null,
                        withoutPhoto: null,
                      },
                      awaitsEntry,
                      carriage,
                      unavailable: report === null ? [] : ['executor', 'agreeing', 'approving'],
                      pending: ONE_OF_EACH,
                      papers: new Map([[1, paperAuthor.personId]]),
                      extension: { byId: 0, byIsAway: true, days: 10, noticeHasLeft: false },
                      lacks: ['text', 'place', 'point'],
                      there: {
                        outcome: ({ coordination: 'redirected', assigned: 'closed', in_progress: 'answered' } as const)[
                          undoStage
                        ],
                        atWork: undoStage !== 'coordination',
                        plannedDay: day('2026-12-10'),
                        fastTrack: true,
                      },
                    }),
                  );
  if (stage === 'closed')
    for (const closedAt of STAGES.filter((one) => !isFinal(one))) all.push(facts(stage, { closedAt }));
  const [one] = all;
  for (const wasOfEach of [true, false])
    if (one) all.push(...STAGES.map((before) => ({ ...one, before: { stage: before, wasOfEach } })));
  if (one) all.push({ ...one, line: 'untouched' });
  if (one) all.push({ ...one, followers: [one] }, { ...one, follows: { id: 1, number: '327441800' } });
  return all;
}

const ROWS = new Map(EVERY_ACTION.map((action) => [action, TRANSITIONS.filter((row) => row.action === action)]));

interface Allowed {
  readonly to: ReadonlySet<Stage>;
  readonly clauses: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

/** What was asked before: the matrix and the design's table ask the same. */
const asked = new Map<typeof around, Map<Presser, Map<Stage, Map<Action, Allowed>>>>();
function allowed(stage: Stage, presser: Presser, circumstances = around): Map<Action, Allowed> {
  const byPresser = asked.get(circumstances) ?? new Map<Presser, Map<Stage, Map<Action, Allowed>>>();
  const byStage = byPresser.get(presser) ?? new Map<Stage, Map<Action, Allowed>>();
  const found = byStage.get(stage) ?? ask(stage, presser, circumstances);
  asked.set(circumstances, byPresser.set(presser, byStage.set(stage, found)));
  return found;
}

/** Asks decide() about every variant; where an answer of the form decides, the rows themselves say where it may lead. */
function ask(stage: Stage, presser: Presser, circumstances: typeof around): Map<Action, Allowed> {
  const found = new Map<Action, { to: Set<Stage>; clauses: Set<string>; conditions: Set<string> }>();
  for (const appeal of variants(stage)) {
    for (const action of EVERY_ACTION.filter((one) => isPossibleAt(one, stage))) {
      const decision = decide({
        appeal,
        action,
        presser,
        seenVersion: appeal.version,
        submission: null,
        circumstances,
      });
      if (!decision.ok) continue;
      const it = found.get(action) ?? { to: new Set(), clauses: new Set(), conditions: new Set() };
      const rows = (ROWS.get(action) ?? []).filter(
        (row) =>
          row.from.includes(stage) &&
          row.by.includes(decision.standing.capacity) &&
          (row.when === undefined || holds(row.when, appeal, null, circumstances) !== false),
      );
      for (const { to, clause, guards } of rows) {
        it.to.add(stageAfter({ to }, appeal));
        it.clauses.add(clause);
        for (const guard of guards) it.conditions.add(CONDITIONS.get(guard) ?? guard.name);
      }
      found.set(action, it);
    }
  }
  return found;
}

const CONDITIONS: ReadonlyMap<Guard, string> = new Map([
  [withinAMinute, 'в течение минуты'],
  [notYetReported, 'если ещё не доложено'],
  [somebodyToReportTo, 'если есть другой руководитель'],
  [notYetAcknowledged, 'если доклад ещё не принят'],
  [visitOpen, 'если есть выезд без итога'],
  [nobodyExecutes, 'если исполнителя нет'],
  [meetingOpen, 'если есть совещание без итога'],
  [requestOpen, 'если есть запрос без ответа'],
  [instructionOpen, 'если есть указание со сроком'],
  [paperToRemove, 'если есть документ, которого нет ни в одной версии ответа'],
  [invitedAhead, 'если приглашён и это ещё впереди'],
  [mayApprove, 'при праве утверждать'],
  [fourEyes, 'при запрете «четырёх глаз»: не тот, кто готовил'],
  [somebodyUnavailable, 'если участник отсутствует, отключён или лишён права'],
  [is59, 'только 59-ФЗ'],
  [notExtended, 'один раз'],
  [beforeDue, 'до истечения срока'],
  [extendedHere, 'если продлено здесь'],
  [byExtender, 'кто продлил, а если он отсутствует — любой с правом утверждать'],
  [beforeFormerDue, 'до истечения прежнего срока'],
  [noticeInTheHouse, 'пока уведомление не ушло и не размещено'],
  [interimNotUsed, '«Отложено» не более одного раза'],
  [noDots, 'если в проекте нет точек вместо номера'],
  [dateStillHolds, 'пока дата «Отложено» подходит'],
  [dateHeldAtEntry, 'если дата «Отложено» ещё подходила при внесении'],
  [entered, 'после внесения этой версии в ПОС'],
  [notEntered, 'пока эта версия не внесена в ПОС'],
  [nothingEntered, 'до внесения в ПОС'],
  [askedAtCoordination, 'если просил координатор'],
  [askedInProgress, 'если просил исполнитель'],
  [answerOnly, 'только ответ'],
  [differs, 'из сверки с ПОС'],
  [finishedThere, 'из сверки: в ПОС завершено'],
  [redirectedInPos, 'из сверки: в ПОС перенаправлено'],
  [closedInPos, 'из сверки: в ПОС закрыто'],
  [notPostponed, 'если ещё не откладывалось'],
  [takenOver, 'сразу после взятого из ПОС'],
  [untouched, 'из вопроса прямой линии, пока с обращением ничего не сделали'],
  [beforeStageDue, 'пока срок распределить не истёк'],
  [notReturned, 'если вопрос не вернули в прямую линию'],
  [plannedThere, 'из сверки: в ПОС есть срок'],
  [fastTrackThere, 'из сверки: в ПОС это фаст-трек; не 59-ФЗ'],
  [standsForItself, 'если не присоединено к другому'],
  [isJoined, 'если объединено'],
  [lacksSomething, 'если нет текста или места'],
  [carried, 'когда подтвердил шлюз ПОС, а письмо, если есть адрес, принято почтой'],
]);

describe('кто что может на каком этапе', () => {
  test('as the decree has it', () => {
    expect(matrix(around)).toMatchSnapshot();
  });

  test('and where answers are signed here (SIGNATURES=verify)', () => {
    expect(matrix(verifying, ['answer_agreement', 'answer_approval', 'delivery'])).toMatchSnapshot();
  });

  const matrix = (circumstances: typeof around, stages: readonly Stage[] = STAGES): string => {
    const blocks = stages.map((stage) => {
      const nobody: string[] = [];
      const lines = Object.entries(KINDS_OF_PERSON).flatMap(([kind, presser]) => {
        const actions = [...allowed(stage, presser, circumstances)];
        if (actions.length === 0) nobody.push(kind);
        return actions.length === 0
          ? []
          : [`  ${kind}`, ...actions.map(([action, it]) => `    ${line(action, stage, it)}`)];
      });
      return [captions.stage[stage].toUpperCase(), ...lines, `  ничего: ${nobody.join(', ')}`].join('\n');
    });
    return `\n${blocks.join('\n\n')}\n`;
  };

  const line = (action: Action, stage: Stage, { to, clauses, conditions }: Allowed): string => {
    const leads = [...to]
      .filter((next) => next !== stage || to.size > 1 || action === 'assign')
      .map((next) => `«${captions.stage[next]}»`);
    const where = leads.length === 0 ? '' : ` → ${leads.join(' или ')}`;
    return `${captions.action[action]}${where} (${[...clauses, ...conditions].join('; ')})`;
  };

  // The design's table of actions, row by row, written by hand: who, at which stages, and where it leads.
  const NOT_FINAL = STAGES.filter((stage) => !['answered', 'redirected', 'closed'].includes(stage));
  const EXECUTOR = ['исполнитель обращения', 'заместитель исполнителя'];
  const AUTHORISED = ['утверждающий', 'руководитель с правом утверждения'];
  type Expected = [action: Action, from: Stage, who: readonly string[], to: readonly Stage[]];
  const at = (
    action: Action,
    stages: readonly Stage[],
    who: readonly string[],
    to: readonly Stage[] | 'same',
  ): Expected[] => stages.map((from) => [action, from, who, to === 'same' ? [from] : to]);
  const DESIGN: readonly Expected[] = [
    ...at('assign', ['coordination', 'assigned', 'in_progress'], ['координатор'], ['assigned']),
    ...at('undoAssignment', ['assigned'], ['координатор'], ['coordination', 'assigned', 'in_progress']),
    ...at('undoPassing', ['with_organization'], ['координатор'], ['coordination']),
    ...at('undoPassing', ['with_organization'], ['исполнитель обращения'], ['in_progress']),
    ...at('passToSubordinate', ['coordination'], ['координатор'], ['assigned', 'with_organization']),
    ...at('passToSubordinate', ['in_progress'], EXECUTOR, ['assigned', 'with_organization']),
    ...at('organizationAnswered', ['with_organization'], ['координатор'], ['coordination']),
    ...at('organizationAnsweredApplicant', ['with_organization'], ['координатор'], ['answered']),
    ...at('undoOrganizationAnswer', ['answered'], ['координатор'], ['with_organization']),
    ...at('redirect', ['coordination'], ['координатор'], ['redirect_agreement', 'redirect_approval']),
    ...at('redirect', ['in_progress'], EXECUTOR, ['redirect_agreement', 'redirect_approval']),
    ...at('agreeRedirect', ['redirect_agreement'], ['согласующий'], ['redirect_approval']),
    ...at('approveRedirect', ['redirect_approval'], ['утверждающий'], ['delivery']),
    ...at('withdraw', ['redirect_agreement', 'redirect_approval', 'delivery'], ['координатор'], ['coordination']),
    ...at('withdraw', ['redirect_agreement', 'redirect_approval', 'delivery'], EXECUTOR, ['in_progress']),
    ...at('withdraw', ['with_organization', 'redirected'], ['координатор'], ['coordination']),
    ...at('rejectRedirect', ['redirect_agreement'], ['согласующий'], ['coordination', 'in_progress']),
    ...at('rejectRedirect', ['redirect_approval'], ['утверждающий'], ['coordination', 'in_progress']),
    ...at('takeIntoWork', ['assigned'], EXECUTOR, ['in_progress']),
    ...at('returnToCoordination', ['assigned', 'in_progress'], EXECUTOR, ['coordination']),
    ...at('report', ['assigned', 'in_progress'], EXECUTOR, 'same'),
    ...at('acknowledgeReport', ['assigned', 'in_progress'], ['руководитель, которому доложено'], 'same'),
    ...at('instruct', ['assigned', 'in_progress'], ['руководитель, которому доложено'], 'same'),
    ...at('fulfilInstruction', NOT_FINAL, EXECUTOR, 'same'),
    ...at('withdrawInstruction', NOT_FINAL, ['руководитель, чьё указание не выполнено'], 'same'),
    ...at('addPaper', STAGES, [...EXECUTOR, 'координатор', 'согласующий', 'утверждающий'], 'same'),
    ...at('removePaper', STAGES, ['координатор', 'кто добавил документ'], 'same'),
    ...at('declineVisit', ['in_progress'], ['приглашённый на выезд'], 'same'),
    ...(
      [
        'planVisit',
        'planMeeting',
        'moveVisit',
        'cancelVisit',
        'moveMeeting',
        'cancelMeeting',
        'requestDocuments',
        'comment',
      ] as const
    ).flatMap((action) => at(action, ['in_progress'], EXECUTOR, 'same')),
    // The coordinator's where nobody executes it.
    ...(['recordVisit', 'recordMeeting', 'receiveDocuments', 'cancelRequest'] as const).flatMap((action) =>
      at(action, NOT_FINAL, [...EXECUTOR, 'координатор'], 'same'),
    ),
    ...at('submitAnswer', ['in_progress'], EXECUTOR, ['answer_agreement']),
    ...at('withdrawDraft', ['answer_agreement', 'answer_approval'], EXECUTOR, ['in_progress']),
    ...at('editDraft', ['answer_agreement'], ['согласующий'], 'same'),
    ...at('editDraft', ['answer_approval'], ['утверждающий'], 'same'),
    ...at('agreeAnswer', ['answer_agreement'], ['согласующий'], ['answer_approval']),
    ...at('markEntered', ['answer_approval'], ['координатор', ...EXECUTOR], 'same'),
    ...at('rejectAnswer', ['answer_agreement'], ['согласующий'], ['in_progress']),
    ...at('rejectAnswer', ['answer_approval'], ['утверждающий'], ['in_progress']),
    ...at('passAgreement', ['answer_agreement', 'redirect_agreement'], ['согласующий'], 'same'),
    ...at('passApproval', ['answer_approval', 'redirect_approval'], ['утверждающий'], 'same'),
    ...at('approveAnswer', ['answer_approval'], ['утверждающий'], ['answered', 'postponed']),
    ...at('confirmSent', ['delivery'], ['координатор', 'время, само'], ['answered', 'postponed', 'redirected']),
    ...at(
      'returnForReexamination',
      ['answer_agreement', 'answer_approval', 'delivery', 'postponed'],
      ['координатор', 'куратор'],
      ['assigned'],
    ),
    // Without an executor (an organization answered, or they have left) it is distributed anew.
    ...at('returnForReexamination', ['answered'], ['координатор', 'куратор'], ['assigned', 'coordination']),
    ...at('resume', ['postponed'], EXECUTOR, ['in_progress']),
    // Whose executor has left, that is distributed anew.
    ...at('resume', ['postponed'], ['время, само'], ['in_progress', 'coordination']),
    ...at('close', NOT_FINAL, ['координатор'], ['closed']),
    ...at('reopen', ['closed'], ['координатор'], NOT_FINAL),
    // A question of a direct line that was made an appeal by a slip of a thumb.
    ...at('returnToLine', ['coordination'], ['ОГ'], ['closed']),
    ...at('correctDetails', STAGES, ['координатор'], 'same'),
    ...at('addApplicantPhotos', STAGES, ['координатор'], 'same'),
    // What ПОС' registry says and the bot does not.
    ...at('assignAsThere', ['coordination', 'assigned', 'in_progress'], ['координатор'], ['assigned', 'in_progress']),
    ...at(
      'answeredThere',
      NOT_FINAL.filter((stage) => stage !== 'with_organization' && stage !== 'delivery'),
      ['координатор'],
      ['answered'],
    ),
    ...at('takeTermThere', NOT_FINAL, ['координатор'], 'same'),
    ...at('takeFastTrack', NOT_FINAL, ['координатор'], 'same'),
    ...at('keepDifference', STAGES, ['координатор'], 'same'),
    ...at(
      'redirectedThere',
      NOT_FINAL.filter((stage) => stage !== 'delivery'),
      ['координатор'],
      ['redirected'],
    ),
    ...at(
      'closedThere',
      NOT_FINAL.filter((stage) => stage !== 'delivery'),
      ['координатор'],
      ['closed'],
    ),
    ...at('takePostponementThere', NOT_FINAL, ['координатор'], 'same'),
    ...at('takeExtensionThere', NOT_FINAL, ['координатор'], 'same'),
    ...at(
      'takeDetailsThere',
      NOT_FINAL.filter((stage) => stage !== 'with_organization' && stage !== 'delivery'),
      ['координатор'],
      'same',
    ),
    ...at('takeAnswerThere', ['answered'], ['координатор'], 'same'),
    ...at('restoreBefore', STAGES, ['координатор'], STAGES),
    ...at('complete', NOT_FINAL, ['координатор'], 'same'),
    // What lags behind comes to where the work is.
    ...at('join', ['coordination'], ['координатор'], ['coordination', 'assigned', 'in_progress']),
    ...at('join', ['assigned'], ['координатор'], ['assigned', 'in_progress']),
    ...at('join', ['in_progress'], ['координатор'], 'same'),
    ...at('disjoin', ['coordination', 'assigned', 'in_progress', 'answered'], ['координатор'], 'same'),
    // Where all coordinators hold the appeal there is nobody in particular to replace.
    ...at(
      'replaceParticipant',
      NOT_FINAL.filter((stage) => stage !== 'coordination' && stage !== 'with_organization' && stage !== 'delivery'),
      ['координатор'],
      'same',
    ),
    ...at('extendTerm', NOT_FINAL, AUTHORISED, 'same'),
    ...at('withdrawExtension', NOT_FINAL, AUTHORISED, 'same'),
  ];
  const sorted = (of: Iterable<string>) => [...of].sort().join(', ');

  test.each(STAGES)('at %s exactly what the design says', (stage) => {
    const said = DESIGN.filter(([, from]) => from === stage).flatMap(([action, , who, to]) =>
      who.map((kind) => `${action} by ${kind} → ${sorted(to)}`),
    );
    const done = Object.entries(KINDS_OF_PERSON).flatMap(([kind, presser]) =>
      [...allowed(stage, presser)].map(([action, it]) => `${action} by ${kind} → ${sorted(it.to)}`),
    );
    expect(done.sort()).toEqual(said.sort());
  });

  test.each(STAGES)('at %s what goes along with another is acted on only by way of that one', (stage) => {
    const follows = { id: 1, number: '327441800' };
    const done = Object.values(KINDS_OF_PERSON).flatMap((presser) =>
      variants(stage).flatMap((appeal) => availableActions({ ...appeal, follows }, presser, around)),
    );
    const alone = TRANSITIONS.filter(({ joined }) => joined === 'alone' || joined === 'remembered').map(
      ({ action }) => action,
    );
    expect(done.filter((action) => !alone.includes(action) || action === 'join')).toEqual([]);
  });

  test.each(STAGES)('at %s a drawn button never leads to a refusal that no answer could lift', (stage) => {
    const lost: unknown[] = [];
    for (const presser of Object.values(KINDS_OF_PERSON))
      for (const appeal of variants(stage))
        for (const action of availableActions(appeal, presser, around)) {
          const decision = decide({
            appeal,
            action,
            presser,
            seenVersion: appeal.version,
            submission: submission(),
            circumstances: around,
          });
          if (!decision.ok && decision.ask === null) lost.push([action, decision.refusal, presser]);
        }
    expect(lost).toEqual([]);
  });
});
