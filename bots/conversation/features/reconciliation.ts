import { ACT_OF } from '../../../src/regulation/differences';
import { answerDifference } from '../../../src/usecases/registry/answer-difference';
import {
  countDifferences,
  readAppealDifferences,
  readDifferences,
} from '../../../src/usecases/registry/read-differences';
import { isForMany, type KindForMany } from '../../../src/usecases/registry/for-many';
import { readForMany } from '../../../src/usecases/registry/read-for-many';
import { readTakeover, startTakeover } from '../../../src/usecases/registry/take-over';
import type { Button } from '../buttons';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import { doneWords } from '../screens/appeals/done-words';
import { appealDifferencesScreen, differencesScreen, differingScreen } from '../screens/registry/differences-screens';
import { forManyScreen, takeoverScreen } from '../screens/registry/takeover-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Of buttons of an earlier release, which do not say what was shown. */
const [NO_FILE, NO_LIST] = [-1, -1];

/** «Сверка с ПОС»: how the registry differs from the bot, and a press for each remedy. */
export function reconciliationFeature({ desk, wake }: Talk): Feature {
  const shown = (screen: Screen | null, { words }: Turn): Reply =>
    screen ? { screen } : refusal(words.plain('reconcile:notYours'));
  const ofAppeal = async ({ official, reading }: Turn, appealId: number) => {
    const view = await readAppealDifferences(desk, official, appealId);
    return view && appealDifferencesScreen(view, reading);
  };
  const preview = async ({ official, reading }: Turn) => {
    const takeover = await readTakeover(desk, official);
    return takeover && takeoverScreen(takeover, reading);
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
    presses: {
      async differences(turn) {
        const counts = await countDifferences(desk, turn.official);
        const takeover = counts?.some(({ kind }) => kind === 'assigned')
          ? await readTakeover(desk, turn.official)
          : null;
        return shown(counts && differencesScreen(counts, takeover?.ready ?? 0, turn.reading), turn);
      },
      async differing(turn, { of, page }) {
        const view = await readDifferences(desk, turn.official, of, page);
        return shown(view && differingScreen(view, turn.reading), turn);
      },
      differenceOf: async (turn, { appealId }) => shown(await ofAppeal(turn, appealId), turn),
      remedy,
      takeover: async (turn) => shown(await preview(turn), turn),
      async confirmTakeover(turn, { list = NO_LIST }) {
        const started = await startTakeover(desk, turn.official, 'assigned', list);
        const toast = turn.words.plain(`reconcile:take.${started}`);
        return started === 'notYours' ? refusal(toast) : { toast, screen: await preview(turn) };
      },
      forMany: async (turn, { of }) => shown(isForMany(of) ? await previewMany(desk, turn, of) : null, turn),
      async confirmMany(turn, { of, list }) {
        if (!isForMany(of)) return refusal(turn.words.plain('reconcile:notYours'));
        const started = await startTakeover(desk, turn.official, of, list);
        const toast = turn.words.plain(started === 'started' ? 'reconcile:many.started' : `reconcile:take.${started}`);
        return started === 'notYours' ? refusal(toast) : { toast, screen: await previewMany(desk, turn, of) };
      },
    },
  };
}

async function previewMany(desk: Talk['desk'], { official, reading }: Turn, kind: KindForMany): Promise<Screen | null> {
  const many = await readForMany(desk, official, kind);
  return many && forManyScreen(many, reading);
}
