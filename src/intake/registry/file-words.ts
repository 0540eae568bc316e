import type { Words } from '../../i18n';
import { differencesOf, type BadRow, type ShownFile } from '../../usecases/registry/read-file';
import type { FileState, Refusal } from '../../usecases/registry/registry-files';

type Say = Words['plain'];

/** What is in a file, line by line, as its reading has found it. */
export function previewLines({ file, unknownTopics }: ShownFile, say: Say): string[] {
  const { rows, fresh, finished, known, changed, bad } = file.counts;
  const differences = differencesOf(file).map(({ kind, count }) =>
    say(`registry:difference.${kind}`, { value: count }),
  );
  return [
    say('registry:rows', { count: rows }),
    finished > 0 ? say('registry:freshFinished', { count: fresh, finished }) : say('registry:fresh', { count: fresh }),
    ...(changed > 0 ? [say('registry:changed', { count: changed })] : []),
    ...(known > 0 ? [say('registry:known', { count: known })] : []),
    ...(bad > 0 ? [say('registry:bad', { count: bad })] : []),
    ...(differences.length > 0 ? [say('registry:differing', { what: differences.join(', ') })] : []),
    ...(unknownTopics > 0 ? [say('registry:topics', { count: unknownTopics })] : []),
  ];
}

/** The first rows in error, and how many more. */
export function badLines({ file: { counts }, bad }: ShownFile, say: Say): string[] {
  const more = counts.bad - bad.length;
  return [
    ...bad.map((row) => badLine(row, say)),
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

/** What a file has brought. */
export function resultLines({ result, counts }: FileState, say: Say): string[] {
  const { open, finished, changed } = result;
  if (open + finished + changed === 0)
    return [say(counts.known > 0 || counts.bad === 0 ? 'registry:nothing' : 'registry:allBad')];
  return [
    say('registry:done'),
    ...(open > 0 ? [say('registry:registered', { count: open })] : []),
    ...(finished > 0 ? [say('registry:registeredFinished', { count: finished })] : []),
    ...(changed > 0 ? [say('registry:updated', { count: changed })] : []),
  ];
}

/** Why it could not be read, and what to do. The reasons are those that the readers give. */
export const refusalLine = ({ reason, params }: Refusal, say: Say): string =>
  say(`registry:refused.${reason as 'nothing'}`, params);
