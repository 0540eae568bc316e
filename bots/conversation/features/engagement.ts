import { actOnEngagement } from '../../../src/usecases/engagement/act-on-engagement';
import {
  readEngagement,
  readEngagementHistory,
  type EngagementCard,
} from '../../../src/usecases/engagement/read-engagements';
import { drawEngagement, drawEngagements, engagementRefusal } from '../dialogs/engagement/draw-engagement';
import { engagementActDialog } from '../dialogs/engagement/engagement-act-dialog';
import { engagementDialog } from '../dialogs/engagement/engagement-dialog';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import {
  engagementCard,
  engagementFieldsScreen,
  engagementHistoryScreen,
  engagementKindsScreen,
  engagementPreviewScreen,
} from '../screens/engagement/engagement-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** What the ОГ role makes: the list, a card, its history, how a citizen sees it, and what is done with it. */
export function engagementFeature(talk: Talk): Feature {
  const { desk } = talk;
  const writing = engagementDialog(talk);
  const acting = engagementActDialog(talk);

  async function shown(turn: Turn, id: number, draw: (card: EngagementCard) => Screen): Promise<Reply> {
    const card = await readEngagement(desk, turn.official, id);
    return card ? { screen: draw(card) } : refusal(turn.words.plain('engagement:refusal.gone'));
  }

  return {
    dialogs: [writing, acting],
    presses: {
      engagements: async (turn, { shown: which, page }) => ({ screen: await drawEngagements(talk, turn, which, page) }),
      newEngagement: async (turn, { of }) =>
        of === undefined
          ? { screen: engagementKindsScreen(turn.words) }
          : writing.beginHere(turn, { kind: of, passed: [] }),
      engagement: (turn, { engagementId }) => shown(turn, engagementId, (card) => drawCard(card, turn)),
      async changeEngagement(turn, { engagementId, field }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        if (!card.acts.has('change'))
          return { ...refusal(turn.words.plain('engagement:refusal.notNow')), screen: drawCard(card, turn) };
        return field === undefined
          ? { screen: engagementFieldsScreen(card, turn.words) }
          : writing.beginHere(turn, { engagementId, field, passed: [] });
      },
      async engagementAct(turn, { engagementId, version, action }) {
        const before = await readEngagement(desk, turn.official, engagementId);
        const asks = before?.version === version ? (before.acts.get(action) ?? []) : [];
        if (asks.length > 0) return acting.beginHere(turn, { engagementId, version, action, passed: [] });
        const outcome = await actOnEngagement(desk, turn.official, { id: engagementId, action, version, answers: {} });
        talk.wake();
        const screen = await drawEngagement(talk, turn, engagementId);
        if (outcome.kind === 'done') return { toast: turn.words.plain(`engagement:did.${action}`), screen };
        const card = await readEngagement(desk, turn.official, engagementId);
        return { ...refusal(engagementRefusal(outcome, card, turn.words)), screen };
      },
      engagementPreview: (turn, { engagementId }) =>
        shown(turn, engagementId, (card) => engagementPreviewScreen(card, turn.reading)),
      async engagementHistory(turn, { engagementId, page }) {
        const history = await readEngagementHistory(desk, turn.official, engagementId);
        return history
          ? { screen: engagementHistoryScreen(engagementId, history, page, turn.reading) }
          : refusal(turn.words.plain('engagement:refusal.gone'));
      },
    },
  };
}

const drawCard = (card: EngagementCard, { reading }: Turn): Screen => engagementCard(card, reading);
