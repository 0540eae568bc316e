import { hasRight } from '../../../src/regulation/rights';
import {
  takeSentFile,
  isBehind,
  type ShownFile,
  decideOnFile,
  type Decided,
  type Decision,
  readShownFile,
} from '../../../src/usecases/registry/read-file';
import type { FileTaker, Talk } from '../kit/talk';
import type { SentFile, Turn, Reading } from '../kit/turn';
import { isTooLarge, sayOfFile } from '../kit/keep-file';
import { ABSENCES, type Deciding } from '../../../src/regulation/registry-layout';
import { badLines, endLines, layoutLines, previewLines, questionLines } from '../../../src/intake/registry/file-words';
import { revealHidden } from '../../../src/text/plain-text';
import { button, inRows, only, shorten, CAPTION, type Screen, type ScreenButton, pager } from '../kit/screen';
import { answerColumn, askAnew, type ColumnChoice } from '../../../src/usecases/registry/columns';
import type { Feature, Reply } from '../kit/feature';
import type { LowMarks } from '../../../src/usecases/registry/marks';
import { shortNumber } from '../kit/fit';

/** Registers are read elsewhere than in an appeal; a table of another office is told what to become. */
const REGISTRY = /\.(?:xls[xmb]?|ods|csv|tsv)$/i;

/** A register that a coordinator sends is no report of anybody's, and no answer to a question that takes no files. */
const isRegistry = ({ official }: Turn, { fileName }: SentFile): boolean =>
  hasRight(official, 'register') && fileName !== null && REGISTRY.test(fileName);

/** A registry file that a coordinator sends: its bytes are kept; it is read by whichever process works on files. */
async function takeRegistry(talk: Talk, turn: Turn, file: SentFile): Promise<void> {
  const { desk, voice, fetching, wake } = talk;
  const { download: longest } = voice.limits;
  if (isTooLarge(talk, file)) return sayOfFile(talk, turn, 'fileTooBig');
  const kept = await fetching.take(file.fileRef, Math.min(file.size ?? longest, longest), turn.official.personId);
  if (kept === null) return sayOfFile(talk, turn, 'fileNotAsSaid');
  await takeSentFile(desk, turn.official, { name: file.fileName ?? '', sha256: kept.sha256, message: turn.message });
  wake();
}

/** Of whoever takes the registry in. */
export const registryTaker = (talk: Talk): FileTaker => ({
  takes: isRegistry,
  take: (turn, file) => takeRegistry(talk, turn, file),
});

/** What becomes of a registry file, to whoever has sent it: one message from its coming to its result. */
export function registryScreen(shown: ShownFile, { words }: Reading): Screen {
  const { html, plain } = words;
  const { file } = shown;
  const title = `<b>${html('registry:title', { name: revealHidden(file.name) })}</b>`;
  const screen = (lines: readonly string[], buttons: readonly ScreenButton[] = []): Screen => ({
    text: [title, ...lines].join('\n'),
    buttons: inRows(buttons, 2),
  });
  const bad = badLines(shown, html).map((line) => `• ${line}`);
  const errors = bad.length > 0 ? ['', ...bad, html('registry:errorsFollow'), ...cappedLine(shown, html)] : [];
  switch (file.state) {
    case 'asking':
      return question(shown, title, { html, plain });
    case 'reading':
      return screen([
        file.readRow === 0 ? html('registry:begins') : html('registry:reading', { count: file.counts.rows }),
      ]);
    case 'ready':
      return screen([...previewLines(shown, html), ...errors], readyButtons(shown, plain));
    case 'loading':
      return screen([html('registry:loading', { done: doneOf(file), all: toLoad(file) })]);
    case 'done':
      return screen(
        [...endLines(file, html), ...(file.loadedRow === 0 ? [...layoutLines(shown, html), ...errors] : [])],
        listOf(shown, plain),
      );
    case 'refused':
      return screen(endLines(file, html), listOf(shown, plain));
    case 'dropped':
      return only(`${title}\n${html('registry:dropped')}`);
  }
}

/** «Загрузить»; of what is older than is known only what is new, unless somebody wants all of it. */
function readyButtons(shown: ShownFile, plain: Reading['words']['plain']): ScreenButton[] {
  const { id: fileId, counts, layout } = shown.file;
  const drop = button(plain('registry:drop'), { kind: 'dropRegistry', fileId });
  const isAnswered = (layout?.sheets ?? []).some(({ answers }) => Object.keys(answers).length > 0);
  const anew = isAnswered ? [button(plain('registry:askAnew'), { kind: 'askRegistryAnew', fileId } as const)] : [];
  if (!isBehind(shown)) return [button(plain('registry:load'), { kind: 'loadRegistry', fileId }), drop, ...anew];
  return [
    ...(counts.fresh > 0 ? [button(plain('registry:loadFresh'), { kind: 'loadRegistry', fileId } as const)] : []),
    ...(counts.changed > 0
      ? [button(plain('registry:loadAnyway'), { kind: 'loadRegistryAnyway', fileId } as const)]
      : []),
    drop,
    ...anew,
  ];
}

