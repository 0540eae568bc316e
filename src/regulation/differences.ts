import { FAST_TRACK_DAYS } from './deadlines';
import { keysOf } from './lists';
import { FINAL_STAGES, STAGES, isFinal, type Action, type Difference, type Stage } from './vocabulary';

// How ПОС' registry and the bot may differ, and what mends it. The reading compares rows by the thousand in the database, with what
// stands here as data.

/**
 * Words of ПОС about where an appeal stands, the first that fit; anything else says nothing. Small letters, «е» for «ё»; in what
 * regular expressions of JavaScript and of PostgreSQL have in common.
 */
export const WORDS_THERE = {
  redirect: 'перенаправ|передан',
  postponed: 'отлож|промежут',
  approval: 'утвержд|подпис',
  agreement: 'соглас',
  coordination: 'координац|(^|\\s)нов|поступ|зарегистр|не ?назнач|не ?распред',
  work: 'назнач|работ|исполн|рассм|принят',
} as const;
export type PlaceThere = keyof typeof WORDS_THERE;
export const PLACES_THERE = keysOf(WORDS_THERE);
/** Of stage and status together: it is in work there, and not only distributed. */
export const WORDS_AT_WORK = 'в работе|исполнени';

/** Where an appeal may be here while ПОС says so: an agreed draft is entered there only then, an approved one is on its way. */
export const AGREEING: Readonly<Record<PlaceThere, readonly Stage[]>> = {
  coordination: ['coordination'],
  work: STAGES.filter((stage) => stage !== 'coordination' && !isFinal(stage)),
  agreement: ['answer_agreement', 'answer_approval', 'redirect_agreement', 'redirect_approval', 'delivery'],
  approval: ['answer_approval', 'redirect_approval', 'delivery'],
  postponed: ['postponed', 'answer_approval', 'delivery'],
  redirect: ['redirect_agreement', 'redirect_approval', 'with_organization', 'delivery', 'redirected'],
};

/** The status is nearer than the stage that it belongs to. */
export const placeThere = (stage: string | null, status: string | null): PlaceThere | null =>
  placeIn(status) ?? placeIn(stage);
const placeIn = (words: string | null): PlaceThere | null =>
  words === null
    ? null
    : (PLACES_THERE.find((place) => new RegExp(WORDS_THERE[place]).test(words.toLowerCase().replaceAll('ё', 'е'))) ??
      null);

/** By which act of the table each remedy is done. */
export const ACT_OF = {
  assign: 'assignAsThere',
  answered: 'answeredThere',
  redirected: 'redirectedThere',
  closed: 'closedThere',
  postponement: 'takePostponementThere',
  extension: 'takeExtensionThere',
  term: 'takeTermThere',
  fastTrack: 'takeFastTrack',
  details: 'takeDetailsThere',
  answer: 'takeAnswerThere',
  keep: 'keepDifference',
} as const satisfies Record<string, Action>;
export type Remedy = keyof typeof ACT_OF;
export const REMEDIES = keysOf(ACT_OF);

/** What mends a difference: by what ПОС says, or by an act of the card; `at`: only there, of all stages that the act is from. */
export type Mending =
  | { readonly what: 'assign' }
  | { readonly what: Exclude<Remedy, 'assign' | 'fastTrack'> }
  | { readonly what: 'fastTrack'; readonly days: number }
  | { readonly what: 'act'; readonly action: Action; readonly at?: readonly Stage[] };

export interface DifferenceRule {
  /** Where the appeal may be here. */
  readonly stages: readonly Stage[];
  /** What would mend it, the likeliest first; the table of acts says which of it is allowed. «Оставить как есть» is of every kind. */
  readonly mendings: readonly Mending[];
  /** It may be another's work by which it differs: then it is mended there, or after this one is by itself again. */
  readonly mayFollow?: true;
}

const OPEN_STAGES = STAGES.filter((stage) => !isFinal(stage));
const act = (action: Action, at?: readonly Stage[]): Mending => ({ what: 'act', action, ...(at && { at }) });
const KEEP: Mending = { what: 'keep' };

export const DIFFERENCE_RULES = {
  finished: {
    stages: OPEN_STAGES,
    mendings: [act('confirmSent'), act('organizationAnsweredApplicant'), { what: 'answered' }, KEEP],
  },
  redirected: {
    stages: OPEN_STAGES,
    mendings: [act('confirmSent'), { what: 'redirected' }, KEEP],
  },
  closed: { stages: OPEN_STAGES, mendings: [{ what: 'closed' }, act('close'), KEEP] },
  unfinished: { stages: FINAL_STAGES, mendings: [act('reopen'), act('returnForReexamination'), KEEP], mayFollow: true },
  assigned: { stages: ['coordination'], mendings: [{ what: 'assign' }, KEEP], mayFollow: true },
  executor: { stages: OPEN_STAGES, mendings: [{ what: 'assign' }, KEEP], mayFollow: true },
  stage: { stages: OPEN_STAGES, mendings: [act('assign', ['coordination']), KEEP], mayFollow: true },
  body: {
    // Where it goes is not decided yet, or not known in ПОС yet.
    stages: ['coordination', 'assigned', 'in_progress', 'with_organization', 'answer_agreement', 'answer_approval'],
    mendings: [act('passToSubordinate'), act('redirect'), act('withdraw'), KEEP],
    mayFollow: true,
  },
  postponement: { stages: OPEN_STAGES, mendings: [{ what: 'postponement' }, KEEP] },
  extension: { stages: OPEN_STAGES, mendings: [{ what: 'extension' }, { what: 'term' }, KEEP] },
  term: { stages: OPEN_STAGES, mendings: [{ what: 'term' }, KEEP] },
  fastTrack: {
    stages: OPEN_STAGES,
    mendings: [...FAST_TRACK_DAYS.map((days): Mending => ({ what: 'fastTrack', days })), KEEP],
  },
  law59: { stages: OPEN_STAGES, mendings: [{ what: 'details' }, KEEP] },
  category: { stages: OPEN_STAGES, mendings: [{ what: 'details' }, KEEP] },
  registered: { stages: OPEN_STAGES, mendings: [{ what: 'details' }, KEEP] },
  answer: { stages: FINAL_STAGES, mendings: [{ what: 'answer' }, KEEP] },
  repeat: {
    // Of answers only (§2, «возвращает на повторное рассмотрение»).
    stages: ['answer_agreement', 'answer_approval', 'delivery', 'postponed', 'answered'],
    mendings: [act('returnForReexamination'), KEEP],
    mayFollow: true,
  },
  missing: { stages: OPEN_STAGES, mendings: [act('close'), KEEP] },
} as const satisfies Record<Difference, DifferenceRule>;

/** By what all of a kind can be mended at once, the likeliest first. Of how many days a fast track is, people say of each. */
export const remediesForMany = (kind: Difference): readonly Remedy[] =>
  DIFFERENCE_RULES[kind].mendings.flatMap(({ what }) => (what === 'act' || what === 'fastTrack' ? [] : [what]));
