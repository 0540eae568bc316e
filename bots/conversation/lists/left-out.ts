import type { Words } from '../../../src/i18n';
import type { LeftOut } from '../../../src/usecases/terms/load-terms';
import type { AppealLine } from '../../../src/usecases/lists/lists';

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

/** Why no name stands in a line of what is late. Who has it now stands beside what the line itself says was over before the bot had it. */
export const namelessOf = ({ unnamed, overdue }: Pick<AppealLine, 'unnamed' | 'overdue'>): AppealLine['unnamed'] =>
  overdue?.before ? null : unnamed;
