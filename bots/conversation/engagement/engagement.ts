import { hasField, type EngagementField } from '../../../src/regulation/engagement/content';
import { actOnEngagement } from '../../../src/usecases/engagement/act-on-engagement';
import {
  readEngagementTemplate,
  readEngagement,
  readEngagementHistory,
  type EngagementCard,
} from '../../../src/usecases/engagement/engagements';
import { readDifference } from '../../../src/usecases/engagement/difference';
import {
  drawAfterAct,
  drawEngagement,
  drawEngagements,
  drawNarrowings,
  engagementRefusal,
  decisionScreen,
  engagementCard,
  engagementFieldsScreen,
  engagementHistoryScreen,
  engagementKindsScreen,
  engagementPreviewScreens,
} from './engagement-screens';
import { ASKED_ONCE, engagementActDialog, copyOf, engagementDialog } from './engagement-dialog';
import type { Button } from '../kit/buttons';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Screen } from '../kit/screen';
import { differenceScreens, piecesScreens } from './pieces';
import { sendPictures } from './send-pictures';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** What the ОГ role makes: the list, a card, its history, how a citizen sees it, and what is done with it. */
export function engagementFeature(talk: Talk): Feature {
  const { desk } = talk;
  const writing = engagementDialog(talk);
  const acting = engagementActDialog(talk);

  async function act(turn: Turn, { engagementId, version, action }: Button<'engagementAct'>): Promise<Reply> {
    const before = await readEngagement(desk, turn.official, engagementId);
    const asks = before?.version === version ? (before.acts.get(action) ?? []) : [];
    // Results have a dialog of their own.
    if (asks.includes('results')) return refusal(turn.words.plain('refusal:oldButton'));
    const isAskedOnce = ASKED_ONCE.includes(action) && before?.version === version && before.acts.has(action);
    if (asks.length > 0 || isAskedOnce) return acting.beginHere(turn, { engagementId, version, action, passed: [] });
    const outcome = await actOnEngagement(desk, turn.official, { id: engagementId, action, version, answers: {} });
    talk.wake();
    if (outcome.kind === 'done') return drawAfterAct(talk, turn, engagementId, { action, heardBy: outcome.heardBy });
    const screen = await drawEngagement(talk, turn, engagementId);
    const card = await readEngagement(desk, turn.official, engagementId);
    return { ...refusal(engagementRefusal(outcome, card, turn.words)), screen };
  }

  return {
    dialogs: [writing, acting],
    presses: {
      ...lists(talk),
      ...looks(talk),
      newEngagement: async (turn, { of }) =>
        of === undefined
          ? { screen: engagementKindsScreen(turn.words) }
          : writing.beginHere(turn, { kind: of, passed: [] }),
      engagement: (turn, { engagementId }) => shown(talk, turn, engagementId, (card) => drawCard(card, turn)),
      async changeEngagement(turn, { engagementId, field }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
        if (field !== undefined && !hasField(card.facts.kind, field))
          return refusal(turn.words.plain('refusal:oldButton'));
        if (!card.acts.has('change'))
          return { ...refusal(turn.words.plain('engagement:refusal.notNow')), screen: drawCard(card, turn) };
        return field === undefined
          ? { screen: engagementFieldsScreen(card, turn.words) }
          : changeField(talk, turn, writing, card, field);
      },
      engagementAct: act,
      async useEngagementTemplate(turn, { templateId }) {
        const template = await readEngagementTemplate(desk, turn.official, templateId);
        return template && !template.isRemoved
          ? writing.beginHere(turn, copyOf(template))
          : refusal(turn.words.plain('engagement:template.refusal.gone'));
      },
      async copyEngagement(turn, { engagementId }) {
        const card = await readEngagement(desk, turn.official, engagementId);
        return card
          ? writing.beginHere(turn, copyOf(card.facts))
          : refusal(turn.words.plain('engagement:refusal.gone'));
      },
    },
  };
}

/** Pictures are seen before they are taken out. */
async function changeField(
  talk: Talk,
  turn: Turn,
  writing: ReturnType<typeof engagementDialog>,
  { id, facts }: EngagementCard,
  field: EngagementField,
): Promise<Reply> {
  const reply = await writing.beginHere(turn, { engagementId: id, field, seen: facts.number, passed: [] });
  if (field !== 'pictures') return reply;
  const after = async () => {
    await reply.after?.();
    await sendPictures(talk, turn.chatId, facts.content, 'photo');
  };
  return { ...reply, after };
}

const drawCard = (card: EngagementCard, { reading }: Turn): Screen => engagementCard(card, reading);

async function shown({ desk }: Talk, turn: Turn, id: number, draw: (card: EngagementCard) => Screen): Promise<Reply> {
  const card = await readEngagement(desk, turn.official, id);
  return card ? { screen: draw(card) } : refusal(turn.words.plain('engagement:refusal.gone'));
}

/** Screens that follow the one that was pressed. */
async function sendBelow({ voice }: Talk, { chatId }: Turn, screens: readonly Screen[]): Promise<void> {
  for (const screen of screens) await voice.send(chatId, screen, { silent: true });
}

/** What was made, all of it or what was looked for. */
const lists = (talk: Talk): Pick<NonNullable<Feature['presses']>, 'engagements' | 'narrowEngagements'> => ({
  engagements: async (turn, { shown: which, by, page }) => ({
    screen: await drawEngagements(talk, turn, { shown: which, by }, page),
  }),
  narrowEngagements: async (turn, { shown: which }) => ({ screen: await drawNarrowings(talk, turn, which) }),
});

/** What is looked at and changes nothing. */
const looks = (
  talk: Talk,
): Pick<
  NonNullable<Feature['presses']>,
  'engagementPreview' | 'engagementDifference' | 'engagementPieces' | 'engagementHistory'
> => ({
  async engagementPreview(turn, { engagementId }) {
    const card = await readEngagement(talk.desk, turn.official, engagementId);
    if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
    const [screen, ...others] = engagementPreviewScreens(card, turn.reading);
    return {
      screen,
      after: async () => {
        await sendBelow(talk, turn, others);
        await sendPictures(talk, turn.chatId, card.facts.content, 'photo');
        const decision = decisionScreen(card, turn.reading);
        if (decision) await sendBelow(talk, turn, [decision]);
      },
    };
  },
  async engagementDifference(turn, { engagementId, from, to = null }) {
    const difference = await readDifference(talk.desk, turn.official, engagementId, from, to);
    if (!difference) return refusal(turn.words.plain('engagement:refusal.gone'));
    const [screen, ...others] = differenceScreens(difference, turn.reading);
    return { screen, after: () => sendBelow(talk, turn, others) };
  },
  async engagementPieces(turn, { engagementId }) {
    const card = await readEngagement(talk.desk, turn.official, engagementId);
    if (!card) return refusal(turn.words.plain('engagement:refusal.gone'));
    const { main, more, hasPictures } = piecesScreens(card, turn.reading);
    return {
      screen: main,
      after: async () => {
        await sendBelow(talk, turn, more);
        if (hasPictures) await sendPictures(talk, turn.chatId, card.facts.content, 'document');
      },
    };
  },
  async engagementHistory(turn, { engagementId, page }) {
    const history = await readEngagementHistory(talk.desk, turn.official, engagementId);
    return history
      ? { screen: engagementHistoryScreen(engagementId, history, page, turn.reading) }
      : refusal(turn.words.plain('engagement:refusal.gone'));
  },
});
