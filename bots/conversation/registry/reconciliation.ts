import { isForgotten } from '../../../src/usecases/appeals/contacts';
import { ACT_OF } from '../../../src/regulation/differences';
import { answerDifference } from '../../../src/usecases/registry/answer-difference';
import {
  countDifferences,
  readAppealDifferences,
  readDifferences,
  manyOf,
  type Many,
  takeBackOne,
} from '../../../src/usecases/registry/differences';
import { lastUnsought } from '../../../src/usecases/registry/sightings';
import { readForMany } from '../../../src/usecases/registry/work-takeover';
import { nameOfId } from '../../../src/usecases/registry/names-there';
import { readTakeover, startTakeover, undoTakeover } from '../../../src/usecases/registry/take-over';
import type { Button } from '../kit/buttons';
import { drawNamesThere, drawTakeover, personOfNameDialog } from './names';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Screen } from '../kit/screen';
import { doneWords } from '../acts/done-words';
import { appealDifferencesScreen, differencesScreen, differingScreen } from './differences';
import { forManyScreen } from './takeover';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** Of buttons of an earlier release, which do not say what was shown. */
const [NO_FILE, NO_LIST] = [-1, -1];

/** «Сверка с ПОС»: how the registry differs from the bot, and a press for each remedy. */
export function reconciliationFeature(talk: Talk): Feature {
  const dialog = personOfNameDialog(talk);
  return { dialogs: [dialog], presses: { ...ofOne(talk), ...ofNamed(talk, dialog), ...ofMany(talk) } };
}

const shown = (screen: Screen | null, { words }: Turn): Reply =>
  screen ? { screen } : refusal(words.plain('reconcile:notYours'));

/** What differs, kind by kind and appeal by appeal; an appeal's differences are answered, and the answers taken back, one by one. */
function ofOne({ desk, wake }: Talk): Feature['presses'] {
  const ofAppeal = async ({ official, reading }: Turn, appealId: number) => {
    const view = await readAppealDifferences(desk, official, appealId);
    return view && appealDifferencesScreen(view, reading);
  };

  async function remedy(turn: Turn, pressed: Button<'remedy'>): Promise<Reply> {
    const { words, reading, official } = turn;
    const { appealId, version, of, remedy: what, days = null, fileId } = pressed;
    const order = { appealId, version, of, remedy: what, days, fileId: fileId === 0 ? null : (fileId ?? NO_FILE) };
    const answered = await answerDifference(desk, official, order);
    wake();
    const screen = await ofAppeal(turn, appealId);
    if (answered.ok) return { toast: doneWords({ action: ACT_OF[what], result: answered.result }, reading), screen };
    const why = answered.refusal;
    const toast = words.plain(why === 'over' || why === 'changed' ? `reconcile:${why}` : `refusal:${why}`);
    return { ...refusal(toast), screen };
  }

  return {
    async differences(turn) {
      const counts = await countDifferences(desk, turn.official);
      const takeover = counts?.some(({ kind }) => kind === 'assigned') ? await readTakeover(desk, turn.official) : null;
      const last = counts && (await lastUnsought(desk));
      return shown(counts && differencesScreen(counts, takeover?.ready ?? 0, last, turn.reading), turn);
    },
    async differing(turn, { of, page }) {
      const view = await readDifferences(desk, turn.official, of, page);
      return shown(view && differingScreen(view, turn.reading), turn);
    },
    differenceOf: async (turn, { appealId }) => shown(await ofAppeal(turn, appealId), turn),
    remedy,
    async takeBack(turn, { appealId }) {
      const { words, official, reading } = turn;
      const result = await takeBackOne(desk, official, appealId);
      wake();
      const screen = await ofAppeal(turn, appealId);
      if (result?.ok) {
        const done = doneWords({ action: 'restoreBefore', result }, reading);
        if (!(await isForgotten(desk, appealId))) return { toast: done, screen };
        return { toast: `${done}. ${words.plain('applicant:reopened')}`, alert: true, screen };
      }
      const why = result?.refusal;
      const toast = why === undefined || why === 'gone' ? 'reconcile:many.undoOver' : (`refusal:${why}` as const);
      return { ...refusal(words.plain(toast)), screen };
    },
  };
}

/** Executors whom ПОС names are taken over for all, and whom a name means is decided for all. */
function ofNamed(talk: Talk, dialog: ReturnType<typeof personOfNameDialog>): Feature['presses'] {
  const { desk } = talk;
  return {
    takeover: async (turn, { of = 'assigned' }) => shown(await drawTakeover(talk, turn, of), turn),
    async confirmTakeover(turn, { list = NO_LIST, of = 'assigned' }) {
      const started = await startTakeover(desk, turn.official, { kind: of, remedy: 'assign' }, list);
      const toast = turn.words.plain(`reconcile:take.${started}`);
      return started === 'notYours' ? refusal(toast) : { toast, screen: await drawTakeover(talk, turn, of) };
    },
    namesThere: async (turn, { page }) => shown(await drawNamesThere(talk, turn, page), turn),
    async nameThere(turn, { nameId: id, of }) {
      const name = await nameOfId(desk, id);
      if (name === null) return refusal(turn.words.plain('reconcile:names.over'));
      return dialog.beginHere(turn, of === undefined ? { name } : { name, of });
    },
  };
}

/** One remedy for all of a kind, and all of it taken back. */
function ofMany({ desk, wake }: Talk): Feature['presses'] {
  const preview = async ({ official, reading }: Turn, wanted: Many) => {
    const many = await readForMany(desk, official, wanted);
    return many && forManyScreen(many, reading);
  };
  return {
    async forMany(turn, { of, remedy: by }) {
      const many = manyOf(of, by);
      return shown(many && (await preview(turn, many)), turn);
    },
    async confirmMany(turn, { of, list, remedy: by }) {
      const many = manyOf(of, by);
      if (!many) return refusal(turn.words.plain('reconcile:notYours'));
      const started = await startTakeover(desk, turn.official, many, list);
      const toast = turn.words.plain(started === 'started' ? 'reconcile:many.started' : `reconcile:take.${started}`);
      return started === 'notYours' ? refusal(toast) : { toast, screen: await preview(turn, many) };
    },
    async undoMany({ official, words }, { takeoverId }) {
      const started = await undoTakeover(desk, official, takeoverId);
      wake();
      if (started === 'started') return { toast: words.plain('reconcile:many.started') };
      return refusal(words.plain(started === 'over' ? 'reconcile:many.undoOver' : `reconcile:take.${started}`));
    },
  };
}
