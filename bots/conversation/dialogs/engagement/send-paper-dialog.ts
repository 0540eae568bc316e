import { escapeHtml } from '../../../../src/i18n';
import { AppError } from '../../../../src/errors';
import { isOwnPaper, PAPER_KINDS, type EngagementPaperKind } from '../../../../src/regulation/engagement/papers';
import { isOneOf } from '../../../../src/regulation/lists';
import { readEngagement, type EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { readPaper, sendPaper, type PaperToSign } from '../../../../src/usecases/engagement/papers';
import { readSupervisors, type SupervisorChoice } from '../../../../src/usecases/engagement/list';
import { keepBytes } from '../../../../src/usecases/kit/files';
import { patiently } from '../../patience';
import { paperScreen } from '../../screens/engagement/paper-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Finished } from '../dialog';
import { TableDialog } from '../table-dialog';
import { drawMinutes, type PaperToDraw } from './draw-minutes';
import { drawResults } from './draw-results';
import { supervisorChoice } from './person-choices';

interface State {
  readonly card: EngagementCard | null;
  readonly what: EngagementPaperKind;
  readonly supervisors: readonly SupervisorChoice[];
  /** Whoever sends it. */
  readonly senderId: number;
}

const idOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);
const whatOf = ({ what }: Answers): EngagementPaperKind => (isOneOf(PAPER_KINDS, what) ? what : 'protocol');
const signerOf = ({ personId }: Answers): number => (typeof personId === 'number' ? personId : 0);

/** Its files one after another. The first is signed, and names the sums of the others: these are drawn before it. Null: it is gone. */
async function keepPaper(
  { files, papers }: Talk,
  { parts, draw }: PaperToDraw,
): Promise<Pick<PaperToSign, 'sha256' | 'rest'> | null> {
  const sums: string[] = [];
  for (let part = parts; part >= 1; part -= 1) {
    const minutes = await draw(part, sums);
    if (minutes === null) return null;
    sums.unshift(await keepBytes(files, await papers.writeMinutes(minutes, 'pdf')));
  }
  const [sha256 = '', ...rest] = sums;
  return { sha256, rest };
}

/** To whom a paper goes to be signed: it is drawn with their name, kept, and they hear of it. */
export function sendPaperDialog(talk: Talk): TableDialog<State> {
  const { desk, voice } = talk;

  async function finish(turn: Turn, formId: number, answers: Answers): Promise<Finished> {
    const { plain } = turn.words;
    const [engagementId, what, signerId] = [idOf(answers), whatOf(answers), signerOf(answers)];
    const paper = await drawMinutes(talk, turn, engagementId, what, signerId);
    if (paper === null) return { complaint: plain('engagement:refusal.gone') };
    if (!paper.hasHead) return { complaint: plain('results:paper.noLetterhead') };
    const kept = await keepPaper(talk, paper);
    if (kept === null) return { complaint: plain('engagement:refusal.gone') };
    const issuedAt = turn.reading.now;
    const sent = await sendPaper(desk, turn.official, { engagementId, what, signerId, ...kept, issuedAt, formId });
    if (typeof sent === 'string') return { complaint: plain(`results:paper.refusal.${sent}`) };
    const card = await readPaper(desk, turn.official, sent);
    return {
      toast: plain('results:paper.sent'),
      screen: card ? paperScreen(card, turn.reading) : await drawResults(talk, turn, engagementId),
    };
  }

  return new TableDialog<State>(talk, {
    subject: 'sendPaper',
    steps: [
      {
        name: 'personId',
        ask: ({ reading }) => reading.words.html('results:paper.askSigner'),
        question: supervisorChoice,
        refuse: ({ answers, state: { senderId }, reading: { words } }) =>
          isOwnPaper(signerOf(answers), senderId, desk.office.fourEyes)
            ? words.plain('results:paper.refusal.ownSigner')
            : null,
      },
    ],
    read: async ({ official }, answers) => ({
      card: await readEngagement(desk, official, idOf(answers)),
      what: whatOf(answers),
      supervisors: await readSupervisors(desk, true),
      senderId: official.personId,
    }),
    head: ({ state: { card, what }, reading: { words } }) => [
      ...(card ? [`<b>${escapeHtml(card.facts.content.title)}</b>`] : []),
      words.html(`results:paper.kind.${what}`),
    ],
    async finish(turn, { id }, { answers }) {
      try {
        const work = finish(turn, id, answers);
        return await patiently(voice, turn.chatId, turn.words.html('results:paper.works'), work);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { complaint: turn.words.plain('results:paper.failed') };
      }
    },
    cancelled: (turn, answers) => drawResults(talk, turn, idOf(answers)),
  });
}
