import { escapeHtml, type Words } from '../../../../src/i18n';
import {
  FIELDS,
  hasField,
  isEmpty,
  LIMITS,
  mayBeEmpty,
  NO_CONTENT,
  repeatedFields,
  withFields,
  type EngagementField,
} from '../../../../src/regulation/engagement/content';
import type { EngagementFacts } from '../../../../src/regulation/engagement/facts';
import { dateObjection } from '../../../../src/regulation/engagement/dates';
import {
  mostPictures,
  renamedIn,
  tooManyOf,
  withPicturesInOrder,
  withRenamed,
} from '../../../../src/regulation/engagement/pictures';
import { ENGAGEMENT_KINDS, type EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import { isKeyOf, isOneOf, keysOf } from '../../../../src/regulation/lists';
import { actOnEngagement, type EngagementOutcome } from '../../../../src/usecases/engagement/act-on-engagement';
import { contentIn } from '../../../../src/usecases/engagement/engagement-store';
import { readEngagementRules } from '../../../../src/usecases/engagement/rules';
import { readEngagement } from '../../../../src/usecases/engagement/engagements';
import { confirm } from '../../questions/choice';
import type { Question } from '../../questions/question';
import { button, shorten } from '../../screen';
import { noticeLines } from '../../screens/engagement/engagement-words';
import { shortPreviewLines } from '../../screens/engagement/preview-lines';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Finished, Step } from '../dialog';
import { TableDialog } from '../table-dialog';
import { withTheirs } from './changed-together';
import { DATES, drawDraft, giveUpDraft, keepDraft, saveDraft } from './draft-of-form';
import { drawEngagement, drawEngagements, engagementRefusal } from './draw-engagement';
import { pictureCame } from './engagement-pictures';
import { QUESTIONS, type EngagementAsked, type EngagementState } from './engagement-questions';

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
