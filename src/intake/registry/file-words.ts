import type { Words } from '../../i18n';
import { differencesOf, type BadRow, type ShownFile } from '../../usecases/registry/read-file';
import type { FileState, Refusal } from '../../usecases/registry/files';
import { filedName, isRenamed } from './filed-name';
import { dayLines, dayOfFile, layoutLines, onSheet, placeOfRow } from './layout-words';

export { layoutLines, questionLines } from './layout-words';

type Say = Words['plain'];

/** What is in a file, line by line, as its reading has found it. */
export function previewLines(shown: ShownFile, say: Say): string[] {
  const { file, unknownTopics, unsought } = shown;
  const { rows, fresh, finished, known, changed, bad } = file.counts;
  const { news, standing } = differencesOf(file);
  const differences = news.map(({ kind, count }) => say(`registry:difference.${kind}`, { value: count }));
  return [
    say('registry:rows', { count: rows }),
    ...dayLines(shown, say),
    finished > 0 ? say('registry:freshFinished', { count: fresh, finished }) : say('registry:fresh', { count: fresh }),
    ...(changed > 0 ? [say('registry:changed', { count: changed })] : []),
    ...(known > 0 ? [say('registry:known', { count: known })] : []),
    ...(bad > 0 ? [say('registry:bad', { count: bad })] : []),
    ...(differences.length > 0 ? [say('registry:differing', { what: differences.join(', ') })] : []),
    ...(standing > 0 ? [say('registry:standing', { count: standing })] : []),
    ...(unknownTopics > 0 ? [say('registry:topics', { count: unknownTopics })] : []),
    ...(unsought === null ? [] : [say(`registry:unsought.${unsought}`)]),
    ...layoutLines(shown, say),
  ];
}

/** The first rows in error, and how many more. */
export function badLines({ file: { counts, layout }, bad }: ShownFile, say: Say): string[] {
  const more = counts.bad - bad.length;
  return [
    ...bad.map((one) => {
      const { sheet, row } = placeOfRow(layout, one.row);
      return onSheet(sheet, badLine({ ...one, row }, say), say);
    }),
    ...(more > 0 && bad.length > 0 ? [say('registry:badMore', { count: more })] : []),
  ];
}

function badLine({ row, complaints }: BadRow, say: Say): string {
  const [first] = complaints ?? [];
  const { column, value, reason } = first ?? { column: null, value: '', reason: '' };
  if (column === null) return say('registry:badWholeRow', { row, reason });
  return value === ''
    ? say('registry:badRowEmpty', { row, column, reason })
    : say('registry:badRow', { row, column, value, reason });
}

/** What a file has brought; of one that could not be read, why, and what of it had been brought in by then. */
export const endLines = (file: FileState, say: Say): string[] => [
  ...resultLines(file, say),
  ...(isKept(file) ? [say('registry:keptNewer', { day: file.day === null ? '' : dayOfFile(file.day) })] : []),
  ...(file.result.unsought ? [say(`registry:unsought.${file.result.unsought}`)] : []),
  ...folderLines(file, say),
];

/** It is older than what is known: what has changed in it is not taken. */
const isKept = ({ state, onlyFresh, counts }: FileState): boolean =>
  state === 'done' && onlyFresh && counts.changed > 0;

/** What was strange about how it lay in the watched folder. */
const folderLines = (file: FileState, say: Say): string[] => [
  ...(file.grownFromId === null ? [] : [say('registry:grown')]),
  ...(file.unended ? [say('registry:unended')] : []),
  ...(file.source === 'folder' && isRenamed(file) ? [say('registry:renamed', { name: filedName(file) })] : []),
];

function resultLines(file: FileState, say: Say): string[] {
  const { counts, refusal } = file;
  const brought = broughtLines(file, say);
  if (refusal)
    return [refusalLine(refusal, say), ...(brought.length > 0 ? [say('registry:broughtBefore'), ...brought] : [])];
  if (brought.length > 0) return [say('registry:done'), ...brought];
  return [
    say(counts.fresh + counts.changed + counts.known > 0 || counts.bad === 0 ? 'registry:nothing' : 'registry:allBad'),
  ];
}

function broughtLines({ result: { open, finished, changed } }: FileState, say: Say): string[] {
  return [
    ...(open > 0 ? [say('registry:registered', { count: open })] : []),
    ...(finished > 0 ? [say('registry:registeredFinished', { count: finished })] : []),
    ...(changed > 0 ? [say('registry:updated', { count: changed })] : []),
  ];
}

/** What to do stands in it too. The reasons are those that the readers give. */
const refusalLine = ({ reason, params }: Refusal, say: Say): string =>
  say(`registry:refused.${reason as 'nothing'}`, params);
