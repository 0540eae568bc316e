import { endDialog } from '../../../src/usecases/forms/dialogs';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import { showCard } from './act';

/** /cancel works at every step of every dialog, and says so. */
export async function cancelCommand(deps: BotDeps, ctx: BotContext): Promise<void> {
  const { messenger, desk } = deps;
  const ended = await endDialog(desk, ctx.official.personId, 'cancelled');
  if (ended?.appealId !== null && ended?.appealId !== undefined) return showCard(deps, ctx, ended.appealId, true);
  if (ended?.messageRef) await messenger.remove(ended.messageRef);
  await messenger.send(
    ctx.official.chatId,
    { text: ctx.words.html(ended ? 'form:cancelled' : 'form:nothingToCancel'), keyboard: [] },
    { silent: true },
  );
}
