import type { Words } from '../../../src/i18n';
import { NOTICED_KINDS } from '../../../src/regulation/engagement/dates';
import {
  NOTICE_TERMS,
  type EngagementRules,
  changeEngagementRules,
  confirmNotice,
  readEngagementRules,
  type RulesChange,
} from '../../../src/usecases/engagement/rules';
import { stampOf } from '../../../src/usecases/kit/redraw';
import { button, inRows, type Screen, sureScreen } from '../kit/screen';
import { RULE_EFFECTS, type RuleEffect } from '../../../src/regulation/engagement/rules-change';
import { previewEngagementRules } from '../../../src/usecases/engagement/difference';
import type { Button } from '../kit/buttons';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** How the office has what the ОГ role makes: agreed or not, and how long before citizens are told. */
export function engagementRulesScreen(
  { isAgreed, notice, noticeConfirmed }: EngagementRules,
  { html, plain }: Words,
): Screen {
  const terms = NOTICED_KINDS.map((of) =>
    NOTICE_TERMS.filter((days) => days !== notice[of]).map((days) =>
      button(plain(`engagement:rules.to.${of}`, { count: days }), { kind: 'engagementNotice', of, days }),
    ),
  );
  return {
    text: [
      `<b>${html('engagement:title')}</b>`,
      html(isAgreed ? 'engagement:rules.agreed' : 'engagement:rules.notAgreed'),
      ...NOTICED_KINDS.map((of) => html(`engagement:rules.${of}`, { count: notice[of] })),
      html(noticeConfirmed ? 'engagement:rules.confirmed' : 'engagement:rules.assumed'),
    ].join('\n'),
    buttons: [
      [
        button(plain(isAgreed ? 'engagement:rules.agreeNot' : 'engagement:rules.agree'), {
          kind: 'agreeEngagements',
          becomes: isAgreed ? 'off' : 'on',
        }),
      ],
      ...terms.flatMap((row) => inRows(row, 3)),
      ...(noticeConfirmed
        ? []
        : [[button(plain('engagement:rules.confirm'), { kind: 'confirmEngagementNotice', seen: stampOf(notice) })]]),
      [button(plain('people:admin.button.back'), { kind: 'settings' })],
    ],
  };
}

/** How the office has what the ОГ role makes, which an admin says. */
export function engagementRulesFeature({ desk }: Talk): Feature {
  const draw = async ({ words }: Turn): Promise<Screen> =>
    engagementRulesScreen(await readEngagementRules(desk), words);

  /** @param sure the same button once it is known what it does; null: it was that one */
  async function change(turn: Turn, chosen: RulesChange, sure: Button | null): Promise<Reply> {
    const lines = sure === null ? [] : touchedLines(await previewEngagementRules(desk, chosen), turn);
    if (sure !== null && lines.length > 0)
      return { screen: sureScreen(lines, sure, { kind: 'engagementRules' }, turn.words) };
    await changeEngagementRules(desk, turn.official, chosen);
    return { toast: turn.words.plain('people:person.saved'), screen: await draw(turn) };
  }

  return {
    presses: {
      engagementRules: async (turn) => ({ screen: await draw(turn) }),
      agreeEngagements: (turn, { becomes, sure }) =>
        change(
          turn,
          { isAgreed: becomes === 'on' },
          sure === undefined ? { kind: 'agreeEngagements', becomes, sure: 'yes' } : null,
        ),
      engagementNotice: (turn, { of, days, sure }) =>
        change(
          turn,
          { notice: { kind: of, days } },
          sure === undefined ? { kind: 'engagementNotice', of, days, sure: 'yes' } : null,
        ),
      async confirmEngagementNotice(turn, { seen = '' }) {
        const { plain } = turn.words;
        const result = await confirmNotice(desk, turn.official, seen);
        const said = result === 'kept' ? { toast: plain('people:person.saved') } : refusal(plain('change:meanwhile'));
        return { ...said, screen: await draw(turn) };
      },
    },
  };
}

/** What of that which is under way is touched; in HTML. */
const touchedLines = (counts: Readonly<Record<RuleEffect, number>>, { words }: Turn): string[] =>
  RULE_EFFECTS.filter((effect) => counts[effect] > 0).map((effect) =>
    words.html(`change:preview.engagement.${effect}`, { count: counts[effect] }),
  );
