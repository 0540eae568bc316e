import type { Words } from '../../../src/i18n';
import {
  type TemplateOfEngagement,
  keepAsTemplate,
  listEngagementTemplates,
  readEngagementTemplate,
  renameTemplate,
  removeEngagementTemplate,
  readEngagement,
} from '../../../src/usecases/engagement/engagements';
import { button, CAPTION, shorten, type Screen, pageOf, pager } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { shortPreviewLines } from './engagement-words';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import type { Talk } from '../kit/talk';
import type { Answers } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { drawEngagement } from './engagement-screens';
import { refusal, type Feature } from '../kit/feature';

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

const LONGEST_NAME = 60;

/** All of them by pages. */
export async function drawEngagementTemplates(
  { desk }: Talk,
  { official, words }: Turn,
  page: number,
): Promise<Screen> {
  return engagementTemplatesScreen(await listEngagementTemplates(desk, official), page, words);
}

/** One of them; the list where there is no such one. */
export async function drawEngagementTemplate(talk: Talk, turn: Turn, id: number): Promise<Screen> {
  const template = await readEngagementTemplate(talk.desk, turn.official, id);
  return template ? engagementTemplateScreen(template, turn.reading) : drawEngagementTemplates(talk, turn, 0);
}

const idIn = (answers: Answers, name: 'engagementId' | 'templateId'): number => {
  const id = answers[name];
  return typeof id === 'number' ? id : 0;
};

/** The name of a template: of one that is kept now, or another for one that is there. */
export const engagementTemplateDialog = (talk: Talk) =>
  new TableDialog<null>(talk, {
    subject: 'engagementTemplate',
    read: async () => null,
    head: () => [],
    steps: [
      {
        name: 'name',
        ask: ({ reading: { words } }) => words.html('engagement:template.ask'),
        question: line({
          key: 'name',
          check(typed, { reading: { words } }) {
            const name = typed.replace(/\s+/g, ' ').trim();
            if (lengthInCharacters(name) > LONGEST_NAME)
              return { complaint: words.plain('people:ask.tooLong', { limit: LONGEST_NAME }) };
            return isMeaningful(name) ? { value: name } : { complaint: words.plain('people:ask.noWords') };
          },
        }),
      },
    ],
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const [engagementId, templateId] = [idIn(answers, 'engagementId'), idIn(answers, 'templateId')];
      const name = textOf(answers, 'name');
      const kept =
        templateId === 0
          ? await keepAsTemplate(talk.desk, turn.official, engagementId, name)
          : await renameTemplate(talk.desk, turn.official, templateId, name);
      return kept.ok
        ? { toast: plain('engagement:template.kept'), screen: await drawEngagementTemplate(talk, turn, kept.id) }
        : { complaint: plain(`engagement:template.refusal.${kept.refusal}`) };
    },
    cancelled: (turn, answers) =>
      idIn(answers, 'templateId') === 0
        ? drawEngagement(talk, turn, idIn(answers, 'engagementId'))
        : drawEngagementTemplate(talk, turn, idIn(answers, 'templateId')),
  });

/** With what the ОГ role begins: kept from a card, named anew, taken out; the feature of making begins with it. */
export function engagementTemplatesFeature(talk: Talk): Feature {
  const { desk } = talk;
  const naming = engagementTemplateDialog(talk);
  return {
    dialogs: [naming],
    presses: {
      engagementTemplates: async (turn, { page }) => ({ screen: await drawEngagementTemplates(talk, turn, page) }),
      engagementTemplate: async (turn, { templateId }) => ({
        screen: await drawEngagementTemplate(talk, turn, templateId),
      }),
      async keepAsTemplate(turn, { engagementId }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        return card ? naming.beginHere(turn, { engagementId }) : refusal(turn.words.plain('engagement:refusal.gone'));
      },
      async renameEngagementTemplate(turn, { templateId }) {
        const template = await readEngagementTemplate(desk, turn.official, templateId);
        return template && !template.isRemoved
          ? naming.beginHere(turn, { templateId })
          : refusal(turn.words.plain('engagement:template.refusal.gone'));
      },
      async removeEngagementTemplate(turn, { templateId, removed }) {
        const result = await removeEngagementTemplate(desk, turn.official, templateId, removed === 'on');
        return {
          ...(result.ok
            ? { toast: turn.words.plain('people:person.saved') }
            : refusal(turn.words.plain(`engagement:template.refusal.${result.refusal}`))),
          screen: await drawEngagementTemplate(talk, turn, templateId),
        };
      },
    },
  };
}
