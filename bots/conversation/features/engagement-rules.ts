import { changeEngagementRules, readEngagementRules } from '../../../src/usecases/engagement/engagement-rules';
import type { Feature, Reply } from '../feature';
import { engagementRulesScreen } from '../screens/engagement/rules-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** How the office has what the ОГ role makes, which an admin says. */
export function engagementRulesFeature({ desk }: Talk): Feature {
  /** @param change what an admin has chosen; absent: they only look */
  async function rules(turn: Turn, change?: Parameters<typeof changeEngagementRules>[2]): Promise<Reply> {
    if (change !== undefined) await changeEngagementRules(desk, turn.official, change);
    const screen = engagementRulesScreen(await readEngagementRules(desk), turn.words);
    return change === undefined ? { screen } : { toast: turn.words.plain('people:person.saved'), screen };
  }

  return {
    presses: {
      engagementRules: (turn) => rules(turn),
      agreeEngagements: (turn, { becomes }) => rules(turn, { isAgreed: becomes === 'on' }),
      engagementNotice: (turn, { of, days }) => rules(turn, { notice: { kind: of, days } }),
      confirmEngagementNotice: (turn) => rules(turn, { noticeConfirmed: true }),
    },
  };
}
