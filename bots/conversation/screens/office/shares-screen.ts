import type { Words } from '../../../../src/i18n';
import { SHARED_STAGES, type StageShares } from '../../../../src/regulation/deadlines';
import { stampOf } from '../../../../src/usecases/shown-stamp';
import type { Screen } from '../../screen';
import { sureScreen } from './sure-screen';

const PERCENT = 100;

/** The shares of the stages and whom it touches when they are right, before an admin says so. */
export const sharesScreen = (shares: StageShares, openStages: number, words: Words): Screen =>
  sureScreen(
    [
      `<b>${words.html('setup:step.shares.name')}</b>`,
      ...SHARED_STAGES.map((stage) =>
        words.html('change:preview.share', {
          stage: words.plain(`appeal:stage.${stage}`),
          percent: Math.round(shares[stage] * PERCENT),
        }),
      ),
      '',
      words.html('change:preview.shares', { count: openStages }),
    ],
    { kind: 'confirmShares', seen: stampOf(shares) },
    { kind: 'settings' },
    words,
  );
