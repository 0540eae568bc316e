import { escapeHtml, type Words } from '../../../src/i18n';
import { AppError } from '../../../src/errors';
import { PAPER_ACTS, type PaperAct } from '../../../src/regulation/engagement/papers';
import { isKeyOf } from '../../../src/regulation/lists';
import {
  actOnPaper,
  checkOf,
  readPaper,
  type PaperCard,
  type PaperOutcome,
} from '../../../src/usecases/engagement/papers';
import { lastFileOfForm } from '../../../src/usecases/kit/attachments';
import { TRUST_BAD, type SignatureCheck } from '../../../src/usecases/kit/signature';
import { confirm } from '../kit/choice-question';
import { textOf, type Question } from '../kit/question';
import { writing } from '../kit/writing-question';
import { button, only, type Screen } from '../kit/screen';
import { paperScreen, partsLines } from './paper-screens';
import { checkedInShort, signatureLines } from '../kit/signature-lines';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

const LONGEST = 1_000;

interface State {
  readonly card: PaperCard | null;
  readonly act: PaperAct;
  /** Signatures are checked here. */
  readonly isChecked: boolean;
  /** `cannot`: what signatures are checked by is not in order. */
  readonly check: SignatureCheck | 'unsigned' | 'cannot' | null;
}

const numberIn = (answers: Answers, key: string): number => {
  const value = answers[key];
  return typeof value === 'number' ? value : 0;
};
const actOf = ({ act }: Answers): PaperAct => (isKeyOf(PAPER_ACTS, act) ? act : 'withdraw');

/** The file of a signature: a bad one is told in its own words and signs nothing, a good one shows what was checked. */
const signature: Question<State> = {
  takes: { files: true, caption: false },
  rows: ({ state: { check, card }, reading: { words }, move }) => [
    ...(isGood(check) ? [[button(`✅ ${words.plain('results:paper.act.sign')}`, move('done'))]] : []),
    ...(card
      ? [[button(words.plain('results:paper.get'), { kind: 'paperFile', paperId: card.id, part: 'paper' })]]
      : []),
  ],
  soFar: ({ state: { check }, reading: { words, calendar } }) => {
    if (check === null || check === 'unsigned') return [];
    if (check === 'cannot') return [`⚠️ ${words.html('form:signatureNoTrust')}`];
    const lines = check.good ? checkedInShort(check, words, calendar) : signatureLines(check, words, calendar);
    return lines.map((line) => escapeHtml(line));
  },
  pressed: ({ state: { check } }, move) => (move === 'done' && isGood(check) ? { view: {}, passes: true } : null),
  typed: ({ reading: { words } }) => ({ complaint: words.plain('form:signatureAsked') }),
};
const isGood = (check: State['check']): boolean => typeof check === 'object' && check?.good === true;

const steps: readonly Step<State>[] = [
  {
    name: 'signature',
    when: (answers, { isChecked }) => actOf(answers) === 'sign' && isChecked,
    ask: ({ reading }) => reading.words.html('results:paper.askSignature'),
    question: signature,
  },
  {
    name: 'word',
    when: (answers, { isChecked }) => actOf(answers) === 'sign' && !isChecked,
    ask: ({ reading }) => reading.words.html('results:paper.askWord'),
    question: confirm('word', ({ reading }) => reading.words.plain('results:paper.act.sign')),
  },
  {
    name: 'reason',
    when: (answers) => actOf(answers) === 'reject',
    ask: ({ reading }) => reading.words.html('engagement:askAct.reason'),
    question: writing({ key: 'reason', limit: LONGEST, inOneMessage: true }),
  },
];

/** «Подписать» and «Отклонить» of a paper: what each has to be told, and then the act. */
export function paperActDialog(talk: Talk): TableDialog<State> {
  const { desk, files, checkSignature, log } = talk;

  async function checked({ official }: Turn, id: number, formId: number): Promise<State['check']> {
    try {
      const signatureSha256 = (await lastFileOfForm(desk, formId)) ?? undefined;
      return await checkOf(desk, official, id, { signatureSha256 }, { files, checkSignature });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== TRUST_BAD) throw error;
      log.error({ reason: error.message }, 'No signature can be checked');
      return 'cannot';
    }
  }

  return new TableDialog<State>(talk, {
    subject: 'paperAct',
    steps,
    async read(turn, answers, formId) {
      const id = numberIn(answers, 'paperId');
      const act = actOf(answers);
      return {
        card: await readPaper(desk, turn.official, id),
        act,
        isChecked: checkSignature !== null,
        check: act === 'sign' ? await checked(turn, id, formId) : null,
      };
    },
    head: ({ state: { card }, reading: { words } }) =>
      card
        ? [
            `<b>${words.html('results:paper.title', {
              what: words.plain(`results:paper.kind.${card.what}`),
              title: card.title,
            })}</b>`,
            ...partsLines(card, words),
          ]
        : [],
    async finish(turn, { id: formId }, { answers }) {
      const [id, version, act] = [numberIn(answers, 'paperId'), numberIn(answers, 'version'), actOf(answers)];
      const signatureSha256 = act === 'sign' ? ((await lastFileOfForm(desk, formId)) ?? undefined) : undefined;
      const told = { formId, ...(act === 'reject' && { reason: textOf(answers, 'reason') }), signatureSha256 };
      const outcome = await actOnPaper(desk, turn.official, { id, version, act }, told, { files, checkSignature });
      talk.wake();
      const screen = await drawPaper(talk, turn, id);
      return outcome.ok
        ? { toast: turn.words.plain(`results:paper.did.${act}`), screen }
        : { toast: paperRefusal(outcome, turn.words), alert: true, screen };
    },
    cancelled: (turn, answers) => drawPaper(talk, turn, numberIn(answers, 'paperId')),
  });
}

/** Its card; words alone where there is none for this person. */
export async function drawPaper({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readPaper(desk, official, id);
  return card ? paperScreen(card, reading) : only(words.html('results:paper.refusal.gone'));
}

/** Why an act on a paper was not done, in plain words. */
export const paperRefusal = ({ refusal }: Extract<PaperOutcome, { ok: false }>, { plain }: Words): string =>
  plain(refusal === 'signature' ? 'signature:verdict.bad' : `results:paper.refusal.${refusal}`);