/** A column that decides was not found: the columns of the file, and what it means that there is none. */
function question(
  { file, ...shown }: ShownFile,
  title: string,
  { html, plain }: Pick<Reading['words'], 'html' | 'plain'>,
): Screen {
  const { asked, id: fileId } = file;
  const of = asked?.fields[0];
  if (!asked || !of) return only(title);
  const headings = asked.headings.flatMap((heading, column) =>
    heading === null
      ? []
      : [button(shorten(heading, CAPTION), { kind: 'registryColumn', fileId, of, column } as const)],
  );
  const absences = ABSENCES[of].map((as) =>
    button(plain(`registry:asks.${as}`), { kind: 'noRegistryColumn', fileId, of, as } as const),
  );
  return {
    text: [title, ...questionLines({ file, ...shown }, html)].join('\n'),
    buttons: [...inRows(headings, 2), ...absences.map((one) => [one])],
  };
}

/** The same to every coordinator, of a file that nobody has sent; once it is answered, that it is. */
export function registryAsksScreen(shown: ShownFile, { words }: Reading): Screen {
  const { html } = words;
  const title = `<b>${html('registry:title', { name: revealHidden(shown.file.name) })}</b>`;
  return shown.file.state === 'asking'
    ? question(shown, title, words)
    : only(`${title}\n${html('registry:asks.thanks')}`);
}

/** One message with counts, instead of a card of each, to coordinators who have not sent the file. */
export function registryDoneScreen(shown: ShownFile, { words }: Reading): Screen {
  const { html, plain } = words;
  const { file } = shown;
  const bad = badLines(shown, html).map((line) => `• ${line}`);
  // nobody has seen a preview of what came into the folder
  const layout = file.source === 'folder' && !file.refusal ? layoutLines(shown, html) : [];
  const lines = [...endLines(file, html), ...layout, ...(file.refusal ? [] : bad)];
  const list = listOf(shown, plain);
  return {
    text: [`<b>${html('registry:came', { name: revealHidden(file.name) })}</b>`, ...lines].join('\n'),
    buttons: inRows(list, 2),
  };
}

const cappedLine = ({ file: { counts }, listed }: ShownFile, html: Reading['words']['html']): string[] =>
  listed < counts.bad ? [html('registry:errorsAtMost', { shown: listed, count: counts.bad })] : [];

const doneOf = ({ result }: ShownFile['file']): number => result.open + result.finished + result.changed;
const toLoad = ({ counts }: ShownFile['file']): number => counts.fresh + counts.changed;

/** What to look at next: what is new, and how ПОС differs from the bot now. */
const listOf = ({ file }: ShownFile, plain: Reading['words']['plain']): ScreenButton[] => [
  ...(file.result.open > 0
    ? [button(plain('appeal:stage.coordination'), { kind: 'list', list: 'coordination', page: 0 } as const)]
    : []),
  ...(file.state === 'done' && file.onlyFresh && file.forgottenAt === null && file.counts.changed > 0
    ? [button(plain('registry:loadAnyway'), { kind: 'loadRegistryAnyway', fileId: file.id } as const)]
    : []),
  ...(file.state === 'done' ? [button(plain('reconcile:title'), { kind: 'differences' } as const)] : []),
];

/** What is pressed under a registry file that came; what becomes of it is drawn by the outbox. */
export function registryFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  talk.takers.push(registryTaker(talk));
  async function decide({ official, words }: Turn, fileId: number, decision: Decision): Promise<Reply> {
    const decided: Decided = await decideOnFile(desk, official, fileId, decision);
    wake();
    return { toast: words.plain(`registry:toast.${decided}`) };
  }

  async function answer(turn: Turn, fileId: number, of: Deciding, choice: ColumnChoice): Promise<Reply> {
    const { official, words, reading } = turn;
    const answered = await answerColumn(desk, official, fileId, { of, choice });
    wake();
    const toast = words.plain(`registry:toast.${answered === 'already' ? 'answered' : answered}`);
    const shown = await readShownFile(desk, fileId);
    // the message of whoever has sent the file is drawn anew by the outbox
    if (!shown || shown.file.personId !== null) return { toast };
    return { toast, screen: registryAsksScreen(shown, reading) };
  }

  return {
    presses: {
      loadRegistry: (turn, { fileId }) => decide(turn, fileId, 'loading'),
      loadRegistryAnyway: (turn, { fileId }) => decide(turn, fileId, 'anyway'),
      dropRegistry: (turn, { fileId }) => decide(turn, fileId, 'dropped'),
      registryColumn: (turn, { fileId, of, column }) => answer(turn, fileId, of, { column }),
      noRegistryColumn: (turn, { fileId, of, as }) => answer(turn, fileId, of, { absent: as }),
      async askRegistryAnew({ official, words }, { fileId }) {
        const asked = await askAnew(desk, official, fileId);
        wake();
        return { toast: words.plain(`registry:toast.${asked}`) };
      },
    },
  };
}

/** Low marks that a file has brought: one message of all, each opens its appeal. */
export function lowMarksScreen(view: LowMarks, { words }: Reading): Screen {
  const { html } = words;
  const { fileId, name, count, lines } = view;
  return {
    text: [
      `<b>${html('reconcile:marks.title', { name, count })}</b>`,
      ...lines.map(({ number, mark, executor }) =>
        [
          html('reconcile:marks.line', { number, mark }),
          ...(executor === null ? [] : [html('reconcile:marks.executor', { name: executor })]),
        ].join(' · '),
      ),
    ].join('\n'),
    buttons: [
      ...inRows(
        lines.map(({ number, appealId }) => button(shortNumber(number), { kind: 'open', appealId })),
        4,
      ),
      ...pager(view, words, (page) => ({ kind: 'lowMarks', fileId, page })),
    ],
  };
}
