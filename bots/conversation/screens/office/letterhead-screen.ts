import type { Words } from '../../../../src/i18n';
import { LETTERHEAD_PARTS } from '../../../../src/usecases/administration/letterhead';
import type { Letterhead } from '../../../../src/usecases/settings';
import { button, inRows, type Screen } from '../../screen';

/** What stands on letters beside their text, and what of it may be changed. */
export function letterheadScreen(head: Letterhead, { html, plain }: Words): Screen {
  const lines = LETTERHEAD_PARTS.map((part) =>
    html('letter:head.line', {
      what: plain(`letter:head.part.${part}`),
      value: head[part] === '' ? plain('letter:head.empty') : head[part],
    }),
  );
  const parts = LETTERHEAD_PARTS.map((part) =>
    button(plain(`letter:head.part.${part}`), { kind: 'askLetterhead', part }),
  );
  return {
    text: [`<b>${html('letter:head.title')}</b>`, `<i>${html('letter:head.hint')}</i>`, '', ...lines].join('\n'),
    buttons: [...inRows(parts, 2), [button(plain('people:admin.button.back'), { kind: 'settings' })]],
  };
}
