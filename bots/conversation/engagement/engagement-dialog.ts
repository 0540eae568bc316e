import {
  NO_CONTENT,
  withFields,
  FIELDS,
  hasField,
  isEmpty,
  LIMITS,
  mayBeEmpty,
  repeatedFields,
  type EngagementField,
} from '../../../src/regulation/engagement/content';
import { type DateField, dateObjection } from '../../../src/regulation/engagement/dates';
import { hasRight } from '../../../src/regulation/rights';
import { keysOf, isKeyOf, isOneOf } from '../../../src/regulation/lists';
import { actOnEngagement, type EngagementOutcome } from '../../../src/usecases/engagement/act-on-engagement';
import { draftOfForm, writeDraft, contentIn } from '../../../src/usecases/engagement/engagement-store';
import { passedIn } from '../../../src/usecases/kit/form-engine';
import { type Screen, button, shorten } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Finished, Step } from '../kit/dialog';
import { drawEngagement, drawEngagements, withTheirs, engagementRefusal, drawAfterAct } from './engagement-screens';
import { type EngagementState, QUESTIONS, type EngagementAsked } from './engagement-questions';
import { escapeHtml, type Words } from '../../../src/i18n';
import {
  type EngagementFacts,
  mayNotHaveId,
  namesApprover,
  type EngagementAnswers,
  type EngagementAsk,
} from '../../../src/regulation/engagement/facts';
import {
  mostPictures,
  renamedIn,
  tooManyOf,
  withPicturesInOrder,
  withRenamed,
} from '../../../src/regulation/engagement/pictures';
import {
  ENGAGEMENT_KINDS,
  type EngagementKind,
  ENGAGEMENT_ACTIONS,
  type EngagementAction,
} from '../../../src/regulation/engagement/vocabulary';
import { readEngagementRules } from '../../../src/usecases/engagement/rules';
import { readEngagement, type EngagementCard } from '../../../src/usecases/engagement/engagements';
import { confirm } from '../kit/choice-question';
import { type Question, textOf } from '../kit/question';
import { noticeLines, shortPreviewLines } from './engagement-words';
import { TableDialog } from '../kit/table-dialog';
import { pictureCame } from './engagement-pictures';
import { isSafeAddress } from '../../../src/regulation/engagement/decide';
import { line, writing } from '../kit/writing-question';
import { readSupervisors, type SupervisorChoice } from '../../../src/usecases/engagement/list';
import { supervisorChoice } from './tasks';

export const DATES: Readonly<Record<DateField, true>> = {
  opensOn: true,
  closesOn: true,
  resultsBy: true,
  heldAt: true,
};

/** The draft as far as it is said; a day that was refused is no day. Null: the form goes on. */
export async function keepDraft(
  talk: Talk,
  turn: Turn,
  formId: number,
  answers: Answers,
  { kind, content }: EngagementState,
): Promise<Finished | null> {
  if (content.title === '') return null;
  const unsaid = keysOf(DATES).filter((field) => !passedIn(answers, []).includes(field));
  const said = withFields(content, NO_CONTENT, unsaid);
  const written = await writeDraft(talk.desk, turn.official, { kind, content: said, formId }, false);
  return written?.isOthers ? goneOn(talk, turn, written.id) : null;
}

/** Everything is said: the form ends with it. */
export async function saveDraft(
  talk: Talk,
  turn: Turn,
  formId: number,
  { kind, content }: EngagementState,
): Promise<Finished> {
  const { plain } = turn.words;
  if (!hasRight(turn.official, 'engage')) return { complaint: plain('engagement:refusal.notYours') };
  const written = await writeDraft(talk.desk, turn.official, { kind, content, formId }, true);
  if (written?.isOthers) return goneOn(talk, turn, written.id);
  const screen = written === null ? await drawEngagements(talk, turn) : await drawEngagement(talk, turn, written.id);
  return { toast: plain('engagement:saved'), screen };
}

/** A colleague has gone on with it: what stands there by now is seen, and nothing is written over. */
async function goneOn(talk: Talk, turn: Turn, id: number): Promise<Finished> {
  const card = await drawEngagement(talk, turn, id);
  return { screen: { ...card, text: `⚠️ ${turn.words.html('engagement:refusal.meanwhile')}\n\n${card.text}` } };
}

