import { escapeHtml, type Words } from '../../../../src/i18n';
import { filledIn, KNOWN_PLACEHOLDERS, type PlaceholderValues } from '../../../../src/regulation/placeholders';
import type { TemplateLine } from '../../../../src/usecases/office/templates';
import { button, shorten, type Screen } from '../../screen';
import { pageOf, pager } from '../pager';

const CAPTION = 60;
/** Of a text filled in: what stands for a placeholder may be far longer than its name. */
const PREVIEW = 1_800;

const whose = ({ path }: TemplateLine, { plain }: Words): string =>
  path.length === 0 ? plain('people:templates.everyAppeal') : path.join(' / ');

/** Templates of answers by pages. */
export function templatesScreen(templates: readonly TemplateLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(templates, page);
  return {
    text: [
      `<b>${html('people:templates.title', { count: templates.length })}</b>`,
      html(templates.length > 0 ? 'people:templates.hint' : 'people:templates.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map((line) => [
        button(shorten(`${line.name} · ${whose(line, words)}`, CAPTION), { kind: 'template', templateId: line.id }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'templates', page: next })),
      [
        button(plain('people:templates.button.add'), { kind: 'writeTemplate', part: 'all', templateId: 0 }),
        button(plain('list:button.menu'), { kind: 'menu' }),
      ],
    ],
  };
}

/** How it looks in an answer; the appeal is nobody's. */
const example = ({ plain }: Words): PlaceholderValues => ({
  number: '327441806',
  date: '12.11.2026',
  address: plain('people:templates.example.address'),
  topic: plain('people:templates.example.topic'),
  executor: plain('people:templates.example.executor'),
  term: '12.12.2026',
  today: '25.11.2026',
});

/** One template: its text to be copied, and how it looks filled in. */
export function templateScreen(line: TemplateLine, words: Words): Screen {
  const { html, plain } = words;
  const { id: templateId, name, text, isRemoved } = line;
  const filled = filledIn(text, example(words));
  const write = (part: 'name' | 'text' | 'category') =>
    button(plain(`people:templates.button.${part}`), { kind: 'writeTemplate', part, templateId });
  const shown = [
    `<b>${escapeHtml(name)}</b>`,
    html('people:templates.for', { whose: whose(line, words) }),
    '',
    `<pre>${escapeHtml(text)}</pre>`,
    ...(filled === text
      ? []
      : [html('people:templates.preview'), `<blockquote>${escapeHtml(shorten(filled, PREVIEW))}</blockquote>`]),
  ];
  const back = button(plain('people:admin.button.back'), { kind: 'templates', page: 0 });
  if (isRemoved)
    return {
      text: html('people:templates.removed', { name }),
      buttons: [
        [button(plain('people:templates.button.restore'), { kind: 'removeTemplate', templateId, removed: 'off' })],
        [back],
      ],
    };
  return {
    text: shown.join('\n'),
    buttons: [
      [write('text'), write('name')],
      [
        write('category'),
        button(plain('people:templates.button.remove'), { kind: 'removeTemplate', templateId, removed: 'on' }),
      ],
      [back],
    ],
  };
}

/** «{номер}, {дата} …» */
export const knownPlaceholders = (): string => KNOWN_PLACEHOLDERS.join(', ');
