import { isMeaningful, lengthInCharacters } from '../../../../src/text/plain-text';
import {
  keepAsTemplate,
  listEngagementTemplates,
  readEngagementTemplate,
  renameTemplate,
} from '../../../../src/usecases/engagement/engagements';
import { textOf } from '../../questions/question';
import { line } from '../../questions/writing';
import type { Screen } from '../../screen';
import { engagementTemplateScreen, engagementTemplatesScreen } from '../../screens/engagement/template-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers } from '../dialog';
import { TableDialog } from '../table-dialog';
import { drawEngagement } from './draw-engagement';

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