/** It goes from the list, and may be brought back; one with which somebody has gone on stays. Null: there is none. */
export async function giveUpDraft(talk: Talk, turn: Turn, formId: number): Promise<Screen | null> {
  const { official, words } = turn;
  const draft = await draftOfForm(talk.desk, formId);
  if (draft === null) return null;
  const { id, version } = draft;
  if (version === 1) {
    const reason = words.plain('engagement:givenUp');
    await actOnEngagement(talk.desk, official, { id, action: 'takeDown', version, answers: { reason } });
  }
  const card = await drawEngagement(talk, turn, id);
  return {
    ...card,
    text: `${words.html(version === 1 ? 'engagement:draftGone' : 'engagement:draftStays')}\n\n${card.text}`,
  };
}

/** Where a button of a form that is over leads; null: nothing was written in it. */
export async function drawDraft(talk: Talk, turn: Turn, formId: number): Promise<Screen | null> {
  const draft = await draftOfForm(talk.desk, formId);
  return draft && drawEngagement(talk, turn, draft.id);
}

/** Of what somebody else has written, and of names. */
const QUOTED = 40;

const kindOf = ({ kind }: Answers): EngagementKind => (isOneOf(ENGAGEMENT_KINDS, kind) ? kind : 'news');
/** What is changed; 0: something new is made. */
const idOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);
/** Which part is changed. */
const fieldsIn = ({ field }: Answers): readonly EngagementField[] => keysOf(NO_CONTENT).filter((one) => one === field);
/** Which version was looked at when the change was begun. */
const seenIn = ({ seen }: Answers): number | undefined => (typeof seen === 'number' ? seen : undefined);
const isNew = (answers: Answers): boolean => idOf(answers) === 0;

/** A draft may lack what is not known yet; its card tells what. */
function mayWait(field: EngagementField, question: Question<EngagementState>): Question<EngagementState> {
  if (field === 'title' || mayBeEmpty(field)) return question;
  return {
    ...question,
    rows: (asked) => [
      ...question.rows(asked),
      ...(isNew(asked.answers) && isEmpty(asked.state.content, field)
        ? [[button(asked.reading.words.plain('engagement:button.later'), asked.move('done', 'later'))]]
        : []),
    ],
    pressed: (asked, move, value) =>
      move === 'done' && value === 'later'
        ? isNew(asked.answers)
          ? { answers: { ...asked.answers, [field]: undefined }, view: {}, passes: true }
          : null
        : question.pressed(asked, move, value),
  };
}

function ask(field: EngagementField, { state: { kind, content }, reading: { words } }: EngagementAsked): string {
  if (field === 'pictures')
    return words.html(content.options.length > 0 ? 'engagement:ask.picturesOfOptions' : 'engagement:ask.pictures', {
      limit: LIMITS.pictures,
      each: LIMITS.picturesOfOption,
    });
  if (field === 'options') return words.html(kind === 'site_vote' ? 'engagement:ask.sites' : 'engagement:ask.projects');
  if (field === 'opensOn' && kind === 'hearings') return words.html('engagement:ask.announcedOn');
  return words.html(`engagement:ask.${field}`);
}

/** Why what was answered does not hold, in plain words. */
function refuse(field: EngagementField, { state: { content, facts }, reading }: EngagementAsked): string | null {
  const { plain } = reading.words;
  if (field === 'pictures') {
    const tooMany = tooManyOf(content);
    if (tooMany === null) return null;
    return tooMany.of === undefined
      ? plain('engagement:pictures.tooManyInAll', { limit: LIMITS.allPictures })
      : plain('engagement:pictures.tooMany', tooManyWords(tooMany.of, reading.words));
  }
  if (field === 'options' && content.options.length === 1) return plain('engagement:complaint.oneOption');
  if (!isKeyOf(DATES, field)) return null;
  const { now, calendar } = reading;
  const objection = dateObjection(field, content, { stage: facts?.stage ?? 'draft', now, calendar });
  return objection === null ? null : plain(`engagement:dates.${objection}`);
}

const tooManyWords = (subject: string | null, { plain }: Pick<Words, 'plain'>) => ({
  name: subject === null ? plain('engagement:pictures.whole') : `«${shorten(subject, QUOTED)}»`,
  limit: mostPictures(subject),
});

/** Its rows are the parts of every kind; a kind is asked its own. */
const steps: readonly Step<EngagementState>[] = [
  ...orderedFields().map((field): Step<EngagementState> => ({
    name: field,
    question: mayWait(field, QUESTIONS[field]),
    ask: (asked) => ask(field, asked),
    when: (answers, { kind }) => hasField(kind, field) && (isNew(answers) || answers.field === field),
    refuse: (asked) => refuse(field, asked),
  })),
  {
    name: 'preview',
    when: isNew,
    ask: ({ state: { kind, content }, reading }) =>
      [...shortPreviewLines(kind, content, reading), '', reading.words.html('engagement:ask.preview')].join('\n'),
    question: confirm('preview', ({ reading }) => reading.words.plain('engagement:button.save')),
  },
];

