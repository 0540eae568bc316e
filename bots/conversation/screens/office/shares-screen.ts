import type { Words } from '../../../../src/i18n';
import type { StageShares } from '../../../../src/regulation/deadlines';
import { stampOf } from '../../../../src/usecases/kit/redraw';
import type { Screen } from '../../screen';
import { sharePercents } from './share-percents';
import { sureScreen } from './sure-screen';

/** The shares of the stages and whom it touches when they are right, before an admin says so. @param from where it goes back to */
export function sharesScreen(
  shares: StageShares,
  openStages: number,
  from: 'settings' | 'setup',
  words: Words,
): Screen {
  const seen = stampOf(shares);
  return sureScreen(
    [
      `<b>${words.html('setup:step.shares.name')}</b>`,
      ...sharePercents(shares).map(({ stage, percent }) =>
        words.html('change:preview.share', { stage: words.plain(`appeal:stage.${stage}`), percent }),
      ),
      '',
      words.html('change:preview.shares', { count: openStages }),
    ],
    from === 'setup' ? { kind: 'setupShares', seen } : { kind: 'confirmShares', seen },
    from === 'setup' ? { kind: 'setupStep', step: 'shares' } : { kind: 'settings' },
    words,
  );
}
