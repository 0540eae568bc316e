import type { Words } from '../../../../src/i18n';
import type { LeftOut } from '../../../../src/usecases/nags/overdue';

/** What is late and stands in no number: each a short line, with why. */
export const leftOutLines = (leftOut: readonly LeftOut[], { html, plain }: Words): string[] =>
  leftOut.map(({ why, count }) =>
    why === 'assumed'
      ? html('digest:group.stagesLeftOut')
      : html('digest:group.person', {
          name: plain(`nag:ahead.unnamed.${why}`),
          count: plain('digest:group.kind.stage', { count }),
        }),
  );
