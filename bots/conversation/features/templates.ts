import { removeTemplate } from '../../../src/usecases/office/templates';
import { drawTemplate, drawTemplates, templateDialog } from '../dialogs/template';
import { refusal, type Feature } from '../feature';
import type { Talk } from '../talk';

/** Templates of answers: their list, one of them, and what coordinators and admins write. */
export function templatesFeature(talk: Talk): Feature {
  const dialog = templateDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      templates: async (turn, { page }) => ({ screen: await drawTemplates(talk, turn, page) }),
      template: async (turn, { templateId }) => ({ screen: await drawTemplate(talk, turn, templateId) }),
      writeTemplate: (turn, { part, templateId }) => dialog.beginHere(turn, { part, templateId }),
      removeTemplate: async (turn, { templateId, removed }) => {
        const result = await removeTemplate(talk.desk, turn.official, templateId, removed === 'on');
        return {
          ...(result.ok
            ? { toast: turn.words.plain('people:person.saved') }
            : refusal(turn.words.plain(`people:templates.refusal.${result.refusal}`))),
          screen: await drawTemplate(talk, turn, templateId),
        };
      },
    },
  };
}
