import type { Words } from '../../../../src/i18n';
import { lackingFields } from '../../../../src/regulation/engagement/content';
import type { EngagementAction } from '../../../../src/regulation/engagement/vocabulary';
import type { EngagementOutcome } from '../../../../src/usecases/engagement/act-on-engagement';
import { listEngagements } from '../../../../src/usecases/engagement/list';
import { readEngagement, type EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { only, type Screen } from '../../screen';
import { engagementCard } from '../../screens/engagement/engagement-screens';
import {
  engagementNarrowingsScreen,
  engagementsScreen,
  type ShownEngagements,
} from '../../screens/engagement/list-screens';
import { fieldNames } from '../../screens/engagement/engagement-words';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/** «ОГ»; words alone for whoever may not see it. */
export async function drawEngagements(
  { desk }: Talk,
  { official, words, reading }: Turn,
  which: ShownEngagements = { shown: 'open' },
  page = 0,
): Promise<Screen> {
  const items = await listEngagements(desk, official, which.shown === 'over');
  return items === null ? only(words.html('engagement:notYours')) : engagementsScreen(items, which, page, reading);
}

/** By what one of the two lists may be narrowed. */
export async function drawNarrowings(
  { desk }: Talk,
  { official, words }: Turn,
  shown: 'open' | 'over',
): Promise<Screen> {
  const items = await listEngagements(desk, official, shown === 'over');
  return items === null ? only(words.html('engagement:notYours')) : engagementNarrowingsScreen(items, shown, words);
}

/** Its card; words alone where there is none for this person. */
export async function drawEngagement({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readEngagement(desk, official, id);
  return card ? engagementCard(card, reading) : only(words.html('engagement:refusal.gone'));
}

/** Its card after an act: what was done, and who is told of it. */
export async function drawAfterAct(
  talk: Talk,
  turn: Turn,
  id: number,
  { action, heardBy }: { readonly action: EngagementAction; readonly heardBy: readonly string[] },
): Promise<{ readonly toast: string; readonly screen: Screen }> {
  const { plain, html } = turn.words;
  const did = plain(`engagement:did.${action}`);
  const screen = await drawEngagement(talk, turn, id);
  if (heardBy.length === 0) return { toast: did, screen };
  const said = { did, names: heardBy.join(', ') };
  return {
    toast: plain('engagement:heard', said),
    screen: { ...screen, text: `${html('engagement:heard', said)}\n\n${screen.text}` },
  };
}

/** Why an act was not done, in plain words. @param card as it is now; null: nobody has looked */
export function engagementRefusal(
  outcome: Exclude<EngagementOutcome, { kind: 'done' }>,
  card: EngagementCard | null,
  { plain, ...words }: Words,
): string {
  if (outcome.kind === 'gone') return plain('engagement:refusal.gone');
  const { refusal } = outcome;
  if (refusal !== 'lacking') return plain(`engagement:refusal.${refusal}`);
  const lacks = card === null ? [] : lackingFields(card.facts.kind, card.facts.content);
  return plain('engagement:refusal.lacking', { fields: fieldNames(lacks, { plain, ...words }) });
}
