import { escapeHtml } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/text/personal-data';
import type { KeptAct } from '../../../../src/usecases/kit/kept-forms';
import type { Kept } from '../../../../src/usecases/acts/kept';
import type { AppealLine } from '../../../../src/usecases/lists/lists';
import { button, CAPTION, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { pageOf, pager } from '../pager';

/** Lines of a list that one sees without scrolling. */
const PAGE = 7;
/** Characters of a text that its writer knows. */
const TEXT = 600;

/** «К какому обращению?»: what was sent while nothing asked for it, and the appeals that it may belong to. */
export function keptScreen(kept: Kept, page: number, reading: Reading): Screen {
  const { html } = reading.words;
  const { id: formId } = kept.form;
  const view = pageOf(kept.appeals, page, PAGE);
  const [only, ...others] = kept.appeals;
  const question =
    only === undefined
      ? html('form:kept.nothing')
      : others.length === 0
        ? html('form:kept.askOne', { number: only.number })
        : html('form:kept.ask');
  return {
    text: [...keptLines(kept, reading), question].join('\n'),
    buttons: [
      ...view.shown.map((line) => [button(captionOf(line), { kind: 'kept', formId, appealId: line.id })]),
      ...pager(view, reading.words, (turned) => ({ kind: 'keptPage', formId, page: turned })),
      [dropButton(formId, reading)],
    ],
  };
}

/** As what words belong to their appeal: its comment or its answer. */
export function keptActsScreen(kept: Kept, appeal: AppealLine, acts: readonly KeptAct[], reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { id: formId } = kept.form;
  return {
    text: [...keptLines(kept, reading), html('form:kept.askAct', { number: appeal.number })].join('\n'),
    buttons: [
      ...acts.map((action) => [
        button(plain(`appeal:action.${action}`), { kind: 'kept', formId, appealId: appeal.id, action }),
      ]),
      [button(plain('form:button.back'), { kind: 'keptPage', formId, page: 0 }), dropButton(formId, reading)],
    ],
  };
}

const dropButton = (formId: number, { words }: Reading): ScreenButton =>
  button(words.plain('form:kept.drop'), { kind: 'keptDrop', formId });

const captionOf = ({ number, place, category }: AppealLine): string =>
  shorten([`№ ${number}`, place ?? category].filter((part) => part !== null).join(' · '), CAPTION);

function keptLines({ text, photos, files, compressed }: Kept, { words: { html } }: Reading): string[] {
  return [
    ...(photos > 0 ? [html('form:received', { count: photos })] : []),
    ...(files > 0 ? [html('form:receivedFiles', { count: files })] : []),
    // Nobody has said yet that it is an official text.
    ...(text === ''
      ? []
      : [`<blockquote expandable>${escapeHtml(shorten(maskPersonalData(text), TEXT))}</blockquote>`]),
    ...(compressed ? [`<i>${html('form:asFile')}</i>`] : []),
  ];
}
