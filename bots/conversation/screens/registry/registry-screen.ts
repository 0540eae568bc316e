import { badLines, endLines, previewLines } from '../../../../src/intake/registry/file-words';
import { revealHidden } from '../../../../src/text/plain-text';
import type { ShownFile } from '../../../../src/usecases/registry/read-file';
import { button, only, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';

/** What becomes of a registry file, to whoever has sent it: one message from its coming to its result. */
export function registryScreen(shown: ShownFile, { words }: Reading): Screen {
  const { html, plain } = words;
  const { file } = shown;
  const title = `<b>${html('registry:title', { name: revealHidden(file.name) })}</b>`;
  const screen = (lines: readonly string[], buttons: readonly ScreenButton[] = []): Screen => ({
    text: [title, ...lines].join('\n'),
    buttons: buttons.length > 0 ? [buttons] : [],
  });
  const bad = badLines(shown, html).map((line) => `• ${line}`);
  const errors = bad.length > 0 ? ['', ...bad, html('registry:errorsFollow'), ...cappedLine(shown, html)] : [];
  switch (file.state) {
    case 'reading':
      return screen([
        file.readRow === 0 ? html('registry:begins') : html('registry:reading', { count: file.counts.rows }),
      ]);
    case 'ready':
      return screen(
        [...previewLines(shown, html), ...errors],
        [
          button(plain('registry:load'), { kind: 'loadRegistry', fileId: file.id }),
          button(plain('registry:drop'), { kind: 'dropRegistry', fileId: file.id }),
        ],
      );
    case 'loading':
      return screen([html('registry:loading', { done: doneOf(file), all: toLoad(file) })]);
    case 'done':
      return screen([...endLines(file, html), ...(file.loadedRow === 0 ? errors : [])], listOf(shown, plain));
    case 'refused':
      return screen(endLines(file, html), listOf(shown, plain));
    case 'dropped':
      return only(`${title}\n${html('registry:dropped')}`);
  }
}

/** One message with counts, instead of a card of each, to coordinators who have not sent the file. */
export function registryDoneScreen(shown: ShownFile, { words }: Reading): Screen {
  const { html, plain } = words;
  const { file } = shown;
  const bad = badLines(shown, html).map((line) => `• ${line}`);
  const lines = [...endLines(file, html), ...(file.refusal ? [] : bad)];
  const list = listOf(shown, plain);
  return {
    text: [`<b>${html('registry:came', { name: revealHidden(file.name) })}</b>`, ...lines].join('\n'),
    buttons: list.length > 0 ? [list] : [],
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
  ...(file.state === 'done' ? [button(plain('reconcile:title'), { kind: 'differences' } as const)] : []),
];
