import {
  mayNotHaveId,
  namesApprover,
  type EngagementAnswers,
  type EngagementAsk,
} from '../../../../src/regulation/engagement/facts';
import { isSafeAddress } from '../../../../src/regulation/engagement/decide';
import { ENGAGEMENT_ACTIONS, type EngagementAction } from '../../../../src/regulation/engagement/vocabulary';
import { isKeyOf } from '../../../../src/regulation/lists';
import { actOnEngagement } from '../../../../src/usecases/engagement/act-on-engagement';
import { readEngagement, type EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { confirm } from '../../questions/choice';
import { textOf, type Question } from '../../questions/question';
import { line, writing } from '../../questions/writing';
import { escapeHtml } from '../../../../src/i18n';
import { readSupervisors, type SupervisorChoice } from '../../../../src/usecases/engagement/list';
import type { Talk } from '../../talk';
import type { Answers, Step } from '../dialog';
import { TableDialog } from '../table-dialog';
import { drawAfterAct, drawEngagement, engagementRefusal } from './draw-engagement';
import { supervisorChoice } from './person-choices';

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

const QUESTIONS: Readonly<Record<AskedHere, Question<State>>> = {
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
  question: QUESTIONS[name],
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
