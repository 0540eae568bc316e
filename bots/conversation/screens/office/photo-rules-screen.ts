import type { Words } from '../../../../src/i18n';
import { PHOTO_RULE_NAMES, type SpokenRules } from '../../../../src/usecases/administration/photo-rules';
import { button, type Screen } from '../../screen';

/** How strictly photos are judged, and what of it may be changed. */
export function photoRulesScreen(rules: SpokenRules, { html, plain }: Words): Screen {
  const lines = PHOTO_RULE_NAMES.map((rule) => html(`evidence:rules.line.${rule}`, { value: rules[rule] }));
  return {
    text: [`<b>${html('evidence:rules.title')}</b>`, `<i>${html('evidence:rules.hint')}</i>`, '', ...lines].join('\n'),
    buttons: [
      PHOTO_RULE_NAMES.map((rule) => button(plain(`evidence:rules.name.${rule}`), { kind: 'askPhotoRule', rule })),
      [button(plain('people:admin.button.back'), { kind: 'settings' })],
    ],
  };
}
