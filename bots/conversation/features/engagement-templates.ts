import {
  readEngagementTemplate,
  removeEngagementTemplate,
  readEngagement,
} from '../../../src/usecases/engagement/engagements';
import {
  drawEngagementTemplate,
  drawEngagementTemplates,
  engagementTemplateDialog,
} from '../dialogs/engagement/engagement-template-dialog';
import { refusal, type Feature } from '../feature';
import type { Talk } from '../talk';

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
