import {
  changeLetterhead,
  letterheadOf,
  LETTERHEAD_PARTS,
  type LetterheadPart,
} from '../../../src/usecases/kit/settings';
import { textOf } from '../kit/question';
import { button, inRows, type Screen } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { type Answers, type Step, printedLine, readForAdmins, type ForAdmins } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { issueLetter, requestLetter } from '../../../src/usecases/answers/letters';
import { markedCopy } from '../../../src/usecases/answers/given-files';
import { issueProtocol } from '../../../src/usecases/answers/protocols';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { givePaper, letterRefusal, wordRequest, sendCopy, sendLetter } from './send-letter';
import { Lately } from '../kit/lately';
import { sendKept } from '../kit/send-files';

/** A letter's first page has room for it. */
const LONGEST = 300;

const partOf = ({ part }: Answers): LetterheadPart => LETTERHEAD_PARTS.find((one) => one === part) ?? 'nameRu';

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`letter:head.ask.${partOf(answers)}`),
    question: printedLine(LONGEST),
  },
];

/** What stands on letters beside their text, and what of it may be changed. */
export async function drawLetterhead({ desk }: Talk, { words: { html, plain } }: Turn): Promise<Screen> {
  const head = await letterheadOf(desk);
  const lines = LETTERHEAD_PARTS.map((part) =>
    html('letter:head.line', {
      what: plain(`letter:head.part.${part}`),
      value: head[part] === '' ? plain('letter:head.empty') : head[part],
    }),
  );
  const parts = LETTERHEAD_PARTS.map((part) =>
    button(plain(`letter:head.part.${part}`), { kind: 'askLetterhead', part }),
  );
  return {
    text: [`<b>${html('letter:head.title')}</b>`, `<i>${html('letter:head.hint')}</i>`, '', ...lines].join('\n'),
    buttons: [...inRows(parts, 2), [button(plain('people:admin.button.back'), { kind: 'settings' })]],
  };
}

/** One part of what stands on letters. */
export function letterheadDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'letterhead',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const result = await changeLetterhead(talk.desk, turn.official, partOf(answers), textOf(answers, 'text'));
      return result === 'changed'
        ? { toast: plain('people:person.saved'), screen: await drawLetterhead(talk, turn) }
        : { complaint: plain('people:refusal.notAdmin') };
    },
    cancelled: (turn) => drawLetterhead(talk, turn),
  });
}

/** The answer as a letter, a letter to another body, what was checked of its signature, and the paper on which letters are issued. */
export function letterFeature(talk: Talk): Feature {
  const dialog = letterheadDialog(talk);
  const given = new Lately(talk.desk.clock);

  /** Once for a double tap: a chat with two copies of a paper makes one wonder which of them counts. */
  async function once(turn: Turn, what: string, send: () => Promise<void>): Promise<Reply> {
    const ofChat = `${turn.chatId} ${what}`;
    if (given.get(ofChat)) return {};
    return {
      after: async () => {
        await send();
        given.note(ofChat, true);
      },
    };
  }

  return {
    dialogs: [dialog],
    presses: {
      async letter(turn, { appealId }) {
        const result = await issueLetter(talk.desk, turn.official, appealId, talk);
        return result.ok
          ? once(turn, result.fileName, async () => sendLetter(talk, turn, await result.issue()))
          : refusal(letterRefusal(result.refusal, turn.words));
      },
      async requestLetter(turn, { requestId }) {
        const { official, words } = turn;
        const result = await requestLetter(talk.desk, official, requestId, wordRequest);
        return result.ok
          ? once(turn, result.fileName, async () => {
              const bytes = await talk.papers.writeLetter(result.letter);
              await givePaper(talk, turn, result.appealId, result.fileName, Buffer.from(bytes));
            })
          : refusal(letterRefusal(result.refusal, words));
      },
      async protocol(turn, { signatureId }) {
        const { official, words, chatId } = turn;
        const protocol = await issueProtocol(talk.desk, official, signatureId, words.locale, talk);
        return protocol
          ? once(turn, protocol.fileName, async () => {
              await sendKept(talk, chatId, { ...protocol, sha256: await protocol.issue() });
              await sendCopy(talk, turn, await markedCopy(talk.desk, official, signatureId, talk));
            })
          : refusal(words.plain('refusal:notFound'));
      },
      letterhead: async (turn) => ({ screen: await drawLetterhead(talk, turn) }),
      askLetterhead: (turn, { part }) => dialog.beginHere(turn, { part }),
    },
  };
}
