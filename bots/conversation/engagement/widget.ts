import {
  isOfficePart,
  OFFICE_PARTS,
  type OfficePart,
  KIND_NUMBERS,
  widgetCode,
  type KindNumber,
} from '../../../src/regulation/engagement/widget';
import { isOneOf } from '../../../src/regulation/lists';
import {
  changeOfficeInPos,
  confirmNumbers,
  giveNumber,
  readOfficeInPos,
  readWidget,
  removeWidget,
  type WidgetLine,
} from '../../../src/usecases/engagement/widgets';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import type { Talk } from '../kit/talk';
import { type Answers, type Step, forAdmins, readForAdmins, type ForAdmins } from '../kit/dialog';
import { drawWidgetOffice, drawWidget, drawWidgets, widgetSketch } from './widget-screens';
import { TableDialog } from '../kit/table-dialog';
import { AppError } from '../../../src/errors';
import { widgetDialog } from './widget-dialog';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { Lately } from '../kit/lately';
import { only } from '../kit/screen';
import type { Turn } from '../kit/turn';

const partOf = ({ part }: Answers): OfficePart => (isOneOf(OFFICE_PARTS, part) ? part : 'municipality');

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'text',
    ask: ({ answers, reading }) => reading.words.html(`widget:ask.${partOf(answers)}`),
    question: forAdmins(
      line({
        key: 'text',
        check(text, { answers, reading: { words } }) {
          const part = partOf(answers);
          const digits = text.replace(/[\s-]/g, '');
          return isOfficePart(part, digits)
            ? { value: digits }
            : { complaint: words.plain(`widget:refusal.notNumber.${part}`) };
        },
      }),
      ({ plain }) => plain('people:refusal.notAdmin'),
    ),
  },
];

/** One of the numbers by which ПОС knows the office. */
export function widgetOfficeDialog(talk: Talk): TableDialog<ForAdmins> {
  return new TableDialog(talk, {
    subject: 'widgetOffice',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const part = partOf(answers);
      const result = await changeOfficeInPos(talk.desk, turn.official, part, textOf(answers, 'text'));
      switch (result) {
        case 'changed':
          return { toast: plain('people:person.saved'), screen: await drawWidgetOffice(talk, turn) };
        case 'malformed':
          return { complaint: plain(`widget:refusal.notNumber.${part}`) };
        case 'notAdmin':
          return { complaint: plain('people:refusal.notAdmin') };
      }
    },
    cancelled: (turn) => drawWidgetOffice(talk, turn),
  });
}

/** Widgets of votes (§2): their looks, their code, how they will look, and by which numbers ПОС knows the office. */
export function widgetsFeature(talk: Talk): Feature {
  const { desk } = talk;
  const [dialog, office] = [widgetDialog(talk), widgetOfficeDialog(talk)];
  const lately = new Lately(desk.clock);

  /** A second tap is told that it is there already. */
  async function once({ chatId, came, words }: Turn, show: () => Promise<Reply>): Promise<Reply> {
    const what = `${chatId} ${came.what === 'press' ? came.data : ''}`;
    if (lately.get(what)) return { toast: words.plain('photo:sent') };
    const { after, ...reply } = await show();
    return { ...reply, after: after && (() => after().then(() => lately.note(what, true))) };
  }

  return {
    dialogs: [dialog, office],
    presses: {
      widgets: async (turn, { page }) => ({ screen: await drawWidgets(talk, turn, page) }),
      widget: async (turn, { widgetId, shows }) => ({ screen: await drawWidget(talk, turn, widgetId, shows) }),
      sendWidget: (turn, { widgetId, as }) =>
        once(turn, async () => {
          const line = await readWidget(desk, turn.official, widgetId);
          if (line === null || line.isRemoved)
            return {
              ...refusal(turn.words.plain('widget:refusal.gone')),
              screen: await drawWidget(talk, turn, widgetId),
            };
          return as === 'file' ? sendCode(talk, turn, line) : { after: () => sendPicture(talk, turn, line) };
        }),
      writeWidget: (turn, { part, widgetId }) => dialog.beginHere(turn, { part, widgetId }),
      async removeWidget(turn, { widgetId, removed }) {
        const result = await removeWidget(desk, turn.official, widgetId, removed === 'on');
        return {
          ...(result.ok
            ? { toast: turn.words.plain('people:person.saved') }
            : refusal(turn.words.plain(`widget:refusal.${result.refusal}`))),
          screen: await drawWidget(talk, turn, widgetId),
        };
      },
      widgetOffice: async (turn) => ({ screen: await drawWidgetOffice(talk, turn) }),
      askWidgetOffice: (turn, { part }) => office.beginHere(turn, { part }),
      async widgetNumber(turn, { of, number }) {
        const given = KIND_NUMBERS.find((one) => one === number);
        if (given === undefined) return refusal(turn.words.plain('refusal:oldButton'));
        const result = await giveNumber(desk, turn.official, of, given);
        return saidOfNumbers(talk, turn, result, 'people:person.saved');
      },
      async confirmWidgetNumbers(turn, { poll, vote, discussion, directLine }) {
        const seen = { poll, vote, discussion, directLine };
        if (!areKindNumbers(seen)) return refusal(turn.words.plain('refusal:oldButton'));
        const result = await confirmNumbers(desk, turn.official, seen);
        return saidOfNumbers(talk, turn, result, 'widget:office.confirmedToast');
      },
    },
  };
}

type Seen<Value> = Readonly<Record<'poll' | 'vote' | 'discussion' | 'directLine', Value>>;
const areKindNumbers = (seen: Seen<number>): seen is Seen<KindNumber> =>
  Object.values(seen).every((number) => KIND_NUMBERS.some((one) => one === number));

async function saidOfNumbers(
  talk: Talk,
  turn: Turn,
  result: 'changed' | 'notAdmin' | 'changedMeanwhile',
  done: 'people:person.saved' | 'widget:office.confirmedToast',
): Promise<Reply> {
  const { plain } = turn.words;
  if (result === 'notAdmin') return refusal(plain('people:refusal.notAdmin'));
  const screen = await drawWidgetOffice(talk, turn);
  return result === 'changed'
    ? { toast: plain(done), screen }
    : { ...refusal(plain('widget:office.changedMeanwhile')), screen };
}

async function sendCode({ desk, voice }: Talk, { chatId, words }: Turn, { id, design }: WidgetLine): Promise<Reply> {
  const { office, kinds } = await readOfficeInPos(desk);
  const written = widgetCode(design, office, kinds.numbers, words.plain('widget:frameTitle'));
  if ('lacks' in written) return refusal(words.plain(`widget:lacks.${written.lacks}`));
  const name = words.plain('widget:fileName', { number: id });
  // Opened by itself it has to say in which letters it is written; within a page nobody listens to that any more.
  const file = `<meta charset="utf-8">\n${written.code}\n`;
  return { after: () => voice.sendFile(chatId, name, Buffer.from(file)) };
}

async function sendPicture({ voice, charts }: Talk, { chatId, words }: Turn, line: WidgetLine): Promise<void> {
  const { html } = words;
  let picture: Uint8Array;
  try {
    picture = await charts.draw(widgetSketch(line, words), 'chat');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await voice.send(chatId, only(html('widget:picture.failed')), { silent: true });
    return;
  }
  const under = html(line.design.form === 'frame' ? 'widget:picture.hint' : 'widget:picture.hintScript', {
    name: line.name,
  });
  await voice.sendPicture(chatId, picture, only(under));
}
