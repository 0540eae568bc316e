import { askForWeek } from '../../../src/usecases/digests/weekly-report';
import { refusal, type Feature } from '../feature';
import type { Talk } from '../talk';

/** The table of a week, under its report. */
export function weekFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      async weekTable({ official, words }, { day }) {
        const asked = await askForWeek(desk, official, day);
        wake();
        if (asked === 'asked') return { toast: words.plain('statistics:toast.xlsx') };
        if (asked === 'underWay') return { toast: words.plain('statistics:toast.underWay') };
        return refusal(words.plain('digest:weekly.gone'));
      },
    },
  };
}