/** All of them, in an order that is every kind's own: hearings have the most, and name the day of their hour before their end. */
function orderedFields(): readonly EngagementField[] {
  const own = keysOf(NO_CONTENT).filter((field) => !FIELDS.hearings.includes(field));
  return [...FIELDS.hearings.slice(0, 2), ...own, ...FIELDS.hearings.slice(2)];
}

/** Another of the same: all is there but its name and its days. Whether its pictures are those of the former is asked. */
export function copyOf({ kind, content }: Pick<EngagementFacts, 'kind' | 'content'>): Record<string, unknown> {
  const kept = repeatedFields(kind, content);
  const passed = kept.filter((field) => field !== 'pictures');
  return { kind, ...Object.fromEntries(kept.map((field) => [field, content[field]])), passed };
}

/** «Сохранено» only where something is otherwise than before. */
function saidOfChange({ picturesGone: count, isSame }: Changed, { plain }: Words): { toast: string; alert?: true } {
  if (isSame) return { toast: plain('engagement:difference.nothing') };
  if (count === 0) return { toast: plain('engagement:changed') };
  return { toast: plain('engagement:changedWithoutPictures', { count }), alert: true };
}
type Changed = Extract<EngagementOutcome, { kind: 'done' }>;

/** Something new of the ОГ role, part by part, or one part of it anew. */
export function engagementDialog(talk: Talk): TableDialog<EngagementState> {
  const { desk } = talk;

  async function read({ official }: Turn, answers: Answers): Promise<EngagementState> {
    const rules = await readEngagementRules(desk);
    const card = isNew(answers) ? null : await readEngagement(desk, official, idOf(answers));
    if (!card) return { kind: kindOf(answers), content: withPicturesInOrder(contentIn(answers)), facts: null, rules };
    const { facts } = card;
    const said = fieldsIn(answers).filter((field) => answers[field] !== undefined);
    const renamed = withRenamed(facts.content, renamedIn(answers));
    const content = withPicturesInOrder(withFields(renamed, contentIn(answers), said));
    return { kind: facts.kind, content, facts, rules };
  }

  async function change(turn: Turn, formId: number, answers: Answers): Promise<Finished> {
    const id = idOf(answers);
    const outcome = await actOnEngagement(desk, turn.official, {
      ...{ id, action: 'change', version: null, answers: {}, formId },
      change: {
        ...{ content: contentIn(answers), fields: fieldsIn(answers), seen: seenIn(answers) },
        renamed: renamedIn(answers),
      },
    });
    if (outcome.kind === 'refused' && outcome.refusal === 'meanwhile') {
      const [field = 'title'] = fieldsIn(answers);
      const together = await withTheirs(talk, turn, { id, field, seen: seenIn(answers) ?? 0, answers });
      if (together) return together;
    }
    const screen = await drawEngagement(talk, turn, id);
    if (outcome.kind === 'done') return { ...saidOfChange(outcome, turn.words), screen };
    return { toast: engagementRefusal(outcome, null, turn.words), alert: true, screen };
  }

  return new TableDialog<EngagementState>(talk, {
    subject: 'engagement',
    steps,
    read,
    head: ({ state: { kind, content, facts, rules }, reading }) => [
      `<i>${reading.words.html(`engagement:kind.${kind}`)}</i>`,
      ...(content.title === '' ? [] : [`<b>${escapeHtml(content.title)}</b>`]),
      ...noticeLines({ kind, content, stage: facts?.stage ?? 'draft' }, rules, reading),
    ],
    fileInstead: async (turn, asked, { name }, came) =>
      name === 'pictures' ? pictureCame(talk, turn, asked, came) : null,
    kept: async (turn, { id }, { answers, state }) =>
      isNew(answers) ? keepDraft(talk, turn, id, answers, state) : null,
    givenUp: async (turn, { id, answers }) => (isNew(answers) ? giveUpDraft(talk, turn, id) : null),
    afterwards: (turn, formId) => drawDraft(talk, turn, formId),
    finish: (turn, { id }, { answers, state }) =>
      isNew(answers) ? saveDraft(talk, turn, id, state) : change(turn, id, answers),
    cancelled: (turn, answers) =>
      isNew(answers) ? drawEngagements(talk, turn) : drawEngagement(talk, turn, idOf(answers)),
  });
}

