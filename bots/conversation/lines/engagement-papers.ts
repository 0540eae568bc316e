import { hasPaper, isPaperDue } from '../../../src/regulation/engagement/papers';
import { mayGiveTasks } from '../../../src/regulation/engagement/tasks';
import { actOnPaper, papersToSign, readPaper, whyNotSent } from '../../../src/usecases/engagement/papers';
import { readEngagement } from '../../../src/usecases/engagement/engagements';
import { actOnTask, readTask, tasksGivenTo } from '../../../src/usecases/engagement/tasks';
import { drawPaper, paperActDialog, paperRefusal } from '../engagement/paper-act-dialog';
import { sendMinutes, sendPaperDialog } from './minutes';
import { ASKED_OF_TASK, drawTask, drawTasks, newTaskDialog, taskActDialog, myTasksScreen } from '../engagement/tasks';
import type { Button } from '../kit/buttons';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { paperFileName, papersToSignScreen } from '../engagement/paper-screens';
import { sendKept } from '../kit/send-files';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** What is made of results: papers that are signed, and tasks that follow. */
export function engagementPapersFeature(talk: Talk): Feature {
  const { desk } = talk;
  const [sending, acting] = [sendPaperDialog(talk), paperActDialog(talk)];
  const [giving, working] = [newTaskDialog(talk), taskActDialog(talk)];
  return {
    dialogs: [sending, acting, giving, working],
    presses: {
      async paperFiles(turn, { engagementId, what }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        if (!hasPaper(card.facts.kind, what)) return refusal(turn.words.plain('refusal:oldButton'));
        return { after: () => sendMinutes(talk, turn, engagementId, what) };
      },
      async sendPaper(turn, { engagementId, what }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        if (!hasPaper(card.facts.kind, what) || !isPaperDue(card.facts.stage))
          return refusal(turn.words.plain('results:paper.refusal.notNow'));
        const heldBack = await whyNotSent(desk, engagementId, what);
        return heldBack === null
          ? sending.beginHere(turn, { engagementId, what, passed: [] })
          : refusal(turn.words.plain(`results:paper.refusal.${heldBack}`));
      },
      async papersToSign(turn) {
        const ids = await papersToSign(desk, turn.official);
        const cards = await Promise.all(ids.map((id) => readPaper(desk, turn.official, id)));
        return {
          screen: papersToSignScreen(
            cards.filter((card) => card !== null),
            turn.words,
          ),
        };
      },
      engagementPaper: async (turn, { paperId }) => ({ screen: await drawPaper(talk, turn, paperId) }),
      paperFile: (turn, pressed) => sendPart(talk, turn, pressed),
      async paperAct(turn, { paperId, version, act }) {
        const card = await readPaper(desk, turn.official, paperId);
        if (act !== 'withdraw' && card?.version === version && card.acts.includes(act))
          return acting.beginHere(turn, { paperId, version, act, passed: [] });
        const done = await actOnPaper(desk, turn.official, { id: paperId, version, act }, {}, talk);
        talk.wake();
        const screen = await drawPaper(talk, turn, paperId);
        return done.ok
          ? { toast: turn.words.plain(`results:paper.did.${act}`), screen }
          : { ...refusal(paperRefusal(done, turn.words)), screen };
      },
      ...taskPresses(talk, giving, working),
    },
  };
}

type Dialog = ReturnType<typeof newTaskDialog>;

const taskPresses = (talk: Talk, giving: Dialog, working: Dialog): NonNullable<Feature['presses']> => ({
  engagementTasks: async (turn, { engagementId, page }) => ({
    screen: await drawTasks(talk, turn, engagementId, page),
  }),
  async newTask(turn, { engagementId }) {
    const card = await readEngagement(talk.desk, turn.official, engagementId);
    return card && mayGiveTasks(card.facts.stage)
      ? giving.beginHere(turn, { engagementId, passed: [] })
      : refusal(turn.words.plain('results:task.refusal.notNow'));
  },
  myTasks: async (turn, { page }) => ({
    screen: myTasksScreen(await tasksGivenTo(talk.desk, turn.official), page, turn.reading),
  }),
  engagementTask: async (turn, { taskId }) => ({ screen: await drawTask(talk, turn, taskId) }),
  async taskAct(turn, { taskId, version, act }) {
    const task = await readTask(talk.desk, turn.official, taskId);
    if (ASKED_OF_TASK[act] !== undefined && task?.version === version && task.acts.includes(act))
      return working.beginHere(turn, { taskId, version, act, passed: [] });
    const refused = await actOnTask(talk.desk, turn.official, { id: taskId, version, act });
    talk.wake();
    const screen = await drawTask(talk, turn, taskId);
    return refused === null
      ? { toast: turn.words.plain(`results:task.did.${act}`), screen }
      : { ...refusal(turn.words.plain(`results:task.refusal.${refused}`)), screen };
  },
});

/** The very bytes that were sent to be signed, in all their parts, or the signature that was put under the first. */
async function sendPart(talk: Talk, turn: Turn, { paperId, part: asked }: Button<'paperFile'>): Promise<Reply> {
  const card = await readPaper(talk.desk, turn.official, paperId);
  const sums = asked === 'paper' ? card?.sums : card?.signatureSha256 && [card.signatureSha256];
  if (!card || !sums) return refusal(turn.words.plain('results:paper.refusal.gone'));
  const { engagementId, what } = card;
  const { length: parts } = card.sums;
  const files = sums.map((sha256, index) => {
    const of = { id: `${engagementId}-${paperId}`, form: 'pdf' as const, part: index + 1, parts };
    const name = paperFileName(what, of, turn.words);
    return { fileName: asked === 'paper' ? name : `${name}.sig`, sha256 };
  });
  return {
    after: async () => {
      for (const file of files) await sendKept(talk, turn.chatId, file);
    },
  };
}
