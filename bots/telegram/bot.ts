import { Telegraf, TelegramError } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import { isOfGroup } from '../../src/outbox/delivery';
import { hasRight } from '../../src/regulation/rights';
import { cleanText } from '../../src/text';
import { isActForm } from '../../src/usecases/acts/form-steps';
import { endDialog, openFormOf } from '../../src/usecases/forms/dialogs';
import { appealOfForm } from '../../src/usecases/forms/form-store';
import { personIsUnreachable } from '../../src/usecases/people/unreachable';
import { decode } from './callback-data';
import { classifyError } from './classify-error';
import { BotContext } from './context';
import type { BotDeps } from './deps';
import type { Dialog } from './dialogs';
import { pressAct, showCard } from './features/act';
import { cancelCommand } from './features/cancel';
import { pressLook } from './features/look';
import { receiveFile } from './features/receive-file';
import { pressForm, typeIntoForm } from './forms/answer-form';
import { TELEGRAM } from './intake/update';
import { personMiddleware } from './middleware/person';

/** A part of the bot with commands and screens of its own. */
export interface Feature {
  /** Commands without the slash. They come before every dialog, so that none can swallow them. */
  readonly commands?: Readonly<Record<string, (ctx: BotContext, argument: string) => Promise<void>>>;
  readonly dialogs?: readonly Dialog[];
  /** Presses of this kind are this feature's. */
  readonly presses?: Readonly<
    Record<string, (ctx: BotContext, data: NonNullable<ReturnType<typeof decode>>, queryId: string) => Promise<void>>
  >;
}

export interface Bot {
  handle(update: Update): Promise<void>;
}

/** Ordered middleware, then features; nothing else. Intake and delivery are outside: telegraf is a router here. */
export function createBot(deps: BotDeps, me: UserFromGetMe, token: string, features: readonly Feature[]): Bot {
  const bot = new Telegraf<BotContext>(token, {
    contextType: BotContext,
    handlerTimeout: Infinity,
    telegram: { webhookReply: false },
  });
  bot.botInfo = me;
  // A failed update is retried and then parked by the inbox; swallowing it here would lose it.
  bot.catch(async (error, ctx) => {
    // They have blocked the bot since: what was to be said to them can't be, and trying again is no help.
    if (error instanceof TelegramError && ctx.from) {
      const delivery = classifyError(error, { call: 'send', chatId: ctx.from.id });
      if (delivery.outcome === 'unreachable' && !isOfGroup(delivery.reason))
        return personIsUnreachable(deps.desk, { messenger: TELEGRAM, chatId: String(ctx.from.id) }, delivery.reason);
    }
    throw error;
  });

  const commands = Object.assign(
    { cancel: (ctx: BotContext) => cancelCommand(deps, ctx) },
    ...features.map((feature) => feature.commands ?? {}),
  ) as NonNullable<Feature['commands']>;
  const dialogs = new Map(
    features.flatMap((feature) => feature.dialogs ?? []).map((dialog) => [dialog.subject, dialog]),
  );
  const presses = Object.assign({}, ...features.map((feature) => feature.presses ?? {})) as NonNullable<
    Feature['presses']
  >;

  bot.use(personMiddleware(deps));
  bot.on('callback_query', (ctx) => onPress(deps, ctx, dialogs, presses));
  bot.on('message', (ctx) => onMessage(deps, ctx, commands, dialogs));
  return { handle: (update) => bot.handleUpdate(update) };
}

async function onPress(
  deps: BotDeps,
  ctx: BotContext,
  dialogs: ReadonlyMap<string, Dialog>,
  presses: NonNullable<Feature['presses']>,
): Promise<void> {
  const query = ctx.callbackQuery;
  if (!query) return;
  const data = 'data' in query ? decode(query.data) : null;
  const old = () => deps.messenger.answer(query.id, ctx.words.plain('refusal:oldButton'), true);
  // Work happens in private: a button in a group leads there by its link.
  if (!data || query.message?.chat.type !== 'private') return old();
  // §2: an administrator takes no part in processing, so sees nothing of it either; whoever has lost their roles likewise.
  const isWork = data.kind === 'act' || 'appealId' in data || 'deliveryId' in data;
  if (isWork && !hasRight(ctx.official, 'work'))
    return deps.messenger.answer(query.id, ctx.words.plain('refusal:notForYou'), true);
  switch (data.kind) {
    case 'nothing':
      return deps.messenger.answer(query.id);
    case 'act':
      return pressAct(deps, ctx, data);
    case 'open':
    case 'history':
    case 'ahead':
    case 'files':
    case 'contacts':
    case 'difference':
    case 'card':
    case 'place':
    case 'deliveryFiles':
    case 'delivery':
      return pressLook(deps, ctx, data, query.id);
    case 'form': {
      const form = await openFormOf(deps.desk, ctx.official.personId);
      if (form?.id !== data.formId || form.revision !== data.revision) {
        await deps.messenger.answer(query.id, ctx.words.plain('refusal:gone'));
        // Its redraw may have been lost with the network or with the process: the present view comes with the next press.
        const appealId = await appealOfForm(deps.desk, ctx.official.personId, data.formId);
        return appealId === null ? undefined : showCard(deps, ctx, appealId, false);
      }
      if (isActForm(form)) return pressForm(deps, ctx, form, data, query.id);
      const dialog = dialogs.get(form.subject);
      return dialog ? dialog.onButton(ctx, form, data.move, data.value, query.id) : old();
    }
    default: {
      const press = presses[data.kind];
      return press ? press(ctx, data, query.id) : old();
    }
  }
}

async function onMessage(
  deps: BotDeps,
  ctx: BotContext,
  commands: NonNullable<Feature['commands']>,
  dialogs: ReadonlyMap<string, Dialog>,
): Promise<void> {
  const { message } = ctx;
  if (!message || ctx.chat?.type !== 'private') return;
  const { desk, messenger } = deps;
  const say = (text: string) => messenger.send(ctx.official.chatId, { text, keyboard: [] }, { silent: true });

  if ('text' in message) {
    const command = /^\/([a-z_]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(message.text);
    if (command) {
      const run = commands[(command[1] ?? '').toLowerCase()];
      return run ? run(ctx, cleanText(command[2] ?? '')) : void (await say(ctx.words.html('common:unknownCommand')));
    }
  }
  const form = await openFormOf(desk, ctx.official.personId);
  const dialog = form && !isActForm(form) ? dialogs.get(form.subject) : undefined;
  if (!('text' in message)) {
    if (form && dialog?.onFile) return dialog.onFile(ctx, form, message);
    return receiveFile(deps, ctx, form, message);
  }
  const text = cleanText(message.text);
  // Not open any more: one that nobody has ended has outlived its day.
  if (!form)
    return void (await say(
      ctx.words.html(
        (await endDialog(desk, ctx.official.personId, 'expired')) ? 'form:expired' : 'form:textWithoutForm',
      ),
    ));
  if (text === '') return void (await say(ctx.words.html('form:noWords')));
  // The update has come again after a crash: its words are in the form, but perhaps not its answer in the chat.
  const heard = form.heard !== null && message.message_id <= form.heard;
  if (heard) return isActForm(form) ? showCard(deps, ctx, form.appealId, true) : dialog?.show?.(ctx, form);
  if (isActForm(form)) return typeIntoForm(deps, ctx, form, text, message.message_id);
  return dialog?.onText(ctx, form, text, message);
}