const LONGEST = 1_000;

interface State {
  readonly card: EngagementCard | null;
  /** What the act asks of this person now. */
  readonly asks: readonly EngagementAsk[];
  /** To whom it may go. */
  readonly supervisors: readonly SupervisorChoice[];
  /** To whom it may not, though they are one; null: there is nobody such. */
  readonly mayNotHaveId: number | null;
}

const actionOf = ({ action }: Answers): EngagementAction | null =>
  isKeyOf(ENGAGEMENT_ACTIONS, action) ? action : null;
const numberOf = (answers: Answers, name: string): number => {
  const value = answers[name];
  return typeof value === 'number' ? value : 0;
};

/** Results have a dialog of their own. */
type AskedHere = Exclude<EngagementAsk, 'results'>;

const QUESTIONS_OF_ACTS: Readonly<Record<AskedHere, Question<State>>> = {
  address: line({
    key: 'address',
    check: (text, { reading }) =>
      isSafeAddress(text) ? { value: text } : { complaint: reading.words.plain('engagement:refusal.address') },
  }),
  reason: writing({ key: 'reason', limit: LONGEST, inOneMessage: true }),
  summary: writing({ key: 'summary', limit: LONGEST, inOneMessage: true }),
  personId: supervisorChoice,
};

const step = (name: AskedHere): Step<State> => ({
  name,
  question: QUESTIONS_OF_ACTS[name],
  when: (_, { asks }) => asks.includes(name),
  ask: ({ reading }) => reading.words.html(`engagement:askAct.${name}`),
  refuse: ({ answers: { personId }, state, reading: { words } }) =>
    name === 'personId' && personId === state.mayNotHaveId ? words.plain('engagement:complaint.ownWork') : null,
});

/** What one slip of a thumb would undo in ПОС and here is asked once. */
export const ASKED_ONCE: readonly EngagementAction[] = ['unplace'];
const sure: Step<State> = {
  name: 'sure',
  when: (answers) => ASKED_ONCE.some((action) => action === answers.action),
  ask: ({ state: { card }, reading: { words } }) =>
    words.html('engagement:askAct.unplace', { address: card?.facts.placed?.address ?? '' }),
  question: confirm('sure', ({ reading }) => reading.words.plain('form:button.confirm')),
};

/** What an act has to be told, and then the act. */
export function engagementActDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  return new TableDialog<State>(talk, {
    subject: 'engagementAct',
    steps: [step('address'), step('reason'), step('summary'), step('personId'), sure],
    async read({ official }, answers) {
      const action = actionOf(answers);
      const card = await readEngagement(desk, official, numberOf(answers, 'engagementId'));
      const asks = (action === null ? null : card?.acts.get(action)) ?? [];
      const approves = action !== null && card !== null && namesApprover(action, card.facts);
      return {
        ...{ card, asks },
        supervisors: asks.includes('personId') ? await readSupervisors(desk, approves) : [],
        mayNotHaveId: action && card && mayNotHaveId(action, card.facts, official.personId, desk.office.fourEyes),
      };
    },
    head: ({ answers, state: { card }, reading: { words } }) => {
      const action = actionOf(answers);
      return [
        ...(card ? [`<b>${escapeHtml(card.facts.content.title)}</b>`] : []),
        ...(action === null ? [] : [words.html(`engagement:action.${action}`)]),
      ];
    },
    async finish(turn, { id: formId }, { answers, state: { card } }) {
      const id = numberOf(answers, 'engagementId');
      const action = actionOf(answers);
      if (action === null) return { complaint: turn.words.plain('refusal:oldButton') };
      const version = numberOf(answers, 'version');
      const texts: EngagementAnswers = Object.fromEntries(
        (['address', 'reason', 'summary'] as const).flatMap((name) => {
          const text = textOf(answers, name);
          return text === '' ? [] : [[name, text]];
        }),
      );
      const told = { ...texts, ...(answers.personId !== undefined && { personId: numberOf(answers, 'personId') }) };
      const outcome = await actOnEngagement(desk, turn.official, { id, action, version, answers: told, formId });
      talk.wake();
      if (outcome.kind === 'done') return drawAfterAct(talk, turn, id, { action, heardBy: outcome.heardBy });
      const screen = await drawEngagement(talk, turn, id);
      return { toast: engagementRefusal(outcome, card, turn.words), alert: true, screen };
    },
    cancelled: (turn, answers) => drawEngagement(talk, turn, numberOf(answers, 'engagementId')),
  });
}
