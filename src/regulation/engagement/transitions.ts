import { STANDS_IN, type EngagementFacts, type EngagementAsk, type EngagementMoment } from './facts';
import {
  begun,
  changedSince,
  endsAhead,
  fourEyes,
  hasBegun,
  isOver,
  mayApprove,
  misplacedJustNow,
  notAgreed,
  notOver,
  notPlaced,
  over,
  placed,
  whole,
  type EngagementGuard,
} from './guards';
import { RESULTS_OF } from './results';
import {
  ENGAGEMENT_KINDS,
  type EngagementAction,
  type EngagementCapacity,
  type EngagementKind,
  type EngagementStage,
} from './vocabulary';

/** Tells apart the rows of one act that lead to different stages. */
export const ENGAGEMENT_CASES = {
  throughAgreement: ({ isAgreed }) => isAgreed,
  straightToPlacing: ({ isAgreed }) => !isAgreed,
  ahead: (facts, moment) => !hasBegun(facts, moment),
  open: (facts, moment) => hasBegun(facts, moment) && !isOver(facts, moment),
  past: isOver,
} as const satisfies Record<string, (facts: EngagementFacts, moment: EngagementMoment) => boolean>;

/** A row: who may do what to which kinds, where, and what follows. */
export interface EngagementTransition {
  readonly action: EngagementAction;
  /** Of the decree; the journal repeats it. П1/2 is Приложение № 1, пункт 2. */
  readonly clause: string;
  readonly kinds: readonly EngagementKind[];
  readonly from: readonly EngagementStage[];
  readonly by: EngagementCapacity;
  /** `before`: where it stood before it was removed. */
  readonly to: EngagementStage | 'same' | 'before';
  readonly guards: readonly EngagementGuard[];
  readonly when?: keyof typeof ENGAGEMENT_CASES;
  readonly asks: readonly EngagementAsk[];
}

type Row = Pick<EngagementTransition, 'from' | 'to'> & Partial<EngagementTransition>;

const ALL = ENGAGEMENT_KINDS;
/** News is there or not: it neither runs nor has results. */
const NEWS = ['news'] as const;
const RUNNING = ALL.filter((kind) => kind !== 'news');
/** Its results are told, and are not what it has gathered itself. */
const COUNTED = ALL.filter((kind) => RESULTS_OF[kind] !== null);
/** Before the end, wherever it stands. */
const OPEN = ['draft', 'agreement', 'approval', 'placing', 'running', 'summing_up'] as const;

/** On which making one stands, too. */
export const OFFICIAL = 'П1/2 ОГ';
const AGREEING = 'П1/2 Согласующее лицо';
const APPROVING = 'П1/2 Утверждающее лицо';

const rows = (action: EngagementAction, by: EngagementCapacity, clause: string, ...of: readonly Row[]) =>
  of.map((row): EngagementTransition => ({ kinds: ALL, guards: [], asks: [], ...row, action, by, clause }));

