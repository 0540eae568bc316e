import type { Words } from '../../../../src/i18n';
import type { TemplateOfEngagement } from '../../../../src/usecases/engagement/engagements';
import { button, CAPTION, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { pageOf, pager } from '../pager';
import { shortPreviewLines } from './preview-lines';

/** Templates of what the ОГ role makes, by pages. */
export function engagementTemplatesScreen(
  templates: readonly TemplateOfEngagement[],
  page: number,
  words: Words,
): Screen {
  const { html, plain } = words;
  const view = pageOf(templates, page);
  return {
    text: [
      `<b>${html('engagement:template.title', { count: templates.length })}</b>`,
      ...(templates.length > 0 ? [] : [html('engagement:template.empty')]),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id, name, kind }) => [
        button(shorten(`${name} · ${plain(`engagement:kind.${kind}`)}`, CAPTION), {
          kind: 'engagementTemplate',
          templateId: id,
        }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'engagementTemplates', page: next })),
      [button(plain('engagement:button.new'), { kind: 'newEngagement' })],
    ],
  };
}

/** One of them: what is in it, and what may be done with it. A removed one shows nothing but that. */
export function engagementTemplateScreen(template: TemplateOfEngagement, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { id: templateId, name, kind, content, isRemoved } = template;
  const back = [button(plain('engagement:template.list'), { kind: 'engagementTemplates', page: 0 })];
  if (isRemoved)
    return {
      text: html('engagement:template.removed', { name }),
      buttons: [
        [
          button(plain('engagement:template.restore'), {
            kind: 'removeEngagementTemplate',
            templateId,
            removed: 'off',
          }),
        ],
        back,
      ],
    };
  return {
    text: [`<b>${html('engagement:template.name', { name })}</b>`, ...shortPreviewLines(kind, content, reading)].join(
      '\n',
    ),
    buttons: [
      [button(plain('engagement:template.use'), { kind: 'useEngagementTemplate', templateId })],
      [
        button(plain('engagement:template.rename'), { kind: 'renameEngagementTemplate', templateId }),
        button(plain('engagement:template.remove'), { kind: 'removeEngagementTemplate', templateId, removed: 'on' }),
      ],
      back,
    ],
  };
}
