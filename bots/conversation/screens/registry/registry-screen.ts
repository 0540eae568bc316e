import { ABSENCES } from '../../../../src/regulation/registry-layout';
import {
  badLines,
  endLines,
  layoutLines,
  previewLines,
  questionLines,
} from '../../../../src/intake/registry/file-words';
import { revealHidden } from '../../../../src/text/plain-text';
import { isBehind, type ShownFile } from '../../../../src/usecases/registry/read-file';
import { button, inRows, only, shorten, CAPTION, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';

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
