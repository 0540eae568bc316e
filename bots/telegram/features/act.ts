import { escapeHtml } from '../../../src/i18n';
import { startAct, type ActOutcome } from '../../../src/usecases/acts/act-forms';
import { readCard } from '../../../src/usecases/reading/read-card';
import { refOf } from '../calls';
import type { CallbackData } from '../callback-data';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import type { Told } from '../drawing';
import { doneWords, refusalWords } from './done-words';

/** A press on a card's button. */
export async function pressAct(
  deps: BotDeps,
  ctx: BotContext,
  data: Extract<CallbackData, { kind: 'act' }>,
): Promise<void> {
  const query = ctx.callbackQuery;
  const message = query?.message;
  if (!query || !message) return;
  const outcome = await startAct(deps.desk, {
    actor: ctx.official,
    action: data.action,
    appealId: data.appealId,
    seenVersion: data.version,
    message: refOf(message.chat.id, message.message_id),
  });
  await tellOutcome(deps, ctx, outcome, { queryId: query.id, below: false });
}

/** The toast first, so that the finger is answered; then the card, which may take as long as the network does. */
export async function tellOutcome(
  deps: BotDeps,
  ctx: BotContext,
  outcome: ActOutcome,
  how: { readonly queryId: string | null; readonly below: boolean },
): Promise<void> {
  const { desk, messenger } = deps;
  const { official } = ctx;
  const reading = messenger.readingFor(official);
  switch (outcome.kind) {
    case 'old':
      if (how.queryId !== null) await messenger.answer(how.queryId, ctx.words.plain('refusal:gone'));
      return;
    case 'asking': {
      const { form, step, refusal } = outcome;
      const facts = { due: step.appeal.due, latest: null, executor: null };
      const complaint = outcome.complaint ?? (refusal === null ? null : refusalWords(refusal, facts, reading));
      if (how.queryId !== null) await messenger.answer(how.queryId, complaint ?? undefined, complaint !== null);
      await showCard(deps, ctx, form.appealId, how.below, {
        complaint,
        seen: { appeal: step.loaded, form: { form, step } },
      });
      return;
    }
    case 'refused': {
      const { appealId, refusal, appeal } = outcome;
      const read = await readCard(desk, appealId, official, appeal ?? undefined);
      const text = read ? refusalWords(refusal, read.card, reading) : ctx.words.plain('refusal:notFound');
      if (how.queryId !== null) await messenger.answer(how.queryId, text, true);
      else await messenger.send(official.chatId, { text: escapeHtml(text), keyboard: [] }, { silent: true });
      if (read) await showCard(deps, ctx, appealId, how.below, { seen: { appeal: read.appeal, form: null } });
      return;
    }
    case 'performed': {
      deps.wake();
      const text = doneWords(outcome, reading);
      if (how.queryId !== null) await messenger.answer(how.queryId, text);
      else await messenger.send(official.chatId, { text: escapeHtml(text), keyboard: [] }, { silent: true });
      await showCard(deps, ctx, outcome.appealId, how.below);
      return;
    }
  }
}

/** The presser's own card: where it is, or at the bottom when words were typed after it or it is nowhere. */
export async function showCard(
  { messenger }: BotDeps,
  { official, callbackQuery }: BotContext,
  appealId: number,
  below: boolean,
  told: Told = {},
): Promise<void> {
  if (!below && (await messenger.redraw(official, 'appeal', appealId, told))) {
    const pressed = callbackQuery?.message;
    if (pressed) await messenger.removeStray(official, 'appeal', appealId, refOf(pressed.chat.id, pressed.message_id));
    return;
  }
  await messenger.bring(official, 'appeal', appealId, { ...told, silent: true });
}
