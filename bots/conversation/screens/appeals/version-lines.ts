import type { Words } from '../../../../src/i18n';
import { isOtherVersion, type Draft, type VersionChange } from '../../../../src/usecases/card/card';
import type { Reading } from '../../turn';
import { fullDay } from '../dates';

/** What goes along with a version, and nothing else does; in HTML. None where its text goes alone. */
export function versionFilesLine({ photos, files }: Pick<Draft, 'photos' | 'files'>, words: Words): string[] {
  const { plain, html } = words;
  const kept = [
    ...(photos > 0 ? [plain('card:photos', { count: photos })] : []),
    ...(files > 0 ? [plain('card:files', { count: files })] : []),
  ];
  return kept.length === 0 ? [] : [html('card:version.files', { files: kept.join(', ') })];
}

/** How a version differs from the one before it, text apart: a line each, in HTML. */
export function versionChangeLines(change: VersionChange | null, { words }: Pick<Reading, 'words'>): string[] {
  if (!change || !isOtherVersion(change)) return [];
  const { html, plain } = words;
  const { types, days, added, left } = change;
  const day = (of: Parameters<typeof fullDay>[0] | null) => (of === null ? plain('card:version.noDay') : fullDay(of));
  return [
    ...(types
      ? [
          html('card:version.type', {
            before: plain(`appeal:answerType.${types[0]}`),
            after: plain(`appeal:answerType.${types[1]}`),
          }),
        ]
      : []),
    ...(days ? [html('card:version.day', { before: day(days[0]), after: day(days[1]) })] : []),
    ...(added > 0 ? [html('card:version.added', { count: added })] : []),
    ...(left > 0 ? [html('card:version.left', { count: left })] : []),
  ];
}
