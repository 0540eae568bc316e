import type { Words } from '../../../../src/i18n';
import { NOTICED_KINDS } from '../../../../src/regulation/engagement/dates';
import { NOTICE_TERMS, type EngagementRules } from '../../../../src/usecases/engagement/rules';
import { stampOf } from '../../../../src/usecases/kit/redraw';
import { button, inRows, type Screen } from '../../screen';

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
