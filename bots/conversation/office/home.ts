import type { Words } from '../../../src/i18n';
import { button, type Screen, messengerName } from '../kit/screen';
import { invitable, inviteInto } from '../../../src/usecases/office/invitations';
import { chooseHome } from '../../../src/usecases/people/home';
import { drawAdmin, drawPerson } from './admin-screens';
import { drawSound } from '../people/sound';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { dayOf } from '../../../src/regulation/calendar';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { readOfficeNow } from '../../../src/usecases/office/tables';
import { partOfStep, nameInPos, confirmSetup } from '../../../src/usecases/office/setup';
import { openStages } from '../../../src/usecases/photos/rules';
import { confirmStageShares } from '../../../src/usecases/terms/calendar';
import { shortName } from '../../../src/usecases/kit/officials';
import { drawSetup, drawSetupStep, environmentOf, readSteps, setupAnswerDialog, setupSheet } from './setup';
import { officeTableDialog } from './table';
import { sharesScreen } from '../terms/calendar-screens';

/** How many people get a link when an admin says yes. */
export function inviteAllScreen(messenger: string, count: number, words: Words): Screen {
  const { html, plain } = words;
  const name = messengerName(messenger, words);
  return {
    text: html(count > 0 ? 'people:home.askAll' : 'people:home.askNobody', { count, messenger: name }),
    buttons: [
      ...(count > 0
        ? [
            [
              button(plain('people:home.button.inviteAll', { messenger: name }), {
                kind: 'confirmInviteAll',
                messenger,
              }),
            ],
          ]
        : []),
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}

/** In which messengers people are met: where the bot writes to one, and who is invited into another. */
export function homeFeature(talk: Talk): Feature {
  const { desk, wake } = talk;

  const isOfOffice = (messenger: string): boolean => talk.messengers.names().includes(messenger);
  const old = ({ words }: Turn): Reply => refusal(words.plain('refusal:oldButton'));

  /** Null: that messenger can lead somebody in. */
  async function hindrance(turn: Turn, messenger: string): Promise<Reply | null> {
    if (!isOfOffice(messenger)) return old(turn);
    const { words } = turn;
    const leads = await talk.messengers.linkInto(messenger, '').catch(() => null);
    return leads === null
      ? refusal(words.plain('people:home.refusal.silent', { messenger: messengerName(messenger, words) }))
      : null;
  }

  async function invited(turn: Turn, messenger: string, personId: number | null): Promise<Reply> {
    const { official, words } = turn;
    const hindered = await hindrance(turn, messenger);
    if (hindered) return hindered;
    const result = await inviteInto(desk, official, messenger, personId);
    wake();
    const screen = personId === null ? await drawAdmin(talk, turn) : await drawPerson(talk, turn, personId);
    if (!result.ok) return { ...refusal(words.plain(`people:refusal.${result.refusal}`)), screen };
    if (result.count === 0) return { ...refusal(words.plain('people:home.refusal.nobody')), screen };
    return {
      toast: words.plain('people:home.invited', { count: result.count, messenger: messengerName(messenger, words) }),
      screen,
    };
  }

  return {
    presses: {
      chooseHome: async (turn, { messenger }) => {
        if (!isOfOffice(messenger)) return old(turn);
        const { official, words } = turn;
        const name = messengerName(messenger, words);
        const chosen = await chooseHome(desk, official, messenger);
        wake();
        const screen = await drawSound(talk, turn);
        return chosen === 'chosen'
          ? { toast: words.plain('people:home.writes', { messenger: name }), screen }
          : { ...refusal(words.plain('people:home.refusal.notThere')), screen };
      },
      inviteInto: (turn, { messenger, personId }) => invited(turn, messenger, personId),
      inviteAllInto: async (turn, { messenger }) =>
        isOfOffice(messenger)
          ? { screen: inviteAllScreen(messenger, (await invitable(desk, messenger)).length, turn.words) }
          : old(turn),
      confirmInviteAll: (turn, { messenger }) => invited(turn, messenger, null),
    },
  };
}

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
