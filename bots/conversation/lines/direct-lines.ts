import { actOnQuestion, type QuestionRefusal } from '../../../src/usecases/lines/act-on-question';
import { alikeTo } from '../../../src/usecases/lines/act-on-questions';
import { passDuties } from '../../../src/usecases/lines/duties';
import { readDirectLine, readQuestion } from '../../../src/usecases/lines/questions';
import { tieGroup, untieGroup, type TieResult } from '../../../src/usecases/lines/question-groups';
import { drawBeforeTying, drawLineGroups, groupNow, groupOfLine, lookAtLineGroups } from './group-screens';
import { drawLine, drawMyQuestions, drawQuestion, placeIn, drawUnheld, touchWords } from './line-screens';
import { ASKED, lineActDialog, lineQuestionDialog } from './act-dialog';
import { lineFileDialog } from './paper';
import { lineManyDialog } from './many-dialog';
import { sendMinutes } from './minutes';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** Questions of direct lines (§2): gathered, moderated, given, answered, turned into appeals, and their protocol. */
export function directLinesFeature(talk: Talk): Feature {
  const { desk } = talk;
  const [adding, loading, acting] = [lineQuestionDialog(talk), lineFileDialog(talk), lineActDialog(talk)];
  const choosing = lineManyDialog(talk);
  return {
    dialogs: [adding, loading, acting, choosing],
    presses: {
      lineQuestions: async (turn, { engagementId, of, page }) => ({
        screen: await drawLine(talk, turn, engagementId, of, page),
      }),
      addLineQuestion: (turn, { engagementId }) => adding.beginHere(turn, { engagementId }),
      lineFile: (turn, { engagementId }) => loading.beginHere(turn, { engagementId }),
      lineProtocol: async (turn, { engagementId }) =>
        (await readDirectLine(desk, turn.official, engagementId, null)) === null
          ? refusal(turn.words.plain('line:refusal.notYours'))
          : { after: () => sendMinutes(talk, turn, engagementId, 'protocol') },
      myLineQuestions: async (turn, { page }) => ({ screen: await drawMyQuestions(talk, turn, page) }),
      lineQuestion: async (turn, { questionId, ...of }) => ({
        screen: await drawQuestion(talk, turn, questionId, placeIn(of)),
      }),
      chooseLineQuestions: (turn, { engagementId, of, page }) =>
        choosing.beginHere(turn, { engagementId, of, page, passed: [] }),
      chooseMyLineQuestions: (turn, { engagementId, page }) =>
        choosing.beginHere(turn, { engagementId, of: 'mine', page, passed: [] }),
      async alikeLineQuestions(turn, { questionId, of, page }) {
        const card = await readQuestion(desk, turn.official, questionId);
        if (!card?.isOfficial) return refusal(turn.words.plain('line:refusal.gone'));
        const ticked = [card, ...(await alikeTo(desk, card.lineId, [card]))];
        return choosing.beginHere(turn, {
          ...{ engagementId: card.lineId, of: of === 'mine' ? 'all' : (of ?? 'all'), page: page ?? 0, passed: [] },
          ...{ questionId, ticked: ticked.map(({ id, version }) => [id, version]) },
        });
      },
      async lineAct(turn, { questionId, version, act, number = 0, ...of }) {
        const card = await readQuestion(desk, turn.official, questionId);
        const isAsked = number === 0 && ASKED[act] !== undefined;
        if (isAsked && card?.version === version && card.acts.includes(act))
          return acting.beginHere(turn, { questionId, version, act, place: placeIn(of), passed: [] });
        const done = await actOnQuestion(desk, turn.official, { id: questionId, version, act }, { number });
        talk.wake();
        const screen = await drawQuestion(talk, turn, questionId, placeIn(of));
        if (done.ok) return { toast: turn.words.plain(`line:did.${act}`), screen };
        return { ...refusal(await refusalWords(talk, turn, questionId, done.refusal)), screen };
      },
      ...groupPresses(talk),
      ...unheldPresses(talk),
    },
  };
}

/** Why not; of an appeal on which somebody has acted, who has done what. */
async function refusalWords({ desk }: Talk, turn: Turn, id: number, why: QuestionRefusal): Promise<string> {
  const said = turn.words.plain(`line:refusal.${why}`);
  const touch = why === 'touched' ? (await readQuestion(desk, turn.official, id))?.appeal?.touch : null;
  return touch ? `${said} ${touchWords(touch, turn.words)}` : said;
}

type GroupPress = 'lineGroups' | 'lineGroup' | 'tieGroup' | 'untieGroup';

/** Groups of citizens: the messenger says whether the bot hears them, and they are told what is done with their words. */
function groupPresses(talk: Talk): Pick<NonNullable<Feature['presses']>, GroupPress> {
  const { desk, wake } = talk;
  async function told(turn: Turn, lineId: number, { result, did }: { result: TieResult; did: string }): Promise<Reply> {
    wake();
    const word = result.ok ? { toast: did } : refusal(turn.words.plain(`line:group.refusal.${result.refusal}`));
    return { ...word, screen: await drawLineGroups(talk, turn, lineId) };
  }
  return {
    lineGroups: async (turn, { engagementId, page }) => ({
      screen: await lookAtLineGroups(talk, turn, engagementId, page),
    }),
    lineGroup: async (turn, { engagementId, groupId }) => ({
      screen: await drawBeforeTying(talk, turn, engagementId, groupId),
    }),
    async tieGroup(turn, { engagementId, groupId }) {
      const { plain } = turn.words;
      const group = await groupOfLine(talk, turn, engagementId, groupId);
      if (!group) return told(turn, engagementId, { result: { ok: false, refusal: 'gone' }, did: '' });
      const there = await groupNow(talk, group);
      if (there === null) return refusal(plain('line:group.refusal.notThere'));
      // Citizens are told to ask there only where it is known that they are heard.
      if (there === 'unknown' || there.isHeard === null) return refusal(plain('line:group.refusal.unknown'));
      if (!there.isHeard) return refusal(plain('line:group.refusal.deaf'));
      const result = await tieGroup(desk, turn.official, engagementId, groupId, there.title);
      return told(turn, engagementId, { result, did: plain('line:group.started') });
    },
    async untieGroup(turn, { engagementId, groupId }) {
      const result = await untieGroup(desk, turn.official, engagementId, groupId);
      return told(turn, engagementId, { result, did: turn.words.plain('line:group.stopped') });
    },
  };
}

/** What stands with nobody goes to another. */
const unheldPresses = (talk: Talk): Pick<NonNullable<Feature['presses']>, 'unheldDuties' | 'passDuties'> => ({
  unheldDuties: async (turn, { personId, page }) => ({ screen: await drawUnheld(talk, turn, personId, page) }),
  async passDuties(turn, { personId, toId }) {
    const passed = await passDuties(talk.desk, turn.official, personId, toId);
    talk.wake();
    const screen = await drawUnheld(talk, turn, personId, 0);
    return typeof passed === 'string'
      ? { ...refusal(turn.words.plain(`engagement:duty.refusal.${passed}`)), screen }
      : { toast: turn.words.plain('engagement:duty.passed', { count: passed.questions + passed.tasks }), screen };
  },
});
