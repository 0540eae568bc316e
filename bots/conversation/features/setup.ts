import { dayOf } from '../../../src/regulation/calendar';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { readOfficeNow } from '../../../src/usecases/office/tables';
import { partOfStep, nameInPos, confirmSetup } from '../../../src/usecases/office/setup';
import { openStages } from '../../../src/usecases/photos/rules';
import { confirmStageShares } from '../../../src/usecases/terms/calendar';
import { shortName } from '../../../src/usecases/kit/officials';
import { drawSetup, drawSetupStep, environmentOf, readSteps } from '../dialogs/draw-setup';
import { officeTableDialog } from '../dialogs/office-table';
import { setupAnswerDialog } from '../dialogs/setup-answer';
import { refusal, type Feature, type Reply } from '../feature';
import { sharesScreen } from '../screens/office/shares-screen';
import { setupSheet } from '../screens/office/setup-sheet';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** The shares as they are, and back to the setup once they are confirmed. @param seen the stamp of those that were shown; absent: none were */
async function pressShares(talk: Talk, turn: Turn, seen: string | undefined): Promise<Reply> {
  const { desk } = talk;
  const { plain } = turn.words;
  const shown = async () => sharesScreen(desk.office.shares, await openStages(desk), 'setup', turn.words);
  if (seen === undefined) return { screen: await shown() };
  const result = await confirmStageShares(desk, turn.official, seen);
  if (result === 'changedMeanwhile') return { ...refusal(plain('change:meanwhile')), screen: await shown() };
  return {
    toast: plain('people:environment.sharesConfirmed'),
    screen: await drawSetup(talk, turn, partOfStep('shares')),
  };
}

/** «Настройка»: what an office sets up before its first day, and the answers as a sheet to be signed. */
export function setupFeature(talk: Talk): Feature {
  const { desk, voice, papers, officeTables } = talk;
  const [answers, table] = [setupAnswerDialog(talk), officeTableDialog(talk)];

  return {
    dialogs: [answers, table],
    presses: {
      setup: async (turn, { part = 'office' }) => ({ screen: await drawSetup(talk, turn, part) }),
      setupStep: async (turn, { step }) => ({ screen: await drawSetupStep(talk, turn, step) }),
      async answerSetup(turn, { step }) {
        const said = (await readSteps(talk)).find((one) => one.step === step)?.said ?? [];
        return answers.beginHere(turn, { step, seen: said[0] ?? null });
      },
      async confirmSetup(turn, { step, seen = '' }) {
        const { plain } = turn.words;
        const result = await confirmSetup(desk, turn.official, { step, seen }, environmentOf(talk));
        if (result === 'confirmed')
          return { toast: plain('setup:confirmed'), screen: await drawSetup(talk, turn, partOfStep(step)) };
        if (result === 'changedMeanwhile')
          return { ...refusal(plain('change:meanwhile')), screen: await drawSetupStep(talk, turn, step) };
        return refusal(plain(result === 'notAdmin' ? 'people:refusal.notAdmin' : 'refusal:oldButton'));
      },
      setupShares: (turn, { seen }) => pressShares(talk, turn, seen),
      async nameInPos(turn, { step, personId, named }) {
        const result = await nameInPos(desk, turn.official, { step, personId, isNamed: named === 'on' });
        if (result === 'notAdmin') return refusal(turn.words.plain('people:refusal.notAdmin'));
        const screen = await drawSetupStep(talk, turn, step);
        return result === 'named' ? { screen } : { ...refusal(turn.words.plain('refusal:oldButton')), screen };
      },
      async setupSheet({ official, reading, words, chatId }) {
        const steps = await readSteps(talk);
        const { nameRu, nameTt, contacts } = await letterheadOf(desk);
        const name = [nameRu, nameTt].filter((one) => one !== '');
        const head = name.length === 0 ? null : { name, contacts };
        const paper = setupSheet(steps, head, shortName(official.name), reading);
        const fileName = words.plain('setup:sheet.file', { day: dayOf(reading.now, reading.calendar) });
        return {
          toast: words.plain('setup:sheetToast'),
          after: async () => voice.sendFile(chatId, fileName, await papers.writePlain(paper)),
        };
      },
      officeTable: (turn) => table.beginHere(turn),
      officeTemplate: async ({ words, chatId }) => ({
        toast: words.plain('setup:table.templateToast'),
        after: async () => {
          const bytes = await officeTables.write(await readOfficeNow(desk), words.locale);
          await voice.sendFile(chatId, words.plain('setup:table.templateName'), bytes);
        },
      }),
    },
  };
}