/** THE table of what the ОГ role makes, and beside each row the sentence of the decree that allows it. */
// prettier-ignore
export const ENGAGEMENT_TRANSITIONS: readonly EngagementTransition[] = [
  // ОГ: «создание и изменение опросов, обсуждений, прямых линий, ОО/ПС, рейтингований …, голосований … и новостей»
  ...rows('change', 'official', OFFICIAL,
    { from: ['draft'], to: 'same' },
    { from: ['placing'], to: 'same', guards: [notAgreed] },
    { from: ['running', 'summing_up'], to: 'same', kinds: RUNNING },
    { from: ['finished'], to: 'same', kinds: NEWS }),
  ...rows('change', 'agreeing', AGREEING, { from: ['agreement'], to: 'same', guards: [fourEyes] }),
  ...rows('change', 'approving', APPROVING, { from: ['approval'], to: 'same', guards: [fourEyes] }),

  // Agreement and approval are a setting: the decree orders them of answers, and of these neither forbids nor orders them.
  ...rows('handOver', 'official', OFFICIAL,
    { from: ['draft'], to: 'placing', when: 'straightToPlacing', guards: [whole, endsAhead] },
    { from: ['draft'], to: 'agreement', when: 'throughAgreement', guards: [whole, endsAhead], asks: ['personId'] }),
  ...rows('agreeContent', 'agreeing', AGREEING,
    { from: ['agreement'], to: 'approval', guards: [fourEyes, whole, endsAhead], asks: ['personId'] }),
  ...rows('approveContent', 'approving', APPROVING,
    { from: ['approval'], to: 'placing', guards: [mayApprove, fourEyes, whole, endsAhead] }),
  ...rows('rejectContent', 'agreeing', AGREEING, { from: ['agreement'], to: 'draft', asks: ['reason'] }),
  ...rows('rejectContent', 'approving', APPROVING, { from: ['approval'], to: 'draft', asks: ['reason'] }),
  ...rows('passContent', 'agreeing', AGREEING, { from: ['agreement'], to: 'same', asks: ['personId'] }),
  ...rows('passContent', 'approving', APPROVING, { from: ['approval'], to: 'same', asks: ['personId'] }),
  ...rows('takeBack', 'official', OFFICIAL,
    { from: ['agreement', 'approval'], to: 'draft' },
    { from: ['placing'], to: 'draft', guards: [notPlaced] }),

  // The thing itself lives in ПОС: here it is carried there by hand, and its word is the official's.
  ...rows('placeThere', 'official', OFFICIAL,
    { from: ['placing'], to: 'finished', kinds: NEWS, guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'same', kinds: RUNNING, when: 'ahead', guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'running', kinds: RUNNING, when: 'open', guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'summing_up', kinds: RUNNING, when: 'past', guards: [notPlaced], asks: ['address'] }),
  ...rows('unplace', 'official', OFFICIAL,
    { from: ['placing', 'running'], to: 'placing', kinds: RUNNING, guards: [placed] },
    { from: ['finished'], to: 'placing', kinds: NEWS, guards: [placed] }),
  ...rows('stillPlaced', 'official', OFFICIAL,
    { from: ['placing'], to: 'finished', kinds: NEWS, guards: [notPlaced, misplacedJustNow] },
    { from: ['placing'], to: 'same', kinds: RUNNING, when: 'ahead', guards: [notPlaced, misplacedJustNow] },
    { from: ['placing'], to: 'running', kinds: RUNNING, when: 'open', guards: [notPlaced, misplacedJustNow] },
    { from: ['placing'], to: 'summing_up', kinds: RUNNING, when: 'past', guards: [notPlaced, misplacedJustNow] }),
  ...rows('placeChange', 'official', OFFICIAL,
    { from: STANDS_IN, to: 'same', guards: [changedSince] }),

  // What the gateway has done in ПОС is so, whatever was pressed while it was under way.
  ...rows('placeThere', 'clock', OFFICIAL,
    { from: ['placing', 'draft', 'agreement', 'approval'], to: 'finished', kinds: NEWS, guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'same', kinds: RUNNING, when: 'ahead', guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'running', kinds: RUNNING, when: 'open', guards: [notPlaced], asks: ['address'] },
    { from: ['placing'], to: 'summing_up', kinds: RUNNING, when: 'past', guards: [notPlaced], asks: ['address'] },
    { from: ['draft', 'agreement', 'approval'], to: 'same', kinds: RUNNING, guards: [notPlaced], asks: ['address'] },
    { from: ['removed'], to: 'same', guards: [notPlaced], asks: ['address'] }),
  ...rows('placeChange', 'clock', OFFICIAL, { from: [...STANDS_IN, 'removed'], to: 'same', guards: [placed] }),
  ...rows('takenDownThere', 'clock', OFFICIAL,
    { from: ['removed', 'summing_up', 'finished', 'draft', 'agreement', 'approval'], to: 'same', guards: [placed] },
    { from: ['placing', 'running'], to: 'placing', guards: [placed] }),

  ...rows('begin', 'clock', OFFICIAL,
    { from: ['placing'], to: 'running', kinds: RUNNING, guards: [placed, begun, notOver] }),
  ...rows('end', 'clock', OFFICIAL,
    { from: ['placing', 'running'], to: 'summing_up', kinds: RUNNING, guards: [placed, over] }),
  // Counted in ПОС; while it runs, whoever tells what is counted so far hears that it is not over.
  ...rows('tellResults', 'official', OFFICIAL,
    { from: ['running', 'summing_up'], to: 'same', kinds: COUNTED, guards: [over], asks: ['results'] }),
  ...rows('sumUp', 'official', OFFICIAL, { from: ['summing_up'], to: 'finished', kinds: RUNNING, asks: ['summary'] }),
  ...rows('reopenResults', 'official', OFFICIAL, { from: ['finished'], to: 'summing_up', kinds: RUNNING }),

  ...rows('takeDown', 'official', OFFICIAL,
    { from: OPEN, to: 'removed', asks: ['reason'] },
    { from: ['finished'], to: 'removed', kinds: NEWS, asks: ['reason'] }),
  ...rows('takenDownThere', 'official', OFFICIAL, { from: ['removed'], to: 'same', guards: [placed] }),
  ...rows('bringBack', 'official', OFFICIAL, { from: ['removed'], to: 'before' }),
];
